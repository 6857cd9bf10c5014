"""Documents of lines and tables (Word, OpenDocument, HTML …) as schedules.

Each reader of such a format gives the blocks of its document in order; here they become the lines
of one listing. A table that prints dates or channels of its own, or has days side by side, is read
as a table; the rows of any other are lines like the paragraphs around it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest

from msgspec import Struct, field

from schedcheck.messages import msg
from schedcheck.messages.message import cell_place, row_place
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.listings.around import shown
from schedcheck.readers.listings.lines import Line
from schedcheck.readers.listings.listing import read_listing
from schedcheck.readers.row_faults import HEADINGS, STRUCK
from schedcheck.readers.tables.grid import Grid
from schedcheck.readers.tables.headings import (
    Header,
    Merged,
    filled_down,
    find_header,
    shared_columns,
    with_headings_for_ticks,
)
from schedcheck.readers.tables.table import read_grid
from schedcheck.readers.values.age_names import (
    ADULT,
    counts_something,
    has_adult_mark,
    has_mark,
    is_adult_age,
    is_age,
    names_adults,
)
from schedcheck.readers.values.cells import Cell, text_of
from schedcheck.readers.values.clock_names import clock_heading
from schedcheck.readers.values.day_headings import read_heading
from schedcheck.readers.values.leading_times import lead, may_say_more
from schedcheck.readers.values.moments import parse_moment
from schedcheck.readers.values.words import DASHES, tidy
from schedcheck.schedule.account import End, PlaceCount, Places, Unit, added
from schedcheck.schedule.building import join, make_frame
from schedcheck.schedule.reading import Fault, Reading
from schedcheck.zones import clock_text

#: A line of a cell behind which the end of a programme is in the next line: «19:00 –».
_RANGE_GOES_ON = re.compile(rf"\d\s?[{DASHES}]\s*$")
_WORDS = re.compile(r"[^\W\d_]{2}")
_STRUCK_MARK = msg(
    "an adult mark is struck through and its programme is not, which then has no mark: delete the "
    "mark if it does not apply, and print the one that does"
)
#: Lines above a table that may be its heading.
_NEAR = 2
#: Columns that the grammar of listings has no place for.
_TABLE_ROLES = ("date", "channel", "zone", "duration", "repeat")


class DocumentTable(Struct):
    """A table of a document, ``place`` its name (``table 2``); a cell may hold several lines.

    ``merged`` are the first and last cell of each merged range, rows and columns from 0.
    """

    place: str
    rows: list[list[str]] = field(default_factory=list)
    merged: Merged = ()


Block = Line | DocumentTable


def read_document(  # noqa: PLR0913, PLR0917 - a document, and what is known of it
    blocks: Iterable[Block],
    name: str,
    file: str,
    options: ReadOptions,
    modified: date | None,
    struck: Sequence[Line] = (),
) -> Reading:
    """The programmes of all blocks; ``name`` is the reader's, ``modified`` the document's date.

    ``struck``: what the blocks do not hold because it is struck through or deleted under review;
    it is not on air, and a note says so.
    """
    found = _Lines()
    readings: list[Reading] = []
    blocks = list(blocks)
    for block in blocks:
        if isinstance(block, Line):
            found.add(_split(block.place, block.text))
        else:
            grid = _as_grid(block, found.last)
            if grid is None:
                found.add_table(block)
            else:
                readings.append(read_grid(grid, file, options, modified))
    if any(line.text.strip() for line in found.lines) or not readings:
        bare = any(map(_has_bare, readings))
        listing = read_listing(found.lines, file, options, modified, found.places, bare=bare)
        # the lines around tables that hold the schedule are told, but are no schedule of their own
        readings.insert(0, listing)
    reading = Reading(name, make_frame({}, 0))
    reading.rows = _rows_of(blocks) if options.rows else {}
    reading.frame = join(one.frame for one in readings)
    for one in readings:
        reading.faults += one.faults
        reading.notes += one.notes
        reading.names |= one.names
        reading.account += one.account
    reading.account.append(PlaceCount(Unit.LINE, End.STRUCTURE, found.headings, HEADINGS))
    struck = [line for line in struck if line.text.strip()]
    if struck:
        words = msg("struck through or deleted, and so not on air: %(lines)s", lines=shown(struck))
        reading.notes.append(words)
        reading.not_on_air = [line.text for line in struck]
        reading.faults += _struck_marks(struck, reading, file)
        seen = {line.place for line in found.lines if line.text.strip()}
        whole = {line.place for line in struck} - seen
        reading.account.append(PlaceCount(Unit.LINE, End.LEFT_OUT, len(whole), STRUCK))
    reading.account = added(reading.account)
    return reading


def _has_bare(reading: Reading) -> bool:
    """Whether programmes of a table have no mark, which a line beside it may then give them."""
    rows = zip(*(reading.frame[name].fillna("") for name in ("title", "mark_text")), strict=True)
    return any(not (mark or has_mark(title)) for title, mark in rows)


def _struck_marks(struck: Sequence[Line], reading: Reading, file: str) -> Iterator[Fault]:
    """A fault for each adult mark that is struck through by itself, and its programme is not."""
    frame = reading.frame
    titles = dict(zip(frame["place"], frame["title"], strict=True))
    texts = (frame[name].fillna("") for name in ("title", "other_text", "mark_text"))
    marked = {
        place
        for place, *parts in zip(frame["place"], *texts, strict=True)
        if has_mark(" ".join(parts))
    }
    for line in struck:
        alone = has_adult_mark(line.text) and not _WORDS.search(ADULT.sub("", line.text))
        if alone and line.place not in marked:
            text = f"{titles.get(line.place, '')} {line.text}".strip()
            yield Fault("bad-row", file, line.place, text, _STRUCK_MARK)


class _Lines(Struct):
    """The lines of a document outside of tables that are read as such, and the place of each.

    ``numbers``: in which place each line stands; the row of a table is one, whatever lines it
    gives. ``headings``: rows that head the columns of a table, and are no lines. ``last``: the
    last texts that are not blank; to look for them in all lines at each of many tables is slow.
    """

    lines: list[Line] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    filled: list[bool] = field(default_factory=list)
    headings: int = 0
    last: deque[str] = field(default_factory=lambda: deque(maxlen=_NEAR))

    @property
    def places(self) -> Places:
        """The account of the lines."""
        return Places.of(Unit.LINE, self.filled).seen_by(self.numbers)

    def add(self, lines: Sequence[Line], *, again: bool = False) -> None:
        """Add lines, each a place of its own, unless it was there ``again``."""
        for line in lines:
            self.filled.append(tidy(line.text) != "" and not again)
            self.numbers.append(len(self.filled) - 1)
        self._keep(lines)

    def _keep(self, lines: Sequence[Line]) -> None:
        self.lines += lines
        self.last.extend(line.text for line in lines if line.text.strip())

    def add_table(self, table: DocumentTable) -> None:
        """Add the rows as lines, or the columns one after the other where they are listings."""
        if _is_side_by_side(table.rows):
            self._add_columns(table)
            return
        flat = [[" ".join(cell.split()) for cell in row] for row in table.rows]
        header = find_header(flat)
        ages = _columns_of_ages(header, flat) if header else frozenset()
        for at, row in enumerate(_filled_down(table, header)):
            place = row_place(table.place, at + 1)
            if header is not None and header.row <= at < header.body:
                self.headings += any(row)
                continue
            under = header is not None and at >= header.body
            lines = (
                [line for part in _apart(row) for line in _under(header, part, place, ages)]
                if header and under
                else _row(row, place)
            )
            self.filled.append(any(tidy(line.text) for line in lines))
            self.numbers += [len(self.filled) - 1] * len(lines)
            self._keep(lines)

    def _add_columns(self, table: DocumentTable) -> None:
        across = _filled_across(table)
        for column in range(max(map(len, across))):
            for at, row in enumerate(across):
                if column < len(row):
                    own = table.rows[at][column : column + 1]
                    lines = _split(cell_place(table.place, at + 1, column + 1), row[column])
                    self.add(lines, again=own in ([], [""]))


def _rows_of(blocks: Iterable[Block]) -> dict[str, str]:
    """The text of each paragraph and row by its place, the cells of a row between bars."""
    found: dict[str, list[str]] = {}
    for block in blocks:
        if isinstance(block, Line):
            found.setdefault(block.place, []).append(block.text)
        else:
            for number, row in enumerate(block.rows, 1):
                text = " | ".join(" ".join(cell.split()) for cell in row)
                found.setdefault(row_place(block.place, number), []).append(text)
    return {place: "\n".join(texts) for place, texts in found.items()}


def _split(place: str, text: str) -> list[Line]:
    return [Line(place, line) for line in text.split("\n")]


def _as_grid(table: DocumentTable, near: Sequence[str]) -> Grid | None:
    """The table for the reader of tables, where it holds more than a listing can say.

    ``near``: the texts of the lines above it, which may be its heading.
    """
    flat = [[" ".join(cell.split()) for cell in row] for row in table.rows]
    header = find_header(flat)
    told = [_is_day(text) or clock_heading(text, alone=True) for text in near]
    heading = [[text] for at, text in enumerate(near) if all(told[at:])]
    wanted = header is not None and (
        header.of(*_TABLE_ROLES)
        or len(header.of("start")) > 1
        or any(column.zone or column.place for column in header.of("start"))
        or _has_days(flat[: header.row])
    )
    if not (wanted or _is_matrix(flat)):
        return None

    def place(row: int, _column: int) -> str:
        return row_place(table.place, max(row + 1 - len(heading), 1))

    more = len(heading)
    merged = [
        ((top + more, left), (low + more, right)) for (top, left), (low, right) in table.merged
    ]
    return Grid(heading + flat, place, table.place, merged, borrowed=more)


def _is_matrix(rows: Sequence[Sequence[str]]) -> bool:
    """Whether days stand side by side above cells that have no clock readings of their own."""
    heads = [at for at, row in enumerate(rows) if _has_days([row])]
    if not heads:
        return False
    below = [cell for row in rows[heads[0] + 1 :] for cell in row[1:] if cell]
    timed = sum(lead(cell) is not None for cell in below)
    return timed * 2 < len(below)


def _has_days(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a row names several days, a column each."""
    return any(sum(_is_day(cell) for cell in row) > 1 for row in rows)


