"""Every tag of a piece of XMLTV at once: where it is, and what it opens."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from schedcheck.readers.mark_search import places_of
from schedcheck.readers.values.age_names import looks_marked, number_of_picture
from schedcheck.readers.xmltv.fast_shapes import (
    ICON,
    OTHER,
    PICTURE,
    PROGRAMME,
    VALUE,
    Shape,
    picture_of,
    shape_of,
)
from schedcheck.readers.xmltv.fast_signs import Flags, Ints, check_signs, without_sections
from schedcheck.readers.xmltv.piece import LINE_END, TEXT, NotPlainError, Repeated

_VALUE = re.compile(rb"""=\s*(?:"([^"]*)"|'([^']*)')""")
BYTES = pa.large_binary()
Letters = npt.NDArray[np.uint8]
#: What Arrow takes by itself goes back to the system at once, and costs as much again to get.
_POOL = pa.system_memory_pool()
#: So many bytes are calculated with at once: a processor's cache holds them.
_PART = 1 << 17
#: Elements in elements are at most so deep.
_DEEPEST = 8
#: So few texts are sooner cut out one by one than gathered.
_FEW = 1000


def gathered(content: bytes, begins: Ints, ends: Ints, kind: pa.DataType = TEXT) -> pa.Array:
    """The texts from each of ``begins`` to each of ``ends`` as an Arrow array of large_string.

    They are in order and apart, but for those from 0 to 0, which are empty. What is between two is
    an entry too in an array that shares the memory of ``content``, and not taken from it.
    """
    if not ends.any():
        nothing = [None, pa.py_buffer(np.zeros(len(ends) + 1, np.int64)), pa.py_buffer(b"")]
        return pa.Array.from_buffers(kind, len(ends), nothing)
    offsets = np.empty(2 * len(begins) + 1, np.int64)
    offsets[:-1:2], offsets[1::2], offsets[-1] = begins, ends, len(content)
    if not begins[1:].all():
        np.maximum.accumulate(offsets, out=offsets)
    shared = pa.Array.from_buffers(
        kind, 2 * len(begins), [None, pa.py_buffer(offsets), pa.py_buffer(content)]
    )
    every_other = pa.array(np.arange(0, 2 * len(begins), 2))
    return pc.take(shared, every_other, boundscheck=False, memory_pool=_POOL)


def _levelled(
    tags: pa.Array, *, letters: bool = False
) -> tuple[list[bytes], npt.NDArray[np.int32]]:
    """The different tags with every digit as 0, and which each is; with ``letters``, these too."""
    signs = letters_of(tags).copy()
    zero, first, capital = np.uint8(ord("0")), np.uint8(ord("a")), np.uint8(0x20)
    for begin in range(0, len(signs), _PART):
        part = signs[begin : begin + _PART]
        above = part - zero
        inside = above < 10
        if letters:
            inside |= (part | capital) - first < 26
        part -= above * inside.view(np.uint8)  # arithmetic is much faster than a mask
    held = [None, tags.buffers()[1], pa.py_buffer(signs)]
    different = pa.Array.from_buffers(BYTES, len(tags), held).dictionary_encode()
    return different.dictionary.to_pylist(), different.indices.to_numpy()


def _opened(content: bytes) -> tuple[Letters, Ints, Letters]:
    """The letters of a text, where tags begin in it, and the letter behind each of these places."""
    letters = np.frombuffer(content, np.uint8)
    at = places_of(letters, ord("<"))
    return letters, at, letters.take(at + 1, mode="clip")


def letters_of(texts: pa.Array) -> Letters:
    """The bytes of all texts of an array that shares no memory."""
    return np.frombuffer(texts.buffers()[2] or b"", np.uint8)


def rows_of(content: bytes, begins: Ints, size: int) -> Letters:
    """The ``size`` bytes from each of ``begins`` on, a row each."""
    shared = np.ndarray((max(0, len(content) - size + 1), size), np.uint8, content, strides=(1, 1))
    return shared[begins]


