"""The shapes of tags: each different one is looked at once, for all tags that are written so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from schedcheck.readers.values.age_names import (
    is_of_ages,
    looks_marked,
    may_be_restricted,
    names_adults,
    names_an_age,
)
from schedcheck.readers.xmltv.piece import QUIET, NotPlainError

#: What a tag opens; 0 for those that close.
PROGRAMME, TITLE, OTHER, CATEGORY, RATING, VALUE, ICON, REST = range(1, 9)
_KINDS = {
    b"programme": PROGRAMME,
    b"title": TITLE,
    b"sub-title": OTHER,
    b"desc": OTHER,
    b"category": CATEGORY,
    b"rating": RATING,
    b"value": VALUE,
    b"icon": ICON,
    b"keyword": OTHER,
    b"premiere": OTHER,
    b"last-chance": OTHER,
    b"review": OTHER,
} | dict.fromkeys((name.encode() for name in QUIET if name not in {"icon", "channel"}), REST)
_QUIET = frozenset(name.encode() for name in QUIET)
#: Attributes whose value is no mark, whatever it says.
_PLAIN = frozenset((b"lang", b"start", b"stop", b"channel", b"clumpidx", b"system"))
_SPACE = rb"[ \t\r\n]"
_NAME = rb"[A-Za-z_][A-Za-z_.:-]*+"
_VALUE = rb"""(?:"([^"<]*+)"|'([^'<]*+)')"""
_ATTRIBUTE = re.compile(rb"%b++(%b)%b*+=%b*+%b" % (_SPACE, _NAME, _SPACE, _SPACE, _VALUE))
_OPENING, _CLOSING = re.compile(rb"<(%b)" % _NAME), re.compile(rb"</(%b)%b*+>" % (_NAME, _SPACE))
_END = re.compile(rb"%b*+(/?)>" % _SPACE)
#: How most tags of pictures begin, and how they then end.
PICTURE = b'<icon src="'
#: The shapes of longer tags are not remembered.
_SHORT = 256
_END_OF_PICTURE = re.compile(rb"""[^"<]*+"%b*+(/?)>""" % _SPACE)


class Shape(NamedTuple):
    """A tag with every digit as 0.

    ``step``: 1 where it opens an element, -1 where it closes one, 0 where it does both. ``spans``:
    of each attribute, the bytes that its value runs from and to. ``suspect``: whether a tag of this
    shape may look as if an attribute held an age mark.
    """

    name: bytes
    kind: int
    step: int
    spans: Mapping[bytes, tuple[int, int]]
    suspect: bool


def shape_of(tag: bytes) -> Shape:
    """The shape of a tag, ``<`` to ``>``, its digits all 0; those of most files are the same.

    Raises NotPlainError for what is no tag as XML has them, for names that are not of Latin letters
    alone, for channels, and for elements and attributes that may hold an age mark.
    """
    return _remembered_shape(tag) if len(tag) <= _SHORT else _shape_of(tag)


def _shape_of(tag: bytes) -> Shape:
    closing = _CLOSING.fullmatch(tag)
    if closing:
        return Shape(closing[1], 0, -1, {}, suspect=False)
    opening = _OPENING.match(tag)
    if opening is None:
        raise NotPlainError
    spans: dict[bytes, tuple[int, int]] = {}
    at = opening.end()
    while attribute := _ATTRIBUTE.match(tag, at):
        if attribute[1] in spans:
            raise NotPlainError
        spans[attribute[1]] = attribute.span(2 if attribute[2] is not None else 3)
        at = attribute.end()
    end = _END.fullmatch(tag, at)
    if end is None or any(map(_may_hold_a_mark, (name.decode() for name in spans))):
        raise NotPlainError
    values = (tag[slice(*span)] for name, span in spans.items() if name not in _PLAIN)
    if opening[1] not in _QUIET and any(names_adults(value.decode()) for value in values):
        raise NotPlainError
    if opening[1] == b"star-rating" and is_of_ages(
        tag[slice(*spans.get(b"system", (0, 0)))].decode()
    ):
        raise NotPlainError
    text = tag.decode(errors="replace")
    suspect = bool(spans) and ("%" in text or looks_marked(text))
    return Shape(opening[1], _kind(opening[1]), 0 if end[1] else 1, spans, suspect)


_remembered_shape = lru_cache(1024)(_shape_of)


def picture_of(tag: bytes) -> Shape | None:
    """The shape of a tag that begins with :data:`PICTURE`, its letters and digits all 0.

    None where it has more than an address.
    """
    end = _END_OF_PICTURE.fullmatch(tag, len(PICTURE))
    return Shape(b"icon", ICON, 0 if end[1] else 1, {}, suspect=False) if end else None


def _kind(name: bytes) -> int:
    """What an element is; that of the DTD does not know is other text, and may name no age."""
    if name == b"channel" or (name not in _KINDS and _may_hold_a_mark(name.decode())):
        raise NotPlainError
    return _KINDS.get(name, OTHER)


def _may_hold_a_mark(name: str) -> bool:
    """Whether what is under a name may be a mark."""
    return names_an_age(name) or may_be_restricted(name)
