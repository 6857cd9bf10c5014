"""The sheets of a workbook of any format, by the library or the module that reads it best.

What the members of its package show comes first: how far apart its cells lie, for a library makes
room for all between them, and one stray cell, left by damage or malice, would take all memory. And
whether formulas lack their values.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import IO, Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from schedcheck.messages import Message, msg
from schedcheck.messages.library_errors import Reason
from schedcheck.readers import ole
from schedcheck.readers.archive import DAMAGE
from schedcheck.readers.files import begun
from schedcheck.readers.signatures import ANCIENT, XML_2003
from schedcheck.readers.source import SourceError
from schedcheck.readers.values.cells import Cell
from schedcheck.readers.workbooks.first_look import Looking
from schedcheck.readers.workbooks.merged_first import merged_first
from schedcheck.readers.workbooks.sheet_cells import (
    Area,
    Extras,
    SheetCells,
    column_of,
    compact,
    pieces_of,
)

_SHEET = re.compile(r"xl/worksheets/[^/]+\.(xml|bin)|content\.(xml)", re.IGNORECASE)
#: A cell that holds something: one with a style alone takes no room.
_REFERENCE = re.compile(
    rb"<(?:\w+:)?c\s(?>(?:[^<>]*?\s)?r=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'])(?:[^<>]*[^/<>])?>(?!</)"
)
_LONGEST_TAG = 1 << 16
#: The rows and cells of OpenDocument, which may stand for many alike.
_ODS_TAG = re.compile(rb"<table:(table-row|(?:covered-)?table-cell|table)(?![\w-])([^<>]*+)>")
_ODS_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated=[\"']([0-9]{1,9})[\"']")
#: A cell with a formula in a workbook of OpenDocument.
_ODS_FORMULA = re.compile(rb"<table:table-cell\b(?=[^<>]*\stable:formula=)[^<>]*>")
_ODS_VALUE = re.compile(rb"\s(?:office|calcext):value-type=")
_ODS_NOUGHT = re.compile(rb"\soffice:value=[\"']0[\"']")
#: What zipfile fails with, also over a member that has a password.
_DAMAGE = (*DAMAGE, RuntimeError)
#: BrtRowHdr, and the records of cells ([MS-XLSB], 2.4).
_ROW, _CELLS = 0, range(1, 12)

NOT_COMPUTED = msg(
    "formulas without their values, which are not computed here (%(why)s; cells: %(count)d); open "
    "the file in a spreadsheet program and save it, so that their values are in it"
)


def areas(
    data: bytes,
    known: Callable[[Iterable[bytes]], bool] = lambda _pieces: False,
    left_out: frozenset[str] = frozenset(),
) -> Iterator[Area]:
    """The area of each sheet of an xlsx, xlsb or ods workbook, but those of the names ``left_out``.

    Those of xlsx are left out too that ``known`` has nothing to ask of. Raises what zipfile does
    for one that is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            match = None if name in left_out else _SHEET.fullmatch(name)
            if match and match[1] == "xml":
                with archive.open(name) as stream:
                    if known(pieces_of(stream)):
                        continue
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
    for piece in pieces_of(stream):
        text = rest + piece
        found = _REFERENCE.findall(text)
        if found:
            rows = [int(row) for _letters, row in found]
            columns.update(letters for letters, _row in found)
            area.add(min(rows), 0, cells=len(found))
            area.add(max(rows), 0, cells=0)
        # a tag that the end of the piece cuts in two is found in the next
        rest = text[max(text.rfind(b"<"), len(text) - _LONGEST_TAG, 0) :]
    numbers = [column_of(letters.decode("ascii")) for letters in columns]
    area.left, area.right = min(numbers, default=0), max(numbers, default=0)
    return area


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
    from schedcheck.readers.workbooks.xlsb import long_form, records

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


