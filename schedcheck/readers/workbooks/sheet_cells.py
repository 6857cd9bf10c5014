"""The cells of a sheet, and what its file says of them beside their values."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from functools import cache
from operator import eq, ge, gt, le, lt, ne
from typing import Any, TypeAlias

from lxml import etree

from schedcheck.readers.office_part import root_of
from schedcheck.readers.values.cells import DAY, EPOCH, SERIALS, Cell, text_of
from schedcheck.readers.workbooks.cell_names import Spot, spot_of

#: More columns no sheet has.
MOST_COLUMNS = 16_384
#: A workbook that counts its days from 1904 has numbers so much smaller.
DAYS_1904 = 1462
#: A smaller number is a length of time, or a time past midnight, and no date.
_LEAST_DATE = 60
#: The last day of a workbook, 31 December 9999.
_LAST_DAY = 2_958_465

#: The values of cells that hold an error, by the number that files keep ([MS-XLS], 2.5.10).
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}

#: An area of fewer cells is no burden; a larger one must be filled to this part, up to the most.
_LARGE, _MOST = 1_000_000, 65_536 * 256
_LEAST_FILLED = 1 / 20

_LITERAL = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<when>[<>=]{1,2}-?[\d.]+)\]|\[[^\[\]]*\]|[_*].'
    r"|(?P<number>General|[0#?]+(?:[.,][0#?]+)*)|(?P<text>@)|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE,
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


@dataclass(slots=True)
class Extras:
    """What a sheet says beside the values of its cells.

    ``merged``: first and last cell of each merged range. ``hidden_rows`` and ``hidden_columns``
    are not shown. ``struck``: cells whose whole text is struck through. ``errors``: cells that
    hold an error, and its name. ``shown``: the texts that cells show instead of their values;
    ``forms``: what they show around their text, as a format of Python.
    """

    merged: list[tuple[Spot, Spot]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[Spot] = field(default_factory=set)
    errors: dict[Spot, str] = field(default_factory=dict)
    shown: dict[Spot, str] = field(default_factory=dict)
    forms: dict[Spot, str] = field(default_factory=dict)
    _spanned: int = 0

    def hide_columns(self, first: int, end: int) -> None:
        """Take in that the columns from ``first`` to before ``end`` are not shown.

        No two such spans of a sheet are about one column: what exceeds the columns that a sheet
        may have is left out.
        """
        columns = range(max(first, 0), min(end, MOST_COLUMNS))
        self._spanned += len(columns)
        if self._spanned <= MOST_COLUMNS:
            self.hidden_columns.update(columns)


@dataclass(slots=True)
class SheetCells:
    """A sheet: its name, its cells row by row from the first, and what its file says beside.

    ``later``: whether the workbook counts its days from 1904, which matters to bare numbers only.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    extras: Extras = field(default_factory=Extras)
    visible: bool = True
    later: bool = False

    def as_shown(self) -> list[list[Cell]]:
        """The cells as a person sees them: what is struck through is blank."""
        rows = [list(row) for row in self.rows]
        if self.later:
            rows = [[_of_1904(cell) for cell in row] for row in rows]
        changed = [*self.extras.shown.items(), *((spot, "") for spot in self.extras.struck)]
        for (row, column), form in self.extras.forms.items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = form.format(text_of(rows[row][column]))
        for (row, column), text in changed:
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text
        return rows


def _of_1904(cell: Cell) -> Cell:
    """A bare number of a workbook that counts from 1904, as the day that it may be."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        days = cell + DAYS_1904
        if int(days) in SERIALS:
            return EPOCH + timedelta(seconds=round(days * DAY))
    return cell


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
        if kind in {"quoted", "escaped"}
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


#: Only a sheet with one of these is gone through: most have none. Texts first, which are found
#: many times as fast as a pattern that has a choice at its beginning.
_ERRORS, _HIDDEN = (b't="e"', b"t='e'"), re.compile(rb"hidden=[\"'](?:1|true)")
_TRUE = ("1", "true")
#: The types of cells that hold texts.
_TEXTS = {"s", "str", "inlineStr"}


@dataclass(slots=True)
class _Styles:
    """What the styles of a workbook say: numbers of those that strike through, and the formats of
    those that add to a number; ``texts``: shared text -> the text without what is struck through.
    """

    struck: set[str] = field(default_factory=set)
    formats: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        return bool(self.struck or self.formats or self.texts)


def extras_of(data: bytes) -> tuple[list[Extras], bool]:
    """What each sheet says, in the order of the workbook, and whether its days count from 1904.

    Raises what zipfile and lxml do for a workbook that is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        book = root_of(archive.read("xl/workbook.xml"))
        later = any(one.get("date1904") in _TRUE for one in _named(book, "workbookPr"))
        members = _members(archive, book)
        styles = _styles(archive, names)
        found = []
        for member in members:
            extras = Extras()
            if member in names:
                content = archive.read(member)
                if styles.any or _says_more(content):
                    _read(content, styles, extras)
            found.append(extras)
    return found, later


