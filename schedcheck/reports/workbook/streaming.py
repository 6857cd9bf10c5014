"""How workbooks are written: rows as they come, and around them what openpyxl makes once.

openpyxl would hold every cell until the end; so a long table takes no more memory than a short one.
Everything but rows is openpyxl's. Sheets are set up alike and have the same looks: it writes one
sheet of each form, without rows, each font, fill, border and alignment, and what is around so many
sheets. Of that a workbook is put together: made anew for each, it would take longer than a week's
programme.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache, lru_cache
from html import escape
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from msgspec import Struct
from openpyxl import Workbook
from openpyxl.compat import safe_string
from openpyxl.packaging.workbook import ChildSheet
from openpyxl.styles import Alignment, Border, Fill, Font
from openpyxl.styles.numbers import (
    BUILTIN_FORMATS_MAX_SIZE,
    BUILTIN_FORMATS_REVERSE,
    NumberFormat,
)
from openpyxl.styles.stylesheet import write_stylesheet
from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_STYLE, ARC_WORKBOOK
from openpyxl.xml.functions import tostring

from schedcheck._version import __version__
from schedcheck.messages import _
from schedcheck.reports.files import IN_MEMORY, Archive
from schedcheck.reports.wording import escapes_kept, visible

Value = str | float | date | time | None


class StreamedRow(NamedTuple):
    """A row: its cells (:func:`written_cell`) from the first column on; ``height``: in points."""

    cells: Sequence[str]
    height: float | None = None


#: A fixed day for the file's own dates: the same input gives the same bytes.
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl wants it naive
#: So many rows are put there at once.
_AT_ONCE = 64
#: What openpyxl writes of a sheet without cells: its area, and where its rows would end.
_NO_AREA = '<dimension ref="A1:A1"'
_ROWS_END = "</sheetData>"
_COLUMN = '<col width="{}" customWidth="1" min="{}" max="{}"/>'
_FILTER = '<autoFilter ref="{}"'
#: The lists that styles are made of, and what the elements in them are called.
_LISTS = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf"}
_NO_FORMATS = re.compile('<numFmts count="0" ?/>')
_STYLE = (
    '<xf numFmtId="{}" fontId="{}" fillId="{}" borderId="{}" applyAlignment="1" pivotButton="0" '
    'quotePrefix="{}" xfId="0">{}</xf>'
)


class Frame(NamedTuple):
    """What of a written sheet is before its rows, and what is behind them."""

    before: str
    after: str


def frame_of(sheet: Worksheet) -> Frame:
    """A sheet as openpyxl writes it, cut where its rows end; its own way is by a temporary file.

    What writes one sheet is a private part of openpyxl, whose version is bounded for that.
    """
    content = BytesIO()
    WorksheetWriter(sheet, content).write()
    before, end, after = content.getvalue().decode().partition(_ROWS_END)
    return Frame(before, end + after)


class StreamedRows(Struct, frozen=True):
    """A sheet of rows, made when it is written, and their size; ``frame`` is around them.

    ``merged``: the ranges of cells that are one, for a sheet without a filter. ``filtered``: the
    range of its filter. ``repeated``: the rows and the columns to be printed on each page.
    """

    title: str
    lines: Iterable[StreamedRow]
    rows: int
    columns: int
    frame: Frame
    merged: Sequence[str] = ()
    filtered: str = ""
    repeated: Sequence[str] = ()

    @property
    def area(self) -> str:
        """The range of the cells."""
        return f"A1:{get_column_letter(self.columns)}{self.rows}"


def _rows(lines: Iterable[StreamedRow]) -> Iterator[bytes]:
    letters: list[str] = []
    for number, (cells, height) in enumerate(lines, 1):
        while len(letters) < len(cells):
            letters.append(get_column_letter(len(letters) + 1))
        written = "".join(
            [f'<c r="{letter}{number}"{cell}' for letter, cell in zip(letters, cells, strict=False)]
        )
        high = "" if height is None else f' ht="{safe_string(height)}" customHeight="1"'
        yield f'<row r="{number}"{high}>{written}</row>'.encode()


def written_cell(value: Value, style: int) -> str:
    """What is behind the place of a cell, its text in itself (ECMA-376 part 1, 18.3.1.4).

    ``value``: a text holds only what XML can hold, and is no longer than a cell takes. ``style``:
    the number of its style.
    """
    if isinstance(value, str):
        kept = ' xml:space="preserve"' if value != value.strip() else ""
        text = escape(escapes_kept(value), quote=False)
        return f' s="{style}" t="inlineStr"><is><t{kept}>{text}</t></is></c>'
    if value is None:
        return f' s="{style}"/>'
    number = to_excel(value) if isinstance(value, date | time) else value  # type: ignore[no-untyped-call]
    return f' s="{style}"><v>{safe_string(number)}</v></c>'


def save(sheets: Sequence[StreamedRows], styles: Callable[[], str], path: Path) -> None:
    """Write a workbook of ``sheets`` to ``path``.

    ``styles`` gives the part of the file that holds them; rows that are made may still add some.
    The same sheets make the same bytes. Raises OSError when it cannot be written.
    """
    members = {f"xl/worksheets/sheet{number}.xml": one for number, one in enumerate(sheets, 1)}
    with Archive(path, "w", ZIP_DEFLATED) as archive:
        for name, part in _package(len(sheets)).items():
            if name in members:
                _write_sheet(archive, members[name], name)
            elif name == ARC_STYLE:
                archive.writestr(name, styles())
            else:
                archive.writestr(name, _named(part, sheets) if name == ARC_WORKBOOK else part)


@lru_cache(maxsize=64)
def _package(sheets: int) -> Mapping[str, str]:
    """The parts of a workbook with so many sheets, as openpyxl writes them."""
    workbook, content = Workbook(), BytesIO()
    for _number in range(1, sheets):
        workbook.create_sheet()
    properties = workbook.properties
    properties.creator = f"schedcheck {__version__}"
    properties.created = properties.modified = _EPOCH
    with ZipFile(content, "w") as archive:
        _Around(workbook, archive).write_data()
        return {name: archive.read(name).decode() for name in archive.namelist()}


class _Around(ExcelWriter):
    """openpyxl's writer, which leaves the sheets empty."""

    def write_worksheet(self, ws: Any) -> None:
        """Write nothing of a sheet but that there is one."""
        self._archive.writestr(ws.path[1:], "")  # type: ignore[attr-defined]
        self.manifest.append(ws)


