"""Workbooks with a row per programme: xlsx, xls, xlsb and ods, every sheet of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING

import pandas as pd

from schedcheck.messages import Message, msg
from schedcheck.readers import ole
from schedcheck.readers.base import BY_NAME, NOT_THIS, SIGNATURE, Likelihood, ReadOptions
from schedcheck.readers.row_faults import STRUCK
from schedcheck.readers.signatures import ANCIENT, XML_2003
from schedcheck.readers.source import Source, SourceError
from schedcheck.readers.tables.grid import Grid
from schedcheck.readers.tables.table import read_grid
from schedcheck.readers.values.age_names import NAMED_18, all_marked
from schedcheck.readers.values.cells import Cell, blank, cells_of, text_of
from schedcheck.readers.values.clock_names import names_clock
from schedcheck.readers.values.words import fold, pattern
from schedcheck.readers.workbooks.first_look import Looking
from schedcheck.readers.workbooks.libraries import (
    NOT_COMPUTED,
    WORKBOOK_STREAMS,
    UnreadableError,
    bare_ods_formulas,
    sheets_of,
)
from schedcheck.readers.workbooks.sheet_cells import SheetCells, column_letters, spot_of
from schedcheck.readers.workbooks.twin_sheets import Sheet, fold_twins
from schedcheck.schedule.account import End, PlaceCount, Unit, added, all_as
from schedcheck.schedule.building import join, make_frame, texts_of
from schedcheck.schedule.reading import Fault, Reading

if TYPE_CHECKING:
    from schedcheck.readers.workbooks.formulas import Computed

NAME = "spreadsheet"

_ZIP = b"PK\x03\x04"
_NAMES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".xlt", ".xltx")
_OTHER_STREAMS = {"WordDocument", "PowerPoint Document", "__properties_version1.0"}

#: The place of a cell.
_CELL = re.compile(r"[A-Z]{1,3}[0-9]{1,7}$")

_ADULT_NAME = re.compile(r"(?<!\w)[EЕ][\s-]?(?:18|21)(?!\d)")
_HIDDEN_SHEET = msg("on a hidden sheet")
_DRAFT = msg(
    "by its name this sheet may not be what is on air, and another sheet is for the same time; "
    "both were judged: leave only the sheet that is on air"
)
_HIDDEN_ROWS = msg(
    "a programme in a hidden row or column, the first of them; all are judged like those that are "
    "shown: show them, or delete them if they are not on air"
)


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
        if streams & WORKBOOK_STREAMS:
            return SIGNATURE
        return BY_NAME if named and not streams & _OTHER_STREAMS else NOT_THIS
    return SIGNATURE if ANCIENT.match(head) or XML_2003.match(head) else NOT_THIS


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme on every sheet of ``source``; places are ``Sheet1!C14``.

    A sheet without a header that is known is an ``unread`` fault, unless it is blank. A hidden
    sheet is read only where no other holds a programme; else it is a ``bad-row`` fault.
    """
    reading = Reading(NAME, make_frame({}, 0))
    found: list[tuple[SheetCells, Reading]] = []
    try:
        data = source.read()
        look = Looking()
        found.extend(_each_sheet(data, look, source, options))
        reading.marks = look.seen().marks
        uncomputed = None if look.seen().bare_formulas else not_computed_in(data)
        if uncomputed is not None:
            reading.faults.append(Fault("bad-row", source.file, "", "", uncomputed))
    except SourceError as error:
        reading.faults.append(Fault("unread", source.file, "", "", error.words))
    except UnreadableError as error:
        reading.faults.append(Fault("unread", source.file, error.sheet, "", error.words))
    sheets: list[Sheet] = []
    for sheet, one in _without_hidden(found, source.file, reading):
        sheets.append(Sheet(sheet.name, one.frame))
        if _is_for_adults(sheet.name, one.frame):
            from schedcheck.readers.values.legends import FOR_ADULTS  # few workbooks need it

            reading.faults.append(Fault("bad-row", source.file, sheet.name, sheet.name, FOR_ADULTS))
        reading.names |= one.names
        reading.default_zone = reading.default_zone or one.default_zone
        reading.faults += one.faults
        reading.account += one.account
        reading.not_on_air += one.not_on_air
        reading.notes += [
            msg("sheet “%(sheet)s”: %(note)s", sheet=sheet.name, note=note) for note in one.notes
        ]
    if any(names_clock(sheet.name) for sheet in sheets):
        from schedcheck.readers.workbooks.clock_sheets import clock_faults

        reading.faults += [
            Fault("bad-row", source.file, name, name, words)
            for name, words in clock_faults(sheets, options)
        ]
    frames = [sheet.frame for sheet in sheets]
    if _overlap(frames):
        drafts = (sheet.name for sheet in sheets if pattern("drafts").search(fold(sheet.name)))
        reading.faults += [Fault("bad-row", source.file, name, name, _DRAFT) for name in drafts]
        frames, notes = fold_twins(sheets)
        reading.notes += notes
    reading.frame = join(frames)
    reading.account = added(reading.account)
    if not len(reading.frame) and not reading.faults:
        words = msg("the workbook is blank; ask for a new copy")
        reading.faults.append(Fault("unread", source.file, "", "", words))
    return reading