def bare_ods_formulas(data: bytes) -> int:
    """How many formulas without their values a workbook of OpenDocument holds.

    Those with a nought count where no formula has another value: SheetJS does not calculate.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            cells = _ODS_FORMULA.findall(archive.read("content.xml"))
    except (KeyError, *_DAMAGE):
        return 0
    bare = sum(_ODS_VALUE.search(cell) is None for cell in cells)
    noughts = sum(_ODS_NOUGHT.search(cell) is not None for cell in cells)
    return bare + (noughts if bare + noughts == len(cells) else 0)


#: The first record of a workbook older than OLE documents (BIFF 2 to 5).
_ENCRYPTED = "EncryptedPackage"
WORKBOOK_STREAMS = {"Workbook", "Book", _ENCRYPTED}
PASSWORD = msg("protected by a password; save it without one")
#: ``_x0000_`` in xlsx (ECMA-376, 22.9.2.19, ST_Xstring).
NUL = msg("a text in it has the sign with the number 0 (_x0000_), which no program shows")
#: The types of cells as xlrd numbers them.
_XLRD_DATE, _XLRD_BOOLEAN, _XLRD_ERROR = 3, 4, 5
#: What is raised over a damaged workbook by what looks into it; lxml raises a SyntaxError.
_FAILURES = (
    *DAMAGE, RuntimeError, SyntaxError, struct.error, IndexError, KeyError, ValueError
)  # fmt: skip


class UnreadableError(Exception):
    """A workbook or a sheet that the libraries cannot read."""

    def __init__(self, error: BaseException | Message, sheet: str = "") -> None:
        super().__init__(str(error))
        self.sheet = sheet
        self.words: Message = msg(
            "a workbook that cannot be read (%(error)s); open it in a spreadsheet program and "
            "save it again as xlsx",
            error=error if isinstance(error, Message) else Reason.of(error),
        )


def sheets_of(data: bytes, look: Looking | None = None) -> Iterator[SheetCells]:
    """Each sheet of a workbook, from its first row and column; ``look``: the first look, which is
    taken of an xlsx meanwhile.

    Raises SourceError for one with a password, UnreadableError for what cannot be read; sheets
    before that are given.
    """
    if ANCIENT.match(data):
        yield from _by_xlrd(data)
        return
    if data.startswith(ole.MAGIC):
        try:
            streams = ole.check(data)
        except ole.DamagedError as error:
            raise UnreadableError(msg("it is cut off or damaged")) from error
        if _ENCRYPTED in streams:
            raise SourceError(PASSWORD)
    whole, near = merged_first(data)
    # what reads it makes room for all between the first and the last, and may end the process
    if _scattered(whole, near):
        raise UnreadableError(msg("its cells lie too far apart"))
    own = _own_reader(data)
    if own is None:
        with _library():
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(whole))
        del whole  # which the library has copied
        yield from _by_calamine(workbook, data, look or Looking())
        return
    from schedcheck.readers.workbooks import ods

    try:
        sheets = own(data)
    except ods.ProtectedError as error:
        raise SourceError(PASSWORD) from error
    except ods.TooManyError as error:
        raise UnreadableError(msg("it has too many cells, repeated ones included")) from error
    except _FAILURES as error:
        raise UnreadableError(msg("it is damaged")) from error
    yield from sheets


def _own_reader(data: bytes) -> Callable[[bytes], list[SheetCells]] | None:
    """The module that reads a workbook of this format, None where the library reads it better."""
    if XML_2003.match(data):
        from schedcheck.readers.workbooks import xml_2003

        return xml_2003.sheets_of
    with suppress(*_FAILURES), zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.bin" in names:
            from schedcheck.readers.workbooks import xlsb

            return xlsb.sheets_of
        if "content.xml" in names and "xl/workbook.xml" not in names:
            from schedcheck.readers.workbooks import ods

            return ods.sheets_of
    return None


def _scattered(data: bytes, near: frozenset[str]) -> bool:
    """Whether the cells of a sheet lie so far apart that nothing may make room for them; those of
    the sheets named ``near`` do not.
    """
    if data.startswith(ole.MAGIC):
        from schedcheck.readers.workbooks import biff

        return any(one.scattered for one in biff.areas(ole.content_of(data, WORKBOOK_STREAMS)))
    try:
        return any(one.scattered for one in list(areas(data, compact, near)))
    except (*DAMAGE, RuntimeError):
        return False  # the library tells how


def _by_calamine(workbook: CalamineWorkbook, data: bytes, look: Looking) -> Iterator[SheetCells]:
    """The sheets of an xlsx or xls workbook. Texts that a false code page spoils are read anew."""
    with _library(), workbook, ThreadPoolExecutor(1) as pool:
        look.begin(pool, data)  # the library lets others work while it reads
        said = begun(pool, partial(_extras, data, look))
        for at, about in enumerate(workbook.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            with _library(about.name):
                sheet = workbook.get_sheet_by_name(about.name)
                rows = sheet.to_python(skip_empty_area=False)
                merged = sheet.merged_cell_ranges or []
            if any("\0" in cell for row in rows for cell in row if cell.__class__ is str):
                if not data.startswith(ole.MAGIC):
                    raise UnreadableError(NUL, about.name)  # a mark may be cut in two by it
                # two bytes of a letter were read as two letters
                yield from _by_xlrd(data)
                return
            extras, later = said.result()
            more = extras[at] if at < len(extras) else Extras()
            more.merged = list(merged)
            visible = about.visible == SheetVisibleEnum.Visible
            yield SheetCells(about.name, rows, more, visible, later)


def _extras(data: bytes, look: Looking) -> tuple[list[Extras], bool]:
    """What the sheets say beside their values; nothing where that cannot be read."""
    try:
        if data.startswith(ole.MAGIC):
            from schedcheck.readers.workbooks import biff

            return biff.extras_of(ole.content_of(data, WORKBOOK_STREAMS))
        if not look.seen().says_more:
            return [], False
        from schedcheck.readers.workbooks.xlsx_extras import extras_of  # few say anything

        return extras_of(data)
    except _FAILURES:
        return [], False


@contextmanager
def _library(sheet: str = "") -> Iterator[None]:
    """Whatever the library fails with, told of the ``sheet`` it was reading."""
    try:
        yield
    except PasswordError as error:
        raise SourceError(PASSWORD) from error
    except CalamineError as error:
        raise UnreadableError(error, sheet) from error
    except BaseException as error:
        # a panic of the Rust library is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableError(msg("it is damaged"), sheet) from error


def _by_xlrd(data: bytes) -> list[SheetCells]:
    """The sheets of a workbook older than OLE documents, or with a false code page."""
    import xlrd  # type: ignore[import-untyped]

    try:
        # xlrd writes its warnings to standard output when it is not told otherwise
        book = xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), formatting_info=data.startswith(ole.MAGIC)
        )
        later = bool(book.datemode)
        sheets = []
        for sheet in book.sheets():
            rows = [[_by_type(cell, later=later) for cell in row] for row in sheet.get_rows()]
            extras = Extras(
                [((top, left), (bottom - 1, right - 1))
                 for top, bottom, left, right in sheet.merged_cells],
            )  # fmt: skip
            sheets.append(SheetCells(sheet.name, rows, extras, not sheet.visibility, later))
    except Exception as error:
        raise UnreadableError(error) from error
    if data.startswith(ole.MAGIC):
        for one, more in zip(sheets, _extras(data, Looking())[0], strict=False):
            more.merged, one.extras = one.extras.merged, more
    return sheets


def _by_type(cell: Any, *, later: bool) -> Cell:
    """A cell of xlrd."""
    value: Cell = cell.value
    if cell.ctype == _XLRD_DATE and isinstance(value, float):
        from schedcheck.readers.workbooks.number_formats import dated

        return dated(value, "yyyy hh:mm" if value % 1 else "yyyy", later=later)
    if cell.ctype == _XLRD_BOOLEAN:
        return bool(value)
    return "#ERROR" if cell.ctype == _XLRD_ERROR else value
