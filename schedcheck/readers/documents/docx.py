"""Word documents (.docx, Office Open XML): paragraphs, tables, and the boxes beside them.

Insertions under review count as text and deletions do not, as Word shows them.
"""

from __future__ import annotations

from typing import Any

from schedcheck.messages.places import PAGE_HEADER
from schedcheck.readers.base import NOT_THIS, SIGNATURE, Likelihood, ReadOptions
from schedcheck.readers.documents.document import Block, read_document
from schedcheck.readers.documents.office_blocks import Names, Walk
from schedcheck.readers.documents.office_xml import (
    day_in,
    member,
    needed,
    open_members,
    raised,
    tag,
)
from schedcheck.readers.listings.lines import Line
from schedcheck.readers.source import Source, SourceError
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault, Reading

NAME = "docx"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Text that is not shown, or is shown elsewhere as the same again.
_UNSEEN = frozenset({"del", "moveFrom", "instrText", "Fallback", "pPr", "rPr", "sectPr", "tblPr"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_BOX = "txbxContent"


def sniff(head: bytes, name: str) -> Likelihood:  # noqa: ARG001 - the content alone decides
    """How likely ``head`` begins a Word document: its members tell it."""
    begins = head.startswith(b"PK\x03\x04") and b"word/" in head and b"xl/workbook" not in head
    return SIGNATURE if begins else NOT_THIS


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme of the document; places are ``paragraph 12`` and ``table 2, row 5``.

    Headers of pages stand above everything: they may hold the week.
    """
    try:
        with open_members(source) as archive:
            main = needed(archive, "word/document.xml", source.allowance.limit)
            names = sorted(name for name in archive.namelist() if name.startswith("word/header"))
            heads = [member(archive, name, source.allowance.limit) for name in names]
            core = member(archive, "docProps/core.xml", source.allowance.limit)
    except SourceError as error:
        return Reading(NAME, make_frame({}, 0), [Fault("unread", source.file, "", "", error.words)])
    blocks: list[Block] = [
        Line(PAGE_HEADER, block.text)
        for head in heads
        for block in Walk(NAMES).into(head).blocks
        if isinstance(block, Line)
    ]
    blocks += Walk(NAMES).into(main).blocks
    changed = [one.text for one in core if tag(one) == "modified"] if core is not None else []
    modified = day_in(changed[0]) if changed else None
    return read_document(blocks, NAME, source.file, options, modified or source.modified)


def _text(element: Any, boxes: list[Any]) -> str:
    """The text of a paragraph or a part of it."""
    parts = []
    for child in element:
        name = tag(child)
        if name == "t":
            parts.append(child.text or "")
        elif name in _SIGNS:
            parts.append(_SIGNS[name])
        elif name == _BOX:
            boxes.append(child)
        elif name == "r" and _is_raised(child):
            parts.append(raised(_text(child, boxes)))
        elif name not in _UNSEEN:
            parts.append(_text(child, boxes))
    return "".join(parts)


def _is_raised(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vertAlign")
    return mark is not None and mark.get(f"{_W}val") == "superscript"


def _span(cell: Any) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    text = span.get(f"{_W}val", "1") if span is not None else "1"
    return min(int(text), 64) if text.isdecimal() and int(text) else 1


#: What the format calls its elements.
NAMES = Names(
    paragraphs={"p"},
    table="tbl",
    row="tr",
    cells={"tc"},
    unseen=_UNSEEN,
    text=_text,
    span=_span,
    repeat=lambda _element: 1,
)
