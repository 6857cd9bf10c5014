"""What the records of an xls workbook tell of its cells and its formulas ([MS-XLS], 2.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from msgspec import Struct, field

from schedcheck.readers.workbooks.number_formats import (
    enter_number,
    hides_mark,
    packed_number,
    says_more,
    text_form,
)
from schedcheck.readers.workbooks.sheet_cells import ERRORS, Area, Extras

_BEGIN, _END = 0x0809, 0x000A
_FORMULA, _BLANK = 0x0006, b"\x03\0\0\0\0\0\xff\xff"
#: FORMULA, LABELSST, NUMBER, RK, BOOLERR, LABEL, BLANK, and MULRK and MULBLANK, which hold several.
_CELLS = frozenset({_FORMULA, 0x00FD, 0x0203, 0x027E, 0x0205, 0x0204, 0x0201})
#: In place of the last bytes of a number: the result of a formula is a text, an error or none.
_NO_NUMBER = b"\xff\xff"
_TEXTS = frozenset({0x00FD, 0x0204})
_SEVERAL = frozenset({0x00BD, 0x00BE})
_ROW, _COLUMNS, _MODE, _SHEET = 0x0208, 0x007D, 0x0022, 0x0085
_FONT, _FORMAT, _STYLE, _ERROR, _NUMBER, _RK, _RKS = (
    0x31,
    0x041E,
    0xE0,
    0x0205,
    0x0203,
    0x027E,
    0xBD,
)
_HIDDEN_ROW, _STRUCK, _UNICODE = 0x20, 0x08, 0x01
#: No font has this number.
_NO_FONT = 4
_LAST_COLUMN = 255


def areas(stream: bytes) -> Iterator[Area]:
    """The area of each sheet in the content of a workbook; what follows its end is left aside."""
    area = Area()
    for kind, at, length in records(stream):
        if kind in _CELLS and length >= 4:
            area.add(*struct.unpack_from("<HH", stream, at))
        elif kind in _SEVERAL and length >= 6:
            row, column = struct.unpack_from("<HH", stream, at)
            last = struct.unpack_from("<H", stream, at + length - 2)[0]
            area.add(row, column, cells=max(last - column, 1))
            area.add(row, last)
        elif kind in {_BEGIN, _END}:
            yield area
            area = Area()
    yield area


def blank_formulas(stream: bytes) -> int:
    """How many formulas a workbook holds, where none of them has a value: it was never computed.

    Programs that write workbooks and do not calculate leave the result blank or zero ([MS-XLS],
    2.5.133); one zero among values is a value.
    """
    results = [
        stream[at + 6 : at + 14]
        for kind, at, length in records(stream)
        if kind == _FORMULA and length >= 14
    ]
    return len(results) if set(results) <= {_BLANK, bytes(8)} else 0


def records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, place of the content and length of each record."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        at += 4
        if at + length > len(stream):
            return
        yield kind, at, length
        at += length


class _Styles(Struct):
    """Fonts, formats and styles of a workbook, as far as they are known so far."""

    fonts: list[bool] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    styles: list[tuple[int, int]] = field(default_factory=list)

    def add(self, kind: int, content: bytes) -> None:
        """Enter a record."""
        if kind == _FONT:
            self.fonts.append(bool(content[2] & _STRUCK))
        elif kind == _FORMAT:
            code, length = struct.unpack_from("<HH", content)
            wide = content[4] & _UNICODE
            text = content[5 : 5 + length * (2 if wide else 1)]
            self.codes[code] = text.decode("utf-16-le" if wide else "latin-1", "replace")
        elif kind == _STYLE:
            font, code = struct.unpack_from("<HH", content)
            self.styles.append((font - (font > _NO_FONT), code))

    def of(self, style: int) -> tuple[bool, str]:
        """Whether a style strikes through, and its number format."""
        font, code = self.styles[style] if style < len(self.styles) else (-1, 0)
        return 0 <= font < len(self.fonts) and self.fonts[font], self.codes.get(code, "")


def extras_of(stream: bytes) -> tuple[list[Extras], bool]:
    """What each sheet says beside the values of its cells, in the order of the workbook.

    The second value tells whether its days count from 1904. Merged ranges are left to the library.

    Raises struct.error or IndexError for records that are cut short.
    """
    styles, later = _Styles(), False
    begins: list[int] = []
    found: dict[int, Extras] = {}
    extras = Extras()
    for kind, at, length in records(stream):
        content = stream[at : at + length]
        if kind == _BEGIN:
            extras = found[at - 4] = Extras()
        elif kind == _SHEET:
            begins.append(struct.unpack_from("<I", content)[0])
        elif kind == _MODE:
            later = bool(content[0])
        elif kind == _ROW:
            if content[12] & _HIDDEN_ROW:
                extras.hidden_rows.add(struct.unpack_from("<H", content)[0])
        elif kind == _COLUMNS:
            first, last, _width, _style, flags = struct.unpack_from("<5H", content)
            if flags & 1:
                extras.hide_columns(first, min(last, _LAST_COLUMN) + 1)
        elif kind in _CELLS or kind in _SEVERAL:
            _enter(kind, content, styles, extras)
        else:
            styles.add(kind, content)
    return [found.get(begin, Extras()) for begin in begins], later


def _enter(kind: int, content: bytes, styles: _Styles, extras: Extras) -> None:
    """Enter what the record of a cell, or of several beside each other, says."""
    row, column, style = struct.unpack_from("<HHH", content)
    if kind in _SEVERAL:
        size = 6 if kind == _RKS else 2
        for more, at in enumerate(range(4, len(content) - 2, size)):
            struck, code = styles.of(struct.unpack_from("<H", content, at)[0])
            if struck:
                extras.struck.add((row, column + more))
            elif kind == _RKS and (says_more(code) or hides_mark(code)):
                number = packed_number(struct.unpack_from("<I", content, at + 2)[0])
                enter_number(extras, (row, column + more), number, code)
        return
    struck, code = styles.of(style)
    if struck:
        extras.struck.add((row, column))
    elif kind == _ERROR and content[7]:
        extras.errors[row, column] = ERRORS.get(content[6], "#ERROR")
    elif kind == _FORMULA and content[6] == 2 and content[12:14] == _NO_NUMBER:
        extras.errors[row, column] = ERRORS.get(content[8], "#ERROR")
    elif says_more(code) or hides_mark(code):
        _enter_shown(kind, content, code, extras)


def _enter_shown(kind: int, content: bytes, code: str, extras: Extras) -> None:
    """Enter what a cell shows by a number format that says more than its value."""
    row, column = struct.unpack_from("<HH", content)
    if kind in _TEXTS:
        extras.forms[row, column] = text_form(code) or "{}"
    elif kind in {_NUMBER, _RK}:
        enter_number(extras, (row, column), _number(kind, content), code)
    elif kind == _FORMULA and content[12:14] != _NO_NUMBER:
        enter_number(extras, (row, column), struct.unpack_from("<d", content, 6)[0], code)


def _number(kind: int, content: bytes) -> float:
    """The number of a cell; one of 30 bits, whole or not, perhaps a hundred times as large."""
    if kind == _NUMBER:
        return float(struct.unpack_from("<d", content, 6)[0])
    return packed_number(struct.unpack_from("<I", content, 6)[0])
