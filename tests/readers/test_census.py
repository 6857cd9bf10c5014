from __future__ import annotations

import html
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from schedcheck.messages import msg
from schedcheck.pipeline.audit import audit
from schedcheck.readers import ole
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.census import unaccounted
from schedcheck.readers.census_texts import pages_of
from schedcheck.readers.mark_search import adult_marks
from schedcheck.readers.registry import read_source
from schedcheck.readers.source import open_sources
from schedcheck.schedule.account import End, PlaceCount, Unit
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault, Reading
from tests.fixtures.kinds import SAMPLES
from tests.fixtures.papers import docx_of
from tests.fixtures.tables import source_of, workbook_of

PAGE = """<!DOCTYPE html><html><body><p>Monday, 4 March 2024</p>
<p>20:00 News (0+)</p>
<p>21:00 Film (16+)</p>
{more}
<p>23:00 Music (6+)</p></body></html>"""


def places(path: Path) -> list[tuple[str, str]]:
    """Place and text of what is not accounted for."""
    (source,) = open_sources(path)
    faults = read_source(source, ReadOptions()).faults
    return [(fault.place, fault.text) for fault in faults if fault.code == "unaccounted"]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("<!-- Film (18+) -->", [("line 4", "Film (18+)")]),
        ("<p>21:30 Film</p><!-- E18 -->", [("line 4", "E18")]),
        ("<p>21:30 Film (18+)</p>", []),
        ("<p>The news ends at 18:20</p>", []),
        ("<script>age('18+')</script>", []),
        ("<p>21:30 <b>Film</b> (1<i>8</i>+)</p>", []),
    ],
)
def test_each_adult_mark_of_a_page_is_accounted_for(
    tmp_path: Path, more: str, found: list[tuple[str, str]]
) -> None:
    path = tmp_path / "week.html"
    path.write_text(PAGE.format(more=more), "utf-8")
    assert places(path) == found


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        ("18 20:00 Х/ф «Ночной гость»", True),
        ("18 20.00 Х/ф «Ночной гость»", True),
        ("18 | 20:00 Х/ф «Ночной гость»", True),
        ("18 20:00:15 Х/ф «Ночной гость»", False),
        ("18 серий и 20:00 минут", False),
        ("18 23:00 Х/ф «Ночной гость»", False),
    ],
)
def test_a_start_behind_a_bare_number_is_accounted_for(
    tmp_path: Path, line: str, *, lost: bool
) -> None:
    path = tmp_path / "week.txt"
    lines = ("Вторник, 24 ноября 2026", "0+ 18:00 Новости", "12+ 19:00 Т/с «Дорога»", line)
    path.write_text("\n".join([*lines, "0+ 21:30 Жаңалықтар", "16+ 22:00 Соседи"]), "utf-8")
    assert places(path) == ([("line 4", line)] if lost else [])


def test_marks_in_unread_parts_of_a_package_are_found(tmp_path: Path) -> None:
    data = docx_of(["Monday, 4 March 2024", "20:00 News (0+)", "21:00 Film (16+)", "23:00 Music"])
    packed = io.BytesIO(data)
    with zipfile.ZipFile(packed, "a") as package:
        package.writestr("word/notes.xml", "<w:p><w:t>Film (18</w:t><w:t>+)</w:t></w:p>")
    path = tmp_path / "week.docx"
    path.write_bytes(packed.getvalue())
    assert places(path) == [("word/notes.xml", "Film (18+)")]


def of_week() -> tuple[openpyxl.Workbook, Worksheet]:
    rows = [["Date", "Time", "Title", "Age"], ["04.03.2024", "20:00", "Film", "12+"]]
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(KTK=rows)))
    return book, book.worksheets[0]


