"""OpenDocument texts (.odt): paragraphs, tables, and the boxes beside them.

What is struck through is left out. Hidden text (by its style or its section, in white, or too small
to see) is read by itself (``hidden_text``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from msgspec import Struct

from schedcheck.readers.base import NOT_THIS, SIGNATURE, Likelihood, ReadOptions
from schedcheck.readers.documents.hidden_text import Content, pale, read_shown
from schedcheck.readers.documents.office_blocks import (
    Beside,
    Names,
    TooManyCellsError,
    Walk,
    never,
    refused,
)
from schedcheck.readers.documents.office_links import links_note, odf_links
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
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
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
    dates = [one.text for one in meta.iter() if tag(one) == "date"] if meta is not None else []
    modified = day_in(dates[0]) if dates else None

    def content_of(*, apart: bool) -> Content:
        text = partial(_text, looks=_Looks.of(roots, apart=apart))
        hidden = _is_hidden if apart else never
        names = Names(
            {"p", "h"}, "table", "table-row", _CELLS, _UNSEEN, text, _span, _repeat,
            reach=_reach, hidden=hidden,
        )  # fmt: skip
        walk = Walk(names).into(content)
        return Content(walk.blocks, walk.struck, [walk.hidden])

    try:
        everything = partial(content_of, apart=False)
        day = modified or source.modified
        whole = content_of(apart=True)
        reading = read_shown(whole, everything, NAME, source.file, options, day)
    except (RecursionError, TooManyCellsError) as error:
        return Reading(NAME, make_frame({}, 0), [refused(source.file, error)])
    links = links_note(odf_links(roots))
    reading.notes += [links] if links else []
    return reading


#: A line may say that it holds any number of blanks; more than these mean no more.
_MOST_BLANKS = 200
_CELLS = ("table-cell", "covered-table-cell")
_TOO_SMALL = re.compile(r"[01](?:\.\d{1,9})?(?:pt|px)")


class _Looks(Struct, frozen=True):
    """The names of the styles that raise text, strike it through, hide it, set it in white, and
    of those that have a colour behind them.
    """

    high: frozenset[str]
    through: frozenset[str]
    hidden: frozenset[str]
    white: frozenset[str]
    shaded: frozenset[str]

    @classmethod
    def of(cls, roots: Sequence[Any], *, apart: bool) -> _Looks:
        """The looks in the parts of a document; ``apart``: whether hidden text is taken apart."""
        ways = (_raises, _strikes, *((_hides, _whitens, _shades) if apart else ()))
        found = [_styles(roots, way) for way in ways]
        return cls(*found, *[frozenset()] * (5 - len(found)))

    def hides(self, element: Any) -> bool:
        """Whether the style of an element leaves its text unseen."""
        style = element.get(f"{_TEXT}style-name")
        return style in self.hidden or (
            style in self.white
            and not any(
                {one.get(f"{space}style-name") for space in (_TEXT, _TABLE)} & self.shaded
                for one in (element, *element.iterancestors())
            )
        )


def _raises(properties: Any) -> bool | None:
    """Whether a style sets text above the line; None where it does not say."""
    position = properties.get(f"{_STYLE}text-position")
    return None if position is None else position.startswith("super")


def _strikes(properties: Any) -> bool | None:
    """Whether a style strikes text through; None where it does not say."""
    said = [properties.get(f"{_STYLE}text-line-through-{way}") for way in ("style", "type")]
    return None if said == [None, None] else "none" not in said


def _hides(properties: Any) -> bool | None:
    """Whether a style hides text, or sets it too small to see; None where it does not say."""
    shown, size = properties.get(f"{_TEXT}display"), properties.get(f"{_FO}font-size")
    if shown is not None:
        return bool(shown == "none")
    return True if size is not None and _TOO_SMALL.fullmatch(size) else None


def _whitens(properties: Any) -> bool | None:
    """Whether a style sets text in white; None where it does not say."""
    colour = properties.get(f"{_FO}color")
    return None if colour is None else pale(colour)


def _shades(properties: Any) -> bool | None:
    """Whether a style has a colour behind it; None where it does not say."""
    colour = properties.get(f"{_FO}background-color")
    return None if colour is None else not pale(colour)


def _is_hidden(element: Any) -> bool:
    """Whether a section is not shown, or a row of a table."""
    said = element.get(f"{_TEXT}display"), element.get(f"{_TABLE}visibility", "visible")
    return bool(said[0] == "none" or said[1] != "visible")


def _styles(roots: Sequence[Any], says: Callable[[Any], bool | None]) -> frozenset[str]:
    """The names of the styles that ``says`` is true of, by themselves or by their parents."""
    styles: dict[str, tuple[str, bool | None]] = {}
    for style in (style for root in roots for style in root.iter(f"{_STYLE}style")):
        forms = [says(form) for form in style if tag(form).endswith("-properties")]
        said = next((one for one in forms if one is not None), None)
        parent = style.get(f"{_STYLE}parent-style-name", "")
        styles[style.get(f"{_STYLE}name", "")] = parent, said
    return frozenset(inherited(styles))


def _text(element: Any, beside: Beside, looks: _Looks) -> str:
    """The text of a paragraph or a part of it."""
    parts = [" ".join((element.text or "").splitlines())]
    for child in element:
        name = tag(child)
        if name in _SIGNS:
            parts.append(_SIGNS[name](child))
        elif name == "text-box":
            beside.boxes.append(child)
        elif name == "hidden-text" and _is_hidden_field(child):
            beside.hidden.append(child.get(f"{_TEXT}string-value", ""))
        elif name and name not in _UNSEEN:
            inner = _text(child, beside, looks)
            parts.append(raised(inner) if child.get(f"{_TEXT}style-name") in looks.high else inner)
        parts.append(" ".join((child.tail or "").splitlines()))
    text = "".join(parts)
    if element.get(f"{_TEXT}style-name") in looks.through:
        beside.struck.append(text)
        return ""
    if looks.hides(element) or any(map(_is_hidden_field, element.iter(f"{_TEXT}hidden-paragraph"))):
        beside.hidden += [text] if text else []
        return ""
    return text


def _is_hidden_field(element: Any) -> bool:
    return bool(element.get(f"{_TEXT}is-hidden", "true") != "false")


def _blanks(element: Any) -> str:
    count = element.get(f"{_TEXT}c", "1")
    return " " * (min(int(count[:9]), _MOST_BLANKS) if count.isdecimal() else 1)


#: What is read as text in a paragraph.
_SIGNS: dict[str, Callable[[Any], str]] = {
    "s": _blanks,
    "tab": lambda _element: "\t",
    "line-break": lambda _element: "\n",
}


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
