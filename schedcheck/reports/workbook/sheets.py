"""What all sheets share: looks, safe text, column widths, print set-up, saving.

Styles are registered once a workbook and given to cells by their numbers: setting font, fill and
border cell by cell costs more than all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, islice
from math import ceil
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple

from msgspec import Struct
from openpyxl.styles import (
    Alignment,
    Border,
    Font,
    PatternFill,
    Side,
)
from openpyxl.styles.borders import DEFAULT_BORDER
from openpyxl.styles.fills import DEFAULT_EMPTY_FILL
from openpyxl.utils import get_column_letter

from schedcheck.messages import _, plural
from schedcheck.messages.formats import cell_format
from schedcheck.reports.files import replacing
from schedcheck.reports.wording import visible
from schedcheck.reports.workbook.streaming import (
    Form,
    Frame,
    StreamedRow,
    StreamedRows,
    StyleParts,
    Styles,
    Value,
    frame,
    save,
    written_cell,
    written_parts,
)

#: The longest text a cell takes, in UTF-16 units (ECMA-376 part 1, 18.18 / Excel's limits).
_LONGEST = 32_767
#: So many rows of a table are kept, and not made a second time.
_KEPT = 2_000
#: The most rows of a sheet, by the same.
MOST_ROWS = 1_048_576
#: A text that begins so would become a formula as soon as somebody edits the cell.
FORMULA = frozenset("=+-@\t\r\n'")
#: The most width, in characters, that is still readable when it is made to fit on a page of A4.
_READABLE = 230
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_FONT = "Arial"
#: Characters of text at 9 points that fit in a column of width 1; bold ones are wider.
_ROOM, _BOLD_ROOM = 1.08, 0.95
_LINE_HEIGHT, _PADDING = 11.6, 3.0
#: The highest a row may be, in points, and as much text as could fill it.
_HIGHEST, _MEASURED = 409.0, 4000
_GRID = Side(style="thin", color="BFC6CE")
#: Column widths are counted in digits of it: one that all office programs have, or measure alike.
_NORMAL = Font(name=_FONT, size=10)
_ALL_SIDES = Border(left=_GRID, right=_GRID, top=_GRID, bottom=_GRID)


class Look(Struct, frozen=True, eq=False):
    """How a cell looks; colours are RRGGBB, ``size`` in points, ``ground``: hatched on it.

    Looks are constants, and each is equal to itself alone: they are looked up once a cell.
    """

    number_format: str = "General"
    across: str = "left"
    up: str = "top"
    wrap: bool = True
    bold: bool = False
    italic: bool = False
    size: float = 9
    colour: str = "1F2933"
    fill: str = ""
    ground: str = ""
    border: bool = True


TEXT = Look()
CENTRED = Look(across="center")
COUNT = Look("#,##0", across="center")
MINUTES = Look("0.0", across="center")
AT_LEAST = Look('"≥ "0.0', across="center")
SHARE = Look("0%", across="center")
NO_SHARE = Look("0%", across="center", bold=True, fill="FFE8B8")
NO_COUNT = Look("#,##0", across="center", bold=True, fill="FFE8B8")
DATE = Look("dd.mm.yyyy", across="center")
TIME = Look("hh:mm", across="center")
MOMENT = Look("dd.mm.yyyy hh:mm", across="center")
DAY_AND_TIME = Look("dd.mm hh:mm", across="center")
HEADING = Look(across="center", up="center", bold=True, colour="FFFFFF", fill="2F4A66")
SECTION = Look(bold=True, fill="E4E9EF", border=True)
NOTE = Look(italic=True, colour="5A6672", wrap=False, border=False)


def parts_of(look: Look) -> tuple[Font, PatternFill, Border, Alignment]:
    """The parts of a look but its format."""
    return (
        _font(look),
        _fill(look.fill, look.ground),
        _ALL_SIDES if look.border else DEFAULT_BORDER,
        Alignment(horizontal=look.across, vertical=look.up, wrap_text=look.wrap),
    )


@cache  # looks are constants, and a batch has a workbook for each channel
def _written(look: Look) -> StyleParts:
    return written_parts(*parts_of(look))


def _font(look: Look) -> Font:
    return Font(name=_FONT, size=look.size, bold=look.bold, italic=look.italic, color=look.colour)


def _fill(colour: str, ground: str) -> PatternFill:
    if not colour:
        return DEFAULT_EMPTY_FILL
    if ground:  # the first colour is that of the lines
        return PatternFill("lightUp", start_color=colour, end_color=ground)
    return PatternFill("solid", start_color=colour)


#: How tables are set up: those to be looked through, and those to be read from top to bottom.
LIST = Form(frozen="A2", filtered=True)
DETAILS = Form(landscape=False, frozen="A2")


class Shown(NamedTuple):
    """A value with a look of its own instead of its column's."""

    value: Value
    look: Look


