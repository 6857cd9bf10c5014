"""Word documents (.docx, Office Open XML): paragraphs, tables, and the boxes beside them.

Insertions under review count as text; deletions do not, nor does what is struck through. Hidden
text (formatted so, in white, or too small to see) is read by itself (``hidden_text``).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from msgspec import Struct

from schedcheck.messages.message import PAGE_HEADER
from schedcheck.readers.base import NOT_THIS, SIGNATURE, Likelihood, ReadOptions
from schedcheck.readers.documents.document import Block
from schedcheck.readers.documents.hidden_text import Content, pale, read_shown
from schedcheck.readers.documents.office_blocks import (
    Beside,
    Names,
    TooManyCellsError,
    Walk,
    never,
    refused,
)
from schedcheck.readers.documents.office_links import links_note, other_parts, word_links
from schedcheck.readers.documents.office_xml import (
    day_in,
    inherited,
    member,
    needed,
    open_members,
    raised,
    tag,
)
from schedcheck.readers.documents.pictures import picture_text
from schedcheck.readers.listings.lines import Line
from schedcheck.readers.source import Source, SourceError
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault, Reading

NAME = "docx"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Text that is not shown, or is shown elsewhere as the same again.
_UNSEEN = frozenset({"del", "moveFrom", "instrText", "Fallback", "pPr", "rPr", "sectPr", "tblPr"})
_BOX = "txbxContent"
_OFF = frozenset({"0", "false", "off"})
_SYMBOLS = 0xF000
#: Sizes of signs in half points.
_TOO_SMALL = frozenset({"0", "1", "2"})


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
            styles = member(archive, "word/styles.xml", source.allowance.limit)
            parts = {"word/document.xml": main, **dict(zip(names, heads, strict=True))}
            elsewhere = [
                fault
                for name, root in parts.items()
                for fault in other_parts(archive, name, root, source.file, source.allowance.limit)
            ]
            links = links_note(word_links(archive, source.allowance.limit))
    except SourceError as error:
        return Reading(NAME, make_frame({}, 0), [Fault("unread", source.file, "", "", error.words)])
    changed = [one.text for one in core if tag(one) == "modified"] if core is not None else []
    modified = day_in(changed[0]) if changed else None

    def content(*, apart: bool) -> Content:
        names = _names(_Looks.of(styles, apart=apart))
        headers = [Walk(names).into(head) for head in heads]
        walk = Walk(names).into(main)
        above = [line for header in headers for line in _header_lines(header.blocks)]
        return Content([*above, *walk.blocks], walk.struck, [walk.hidden])

    try:
        everything = partial(content, apart=False)
        day = modified or source.modified
        whole = content(apart=True)
        reading = read_shown(whole, everything, NAME, source.file, options, day)
    except (RecursionError, TooManyCellsError) as error:
        return Reading(NAME, make_frame({}, 0), [refused(source.file, error)])
    reading.faults += elsewhere
    reading.notes += [links] if links else []
    return reading


def _header_lines(blocks: list[Block]) -> Iterator[Line]:
    """The lines of the header of a page; the cells of a row in it are one."""
    for block in blocks:
        if isinstance(block, Line):
            yield Line(PAGE_HEADER, block.text)
        else:
            for row in block.rows:
                yield Line(PAGE_HEADER, "\t".join(" ".join(cell.split()) for cell in row if cell))


class _Looks(Struct, frozen=True):
    """The styles that strike text through, and those that hide it; ``apart``: whether hidden text
    is taken apart at all.
    """

    struck: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    apart: bool = False

    @classmethod
    def of(cls, styles: Any, *, apart: bool) -> _Looks:
        """The looks in the part of a document that holds its styles, which may be missing."""
        if styles is None:
            return cls(apart=apart)
        struck, hidden = _styles(styles, _strikes), _styles(styles, _hides)
        return cls(struck, hidden if apart else frozenset(), apart)


def _text(
    element: Any, beside: Beside, looks: _Looks, *, struck: bool = False, hidden: bool = False
) -> str:
    """The text of a paragraph or a part of it, without what is struck through or hidden."""
    parts = []
    if tag(element) == "p":
        struck, hidden = (_style(element, "p") in styles for styles in (looks.struck, looks.hidden))
    for child in element:
        name = tag(child)
        if name in _SIGNS:
            parts.append(_SIGNS[name](child))
        elif name == _BOX:
            beside.boxes.append(child)
        elif name == "r":
            text = _text(child, beside, looks, struck=struck, hidden=hidden)
            if _holds(child, _strikes, looks.struck, default=struck):
                beside.struck.append(text)
            elif looks.apart and _is_hidden(child, looks, default=hidden):
                beside.hidden.append(text)
            else:
                parts.append(raised(text) if _is_raised(child) else text)
        elif name == "del":
            beside.struck += [one.text or "" for one in child.iter(f"{_W}delText")]
        elif name not in _UNSEEN:
            parts.append(_text(child, beside, looks, struck=struck, hidden=hidden))
    return "".join(parts)


def _style(element: Any, kind: str) -> str:
    style = element.find(f"{_W}{kind}Pr/{_W}{kind}Style")
    return style.get(f"{_W}val", "") if style is not None else ""


def _strikes(properties: Any) -> bool | None:
    """Whether the properties of a run or a style strike through; None where they do not say."""
    marks = [properties.find(f"{_W}{name}") for name in ("strike", "dstrike")]
    said = [mark.get(f"{_W}val", "true") not in _OFF for mark in marks if mark is not None]
    return any(said) if said else None


def _hides(properties: Any) -> bool | None:
    """The same of text that is hidden, or too small to see."""
    mark, size = properties.find(f"{_W}vanish"), properties.find(f"{_W}sz")
    if mark is not None:
        return mark.get(f"{_W}val", "true") not in _OFF
    return True if size is not None and size.get(f"{_W}val", "") in _TOO_SMALL else None


def _holds(
    run: Any, says: Callable[[Any], bool | None], styles: frozenset[str], *, default: bool
) -> bool:
    """Whether ``says`` is true of a run, by itself or by its style; ``default``: its paragraph."""
    properties = run.find(f"{_W}rPr")
    said = says(properties) if properties is not None else None
    return (default or _style(run, "r") in styles) if said is None else said


def _is_hidden(run: Any, looks: _Looks, *, default: bool) -> bool:
    colour = run.find(f"{_W}rPr/{_W}color")
    white = colour is not None and pale(colour.get(f"{_W}val", ""))
    return _holds(run, _hides, looks.hidden, default=default) or (white and not _is_shaded(run))


def _is_shaded(run: Any) -> bool:
    """Whether a run, its paragraph, cell or table has a colour behind it."""
    for one in (run, *run.iterancestors()):
        properties = one.find(f"{_W}{tag(one)}Pr")
        if properties is None:
            continue
        shade = properties.find(f"{_W}shd")
        fill = shade.get(f"{_W}fill", "auto") if shade is not None else "auto"
        light = properties.find(f"{_W}highlight")
        if (fill != "auto" and not pale(fill)) or light is not None:
            return True
    return False


def _styles(root: Any, says: Callable[[Any], bool | None]) -> frozenset[str]:
    """The ids of the styles that ``says`` is true of, by themselves or what they are based on."""
    styles: dict[str, tuple[str, bool | None]] = {}
    for style in root.iter(f"{_W}style"):
        properties, base = style.find(f"{_W}rPr"), style.find(f"{_W}basedOn")
        said = says(properties) if properties is not None else None
        parent = base.get(f"{_W}val", "") if base is not None else ""
        styles[style.get(f"{_W}styleId", "")] = parent, said
    return frozenset(inherited(styles))


def _symbol(element: Any) -> str:
    """A sign of a font of signs: those of ASCII lie at F020 and on (ECMA-376, 17.3.3.30)."""
    code = element.get(f"{_W}char", "")
    try:
        number = int(code, 16)
    except ValueError:
        return "\ufffd"
    number -= _SYMBOLS if number >= _SYMBOLS else 0
    pictures = element.get(f"{_W}font", "").casefold().startswith(("wingdings", "webdings"))
    sign = chr(number) if number < sys.maxunicode else "\ufffd"
    return "•" if pictures or not sign.isprintable() else sign


#: What is read as text in a run.
def _picture(element: Any) -> str:
    said = picture_text(element.get("descr"), element.get("title"))
    return f" {said} " if said else ""


def _chosen(element: Any) -> str:
    """The entry that a list to choose from shows."""
    entries = [one.get(f"{_W}val", "") for one in element.findall(f"{_W}listEntry")]
    result = element.find(f"{_W}result")
    at = result.get(f"{_W}val", "0") if result is not None else "0"
    return entries[int(at)] if at.isdecimal() and int(at) < len(entries) else ""


_SIGNS: dict[str, Callable[[Any], str]] = {
    "t": lambda element: element.text or "",
    "tab": lambda _element: "\t",
    "br": lambda _element: "\n",
    "cr": lambda _element: "\n",
    "noBreakHyphen": lambda _element: "-",
    "sym": _symbol,
    "docPr": _picture,
    "ddList": _chosen,
}


def _is_deleted(element: Any) -> bool:
    """Whether a row or a cell is deleted under review."""
    return any(
        element.find(f"{_W}{path}") is not None for path in (f"trPr/{_W}del", f"tcPr/{_W}cellDel")
    )


def _is_joined(paragraph: Any) -> bool:
    """Whether the end of a paragraph is deleted under review."""
    return paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None


def _is_raised(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vertAlign")
    return mark is not None and mark.get(f"{_W}val") == "superscript"


def _span(cell: Any) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    text = span.get(f"{_W}val", "1") if span is not None else "1"
    return min(int(text), 64) if text.isdecimal() and int(text) else 1


def _reach(cell: Any) -> tuple[int, int]:
    """Over how many columns a cell goes, and 0 rows where it goes on from above."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
    return _span(cell), 0 if goes_on else 1


def _before(row: Any) -> int:
    """How many columns a row leaves free before its first cell."""
    free = row.find(f"{_W}trPr/{_W}gridBefore")
    text = free.get(f"{_W}val", "0") if free is not None else "0"
    return min(int(text), 64) if text.isdecimal() else 0


def _is_hidden_row(element: Any) -> bool:
    mark = element.find(f"{_W}trPr/{_W}hidden")
    return mark is not None and mark.get(f"{_W}val", "true") not in _OFF


def _names(looks: _Looks) -> Names:
    return Names(
        paragraphs={"p"},
        table="tbl",
        row="tr",
        cells={"tc"},
        unseen=_UNSEEN,
        text=partial(_text, looks=looks),
        span=_span,
        repeat=lambda _element: 1,
        deleted=_is_deleted,
        joined=_is_joined,
        reach=_reach,
        before=_before,
        hidden=_is_hidden_row if looks.apart else never,
    )


#: What the format calls its elements.
NAMES = _names(_Looks())
