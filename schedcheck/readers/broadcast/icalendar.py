"""iCalendar (RFC 5545), as radio stations publish their weeks.

An event (``VEVENT``) is a programme. A rule of repetition is not followed: which of the repetitions
are on air is not certain, so such an event is a fault beside the programme that it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import Struct, field

from schedcheck.errors import ConfigError
from schedcheck.messages import Message, msg
from schedcheck.messages.message import line_place
from schedcheck.readers.base import NOT_THIS, SIGNATURE, Likelihood, ReadOptions
from schedcheck.readers.broadcast.programmes import Programme, frame_of, join_texts, rows_of_lines
from schedcheck.readers.encodings import EncodingError, decode, head_text, notes_on, text_encoding
from schedcheck.readers.signatures import ICALENDAR
from schedcheck.readers.source import Source, SourceError
from schedcheck.readers.values.age_names import answer_for_adults, names_an_age
from schedcheck.readers.values.iso8601 import parse_duration
from schedcheck.schedule.account import entries
from schedcheck.schedule.reading import Fault, Reading
from schedcheck.zones import zone

NAME = "icalendar"

#: A property: its name, its parameters, and behind a colon outside of quotation marks its value.
_PROPERTY = re.compile(r"([\w-]+)((?:;[\w-]+=(?:\"[^\"]*\"|[^\":;]*))*):(.*)", re.DOTALL)
_PARAMETER = re.compile(r";([\w-]+)=(?:\"([^\"]*)\"|([^;]*))")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TIME = re.compile(r"(\d{8}T\d{6})(Z?)")
_DAY = re.compile(r"\d{8}")
_ENDS = re.compile(r"END:VEVENT\b", re.IGNORECASE)
#: Texts of an event beside its title; a name that begins with X- is of the program that wrote it.
_TEXTS = frozenset({"DESCRIPTION", "COMMENT", "LOCATION"})
_SHOWN = 160

_NO_START = msg("an event without a start that can be placed; write it as DTSTART:20240304T213000")
_ALL_DAY = msg("an event of a whole day: it has no start; it is not judged")
_REPEATED = msg(
    "the event is repeated (%(rule)s), and only the first time was read; write an event for each "
    "time that it is on air"
)
_CANCELLED = msg("cancelled")


class _Event(Struct):
    """An event: the line that it begins on, its properties, each with parameters and value, and
    what these say in words or of an age.
    """

    line: int
    properties: dict[str, tuple[dict[str, str], str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def value(self, name: str) -> str:
        """The value of a property, empty where it has none."""
        return self.properties.get(name, ({}, ""))[1]


def sniff(head: bytes, name: str) -> Likelihood:
    """How likely ``head`` begins a calendar."""
    del name
    return SIGNATURE if ICALENDAR.match(head_text(head)) else NOT_THIS


def read(source: Source, options: ReadOptions) -> Reading:
    """Every event of the calendars in ``source``; places are the lines on which they begin.

    An event without a start of its own is a ``bad-row`` fault and no row; one that is cancelled is
    left out. A time without a zone is on the clock that the calendar names (``X-WR-TIMEZONE``),
    else on the channel's own.
    """
    data = source.read()
    try:
        encoding = text_encoding(data)
        text = decode(data, encoding)
    except EncodingError as error:
        raise SourceError(error.words) from error
    faults: list[Fault] = []
    calendar = _Event(0)
    found = list(_events(text, calendar))
    programmes: list[Programme] = []
    cancelled = 0
    for event in found:
        if event.value("STATUS").upper() == "CANCELLED":
            cancelled += 1
            continue
        programme = _programme(event, options, calendar, source.file, faults)
        if programme is not None:
            programmes.append(programme)
    lost = len(found) - cancelled - len(programmes)
    name = _plain(calendar.value("X-WR-CALNAME") or calendar.value("NAME"))
    return Reading(
        NAME,
        frame_of(programmes, source.file),
        faults,
        {"": name} if name and not options.channel else {},
        notes=list(notes_on(encoding, text)),
        encoding=encoding.name,
        encoding_from=encoding.found,
        rows=rows_of_lines(programmes, _lines(text), _ENDS) if options.rows else {},
        account=entries(len(found), len(programmes), lost, [(_CANCELLED, cancelled)]),
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines unfolded, each with the number of its first: one that begins blank goes on."""
    begun, held = 1, ""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        if line[:1] in {" ", "\t"} and held:
            held += line[1:]
            continue
        if held:
            yield begun, held
        begun, held = number, line
    if held:
        yield begun, held


