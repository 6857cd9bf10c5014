"""Text that a document holds and does not show: it is reported, and judged by itself.

A programme in it is not part of the schedule that people see, and a date, a clock reading or a
mark in it must not change what they see. So it is left out, and what looks like a programme or a
mark is a fault. A hidden part for days of its own is read beside the rest: pages hold the days of a
week so, and show one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import numpy as np
import pandas as pd
from msgspec import Struct, field

from schedcheck.messages import msg
from schedcheck.messages.message import row_place
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.documents.document import Block, read_document
from schedcheck.readers.listings.around import shown
from schedcheck.readers.listings.lines import Line
from schedcheck.readers.row_faults import HIDDEN
from schedcheck.readers.values.age_names import ADULT
from schedcheck.readers.values.day_headings import read_heading
from schedcheck.readers.values.leading_times import (
    lead,
)
from schedcheck.schedule.account import End, PlaceCount, Unit, added
from schedcheck.schedule.building import join
from schedcheck.schedule.reading import Fault, Reading

#: From this share of each primary colour on a sign is white to the eye.
PALE = 0xF0
_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})(?:ff)?", re.IGNORECASE)
_RGB = re.compile(r"rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3})[,)]")
#: Signs of a programme or a mark anywhere in a text.
_CLOCK = re.compile(r"(?<!\d)[012]?\d[:.]\s?[0-5]\d(?![\d.])")
_AGE = re.compile(r"(?<!\d)\d{1,2}\s?\+")
#: A programme of the shown part so near is one of the same day.
_NEAR = np.timedelta64(2, "h")


class Content(Struct):
    """The blocks of a document, the lines of it that are struck through, its hidden parts."""

    blocks: list[Block]
    struck: list[Line] = field(default_factory=list)
    hidden: list[list[Block]] = field(default_factory=list)


def pale(colour: str) -> bool:
    """Whether text in this colour of HTML or an office format is white, or has none at all."""
    name = colour.strip().casefold().replace(" ", "")
    if name in {"white", "transparent", "rgba(0,0,0,0)"}:
        return True
    number, parts = _HEX.fullmatch(name), _RGB.match(name)
    if number:
        digits = number[1] if number[1][3:] else "".join(2 * sign for sign in number[1])
        return all(int(digits[at : at + 2], 16) >= PALE for at in (0, 2, 4))
    return parts is not None and all(int(part) >= PALE for part in parts.groups())


def read_shown(  # noqa: PLR0913, PLR0917 - a document, and what is known of it
    content: Content,
    everything: Callable[[], Content],
    name: str,
    file: str,
    options: ReadOptions,
    modified: date | None,
) -> Reading:
    """The programmes that a document shows, and what is to be said of its hidden parts.

    ``everything()`` is the content with its hidden parts in their places, which is read where what
    is shown holds no programme. The other parameters are those of ``read_document``.
    """
    reading = read_document(content.blocks, name, file, options, modified, content.struck)
    parts = [part for part in content.hidden if any(line.text.strip() for line in _lines(part))]
    if parts and not len(reading.frame):
        whole = everything()
        reading = read_document(whole.blocks, name, file, options, modified, whole.struck)
        reading.notes.append(msg("what is shown holds no programme: the hidden text is read too"))
        return reading
    frame = reading.frame
    left: list[Line] = []
    for part in parts:
        lines = [line for line in _lines(part) if line.text.strip()]
        if sum(lead(line.text) is not None for line in lines) > 1:
            own = read_document(part, name, file, options, modified)
            if len(own.frame) and not _near(frame, own.frame):
                _join(reading, own, lines)
                continue
        left += lines
        reading.faults += list(_faults(lines, file))
    if left:
        reading.not_on_air += [line.text for line in left]
        reading.notes.append(msg("hidden text, left out: %(lines)s", lines=shown(left)))
        seen = {line.place for line in _lines(content.blocks) if line.text.strip()}
        places = {line.place for line in left} - seen
        reading.account.append(PlaceCount(Unit.LINE, End.LEFT_OUT, len(places), HIDDEN))
        reading.account = added(reading.account)
    return reading


def _join(reading: Reading, own: Reading, lines: list[Line]) -> None:
    reading.frame = join([reading.frame, own.frame])
    reading.rows |= own.rows
    reading.faults += own.faults
    reading.account = added([*reading.account, *own.account])
    words = msg(
        "a hidden part with days of its own, read like what is shown: %(lines)s", lines=shown(lines)
    )
    reading.notes.append(words)


def _faults(lines: list[Line], file: str) -> Iterator[Fault]:
    """A fault for the first of the lines that look like a programme, a day or a mark, if any."""
    suspect = [line for line in lines if _may_be_schedule(line.text)]
    if suspect:
        words = msg(
            "hidden text that looks like part of a schedule (places: %(count)d), which was left "
            "out: show it if it belongs to the schedule, else delete it",
            count=len(suspect),
        )
        yield Fault("bad-row", file, suspect[0].place, suspect[0].text, words)


def _may_be_schedule(text: str) -> bool:
    patterns = (_CLOCK, _AGE, ADULT)
    if lead(text) is not None or any(pattern.search(text) for pattern in patterns):
        return True
    name = read_heading(text)
    return name is not None and name.exact


def _near(frame: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether a programme of ``other`` begins near one of ``frame``."""
    starts = np.sort(frame["wall_start"].to_numpy("datetime64[s]"))
    others = other["wall_start"].to_numpy("datetime64[s]")
    at = np.searchsorted(starts, others)
    before = others - starts[np.maximum(at - 1, 0)]
    after = starts[np.minimum(at, len(starts) - 1)] - others
    return bool(((abs(before) < _NEAR) | (abs(after) < _NEAR)).any())


def _lines(blocks: list[Block]) -> Iterator[Line]:
    """The lines of blocks; the rows of a table are lines with its cells side by side."""
    for block in blocks:
        if isinstance(block, Line):
            yield block
        else:
            for at, row in enumerate(block.rows):
                cells = (" ".join(cell.split()) for cell in row)
                yield Line(row_place(block.place, at + 1), "\t".join(filter(None, cells)))
