"""The attributes of many programmes at once, and the texts of attributes and elements."""

from __future__ import annotations

import re

import numpy as np

from schedcheck.readers.values.stamps import ORDINARY, Stamps, parse_ordinary, parse_stamps
from schedcheck.readers.xmltv.fast_signs import Ints
from schedcheck.readers.xmltv.fast_tags import ElementTexts, Tags, rows_of
from schedcheck.readers.xmltv.piece import Repeated

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
        self._tags, self._at, self._codes = tags, tags.at[places], tags.codes[places]

    @property
    def clumps(self) -> int:
        """How many programmes share a slot with others (``clumpidx``)."""
        if not any(b"clumpidx" in shape.spans for shape in self._tags.shapes):
            return 0
        begins, _ends = self._spans("clumpidx")
        parts = self.repeated("clumpidx").objects()
        return int(((parts != "0/1") & (begins > 0)).sum())

    def _spans(self, name: str) -> tuple[Ints, Ints]:
        """For each programme the bytes that a value runs from and to, 0 and 0 where it has none."""
        spans = [shape.spans.get(name.encode(), (0, 0)) for shape in self._tags.shapes]
        begins, ends = np.array(spans, np.int64).T[:, self._codes]
        return np.where(begins, begins + self._at, 0), np.where(begins, ends + self._at, 0)

    def repeated(self, name: str) -> Repeated:
        """The values of an attribute; empty where it is missing."""
        texts = ElementTexts(np.arange(len(self._at)), *self._spans(name))
        return texts.repeated(self._tags.content, attribute_text)

    def stamps(self) -> tuple[tuple[Stamps, dict[int, str]], tuple[Stamps, dict[int, str]]]:
        """The starts and the stops, both with the texts of those that are no stamps, by row.

        An empty text is no stamp for a start, and says nothing for a stop.
        """
        count = len(self._at)
        spans = zip(self._spans("start"), self._spans("stop"), strict=True)
        both, bad = self._stamps(*map(np.concatenate, spans))
        bad_starts = {row: text for row, text in bad.items() if row < count}
        bad_stops = {
            row - count: text for row, text in bad.items() if row >= count and text.strip()
        }
        return (both[:count], bad_starts), (both[count:], bad_stops)

    def _stamps(self, begins: Ints, ends: Ints) -> tuple[Stamps, dict[int, str]]:
        ordinary = np.flatnonzero(ends - begins == ORDINARY)
        read, good = parse_ordinary(rows_of(self._tags.content, begins[ordinary], ORDINARY))
        if len(ordinary) == len(begins) and good.all():
            return read, {}
        stamps = Stamps.none(len(begins))
        left = np.ones(len(begins), np.bool_)
        stamps.put(ordinary, read)
        left[ordinary[good]] = False
        rest = np.flatnonzero(left)
        spans = zip(begins[rest].tolist(), ends[rest].tolist(), strict=True)
        texts = [attribute_text(self._tags.content[one:end].decode()) for one, end in spans]
        stamps.put(rest, parse_stamps(texts))
        return stamps, {
            row: text
            for row, text in zip(rest.tolist(), texts, strict=True)
            if np.isnat(stamps.wall[row])
        }
