"""Binary workbooks (xlsb, [MS-XLSB]): sheets, cells and what is said of them.

Our own and not a library's: calamine and pyxlsb see the first of each run of cells that are
written in the short form and give no merged ranges; for calamine a date is a number.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from schedcheck.readers.values.cells import Cell
from schedcheck.readers.workbooks.number_formats import (
    dated,
    packed_number,
    says_more,
    text_by,
    text_form,
)
from schedcheck.readers.workbooks.sheet_cells import ERRORS, SheetCells

#: The kinds of records that are read ([MS-XLSB], 2.3.2).
_ROW, _COLUMNS, _MERGED, _SHARED, _RICH_CELL = 0, 60, 176, 19, 62
_BOOK, _SHEET = 153, 156
_FONT, _FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END = 43, 44, 47, 617, 618
#: Cells of the long form, and how much larger the number of their short form is.
_CELLS, _SHORT = range(1, 12), 11
_SHORT_CELLS = range(12, 19)
_HIDDEN_ROW, _HIDDEN, _STRUCK = 0x10, 0x01, 0x08
_LONGEST_ROW, _LAST_ROW = 16_384, 1 << 20


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record; what is cut off is left out."""
    at = 0
    while at < len(data):
        kind, at = packed(data, at)
        length, at = packed(data, at)
        if at + length > len(data):
            return
        yield kind, data[at : at + length]
        at += length


def packed(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    number = shift = 0
    while at < len(data) and shift < 28:
        byte = data[at]
        number, shift, at = number | (byte & 0x7F) << shift, shift + 7, at + 1
        if byte < 0x80:
            break
    return number, at


def long_form(kind: int, content: bytes, before: int) -> tuple[int, bytes]:
    """A cell in the long form, which names its column; a short one follows that of ``before``."""
    if kind in _SHORT_CELLS:
        return kind - _SHORT, struct.pack("<I", before + 1) + content
    return kind, content


class _Styles(Struct):
    """By the number of a style: whether it strikes through, and its number format."""

    struck: list[bool] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def code(self, style: int) -> str:
        """The number format of a style."""
        return self.codes[style] if style < len(self.codes) else ""

    def strikes(self, style: int) -> bool:
        """Whether a style strikes through."""
        return style < len(self.struck) and self.struck[style]


def sheets_of(data: bytes) -> list[SheetCells]:
    """The sheets of a workbook. Raises what zipfile, lxml and struct do for one that is damaged."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())

        def content(name: str) -> bytes:
            return archive.read(name) if name in names else b""

        links = etree.fromstring(archive.read("xl/_rels/workbook.bin.rels"))
        targets = {one.get("Id"): one.get("Target", "") for one in links}
        styles = _styles(content("xl/styles.bin"))
        texts = [
            _text(one, 1)[0]
            for kind, one in records(content("xl/sharedStrings.bin"))
            if kind == _SHARED
        ]
        later, sheets = False, []
        for kind, record in records(archive.read("xl/workbook.bin")):
            if kind == _BOOK:
                later = bool(record[0] & 1)
            elif kind == _SHEET:
                id_, end = _text(record, 8)
                name, _end = _text(record, end)
                target = posixpath.normpath(posixpath.join("/xl", targets.get(id_, "")))[1:]
                if "worksheets/" in target:
                    sheet = SheetCells(name, [], visible=record[0] == 0, later=later)
                    _Reader(sheet, styles, texts).read(content(target))
                    sheets.append(sheet)
    return sheets


def _text(content: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    length = struct.unpack_from("<I", content, at)[0]
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * length
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _styles(data: bytes) -> _Styles:
    fonts: list[bool] = []
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    codes = dict(BUILTIN_FORMATS)
    styles, inside = _Styles(), False
    for kind, record in records(data):
        if kind == _FONT:
            fonts.append(bool(record[2] & _STRUCK))
        elif kind == _FORMAT:
            codes[struct.unpack_from("<H", record)[0]] = _text(record, 2)[0]
        elif kind in {_STYLES_BEGIN, _STYLES_END}:
            inside = kind == _STYLES_BEGIN
        elif kind == _STYLE and inside:
            _parent, code, font = struct.unpack_from("<HHH", record)
            styles.codes.append(codes.get(code, ""))
            styles.struck.append(font < len(fonts) and fonts[font])
    return styles


class _Reader(Struct):
    """Goes through the records of one sheet and fills it."""

    sheet: SheetCells
    styles: _Styles
    texts: list[str]
    rows: list[list[Cell]] = field(default_factory=list)
    row: int = 0
    column: int = -1

    def read(self, data: bytes) -> None:
        """Enter all records."""
        extras = self.sheet.extras
        for kind, content in records(data):
            if kind == _ROW:
                self.row, self.column = struct.unpack_from("<I", content)[0], -1
                if content[11] & _HIDDEN_ROW:
                    extras.hidden_rows.add(self.row)
            elif kind == _COLUMNS:
                first, last = struct.unpack_from("<II", content)
                if content[16] & _HIDDEN:
                    extras.hide_columns(first, last + 1)
            elif kind == _MERGED:
                top, bottom, left, right = struct.unpack_from("<4I", content)
                extras.merged.append(((top, left), (bottom, right)))
            elif kind in _CELLS or kind in _SHORT_CELLS or kind == _RICH_CELL:
                self._cell(*long_form(kind, content, self.column))
        self.sheet.rows = self.rows

    def _cell(self, kind: int, content: bytes) -> None:
        self.column, style = struct.unpack_from("<II", content)
        style &= 0xFFFFFF
        value = self._value(kind, content, style)
        if value is None or self.column >= _LONGEST_ROW or self.row >= _LAST_ROW:
            return
        spot = (self.row, self.column)
        if self.styles.strikes(style):
            self.sheet.extras.struck.add(spot)
        elif kind in {3, 11}:
            self.sheet.extras.errors[spot] = str(value)
            value = ""
        code = self.styles.code(style)
        if isinstance(value, float) and says_more(code):
            self.sheet.extras.shown[spot] = text_by(code, value)
        elif isinstance(value, str) and says_more(code) and (form := text_form(code)):
            self.sheet.extras.forms[spot] = form
        self.rows += [[] for _ in range(self.row + 1 - len(self.rows))]
        cells = self.rows[self.row]
        cells += [""] * (self.column + 1 - len(cells))
        cells[self.column] = value

    def _value(self, kind: int, content: bytes, style: int) -> Cell:
        """The value of a cell in the long form; None for a blank one."""
        value: Cell = None
        if kind in {2, 5, 9}:
            number = (
                packed_number(struct.unpack_from("<I", content, 8)[0])
                if kind == 2
                else struct.unpack_from("<d", content, 8)[0]
            )
            value = dated(number, self.styles.code(style), later=self.sheet.later)
        elif kind in {3, 11}:
            value = ERRORS.get(content[8], "#ERROR")
        elif kind in {4, 10}:
            value = bool(content[8])
        elif kind == 7:
            at = struct.unpack_from("<I", content, 8)[0]
            value = self.texts[at] if at < len(self.texts) else ""
        elif kind in {6, 8, _RICH_CELL}:
            value = _text(content, 9 if kind == _RICH_CELL else 8)[0]
        return value
