"""The attributes of many programmes at once, and the texts of attributes and elements."""

from __future__ import annotations

import re

import numpy as np

from schedcheck.readers.values.stamps import ORDINARY, Stamps, parse_ordinary, parse_stamps
from schedcheck.readers.xmltv.fast_tags import WIDTH, Flags, Ints, Tags, gathered
from schedcheck.readers.xmltv.piece import Repeated

OPEN = b"<programme "
_MOST_ATTRIBUTES = 8
_ATTRIBUTE = re.compile(r"""(?<![^\s=])([^\s=]++)\s*+=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile(r"&(amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);")
_PLAIN = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def text_of(text: str) -> str:
    """A well-formed text as expat would give it, without white space around it."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return (_REFERENCE.sub(_referred, text) if "&" in text else text).strip()


def _referred(match: re.Match[str]) -> str:
    name = match[1]
    if name in _PLAIN:
        return _PLAIN[name]
    number = name.removeprefix("#")
    return chr(int(f"0{number}", 0) if number[0] == "x" else int(number))


def attribute_text(text: str) -> str:
    """A well-formed attribute as expat would give it: each white space is a space."""
    text = text.replace("\r\n", " ").translate({9: " ", 10: " ", 13: " "})
    return _REFERENCE.sub(_referred, text)


def attributes_in(tag: str) -> dict[str, str]:
    """The attributes of one tag, their values as they are written."""
    return {name: a or b for name, a, b in _ATTRIBUTE.findall(tag)}


class Attributes:
    """The attributes of the tags at ``places``, which open programmes."""

    def __init__(self, tags: Tags, places: Ints) -> None:
        self._tags = tags
        at, count = tags.at[places], len(places)
        # for each name the bytes that the values run from and to, and those found otherwise
        self._spans = {
            name: np.zeros((2, count), np.int64) for name in ("channel", "start", "stop")
        }
        self._uncommon: dict[str, dict[int, str]] = {name: {} for name in self._spans}
        self._clumped = np.zeros(count, np.bool_)
        done = self._by_columns(at)
        for spans in self._spans.values():
            done &= spans[0] > 0
        for row in np.flatnonzero(~done).tolist():
            tag = tags.content[at[row] + len(OPEN) - 1 : tags.ends[places[row]]]
            self._one_by_one(row, tag.decode())

    @property
    def clumps(self) -> int:
        """How many programmes share a slot with others (``clumpidx``)."""
        return int(self._clumped.sum())

    def _by_columns(self, at: Ints) -> Flags:
        """Find the attributes of tags written ``<programme a="…" b="…">``; returns which are."""
        letters = self._tags.rows[at]
        rows, quotes = np.nonzero(letters == ord('"'))
        first = np.searchsorted(rows, np.arange(len(at)))
        known = np.diff(first, append=len(rows))
        left = np.arange(len(at))
        done = np.zeros(len(at), np.bool_)
        begins = np.full(len(at), len(OPEN))
        for number in range(_MOST_ATTRIBUTES):
            left = left[known[left] >= 2 * number + 2]
            opened = quotes[first[left] + 2 * number]
            closed = quotes[first[left] + 2 * number + 1]
            good = (letters[left, opened - 1] == ord("=")) & (closed < WIDTH - 2)
            left, opened, closed = left[good], opened[good], closed[good]
            self._enter(at, left, begins[left], opened, closed)
            following = letters[left, closed + 1]
            done[left[following == ord(">")]] = True
            going = following == ord(" ")
            left = left[going]
            begins[left] = closed[going] + 2
            # a space before the end
            done[left[letters[left, begins[left]] == ord(">")]] = True
            left = left[~done[left]]
        return done

    def _enter(self, at: Ints, rows: Ints, begins: Ints, opened: Ints, closed: Ints) -> None:
        """Enter the values between the quotes for the names that begin at ``begins``."""
        lengths = opened - 1 - begins
        names = self._tags.words[at[rows] + begins]
        for name in (*self._spans, "clumpidx"):
            mask = np.uint64((1 << 8 * len(name)) - 1)
            same = lengths == len(name)
            same &= names & mask == int.from_bytes(name.encode(), "little")
            here = rows[same]
            if name in self._spans:
                spans = self._spans[name]
                spans[0, here] = at[here] + opened[same] + 1
                spans[1, here] = at[here] + closed[same]
            else:
                values = self._tags.words[at[here] + opened[same] + 1] & 0xFFFFFFFF
                self._clumped[here] = values != int.from_bytes(b'0/1"', "little")

    def _one_by_one(self, row: int, tag: str) -> None:
        values = attributes_in(tag)
        for name, spans in self._spans.items():
            spans[:, row] = 0
            self._uncommon[name][row] = values.get(name, "")
        self._clumped[row] = values.get("clumpidx", "0/1") != "0/1"

    def _values(self, name: str, rows: Ints) -> list[str]:
        spans, uncommon, content = self._spans[name], self._uncommon[name], self._tags.content
        values = [content[a:b].decode() for a, b in zip(*spans[:, rows].tolist(), strict=True)]
        if uncommon:
            values = [
                uncommon.get(row, value) for row, value in zip(rows.tolist(), values, strict=True)
            ]
        return values

    def repeated(self, name: str) -> Repeated:
        """The values of an attribute; empty where it is missing."""
        found = Repeated.of(gathered(self._tags.content, *self._spans[name]), attribute_text)
        uncommon = self._uncommon[name]
        found.change({row: attribute_text(value) for row, value in uncommon.items()})
        return found

    def stamps(self, name: str, *, keep_empty: bool) -> tuple[Stamps, dict[int, str]]:
        """An attribute as stamps, and the texts of those that are none, by row."""
        begins, ends = self._spans[name]
        stamps = Stamps.none(len(begins))
        left = np.ones(len(begins), np.bool_)
        ordinary = np.flatnonzero(ends - begins == ORDINARY)
        read, good = parse_ordinary(self._tags.rows[begins[ordinary], :ORDINARY])
        stamps.put(ordinary, read)
        left[ordinary[good]] = False
        rest = np.flatnonzero(left)
        texts = [attribute_text(value) for value in self._values(name, rest)]
        stamps.put(rest, parse_stamps(texts))
        bad = {
            row: text
            for row, text in zip(rest.tolist(), texts, strict=True)
            if np.isnat(stamps.wall[row]) and (text.strip() or keep_empty)
        }
        return stamps, bad
