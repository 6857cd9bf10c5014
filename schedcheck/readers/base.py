"""What a reader is given and what it must offer, and how likely a content is of its format."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from schedcheck.messages import Message, msg
from schedcheck.readers.encodings import head_text
from schedcheck.readers.source import Source
from schedcheck.schedule.reading import Reading
from schedcheck.schedule.week import Week


def _unknown(_name: str) -> bool:
    return False


class ReadOptions(Struct, frozen=True):
    """What the caller knows about a source beforehand.

    ``channel``: the channel of a source that names none. ``zone``: the channel's own zone, for
    choosing among several time columns; None where it is not known. ``jobs``: how many cores
    a reader may use for a large source. ``week``: the days the run is about, for sources that
    print no year or no date. ``column``: the heading of the column of starts to take.
    ``mapping``: a file that says where things are in the replies of a guide service.
    ``source_zone``: the zone in which the caller says that readings without an offset are.
    ``draft_mapping``: where to write the draft of a mapping for a service that is not known.
    ``known``: whether a name is that of a channel in the roster. ``rows``: whether the rows of
    the source as they are in it are wanted too.
    """

    channel: str | None = None
    zone: str | None = None
    jobs: int = 1
    week: Week | None = None
    column: str | None = None
    mapping: Path | None = None
    source_zone: str | None = None
    draft_mapping: Path | None = None
    known: Callable[[str], bool] = _unknown
    rows: bool = False


class Likelihood(Struct, frozen=True):
    """How likely a content is of a format, and the reason.

    ``score`` is from 0.0 (it is not) to 1.0 (nothing else begins so). Of several readers the one
    with the highest score reads. The readers of schedcheck keep to these: 1.0 for signatures and
    root elements, 0.6 to 0.9 for what is seen in texts, 0.1 for a name alone.
    """

    score: float
    reason: Message

    def __bool__(self) -> bool:
        return self.score > 0


NOT_THIS = Likelihood(0.0, msg("it is not"))
SIGNATURE = Likelihood(1.0, msg("its first bytes are those of this format"))
BY_NAME = Likelihood(0.1, msg("only its name says so"))

#: The first element of an XML document, behind what may be before it.
_ROOT = re.compile(r"\ufeff?\s*(?:<[?!][^>]*>\s*)*(?=<)")


def element_in(head: bytes, elements: re.Pattern[str]) -> Likelihood:
    """How likely a content is XML of the format that has one of ``elements``.

    One that is not the root may be an example in a page, or be behind a line of another program.
    """
    text = head_text(head)
    found = elements.search(text)
    if found is None:
        return NOT_THIS
    begin = _ROOT.match(text)
    name = found[0].strip("<> \t\r\n").split()[0]
    if begin is not None and begin.end() == found.start():
        return Likelihood(1.0, msg("its root is the element <%(name)s>", name=name))
    return Likelihood(0.8, msg("it has an element <%(name)s>", name=name))


class Reader(Protocol):
    """A module of this folder: one format.

    ``sniff(head, name)`` says from the first 64 KiB (decompressed) how likely the content is of
    this format; the name decides only between formats that look alike. ``read`` never raises for
    what is in the source: what cannot be read is a fault of the :class:`Reading`.
    """

    NAME: str

    def sniff(self, head: bytes, name: str) -> Likelihood:
        """How likely the content is of this format."""
        ...

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """Everything in ``source`` as a reading."""
        ...
