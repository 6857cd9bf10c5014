"""A piece of an XMLTV file as columns: what both halves of the reader make."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct, field

from schedcheck.readers.values.age_names import answer_for_adults, has_mark
from schedcheck.readers.values.stamps import Stamps

#: The type of texts in Arrow arrays.
TEXT = pa.large_string()
LINE_END = ord("\n")
Flags = npt.NDArray[np.bool_]
#: Fewer different texts than these are not put together before the end.
_FEW = 50_000

#: Elements of the DTD whose text holds no age mark: names, dates, numbers, addresses. The texts of
#: elements that the DTD does not know are searched like descriptions.
QUIET = (
    "actor",
    "credits",
    "director",
    "date",
    "icon",
    "episode-num",
    "video",
    "aspect",
    "present",
    "colour",
    "quality",
    "audio",
    "stereo",
    "star-rating",
    "country",
    "length",
    "language",
    "orig-language",
    "subtitles",
    "previously-shown",
    "new",
    "url",
    "writer",
    "adapter",
    "producer",
    "composer",
    "editor",
    "presenter",
    "commentator",
    "guest",
    "image",
    "channel",
    "tv",
)


class NotPlainError(Exception):
    """Something in the piece that is read element by element."""


class Repeated(Struct):
    """A column of texts of which most come many times: each once, and a number a row."""

    values: pa.Array
    codes: npt.NDArray[np.int32]

    @classmethod
    def of(
        cls,
        column: pa.Array,
        made: Callable[[str], str],
        changed: Callable[[pa.Array], Flags] | None = None,
    ) -> Repeated:
        """An Arrow array of texts as written, each different one ``made`` into its text once.

        ``changed``: which of an array may be another text when made; None where all may be.
        """
        encoded = column.dictionary_encode()
        values = encoded.dictionary
        if changed is None:
            texts = list(map(made, values.to_pylist()))
            return cls(pa.array(texts, TEXT), encoded.indices.to_numpy())
        rows = changed(values)
        if rows.any():
            texts = list(map(made, values.filter(pa.array(rows)).to_pylist()))
            values = pc.replace_with_mask(values, pa.array(rows), pa.array(texts, TEXT))
        return cls(values, encoded.indices.to_numpy())

    @classmethod
    def of_few(cls, raw: Sequence[bytes], made: Callable[[str], str]) -> Repeated:
        """The same of few texts, which are sooner told apart one by one."""
        known: dict[bytes, int] = {}
        codes = [known.setdefault(text, len(known)) for text in raw]
        texts = [made(text.decode()) for text in known]
        return cls(pa.array(texts, TEXT), np.array(codes, np.int32))

    @classmethod
    def without_texts(cls, rows: int) -> Repeated:
        """A column whose rows are all empty."""
        return cls(pa.array([""], TEXT), np.zeros(rows, np.int32))

    def text(self, row: int) -> str:
        """The text in a row."""
        return str(self.values[int(self.codes[row])])

    def change(self, texts: Mapping[int, str]) -> None:
        """Put other texts into some rows."""
        if not texts:
            return
        self.codes = self.codes.copy()  # those of Arrow cannot be written to
        self.codes[list(texts)] = np.arange(len(texts)) + len(self.values)
        self.values = pa.concat_arrays([self.values, pa.array(texts.values(), TEXT)])

    def objects(self) -> npt.NDArray[np.object_]:
        """The whole column; texts that are the same are one object."""
        return objects_of(self.values)[self.codes]


_NO_TEXTS = pa.array([], TEXT)


class Gathered:
    """The :class:`Repeated` columns of several pieces, put behind each other to one."""

    def __init__(self) -> None:
        self._known = _NO_TEXTS
        self._codes: list[npt.NDArray[np.int32]] = []
        self._waiting: list[Repeated] = []

    def add(self, column: Repeated) -> None:
        """Put another column behind those that are here."""
        self._waiting.append(column)
        # seldom, for all that are known are gone through
        if sum(len(one.values) for one in self._waiting) > max(len(self._known), _FEW):
            self._unify()

    def _unify(self) -> None:
        if len(self._waiting) == 1 and not self._codes:  # most files are of one piece
            self._known, codes = self._waiting[0].values, self._waiting[0].codes
            self._codes.append(codes)
            self._waiting.clear()
            return
        known = pa.DictionaryArray.from_arrays(pa.array([], pa.int32()), self._known)
        parts = [pa.DictionaryArray.from_arrays(one.codes, one.values) for one in self._waiting]
        whole = pa.chunked_array([known, *parts]).unify_dictionaries()
        self._known = whole.chunk(0).dictionary
        self._codes += [part.indices.to_numpy() for part in whole.chunks[1:]]
        self._waiting.clear()

    def objects(self, meant: Callable[[str], str]) -> npt.NDArray[np.object_]:
        """The whole column, each different text as it is ``meant``; the same are one object."""
        self._unify()
        texts: dict[str, str] = {}
        every = [texts.setdefault(text, text) for text in map(meant, self._known.to_pylist())]
        table = np.empty(len(every), object)
        table[:] = every
        return table[np.concatenate(self._codes)]


def objects_of(values: pa.Array) -> npt.NDArray[np.object_]:
    """An Arrow array of texts as an array of objects."""
    table = np.empty(len(values), object)
    table[:] = values.to_pylist()
    return table


class Piece(Struct, kw_only=True):
    """A piece of a file read, one entry a programme in each column, in file order.

    ``others``: sub-titles, descriptions and all titles but the first, without white space around
    them, joined for each programme, as an Arrow array, which
    takes the memory of its UTF-8 alone. ``marks``: ``system:value``
    entries joined by ``; ``. ``lines`` count from 1 at the begin of the piece. ``bad_starts`` and
    ``bad_stops``: the raw text of each stamp that could not be read, by row. ``names``: the
    channels declared in the piece. ``line_ends``: how many lines the piece has. ``nested``: the
    programmes that begin before the one in front of them has ended. ``begun``: how many begin in
    the bytes of the piece, those in comments too. ``lost_marks``: line and text of adult marks in
    the piece that none of its texts has.
    """

    channels: Repeated
    titles: Repeated
    others: pa.Array
    categories: Repeated
    marks: Repeated
    lines: npt.NDArray[np.int64]
    start: Stamps
    stop: Stamps
    bad_starts: dict[int, str]
    bad_stops: dict[int, str]
    clumps: int = 0
    line_ends: int = 0
    names: dict[str, str] = field(default_factory=dict)
    nested: list[int] = field(default_factory=list)
    begun: int = 0
    lost_marks: list[tuple[int, str]] = field(default_factory=list)


def rating_of(system: str, value: str) -> str:
    """A rating as the frame has it, ``system:value``; empty where there is no value.

    A yes under a system that asks for adults (``isAdult``) is such a mark, and a no is none. A mark
    in the place of the system is the value that is missing.
    """
    value = answer_for_adults(system, value.strip())
    if not value and has_mark(system):
        return f":{system.replace(':', ' ')}"
    return f"{system.replace(':', ' ')}:{value}" if value else ""
