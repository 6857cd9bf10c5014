"""Programmes inside one cell: ``06:00 Title``, one or several, with their further lines."""

from __future__ import annotations

import re
from itertools import chain

from msgspec import Struct, field

from schedcheck.readers.values.age_names import has_adult_mark, has_mark
from schedcheck.readers.values.clock_times import Spelling
from schedcheck.readers.values.leading_times import (
    has_another,
    lead,
    looks_like_lead,
    runs,
)

#: Marks that may part several programmes of a cell on one line.
_MARKS = re.compile(r"[;|/](?=\s*\d)")


class Timed(Struct):
    """A programme of a cell: the ``start`` and ``end`` (None where none) in seconds of the clock,
    its title, the lines under it, and the ``zone`` that is named behind its times; ``doubtful``,
    the lines under it that may be other programmes.
    """

    start: int
    end: int | None
    title: str
    more: list[str] = field(default_factory=list)
    zone: str = ""
    doubtful: list[str] = field(default_factory=list)

    @property
    def has_another_time(self) -> bool:
        """Whether a further time stands in its text, which may be another programme."""
        return any(map(has_another, (self.title, *self.more)))


def begins_with_time(text: str, allow: Spelling = Spelling.PLAIN) -> bool:
    """Whether a cell begins with a time and has more than that."""
    stripped = text.strip()
    first, _end, below = stripped.partition("\n")
    found = lead(" ".join(first.split()), allow)
    return found is not None and bool(found.text or below)


def programmes_in(text: str, allow: Spelling = Spelling.PLAIN) -> tuple[list[str], list[Timed]]:
    """The lines before the first time of a cell, and the programmes that begin with one each."""
    before: list[str] = []
    found: list[Timed] = []
    for plain in chain.from_iterable(_parted(line, allow) for line in text.splitlines()):
        timed = _timed(plain, allow)
        if timed:
            found += timed
        elif not found:
            before.append(plain)
        elif not any(map(str.isalnum, found[-1].title)):  # a sign behind the time is no title
            found[-1].title = plain
        elif found[-1].doubtful or _is_doubtful(plain, found[-1]):
            found[-1].doubtful.append(plain)
        else:
            found[-1].more.append(plain)
    return before, found


def _is_doubtful(line: str, above: Timed) -> bool:
    """Whether a line may be another programme: by its head, or by a mark that ``above`` lacks."""
    own = " ".join((above.title, *above.more))
    other = has_adult_mark(line) and has_mark(own) and not has_adult_mark(own)
    return looks_like_lead(line) or other


def _parted(line: str, allow: Spelling) -> list[str]:
    """A line as one text for each programme that begins behind a mark of its own."""
    plain = " ".join(line.split())
    parts, begin = [], 0
    for mark in _MARKS.finditer(plain):
        found = lead(plain[mark.end() :], allow)
        first = lead(plain[begin : mark.start()], allow)
        if found is not None and found.text and first is not None and first.text:
            parts.append(plain[begin : mark.start()].strip())
            begin = mark.end()
    return [part for part in (*parts, plain[begin:].strip()) if part]


def _timed(text: str, allow: Spelling) -> list[Timed]:
    """The programmes of one line: one, several times of the same, or several with marks."""
    found = lead(text, allow)
    if found is None:
        return []
    if len(found.showings) == 1 and found.beside is None:
        several = list(runs(found, None, marked=True))
        if len(several) > 1:
            return [
                Timed(
                    one.showings[0].start, one.showings[0].stop, one.text, zone=one.showings[0].zone
                )
                for one in several
            ]
    title = found.text
    if found.beside is not None:
        # nobody knows what a second time is: an end, or another clock
        title = f"{found.beside // 3600}:{found.beside // 60 % 60:02} {title}"
    return [Timed(one.start, one.stop, title, zone=one.zone) for one in found.showings]
