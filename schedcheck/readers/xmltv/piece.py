"""A piece of an XMLTV file as columns: what both halves of the reader make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from schedcheck.readers.values.stamps import Stamps

#: The type of texts in Arrow arrays.
TEXT = pa.large_string()
LINE_END = ord("\n")

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


@dataclass(slots=True)
class Repeated:
    """A column of texts of which most stand many times: each once, and a number a row."""

    values: list[str]
    codes: npt.NDArray[np.int32]

    @classmethod
    def of(cls, column: pa.Array, made: Callable[[str], str]) -> Repeated:
        """An Arrow array of texts as written, each different one ``made`` into its text once."""
        encoded = column.dictionary_encode()
        values = [made(value) for value in encoded.dictionary.to_pylist()]
        return cls(values, encoded.indices.to_numpy())

    def text(self, row: int) -> str:
        """The text in a row."""
        return self.values[int(self.codes[row])]

    def change(self, texts: Mapping[int, str]) -> None:
        """Put other texts into some rows."""
        if not texts:
            return
        self.codes = self.codes.copy()  # those of Arrow cannot be written to
        for row, text in texts.items():
            self.codes[row] = len(self.values)
            self.values.append(text)

    def numbered(self, known: dict[str, int], meant: Callable[[str], str]) -> npt.NDArray[np.int32]:
        """The column as numbers of the texts ``known``, which those that are new are added to.

        Each different text is taken as it is ``meant``.
        """
        numbers = [known.setdefault(text, len(known)) for text in map(meant, self.values)]
        return np.array(numbers, np.int32)[self.codes]

    def objects(self) -> npt.NDArray[np.object_]:
        """The whole column; texts that are the same are one object."""
        table = np.empty(len(self.values), object)
        table[:] = self.values
        return table[self.codes]


@dataclass(slots=True, kw_only=True)
class Piece:
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
    """A rating as the frame has it, ``system:value``; empty where there is no value."""
    value = value.strip()
    return f"{system.replace(':', ' ')}:{value}" if value else ""