class Column(Struct, frozen=True):
    """A column of a table: widths in characters; longer text is wrapped at ``most``."""

    heading: str
    look: Look = TEXT
    least: int = 6
    most: int = 40


def place_columns() -> tuple[Column, Column]:
    """The last columns of a table of findings: in which file, and where in it."""
    return Column(_("File"), TEXT, 10, 24), Column(_("Place"), TEXT, 7, 14)


class Book:
    """A workbook being built; ``save`` writes it in one go."""

    def __init__(self) -> None:
        self._styles = Styles(_NORMAL)
        self._numbers: dict[tuple[Look, bool], int] = {}
        self._blanks: dict[Look, str] = {}
        self._sheets: list[StreamedRows] = []

    def style(self, look: Look, *, quoted: bool = False) -> int:
        """The number of the style of ``look`` in this workbook, registered at its first use."""
        number = self._numbers.get((look, quoted))
        if number is None:
            code = cell_format(look.number_format)
            number = self._styles.number(_written(look), code, quoted=quoted)
            self._numbers[look, quoted] = number
        return number

    def cell(self, value: Value, look: Look) -> str:
        """A cell as it is written; text is always text, never a formula or an error value."""
        value, quoted = _safe(value) if isinstance(value, str) else (value, False)
        return written_cell(value, self.style(look, quoted=quoted))

    def blank(self, look: Look) -> str:
        """An empty cell as it is written."""
        if look not in self._blanks:
            self._blanks[look] = self.cell(None, look)
        return self._blanks[look]

    def _fitted(self, value: Value, look: Look, width: float) -> tuple[str, int]:
        """A cell as it is written, and how many lines it needs in a column of a width."""
        lines = 1
        if isinstance(value, str) and look.wrap:
            room = width * (_BOLD_ROOM if look.bold else _ROOM)
            if len(value) > room or "\n" in value:
                lines = _lines(value, room)
        return self.cell(value, look), lines

    def put(
        self, title: str, around: Frame, lines: Sequence[StreamedRow], merged: Sequence[str] = ()
    ) -> None:
        """Add a sheet of rows, of which the last is the longest, and its merged cells."""
        high, wide = len(lines), len(lines[-1].cells)
        self._sheets.append(StreamedRows(self._title(title), lines, high, wide, around, merged))

    def _title(self, title: str) -> str:
        return _sheet_title(title, (sheet.title for sheet in self._sheets))

    def table(
        self,
        title: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Value | Shown]],
        *,
        caption: str = "",
        form: Form = LIST,
    ) -> None:
        """Add a sheet that is one table, its headings in row 1; without rows it says so.

        ``rows`` are gone through twice. Few are kept for that, and all where they come from an
        iterator; otherwise many are asked for again.
        """
        begun = iter(rows)
        kept = list(islice(begun, None if begun is rows else _KEPT))
        table = rows if len(kept) == _KEPT and begun is not rows else kept
        widths, count = _measured(columns, chain(kept, begun))
        fits = count if count < MOST_ROWS else MOST_ROWS - 2
        note = ""
        if not count:
            note = _("None found.")
        elif count > fits:
            note = plural(
                "%(count)d more row does not fit on a sheet; audit fewer channels or days at once.",
                "%(count)d more rows do not fit on a sheet; audit fewer channels or days at once.",
                count - fits,
            )
        lines = self._lines(columns, islice(table, fits), widths, note)
        high, wide = fits + 1 + bool(note), len(columns)
        pages = ceil(sum(widths) / _READABLE)
        area = f"A1:{get_column_letter(wide)}{fits + 1}"
        self._sheets.append(
            StreamedRows(
                self._title(title),
                lines,
                high,
                wide,
                frame(form._replace(pages=pages), caption, widths, area),
                filtered=area if form.filtered else "",
                # the first columns too where there are several pages side by side
                repeated=("$1:$1", "$A:$B") if pages > 1 else ("$1:$1",),
            )
        )

    def _lines(
        self,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Value | Shown]],
        widths: Sequence[float],
        note: str,
    ) -> Iterator[StreamedRow]:
        """The headings, the rows and a note below them, in their styles."""
        looks = [column.look for column in columns]
        fitted = lru_cache(maxsize=4096, typed=True)(self._fitted)  # rows are much alike
        for row in chain([[Shown(column.heading, HEADING) for column in columns]], rows):
            made = [
                fitted(*given, width) if isinstance(given, Shown) else fitted(given, usual, width)
                for given, usual, width in zip(row, looks, widths, strict=True)
            ]
            lines = max(lines for _cell, lines in made)
            yield StreamedRow([cell for cell, _lines in made], _height(lines))
        if note:
            yield StreamedRow([self.cell(note, NOTE)])

    def save(self, path: Path) -> None:
        """Write the workbook to ``path``: beside its place, then renamed; the same bytes again."""
        with replacing(path) as part:
            save(self._sheets, self._styles.written, part)


