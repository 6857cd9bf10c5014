"""Sheets whose rows are written as they come: openpyxl would hold every cell until the end.

A long table then takes no more memory than a short one. Everything about a sheet but its rows is
openpyxl's: it writes a sheet without any, and the rows are put in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from io import SEEK_END, BytesIO
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.compat import safe_string
from openpyxl.packaging.extended import ExtendedProperties
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook._writer import WorkbookWriter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.writer.theme import theme_xml
from openpyxl.xml.constants import (
    ARC_APP,
    ARC_CORE,
    ARC_ROOT_RELS,
    ARC_STYLE,
    ARC_THEME,
    ARC_WORKBOOK,
    ARC_WORKBOOK_RELS,
)
from openpyxl.xml.functions import tostring

Value = str | float | date | time | None


class StreamedRow(NamedTuple):
    """A row: its cells (:func:`written_cell`) from the first column on; ``height``: in points."""

    cells: Sequence[str]
    height: float | None = None


#: The rows of a sheet lie in memory up to so many bytes, else in a temporary file.
_IN_MEMORY = 1 << 20
#: So many rows are put there at once.
_AT_ONCE = 64
#: A fixed day: the same input gives the same bytes.
_ZIP_EPOCH = (2000, 1, 1, 0, 0, 0)
#: What openpyxl writes of a sheet without cells: its area, and where its rows would end.
_NO_AREA = '<dimension ref="A1:A1"'
_ROWS_END = "</sheetData>"


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


@dataclass(frozen=True, slots=True)
class StreamedRows:
    """The rows of a sheet that has none of its own, made when it is written, and their size.

    ``merged``: the ranges of cells that are one, for a sheet without a filter. ``frame``: what is
    around the rows, where it is not what openpyxl writes of ``sheet``.
    """

    sheet: Worksheet
    lines: Iterable[StreamedRow]
    rows: int
    columns: int
    merged: Sequence[str] = ()
    frame: Frame | None = None

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
    """A cell as SpreadsheetML has it (ECMA-376 part 1, 18.3.1.4), its text in itself: what is
    behind its place.

    ``value``: a text holds only what XML can hold, and is no longer than a cell takes. ``style``:
    the number of its style.
    """
    if isinstance(value, str):
        kept = ' xml:space="preserve"' if value != value.strip() else ""
        return f' s="{style}" t="inlineStr"><is><t{kept}>{escape(value)}</t></is></c>'
    if value is None:
        return f' s="{style}"/>'
    number = to_excel(value) if isinstance(value, date | time) else value  # type: ignore[no-untyped-call]
    return f' s="{style}"><v>{safe_string(number)}</v></c>'


def save(
    workbook: Workbook, streamed: Sequence[StreamedRows], styles: Callable[[], str], path: Path
) -> None:
    """Write a workbook, with the rows ``streamed`` in their sheets, to ``path``.

    ``styles`` gives the part of the file that holds them; rows that are made may still add some.
    The same workbook makes the same bytes. Raises OSError when it cannot be written.
    """
    with _Archive(path, "w", ZIP_DEFLATED) as archive:
        _Writer(workbook, archive, streamed, styles).save()


class _Writer(ExcelWriter):
    """openpyxl's writer, whose sheets have no cells; those of ``streamed`` get their rows here."""

    def __init__(
        self,
        workbook: Workbook,
        archive: _Archive,
        streamed: Sequence[StreamedRows],
        styles: Callable[[], str],
    ) -> None:
        super().__init__(workbook, archive)
        self._out = archive
        self._rows = {one.sheet: one for one in streamed}
        self._styles = styles

    def write_data(self) -> None:
        """Write the parts as openpyxl does, but the styles, which are written already."""
        out = self._out
        parts: Any = WorkbookWriter(self.workbook)
        manifest: Any = self.manifest
        out.writestr(ARC_APP, tostring(ExtendedProperties().to_tree()))
        out.writestr(ARC_CORE, tostring(self.workbook.properties.to_tree()))
        out.writestr(ARC_THEME, theme_xml)
        self._write_worksheets()  # type: ignore[attr-defined]
        out.writestr(ARC_STYLE, self._styles())
        out.writestr(ARC_ROOT_RELS, parts.write_root_rels())
        out.writestr(ARC_WORKBOOK, parts.write())
        out.writestr(ARC_WORKBOOK_RELS, parts.write_rels())
        manifest._write(out, self.workbook)  # noqa: SLF001

    def write_worksheet(self, ws: Worksheet) -> None:
        """Write a sheet, the rows between the parts of its frame."""
        rows = self._rows.get(ws)
        before, after = (rows and rows.frame) or frame_of(ws)
        with SpooledTemporaryFile(_IN_MEMORY) as whole:
            if rows is None:
                whole.write((before + after).encode())
            else:
                area = f'<dimension ref="{rows.area}"'
                whole.write(before.replace(_NO_AREA, area, 1).encode())
                lines = _rows(rows.lines)
                while some := b"".join(islice(lines, _AT_ONCE)):
                    whole.write(some)
                merged = _ROWS_END + _merging(rows.merged)
                whole.write(after.replace(_ROWS_END, merged, 1).encode())
            self._out.copy(whole, ws.path[1:])
        self.manifest.append(ws)


class _Archive(ZipFile):
    """A zip file whose members carry a fixed date; openpyxl writes most of them by ``writestr``."""

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        name = zinfo_or_arcname
        member = _member(name if isinstance(name, str) else name.filename)
        super().writestr(member, data, compress_type, compresslevel)

    def copy(self, content: IO[bytes], name: str) -> None:
        """Write a member from a whole file."""
        member = _member(name)
        # set before, so that the format for more than 4 GiB is taken only where it is needed
        member.file_size = content.seek(0, SEEK_END)
        content.seek(0)
        with self.open(member, "w") as out:
            copyfileobj(content, out)


def _merging(ranges: Sequence[str]) -> str:
    """The element for merged cells (18.3.1.55), which follows the rows where no filter does."""
    if not ranges:
        return ""
    each = "".join([f'<mergeCell ref="{cells}"/>' for cells in ranges])
    return f'<mergeCells count="{len(ranges)}">{each}</mergeCells>'


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, _ZIP_EPOCH)
    member.compress_type = ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member
