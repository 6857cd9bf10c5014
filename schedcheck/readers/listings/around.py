"""Notes on what surrounds a listing: its heading, shifted feeds, lines that are no programmes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schedcheck.messages import Message, msg
from schedcheck.messages.message import Place
from schedcheck.readers.listings.lines import Entry, Line
from schedcheck.readers.values.words import fold, words

_SAMPLES = 5


def notes_around(above: Sequence[Entry], strays: Sequence[Entry], stem: str) -> list[Message]:
    """Notes on feeds shifted in time that the lines ``above`` a listing or the ``stem`` of its
    file name, on those lines, and on the ``strays`` among the programmes.
    """
    notes: list[Message] = []
    for text in [*(entry.text for entry in above), stem]:
        folded = fold(text)
        for form in words("feeds"):
            match = re.search(form, folded)
            if match:
                notes.append(
                    msg(
                        "“%(words)s” may mean a feed that is shifted in time: its clock may not "
                        "be the one seen here; say which with --source-zone",
                        words=text[match.start() : match.end()].strip(),
                    )
                )
    for entries, words_ in (
        (above, msg("lines above the listing: %(lines)s")),
        (strays, msg("lines that belong to no programme: %(lines)s")),
    ):
        if entries:
            lines = [Line(entry.line.place, entry.text) for entry in entries]
            notes.append(msg(words_.text, lines=shown(lines)))
    return notes


def shown(lines: Sequence[Line]) -> tuple[Message | str, ...]:
    """The first lines with their places, and how many more there are, for a note."""
    first = [
        msg("%(place)s “%(text)s”", place=Place(one.place), text=one.text[:60])
        for one in lines[:_SAMPLES]
    ]
    more = [f"(+{len(lines) - _SAMPLES})"] if len(lines) > _SAMPLES else []
    return (*first, *more)
