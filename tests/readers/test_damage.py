"""A schedule that is read right, one line of it damaged: its violation is never lost in silence."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from schedcheck.cli.options import exit_code
from schedcheck.pipeline.audit import audit
from schedcheck.pipeline.settings import Settings
from tests.fixtures.papers import docx_of
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

Rows = list[tuple[str, str]]


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


@pytest.mark.parametrize(
    ("ending", "write"),
    [("txt", _text), ("html", _page), ("docx", _document), ("csv", _csv), ("xlsx", _workbook)],
)
@pytest.mark.parametrize("clock", CLOCKS)
def test_a_damaged_clock_reading_never_loses_or_moves_a_violation(
    tmp_path: Path, ending: str, write: Callable[[Rows], bytes], clock: str
) -> None:
    path = tmp_path / f"ktk.{ending}"
    path.write_bytes(write([("18:00", "Күй (0+)"), BEFORE, (clock, TITLE), AFTER]))
    result = audit([path], Settings(channel="ktk"))
    charged = [one.title for one in result.findings if one.code == "watershed"]
    assert exit_code(result, "violation") != 0
    assert all("18+" in title and "12+" not in title for title in charged)
    assert charged or any(one.severity.value == "fault" for one in result.findings)