def _says_more(content: bytes) -> bool:
    return any(sign in content for sign in _ERRORS) or _HIDDEN.search(content) is not None


def _named(element: Any, name: str) -> Iterable[Any]:
    """The elements of a local name, whatever the edition of the format."""
    found: Iterable[Any] = element.iter("{*}" + name)
    return found


def _members(archive: zipfile.ZipFile, book: Any) -> list[str]:
    """The names of the members that hold the sheets, in their order."""
    links = root_of(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in _named(links, "Relationship")}
    ids = (
        next((value for key, value in one.attrib.items() if key.endswith("}id")), "")
        for one in _named(book, "sheet")
    )
    return [posixpath.normpath(posixpath.join("/xl", targets.get(id_, "")))[1:] for id_ in ids]


def _is_struck(font: Any) -> bool:
    strikes = [one for name in ("strike", "dstrike") for one in _named(font, name)]
    return any(one.get("val", "1") in _TRUE for one in strikes)


def _styles(archive: zipfile.ZipFile, names: set[str]) -> _Styles:
    styles = _Styles()
    if "xl/styles.xml" in names:
        root = root_of(archive.read("xl/styles.xml"))
        fonts = [_is_struck(font) for group in _named(root, "fonts") for font in group]
        codes = {one.get("numFmtId"): one.get("formatCode", "") for one in _named(root, "numFmt")}
        forms = [form for group in _named(root, "cellXfs") for form in group]
        for number, form in enumerate(forms):
            font = int(form.get("fontId") or 0)
            if font < len(fonts) and fonts[font]:
                styles.struck.add(str(number))
            code = codes.get(form.get("numFmtId")) or ""  # no format of those built in says more
            if says_more(code):
                styles.formats[str(number)] = code
    if "xl/sharedStrings.xml" in names:
        content = archive.read("xl/sharedStrings.xml")
        if b"strike" in content:
            texts = _named(root_of(content), "si")
            styles.texts = {str(at): _left(one) for at, one in enumerate(texts) if _is_struck(one)}
    return styles


def _left(text: Any) -> str:
    """A text of several runs without those that are struck through."""
    runs = list(_named(text, "r"))
    return "".join(
        part.text or "" for run in runs if not _is_struck(run) for part in _named(run, "t")
    )


def _read(content: bytes, styles: _Styles, extras: Extras) -> None:
    row = column = -1
    for event, element in etree.iterparse(
        io.BytesIO(content), events=("start", "end"), tag=("{*}row", "{*}c", "{*}col"),
        resolve_entities=False, no_network=True, huge_tree=True,
    ):  # fmt: skip
        name = element.tag.rpartition("}")[2]
        if event == "start":
            if name == "row":
                row, column = int(element.get("r") or row + 2) - 1, -1
                if element.get("hidden") in _TRUE:
                    extras.hidden_rows.add(row)
            continue
        if name == "c":
            column += 1
            _cell(element, (row, column), styles, extras)
            continue
        if name == "col" and element.get("hidden") in _TRUE:
            extras.hide_columns(int(element.get("min", "1")) - 1, int(element.get("max", "1")))
        element.clear()


def _cell(element: Any, counted: tuple[int, int], styles: _Styles, extras: Extras) -> None:
    """Enter what a cell says beside its value; ``counted``: its place if it names none itself."""
    style, kind = element.get("s", "0"), element.get("t", "n")
    struck, shown = style in styles.struck, None
    form = text_form(styles.formats[style]) if kind in _TEXTS and style in styles.formats else ""
    if kind == "s" and styles.texts:
        shown = styles.texts.get(element.findtext("{*}v") or "")
    elif kind == "inlineStr" and _is_struck(element):
        shown = _left(element)
    elif kind == "n" and style in styles.formats:
        value = element.findtext("{*}v")
        shown = text_by(styles.formats[style], float(value)) if value else None
    if not struck and shown is None and kind != "e" and not form:
        return
    place = element.get("r")
    spot = spot_of(place) if place else counted
    if form:
        extras.forms[spot] = form
    if struck:
        extras.struck.add(spot)
    elif kind == "e":
        extras.errors[spot] = element.findtext("{*}v") or ""
    elif shown is not None:
        extras.shown[spot] = shown
