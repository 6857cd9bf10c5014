"""Programmes inside one cell: ``06:00 Title``, one or several, with their further lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain

from schedcheck.readers.values.clock_times import parse_moment

_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
_LEADING = re.compile(
    rf"\s*(?P<start>{_TIME})(?:\s*[-–—]\s*(?P<end>{_TIME}))?(?![\d:.]*\d)[\s.,)–—-]*(?P<title>.*)"
)
#: Several programmes of a cell on one line, parted by a mark of their own.
_PARTED = re.compile(rf"\s*[;|/]\s*(?={_TIME}\s)")
_ANOTHER = re.compile(r"(?<![\d:.])\d{1,2}:\d{2}(?![\d:.])")


@dataclass(slots=True)
class Timed:
    """A programme of a cell: the ``start`` and ``end`` (empty where none) in seconds of the clock,
    its title, and the lines under it.
    """

    start: int
    end: int | None
    title: str
    more: list[str] = field(default_factory=list)

    @property
    def has_another_time(self) -> bool:
        """Whether a further time stands in its text, which may be another programme."""
        return any(_ANOTHER.search(text) for text in (self.title, *self.more))


def begins_with_time(text: str) -> bool:
    """Whether a cell begins with a time and has more than that."""
    found = _timed(text)
    return found is not None and bool(found.title or "\n" in text.strip())


def programmes_in(text: str) -> tuple[list[str], list[Timed]]:
    """The lines before the first time of a cell, and the programmes that begin with one each."""
    before: list[str] = []
    found: list[Timed] = []
    parts = [_PARTED.split(line) for line in text.splitlines()]
    for line in chain.from_iterable(parts):
        plain = " ".join(line.split())
        timed = _timed(plain)
        if timed is not None:
            found.append(timed)
        elif not plain:
            continue
        elif not found:
            before.append(plain)
        elif not found[-1].title:
            found[-1].title = plain
        else:
            found[-1].more.append(plain)
    return before, found


def _timed(text: str) -> Timed | None:
    match = _LEADING.match(text)
    start = parse_moment(match["start"]) if match else None
    if match is None or start is None:
        return None
    end = parse_moment(match["end"]) if match["end"] else None
    return Timed(start.seconds, end.seconds if end else None, match["title"].strip())
