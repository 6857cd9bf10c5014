"""Adult marks in large texts, found by the column: the bytes around each 18 and 21.

Texts are bytes of UTF-8. A mark is told from others by the word before it, and what is the same is
looked at once, so that a guide of many programmes costs little more than a pass over its bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from html import unescape

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from schedcheck.readers.values.age_names import ADULT

Ints = npt.NDArray[np.intp]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

#: 18 and 21, as numbers of two bytes.
_AGES = (int.from_bytes(b"18", "little"), int.from_bytes(b"21", "little"))
_SIGN = "\N{NO ONE UNDER EIGHTEEN SYMBOL}"
#: One of these is in each mark.
AGE_SIGNS = (b"18", b"21", _SIGN.encode())
#: With its first byte alone at the head of the pattern, which is then found fastest.
_SIGN_BYTE, _SIGN_AT = b"\xf0", re.compile(rb"\xf0(?=\x9f\x94\x9e)")
#: What is behind an age that may be a mark (plus, years, жас), and before it (+18, E18, Е18).
_BEHIND, _BEFORE = b"+)]pPyY", b"+([Ee\x95\xb5"
#: The first byte of most Cyrillic letters, and the second of those that begin плюс, жас and лет.
_CYRILLIC, _LETTERS = 0xD0, bytes(letter.encode()[1] for letter in "ПпЖжЛл")
_BLANK, _WIDE_BLANK = ord(" "), "\N{NO-BREAK SPACE}".encode()


def _flags(letters: Iterable[int]) -> Flags:
    """Which of all bytes are among some."""
    return np.isin(np.arange(256), list(letters))


_DIGIT, _IS_JOINT = _flags(b"0123456789"), _flags(b" -")
_IS_BEHIND, _IS_BEFORE, _IS_LETTER = _flags(_BEHIND), _flags(_BEFORE), _flags(_LETTERS)
_IS_ESCAPE = _flags(b"&\\")
#: The word before a mark, by which it is found again.
_WORD = re.compile(r"([^\W\d_]{1,20})[\W_]*\Z")
#: Signs and letters may be written as references (``&#1087;``, ``&plus;``) and escapes: how these
#: begin and end, in so many bytes, and of what the mark is a part that begins or ends with them.
_ESCAPED, _REFERENCE_END, _ESCAPE_SIZE = b"\\u", ord(";"), 12
_MARK_BEGINS = re.compile(r"\A[\s+)\]pyпжл\N{FULLWIDTH PLUS SIGN}]", re.IGNORECASE)
_MARK_ENDS = re.compile(r"[\s+(\[eе\N{FULLWIDTH PLUS SIGN}-]\Z", re.IGNORECASE)
#: So often the first byte of a sign is looked for by itself.
_FEW = 1000
#: So many values are searched at once: fewer, and threads would wait for each other.
_PART = 1 << 20
#: In texts of fewer bytes each search costs more than each byte.
_SHORT = 1 << 18
#: So many bytes around an age hold the whole mark and the sign before it, and so many before it the
#: word before it; where letters are written as references (``&#1060;``) it takes more.
_NEAR, _NEAR_REFERENCES = (8, 14), (28, 40)
_WORD_REACH = 56
_WORD_REACHES, _WORD_REACHES_REFERENCES = (28, _WORD_REACH), (64, 176)
_REFERENCE = (b"&#", b"\\u")
#: Signs that markup writes by name: no letters of the word before a mark.
_NAMED = (b"&lt;", b"&gt;", b"&quot;", b"&apos;")
#: Texts of pages that were written into another markup have their names twice: ``&amp;lt;``.
_AGAIN, _DEPTH = b"&amp;", 2
#: The bytes that letters are made of, also those of references.
_LETTER = _flags(one for one in range(256) if one > 127 or chr(one).isalpha())
_REFERENCE_LETTER = _LETTER | _flags(b"&#;\\0123456789")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_CONTROLS = {"n": "\n", "r": "\n", "t": " ", "b": " ", "f": " "}
_SIGNS = re.compile(rf"[^\w+{_SIGN}]|_")


def plain(text: str) -> str:
    """The letters, digits and plus signs of a text, by which marks are compared."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", unescape(text))).casefold()