SHAPE = (
    '<xdr:wsDr xmlns:xdr="x" xmlns:a="y"><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="1" name="a"{descr}/>'
    "</xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    "</xdr:wsDr>"
)


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ({"tooltip": "Film &quot;A&quot; (18+)"}, ['Film "A" (18+)']),
        ({"prompt": "Film 18+"}, ["Film 18+"]),
        ({"promptTitle": "Film 18+", "prompt": "Tonight"}, ["Film 18+"]),
        ({"error": "Film: 18+ only"}, ["Film: 18+ only"]),
        ({"prompt": "Choose 0+, 6+, 12+, 16+ or 18+"}, []),
        ({"tooltip": "Film (12+)"}, []),
        ({"target": "film-18+"}, ["film-18+"]),
        ({"target": "https://example.org/18plus/film"}, ["https://example.org/18plus/film"]),
        ({"target": "https://example.org/?age=18&n=7"}, ["https://example.org/?age=18&n=7"]),
        ({"target": "https://example.org/adult/film"}, ["https://example.org/adult/film"]),
        ({"target": "https://example.org/s02/e18?page=18"}, []),
        ({"target": "https://example.org/adulthood/2018+1"}, []),
    ],
)
def test_what_a_cell_says_when_it_is_chosen_is_searched(
    tmp_path: Path, attributes: dict[str, str], found: list[str]
) -> None:
    book, sheet = of_week()
    if "prompt" in attributes or "error" in attributes:
        rule = DataValidation(type="whole")
        for name, value in attributes.items():
            setattr(rule, name, value)
        rule.add("C2")
        sheet.add_data_validation(rule)
    else:
        tip = html.unescape(attributes.get("tooltip", ""))
        target = attributes.get("target", "film")
        sheet["C2"].hyperlink = Hyperlink(ref="C2", target=target, tooltip=tip)
    path = tmp_path / "ktk.xlsx"
    book.save(path)
    assert [text for _place, text in places(path)] == found


@pytest.mark.parametrize(
    ("descr", "text", "found"),
    [
        (' descr="Film 18+"', "", ["Film 18+"]),
        ("", "Film 18+", ["Film 18+"]),
        (' descr="Logo"', "Week 18", []),
    ],
)
def test_drawn_shapes_are_searched(tmp_path: Path, descr: str, text: str, found: list[str]) -> None:
    rows = [["Date", "Time", "Title", "Age"], ["04.03.2024", "20:00", "Film", "12+"]]
    path = tmp_path / "ktk.xlsx"
    shape = SHAPE.format(descr=descr, text=text).encode()
    path.write_bytes(packed(workbook_of(KTK=rows), "xl/drawings/drawing1.xml", shape))
    assert [said for _place, said in places(path)] == found


def test_what_is_not_accounted_for_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "week.html"
    path.write_text(PAGE.format(more="<!-- Film (18+) -->"), "utf-8")
    result = audit([path])
    assert [one.place for one in result.findings if one.code == "unaccounted"] == ["line 4"]


HIDDEN = "Түнгі кино (18+)"


def packed(data: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr(name, content)
    return stream.getvalue()


def before(data: bytes, tag: bytes, more: str) -> bytes:
    at = data.rindex(tag)
    return data[:at] + more.encode() + data[at:]


RTF = "".join(f"\\u{ord(letter)}?" for letter in HIDDEN)
HIDING = {
    "csv": SAMPLES["csv"] + f"\n;;;;;;;;;;;;;;;{HIDDEN}\n".encode(),
    "eit": before(SAMPLES["eit"], b"</tsduck>", f"<!-- {HIDDEN} -->"),
    "bxf": before(SAMPLES["bxf"], b"</BxfData>", f'<Other text="{HIDDEN}"/>'),
    "tva": before(SAMPLES["tva"], b"</TVAMain>", f"<Other>{HIDDEN}</Other>"),
    "xmltv": before(SAMPLES["xmltv"], b"</tv>", f"<!-- {HIDDEN} -->"),
    "json": SAMPLES["json"].replace(b"{", f'{{"zz": "{HIDDEN}", '.encode(), 1),
    "html": before(SAMPLES["html"], b"</body>", f"<!-- {HIDDEN} -->"),
    "rtf": before(SAMPLES["rtf"], b"}", "{\\*\\annotation " + RTF + "}"),
    "odt": packed(SAMPLES["odt"], "other.xml", f"<text:p>{HIDDEN}</text:p>".encode()),
    "spreadsheet": packed(SAMPLES["spreadsheet"], "xl/other.xml", f"<t>{HIDDEN}</t>".encode()),
}


@pytest.mark.parametrize("kind", sorted(HIDING))
def test_a_mark_that_no_programme_has_is_never_passed_over(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.dat"
    path.write_bytes(HIDING[kind])
    (source,) = open_sources(path)
    reading = read_source(source, ReadOptions())
    titles = reading.frame["title"].tolist() + reading.frame["other_text"].fillna("").tolist()
    assert reading.format == kind
    assert any("Түнгі кино" in text for text in (*titles, *(one.text for one in reading.faults)))


def marks_in(data: bytes) -> list[str]:
    pages = pages_of(source_of(data), "spreadsheet", lined=False)
    return [mark for page in pages for mark in adult_marks(page.content, page.ends)]


@pytest.mark.parametrize("content", [HIDDEN.encode("utf-16-le"), b"\3\0\0" + b"18+", b"x Film 18+"])
@pytest.mark.parametrize("package", [False, True])
def test_binary_workbooks_are_searched_as_they_lie_there(content: bytes, package: bool) -> None:  # noqa: FBT001 - a case
    content = b"\0" * 9 + content + b"\0" * 9
    data = packed(b"", "xl/comments1.bin", content) if package else ole.MAGIC + content
    found = marks_in(data)
    assert found


def test_numbers_between_other_bytes_are_no_marks() -> None:
    data = ole.MAGIC + bytes(range(256)) + b"\x8818+\x90" + b"2118+" * 3
    assert not marks_in(data)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("21*30 Film", True),
        ("21_30 Film", True),
        ("22:30 Film", True),
        ("21:00 Film (16+)", False),
        ("9:00 PM Film (16+)", False),
        ("24.03 Monday", False),
        ("Film at 22:30", False),
        ("22:30 film", True),
        ("21,30 х/ф дорога", True),
        ("[218] Code", False),
        ("[21,30] Code", True),
        ("№21 30к", False),
        ("20 30 minutes", False),
        ("5,30 Show", False),
        ("23 30 Show", False),
        ("20 30 Show", True),
    ],
)
def test_a_clock_reading_at_the_head_of_a_line_begins_a_programme(line: str, found: bool) -> None:  # noqa: FBT001 - a case
    lines = ["Monday, 4 March 2024", "20:00 News", line, "23:00 Music"]
    source = source_of("\n".join(lines).encode(), "a.txt")
    frame = make_frame(
        {
            "title": ["News", "Film (16+)", "Music"],
            "wall_start": [f"2024-03-04 {clock}" for clock in ("20:00", "21:00", "23:00")],
        },
        3,
    )
    reading = Reading("listing", frame, account=[PlaceCount(Unit.LINE, End.PROGRAMME, 3)])
    assert [fault.place for fault in unaccounted(source, reading)] == ["line 3"] * found


