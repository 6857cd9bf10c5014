"""How far a listing has been read: its programmes, the one a text would belong to, its account."""

from __future__ import annotations

from datetime import date

from msgspec import Struct, field

from schedcheck.messages import Message
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.listings.days import ListedProgramme
from schedcheck.readers.listings.lines import Entry
from schedcheck.schedule.account import End, Places
from schedcheck.schedule.reading import Fault, Reading

#: Of a line so much is shown in a fault.
SHOWN = 200


class State(Struct):
    """What has been read so far: the programmes, the one to which a text would belong, faults.

    ``zone`` is that of the last line between the programmes that names a clock; ``marked``, that
    most programmes have an age mark in their own line. ``clock`` is that line, until a programme is
    under it.
    """

    file: str
    options: ReadOptions
    reading: Reading
    places: Places
    programmes: list[ListedProgramme] = field(default_factory=list)
    last: list[ListedProgramme] = field(default_factory=list)
    day: date | None = None
    block: int = 0
    untitled: Entry | None = None
    zone: str = ""
    clock: Entry | None = None
    marked: bool = False
    all_marked: bool = False
    strays: list[Entry] = field(default_factory=list)

    def fault(self, entry: Entry, reason: Message) -> None:
        """Report a line that could not be read."""
        self.put(entry, End.FAULT)
        raw = " ".join(entry.line.text.split())[:SHOWN]
        self.reading.faults.append(Fault("bad-row", self.file, entry.line.place, raw, reason))

    def put(self, entry: Entry, end: End, name: Message | None = None) -> None:
        """Say as what a line ended."""
        self.places.put(entry.at, end, name)
