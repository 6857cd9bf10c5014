"""Every tag of a piece of XMLTV at once: where it is, and what it opens."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from schedcheck.readers.values.age_names import looks_marked, names_an_age, number_of_picture
from schedcheck.readers.xmltv.piece import LINE_END, QUIET, TEXT

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

#: What a tag opens; 0 for those that close.
PROGRAMME, TITLE, OTHER, CATEGORY, RATING, VALUE, ICON, REST = range(1, 9)
_NAMES = {
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
}
_QUIET = tuple(name.encode() for name in QUIET if name not in {"icon", "channel"})
_NAME = re.compile(rb"[^\s/>]+")
_SOURCE = re.compile(rb"""\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_END_OF_RATING = int.from_bytes(b"/rating>", "little")
_STAR_RATING = int.from_bytes(b"star-rat", "little")
_END_OF_STARS = int.from_bytes(b"/star-ra", "little")
#: How attributes end that may hold an age mark.
AGE_ENDINGS = ("age", "rating", "adult", "restriction", "limit", "parental", "censor", "pg")
#: The last three letters of these as one number; small letters differ from capitals in one bit.
_ENDINGS = [int.from_bytes(f" {ending}"[-3:].encode(), "little") for ending in AGE_ENDINGS]
_SMALL = np.uint64(0x202020)
#: How many bytes from a place on can be looked at by the column.
WIDTH = 128


class NotPlainError(Exception):
    """Something in the piece that is read element by element."""


def gathered(content: bytes, begins: Ints, ends: Ints) -> pa.Array:
    """The texts from each of ``begins`` to each of ``ends`` as an Arrow array of large_string.

    They are in order and apart, but for those from 0 to 0, which are empty. What is between two is
    an entry too in an array that shares the memory of ``content``, and not taken from it.
    """
    offsets = np.empty(2 * len(begins) + 1, np.int64)
    offsets[:-1:2], offsets[1::2], offsets[-1] = begins, ends, len(content)
    np.maximum.accumulate(offsets, out=offsets)
    shared = pa.Array.from_buffers(
        TEXT, 2 * len(begins), [None, pa.py_buffer(offsets), pa.py_buffer(content)]
    )
    return shared.take(pa.array(np.arange(0, 2 * len(begins), 2)))


class ElementTexts:
    """The texts of one kind of element: programme, and the bytes each runs from and to."""

    def __init__(self, owners: Ints, begins: Ints, ends: Ints) -> None:
        self.owners, self.begins, self.ends = owners, begins, ends

    def __getitem__(self, chosen: Ints | Flags) -> ElementTexts:
        return ElementTexts(self.owners[chosen], self.begins[chosen], self.ends[chosen])

    def gathered(self, content: bytes) -> pa.Array:
        """All texts, which are in their order in ``content``, as an Arrow array."""
        return gathered(content, self.begins, self.ends)

    def cut(self, content: bytes) -> list[str]:
        """Each text."""
        spans = zip(self.begins.tolist(), self.ends.tolist(), strict=True)
        return [content[begin:end].decode() for begin, end in spans]


