"""A schedule that is read right, one line of it damaged: its violation is never lost in silence."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from schedcheck.cli.options import exit_code
from schedcheck.pipeline.audit import audit
from schedcheck.pipeline.run import Settings
from tests.fixtures.papers import below, docx_of, html_of, odt_of, office_zip, pdf_of, rtf_of
from tests.fixtures.tables import workbook_of

#: The clock reading 21:30, as it may be written by a slip, from a look-alike, or by another hand.
CLOCKS = [
    "21,30", "21;30", "21/30", "21_30", "21..30", "21::30", "21 30", "21  30", "2130", "21: 30",
    "21 :30", "21 . 30", "21·30", "21•30", "21：30", "21∶30", "21．30", "21'30", "21’30", "21*30",
    "21=30", "21-30", "21–30", "21.3О", "21.3O", "2l.30", "2I:30", "21.З0", "21.зо", "21h30",
    "21ч30", "21 ч. 30", "21 ч", "21 ч.", "9:30 PM", "9.30PM", "в 21:30", "В 21.30", "с 21:30",
    "начало 21:30", "Начало в 21:30.", "~21:30", "≈21.30", "около 21:30", "• 21:30", "➢ 21,30",
    "— 21:30", "3) 21:30", "3. 21:30", "№3 21:30", "[21:30]", "(21:30)", "ср. 21:30", "25:75",
    "21:3", "2:130", "21:300", "21", "", "??:??", "21.30.", "21:30:00", "*21:30*", "«21:30»",
]  # fmt: skip
BEFORE, TITLE, AFTER = ("19:00", "Жаңалықтар (12+)"), "Түнгі қонақ (18+)", ("22:45", "Ән (6+)")
DAY = "Сәрсенбі, 25 қараша 2026"

Rows = Sequence[tuple[str, ...]]
Writer = Callable[[Rows], bytes]


def _text(rows: Rows) -> bytes:
    return "\n".join([DAY, *(" ".join(filter(None, row)) for row in rows)]).encode()


def _page(rows: Rows) -> bytes:
    lines = _text(rows).decode().split("\n")
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"></head>'
    return f"{head}<body>{body}</body></html>".encode()


def _document(rows: Rows) -> bytes:
    return docx_of(_text(rows).decode().split("\n"))


def _table(rows: Rows) -> list[list[str]]:
    return [["Күні", "Басталуы", "Атауы"], *(["25.11.2026", *row] for row in rows)]


def _csv(rows: Rows) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(_table(rows))
    return out.getvalue().encode()


def _workbook(rows: Rows) -> bytes:
    return workbook_of(Кесте=_table(rows))


def _odt(rows: Rows) -> bytes:
    return odt_of(_text(rows).decode().split("\n"))


def _rtf(rows: Rows) -> bytes:
    return rtf_of(_text(rows).decode().split("\n"))


def _word_table(rows: Rows) -> bytes:
    return docx_of([_table(rows)])


def _page_table(rows: Rows) -> bytes:
    return html_of([_table(rows)])


def _pdf(rows: Rows) -> bytes:
    return pdf_of(below(_text(rows).decode().split("\n")))


def _ods(rows: Rows) -> bytes:
    def cell(text: str) -> str:
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{html.escape(text)}</text:p></table:table-cell>"
        )

    lines = "".join(
        f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in _table(rows)
    )
    space = "urn:oasis:names:tc:opendocument:xmlns"
    names = "".join(f' xmlns:{name}="{space}:{name}:1.0"' for name in ("office", "text", "table"))
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="A">{lines}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return office_zip({"content.xml": content}, kind)


def _grid(rows: Rows) -> bytes:
    """A week of one day: the clock reading and the title in one cell."""
    return workbook_of(
        Апта=[
            ["", "25.11.2026", "26.11.2026"],
            *(["", "\n".join(row), "\n".join(row)] for row in rows),
        ]
    )


#: Containers: the ending of the file and what writes it. In those of ``TABLES`` a row has cells.
TABLES: dict[str, Writer] = {
    "csv": _csv, "xlsx": _workbook, "ods": _ods, "docx": _word_table, "html": _page_table,
}  # fmt: skip
LISTS: dict[str, Writer] = {
    "txt": _text, "html": _page, "docx": _document, "odt": _odt, "rtf": _rtf, "pdf": _pdf,
}  # fmt: skip
CONTAINERS = [*LISTS.items(), *TABLES.items(), ("xlsx", _grid)]
ORDER = [("18:00", "Күй (0+)"), BEFORE, ("21:30", TITLE), AFTER]


@pytest.mark.parametrize(("ending", "write"), CONTAINERS)
@pytest.mark.parametrize("clock", CLOCKS)
def test_a_damaged_clock_reading_never_loses_or_moves_a_violation(
    tmp_path: Path, ending: str, write: Callable[[Rows], bytes], clock: str
) -> None:
    path = tmp_path / f"ktk.{ending}"
    path.write_bytes(write([*ORDER[:2], (clock, TITLE), AFTER]))
    _is_never_silent(path)


def _is_never_silent(path: Path) -> None:
    """A file whose film is on air from 21:30 to 22:45: that is found, or a fault says why not."""
    result = audit([path], Settings(channel="ktk"))
    violations = [one for one in result.findings if one.code == "watershed"]
    faults = [one for one in result.findings if one.severity.value == "fault"]
    assert exit_code(result, "violation") != 0
    assert violations or faults
    for one in violations:
        assert one.start is not None
        # the mark of the film, charged to another programme, needs a fault that says so
        assert (one.start.hour == 21 and "12+" not in one.title) or faults


#: What may happen to the row of the film, or to one beside it: name -> the rows.
ROWS: dict[str, Rows] = {
    "no start": [*ORDER[:2], ("", TITLE), AFTER],
    "no title": [*ORDER[:2], ("21:30", ""), AFTER],
    "a cell more before": [*ORDER[:2], ("", "21:30", TITLE), AFTER],
    "cells exchanged": [*ORDER[:2], (TITLE, "21:30"), AFTER],
    "a cell more between": [*ORDER[:2], ("21:30", "", TITLE), AFTER],
    "moved two to the right": [*ORDER[:2], ("", "", "21:30", TITLE), AFTER],
    "start and title in one cell": [*ORDER[:2], (f"21:30 {TITLE}",), AFTER],
    "start and title in the second cell": [*ORDER[:2], ("", f"21:30 {TITLE}"), AFTER],
    "two rows in one": [*ORDER[:1], (BEFORE[0], f"{BEFORE[1]} 21:30 {TITLE}"), AFTER],
    "two rows in one, parted by a bar": [
        ORDER[0],
        (BEFORE[0], f"{BEFORE[1]} | 21:30 {TITLE}"),
        AFTER,
    ],
    "title over two rows": [*ORDER[:2], ("21:30", "Түнгі"), ("", "қонақ (18+)"), AFTER],
    "start in a row of its own": [*ORDER[:2], ("21:30", ""), ("", TITLE), AFTER],
    "title above its start": [*ORDER[:2], ("", TITLE), ("21:30", ""), AFTER],
    "mark in a row of its own": [*ORDER[:2], ("21:30", "Түнгі қонақ"), ("", "(18+)"), AFTER],
    "start of the one before lost": [ORDER[0], ("", BEFORE[1]), ("21:30", TITLE), AFTER],
    "start of the one after lost": [*ORDER[:3], ("", AFTER[1])],
    "blank before the start": [*ORDER[:2], (" 21:30", TITLE), AFTER],
    "two delimiters": [*ORDER[:2], ("21:30;", TITLE), AFTER],
    "a quotation mark too many": [*ORDER[:2], ("21:30", f'"{TITLE}'), AFTER],
    "the day once more": [*ORDER[:2], ("25.11.2026 21:30", TITLE), AFTER],
    "the weekday before the start": [*ORDER[:2], ("ср 21:30", TITLE), AFTER],
    "a length in place of the start": [*ORDER[:2], ("75 мин", TITLE), AFTER],
    "in the cells behind the row above": [ORDER[0], (*BEFORE, "21:30", TITLE), AFTER],
    "mark far to the right": [*ORDER[:2], ("21:30", "Түнгі қонақ", "", "", "18+"), AFTER],
    "mark before the start": [*ORDER[:2], ("18+ 21:30", "Түнгі қонақ"), AFTER],
    "columns exchanged from the film on": [*ORDER[:2], (TITLE, "21:30"), AFTER[::-1]],
    "an error in place of the start": [*ORDER[:2], ("#ЗНАЧ!", TITLE), AFTER],
    "hashes in place of the start": [*ORDER[:2], ("#####", TITLE), AFTER],
    "a bare number in place of the start": [*ORDER[:2], ("77400", TITLE), AFTER],
    "the start in words": [*ORDER[:2], ("тоғыз жарым", TITLE), AFTER],
}


@pytest.mark.parametrize(("ending", "write"), CONTAINERS)
@pytest.mark.parametrize("damage", ROWS)
def test_lost_and_moved_cells_never_lose_or_move_a_violation(
    tmp_path: Path, ending: str, write: Writer, damage: str
) -> None:
    path = tmp_path / f"ktk.{ending}"
    path.write_bytes(write(ROWS[damage]))
    _is_never_silent(path)


def _page_of(body: str) -> bytes:
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"></head>'
    return f"{head}<body>{body}</body></html>".encode()


def _cells(row: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>"


#: What a page may do to the row of the film beside tables: cells of a row with its own date.
LAID_OUT = [
    ("25.11.2026", "21:30", TITLE),
    ("25.l1.2026", "21:30", TITLE),
    ("35.11.2026", "21:30", TITLE),
    (TITLE, "21:30", ""),
    ("25.11.2026", TITLE, "21:30"),
    ("25.11.2026", "тоғыз жарым", TITLE),
    ("25.11.2026", "#####", TITLE),
    ("25.11.2026", "1290", TITLE),
    ("25.11.2026", "18+ 21:30", "Түнгі қонақ"),
    ("25.11.2026 18+", "21:30", "Түнгі қонақ"),
]


@pytest.mark.parametrize("film", LAID_OUT)
def test_tables_beside_or_inside_tables_never_lose_a_violation(
    tmp_path: Path, film: tuple[str, ...]
) -> None:
    first = "".join(map(_cells, _table(ORDER[:2])))
    rest = _cells(film) + _cells(("25.11.2026", *AFTER))
    path = tmp_path / "ktk.html"
    beside = (
        f"<table><tr><td>Мәзір</td><td><table>{first}</table></td>"
        f"<td><table>{rest}</table></td></tr></table>"
    )
    inner = f"<tr><td colspan=3><table>{_cells(film)}</table></td></tr>"
    inside = f"<table>{first}{inner}{_cells(('25.11.2026', *AFTER))}</table>"
    for body in (beside, inside):
        path.write_bytes(_page_of(body))
        _is_never_silent(path)