class ElementTexts:
    """The texts of one kind of element: programme, and the bytes each runs from and to."""

    def __init__(self, owners: Ints, begins: Ints, ends: Ints) -> None:
        self.owners, self.begins, self.ends = owners, begins, ends

    def __getitem__(self, chosen: Ints | Flags) -> ElementTexts:
        return ElementTexts(self.owners[chosen], self.begins[chosen], self.ends[chosen])

    def gathered(self, content: bytes) -> pa.Array:
        """All texts, which are in their order in ``content``, as an Arrow array."""
        return gathered(content, self.begins, self.ends)

    def repeated(
        self,
        content: bytes,
        made: Callable[[str], str],
        changed: Callable[[pa.Array], Flags] | None = None,
    ) -> Repeated:
        """All texts as a column of which most come many times; see :meth:`Repeated.of`."""
        if len(self.begins) <= _FEW:
            return Repeated.of_few(self._raw(content), made)
        return Repeated.of(self.gathered(content), made, changed)

    def cut(self, content: bytes) -> list[str]:
        """Each text."""
        return [raw.decode() for raw in self._raw(content)]

    def _raw(self, content: bytes) -> list[bytes]:
        spans = zip(self.begins.tolist(), self.ends.tolist(), strict=True)
        return [content[begin:end] for begin, end in spans]