class Tags:
    """Every tag of a well-formed piece.

    ``at``: where each begins; ``ends``: the byte behind it; ``kinds``: what it opens; ``owners``:
    the programme it is in, counted from 0. ``words``: the eight bytes from each place on, as
    one number; ``rows``: the :data:`WIDTH` bytes from each place on. Raises NotPlainError for
    comments and CDATA, instructions, channels, programmes in programmes, and ``>`` or text where
    only tags are usual.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        padded = content + bytes(WIDTH)
        letters = np.frombuffer(content, np.uint8)
        self.words = np.ndarray((len(content) + WIDTH - 8,), np.dtype("<u8"), padded, strides=(1,))
        self.rows = np.lib.stride_tricks.as_strided(
            np.frombuffer(padded, np.uint8), (len(content), WIDTH), (1, 1), writeable=False
        )
        self.line_ends = np.flatnonzero(letters == LINE_END)
        self.at = np.flatnonzero(letters == ord("<"))
        self.ends = np.flatnonzero(letters == ord(">")) + 1
        # each tag has one “>” at least: as many as tags are one a tag
        if len(self.ends) != len(self.at):
            raise NotPlainError
        self.closed = letters[self.ends - 2] == ord("/")  # <desc/>
        self.kinds = self._kinds()
        begins = self.of(PROGRAMME)
        if (self.words[self.at[begins[1:] - 1] + 1] != int.from_bytes(b"/program", "little")).any():
            raise NotPlainError
        self.owners = np.cumsum(self.kinds == PROGRAMME) - 1
        self._check_between()
        self._check_ratings()
        self._check_attributes(letters)

    def _kinds(self) -> npt.NDArray[np.uint8]:
        kinds = np.zeros(len(self.at), np.uint8)
        names = self.words[self.at + 1]
        first = names.astype(np.uint8)  # the letter after “<”
        if ((first == ord("!")) | (first == ord("?"))).any():
            raise NotPlainError
        opening = np.flatnonzero(first != ord("/"))
        kinds[opening] = REST
        names = names[opening]
        for name, kind in _NAMES.items():
            kinds[opening[self._named(self.at[opening], names, name)]] = kind
        if len(self._named(self.at[opening], names, b"channel")):
            raise NotPlainError
        strange = self._strange(kinds)
        kinds[strange] = OTHER
        return kinds

    def _strange(self, kinds: npt.NDArray[np.uint8]) -> Ints:
        """The places of elements that the DTD does not know; none of them may name an age."""
        left = np.flatnonzero(kinds == REST)
        for name in _QUIET:
            if not len(left):
                break
            known = np.zeros(len(left), np.bool_)
            known[self._named(self.at[left], self.words[self.at[left] + 1], name)] = True
            left = left[~known]
        heads = {self.content[at + 1 : at + WIDTH] for at in self.at[left].tolist()}
        names = {match[0] for head in heads if (match := _NAME.match(head))}
        if any(names_an_age(name.decode(errors="replace")) for name in names):
            raise NotPlainError
        return left

    def _named(self, at: Ints, names: npt.NDArray[np.uint64], name: bytes) -> Ints:
        """Which of the tags ``at``, that begin with ``names``, are called so."""
        begin = name[:8]
        mask = np.uint64((1 << 8 * len(begin)) - 1)
        found = np.flatnonzero(names & mask == int.from_bytes(begin, "little"))
        rest = self.words[at[found] + 1 + len(begin)]
        for letter in name[8:]:
            same = rest & 0xFF == letter
            found, rest = found[same], rest[same] >> np.uint64(8)
        return found[np.isin(rest & 0xFF, tuple(b"> /\t\r\n"))]

    def _check_between(self) -> None:
        """Nothing but white space may be behind tags that close, and behind a programme's."""
        behind = np.flatnonzero((self.kinds[:-1] == 0) | (self.kinds[:-1] == PROGRAMME))
        begins = self.ends[behind]
        lengths = self.at[behind + 1] - begins
        for length in np.flatnonzero(np.bincount(lengths)).tolist():
            if length >= WIDTH:
                raise NotPlainError
            if (self.rows[begins[lengths == length], :length] > ord(" ")).any():
                raise NotPlainError

    def _check_ratings(self) -> None:
        """Values are in ratings; there no element is strange, no picture named by a number."""
        ratings = (self.kinds == RATING) & ~self.closed
        values = self.kinds == VALUE
        if not (ratings.any() or values.any()):
            return
        names = self.words[self.at + 1]
        inside = np.cumsum(ratings) > np.cumsum(names == _END_OF_RATING)
        stars = (names == _STAR_RATING) & ~self.closed
        of_stars = np.cumsum(stars) > np.cumsum(names == _END_OF_STARS)
        if (values & ~inside & ~of_stars).any():
            raise NotPlainError
        if (inside & (self.kinds == OTHER)).any():
            raise NotPlainError
        icons = np.flatnonzero(inside & (self.kinds == ICON))
        tags = {self.content[self.at[at] : self.ends[at]] for at in icons.tolist()}
        for tag in tags:
            source = _SOURCE.search(tag)
            if source and number_of_picture((source[1] or source[2]).decode(errors="replace")):
                raise NotPlainError

    def _check_attributes(self, letters: npt.NDArray[np.uint8]) -> None:
        """No attribute may look as if it held an age mark."""
        pluses = np.flatnonzero(letters == ord("+"))
        pluses = pluses[(letters[pluses - 1] >= ord("0")) & (letters[pluses - 1] <= ord("9"))]
        behind = letters[np.minimum(pluses + 1, len(letters) - 1)]
        pluses = pluses[(behind < ord("0")) | (behind > ord("9"))]
        written = [*self._found(b"%"), *self._found(b"plus")]
        marks = np.concatenate([pluses, np.array(written, np.int64)])
        for tag in self._tags_around(marks):
            if looks_marked(self.content[self.at[tag] : self.ends[tag]].decode(errors="replace")):
                raise NotPlainError
        signs = np.flatnonzero(letters == ord("="))
        endings = (self.words[signs - 8] >> np.uint64(40)) | _SMALL
        odd = np.zeros(len(signs), np.bool_)
        for ending in _ENDINGS:
            odd |= endings == ending
        signs = signs[odd]
        if len(self._tags_around(signs)):
            heads = {self.content[max(0, at - WIDTH) : at] for at in signs.tolist()}
            names = {head.split()[-1].decode(errors="replace") for head in heads}
            if any(map(names_an_age, names)):
                raise NotPlainError

    def _found(self, word: bytes) -> Iterator[int]:
        at = self.content.find(word)
        while at >= 0:
            yield at
            at = self.content.find(word, at + 1)

    def _tags_around(self, places: Ints) -> Ints:
        """The tags that bytes at ``places`` are inside of."""
        tags = np.searchsorted(self.at, places, side="right") - 1
        return np.unique(tags[(tags >= 0) & (places < self.ends[tags])])

    def of(self, kind: int) -> Ints:
        """The places of the tags of a kind among all tags."""
        return np.flatnonzero(self.kinds == kind)

    def texts(self, kind: int) -> ElementTexts:
        """The texts of the elements of a kind; NotPlainError where one holds another element."""
        places = self.of(kind)
        places = places[~self.closed[places]]
        if self.kinds[places + 1].any():
            raise NotPlainError
        return ElementTexts(self.owners[places], self.ends[places], self.at[places + 1])