def adult_marks(content: bytes, ends: bytes = b"\n") -> dict[str, Ints]:
    """Each adult mark in ``content`` with the word before it (:func:`plain`), and where it is.

    ``ends``: the signs that end a text. Places are in order, and so are marks by their first.
    """
    begun = content[:1].isdigit()
    if begun or content[-1:].isdigit():  # an age has something before and behind it
        content = b"".join([ends[:1], content, ends[:1]])
    at = likely_marks(content)
    if not len(at):
        return {}
    referenced = any(holds(content, one) for one in _REFERENCE)
    before, behind = _NEAR_REFERENCES if referenced else _NEAR
    which, rows = distinct(_around(content, at, before, behind, ends))
    same, rows = distinct(_own_text(rows, ends, before))
    which = same[which]
    marks = [_mark_in(row.tobytes(), before) for row in rows]
    kept = np.array([mark is not None for mark in marks], np.bool_)[which]
    at, which = at[kept], which[kept]
    sizes = np.array([mark[1] if mark else 0 for mark in marks], np.intp)[which]
    owners, heads = _heads(content, at - sizes, ends, referenced=referenced)
    _pairs, first, group = np.unique(
        owners * len(marks) + which, return_index=True, return_inverse=True
    )
    order = np.argsort(group, kind="stable")
    places = np.split(at[order] - begun, np.flatnonzero(np.diff(group[order])) + 1)
    keys: dict[str, list[Ints]] = {}
    for one in np.argsort(first).tolist():
        mark = marks[which[first[one]]]
        key = _key(heads[owners[first[one]]], mark[0] if mark else "")
        keys.setdefault(key, []).append(places[one])
    return {key: np.sort(np.concatenate(parts)) for key, parts in keys.items()}


def holds(content: bytes, sign: bytes) -> bool:
    """Whether a sign of several bytes is in ``content``: its first is looked for much faster."""
    at = content.find(sign[:1])
    for _time in range(_FEW):
        if at < 0 or content.startswith(sign, at):
            return at >= 0
        at = content.find(sign[:1], at + 1)
    return content.find(sign, at) >= 0 if at >= 0 else False


def likely_marks(content: bytes | pa.Buffer, at: Ints | None = None) -> Ints:
    """Where the ages are that have beside them what may make a mark of them; ``content`` begins and
    ends with something else. ``at``: where any ages are (:func:`ages`), if that is known.
    """
    signs = [one.start() for one in _SIGN_AT.finditer(content)] if _has_sign(content) else []
    marked = _marked(content, ages(content) if at is None else at)
    if not signs:
        return marked
    return np.sort(np.concatenate([marked, np.array(signs, np.intp)]), kind="stable")


def _has_sign(content: bytes | pa.Buffer) -> bool:
    """Whether the sign may be in ``content``: in bytes one is found ten times as fast."""
    return _SIGN_BYTE in (content if isinstance(content, bytes) else content.to_pybytes())


def _mark_in(raw: bytes, before: int) -> tuple[str, int] | None:
    """The mark in the bytes around an age, and how many of its bytes are before the age."""
    head = _read(raw[:before].lstrip(b"\0"))
    text = head + _read(raw[before:].rstrip(b"\0"))
    for mark in ADULT.finditer(text):
        if mark.start() <= len(head) < mark.end():
            begun = text[mark.start() : len(head)]
            sizes = range(before + 1)
            return mark[0], next(n for n in sizes if _read(raw[before - n : before]) == begun)
    return None


def _read(raw: bytes) -> str:
    return unicodedata.normalize("NFKC", _readable(raw))


def _key(head: bytes, mark: str) -> str:
    """A mark with the word before it."""
    word = _WORD.search(_readable(head))
    return plain((word[1] if word else "") + mark)


def texts_at_ages(content: bytes) -> str:
    """What is around each 18 and 21 in lines, marks or not, as :func:`plain` text."""
    content = b"".join([b"\n", content, b"\n"])
    _which, rows = distinct(_around(content, ages(content), _WORD_REACH, _NEAR[1], b"\n"))
    _which, rows = distinct(_own_text(rows, b"\n", _WORD_REACH))
    return "\n".join({plain(_readable(row.tobytes().strip(b"\0"))) for row in rows})


def ages(content: bytes | pa.Buffer) -> Ints:
    """Where 18 and 21 are that are not part of longer numbers; ``content`` begins and ends with
    something else.
    """
    letters = np.frombuffer(content, np.uint8)
    at = _pairs(content)
    at = at[~_DIGIT[letters.take(at + 2, mode="clip")]]
    longer = _DIGIT[letters.take(at - 1, mode="clip")]
    longer[longer] = ~_is_escaped(letters, at[longer])
    return at[~longer]


