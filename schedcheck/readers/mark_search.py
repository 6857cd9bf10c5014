"""Adult marks in large texts, found by the column: the bytes around each 18 and 21.

Texts are bytes of UTF-8. A mark is told from others by the word before it, and what is the same is
looked at once, so that a guide of many programmes costs little more than a pass over its bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from html import unescape
from itertools import compress

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from schedcheck.readers.values.leading_times import ADULT

Ints = npt.NDArray[np.intp]
Bytes = npt.NDArray[np.uint8]

#: 18 and 21, as numbers of two bytes.
_AGES = (int.from_bytes(b"18", "little"), int.from_bytes(b"21", "little"))
_SIGN = "\N{NO ONE UNDER EIGHTEEN SYMBOL}"
#: What is behind an age that may be a mark (plus, years, жас), and before it (+18, E18, Е18).
_BEHIND, _BEFORE = b"+)]pPyY&", b"+([Ee\x95\xb5"
#: The first byte of most Cyrillic letters, and the second of those that begin плюс, жас and лет.
_CYRILLIC, _LETTERS = 0xD0, bytes(letter.encode()[1] for letter in "ПпЖжЛл")
_BLANK, _WIDE_BLANK = ord(" "), "\N{NO-BREAK SPACE}".encode()


def _flags(letters: Iterable[int]) -> npt.NDArray[np.bool_]:
    """Which of all bytes are among some."""
    return np.isin(np.arange(256), list(letters))


_DIGIT, _IS_JOINT = _flags(b"0123456789"), _flags(b" -")
_IS_BEHIND, _IS_BEFORE, _IS_LETTER = _flags(_BEHIND), _flags(_BEFORE), _flags(_LETTERS)
#: The word before a mark, by which it is found again.
_WORD = re.compile(r"([^\W\d_]{1,20})[\W_]*\Z")
#: So many bytes around an age hold the whole mark and the sign before it, and so many before it the
#: word before it; where letters are written as references (``&#1060;``) it takes more.
_NEAR, _NEAR_REFERENCES = (16, 14), (16, 40)
_WORD_REACH, _WORD_REACH_REFERENCES = 56, 176
#: So many ends of text are put before and behind a content while it is searched.
_PADDING = 192
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


def adult_marks(
    content: bytes, ends: bytes = b"\n", is_text: Callable[[int], bool] | None = None
) -> dict[str, int]:
    """Each adult mark in ``content`` with the word before it (:func:`plain`), and where the first
    such is. ``ends``: the signs that end a text. ``is_text``: whether a place is searched.
    """
    content = b"".join([ends[:1] * _PADDING, content, ends[:1] * _PADDING])
    if b"&" in content:
        content = _without_names(content)
    at = likely_marks(content)
    referenced = any(one in content for one in _REFERENCE)
    before, behind = _NEAR_REFERENCES if referenced else _NEAR
    around = _windows(content, at, ends, before, behind)
    marks = {raw: _mark_in(raw, before) for raw in set(around)}
    kept = [marks[raw] is not None for raw in around]
    around, at = list(compress(around, kept)), at[kept]
    if is_text is not None:
        kept = [is_text(one - _PADDING) for one in at.tolist()]
        around, at = list(compress(around, kept)), at[kept]
    found = [marks[raw] or ("", 0) for raw in around]
    begun = np.array([size for _text, size in found], np.intp)
    heads = _heads(content, at - begun, ends, referenced=referenced)
    named = list(zip(heads, (text for text, _size in found), at.tolist(), strict=True))
    keys: dict[str, int] = {}
    for (head, text), where in {
        (head, text): where for head, text, where in reversed(named)
    }.items():
        key = _key(head, text)
        keys[key] = min(where - _PADDING, keys.get(key, where))
    return keys


def _without_names(content: bytes) -> bytes:
    """A content of the same length without the names of signs."""
    for _level in range(_DEPTH):
        content = content.replace(_AGAIN, b"    &")
    for name in _NAMED:
        content = content.replace(name, b" " * len(name))
    return content


def likely_marks(content: bytes | pa.Buffer) -> Ints:
    """Where the ages are that have beside them what may make a mark of them; ``content`` begins and
    ends with something else.
    """
    return np.sort(np.concatenate([_marked(content, ages(content)), _signs(content)]))


def _mark_in(raw: bytes, before: int) -> tuple[str, int] | None:
    """The mark in the bytes around an age, and how many of its bytes are before the age."""
    head = _read(raw[:before].lstrip(b"\0"))
    text = head + _read(raw[before:])
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
    content = b"".join([b"\n" * _PADDING, content, b"\n" * _PADDING])
    texts = set(_windows(content, ages(content), b"\n", _WORD_REACH, _NEAR[1]))
    return "\n".join({plain(_readable(text.lstrip(b"\0"))) for text in texts})


def ages(content: bytes | pa.Buffer) -> Ints:
    """Where 18 and 21 are that are not part of longer numbers; ``content`` begins and ends with
    something else.
    """
    letters = np.frombuffer(content, np.uint8)
    found: list[Ints] = [np.zeros(0, np.intp)]
    for first in (0, 1):
        size = max(len(content) - first, 0) // 2
        pairs = np.frombuffer(content, "<u2", size, min(first, len(content)))
        found += [np.flatnonzero(pairs == age) * 2 + first for age in _AGES]
    at = np.concatenate(found)
    return at[
        ~(_DIGIT[letters.take(at - 1, mode="clip")] | _DIGIT[letters.take(at + 2, mode="clip")])
    ]


def _signs(content: bytes | pa.Buffer) -> Ints:
    """Where the sign of no one under eighteen is."""
    sign = _SIGN.encode()
    at = np.flatnonzero(np.frombuffer(content, np.uint8)[: -len(sign)] == sign[0])
    if not len(at):
        return at
    wide = np.lib.stride_tricks.sliding_window_view(np.frombuffer(content, np.uint8), len(sign))
    found: Ints = at[(wide[at] == list(sign)).all(axis=1)]
    return found


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
    said |= _IS_BEFORE[letters.take(last, mode="clip")]
    return at[said]


def _windows(content: bytes, at: Ints, ends: bytes, before: int, behind: int) -> list[bytes]:
    """The bytes around each place as far as its text goes, with zeros before those of the text."""
    if not len(at):
        return []
    windows = _rows(content, before + behind)[at - before]
    ending = _flags(ends)[windows]
    columns = np.arange(before + behind)
    first = before - _first(ending[:, before - 1 :: -1], before)
    last = before + 1 + _first(ending[:, before + 1 :], behind - 1)
    inside = (columns >= first[:, None]) & (columns < last[:, None])
    return _as_list(np.where(inside, windows, 0))


def _heads(content: bytes, at: Ints, ends: bytes, *, referenced: bool) -> list[bytes]:
    """Before each place the last word of its text, and the signs behind it."""
    if not len(at):
        return []
    reach = _WORD_REACH_REFERENCES if referenced else _WORD_REACH
    windows = _rows(content, reach)[at - reach]
    backwards = windows[:, ::-1]
    letter = (_REFERENCE_LETTER if referenced else _LETTER)[backwards]
    begun = _first(letter, reach)
    over = _first(~letter & (np.arange(reach) >= begun[:, None]), reach)
    ended = _first(_flags(ends)[backwards], reach)
    inside = np.arange(reach) < np.minimum(over, ended)[:, None]
    return [text.lstrip(b"\0") for text in _as_list(np.where(inside, backwards, 0)[:, ::-1])]


def _rows(content: bytes, width: int) -> Bytes:
    """From each byte on so many of them as a row."""
    return np.lib.stride_tricks.sliding_window_view(np.frombuffer(content, np.uint8), width)


def _as_list(rows: Bytes) -> list[bytes]:
    """Rows as bytes, without the zeros at their ends."""
    texts: list[bytes] = np.ascontiguousarray(rows).view(f"S{rows.shape[1]}").ravel().tolist()
    return texts


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
