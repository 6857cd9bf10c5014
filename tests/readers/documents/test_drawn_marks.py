from __future__ import annotations

import base64

import pandas as pd
import pytest

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.documents import html as webpage
from schedcheck.schedule.reading import Reading
from tests.fixtures.tables import source_of

DAY = (
    ("14:00", "Новости", "12"), ("15:00", "Ночной гость", "18"), ("16:30", "Мультфильм", "6"),
    ("18:00", "Вечер", "16"), ("22:30", "Кино", "12"),
)  # fmt: skip
SVG = "<svg xmlns='http://www.w3.org/2000/svg'><text>{}+</text></svg>"
IN_BASE64 = base64.b64encode(SVG.format(18).encode()).decode()
#: How a page draws 18 for a film, and as what that is read.
DRAWN = {
    '<i class="icon18"></i>': "(18)",
    '<i class="ico ico-18"></i>': "(18)",
    '<i class="adult"></i>': "(18)",
    '<i class="badge-adults-only x"></i>': "(18)",
    '<span class="r18"></span>': "18+",
    '<span class="rars rars-18"></span>': "18+",
    '<span class="mark mark--18"></span>': "18+",
    '<span class="badge b18plus"></span>': "18+",
    '<i id="age18"></i>': "18+",
    '<a href="/18plus/">i</a>': "(18)",
    '<a href="/tv/age/18"><i></i></a>': "(18)",
    '<a href="/tv?age=18"></a>': "(18)",
    '<input type="image" alt="18+">': "18+",
    '<input type="image" src="/i/18plus.png">': "18+",
    '<input type="image" src="/i/18.png">': "(18)",
    '<img src="/age/18/icon.png">': "18+",
    '<img src="/i/18/icon.png">': "(18)",
    f'<img src="data:image/svg+xml,{SVG.format(18)}">': "18+",
    f'<img src="data:image/svg+xml;base64,{IN_BASE64}">': "18+",
    "<b>18</b>": "(18)",
    "<small>18</small>": "(18)",
    "<sup>18</sup>": "(18)",
    '<span class="label">18</span>': "(18)",
    '<age-mark value="18"></age-mark>': "18+",
    '<x-badge age="18+"></x-badge>': "18+",
    "<i style=\"--age: '18+'\"></i>": "18+",
    '<abbr title="18+">!</abbr>': "18+",
    '<i aria-description="18+"></i>': "18+",
    '<i data-original-title="Только для взрослых"></i>': "Только для взрослых",
    '<i title="Возраст 18"></i>': "(18)",
    '<img src="a.png" alt="age 18">': "(18)",
    '<i data-adult="1"></i>': "(18)",
    '<i data-is-adult="true"></i>': "(18)",
    '<i data-vozrast="18"></i>': "18+",
    '<i age="18"></i>': "18+",
    '<meta itemprop="contentRating" content="18">': "18+",
    '<i itemprop="typicalAgeRange" content="18+"></i>': "18+",
    '<i itemprop="typicalAgeRange">18-</i>': "(18)",
    "<x-age>18</x-age>": "(18)",
    '<button value="18+"></button>': "18+",
    '<i title="18 лет"></i>': "(18 лет)",
    '<i aria-label="Для взрослых"></i>': "(Для взрослых)",
    '<i data-genre="adult"></i>': "(adult)",
    '<i data-mark="E18"></i>': "E18",
    '<i data-bs-title="18+"></i>': "18+",
    "<i data-adult></i>": "(18)",
    "<i adult></i>": "(18)",
    '<img src="a.png" alt="для взрослых">': "(для взрослых)",
    '<svg aria-label="18+"></svg>': "18+",
    '<input type="checkbox" name="adult" checked>': "(18)",
    '<b class="age-18">!</b>': "(18)",
    '<b class="adult">!</b>': "(18)",
    "<adult></adult>": "(18)",
    '<select><optgroup label="18+"><option>x</option></optgroup></select>': "18+",
    "18<br>+": "18 +",
    '<img src="a.png" alt="восемнадцать">': "(18)",
    '<img src="a.png" alt="Он сегіз жас">': "(18)",
    '<i title="Eighteen plus"></i>': "(18)",
    '<i class="eighteen-plus"></i>': "(18)",
    '<a href="/kino/adult/film">i</a>': "(18)",
}
#: What stands beside a programme and is no mark of it.
OTHER = (
    '<i class="icon-play"></i>', '<i class="w24"></i>', '<a href="/18/">i</a>', "<b>2</b>",
    '<a href="/film/1884-plus">i</a>', "<b>серия 18</b>", '<span class="label">27</span>',
    '<img alt="логотип" src="data:image/png;base64,AAAA">', '<i class="adulthood-x1"></i>',
    '<img src="data:image/svg+xml,%3Csvg/%3E" alt="HD">', '<i style="--width: 18px"></i>',
    '<x-player width="18"></x-player>', '<i title="18"></i>',
    '<input type="checkbox" name="adult">',
    '<b class="adult-swim">!</b>', '<b class="col-18">!</b>', '<i data-hour="18"></i>',
    '<i data-x="118+"></i>', '<i data-adult="no"></i>',
    '<i data-adult="0"></i>', '<img src="a.png" alt="восемнадцатый век">',
    '<i class="x-rated"></i>', '<a href="/adulthood/">i</a>', '<i title="от 18 до 20 часов"></i>',
)  # fmt: skip


