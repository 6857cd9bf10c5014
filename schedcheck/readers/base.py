"""What a reader is given and what it must offer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from schedcheck.readers.source import Source
from schedcheck.schedule.reading import Reading
from schedcheck.schedule.week import Week


def _unknown(_name: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the caller knows about a source beforehand.

    ``channel``: the channel of a source that names none. ``zone``: the channel's own zone, for
    choosing among several time columns; None where it is not known. ``jobs``: how many processes
    a reader may use for a large source. ``week``: the days the run is about, for sources that
    print no year or no date. ``column``: the heading of the column of starts to take.
    ``mapping``: a file that says where things are in the replies of a guide service. ``known``:
    whether a name is that of a channel in the roster.
    """

    channel: str | None = None
    zone: str | None = None
    jobs: int = 1
    week: Week | None = None
    column: str | None = None
    mapping: Path | None = None
    known: Callable[[str], bool] = _unknown


class Reader(Protocol):
    """A module of this folder: one format.

    ``sniff(head, name)`` tells from the first 64 KiB (decompressed) whether the content is of
    this format; the name decides only between formats that look alike. ``read`` never raises for
    what stands in the source: what cannot be read is a fault of the :class:`Reading`.
    """

    NAME: str

    def sniff(self, head: bytes, name: str) -> bool:
        """Whether the content is of this format."""
        ...

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """Everything in ``source`` as a reading."""
        ...
