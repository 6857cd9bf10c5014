"""Findings written into a workbook (.xlsx): cells coloured, each with a comment.

The package is changed part by part (ECMA-376, part 1, 18.3 and 18.7): what openpyxl does not know
of a station's workbook, and would leave out, stays in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from lxml import etree
from openpyxl.utils import coordinate_to_tuple

from schedcheck.messages import msg
from schedcheck.reports.files import replacing
from schedcheck.results.finding import Severity
from schedcheck.tasks.annotate.notes import FILLS, Note, refused
from schedcheck.tasks.annotate.xlsx_comments import add_comments
from schedcheck.tasks.originals.package import Package
from schedcheck.tasks.originals.worksheets import WORKBOOK, cells_of, rows_of, worksheets


def annotate(path: Path, notes: Mapping[str, Note], out: Path) -> set[str]:
    """Write the workbook at ``path`` to ``out`` with ``notes`` in it; returns the places told.

    Raises AnnotateError for what is not a workbook of this kind, OSError for what cannot be
    written.
    """
    try:
        package = Package(path)
        sheets = worksheets(package)
        told: set[str] = set()
        for name, part in sheets.items():
            own = {
                place.removeprefix(f"{name}!"): (place, note)
                for place, note in notes.items()
                if place.rpartition("!")[0] == name
            }
            if own:
                told |= _annotate_sheet(package, part, own)
    except (BadZipFile, KeyError, etree.XMLSyntaxError, StopIteration) as error:
        raise refused(str(path), msg("not an xlsx workbook, or a damaged one")) from error
    with replacing(out) as beside:
        package.save(beside)
    return told


def _annotate_sheet(package: Package, part: str, own: Mapping[str, tuple[str, Note]]) -> set[str]:
    root = package.edit(part)
    styles = _Styles(package)
    told = {}
    for address, cell in _cells(root, set(own)):
        place, note = own[address]
        cell.set("s", str(styles.filled(int(cell.get("s", "0")), note.severity)))
        told[address] = place
    notes = {address: own[address][1] for address in told}
    if notes:
        add_comments(package, part, notes)
    return set(told.values())


def _cells(root: Any, wanted: set[str]) -> Iterator[tuple[str, Any]]:
    """Address and element of the cells wanted."""
    for number, row in rows_of(root, {coordinate_to_tuple(address)[0] for address in wanted}):
        for address, cell in cells_of(row, number):
            if address in wanted:
                yield address, cell


class _Styles:
    """The cell formats of a workbook; a filled copy of one is made once for each colour."""

    def __init__(self, package: Package) -> None:
        relations = package.relations(WORKBOOK).values()
        self._root = package.edit(next(part for kind, part in relations if kind == "styles"))
        self._space = etree.QName(self._root).namespace
        self._formats = next(self._root.iterchildren("{*}cellXfs"))
        self._fills = next(self._root.iterchildren("{*}fills"))
        self._made: dict[tuple[int, Severity], int] = {}

    def filled(self, style: int, severity: Severity) -> int:
        """The number of the format ``style`` with the colour of ``severity``."""
        if (style, severity) not in self._made:
            copied = deepcopy(self._formats[style])
            copied.set("fillId", str(self._fill(FILLS[severity])))
            copied.set("applyFill", "1")
            self._formats.append(copied)
            self._formats.set("count", str(len(self._formats)))
            self._made[style, severity] = len(self._formats) - 1
        return self._made[style, severity]

    def _fill(self, colour: str) -> int:
        for number, fill in enumerate(self._fills):
            if any(one.get("rgb") == f"FF{colour}" for one in fill.iter("{*}fgColor")):
                return number
        fill = etree.SubElement(self._fills, f"{{{self._space}}}fill")
        pattern = etree.SubElement(fill, f"{{{self._space}}}patternFill", patternType="solid")
        etree.SubElement(pattern, f"{{{self._space}}}fgColor", rgb=f"FF{colour}")
        etree.SubElement(pattern, f"{{{self._space}}}bgColor", indexed="64")
        self._fills.set("count", str(len(self._fills)))
        return len(self._fills) - 1