def likely_places(content: bytes | pa.Buffer) -> Ints:
    """Where a mark may be, be it put together of the ends of two texts: more than
    :func:`likely_marks`, in no order.
    """
    letters = np.frombuffer(content, np.uint8)
    signs = _places(letters, _SIGN_BYTE, _few_set, _room(len(letters)))
    return np.concatenate([_pairs(content), signs])


def _pairs(content: bytes | pa.Buffer) -> Ints:
    """Where the two digits of an age are, in order."""
    if 0 < len(content) < _SHORT:
        letters = np.frombuffer(content, np.uint8)
        one, other = ((letters[:-1] == age % 256) & (letters[1:] == age // 256) for age in _AGES)
        return np.flatnonzero(one | other)
    found, room = [], _room(len(content) // 2)
    for first in (0, 1):
        size = max(len(content) - first, 0) // 2
        pairs = np.frombuffer(content, "<u2", size, min(first, len(content)))
        found.append(_places(pairs, _AGES, _few_set, room) * 2 + first)
    return np.sort(np.concatenate(found), kind="stable")


def places_of(values: npt.NDArray[np.unsignedinteger], *some: int) -> Ints:
    """Where those of ``values`` are that are among ``some``, in order."""
    if len(some) == 1 and len(values) < _SHORT:
        return np.flatnonzero(values == some[0])
    return _places(values, some, np.flatnonzero, _room(len(values)))


def _room(size: int) -> Flags:
    """Flags to search with: memory asked for again and again takes as long as the search."""
    return np.empty((2, min(size, _PART)), np.bool_)


def _places(
    values: npt.NDArray[np.unsignedinteger],
    some: Sequence[int],
    set_in: Callable[[Flags], Ints],
    room: npt.NDArray[np.bool_],
) -> Ints:
    found: list[Ints] = [np.zeros(0, np.intp)]
    # in parts that the cache of a processor holds: this takes a third of the time
    for begin in range(0, len(values), _PART):
        part = values[begin : begin + _PART]
        flags, also = room[:, : len(part)]
        np.equal(part, some[0], out=flags)
        for one in some[1:]:
            np.logical_or(flags, np.equal(part, one, out=also), out=flags)
        found.append(set_in(flags) + begin)
    return np.concatenate(found)


def _few_set(flags: Flags) -> Ints:
    """Where flags are set; where few are, looking at eight at once takes half of the time."""
    whole = len(flags) - len(flags) % 8
    eights = np.flatnonzero(flags[:whole].view(np.uint64) != 0)
    found = np.flatnonzero(flags[:whole].reshape(-1, 8)[eights])
    found = eights[found // 8] * 8 + found % 8
    return np.concatenate([found, np.flatnonzero(flags[whole:]) + whole])


def _is_escaped(letters: Bytes, at: Ints) -> Flags:
    """Whether the digits before each place are the end of an escape, as of U+0415."""
    begun = at - len(_ESCAPED) - 4
    flags: Flags = letters.take(begun, mode="clip") == _ESCAPED[0]
    if flags.any():
        flags &= letters.take(begun + 1, mode="clip") == _ESCAPED[1]
    return flags


def _marked(content: bytes | pa.Buffer, at: Ints) -> Ints:
    """Those of the ages with what makes a mark of them beside them."""
    letters = np.frombuffer(content, np.uint8)
    if not len(at):
        return at
    next_one = at + 2
    next_one += letters.take(next_one, mode="clip") == _BLANK
    next_one += 2 * (letters.take(next_one, mode="clip") == _WIDE_BLANK[0])
    behind = letters.take(next_one, mode="clip")
    said = _IS_BEHIND[behind]
    cyrillic = np.flatnonzero(behind == _CYRILLIC)
    said[cyrillic] = _IS_LETTER[letters.take(next_one[cyrillic] + 1, mode="clip")]
    last = at - 1
    before = letters.take(last, mode="clip")
    last = last - _IS_JOINT[before] - 2 * (before == _WIDE_BLANK[1])
    before = letters.take(last, mode="clip")
    said |= _IS_BEFORE[before]
    escaped = np.flatnonzero(~said & _IS_ESCAPE[behind])
    said[escaped] = _may_be(content, next_one[escaped], _MARK_BEGINS)
    ended = np.flatnonzero(~said & ((before == _REFERENCE_END) | _is_escaped(letters, last + 1)))
    said[ended] = _may_be(content, last[ended] + 1 - _ESCAPE_SIZE, _MARK_ENDS)
    return at[said]


def _may_be(content: bytes | pa.Buffer, at: Ints, pattern: re.Pattern[str]) -> Flags:
    """Whether what is written at each place in references or escapes may be part of a mark."""
    if not len(at):
        return np.zeros(0, np.bool_)
    letters = np.frombuffer(content, np.uint8)
    which, rows = distinct(letters.take(at[:, None] + np.arange(_ESCAPE_SIZE), mode="clip"))
    said = [pattern.search(_readable(row.tobytes())) is not None for row in rows]
    return np.array(said, np.bool_)[which]


def _around(content: bytes, at: Ints, before: int, behind: int, ends: bytes) -> Bytes:
    """The bytes around each place as rows; before and behind the content are ends of texts."""
    width = before + behind
    begun = at - before
    whole = (begun >= 0) & (begun + width <= len(content))
    rows = np.full((len(at), width), ends[0], np.uint8)
    if whole.any():
        letters = np.frombuffer(content, np.uint8)
        rows[whole] = np.lib.stride_tricks.sliding_window_view(letters, width)[begun[whole]]
    for one in np.flatnonzero(~whole).tolist():
        first = int(begun[one])
        part = content[max(first, 0) : first + width]
        rows[one, max(-first, 0) :][: len(part)] = list(part)
    return rows


def _own_text(rows: Bytes, ends: bytes, before: int) -> Bytes:
    """What of each row belongs to the text that goes on at ``before``: zeros are before that."""
    width = rows.shape[1]
    ending = _flags(ends)[rows]
    columns = np.arange(width)
    first = before - _first(ending[:, before - 1 :: -1], before)
    last = before + 1 + _first(ending[:, before + 1 :], width - before - 1)
    inside = (columns >= first[:, None]) & (columns < last[:, None])
    return np.where(inside, rows, np.uint8(0))


def _heads(content: bytes, at: Ints, ends: bytes, *, referenced: bool) -> tuple[Ints, list[bytes]]:
    """Before each place the last word of its text and the signs behind it: which of the different
    ones, and these. Few words are so long or so far that more than the nearest bytes are looked at.
    """
    letters = _REFERENCE_LETTER if referenced else _LETTER
    which, heads = np.zeros(len(at), np.intp), list[bytes]()
    left = np.arange(len(at))
    for reach in _WORD_REACHES_REFERENCES if referenced else _WORD_REACHES:
        backwards = _without_names(_around(content, at[left], reach, 0, ends))[:, ::-1]
        letter = letters[backwards]
        begun = _first(letter, reach)
        over = _first(~letter & (np.arange(reach) >= begun[:, None]), reach)
        size = np.minimum(over, _first(_flags(ends)[backwards], reach))
        inside = np.arange(reach) < size[:, None]
        same, rows = distinct(np.where(inside, backwards, np.uint8(0))[:, ::-1])
        which[left] = same + len(heads)
        heads += [row.tobytes().lstrip(b"\0") for row in rows]
        left = left[size == reach]
    return which, heads


def _without_names(rows: Bytes) -> Bytes:
    """Rows of the same length without the names of signs."""
    content = rows.tobytes()
    if b"&" in content:
        for _level in range(_DEPTH):
            content = content.replace(_AGAIN, b"    &")
        for name in _NAMED:
            content = content.replace(name, b" " * len(name))
    return np.frombuffer(content, np.uint8).reshape(rows.shape)


def distinct(rows: Bytes) -> tuple[Ints, Bytes]:
    """Which of the different rows each is, and these."""
    held = [None, pa.py_buffer(np.ascontiguousarray(rows))]
    fixed = pa.FixedSizeBinaryArray.from_buffers(pa.binary(rows.shape[1]), len(rows), held)
    values = fixed.dictionary_encode()
    different = np.frombuffer(b"".join(values.dictionary.to_pylist()), np.uint8)
    return values.indices.to_numpy().astype(np.intp), different.reshape(-1, rows.shape[1])


def _first(flags: npt.NDArray[np.bool_], none: int) -> Ints:
    """The first column of each row that is set, ``none`` for rows without."""
    found: Ints = np.where(flags.any(axis=1), flags.argmax(axis=1), none)
    return found


def _readable(raw: bytes) -> str:
    """Bytes as text, without the letters that are cut at its ends, and with escapes as signs."""
    text = raw.decode(errors="ignore")
    text = _ESCAPE.sub(_escaped, text) if "\\" in text else text
    return unescape(text) if "&" in text else text


def _escaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _CONTROLS.get(match[2], match[2])