def read(rows: str) -> Reading:
    page = f"<html><body><h2>24 ноября 2026</h2>{rows}</body></html>"
    return webpage.read(source_of(page.encode(), "a.html"), ReadOptions())


def _rows(film: str, others: str = " {}+", tag: str = "div") -> str:
    return "\n".join(
        f"<{tag}>{clock} {title} {film if age == '18' else others.format(age)}</{tag}>"
        for clock, title, age in DAY
    )


@pytest.mark.parametrize("score", ["18 <br>", "18<br>12", '<input value="18">'])
def test_a_number_at_the_end_of_a_line_is_no_mark(score: str) -> None:
    titles = _texts(read(_rows(score)))
    assert titles.str.contains("18").any()
    assert not titles.str.contains(r"18\s?\+|\(18\)").any()


@pytest.mark.parametrize(("drawn", "said"), DRAWN.items())
def test_a_mark_that_is_drawn_is_read(drawn: str, said: str) -> None:
    reading = read(_rows(drawn))
    found = _texts(reading).str.contains(said, regex=False)
    # an element of a name of its own breaks the line, and its mark is a fault by itself
    broken = [fault.text for fault in reading.faults] == [said]
    assert found.tolist() == [False, not broken, False, False, False]
    assert broken == drawn.startswith(("<age-", "<x-badge", "<select"))


@pytest.mark.parametrize(
    "row",
    [
        'class="adult"', 'class="row age-18"', 'id="adults-only"', 'title="18+"', 'data-age="18"',
        'aria-label="Для взрослых"', "data-adult", 'class="a18plus"', 'class="row age-18plus"',
        'class="plus18"',
    ],
)  # fmt: skip
@pytest.mark.parametrize("tag", ["tr", "p"])
def test_what_is_said_of_a_whole_row_is_a_mark_of_it(row: str, tag: str) -> None:
    cells = "<td>{} <td>{} <td>60 мин" if tag == "tr" else "{} {}"
    rows = [
        f"<{tag} {row if age == '18' else ''}>{cells.format(clock, title)}</{tag}>"
        for clock, title, age in DAY
    ]
    text = "".join(rows)
    page = f"<table>{text}</table>" if tag == "tr" else text
    reading = read(page)
    found = _texts(reading).str.contains(r"18\s?\+|\(18\)|\(Для взрослых\)")
    assert found.tolist() == [False, True, False, False, False]
    assert reading.frame["title"].str.contains("Ночной гость").sum() == 1


@pytest.mark.parametrize("name", ["r18", "col-18", "fs18", "w18plus1", "118plus"])
def test_a_class_of_a_row_that_only_has_a_number_is_no_mark(name: str) -> None:
    reading = read(_rows(f'<b class="{name}">!</b>'))
    assert not _texts(reading).str.contains("18", regex=False).any()


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (r".q:after{content:'\31 8+'}", "18+"), (r".q::before { content: '18\00002B' }", "18+"),
        (".q{background:url(/i/18plus.png)}", "18+"), (".q{background:url('age-18.svg')}", "18+"),
        (r".q:after{content:'\f118'}", ""), (".q{background:url(/i/18/bg.png)}", ""),
        (r".q:after{content:'\ffffff'}", ""), (".other{background:url(18plus.png)}", ""),
    ],
)  # fmt: skip
def test_a_mark_of_a_style_sheet_by_numbers_of_letters_or_a_picture(rule: str, said: str) -> None:
    reading = read(f"<style>{rule}</style>{_rows('<i class=q></i>')}")
    marked = _texts(reading).str.contains(r"18\s?\+").tolist()
    assert marked == [False, said != "", False, False, False]