def _named(workbook: str, sheets: Sequence[StreamedRows]) -> str:
    """The part that lists the sheets, with their titles and with the names of ranges in them."""
    named, names = [], []
    for place, sheet in enumerate(sheets):
        named.append(_sheet(sheet.title, place + 1))
        quoted = quote_sheetname(sheet.title)
        if sheet.filtered:
            area = f"{quoted}!{absolute_coordinate(sheet.filtered)}"
            names.append(_name("_FilterDatabase", place, area, hidden=True))
        if sheet.repeated:
            ranges = ",".join(f"{quoted}!{one}" for one in sheet.repeated)
            names.append(_name("Print_Titles", place, ranges))
    whole = _put(workbook, "sheets", f"<sheets>{''.join(named)}</sheets>")
    ranged = f"<definedNames>{''.join(names)}</definedNames>"
    return whole.replace("<definedNames/>", ranged, 1) if names else whole


@lru_cache(maxsize=256)  # the workbooks of channels have the same sheets
def _sheet(title: str, number: int) -> str:
    return _text(ChildSheet(name=title, sheetId=number, id=f"rId{number}").to_tree("sheet"))


@lru_cache(maxsize=256)
def _name(name: str, place: int, ranges: str, *, hidden: bool | None = None) -> str:
    defined: Any = DefinedName(name=name, localSheetId=place, hidden=hidden)
    defined.value = ranges
    return _text(defined.to_tree("definedName"))


def _write_sheet(archive: Archive, sheet: StreamedRows, name: str) -> None:
    """Write a sheet, the rows between the parts of its frame."""
    with SpooledTemporaryFile(IN_MEMORY) as whole:
        area = f'<dimension ref="{sheet.area}"'
        whole.write(sheet.frame.before.replace(_NO_AREA, area, 1).encode())
        lines = _rows(sheet.lines)
        while some := b"".join(islice(lines, _AT_ONCE)):
            whole.write(some)
        merged = _ROWS_END + _merging(sheet.merged)
        whole.write(sheet.frame.after.replace(_ROWS_END, merged, 1).encode())
        archive.copy(whole, name)


def _merging(ranges: Sequence[str]) -> str:
    """The element for merged cells (18.3.1.55), which follows the rows where no filter does."""
    if not ranges:
        return ""
    each = "".join([f'<mergeCell ref="{cells}"/>' for cells in ranges])
    return f'<mergeCells count="{len(ranges)}">{each}</mergeCells>'


class Form(NamedTuple):
    """How a sheet is set up, always to be printed on A4.

    ``frozen``: the first cell that moves. ``pages``: over so many it is printed side by side.
    ``whole``: on one page, in its middle and with small margins. ``choice``: the range of cells
    that take one of the texts of a list, and the list as a formula.
    """

    landscape: bool = True
    frozen: str = ""
    filtered: bool = False
    pages: int = 1
    whole: bool = False
    choice: tuple[str, str] | None = None


def frame(form: Form, caption: str = "", widths: Sequence[float] = (), area: str = "") -> Frame:
    """The frame of a sheet of a form.

    ``caption`` is in the head of each printed page; ``area``: the range of the filter.
    """
    before, after = _empty(form, _("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"})
    columns = [_COLUMN.format(safe_string(one), at, at) for at, one in enumerate(widths, 1)]
    cols = f"<cols>{''.join(columns)}</cols>" if columns else ""
    after = after.replace(_FILTER.format("A1"), _FILTER.format(area), 1)
    return Frame(_put(before, "cols", cols), _put(after, "oddHeader", _head(caption)))


def _put(text: str, name: str, element: str) -> str:
    """A text of XML with ``element`` in the place of the one element that has this name."""
    before, _tag, behind = text.partition(f"<{name}>")
    return before + element + behind.partition(f"</{name}>")[2]