class Tags:
    """Every tag of a piece that holds whole programmes and nothing else.

    ``content``: the piece without CDATA sections. ``at``: where each begins; ``ends``: the byte
    behind it; ``shapes``: the different ones, and ``codes``: which of them it has; ``kinds``: what
    it opens; ``owners``: the programme it is in, counted from 0. Raises NotPlainError for what is
    not well-formed, comments, instructions, channels, programmes in programmes, and ``>`` or text
    where only tags are usual.
    """

    def __init__(self, content: bytes) -> None:
        letters, self.at, self._seconds = _opened(content)
        if (self._seconds == ord("!")).any():
            content = without_sections(content)
            letters, self.at, self._seconds = _opened(content)
        self.content = content
        self.ends = places_of(letters, ord(">")) + 1
        # each tag has one “>” at least: as many as tags are one a tag
        if len(self.ends) != len(self.at) or not len(self.at) or self.at[0]:
            raise NotPlainError
        if (self.ends <= self.at).any() or (self.at[1:] < self.ends[:-1]).any():
            raise NotPlainError
        self.line_ends = places_of(letters, LINE_END)
        check_signs(content, letters, len(self.line_ends))
        self.codes, self.shapes = self._shapes()
        self.kinds = self._by_shape(lambda shape: shape.kind, np.uint8)
        self._steps = self._by_shape(lambda shape: shape.step, np.int8)
        self.owners = np.cumsum(self.kinds == PROGRAMME) - 1
        self._check_nesting()
        self._check_between()
        self._check_ratings()

    def _shapes(self) -> tuple[npt.NDArray[np.int32], list[Shape]]:
        pictures, codes_of, shapes = self._pictures()
        others = np.ones(len(self.at), np.bool_)
        others[pictures] = False
        tags = gathered(self.content, self.at[others], self.ends[others], BYTES)
        different, numbers = _levelled(tags)
        codes = np.empty(len(self.at), np.int32)
        codes[pictures], codes[others] = codes_of, numbers + len(shapes)
        written = [shape_of(tag) for tag in different]
        suspects = [code for code, shape in enumerate(written) if shape.suspect]
        if suspects:
            rows = pa.array(np.flatnonzero(np.isin(numbers, suspects)))
            for tag in tags.take(rows).unique().to_pylist():
                if looks_marked(tag.decode(errors="replace")):
                    raise NotPlainError
        return codes, shapes + written

    def _pictures(self) -> tuple[Ints, npt.NDArray[np.int32], list[Shape]]:
        """The tags of pictures that have an address alone, their codes, and what these mean.

        Each has an address of its own, often of letters and digits at random, so their letters do
        not count; those that may show a mark are left to be read as they are.
        """
        if PICTURE not in self.content:
            return np.zeros(0, np.intp), np.zeros(0, np.int32), []
        begun = np.frombuffer(PICTURE, np.uint8)
        tags = np.flatnonzero(self._seconds == begun[1])
        tags = tags[self.ends[tags] - self.at[tags] >= len(begun)]
        tags = tags[(rows_of(self.content, self.at[tags], len(begun)) == begun).all(axis=1)]
        written = gathered(self.content, self.at[tags], self.ends[tags], BYTES)
        different, numbers = _levelled(written, letters=True)
        shapes = list(map(picture_of, different))
        known = np.array([shape is not None for shape in shapes], np.bool_)
        plain = known[numbers]
        data = written.buffers()[2] or b""
        if any(sign in memoryview(data).tobytes() for sign in (b"+", b"%", b"plus")):
            plain &= ~np.asarray(pc.match_substring_regex(written, r"\+|%2[Bb]|plus"))
        codes = (np.cumsum(known) - 1).astype(np.int32)[numbers[plain]]
        return tags[plain], codes, [shape for shape in shapes if shape]

    def _by_shape(self, of: Callable[[Shape], int], kind: type[Any]) -> npt.NDArray[Any]:
        """What each tag has by its shape."""
        return np.array([of(shape) for shape in self.shapes], kind).take(self.codes)

    def _check_nesting(self) -> None:
        """Each element is closed by its own name, and programmes are in nothing."""
        names = {name: number for number, name in enumerate({one.name for one in self.shapes})}
        tags = np.flatnonzero(self._steps)
        steps = self._steps[tags]
        depths = np.cumsum(steps, dtype=np.int32)
        if not len(depths) or depths.min() < 0 or depths.max() > _DEEPEST or depths[-1]:
            raise NotPlainError
        levels = (depths + (steps < 0)).astype(np.uint8)
        numbers = self._by_shape(lambda shape: names[shape.name], np.int32)[tags]
        programmes = 0
        for level in range(1, int(levels.max()) + 1):
            # what is open at a level is closed before another is opened at it
            at = np.flatnonzero(levels == level)
            if (numbers[at[::2]] != numbers[at[1::2]]).any():
                raise NotPlainError
            if level == 1:
                outside = self.kinds[tags[at[::2]]]
                programmes = int(np.count_nonzero(outside == PROGRAMME))
                if programmes != len(outside):
                    raise NotPlainError
        if programmes != np.count_nonzero(self.kinds == PROGRAMME):
            raise NotPlainError

    def _check_between(self) -> None:
        """Nothing but white space may be behind tags that close, and behind a programme's."""
        behind = np.flatnonzero((self.kinds == 0) | (self.kinds == PROGRAMME))
        begins = self.ends[behind]
        ends = np.append(self.at[1:], len(self.content))[behind]
        apart = begins < ends
        begins, ends = begins[apart], ends[apart]
        if (letters_of(gathered(self.content, begins, ends, BYTES)) > ord(" ")).any():
            raise NotPlainError

    def _check_ratings(self) -> None:
        """Values are in ratings; there no element is strange, no picture named by a number."""
        inside = self._inside(b"rating")
        outside = (self.kinds == VALUE) & ~inside
        if outside.any() and (outside & ~self._inside(b"star-rating")).any():
            raise NotPlainError
        if (inside & (self.kinds == OTHER)).any():
            raise NotPlainError
        icons = np.flatnonzero(inside & (self.kinds == ICON))
        tags = {self.content[self.at[at] : self.ends[at]] for at in icons.tolist()}
        for tag in tags:
            values = [(one or other).decode() for one, other in _VALUE.findall(tag)]
            if b"&" in tag or any(map(number_of_picture, values)):
                raise NotPlainError

    def _inside(self, name: bytes) -> Flags:
        """Which tags are in elements of this name; what opens one is, and what closes it is not."""
        steps = self._by_shape(lambda shape: shape.step * (shape.name == name), np.int8)
        inside: Flags = np.cumsum(steps, dtype=np.int32) > 0
        return inside

    def of(self, kind: int) -> Ints:
        """The places of the tags of a kind among all tags."""
        return np.flatnonzero(self.kinds == kind)

    def texts(self, kind: int) -> ElementTexts:
        """The texts of the elements of a kind; NotPlainError where one holds another element."""
        places = self.of(kind)
        places = places[self._steps[places] > 0]
        if self.kinds[places + 1].any():
            raise NotPlainError
        return ElementTexts(self.owners[places], self.ends[places], self.at[places + 1])