def test_a_class_of_many_programmes_marks_none() -> None:
    reading = read(f'<div class="adult">{_rows("")}</div>')
    assert not _texts(reading).str.contains("18", regex=False).any()


@pytest.mark.parametrize("key", ["title", "data-x", "aria-label"])
def test_numbers_in_an_attribute_of_all_are_marks(key: str) -> None:
    reading = read(_rows(f'<i {key}="18"></i>', f'<i {key}="{{}}"></i>'))
    assert _texts(reading).str.contains("(18)", regex=False).tolist() == [
        False, True, False, False, False
    ]  # fmt: skip
    reading = read(_rows(f'<i {key}="18"></i>', f'<i {key}="{{}}5"></i>'))
    assert not _texts(reading).str.contains("18", regex=False).any()


def test_numbers_that_all_have_are_marks() -> None:
    reading = read(_rows("<small>18</small>", "<small>{}</small>"))
    found = _texts(reading).str.contains("(18)", regex=False)
    assert found.tolist() == [False, True, False, False, False]


def _texts(reading: Reading) -> pd.Series[str]:
    return reading.frame["title"] + reading.frame["other_text"].fillna("")


@pytest.mark.parametrize("other", OTHER)
def test_what_is_no_mark_is_none(other: str) -> None:
    reading = read(_rows(other))
    assert not reading.frame["title"].str.contains("18", regex=False).any() or "серия 18" in other
    assert not reading.frame["title"].str.contains("(18)", regex=False).any()
    assert not reading.faults


def test_a_number_that_all_have_is_a_size() -> None:
    reading = read(_rows('<i class="icon-18"></i>', '{}+ <i class="icon-18"></i>'))
    assert not reading.frame["title"].str.contains("18", regex=False).any()


@pytest.mark.parametrize(
    "line", ["Ночь, серия <b>18</b>", "<b>18</b> мгновений", "Ночь <b>18</b> ноября"]
)
def test_a_number_that_belongs_to_the_words_beside_it_is_no_mark(line: str) -> None:
    reading = read(_rows("").replace("Ночной гость", line))
    assert not reading.frame["title"].str.contains("(18)", regex=False).any()


def test_a_link_above_the_schedule_marks_nothing() -> None:
    reading = read('<p>Главная <a href="/18plus/">Ночью</a></p>' + _rows("6+"))
    assert not reading.frame["title"].str.contains("18", regex=False).any()
    assert not reading.faults


#: A picture of one point, as pages hold them.
PICTURE = '<img src="data:image/png;base64,iVBORw0KGgo={}">'


@pytest.mark.parametrize(
    ("film", "others", "lost"),
    [
        (PICTURE, " {}+", ["Ночной гость"]),
        ('<img src="/i/9f2c.png">', " {}+", ["Ночной гость"]),
        (PICTURE, " {}+" + PICTURE.format(""), []),  # a picture that all have
        (PICTURE, "", []),  # nothing has a mark, which is reported by itself
        ('<img src="/i/9f2c.png" alt="Повтор">', " {}+", []),
        (f"16+ {PICTURE}", " {}+", []),
    ],
)
@pytest.mark.parametrize("form", ["lines", "table"])
def test_a_picture_where_others_have_marks_is_a_fault(
    film: str, others: str, lost: list[str], form: str
) -> None:
    rows = _rows(film.replace("{}", ""), others.replace("={}", "="))
    if form == "table":
        cells = (
            f"<tr><td>{clock}<td>{title}<td>"
            f"{film.replace('={}', '=') if age == '18' else others.replace('={}', '=').format(age)}"
            for clock, title, age in DAY
        )
        rows = f"<table><tr><th>Время<th>Название<th>Возраст{''.join(cells)}</table>"
    reading = read(rows)
    assert [fault.text for fault in reading.faults if fault.code == "unaccounted"] == lost
    assert len(reading.frame) == len(DAY)