def _is_day(cell: str) -> bool:
    name = read_heading(cell)
    return name is not None and name.exact


def _is_side_by_side(rows: Sequence[Sequence[str]]) -> bool:
    """Whether cells beside each other hold whole lines with clock readings, or lists of them."""
    for row in rows:
        timed = [sum(_is_programme(line) for line in cell.split("\n")) for cell in row]
        if sum(map(bool, timed)) > 1 or max(timed, default=0) > 1:
            return True
    return False


def _filled_across(table: DocumentTable) -> list[list[str]]:
    """The rows with programmes that are merged over several days in the column of each."""
    rows = [list(row) for row in table.rows]
    for (top, left), (_bottom, right) in table.merged:
        cell = rows[top][left]
        if right > left and any(map(_is_programme, cell.split("\n"))):
            rows[top] += [""] * (right + 1 - len(rows[top]))
            rows[top][left + 1 : right + 1] = [cell] * (right - left)
    return rows


def _filled_down(table: DocumentTable, header: Header | None) -> Sequence[Sequence[str]]:
    """The rows with marks that are merged over several programmes beside each, and headings in
    place of ticks under them.
    """
    if header is None or not header.of("start"):
        marks = {
            left
            for (top, left), _last in table.merged
            if may_say_more(table.rows[top][left]) and lead(table.rows[top][left]) is None
        }
        rows: Sequence[Sequence[Cell]] = filled_down(table.rows, table.merged, marks, 0)
    else:
        above, body = table.rows[: header.body], table.rows[header.body :]
        rows = [*above, *with_headings_for_ticks(header, body)]
        shared = shared_columns(header)
        rows = filled_down(rows, table.merged, shared, header.of("start")[0].index)
    return [[cell if isinstance(cell, str) else text_of(cell) for cell in row] for row in rows]


