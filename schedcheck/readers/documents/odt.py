"""OpenDocument texts (.odt): paragraphs, tables, and the boxes beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any

from schedcheck.readers.base import NOT_THIS, SIGNATURE, Likelihood, ReadOptions
from schedcheck.readers.documents.document import read_document
from schedcheck.readers.documents.office_blocks import (
    Beside,
    Names,
    TooManyCellsError,
    Walk,
    refused,
)
from schedcheck.readers.documents.office_xml import (
    day_in,
    inherited,
    member,
    needed,
    open_members,
    raised,
    tag,
)
from schedcheck.readers.source import Source, SourceError
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault, Reading

NAME = "odt"

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_UNSEEN = frozenset(
    {"tracked-changes", "annotation", "forms", "sequence-decls", "automatic-styles", "scripts",
     "font-face-decls", "settings", "note-citation"}
)  # fmt: skip
_MOST = 64


def sniff(head: bytes, name: str) -> Likelihood:  # noqa: ARG001 - the content alone decides
    """How likely ``head`` begins an OpenDocument text, which says so in its first member."""
    begins = head.startswith(b"PK\x03\x04") and b"opendocument.text" in head[:200]
    return SIGNATURE if begins else NOT_THIS


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme of the document; places are ``paragraph 12`` and ``table 2, row 5``."""
    try:
        with open_members(source) as archive:
            content = needed(archive, "content.xml", source.allowance.limit)
            meta = member(archive, "meta.xml", source.allowance.limit)
            common = member(archive, "styles.xml", source.allowance.limit)
    except SourceError as error:
        return Reading(NAME, make_frame({}, 0), [Fault("unread", source.file, "", "", error.words)])
    roots = [root for root in (common, content) if root is not None]
    text = partial(_text, high=_styles(roots, _raises), through=_styles(roots, _strikes))
    names = Names(
        {"p", "h"}, "table", "table-row", _CELLS, _UNSEEN, text, _span, _repeat, reach=_reach
    )
    dates = [one.text for one in meta.iter() if tag(one) == "date"] if meta is not None else []
    modified = day_in(dates[0]) if dates else None
    try:
        walk = Walk(names).into(content)
    except (RecursionError, TooManyCellsError) as error:
        return Reading(NAME, make_frame({}, 0), [refused(source.file, error)])
    day = modified or source.modified
    return read_document(walk.blocks, NAME, source.file, options, day, walk.struck)


#: A line may say that it holds any number of blanks; more than these mean no more.
_MOST_BLANKS = 200
_CELLS = ("table-cell", "covered-table-cell")


def _raises(properties: Any) -> bool | None:
    """Whether a style sets text above the line; None where it does not say."""
    position = properties.get(f"{_STYLE}text-position")
    return None if position is None else position.startswith("super")


def _strikes(properties: Any) -> bool | None:
    """Whether a style strikes text through; None where it does not say."""
    said = [properties.get(f"{_STYLE}text-line-through-{way}") for way in ("style", "type")]
    return None if said == [None, None] else "none" not in said


def _styles(roots: Sequence[Any], says: Callable[[Any], bool | None]) -> set[str]:
    """The names of the styles that ``says`` is true of, by themselves or by their parents."""
    styles: dict[str, tuple[str, bool | None]] = {}
    for style in (style for root in roots for style in root.iter(f"{_STYLE}style")):
        forms = [says(form) for form in style.iter(f"{_STYLE}text-properties")]
        said = next((one for one in forms if one is not None), None)
        parent = style.get(f"{_STYLE}parent-style-name", "")
        styles[style.get(f"{_STYLE}name", "")] = parent, said
    return inherited(styles)


def _text(element: Any, beside: Beside, high: Collection[str], through: Collection[str]) -> str:
    """The text of a paragraph or a part of it; ``high`` and ``through`` are names of styles."""
    parts = [" ".join((element.text or "").splitlines())]
    for child in element:
        name = tag(child)
        if name == "s":
            count = child.get(f"{_TEXT}c", "1")
            parts.append(" " * (min(int(count[:9]), _MOST_BLANKS) if count.isdecimal() else 1))
        elif name == "tab":
            parts.append("\t")
        elif name == "line-break":
            parts.append("\n")
        elif name == "text-box":
            beside.boxes.append(child)
        elif name and name not in _UNSEEN:
            inner = _text(child, beside, high, through)
            parts.append(raised(inner) if child.get(f"{_TEXT}style-name") in high else inner)
        parts.append(" ".join((child.tail or "").splitlines()))
    text = "".join(parts)
    if element.get(f"{_TEXT}style-name") in through:
        beside.struck.append(text)
        return ""
    return text


def _span(cell: Any) -> int:  # noqa: ARG001 - covered cells stand for themselves
    return 1


def _reach(cell: Any) -> tuple[int, int]:
    """Over how many columns and rows a cell is merged."""
    across, down = (cell.get(f"{_TABLE}number-{way}-spanned", "1") for way in ("columns", "rows"))
    return _count(across), _count(down)


def _count(text: str) -> int:
    return min(int(text), _MOST) if text.isdecimal() and int(text) else 1


def _repeat(element: Any) -> int:
    """How often a cell or row stands; a blank one at the end may say thousands of times."""
    kind = "columns" if tag(element) in _CELLS else "rows"
    return _count(element.get(f"{_TABLE}number-{kind}-repeated", "1"))
