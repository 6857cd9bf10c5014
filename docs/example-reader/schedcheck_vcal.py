"""vCalendar 1.0, which came before iCalendar, as a radio publishes its week: VEVENTs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.source import Source
from schedcheck.schedule import Fault, Reading, make_frame
from schedcheck.zones import zone

NAME = "vcal"


def sniff(head: bytes, name: str) -> bool:
    """Whether the content is a calendar of version 1.0; its name does not matter."""
    del name
    return head.startswith(b"BEGIN:VCALENDAR") and b"VERSION:1.0" in head


def read(source: Source, options: ReadOptions) -> Reading:
    """Every event as a programme; one that cannot be placed in time is a fault, and no row."""
    faults, rows = [], []
    for line, event in _events(source.read().decode("utf-8-sig", errors="replace")):
        title = event.get("SUMMARY", ("", ""))[1]
        try:
            start, offset = _start(event)
            stop, stop_offset = _time(*event["DTEND"]) if "DTEND" in event else (None, None)
            if stop and offset is not None and stop_offset is not None:
                # a frame has one offset a row: the end is told on the clock of the start
                stop += timedelta(minutes=offset - stop_offset)
        except (ValueError, ConfigError) as error:
            words = msg("an event without a start of its own (%(error)s)", error=error)
            faults.append(Fault("bad-row", source.file, f"line {line}", title, words))
        else:
            text = event.get("DESCRIPTION", ("", ""))[1]
            rows.append((title, text, start, stop, offset, f"line {line}"))
    titles, texts, starts, stops, offsets, places = zip(*rows, strict=True) if rows else [()] * 6
    frame = make_frame(
        {
            "channel": [options.channel or ""] * len(rows),
            "title": titles,
            "other_text": texts,
            "wall_start": starts,
            "wall_stop": stops,
            "offset": offsets,
            "file": [source.file] * len(rows),
            "place": places,
        },
        len(rows),
    )
    return Reading(NAME, frame, faults)


def _events(text: str) -> Iterator[tuple[int, dict[str, tuple[str, str]]]]:
    """The line of each VEVENT, and its properties: name -> (parameters, value)."""
    # A line that begins with a space goes on from the one before (RFC 5545, 3.1).
    lines = re.sub(r"\r?\n[ \t]", "\x1f", text).splitlines()
    number, begun, event = 1, 0, dict[str, tuple[str, str]]()
    for line in lines:
        name, _colon, value = line.replace("\x1f", "").partition(":")
        name, _semicolon, parameters = name.partition(";")
        name = name.upper()
        if (name, value) == ("BEGIN", "VEVENT"):
            begun, event = number, {}
        elif (name, value) == ("END", "VEVENT"):
            yield begun, event
        else:
            plain = re.sub(r"\\(.)", lambda found: found[1].replace("n", "\n"), value)
            event.setdefault(name, (parameters, plain))
        number += 1 + line.count("\x1f")


def _start(event: dict[str, tuple[str, str]]) -> tuple[datetime, int | None]:
    if "RRULE" in event:
        raise ValueError(event["RRULE"][1])
    return _time(*event.get("DTSTART", ("", "")))


def _time(parameters: str, value: str) -> tuple[datetime, int | None]:
    """A clock reading and its offset in minutes; None where the channel's own clock is meant."""
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ"), 0  # noqa: DTZ007 - a clock reading
    wall = datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - the same
    named = re.search(r"TZID=\"?([^;\"]+)", parameters, re.IGNORECASE)
    if named is None:
        return wall, None
    shift = wall.replace(tzinfo=zone(named[1])).utcoffset()
    return wall, int(shift.total_seconds() // 60) if shift is not None else None