def _events(text: str, calendar: _Event) -> Iterator[_Event]:
    """The events in their order; ``calendar`` takes the properties outside of them."""
    event: _Event | None = None
    inside = 0  # in how many other components
    for number, line in _lines(text):
        match = _PROPERTY.match(line)
        if match is None:
            continue
        name, value = match[1].upper(), match[3]
        kind = value.strip().upper() if name in {"BEGIN", "END"} else ""
        if kind == "VEVENT":
            if event is not None:
                yield event
            event = _Event(number) if name == "BEGIN" else None
        elif kind and kind != "VCALENDAR":
            inside += 1 if name == "BEGIN" else -1
        elif not kind and inside <= 0:
            _take(event or calendar, name, match[2], value)
    if event is not None:
        yield event


def _take(event: _Event, name: str, given: str, value: str) -> None:
    parameters = {key.upper(): quoted or plain for key, quoted, plain in _PARAMETER.findall(given)}
    event.properties.setdefault(name, (parameters, value))
    if name in _TEXTS or (name.startswith("X-") and not name.startswith("X-WR-")):
        event.texts.append(_plain(value))
    if name.startswith("X-") and names_an_age(name):
        mark = answer_for_adults(name, _plain(value)).replace(";", ",")
        event.marks += [f"{name}:{mark}"] if mark else []


def _plain(value: str) -> str:
    """A text without its escapes, on one line."""
    plain = _ESCAPED.sub(lambda sign: " " if sign[1] in "nN" else sign[1], value)
    return " ".join(plain.split())


def _programme(
    event: _Event, options: ReadOptions, calendar: _Event, file: str, faults: list[Fault]
) -> Programme | None:
    title = _plain(event.value("SUMMARY"))

    def fault(words: Message) -> None:
        faults.append(Fault("bad-row", file, line_place(event.line), title[:_SHOWN], words))

    around = calendar.value("X-WR-TIMEZONE").strip()
    try:
        start, offset = _moment(event, "DTSTART", around)
    except (ValueError, ConfigError):
        fault(_ALL_DAY if _DAY.fullmatch(event.value("DTSTART").strip()) else _NO_START)
        return None
    moved, _ = event.properties.get("RECURRENCE-ID", ({}, ""))
    # a series that is moved from this time on is as many showings as are left of it
    rule = event.value("RRULE") or event.value("RDATE") or moved.get("RANGE")
    if rule:
        fault(msg(_REPEATED.text, rule=rule))
    stop = None
    try:
        stop = _stop(event, around, start, offset)
    except (ValueError, ConfigError):
        fault(msg("the end of the event is not understood and counts as not printed"))
    return Programme(
        options.channel or "",
        title,
        start,
        event.line,
        stop,
        offset,
        lasts="DTEND" not in event.properties,
        other_text=join_texts(event.texts, title),
        category=_plain(event.value("CATEGORIES").replace(",", "; ")),
        mark_text="; ".join(event.marks),
    )


def _stop(event: _Event, around: str, start: datetime, offset: int | None) -> datetime | None:
    """The end of an event on the clock of its start; ValueError where it is not understood."""
    if "DTEND" in event.properties:
        stop, other = _moment(event, "DTEND", around)
        apart = 0 if offset is None or other is None else offset - other
        return stop + timedelta(minutes=apart)
    length = event.value("DURATION").strip()
    return start + parse_duration(length) if length else None


def _moment(event: _Event, name: str, around: str) -> tuple[datetime, int | None]:
    """A clock reading and its offset in minutes; None where the channel's own clock is meant.

    ``around``: the zone of readings that name none. Raises ValueError for what is no time,
    ConfigError for a zone that is not known.
    """
    parameters, value = event.properties.get(name, ({}, ""))
    match = _TIME.fullmatch(value.strip())
    if match is None:
        raise ValueError(value)
    wall = datetime.strptime(match[1], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a clock reading
    if match[2]:
        return wall, 0
    named = parameters.get("TZID", "") or around
    if not named:
        return wall, None
    # Mozilla writes /mozilla.org/20050126_1/Europe/Moscow
    place = "/".join(named.split("/")[-2:]) if named.startswith("/") else named
    shift = wall.replace(tzinfo=zone(place)).utcoffset()
    return wall, int(shift.total_seconds() // 60) if shift is not None else None
