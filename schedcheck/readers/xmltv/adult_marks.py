"""A count of the adult marks in a piece of XMLTV, held against those in the texts that were kept.

Independent of the elements and attributes that the reader knows: likely marks are counted by the
column, and only where more of them are in the piece than in its texts is each looked up.
"""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schedcheck.readers.mark_search import (
    AGE_SIGNS,
    Ints,
    adult_marks,
    ages,
    likely_marks,
    likely_places,
)
from schedcheck.readers.xmltv.bare_ages import bare_ages
from schedcheck.readers.xmltv.piece import QUIET, TEXT, Piece, Repeated

_JOINT = "\x1f"  # parts the texts that are searched as one; no XML can hold it
#: What ends a text.
_ENDS = b"<>\"'"
#: So many bytes before and behind a mark are looked at.
_REACH = 4096
_TEXT = re.compile(rb"[^<>]*")
_ELEMENT = re.compile(rb"<([\w:.-]+)")
#: Addresses and numbers of episodes: an address is no mark, E18 is the number of an episode.
_ADDRESSES = frozenset({b"src", b"href", b"url", b"image", b"icon"})
_NUMBERS = b"episode-num"
#: What begins and ends what is no element.
_REMARKS = ((b"<!--", b"-->"), (b"<?", b"?>"))
_REMARK = b"remark"
#: Elements and attributes whose text is not searched, and what is neither: a mark in one is lost.
_UNSEARCHED = frozenset(
    {*(name.encode() for name in QUIET), _REMARK, b"start", b"stop", b"clumpidx"}
)
#: Of fewer texts it takes longer to tell which may hold a mark than to search them.
_FEW = 1000
#: So many of one source are reported.
MOST = 20


def lost_marks(content: bytes, piece: Piece) -> list[tuple[int, str]]:
    """Line (from 1) and text of the adult marks in ``content`` that no text of ``piece`` has.

    Of marks with the same word before them the first is reported, of bare ages under a name that
    may be that of a mark each.
    """
    places = ages(content)
    bare = [(at, _shown(content, at)) for at in bare_ages(content, places, piece)[:MOST]]
    keeps_all = _holds(piece, len(likely_marks(content, places)))
    lost = [] if keeps_all else _lost(content, piece)
    return [(content.count(b"\n", 0, at) + 1, text) for at, text in (lost + bare)[:MOST]]


def _lost(content: bytes, piece: Piece) -> list[tuple[int, str]]:
    """Where adult marks are that no text of ``piece`` has, and their texts."""
    known = _known(piece)
    joined = "\n".join(known)
    read = adult_marks("<".join(known).encode(errors="replace"), _ENDS)
    unsearched: list[int] = []

    def may_be(at: int) -> bool:
        raw, name = _around(content, at)
        if not _is_mark(raw, name):
            return False
        if name in _UNSEARCHED:
            unsearched.append(at)
        return name not in _UNSEARCHED

    lost: dict[str, int] = {}
    others: set[int] = set()
    for key, places in adult_marks(content, _ENDS).items():
        allowed = [at for at in places.tolist() if may_be(at)]
        others |= set() if key in read else set(allowed[:1])
    for at in (*unsearched, *others):
        text = unescape(_around(content, at)[0].decode(errors="replace")).strip()
        if at not in others or text not in joined:
            lost.setdefault(text, at)
        if len(lost) == MOST:
            break
    return [(at, text) for text, at in lost.items()]


def _shown(content: bytes, at: int) -> str:
    """The tag and the text, or the name and the value, around a place."""
    begin = max(content.rfind(b"<", max(at - _REACH, 0), at), 0)
    end = content.find(b">", at, at + _REACH)
    return content[begin : end + 1 if end >= 0 else at + 2].decode(errors="replace")


def _is_mark(raw: bytes, name: bytes) -> bool:
    """Whether what looks like a mark is one by the element or attribute that it is in."""
    if name in _ADDRESSES:
        return b" " in raw.strip()
    return name != _NUMBERS or b"+" in raw


def _holds(piece: Piece, wanted: int) -> bool:
    """Whether the texts of a piece hold so many such marks; in most the titles do."""
    kept = 0
    for column in (piece.titles, piece.marks, piece.others, piece.categories, piece.channels):
        if kept >= wanted:
            return True
        owners = owners_of_marks(column.values if isinstance(column, Repeated) else column)
        if isinstance(column, Repeated) and len(owners):
            times = np.bincount(column.codes, minlength=len(column.values))
            kept += int(times[owners].sum())
        else:
            kept += len(owners)
    names = pa.array([*piece.names, *piece.names.values()], TEXT)
    return kept + len(owners_of_marks(names)) >= wanted


def owners_of_marks(texts: pa.Array) -> Ints:
    """Which of the texts, an array of large strings, each likely mark in them is of; in order."""
    rows = _rows_with_ages(texts)
    if not len(rows):
        return rows
    # only these are put together, each with a sign before and behind it that no mark has
    some = texts.take(pa.array(rows)) if len(rows) < len(texts) else texts
    empty, joint = (pa.scalar(text, TEXT) for text in ("", _JOINT))
    joined = pc.binary_join_element_wise(empty, some, empty, joint).buffers()[2]
    ends = np.cumsum(pc.binary_length(some).to_numpy() + 2 * len(_JOINT))
    return rows[np.searchsorted(ends, likely_marks(joined or b""), side="right")]


def _rows_with_ages(texts: pa.Array) -> Ints:
    """Those of the texts that hold what may be a mark; of few texts all, where any of them does."""
    _valid, offsets, content = texts.buffers()
    if content is None or not len(texts):
        return np.zeros(0, np.intp)
    begun = np.frombuffer(offsets, np.int64, len(texts) + 1, texts.offset * 8)
    content = content.slice(begun[0], begun[-1] - begun[0])
    if len(texts) > _FEW:
        return np.unique(np.searchsorted(begun, likely_places(content) + begun[0], "right") - 1)
    data = content.to_pybytes()
    return np.arange(len(texts) if any(sign in data for sign in AGE_SIGNS) else 0)


def _known(piece: Piece) -> list[str]:
    """The texts of a piece in which a mark may come back."""
    columns = (piece.titles, piece.categories, piece.marks, piece.channels)
    texts = [text for column in columns for text in column.values.to_pylist()]
    return [*texts, *piece.names, *piece.names.values(), *piece.others.to_pylist()]


def _around(content: bytes, at: int) -> tuple[bytes, bytes]:
    """The text or the attribute's value around a place, and the name of what it is in.

    Of a text that is longer than :data:`_REACH` on either side, the whole words within that.
    """
    begin = max(0, at - _REACH)
    before, behind = content[begin:at], content[at : at + _REACH]
    for begun, ended in _REMARKS:
        if before.rfind(begun) > before.rfind(ended):
            return before[before.rfind(begun) + len(begun) :] + behind.partition(ended)[0], _REMARK
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