def test_what_was_struck_out_and_what_was_told_need_no_programme() -> None:
    source = source_of(b"20:00 News\n21:00 Film (18+)\n22:00 Show (18+)\n", "a.txt")
    frame = make_frame({"title": ["News"], "wall_start": ["2024-03-04 20:00"]}, 1)
    told = Fault("bad-row", "a.txt", "line 3", "22:00 Show (18+)", msg("x"))
    account = [PlaceCount(Unit.LINE, End.PROGRAMME, 1)]
    reading = Reading("listing", frame, [told], account=account, not_on_air=["21:00 Film (18+)"])
    assert not unaccounted(source, reading)


#: What descriptions say that is no mark and no start.
SAYINGS = (
    "Повтор в 23:00 и в 06:30 на канале.", "Детям до 16 и старше, билет 1890 тг.",
    "18 марта, в 18:21, счёт 21:18 в пользу гостей.", "Тел. +7 (701) 218-18-21, цена 21,50.",
    "Роман 1821 года, 18-летний герой, 21 серия.", "Концерт памяти: 18 лет без него (2018).",
    "Сериал, S2 E18, 21-бөлім, 18 бөлім.", "Скидка 18 % и 21%, 18/21.", "№ 18, дом 21, кв. 18.",
)  # fmt: skip


def test_descriptions_are_no_false_alarm(tmp_path: Path) -> None:
    guide, lines = [], []
    for day in range(4, 32):
        lines.append(f"{day} марта 2024")
        for hour in range(6, 24):
            said = SAYINGS[(day + hour) % len(SAYINGS)]
            lines += [f"{hour}:00 Передача {day} (12+)", f"Описание. {said}"]
            stamp = f"202403{day:02}{hour:02}0000 +0500"
            guide.append(
                f'<programme start="{stamp}" channel="a"><title>Передача {day}</title>'
                f"<desc>{said}</desc><episode-num>S1 E18</episode-num></programme>"
            )
    for name, text in {
        "a.txt": "\n".join(lines),
        "a.xml": f"<tv>{''.join(guide)}</tv>",
        "a.html": f"<!DOCTYPE html><html><body><p>{'</p><p>'.join(lines)}</p></body></html>",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert places(tmp_path / name) == []
    document = tmp_path / "a.docx"
    document.write_bytes(docx_of(lines))
    assert places(document) == []


def test_a_half_of_the_day_in_words_is_read() -> None:
    lines = "11:00 утра Ән (6+)\n1:00 дня Күй (6+)\n9:00 вечера Жыр (6+)\n"
    source = source_of(f"Вторник, 24 ноября 2026\n{lines}".encode(), "a.txt")
    reading = read_source(source, ReadOptions())
    assert len(reading.frame) == 3
    assert not reading.faults


def test_a_mark_behind_an_escape_is_the_same_as_behind_its_sign(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Дата,Время,Название,Описание\n04.03.2024,22:00,Спорт,\n"
        "04.03.2024,23:00,Кино,Кеш &lt;18+&gt;\n",
        encoding="utf-8",
    )
    (source,) = open_sources(path)
    assert not read_source(source, ReadOptions()).faults


def test_the_conditions_of_formats_are_no_text_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(
            workbook_of(KTK=[["Date", "Time", "Title", "Age"], ["04.03.2024", "20:00", "A", "6+"]])
        )
    )
    formula = 'NOT(ISERROR(SEARCH("18+",D2)))'
    rule = FormulaRule(formula=[formula])  # type: ignore[no-untyped-call]
    book.worksheets[0].conditional_formatting.add("D2:D9", rule)
    path = tmp_path / "ktk.xlsx"
    book.save(path)
    assert places(path) == []