def _is_programme(line: str) -> bool:
    found = lead(line)
    return found is not None and found.text != ""


def _row(row: Sequence[str], place: str) -> list[Line]:
    """A row without a header above it: a line, its cells parted by tabs.

    Times and titles below each other in two cells are paired where they are as many.
    """
    parts = _apart([cell for cell in row if cell.strip()])
    return [Line(place, "\t".join(" ".join(cell.split()) for cell in part)) for part in parts]


def _apart(row: Sequence[str]) -> list[Sequence[str]]:
    """The rows that are below each other in a row whose cells have as many lines each."""
    cells = [cell.strip("\n").split("\n") for cell in row]
    count = {len(cell) for cell in cells if cell != [""]}
    goes_on = any(_RANGE_GOES_ON.search(line) for cell in cells for line in cell)
    if len(count) != 1 or goes_on:
        return [row]
    filled = [cell if cell != [""] else [""] * max(count) for cell in cells]
    return [list(part) for part in zip(*filled, strict=True)]


def _clock_text(cell: str) -> str:
    """A cell of a column of times as no line can misread it: 06:30 for 0630, 6-30 or 6h30."""
    moment = parse_moment(cell)
    if moment is None or moment.day is not None or moment.clock_zone:
        return cell
    seconds = moment.seconds % 60
    return clock_text(moment.seconds) + (f":{seconds:02}" if seconds else "")


