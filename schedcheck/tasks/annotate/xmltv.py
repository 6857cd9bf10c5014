"""Findings written into XMLTV: a ``review`` in each programme of which something was found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from schedcheck.messages import current_language
from schedcheck.messages.message import line_number
from schedcheck.readers.encodings import encoding_of
from schedcheck.tasks.annotate.notes import AUTHOR, Note
from schedcheck.tasks.originals.guide import OPENING, line_begins
from schedcheck.tasks.originals.units import Units

_CLOSE = "</programme>"
#: By `xmltv.dtd` nothing but images may follow a review.
_SPACE = re.compile(r"\s+")
_BEHIND = re.compile(r"(?<!\s)\s*+(?:<image\b|</programme>)")


def annotate(data: bytes, notes: Mapping[str, Note]) -> tuple[bytes, set[str]]:
    """The guide in ``data`` with ``notes`` in its programmes, and the places told.

    All else stays byte for byte; letters that the encoding lacks become character references.
    """
    units = Units.of(data, encoding_of(data).name, "xmlcharrefreplace")
    text = units.apart(data)
    begins = line_begins(text)
    told: set[str] = set()
    pieces: list[str] = []
    done = 0
    wanted = sorted(
        (number, place) for place in notes if (number := line_number(place)) is not None
    )
    for line, place in wanted:
        found = OPENING.search(text, max(begins[line - 1], done)) if line < len(begins) else None
        if found is None or found.start() >= begins[line]:
            continue
        at, review = _review(text, found, units, notes[place])
        pieces += [text[done:at], review]
        done = at
        if text[at - 2 : at] == "/>":
            pieces[-2] = f"{pieces[-2][:-2].rstrip()}>"
        told.add(place)
    pieces.append(text[done:])
    return units.together("".join(pieces)), told


def _review(text: str, programme: re.Match[str], units: Units, note: Note) -> tuple[int, str]:
    """Where a review goes, and what is written there."""
    words = units.written(
        f'<review type="text" source="{AUTHOR}" lang="{current_language()}">'
        f"{escape(note.text)}</review>"
    )
    if programme.group().endswith("/>"):
        return programme.end(), f"{words}{_CLOSE}"
    behind = _BEHIND.search(text, programme.end())
    at = behind.start() if behind else len(text)
    inner = _SPACE.match(text, programme.end())
    return at, f"{inner.group() if inner and _SPACE.match(text, at) else ''}{words}"
