"""What the members of a workbook's package show before a library reads it.

How far apart its cells lie: a library makes room for all between them, and a cell astray, as damage
leaves it or malice puts it, would take all memory. And whether formulas lack their values.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from schedcheck.messages import msg
from schedcheck.readers.archive import DAMAGE
from schedcheck.readers.workbooks.xlsb import long_form, records

#: An area of fewer cells is no burden; a larger one must be filled to this part, up to the most.
_LARGE, _MOST = 1_000_000, 65_536 * 256
_LEAST_FILLED = 1 / 20
_SHEET = re.compile(r"xl/worksheets/[^/]+\.(xml|bin)|content\.(xml)", re.IGNORECASE)
#: A cell that holds something: one with a style alone takes no room.
_REFERENCE = re.compile(
    rb"<(?:\w+:)?c\s(?>(?:[^<>]*?\s)?r=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'])(?:[^<>]*[^/<>])?>(?!</)"
)
_PIECE = 1 << 20
#: The rows and cells of OpenDocument, which may stand for many alike.
_ODS_TAG = re.compile(rb"<table:(table-row|(?:covered-)?table-cell|table)(?![\w-])([^<>]*+)>")
_ODS_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated=[\"']([0-9]{1,9})[\"']")
#: A cell with a formula and no value, or with the nought that programs write which do not compute;
#: programs that do also keep empty texts as values.
_BARE = re.compile(
    rb"<c\b(?![^<>]*\bt=\"(?:str|e|b|s|inlineStr)\")[^<>]*>\s*+"
    rb"<f\b[^<>]*(?:/>|>[^<]*+</f>)\s*+(?:<v\s*+/>|<v>\s*+0?\s*+</v>)?\s*+</c>"
)
#: The same in a workbook of OpenDocument.
_BARE_ODS = re.compile(
    rb"<table:table-cell\b(?=[^<>]*\stable:formula=)(?![^<>]*\s(?:office|calcext):value-type=)[^<>]*>"
)
#: What zipfile fails with, also over a member that has a password.
_DAMAGE = (*DAMAGE, RuntimeError)
#: BrtRowHdr, and the records of cells ([MS-XLSB], 2.4).
_ROW, _CELLS = 0, range(1, 12)

NOT_COMPUTED = msg(
    "formulas without their values, which are not computed here (%(why)s), in %(count)d cells; "
    "open the file in a spreadsheet program and save it, so that their values are in it"
)


@dataclass(slots=True)
class Area:
    """The cells of a sheet: how many, and the first and last row and column of them."""

    cells: int = 0
    top: int = 0
    bottom: int = 0
    left: int = 0
    right: int = 0

    def add(self, row: int, column: int, *, cells: int = 1) -> None:
        """Take in ``cells`` more, of which this is one."""
        if not self.cells:
            self.top = self.bottom = row
            self.left = self.right = column
        self.cells += cells
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)

    @property
    def scattered(self) -> bool:
        """Whether hardly any of the cells between the first and the last are there."""
        size = (self.bottom - self.top + 1) * (self.right - self.left + 1)
        return size > _LARGE and (self.cells < size * _LEAST_FILLED or size > _MOST)


def areas(data: bytes) -> Iterator[Area]:
    """The area of each sheet of an xlsx, xlsb or ods workbook.

    Raises what zipfile does for one that is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            match = _SHEET.fullmatch(name)
            if match:
                with archive.open(name) as stream:
                    if match[2]:
                        yield from _of_opendocument(stream.read())
                    else:
                        yield _of_xml(stream) if match[1] == "xml" else _of_records(stream)


def _of_xml(stream: IO[bytes]) -> Area:
    area = Area()
    rest = b""
    columns: set[bytes] = set()
    while piece := stream.read(_PIECE):
        text = rest + piece
        found = _REFERENCE.findall(text)
        if found:
            rows = [int(row) for _letters, row in found]
            columns.update(letters for letters, _row in found)
            area.add(min(rows), 0, cells=len(found))
            area.add(max(rows), 0, cells=0)
        # a tag that the end of the piece cuts in two is found in the next
        rest = text[max(text.rfind(b"<"), 0) :]
    numbers = [_number_of(letters) for letters in columns]
    area.left, area.right = min(numbers, default=0), max(numbers, default=0)
    return area


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _of_opendocument(content: bytes) -> Iterator[Area]:
    area, rows, row, column = Area(), 1, 0, 0
    for tag in _ODS_TAG.finditer(content):
        repeated = _ODS_REPEATED.search(tag[2])
        count = int(repeated[1]) if repeated else 1
        if tag[1] == b"table":
            yield area
            area, rows, row, column = Area(), 1, 0, 0
        elif tag[1] == b"table-row":
            row, rows, column = row + rows, count, 0
        else:
            if not tag[2].endswith(b"/"):  # what holds nothing is blank
                area.add(row, column, cells=count * rows)
                area.add(row + rows - 1, column + count - 1, cells=0)
            column += count
    yield area


def _of_records(stream: IO[bytes]) -> Area:
    area, row, column = Area(), 0, -1
    for kind, content in records(stream.read()):
        if kind == _ROW and len(content) >= 4:
            row, column = struct.unpack_from("<I", content)[0], -1
            continue
        long_kind, cell = long_form(kind, content, column)
        if long_kind in _CELLS and len(cell) >= 4:
            column = struct.unpack_from("<I", cell)[0]
            area.add(row, column)
    return area


def bare_formulas(data: bytes) -> bool:
    """Whether a workbook (xlsx) holds a formula without its value, or with a nought for one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(
                _BARE.search(archive.read(name)) is not None
                for name in archive.namelist()
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)
            )
    except _DAMAGE:
        return False


def bare_ods_formulas(data: bytes) -> int:
    """How many formulas without their values a workbook of OpenDocument holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return len(_BARE_ODS.findall(archive.read("content.xml")))
    except (KeyError, *_DAMAGE):
        return 0