@lru_cache(maxsize=4096)  # messages, titles and files come again
def _safe(text: str) -> tuple[str | None, bool]:
    """A text as a cell takes it, and whether it could be taken for a formula."""
    text = _fit(visible(text))
    return text or None, text[:1] in FORMULA


def _fit(text: str) -> str:
    if len(text) * 2 <= _LONGEST:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return text
    return units[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def _measured(
    columns: Sequence[Column], rows: Iterable[Sequence[Value | Shown]]
) -> tuple[list[float], int]:
    """The columns' widths, of the longest text within what the column allows, and how many rows."""
    # The filter's button covers the end of a heading's last word, and a word never breaks.
    words = [max(len(word) for word in column.heading.split()) + 2 for column in columns]
    headings = [ceil(length / _BOLD_ROOM) for length in words]
    longest = list(headings)
    count = 0
    for row in rows:
        count += 1
        for number, value in enumerate(row):
            text = value.value if isinstance(value, Shown) else value
            if isinstance(text, str) and len(text) > longest[number]:
                longest[number] = max(longest[number], *map(len, text.split("\n")))
    widths = [
        max(heading, min(max(length, column.least), column.most)) + 1.0
        for heading, length, column in zip(headings, longest, columns, strict=True)
    ]
    return widths, count


def _height(lines: int) -> float | None:
    """The height in points of a row that needs more than one line.

    Office programs disagree on whether they calculate it themselves for a file that does not say.
    """
    return min(lines * _LINE_HEIGHT + _PADDING, _HIGHEST) if lines > 1 else None


@lru_cache(maxsize=4096)  # messages, rules and titles come again
def _lines(text: str, room: float) -> int:
    """How many lines ``text`` takes when wrapped at words in ``room`` characters."""
    return sum(
        len(wrap(line, max(int(room), 1), break_on_hyphens=False)) or 1
        for line in text[:_MEASURED].split("\n")
    )


def _sheet_title(title: str, taken: Iterable[str]) -> str:
    r"""``title`` as Excel allows it: 31 characters, none of ``[]:*?/\``, not taken yet."""
    clean = _NOT_IN_TITLES.sub("-", visible(title)).strip("'") or "Sheet"
    used = {name.casefold() for name in taken}
    candidate, number = clean[:31], 1
    while candidate.casefold() in used:
        number += 1
        ending = f" ({number})"
        candidate = clean[: 31 - len(ending)] + ending
    return candidate