@lru_cache(maxsize=64)
def _empty(form: Form, foot: str) -> Frame:
    """The frame of a sheet with one column, a filter of one cell and no caption."""
    sheet: Any = Workbook().active
    setup = sheet.page_setup
    setup.orientation = "landscape" if form.landscape else "portrait"
    setup.paperSize = 9  # A4
    setup.fitToWidth, setup.fitToHeight = form.pages, int(form.whole)
    if form.pages > 1:
        setup.pageOrder = "overThenDown"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3)
    if form.whole:
        sheet.page_margins = PageMargins(0.3, 0.3, 0.45, 0.45, 0.2, 0.2)
        sheet.print_options.horizontalCentered = True
    if form.choice:
        cells, choice = form.choice
        sheet.add_data_validation(DataValidation("list", formula1=choice, sqref=cells))
    sheet.freeze_panes = form.frozen or None
    sheet.auto_filter.ref = "A1" if form.filtered else None
    sheet.column_dimensions["A"].width = 1
    _captioned(sheet.oddHeader, "")
    sheet.oddFooter.left.text = f"schedcheck {__version__}"
    sheet.oddFooter.right.text = foot
    return frame_of(sheet)


@lru_cache(maxsize=64)  # the sheets of a workbook have two or three captions
def _head(caption: str) -> str:
    """The head of the pages as it is written."""
    head = HeaderFooterItem()
    _captioned(head, caption)
    # as openpyxl writes it, which takes nothing but ASCII
    words = escape(str(head), quote=False).encode("ascii", "xmlcharrefreplace").decode()
    return f"<oddHeader>{words}</oddHeader>"


def _captioned(head: Any, caption: str) -> None:
    head.left.text = visible(caption).replace("&", "&&") or None
    head.right.text = "&A"


class StyleParts(NamedTuple):
    """The parts of a style but its format, as they are written."""

    font: str
    fill: str
    border: str
    alignment: str


def written_parts(font: Font, fill: Fill, border: Border, alignment: Alignment) -> StyleParts:
    """The parts of a style as openpyxl writes them."""
    parts: Any = (font, fill, border, alignment)
    return StyleParts(
        *(_text(one.to_tree(name)) for one, name in zip(parts, StyleParts._fields, strict=True))
    )


class Styles:
    """The styles of one workbook, numbered as they are asked for.

    ``normal``: the font whose digits the widths of columns are counted in.
    """

    def __init__(self, normal: Font) -> None:
        self._text, lists = _new(normal)
        # element -> its number, in order
        self._lists = {name: dict(own) for name, own in lists.items()}
        self._formats: dict[str, int] = {}

    def number(self, parts: StyleParts, number_format: str, *, quoted: bool) -> int:
        """The number of a style; ``quoted``: its cells are texts, whatever they begin with."""
        *listed, alignment = parts
        numbers = map(self._number, ("fonts", "fills", "borders"), listed)
        code = BUILTIN_FORMATS_REVERSE.get(number_format)
        if code is None:
            code = self._formats.setdefault(
                number_format, len(self._formats) + BUILTIN_FORMATS_MAX_SIZE
            )
        return self._number("cellXfs", _STYLE.format(code, *numbers, int(quoted), alignment))

    def _number(self, name: str, element: str) -> int:
        known = self._lists[name]
        return known.setdefault(element, len(known))

    def written(self) -> str:
        """The whole part of the file."""
        lists = {name: _list(name, own) for name, own in self._lists.items()}
        formats = {_format(code, number): number for code, number in self._formats.items()}
        return self._text.format(numFmts=_list("numFmts", formats), **lists)


def _list(name: str, elements: Mapping[str, int]) -> str:
    held = f">{''.join(elements)}</{name}>" if elements else "/>"
    return f'<{name} count="{len(elements)}"{held}'


@cache
def _new(normal: Font) -> tuple[str, dict[str, dict[str, int]]]:
    """The styles of a workbook that has none of its own, with places for the lists; the lists.

    openpyxl has no public way to set the normal font: a private part of it, and why pyproject.toml
    bounds its version.
    """
    workbook = Workbook()
    workbook._named_styles["Normal"].font = normal  # type: ignore[attr-defined]  # noqa: SLF001
    text = _NO_FORMATS.sub("{numFmts}", _text(write_stylesheet(workbook)), 1)
    lists = {}
    for name, element in _LISTS.items():
        begin, end = text.index(f"<{name} "), text.index(f"</{name}>") + len(f"</{name}>")
        elements = re.findall(rf"<{element}>.*?</{element}>|<{element}(?: .*?)?/>", text[begin:end])
        lists[name] = {one: number for number, one in enumerate(elements)}
        text = f"{text[:begin]}{{{name}}}{text[end:]}"
    return text, lists


@lru_cache(maxsize=64)
def _format(code: str, number: int) -> str:
    return _text(NumberFormat(number, code).to_tree("numFmt"))


def _text(element: Any) -> str:
    written: Any = tostring(element)
    return str(written, "utf-8")
