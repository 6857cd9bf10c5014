"""What cells show of their numbers and texts by the number formats of spreadsheets."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from datetime import time, timedelta
from functools import cache
from operator import eq, ge, gt, le, lt, ne
from typing import TypeAlias

from schedcheck.readers.values.cells import DAY, EPOCH, Cell
from schedcheck.readers.workbooks.sheet_cells import DAYS_1904

#: A smaller number is a length of time, or a time past midnight, and no date.
_LEAST_DATE = 60
#: The last day of a workbook, 31 December 9999.
_LAST_DAY = 2_958_465

_LITERAL = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<when>[<>=]{1,2}-?[\d.]+)\]|\[[^\[\]]*\]|[_*].'
    r"|(?P<number>General|[0#?]+(?:[.,][0#?]+)*(?:E[+-]0+)?)|(?P<text>@)|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE,
)


def dated(number: float, code: str, *, later: bool = False) -> Cell:
    """A number as its format ``code`` shows it: a date, a time, a length of time, or itself."""
    from openpyxl.styles.numbers import is_date_format

    added = DAYS_1904 if later else 0
    if not is_date_format(code) or not 0 <= number < _LAST_DAY - added:
        return number
    seconds = timedelta(seconds=round(number * DAY, 3))
    if number < 1 and "[" not in code:
        return (EPOCH + seconds).time() if seconds < timedelta(days=1) else time()
    if number < _LEAST_DATE:
        return seconds
    moment = EPOCH + seconds + timedelta(days=added)
    return moment if "h" in code.lower() else moment.date()


def packed_number(bits: int) -> float:
    """A number of 30 bits, whole or not, perhaps a hundred times as large ([MS-XLSB], 2.5.123)."""
    if bits & 2:
        number = float(struct.unpack("<i", struct.pack("<I", bits))[0] >> 2)
    else:
        number = float(struct.unpack("<d", struct.pack("<Q", (bits & ~3) << 32))[0])
    return number / 100 if bits & 1 else number


_Section: TypeAlias = Sequence[tuple[str, str]]
_COMPARED = {"=": eq, "<>": ne, "<": lt, ">": gt, "<=": le, ">=": ge}


@cache
def _sections(code: str) -> Sequence[_Section]:
    """The sections of a number format: kind and text of each part."""
    sections: list[list[tuple[str, str]]] = [[]]
    for match in _LITERAL.finditer(code):
        kind = match.lastgroup or ""
        if kind == "end":
            sections.append([])
        elif kind:
            sections[-1].append((kind, match[kind]))
    return sections


def _holds(section: _Section, number: float) -> bool:
    """Whether the condition of a section holds, ``[>=18]``; one without any always does."""
    for kind, text in section:
        if kind == "when":
            sign = text.rstrip("-.0123456789")
            return sign in _COMPARED and bool(_COMPARED[sign](number, float(text[len(sign) :])))
    return True


def _section_of(code: str, number: float) -> _Section:
    """The section of a number format by which a number is shown ([ECMA-376], 18.8.31)."""
    sections = _sections(code)[:3]
    if any(kind == "when" for section in sections for kind, _text in section):
        return next((section for section in sections if _holds(section, number)), ())
    if len(sections) == 1 or number > 0:
        return sections[0]
    return sections[1] if number < 0 else sections[-1 if len(sections) == 3 else 0]


def says_more(code: str) -> bool:
    """Whether a number format adds a digit or a plus to the number: ``0"+"``, ``"18+"``."""
    from openpyxl.styles.numbers import is_date_format

    texts = [
        text
        for section in _sections(code)
        for kind, text in section
        if kind in {"quoted", "escaped"} or text == "+"
    ]
    return any(re.search(r"[\d+]", text) for text in texts) and not is_date_format(code)


def text_form(code: str) -> str:
    """What a number format makes of a text, as a format of Python; empty where it adds nothing."""
    for section in _sections(code):
        if any(kind == "text" for kind, _text in section):
            parts = ("{}" if kind == "text" else escaped(text) for kind, text in section)
            form = "".join(parts)
            return "" if form == "{}" else form
    return ""


def escaped(text: str) -> str:
    """A text that stays as it is in a format of Python."""
    return text.replace("{", "{{").replace("}", "}}")


def text_by(code: str, number: float) -> str:
    """What a number format that :func:`says_more` shows of a number: 18 by ``0"+"`` is 18+."""
    shown = []
    for kind, text in _section_of(code, number):
        if kind == "number":
            whole = f"{number:g}" if number != int(number) else str(int(number))
            shown.append(whole.zfill(0 if text.lower() == "general" else text.count("0")))
        elif kind != "when":
            shown.append(text)
    return "".join(shown).strip()
