"""Bare ages of adults (18, 21) in a piece of XMLTV, under names that may be those of a mark.

``<keyword>18</keyword>``, ``limit="18"`` and ``<limit v="18"/>`` are no marks for sure: where all
numbers under the name are ages, and the programme has no such mark, they are reported.
"""

from __future__ import annotations

import re

import numpy as np

from schedcheck.readers.mark_search import Ints, distinct
from schedcheck.readers.values.age_names import (
    has_adult_mark,
    is_adult_age,
    is_age,
    is_for_a_value,
    perhaps_names_an_age,
)
from schedcheck.readers.xmltv.piece import Piece

#: What is before and behind a text or a value that is an age.
_BEFORE, _BEHIND = (np.isin(np.arange(256), list(signs)) for signs in (b">\"'", b"<\"'"))
#: So many bytes before an age hold the name that it is under.
_REACH = 48
_NAMED = re.compile(r"""([^\s<>="'/]+)(?:\s*=\s*["']|(?:\s[^<>]*)?>)\Z""")
_OPENED = re.compile(r"""<([^\s<>="'/]+)\s[^<>]*\Z""")
#: Elements of the DTD that may hold a mark as well.
_ELEMENTS = frozenset(("category", "keyword"))
#: An attribute that is a number, its name and the number.
_NUMBERED = re.compile(rb"""\s([^\s<>="'/]+)\s?=\s?["']\s?(\d+\+?)\s?["']""")


def bare_ages(content: bytes, ages: Ints, piece: Piece) -> list[int]:
    """Where a programme of ``piece`` has such an age and no other mark of it; ``ages``: where any
    are in ``content``.
    """
    letters = np.frombuffer(content, np.uint8)
    inside = ages[(ages >= _REACH) & (ages + 2 < len(letters))]
    alone = inside[_BEFORE[letters[inside - 1]] & _BEHIND[letters[inside + 2]]]
    if not len(alone):
        return []
    rows = np.lib.stride_tricks.sliding_window_view(letters, _REACH)[alone - _REACH]
    which, heads = distinct(rows)
    names = [_name(head.tobytes()) for head in heads]
    found: list[int] = []
    for name in {name for name in names if name}:
        if _holds_ages(content, name):
            same = np.array([one == name for one in names], np.bool_)[which]
            found += [at for at in alone[same].tolist() if not _is_marked(piece, content, at)]
    return sorted(found)


def _name(head: bytes) -> str:
    """The name that a value behind ``head`` is under, if it may be that of a mark."""
    found = _NAMED.search(head.decode(errors="ignore"))
    if found is None:
        return ""
    name = found[1]
    if is_for_a_value(name) and (element := _OPENED.search(found.string)):
        name = element[1]
    return name if perhaps_names_an_age(name) or name in _ELEMENTS else ""


def _holds_ages(content: bytes, name: str) -> bool:
    """Whether all numbers under a name are ages: those of attributes, and in elements."""
    key = re.escape(name.encode())
    numbers = set(re.findall(rb"""\s%b\s?=\s?["']\s?(\d+\+?)\s?["']""" % key, content))
    # each begins at the sign of a tag, so that a text full of the name is passed over once
    for attributes, inside in re.findall(
        rb"<%b(\s[^<>]*)?>(?:\s{0,20}(\d+\+?)\s{0,20}<)?" % key, content
    ):
        pairs = _NUMBERED.findall(attributes)
        numbers |= {
            number for other, number in pairs if is_for_a_value(other.decode(errors="replace"))
        }
        numbers |= {inside} - {b""}
    return all(is_age(number.decode()) for number in numbers)


def _is_marked(piece: Piece, content: bytes, at: int) -> bool:
    """Whether the programme around a place has a mark of an adult age that was read."""
    line = content.count(b"\n", 0, at) + 1
    row = int(np.searchsorted(piece.lines, line, side="right")) - 1
    if row < 0:
        return True  # it is in no programme
    entries = piece.marks.text(row).split("; ")
    marks = [entry.rpartition(":")[2] for entry in entries]
    texts = (piece.titles.text(row), piece.others[row].as_py(), *marks)
    return any(map(is_adult_age, marks)) or any(map(has_adult_mark, texts))