def _each_sheet(
    data: bytes, look: Looking, source: Source, options: ReadOptions
) -> Iterator[tuple[SheetCells, Reading]]:
    """Each sheet and the programmes of it, formulas without their values computed."""
    formulas: Mapping[str, Computed] | None = None
    for sheet in sheets_of(data, look):
        if formulas is None:
            formulas = _computed(data) if look.seen().bare_formulas else {}
        yield sheet, _read_sheet(sheet, formulas.get(sheet.name), source, options)


def _computed(data: bytes) -> Mapping[str, Computed]:
    from schedcheck.readers.workbooks.formulas import compute_formulas  # few need it

    return compute_formulas(data)


def _is_for_adults(name: str, frame: pd.DataFrame) -> bool:
    """Whether a sheet is named for adults (``18+``), and not all of its programmes have a mark of
    adults themselves.
    """
    named = NAMED_18.search(name) or _ADULT_NAME.search(name)
    if not (named or pattern("adults").search(fold(name))):
        return False
    return not all_marked(texts_of(frame["title"]), texts_of(frame["mark_text"]))


def _read_sheet(
    sheet: SheetCells, computed: Computed | None, source: Source, options: ReadOptions
) -> Reading:
    """The programmes of one sheet, and what is to be told of its cells."""
    place = _Places(sheet.name)
    cells = sheet.as_shown()
    if computed:
        cells = computed.put_into(cells)
    grid = Grid(cells, place, sheet.name, sheet.extras.merged)
    found = read_grid(grid, source.file, options, source.modified)
    found.faults[:0] = [
        Fault("bad-row", source.file, place(one.row, one.column), one.formula, one.reason)
        for one in ((*computed.uncomputed, *computed.otherwise) if computed else ())
    ]
    found.faults += list(_errors(sheet, place, source.file))
    hidden = _hidden(sheet, found)
    if hidden is not None:
        found.faults.append(Fault("bad-row", source.file, hidden[0], hidden[1], _HIDDEN_ROWS))
    columns = _filled(cells, sheet.extras.hidden_columns)
    if columns:
        names = ", ".join(map(column_letters, columns))
        words = msg("hidden columns, which were read like the others: %(columns)s", columns=names)
        found.notes.append(words)
    if computed and computed.corrected:
        words = msg(
            "formulas that the program which wrote the workbook had not computed, and whose value "
            "it gave as 0: %(count)d, computed here",
            count=computed.corrected,
        )
        found.notes.append(words)
    if sheet.extras.struck:
        words = msg(
            "texts that are struck through, left out: %(count)d, the first in %(place)s",
            count=len(sheet.extras.struck),
            place=place(*min(sheet.extras.struck)),
        )
        found.notes.append(words)
        found.not_on_air = [
            text_of(sheet.rows[row][column])
            for row, column in sheet.extras.struck
            if row < len(sheet.rows) and column < len(sheet.rows[row])
        ]
        found.account.append(_struck(sheet, cells, found.account))
    return found


def _struck(
    sheet: SheetCells, cells: Sequence[Sequence[Cell]], account: Sequence[PlaceCount]
) -> PlaceCount:
    """How many places of a sheet hold nothing but what is struck through."""
    if any(one.unit is Unit.CELL for one in account):
        return PlaceCount(Unit.CELL, End.LEFT_OUT, len(sheet.extras.struck), STRUCK)
    rows = {row for row, _column in sheet.extras.struck if all(map(blank, cells[row]))}
    return PlaceCount(Unit.ROW, End.LEFT_OUT, len(rows), STRUCK)


