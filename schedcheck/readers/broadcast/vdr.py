"""``epg.data`` of VDR: the schedule that the video recorder keeps, and its SVDRP command LSTE.

Lines that begin with a letter (the manual page vdr(5)): ``C`` a channel, ``E`` an event with its
start in seconds since 1970 and its length, ``T``, ``S`` and ``D`` its texts, ``R`` the age.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import Struct, field

from schedcheck.messages import msg
from schedcheck.messages.message import line_place
from schedcheck.readers.base import NOT_THIS, SIGNATURE, Likelihood, ReadOptions
from schedcheck.readers.broadcast.eit_text import genre_of
from schedcheck.readers.broadcast.programmes import Programme, frame_of, join_texts, rows_of_lines
from schedcheck.readers.encodings import EncodingError, encoding_of, head_text
from schedcheck.readers.signatures import VDR, VDR_CODE
from schedcheck.readers.source import Source, SourceError
from schedcheck.schedule.account import End, PlaceCount, Unit, added
from schedcheck.schedule.reading import Fault, Reading

NAME = "vdr"

_LINE = re.compile(rf"{VDR_CODE}([A-Za-z@])(?: (.*))?")
_EVENT = re.compile(r"(\d+) (\d{1,11}) (\d{1,7})(?: [0-9A-Fa-f]+){0,2}")
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - its clock is UTC, as an offset says
_SHOWN = 160
_ENDS = re.compile(rf"{VDR_CODE}e\b")
_ENDS_OR_BEGINS = msg("channel, or the end of one or of an event")
#: Lines that end an event.
_BETWEEN = frozenset("CEce")
#: Lines of an event that hold no text: streams, the VPS time.
_NO_TEXT = frozenset("XV")


class _Event(Struct):
    """An event that is open: its line, start and length, and the lines that describe it."""

    line: int
    start: datetime
    lasts: timedelta
    title: str = ""
    texts: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    genres: list[str] = field(default_factory=list)


def sniff(head: bytes, name: str) -> Likelihood:
    """How likely ``head`` begins the data of VDR: a channel and then an event."""
    del name
    return SIGNATURE if VDR.match(head_text(head)) else NOT_THIS


def read(source: Source, options: ReadOptions) -> Reading:
    """Every event in ``source``; times are UTC, channels are named as VDR identifies them.

    A line that is not understood is a ``bad-row`` fault; so is an event outside of a channel.
    """
    data = source.read()
    try:
        encoding = encoding_of(data)
    except EncodingError as error:
        raise SourceError(error.words) from error
    faults: list[Fault] = []
    names: dict[str, str] = {}
    text = data.decode(encoding.name, errors="replace").removeprefix("\ufeff")
    lines: Counter[End] = Counter()
    default = options.channel or ""
    programmes = list(_programmes(text, source.file, default, names, faults, lines))
    frame = frame_of(programmes, source.file)
    account = [
        PlaceCount(Unit.LINE, end, count, _ENDS_OR_BEGINS if end is End.STRUCTURE else None)
        for end, count in lines.items()
    ]
    rows = {}
    if options.rows:
        rows = rows_of_lines(programmes, enumerate(text.splitlines(), 1), _ENDS)
    return Reading(
        NAME,
        frame,
        faults,
        names,
        encoding=encoding.name,
        encoding_from=encoding.found,
        account=added(account),
        rows=rows,
    )


def _lines(text: str) -> Iterator[tuple[int, str, str, str]]:
    """The number of each line that is not blank, its letter (empty for none), its value, itself."""
    for number, raw in enumerate(text.splitlines(), 1):
        if raw.strip():
            match = _LINE.fullmatch(raw.rstrip())
            letter, value = (match[1], (match[2] or "").strip()) if match else ("", "")
            yield number, letter, value, raw.strip()[:_SHOWN]


def _programmes(  # noqa: PLR0913, PLR0917 - a text, what is known of it, and what is told of it
    text: str,
    file: str,
    default: str,
    names: dict[str, str],
    faults: list[Fault],
    lines: Counter[End],
) -> Iterator[Programme]:
    """Each event; ``lines`` counts as what the lines ended."""
    channel = default
    event: _Event | None = None
    for number, letter, value, shown in _lines(text):
        if event is not None and letter in _BETWEEN:
            yield _programme(event, channel)
            event = None
        if letter == "C" and value:
            channel, _blank, name = value.partition(" ")
            lines[End.STRUCTURE] += 1
            if name:
                names.setdefault(channel, name)
        elif letter == "c":
            lines[End.STRUCTURE] += 1
            channel = default
        elif letter and event is not None:
            lines[End.TEXT] += 1
            _describe(event, letter, value)
        elif letter == "e":
            lines[End.STRUCTURE] += 1
        else:
            event = _begun(value, number) if letter == "E" else None
            lines[End.PROGRAMME if event else End.FAULT] += 1
            if event is None:
                words = msg(
                    "a line that VDR's data does not have here (wanted: E 1 1709568000 5400); what "
                    "it says is not judged"
                )
                faults.append(Fault("bad-row", file, line_place(number), shown, words))
    if event is not None:
        yield _programme(event, channel)


def _begun(value: str, line: int) -> _Event | None:
    match = _EVENT.fullmatch(value)
    if match is None or not int(match[2]):
        return None
    return _Event(line, _EPOCH + timedelta(seconds=int(match[2])), timedelta(seconds=int(match[3])))


def _describe(event: _Event, letter: str, value: str) -> None:
    """Add a line to an event; of a letter that is not known, as a text."""
    if letter == "T" and not event.title:
        event.title = value
    elif letter == "R":
        event.marks.append(f"R:{value}")
    elif letter == "G":
        event.genres += [
            genre_of(*divmod(int(code, 16), 16)) for code in re.findall(r"[0-9A-Fa-f]+", value)
        ]
    elif letter not in _NO_TEXT:
        event.texts.append(value.replace("|", " / "))


def _programme(event: _Event, channel: str) -> Programme:
    return Programme(
        channel,
        event.title,
        event.start,
        event.line,
        event.start + event.lasts if event.lasts else None,
        offset=0,
        lasts=True,
        other_text=join_texts(event.texts, event.title),
        category="; ".join(dict.fromkeys(filter(None, event.genres))),
        mark_text="; ".join(event.marks),
    )
