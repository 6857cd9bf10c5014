"""From the columns of the schedule frame to the age class of each programme."""

from __future__ import annotations

import gzip
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from schedcheck.law.mark_patterns import vocabulary
from schedcheck.law.marks import COLUMNS, classify, films, marks_of_nothing
from schedcheck.law.rulebook import Rulebook, load_rulebook
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.frame import TEXT
from tests.shared_data import shared_data

KZ = load_rulebook("kz")


def frame(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """A schedule of rows (title, rating field, other text, category)."""
    filled = [(*row, *([pd.NA] * (4 - len(row)))) for row in rows]
    names = ("title", "mark_text", "other_text", "category")
    return make_frame(
        {name: [row[at] for row in filled] for at, name in enumerate(names)}, len(rows)
    )


def judged(*row: Any) -> dict[str, Any]:
    (record,) = classify(frame(row), KZ).to_dict("records")
    return {str(name): value for name, value in record.items()}


def test_the_columns_and_their_dtypes() -> None:
    given_frame = frame(("Фильм (18+)",), ("Новости",)).set_index(pd.Index([7, 3]))
    marks = classify(given_frame, KZ)
    assert tuple(marks.columns) == COLUMNS
    assert marks.index.tolist() == [7, 3]
    assert marks["film"].dtype == np.bool_
    assert all(marks[name].dtype == TEXT for name in COLUMNS[:-1])
    assert marks["age_class"].tolist() == ["E18", ""]
    assert not marks.isna().to_numpy().any()
    empty = classify(frame(), KZ)
    assert tuple(empty.columns) == COLUMNS
    assert len(empty) == 0


SPELLINGS = ("Кино (18+)", "Вечер 1 8+", "Ночь «Э18»", "День [16]", "Дом", "Тема (НА)", "Клуб 18＋")


def test_many_texts_are_read_as_few_are() -> None:
    few = [(f"{text}", "", f"{text}") for text in SPELLINGS]
    # so many that they are searched before they are read
    many = [(f"Серия {row}. {text}", "", text) for row in range(60) for text in SPELLINGS]
    alone = [judged(*row) for row in many]
    assert classify(frame(*many), KZ).to_dict("records") == alone
    assert classify(frame(*few), KZ).to_dict("records") == [judged(*row) for row in few]
    assert {one["age_class"] for one in alone} > {"E18", ""}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("Фильм", "KZ:18+"), ("E18", "equal", "18+", "field", "E18", "")),
        (("Фильм (18+)",), ("E18", "equal", "18+", "title", "", "E18")),
        (("Фильм", "", "Драма. «Е 18»"), ("E18", "equal", "Е 18", "text", "", "E18")),
        (("Фильм (18+)", ":16+"), ("E18", "equal", "18+", "title", "16+", "E18")),
        (("Фильм (16+)", "18+"), ("E18", "equal", "18+", "field", "E18", "16+")),
        (("Фильм (16+)", "", "(18+)"), ("E18", "equal", "18+", "text", "", "16+")),
        (("Фильм (18+)", "RU:18+"), ("E18", "equal", "18+", "field", "E18", "E18")),
        (("Фильм (18+)", "VCHIP:TV-MA"), ("E18", "equal", "18+", "title", "", "E18")),
        (("Фильм", "VCHIP:TV-MA"), ("E18", "likely", "TV-MA", "field", "", "")),
        (("Новости E18.", "VCHIP:TV-MA"), ("E18", "likely", "TV-MA", "field", "", "")),
        (("«18+ Чарт»", "KZ:12+"), ("E18", "unclear", "18+", "title", "12+", "")),
        (("«18+ Чарт»", "KZ:18+"), ("E18", "equal", "18+", "field", "E18", "")),
        (("Фильм", "KZ:16+; RU:18+"), ("E18", "equal", "18+", "field", "E18", "")),
        (("Фильм", "RU:18+; KZ:16+"), ("E18", "equal", "18+", "field", "E18", "")),
        (("Фильм", "http://x.test:8080/r:18+"), ("E18", "equal", "18+", "field", "E18", "")),
        (("Фильм (НА)", "KZ:18+"), ("NA21", "equal", "НА", "title", "E18", "NA21")),
        (("Show S2 E18", "", "S2 E18"), ("", "", "", "", "", "")),
        (("Новости", ":NR"), ("", "", "", "", "", "")),
    ],
)
def test_the_stricter_of_several_marks_counts(
    row: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    got = judged(*row)
    assert tuple(got[name] for name in COLUMNS[:6]) == expected
    assert got["unknown_mark"] == ""


@pytest.mark.parametrize(
    ("mark_text", "age_class", "unknown"),
    [
        ("KZ:XZ-7", "", "KZ:XZ-7"),
        (":XZ-7", "", "XZ-7"),
        ("XZ-7; RU:18+; DVB:0x12", "E18", "XZ-7; DVB:0x12"),
        ("45+", "", "45+"),
        (":NA", "", ""),
        ("; :", "", ""),
    ],
)
def test_what_the_vocabulary_does_not_know_is_named(
    mark_text: str, age_class: str, unknown: str
) -> None:
    got = judged("Фильм", mark_text)
    assert (got["age_class"], got["unknown_mark"]) == (age_class, unknown)


@pytest.mark.parametrize(
    ("title", "category", "film"),
    [
        ("Х/ф «Ночь» (18+)", pd.NA, True),
        ("X/ф «Ночь» (18+)", pd.NA, True),
        ("Ночь (18+)", "Художественный фильм", True),
        ("Көркем фильм «Түн» (18+)", pd.NA, True),
        ("Ночь (18+)", "Movie / Drama", True),
        ("Ночь (18+)", "Кино", True),
        ("Ночь (НА)", "Ток-шоу", True),
        ("Ночь (18+)", "Ток-шоу", False),
        ("Кинозал (18+)", "Filmography", False),
        ("Фильм (16+)", "Кино", False),
    ],
)
def test_films_among_the_programmes_of_bound_classes(
    title: str,
    category: Any,
    film: bool,  # noqa: FBT001 - a case
) -> None:
    assert judged(title, pd.NA, pd.NA, category)["film"] is film


TITLES = st.sampled_from(
    [
        "Фильм (18+)",
        "Фильм [16+]",
        "Новости",
        "S2 E18",
        "«18+ Чарт»",
        "Х/ф (НА)",
        "Шоу 12+",
        "",
        "1",
    ]
)
FIELDS = st.sampled_from([pd.NA, "", "KZ:18+", "RU:6+; VCHIP:TV-MA", "XZ-7", ":18"])
TEXTS = st.sampled_from([pd.NA, "", "Описание. «Е 18»", "Год 2018 (К)", "Нет ничего", "20:18"])
ROWS = st.lists(st.tuples(TITLES, FIELDS, TEXTS), max_size=12)


@given(ROWS, st.randoms(use_true_random=False))
def test_each_row_is_read_by_itself_in_whatever_order(
    rows: list[tuple[Any, ...]], chance: Any
) -> None:
    order = list(range(len(rows)))
    chance.shuffle(order)
    whole = classify(frame(*rows), KZ)
    shuffled = classify(frame(*(rows[at] for at in order)), KZ)
    alone = [judged(*row) for row in rows]
    assert whole.to_dict("records") == alone
    assert shuffled.to_dict("records") == [alone[at] for at in order]


def test_more_texts_than_are_looked_through_at_once() -> None:
    rows = [(f"Программа {number}",) for number in range(600)]
    rows[0] = rows[255] = rows[256] = rows[599] = ("Фильм «НА»",)
    classes = classify(frame(*rows), KZ)["age_class"]
    assert np.flatnonzero(classes == "NA21").tolist() == [0, 255, 256, 599]


def real(name: str) -> pd.DataFrame:
    """A real guide as a schedule frame, read by other means than the program's own reader."""
    content = gzip.decompress(shared_data(f"xmltv/{name}.xml.gz").read_bytes())
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    programmes = etree.fromstring(content, parser).findall("programme")
    rows = [
        (
            one.findtext("title") or "",
            "; ".join(
                f"{rating.get('system') or ''}:{rating.findtext('value') or rating.text or ''}"
                for rating in one.findall("rating")
            ),
            "\n".join(
                part.text or "" for tag in ("sub-title", "desc") for part in one.findall(tag)
            ),
        )
        for one in programmes
    ]
    return frame(*rows)


def test_real_marks_in_the_field() -> None:
    marks = classify(real("a4on-malformed-18plus"), KZ)
    assert len(marks) == 1782
    e18 = marks[marks["age_class"] == "E18"]
    assert Counter(zip(e18["level"], e18["mark_from"], strict=True)) == {("equal", "field"): 39}
    assert (marks["unknown_mark"] == "").all()


def test_real_marks_in_titles_between_slashes() -> None:
    guide = real("mongolia-no-offset")
    slashed = guide["title"].str.contains("/18+/", regex=False)
    assert slashed.any()
    marks = classify(guide, KZ)
    assert (marks.loc[slashed, "age_class"] == "E18").all()
    assert (marks.loc[slashed, "mark_from"] == "title").all()
    assert ((marks["age_class"] == "E18") == slashed).all()


def test_real_episode_numbers_and_real_ratings() -> None:
    guide = real("nz-mixed-offsets")
    assert guide["other_text"].str.contains("S2 E18", regex=False).any()
    marks = classify(guide, KZ)
    e18 = marks[marks["age_class"] == "E18"]
    assert Counter(e18["mark_from"]) == {"field": 3}
    assert (marks["unknown_mark"] == "").all()


def test_a_real_title_with_60_plus_bears_no_mark() -> None:
    guide = real("grom-60plus-title")
    assert guide["title"].str.contains("60+", regex=False).any()
    assert (classify(guide, KZ)["age_class"] == "").all()


def read(titles: list[str], files: list[str] | None = None) -> list[tuple[str, str]]:
    frame = make_frame({"title": titles, "file": files or ["a"] * len(titles)}, len(titles))
    marks = classify(frame, KZ)
    return list(zip(marks["age_class"], marks["level"], strict=True))


def test_a_number_that_is_no_mark_of_its_own() -> None:
    assert (
        read(["«18»", "Дом/18/", "Фильм (2018)", "Фильм (118)", "Матч (18:3)", "21 (21)"])
        == [("", "")] * 6
    )


@pytest.mark.parametrize(
    ("category", "title", "film"),
    [
        # serials, film-plays, documentaries and animation are films (212-VI art. 1(16), art. 10)
        ("", "Т/с «Тень города»", True),
        ("", "Телесериал «Соңғы бекет»", True),
        ("", "Телехикая «Көлеңке»", True),
        ("", "«Қара шаңырақ» телехикаясы", True),
        ("", "Т/х «Шекара»", True),
        ("", "Д/ф «Берег»", True),
        ("", "Деректі фильм «Салқын жаға»", True),
        ("", "М/с «Лес»", True),
        ("", "Мультсериал «Лес»", True),
        ("", "Киноспектакль «Чайка»", True),
        ("", "Анимация «Лес»", True),
        ("сериал", "Тень города", True),
        ("документальный", "Холодный берег", True),
        ("Телехикая", "Көлеңке", True),
        ("мультсериал; детям", "Лес", True),
        ("Documentary", "Cold shore", True),
        # the category before the title
        ("ток-шоу", "Кино в деталях", False),
        ("новости кино", "Киноновости", False),
        ("Новости", "Х/ф года", False),
        ("фильм", "Ток-шоу", True),
        ("сериал", "Новости", True),
        ("программа о кино", "Порог", False),
        # a category that says neither leaves it to the title
        ("драма, криминал", "Х/ф «Порог»", True),
        ("драма, криминал", "Порог", False),
        # in the title what stands outside of quotation marks comes first
        ("", "Ток-шоу «Кино»", False),
        ("", "«Кино» ток-шоуы", False),
        ("", "«Жаңалықтар» көркем фильмі", True),
        ("", "Х/ф «Ток-шоу»", True),
        ("", "Шоу Трумана, х/ф", True),
        ("", "«Кино түні» марафоны", True),
        ("", "Кино в деталях", True),
        # parts of other words are no words
        ("", "Кинозал", False),
        ("Filmography", "Порог", False),
        ("", "Новости", False),
    ],
)
def test_which_programmes_are_films(category: str, title: str, film: bool) -> None:  # noqa: FBT001 - a case
    told = films(
        np.array([category], dtype=object),
        np.array([title], dtype=object),
        KZ.film_words,
        KZ.other_words,
    )
    assert told.tolist() == [film]


def test_no_rows_and_no_words() -> None:
    none = np.zeros(0, dtype=object)
    assert films(none, none, KZ.film_words, KZ.other_words).tolist() == []
    one = np.array(["Х/ф"], dtype=object)
    assert films(one, one, (), ()).tolist() == [False]


def level(title: str, category: str = "", field: str = "", book: Rulebook = KZ) -> str:
    columns = {"title": [title], "category": [category], "mark_text": [field]}
    return str(classify(make_frame(columns, 1), book)["level"][0])


@pytest.mark.parametrize(
    ("title", "category", "field"),
    [
        ("Анонс: х/ф «Порог» (18+), сегодня в 23:00", "", ""),
        ("Анонс фильма «Порог» (18+)", "", ""),
        ("Трейлер «Порог» 18+", "трейлер", ""),
        ("Бүгін кешке: «Порог» (18+) 23:00", "анонс", ""),
        ("Кинодің анонсы: «Порог» (18+)", "", ""),
        ("Киноновости. Премьеры недели: «Порог» (18+), «Лес» (6+)", "новости кино", "12+"),
        ("Реклама. 18+", "", ""),
        ("[Анонс] «Порог» (18+)", "", ""),
        ("Трейлері: «Порог» (18+)", "", ""),
        ("Рекламный ролик фильма «Порог» (18+)", "", ""),
        ("Скоро! «Порог» (18+)", "самореклама", ""),
    ],
)
def test_an_announcement(title: str, category: str, field: str) -> None:
    assert level(title, category, field) == "promo"
    assert level(title, category, field, replace(KZ, promos="count")) == "equal"


@pytest.mark.parametrize(
    ("title", "category", "field"),
    [
        ("Х/ф «Анонс» (18+)", "фильм", "18+"),
        ("Т/с «Трейлер» (18+)", "", ""),
        ("«Анонс» (18+)", "", ""),
        ("Анонсированный (18+)", "", ""),
        ("Анонс: х/ф «Порог» (18+)", "анонс", "18+"),  # of the class by its own field
        ("Фильм (18+)", "фильм", ""),
    ],
)
def test_a_programme_of_its_own(title: str, category: str, field: str) -> None:
    assert level(title, category, field) == "equal"


def test_a_lower_mark_stays_what_it_is() -> None:
    assert level("Анонс: «Лес» (6+)") == "equal"


def test_of_a_schedule_without_rows_the_same_is_made_without_looking() -> None:
    nothing = marks_of_nothing()
    pd.testing.assert_frame_equal(nothing, classify(make_frame({}, 0), KZ))
    assert tuple(nothing.columns) == COLUMNS


def test_few_texts_are_read_as_many_are() -> None:
    texts = ["Х/ф «Порог» 18+", "Фильм", "Клуб «18»", "тек ересектерге", "Новости (12+)", "Кино+"]
    few = classify(frame(*((text,) for text in texts)), KZ)
    filling = [(f"Выпуск {number:x}",) for number in range(0x1000, 0x2000)]
    many = classify(frame(*((text,) for text in texts), *filling), KZ)
    pd.testing.assert_frame_equal(few, many.iloc[: len(texts)])


def test_texts_that_come_again_are_read_alike_and_not_kept_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("schedcheck.law.marks._REMEMBERED", 8)
    words = vocabulary(KZ.vocabulary, tuple(known.id for known in KZ.classes))
    for number in range(20):
        shown = frame(("Х/ф «Порог» 18+",), (f"Выпуск {number}",), (f"Кино {number} (16+)",))
        found = classify(shown, KZ)
        assert found["age_class"].tolist() == ["E18", "", "16+"]
        assert found["mark"].tolist() == ["18+", "", "16+"]
        assert len(words.remembered) < 8 + 2 * len(shown)
