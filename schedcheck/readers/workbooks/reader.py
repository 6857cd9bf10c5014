"""Workbooks with a row per programme: xlsx, xls, xlsb and ods, every sheet of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeAlias

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from schedcheck.messages import Message, msg
from schedcheck.messages.library_errors import Reason
from schedcheck.readers import ole
from schedcheck.readers.archive import DAMAGE
from schedcheck.readers.base import BY_NAME, NOT_THIS, SIGNATURE, Likelihood, ReadOptions
from schedcheck.readers.source import Source, SourceError
from schedcheck.readers.tables.rows import Grid
from schedcheck.readers.tables.table import read_grid
from schedcheck.readers.values.cells import DAY, EPOCH, Cell
from schedcheck.readers.workbooks import biff
from schedcheck.readers.workbooks.package import (
    NOT_COMPUTED,
    Area,
    areas,
    bare_formulas,
    bare_ods_formulas,
)
from schedcheck.readers.workbooks.twin_sheets import Sheet, fold_twins
from schedcheck.schedule.building import join, make_frame
from schedcheck.schedule.reading import Fault, Reading

if TYPE_CHECKING:
    from schedcheck.readers.workbooks.formulas import Computed

NAME = "spreadsheet"

_ZIP = b"PK\x03\x04"
#: The first record of a workbook older than OLE documents (BIFF 2 to 5).
ANCIENT = re.compile(rb"\x09[\x00\x02\x04\x08]([\x04\x06\x08])\x00", re.DOTALL)
_NAMES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".xlt", ".xltx")
_ENCRYPTED = "EncryptedPackage"
_WORKBOOK_STREAMS = {"Workbook", "Book", _ENCRYPTED}
_OTHER_STREAMS = {"WordDocument", "PowerPoint Document", "__properties_version1.0"}

#: The types of cells as xlrd numbers them.
_XLRD_DATE, _XLRD_BOOLEAN, _XLRD_ERROR = 3, 4, 5

_PASSWORD = msg("protected by a password; save it without one")


def sniff(head: bytes, name: str) -> Likelihood:
    """How likely ``head`` begins a workbook: its members or streams tell it, else its name."""
    named = PurePath(name).suffix.casefold() in _NAMES
    if head.startswith(_ZIP):
        if b"opendocument.spreadsheet" in head[:200] or b"xl/" in head:
            return SIGNATURE
        others = (b"word/", b"ppt/", b"opendocument.text", b"opendocument.presentation")
        return BY_NAME if named and not any(other in head for other in others) else NOT_THIS
    if head.startswith(ole.MAGIC):
        streams = ole.names_in(head)
        if streams & _WORKBOOK_STREAMS:
            return SIGNATURE
        return BY_NAME if named and not streams & _OTHER_STREAMS else NOT_THIS
    return SIGNATURE if ANCIENT.match(head) else NOT_THIS


def _computed(data: bytes) -> Mapping[str, Computed]:
    if not bare_formulas(data):
        return {}
    from schedcheck.readers.workbooks.formulas import compute_formulas

    return compute_formulas(data)


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme on every sheet of ``source``; places are ``Sheet1!C14``.

    A sheet without a header that is known is an ``unread`` fault, unless it is blank.
    """
    reading = Reading(NAME, make_frame({}, 0))
    sheets: list[Sheet] = []
    try:
        data = source.read()
        formulas = _computed(data)
        for name, rows, merged in _sheets(data):
            place = _Places(name)
            computed = formulas.get(name)
            cells = computed.put_into(rows) if computed else rows
            found = read_grid(
                Grid(cells, place, name, merged), source.file, options, source.modified
            )
            sheets.append(Sheet(name, found.frame))
            reading.faults += [
                Fault("bad-row", source.file, place(one.row, one.column), one.formula, one.reason)
                for one in (computed.uncomputed if computed else ())
            ]
            reading.names |= found.names
            reading.default_zone = reading.default_zone or found.default_zone
            reading.faults += found.faults
            reading.notes += [
                msg("sheet “%(sheet)s”: %(note)s", sheet=name, note=note) for note in found.notes
            ]
        uncomputed = None if formulas else not_computed_in(data)
        if uncomputed is not None:
            reading.faults.append(Fault("bad-row", source.file, "", "", uncomputed))
    except SourceError as error:
        reading.faults.append(Fault("unread", source.file, "", "", error.words))
    except _UnreadableError as error:
        reading.faults.append(Fault("unread", source.file, error.sheet, "", error.words))
    frames = [sheet.frame for sheet in sheets]
    if len(sheets) > 1:
        frames, notes = fold_twins(sheets)
        reading.notes += notes
    reading.frame = join(frames)
    if not len(reading.frame) and not reading.faults:
        words = msg("the workbook is blank; ask for it anew")
        reading.faults.append(Fault("unread", source.file, "", "", words))
    return reading