def _columns_of_ages(header: Header, rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """The columns without a heading that is known which hold ages and nothing else."""
    known = {one.index for one in header.columns if one.role or counts_something(one.text)}
    columns = enumerate(zip_longest(*rows[header.body :], fillvalue=""))
    filled = ((at, {*cells} - {""}) for at, cells in columns if at not in known)
    return frozenset(at for at, cells in filled if cells and all(map(is_age, cells)))


def _under(
    header: Header, row: Sequence[str], place: str, ages: Collection[int] = ()
) -> list[Line]:
    """A row under a header: its start and end, then what else it says; marks keep their heading,
    an adult age in one of the columns of bare ``ages`` is an unclear mark.
    """
    cells = [" ".join(cell.split()) for cell in row]
    for at in ages:
        if at < len(cells) and is_adult_age(cells[at]):
            cells[at] = f"({cells[at]})"
    columns = [one for one in header.columns if one.index < len(cells) and cells[one.index]]

    def of(*roles: str) -> list[str]:
        return [cells[one.index] for one in columns if one.role in roles]

    clocks, stops = of("start"), of("stop")
    unnamed = cells[max((one.index for one in header.columns), default=-1) + 1 :]
    if not clocks or cells.count("") == len(cells) - 1:
        return _row(row, place)
    clock = "-".join(map(_clock_text, [clocks[0], *stops[:1]]))
    titles = of("title") or of("programme") or of("other_title")
    others = [cells[one.index] for one in columns if one.role not in {"start", "stop", "mark"}]
    rest = [cell for cell in others if cell not in titles[:1]]
    rest += filter(None, unnamed)
    marks = [_mark_text(one.text, cells[one.index]) for one in columns if one.role == "mark"]
    marks += [_mark_text("", cell) for cell in rest if names_adults(cell)]
    rest += [line for cell in row for line in cell.split("\n")[1:] if names_adults(line)]
    text, mark, more = "\t".join([clock, *titles[:1]]), "; ".join(marks), " / ".join(rest)
    return [Line(place, text, mark, more, timed=True)]


def _mark_text(heading: str, mark: str) -> str:
    """A mark with the heading of its column, as «Age:18+»."""
    return f"{heading.replace(':', ' ').replace(';', ',')}:{mark}"