def _filled(rows: Sequence[Sequence[Cell]], columns: Collection[int]) -> list[int]:
    """Those of ``columns`` that hold anything."""
    last = max(map(len, rows), default=0)
    return [
        column
        for column in sorted(columns)
        if column < last and not all(map(blank, cells_of(rows, column)))
    ]


def _errors(sheet: SheetCells, place: _Places, file: str) -> Iterator[Fault]:
    """A fault for each column that holds errors in place of values, or cells that show another mark
    than they store.
    """
    extras = sheet.extras
    for column, rows in _by_columns(extras.errors):
        words = msg(
            "a spreadsheet error in place of the value (cells of this column, read as blank: "
            "%(count)d); correct the formulas, or write the values",
            count=len(rows),
        )
        yield Fault("bad-row", file, place(rows[0], column), extras.errors[rows[0], column], words)
    for column, rows in _by_columns(extras.otherwise):
        stored, shown = extras.otherwise[rows[0], column]
        words = msg(
            "the value that is stored, %(stored)s, is not the one that is shown, %(shown)s (cells "
            "of this column: %(count)d): type what is meant again, as text",
            stored=stored,
            shown=shown,
            count=len(rows),
        )
        yield Fault("bad-row", file, place(rows[0], column), shown, words)


def _by_columns(cells: Iterable[tuple[int, int]]) -> Iterable[tuple[int, list[int]]]:
    """The rows of cells by their columns."""
    columns: dict[int, list[int]] = {}
    for row, column in sorted(cells):
        columns.setdefault(column, []).append(row)
    return columns.items()


def _hidden(sheet: SheetCells, reading: Reading) -> tuple[str, str] | None:
    """Place and title of the first programme of a sheet in a row or column that is hidden."""
    extras = sheet.extras
    if not extras.hidden_rows and not extras.hidden_columns:
        return None
    frame = reading.frame
    for place, title in zip(frame["place"], frame["title"], strict=True):
        match = _CELL.search(place)
        if match:
            row, column = spot_of(match[0])
            if row in extras.hidden_rows or column in extras.hidden_columns:
                return place, title
    return None


def _overlap(frames: Iterable[pd.DataFrame]) -> bool:
    """Whether two sheets have programmes at the same time, as two of one schedule have."""
    starts = (frame["wall_start"].dropna() for frame in frames)
    spans = sorted((some.min(), some.max()) for some in starts if len(some))
    return any(begins <= ends for (_first, ends), (begins, _last) in pairwise(spans))


def _without_hidden(
    found: Sequence[tuple[SheetCells, Reading]], file: str, reading: Reading
) -> list[tuple[SheetCells, Reading]]:
    """The sheets that are shown, where one of these holds a programme; else all."""
    shown = [pair for pair in found if pair[0].visible]
    if not any(len(one.frame) for _sheet, one in shown):
        return list(found)
    for sheet, one in found:
        if not sheet.visible:
            reading.account += all_as(one.account, End.LEFT_OUT, _HIDDEN_SHEET)
        if not sheet.visible and len(one.frame):
            words = msg(
                "a hidden sheet (programmes on it: %(count)d), which is not part of the schedule "
                "that is shown, and was not judged; show the sheet if it is on air, else delete it",
                count=len(one.frame),
            )
            title = str(one.frame["title"].iloc[0])
            reading.faults.append(Fault("bad-row", file, sheet.name, title, words))
    return shown


def not_computed_in(data: bytes) -> Message | None:
    """What is to be told of formulas without values in a workbook that is no xlsx (ods, xls)."""
    if data.startswith(ole.MAGIC):
        from schedcheck.readers.workbooks import biff

        kind, count = "xls", biff.blank_formulas(ole.content_of(data, {"Workbook", "Book"}))
    else:
        kind, count = "ods", bare_ods_formulas(data)
    return msg(NOT_COMPUTED.text, why=kind, count=count) if count else None


class _Places:
    """Names the cells of a sheet as spreadsheet programs do."""

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet
        self._columns: dict[int, str] = {}

    def __call__(self, row: int, column: int) -> str:
        if column not in self._columns:
            self._columns[column] = f"{self._sheet}!{column_letters(column)}"
        return f"{self._columns[column]}{row + 1}"
