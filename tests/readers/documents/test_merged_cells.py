"""Merged cells of every kind of document, through the whole of its reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from schedcheck.readers.documents import docx, odt, rtf
from schedcheck.readers.documents import html as webpage
from schedcheck.readers.documents.merged_cells import MergedCells, aligned
from schedcheck.schedule.reading import Reading
from tests.fixtures.papers import odt_xml, office_zip
from tests.fixtures.tables import NO_OPTIONS, source_of, walls

#: Text, columns and rows of each cell; no cell where one goes on from above or the left.
Cells = Sequence[Sequence[tuple[str, int, int]]]
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _grid(rows: Cells) -> list[list[tuple[str, int, int, bool]]]:
    """The cells of each row with those that go on from above, marked so."""
    below: dict[int, tuple[int, int]] = {}
    grid = []
    for row in rows:
        line: list[tuple[str, int, int, bool]] = []
        column, waiting = 0, list(row)
        while waiting or below.get(column, (0, 0))[1]:
            width, left = below.get(column, (0, 0))
            if left:
                line.append(("", width, 1, True))
                below[column] = (width, left - 1)
            else:
                text, width, height = waiting.pop(0)
                line.append((text, width, height, False))
                below[column] = (width, height - 1)
            column += width
        grid.append(line)
    return grid


def html_table(rows: Cells) -> bytes:
    lines = (
        "".join(f'<td colspan="{w}" rowspan="{h}">{text}</td>' for text, w, h in row)
        for row in rows
    )
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<html><meta charset=utf-8><body><table>{body}</table></body></html>".encode()


def docx_table(rows: Cells) -> bytes:
    def cell(text: str, width: int, height: int, goes_on: bool) -> str:  # noqa: FBT001
        merge = "<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>' if height > 1 else ""
        form = f'<w:tcPr><w:gridSpan w:val="{width}"/>{merge}</w:tcPr>'
        return f"<w:tc>{form}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    body = "".join(f"<w:tr>{''.join(cell(*one) for one in row)}</w:tr>" for row in _grid(rows))
    text = f"<w:document {_W}><w:body><w:tbl>{body}</w:tbl></w:body></w:document>"
    return office_zip({"word/document.xml": text})


def odt_table(rows: Cells) -> bytes:
    def cell(text: str, width: int, height: int, goes_on: bool) -> str:  # noqa: FBT001
        covered = "<table:covered-table-cell/>"
        over = f'table:number-columns-spanned="{width}" table:number-rows-spanned="{height}"'
        own = f"<table:table-cell {over}><text:p>{text}</text:p></table:table-cell>"
        return (covered if goes_on else own) + covered * (width - 1)

    body = "".join(
        f"<table:table-row>{''.join(cell(*one) for one in row)}</table:table-row>"
        for row in _grid(rows)
    )
    return odt_xml(f"<table:table>{body}</table:table>")


def rtf_table(rows: Cells) -> bytes:
    def letters(text: str) -> str:
        return "".join(one if ord(one) < 128 else f"\\u{ord(one)}?" for one in text)

    body = ""
    for row in _grid(rows):
        edge, forms, texts = 0, "", ""
        for text, width, height, goes_on in row:
            edge += 1000 * width
            forms += (
                "\\clvmrg" if goes_on else "\\clvmgf" if height > 1 else ""
            ) + f"\\cellx{edge}"
            texts += f"\\pard\\intbl {letters(text)}\\cell "
        body += f"\\trowd{forms}{texts}\\row\n"
    return f"{{\\rtf1\\ansi\\uc1\n{body}\\pard\\par}}".encode()


Read = Callable[[Cells], Reading]


@pytest.fixture(params=["docx", "odt", "rtf", "html"])
def read(request: pytest.FixtureRequest) -> Read:
    kinds: dict[str, tuple[Any, Callable[[Cells], bytes]]] = {
        "docx": (docx, docx_table), "odt": (odt, odt_table), "rtf": (rtf, rtf_table),
        "html": (webpage, html_table),
    }  # fmt: skip
    reader, write = kinds[request.param]

    def reading(rows: Cells) -> Reading:
        found: Reading = reader.read(source_of(write(rows), "a"), NO_OPTIONS)
        assert not found.faults, found.faults
        return found

    return reading


def one(*texts: str) -> list[tuple[str, int, int]]:
    return [(text, 1, 1) for text in texts]


DAYS = one("Уақыты", "Дүйсенбі 23.11.2026", "Сейсенбі 24.11.2026", "Сәрсенбі 25.11.2026")


def pairs(reading: Reading) -> list[tuple[str, str]]:
    return sorted(zip(walls(reading), reading.frame["title"], strict=True))


def test_a_programme_over_several_days_is_on_each(read: Read) -> None:
    rows = [DAYS, one("18:00", "А", "Б", "В"), [*one("20:00"), ("Кино (18+)", 3, 1)],
            [*one("22:00"), ("Г", 2, 1), *one("Д")]]  # fmt: skip
    assert pairs(read(rows)) == [
        ("2026-11-23 18:00", "А"), ("2026-11-23 20:00", "Кино (18+)"), ("2026-11-23 22:00", "Г"),
        ("2026-11-24 18:00", "Б"), ("2026-11-24 20:00", "Кино (18+)"), ("2026-11-24 22:00", "Г"),
        ("2026-11-25 18:00", "В"), ("2026-11-25 20:00", "Кино (18+)"), ("2026-11-25 22:00", "Д"),
    ]  # fmt: skip


def test_a_programme_over_several_times_ends_with_the_last(read: Read) -> None:
    rows = [DAYS, one("18:00", "А", "Б", "В"), [*one("20:00"), ("Кино", 1, 2), *one("Г", "Д")],
            one("21:00", "Е", "Ж"), one("22:00", "З", "И", "К")]  # fmt: skip
    assert [pair for pair in pairs(read(rows)) if pair[0].startswith("2026-11-23")] == [
        ("2026-11-23 18:00", "А"), ("2026-11-23 20:00", "Кино"), ("2026-11-23 22:00", "З"),
    ]  # fmt: skip


def test_programmes_with_their_times_over_several_days(read: Read) -> None:
    rows = [DAYS[1:], [("20:00 Кино (18+)", 2, 1), *one("20:00 Б")], one(*["22:00 В"] * 3)]
    assert ("2026-11-24 20:00", "Кино (18+)") in pairs(read(rows))
    assert len(read(rows).frame) == 6


@pytest.mark.parametrize("dated", [True, False])
def test_a_mark_over_several_programmes_is_that_of_each(read: Read, dated: bool) -> None:  # noqa: FBT001
    head = one(*(["Күні"] if dated else []), "Басталуы", "Атауы", "Жас санаты")
    day = one("24.11.2026") if dated else []
    title = [] if dated else [one("Сейсенбі, 24 қараша 2026")]
    rows = [*title, head, [*day, *one("20:00", "А"), ("18+", 1, 2)], [*day, *one("21:00", "Б")],
            [*day, *one("22:00", "В", "6+")]]  # fmt: skip
    marks = [text.partition(":")[2] for text in read(rows).frame["mark_text"]]
    assert marks == ["18+", "18+", "6+"]


def test_a_mark_without_headings_is_that_of_each_programme_too(read: Read) -> None:
    rows = [one("Сейсенбі, 24 қараша 2026", "", ""), [*one("20:00", "А"), ("18+", 1, 2)],
            one("21:00", "Б"), one("22:00", "В", "6+")]  # fmt: skip
    assert read(rows).frame["title"].tolist() == ["А | 18+", "Б | 18+", "В | 6+"]


def test_a_tick_says_its_heading(read: Read) -> None:
    rows = [one("Сейсенбі, 24 қараша 2026"), one("Басталуы", "Атауы", "18+"),
            one("20:00", "А", "иә"), one("21:00", "Б", "")]  # fmt: skip
    frame = read(rows).frame
    assert frame["title"].tolist() == ["А", "Б"]
    assert "18+" in frame["other_text"][0]
    assert "18+" not in frame["other_text"][1]


def test_ranges_are_gathered_row_by_row() -> None:
    merged = MergedCells()
    for row, cells in enumerate([[(0, 2, 1), (2, 1, 1)], [(0, 2, 0), (2, 1, 1)], [(0, 1, 1)]]):
        for column, width, height in cells:
            merged.add(row, column, width, height)
    assert merged.ranges == [((0, 0), (1, 1))]


def test_rows_by_the_edges_of_their_cells() -> None:
    rows = [["а", "б", "в"], ["г", "д"], ["е"], ["ж", "", "з"]]
    edges = [[10, 1000, 2000], [12, 2010], [5, 6, 7], [10, 1000, 2000]]
    plain = (False, False)
    found, ranges = aligned(
        rows, edges, [[plain] * 3, [plain] * 2, [plain] * 3, [plain, (True, False), plain]]
    )
    assert found == [["а", "б", "в"], ["г", "д", ""], ["е"], ["ж", "", "з"]]
    assert ranges == [((1, 1), (1, 2)), ((3, 0), (3, 1))]
