"""A count of the adult marks in a piece of XMLTV, held against those in the texts that were kept.

Independent of the elements and attributes that the reader knows: the bytes are counted by the
column, and only where more marks stand in the piece than in its texts is each looked up.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from schedcheck.readers.xmltv.piece import TEXT, Piece, Repeated

Ints = npt.NDArray[np.intp]

#: 18 and 21, as numbers of two bytes.
_AGES = (int.from_bytes(b"18", "little"), int.from_bytes(b"21", "little"))
#: What may stand behind an age and before it, as bytes of UTF-8: 18+, (18), +18, E18, Е18.
_BEHIND, _BEFORE = b"+)]", b"+([E\x95"
_SHORTEST = 4  # bytes of a mark of two digits with what is before and behind it
_JOINT = "\x1f"  # parts the texts that are searched as one; no XML can hold it
#: So many bytes before and behind a mark are looked at.
_REACH = 4096
_TEXT = re.compile(rb"[^<>]*")
_ELEMENT = re.compile(rb"<([\w:.-]+)")
#: Addresses and numbers of episodes: what looks like a mark in one is none.
_NO_MARKS = frozenset({b"src", b"href", b"url", b"image", b"icon", b"episode-num"})
#: So many of one source are reported.
MOST = 20


def lost_marks(content: bytes, piece: Piece) -> list[tuple[int, str]]:
    """Line (from 1) and text of the adult marks in ``content`` that no text of ``piece`` has.

    A mark is an age of 18 or 21 with a sign or bracket that makes it one, in UTF-8.
    """
    found = _marks(content)
    if len(found) <= _kept(piece):
        return []
    known = _known(piece)
    whole, joined = set(known), "\n".join(known)
    lost: dict[str, int] = {}
    for at in found.tolist():
        raw, name = _around(content, at)
        text = unescape(raw.decode(errors="replace")).strip()
        if name not in _NO_MARKS and text not in whole and text not in joined:
            lost.setdefault(text, at)
        if len(lost) == MOST:
            break
    return [(content.count(b"\n", 0, at) + 1, text) for text, at in lost.items()]


def _marks(content: bytes | pa.Buffer) -> Ints:
    """Where the ages begin that are marks by the bytes beside them."""
    if len(content) < _SHORTEST:
        return np.zeros(0, np.intp)
    letters = np.frombuffer(content, np.uint8)
    found: list[Ints] = []
    for first in (0, 1):
        pairs = np.frombuffer(content, "<u2", (len(content) - first) // 2, first)
        found += [np.flatnonzero(pairs == age) * 2 + first for age in _AGES]
    at = np.sort(np.concatenate(found))
    at = at[(at > 0) & (at < len(letters) - 2)]
    before, behind = letters[at - 1], letters[at + 2]
    digits = _is_digit(before) | _is_digit(behind)
    marked = np.isin(behind, list(_BEHIND)) | np.isin(before, list(_BEFORE))
    chosen: Ints = at[marked & ~digits]
    return chosen


def _is_digit(letters: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    digits: npt.NDArray[np.bool_] = (letters >= ord("0")) & (letters <= ord("9"))
    return digits


def _kept(piece: Piece) -> int:
    """How many such marks the texts of a piece hold."""
    columns = (piece.titles, piece.categories, piece.marks, piece.channels)
    names = _JOINT.join([*piece.names, *piece.names.values(), ""]).encode()
    empty, joint = (pa.scalar(text, TEXT) for text in ("", _JOINT))
    others = pc.binary_join_element_wise(piece.others, empty, joint).buffers()[2] or b""
    return len(_marks(others)) + len(_marks(names)) + sum(map(_in, columns))


def _in(column: Repeated) -> int:
    values = _JOINT.join([*column.values, "", ""]).encode()
    ends = np.flatnonzero(np.frombuffer(values, np.uint8) == ord(_JOINT))
    owners = np.searchsorted(ends, _marks(values))
    counts = np.bincount(column.codes, minlength=len(column.values))
    return int(counts[owners].sum()) if len(owners) else 0


def _known(piece: Piece) -> list[str]:
    """The texts of a piece in which a mark may come back."""
    columns = (piece.titles, piece.categories, piece.marks, piece.channels)
    texts = [text for column in columns for text in column.values]
    return [*texts, *piece.names, *piece.names.values(), *piece.others.to_pylist()]


def _around(content: bytes, at: int) -> tuple[bytes, bytes]:
    """The text or the attribute's value around a place, and the name of what it stands in.

    Of a text that is longer than :data:`_REACH` on either side, the whole words within that.
    """
    begin = max(0, at - _REACH)
    before, behind = content[begin:at], content[at : at + _REACH]
    opened, closed = before.rfind(b"<"), before.rfind(b">")
    quote = max(before.rfind(b'"'), before.rfind(b"'"))
    # where the tag begins too far before, only the sign before the quote tells
    valued = opened == closed and before[:quote].rstrip().endswith(b"=")
    inside = _TEXT.match(behind)
    end = inside.end() if inside else 0
    if opened > closed or valued:
        stops = (one for one in (behind.find(sign) for sign in (b'"', b"'")) if one >= 0)
        named = before[max(opened, 0) : max(quote, 0)].rstrip().removesuffix(b"=").split()
        return before[quote + 1 :] + behind[: min(stops, default=end)], b"".join(named[-1:])
    element = _ELEMENT.match(before, max(opened, 0))
    head = before[closed + 1 :]
    if closed < 0 and begin:
        head = head[head.find(b" ") + 1 :]
    tail = behind[:end]
    if end == _REACH:
        tail = tail[: tail.rfind(b" ") + 1]
    return head + tail, element[1] if element else b""
