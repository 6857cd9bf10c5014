"""Findings written into a Word document (.docx): lines and rows highlighted, with comments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from lxml import etree

from schedcheck.messages import msg
from schedcheck.messages.message import without_column
from schedcheck.readers.documents.docx import NAMES
from schedcheck.readers.documents.office_blocks import Walk
from schedcheck.reports.files import replacing
from schedcheck.tasks.annotate.notes import AUTHOR, FILLS, Note, refused

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: What is behind the shading among the properties of a run (ECMA-376, part 1, CT_RPr).
_BEHIND = (
    "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout",
    "w:specVanish", "w:oMath",
)  # fmt: skip


def annotate(path: Path, notes: Mapping[str, Note], out: Path) -> set[str]:
    """Write the document at ``path`` to ``out`` with ``notes`` in it; returns the places told.

    Raises AnnotateError for what is no such document, OSError for what cannot be written.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.text.run import Run

    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise refused(str(path), msg("not a docx document, or a damaged one")) from error
    places = Walk(NAMES).into(document.element).elements
    told = set()
    for place, note in notes.items():
        # a cell of a row is reported with its row
        element = places.get(without_column(place))
        runs = [] if element is None else list(element.iter(f"{_W}r"))
        runs = [run for run in runs if any(text.text for text in run.iter(f"{_W}t"))]
        if not runs:
            continue
        for run in runs:
            _shade(run, FILLS[note.severity])
        parts = [Run(run, document) for run in (runs[0], runs[-1])]
        comment = document.add_comment(parts, note.text, AUTHOR, AUTHOR[:2])
        # the same document makes the same bytes on any day
        newest = comment.part.element[-1]
        newest.attrib.pop(f"{_W}date", None)
        told.add(place)
    with replacing(out) as beside:
        document.save(str(beside))
    return told


def _shade(run: Any, colour: str) -> None:
    """Colour the ground of a run; colours that it had give way."""
    properties = run.get_or_add_rPr()
    for old in (*properties.findall(f"{_W}shd"), *properties.findall(f"{_W}highlight")):
        properties.remove(old)
    shading = properties.makeelement(
        f"{_W}shd", {f"{_W}val": "clear", f"{_W}color": "auto", f"{_W}fill": colour}
    )
    properties.insert_element_before(shading, *_BEHIND)