def not_computed_in(data: bytes) -> Message | None:
    """What is to be told of formulas without values in a workbook that is no xlsx (ods, xls)."""
    if data.startswith(ole.MAGIC):
        kind, count = "xls", biff.blank_formulas(ole.content_of(data, {"Workbook", "Book"}))
    else:
        kind, count = "ods", bare_ods_formulas(data)
    return msg(NOT_COMPUTED.text, why=kind, count=count) if count else None


#: Name, cells and merged ranges (first and last cell) of a sheet.
_Sheet: TypeAlias = tuple[
    str, Sequence[Sequence[Cell]], Sequence[tuple[tuple[int, int], tuple[int, int]]]
]


class _UnreadableError(Exception):
    """A workbook or a sheet that the libraries cannot read."""

    def __init__(self, error: BaseException | Message, sheet: str = "") -> None:
        super().__init__(str(error))
        self.sheet = sheet
        self.words: Message = msg(
            "a workbook that cannot be read (%(error)s); open it in a spreadsheet program and "
            "save it anew as xlsx",
            error=error if isinstance(error, Message) else Reason.of(error),
        )


class _Places:
    """Names the cells of a sheet as spreadsheet programs do."""

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet
        self._letters: dict[int, str] = {}

    def __call__(self, row: int, column: int) -> str:
        letters = self._letters.get(column)
        if letters is None:
            letters, rest = "", column + 1
            while rest:
                rest, letter = divmod(rest - 1, 26)
                letters = chr(ord("A") + letter) + letters
            self._letters[column] = letters
        return f"{self._sheet}!{letters}{row + 1}"


def _sheets(data: bytes) -> Iterator[_Sheet]:
    """Each sheet, from its first row and column."""
    if ANCIENT.match(data):
        yield from _ancient_sheets(data)
        return
    if data.startswith(ole.MAGIC):
        try:
            streams = ole.check(data)
        except ole.DamagedError as error:
            raise _UnreadableError(msg("it is cut off or damaged")) from error
        if _ENCRYPTED in streams:
            raise SourceError(_PASSWORD)
    # the library makes room for all between the first and the last, and may end the process
    if any(area.scattered for area in _areas(data)):
        raise _UnreadableError(msg("its cells lie too far apart"))
    with _library(), CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        for about in workbook.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet:
                with _library(about.name):
                    sheet = workbook.get_sheet_by_name(about.name)
                    rows = sheet.to_python(skip_empty_area=False)
                    merged = sheet.merged_cell_ranges or []
                yield about.name, rows, merged


def _areas(data: bytes) -> Iterator[Area]:
    if data.startswith(ole.MAGIC):
        return biff.areas(ole.content_of(data, _WORKBOOK_STREAMS))
    try:
        return iter(list(areas(data)))
    except (*DAMAGE, RuntimeError):
        return iter(())  # the library tells how


@contextmanager
def _library(sheet: str = "") -> Iterator[None]:
    """Whatever the library fails with, told of the ``sheet`` it was reading."""
    try:
        yield
    except PasswordError as error:
        raise SourceError(_PASSWORD) from error
    except CalamineError as error:
        raise _UnreadableError(error, sheet) from error
    except BaseException as error:
        # a panic of the Rust library is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise _UnreadableError(msg("it is damaged"), sheet) from error


def _ancient_sheets(data: bytes) -> Iterator[_Sheet]:
    """The sheets of a workbook older than OLE documents, which only xlrd reads."""
    import xlrd  # type: ignore[import-untyped]

    try:
        # xlrd writes its warnings to standard output when it is not told otherwise
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
        later = 1462 * book.datemode
        sheets: list[_Sheet] = [
            (
                sheet.name,
                [[_ancient_cell(cell, later) for cell in row] for row in sheet.get_rows()],
                [],
            )
            for sheet in book.sheets()
        ]
    except Exception as error:
        raise _UnreadableError(error) from error
    yield from sheets


def _ancient_cell(cell: Any, epoch_days: int) -> Cell:
    """A cell of xlrd; ``epoch_days`` is how much later than 1900 its workbook counts days from."""
    value: Cell = cell.value
    if cell.ctype == _XLRD_DATE and isinstance(value, float):
        days = value + (epoch_days if value >= 1 else 0)
        moment = EPOCH + timedelta(seconds=round(days * DAY, 3))
        return moment.time() if days < 1 else moment
    if cell.ctype == _XLRD_BOOLEAN:
        return bool(value)
    return "#ERROR" if cell.ctype == _XLRD_ERROR else value
