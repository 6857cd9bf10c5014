"""What cells show of their numbers and texts by the number formats of spreadsheets."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from datetime import time, timedelta
from functools import cache
from operator import eq, ge, gt, le, lt, ne
from typing import TypeAlias

from schedcheck.readers.values.age_names import ADULT_AGES, AGES, has_adult_mark
from schedcheck.readers.values.cells import DAY, EPOCH, Cell
from schedcheck.readers.workbooks.sheet_cells import DAYS_1904, Extras, Spot

#: A smaller number is a length of time, or a time past midnight, and no date.
_LEAST_DATE = 60
#: The last day of a workbook, 31 December 9999.
_LAST_DAY = 2_958_465

#: The parts of a format of dates and times.
_CLOCK = re.compile(
    r'"(?P<quoted>[^"]*)"|(?P<part>\[h+\]|y+|m+|d+|h+|s+)|\[[^\[\]]*\]|[_*].|\\?(?P<sign>.)',
    re.IGNORECASE,
)
#: What a cell is that is a mark as a whole, and marks in other texts.
_MARK = re.compile(r"\W*(?:[EЕ][ -]?)?(\d{1,2})(?:[.,]0+)?\s?\+?\W*", re.IGNORECASE)
_MARKS = re.compile(r"(?<!\d)\d{1,2}\s?\+|(?<!\w)[EЕ][ -]?\d{2}(?!\d)", re.IGNORECASE)

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
    """Whether a number format adds a digit or a plus to the number: ``0"+"``, ``h"+"``."""
    added = any(re.search(r"[\d+]", text) for text in _literals(code))
    return added and (not _is_clock(code) or _clock_part(code) is not None)


def hides_mark(code: str) -> bool:
    """Whether a format of dates or times shows an adult mark beside these: ``hh:mm" (18+)"``."""
    return has_adult_mark(" ".join(_literals(code))) and not says_more(code)


def _is_clock(code: str) -> bool:
    from openpyxl.styles.numbers import is_date_format

    return bool(is_date_format(code))


@cache
def _literals(code: str) -> Sequence[str]:
    """The texts that a number format shows as they are."""
    return [
        text
        for section in _sections(code)
        for kind, text in section
        if kind in {"quoted", "escaped"} or text == "+"
    ]


@cache
def _clock_part(code: str) -> str | None:
    """The one part of a date or time that a number format shows: ``h``, ``[h]`` or ``d``."""
    parts = [match["part"].lower() for match in _CLOCK.finditer(code) if match["part"]]
    part = {"hh": "h", "[hh]": "[h]", "dd": "d"}.get(parts[0], parts[0]) if parts else ""
    return part if len(parts) == 1 and part in {"h", "[h]", "d"} else None


def _clock_text(code: str, number: float) -> str:
    """What a format with one part of a date or time shows of a number."""
    # spreadsheets count a 29 February 1900, and the days before it from a day later
    days = number + (1 <= number < _LEAST_DATE)
    moment = EPOCH + timedelta(days=days, milliseconds=1)
    shown = {"h": moment.hour, "d": moment.day, "[h]": int(number * 24 + 1e-6)}
    texts = (
        str(shown[_clock_part(code) or ""]) if match["part"] else match["quoted"] or match["sign"]
        for match in _CLOCK.finditer(code)
    )
    return "".join(filter(None, texts)).strip()


def contradicts(stored: float | str, shown: str) -> bool:
    """Whether a cell stores one mark and shows another, of which one is for adults."""
    first, second = (_ages_in(stored), _ages_in(shown))
    return bool(first and second and first != second and (first | second) & ADULT_AGES)


def has_adult_age(text: str) -> bool:
    """Whether a text is a mark for adults, or has one; a bare number is one too."""
    return bool(_ages_in(text) & ADULT_AGES)


def _ages_in(value: float | str) -> frozenset[int]:
    """The ages that a value may be a mark of; none of a text that is no mark."""
    if isinstance(value, str):
        found = _MARK.fullmatch(value)
        marks = [found[1]] if found else [one[0] for one in _MARKS.finditer(value)]
        return frozenset(int(re.sub(r"\D", "", one)) for one in marks) & AGES
    return frozenset((int(value),)) & AGES if value == int(value) else frozenset()


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
    if _clock_part(code) and _is_clock(code):
        return _clock_text(code, number)
    shown = []
    for kind, text in _section_of(code, number):
        if kind in {"number", "text"}:
            digits = len(text.partition(".")[2]) if text.startswith(("0", "#", "?")) else 10
            number = round(number, digits)
            whole = f"{number:g}" if number != int(number) else str(int(number))
            shown.append(whole.zfill(text.count("0")))
        elif kind != "when":
            shown.append(text)
    return "".join(shown).strip()


def enter_number(extras: Extras, spot: Spot, number: float, code: str) -> None:
    """Enter into ``extras`` what a cell shows of its number by a format that adds to numbers."""
    if hides_mark(code):
        extras.otherwise[spot] = f"{number:g}", " ".join(_literals(code)).strip()
        return
    shown = text_by(code, number)
    clock = (
        _is_clock(code) and _ages_in(number) & ADULT_AGES and _ages_in(shown) != _ages_in(number)
    )
    if clock or contradicts(number, shown):
        extras.otherwise[spot] = f"{number:g}", shown
    extras.shown[spot] = shown