#: At the heads of descriptions: what begins with numbers and is no start.
NUMBERED = (
    "[218] Код.", "№18 18к золота.", "20 25 минут в пути.", "1941 год.", "2,50 тенге за штуку.",
    "100 500 причин.", "7*30 упражнений.", "18 21 00 телефон.", "5'20 секунд.", "1 500 тенге.",
    "21 год спустя, 14 15-минутных серий.", "12,5 тысяч.", "2118 метров над уровнем моря.",
)  # fmt: skip


def test_numbers_at_the_heads_of_descriptions_are_no_starts(tmp_path: Path) -> None:
    lines = []
    for day in range(4, 30):
        lines.append(f"{day} марта 2024")
        for hour in range(6, 24):
            lines += [f"{hour}:00 Передача (12+)", NUMBERED[(day * hour) % len(NUMBERED)]]
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert not places(path)


@pytest.mark.parametrize(
    ("remark", "count"),
    [("возраст 18", 1), ("для взрослых", 1), ("18", 1), ("18+", 1), ("Повтор 18 ноября", 0)],
)
def test_a_comment_that_says_an_age_in_words_is_reported(
    tmp_path: Path, remark: str, count: int
) -> None:
    rows = [["2024-03-04", f"{hour}:00", f"Film {hour}", "12+"] for hour in (20, 21, 22)]
    data = workbook_of(S=[["Date", "Start", "Title", "Age"], *rows])
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["S"]["D3"].comment = Comment(remark, "An editor")
    path = tmp_path / "week.xlsx"
    book.save(path)
    assert len(places(path)) == count


@pytest.mark.parametrize("encoding", ["cp866", "cp1251", "koi8-r"])
def test_a_listing_is_searched_in_the_encoding_in_which_it_has_days(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "a.txt"
    text = 'Телеканал "А"\nВторник, 24 ноября 2026\n06:00 Утро (6+)\n15:00 Х/ф "Ночь" (18+)\n'
    path.write_bytes(text.encode(encoding))
    (source,) = open_sources(path)
    reading = read_source(source, ReadOptions())
    assert reading.frame["title"].tolist() == ["Утро (6+)", 'Х/ф "Ночь" (18+)']
    assert reading.faults == []


FOOT = [
    ("Film - для взрослых", True), ("Film 18+", True), ("Ересектерге арналған", True),
    ("КТК, 12 бет", False), ("Page 18", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), FOOT)
@pytest.mark.parametrize("line", ["oddFooter", "evenHeader"])
def test_lines_above_and_below_the_pages_of_a_sheet_are_searched(
    tmp_path: Path, line: str, text: str, *, told: bool
) -> None:
    book, sheet = of_week()
    getattr(sheet, line).center.text = text
    getattr(sheet, line).center.size = 14
    path = tmp_path / "ktk.xlsx"
    book.save(path)
    assert bool(places(path)) is told


@pytest.mark.parametrize(("text", "told"), FOOT)
@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("word/footer1.xml", "<w:ftr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:ftr>"),
        ("styles.xml", "<o><style:footer><text:p>{}</text:p></style:footer></o>"),
        ("styles.xml", "<o><style:header-left><text:p>{}</text:p></style:header-left></o>"),
    ],
)
def test_lines_around_the_pages_of_a_document_are_searched(
    tmp_path: Path, name: str, part: str, text: str, *, told: bool
) -> None:
    data = docx_of(["Monday, 4 March 2024", "20:00 News (0+)", "21:00 Film", "23:00 Music"])
    packed = io.BytesIO(data)
    with zipfile.ZipFile(packed, "a") as package:
        package.writestr(name, part.format(text))
    path = tmp_path / "week.docx"
    path.write_bytes(packed.getvalue())
    assert bool(places(path)) is told
