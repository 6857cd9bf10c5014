"""Time codes and broadcast dates of BXF events, and the calendar days that they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from schedcheck.messages import Message, msg
from schedcheck.messages.message import line_place
from schedcheck.readers.broadcast.programmes import Programme
from schedcheck.readers.broadcast.xml_nodes import Node
from schedcheck.readers.values.iso8601 import (
    FIRST_DAY,
    LAST_DAY,
    parse_date_time,
    parse_duration,
    parse_offset,
)
from schedcheck.schedule.reading import Fault

#: ``HH:MM:SS:FF``, with a semicolon or a point where frames are dropped; hours past midnight too.
_CODE = re.compile(r"(\d{1,2}):([0-5]\d):([0-5]\d)(?:[:;.,](\d{1,3}))?")
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})\s*(Z|[+-]\d{2}:\d{2})?")
_RATE = 25.0
_DAY = timedelta(days=1)
#: Broadcast days begin between five and six.
_NIGHT = timedelta(hours=6)
_NEAR = timedelta(hours=6)
#: A step back by more is another day, or no order at all.
_BACK = timedelta(minutes=30)


class Clock(Struct, frozen=True):
    """A start as printed; ``listed``: under a broadcast date, which may be the day before."""

    at: datetime
    offset: int | None = None
    listed: bool = False
    header: bool = False


def _code(text: str, rate: float) -> timedelta | None:
    """The time since midnight, or the length, that a time code tells."""
    match = _CODE.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds, frames = match.groups()
    # some count more frames than there are: never more than the second is long
    part = min(int(frames or 0) / rate, 1.0)
    return timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds) + part)


def _rate(node: Node) -> float:
    """The frames a second; 25 where none are given."""
    over, _slash, under = node.get("framerate").replace(",", ".").partition("/")
    try:
        rate = float(over) / float(under or 1)
    except (ValueError, ZeroDivisionError):
        return _RATE
    return rate if 1 <= rate <= 1000 else _RATE


def _clock(node: Node, schedule: Node | None) -> tuple[Clock | None, str]:
    """The reading in a ``SmpteDateTime`` or a plain date and time, and what is printed."""
    smpte = node.at("smptedatetime") or node
    code = smpte.text_at("smptetimecode") or smpte.text.strip()
    date = smpte.get("broadcastdate") or (schedule.get("schedulestart")[:10] if schedule else "")
    printed = " ".join(filter(None, (date, code)))
    try:
        moment, offset = parse_date_time(code or node.text_at("datetime"))
    except ValueError:
        pass
    else:
        return Clock(moment, offset), printed
    day, since = _DATE.fullmatch(date), _code(code, _rate(smpte))
    if day is None or since is None or not FIRST_DAY <= day[1] <= LAST_DAY:
        return None, printed
    try:
        moment = datetime.fromisoformat(day[1]) + since
        return Clock(moment, parse_offset(day[2] or ""), listed=since < _DAY), printed
    except ValueError:
        return None, printed


def start_of(where: Node, event: Node) -> tuple[Clock | None, str]:
    """The start of an event, and what is printed for it."""
    start = where.at("startdatetime") or where.at("starttime")
    if start is None:
        return None, ""
    return _clock(start, event.above("schedule"))


def end_of(where: Node) -> Clock | None:
    """The end of an event that prints one in place of a length."""
    length = where.at("lengthoption")
    for inside in filter(None, (length, where)):
        end = inside.at("enddatetime") or inside.at("endtime")
        if end is not None:
            return _clock(end, None)[0]
    return None


def length_of(where: Node) -> tuple[timedelta | None, str]:
    """The length of an event, and what is printed for it."""
    node = where.at("lengthoption", "duration") or where.at("duration")
    if node is None:
        return None, ""
    smpte = node.at("smpteduration") or node
    text = smpte.text_at("smptetimecode") or smpte.text.strip()
    lasts = _code(text, _rate(smpte))
    if lasts is None and text:
        try:
            lasts = parse_duration(text)
        except ValueError:
            lasts = None
    return lasts, text


def on_calendar_days(
    events: Sequence[tuple[Clock, Programme]],
    file: str,
    faults: list[Fault],
    notes: list[Message],
) -> list[tuple[Programme, bool]]:
    """The programmes on the days that they are on air, and which of them are headers.

    The hours after midnight are under the day before, or under their own, in one and the same
    file. In an as-run list or a playlist one event follows the other, so an event of the night is
    put where the one before it on its channel ends. Where it would then go back in time it is in
    doubt, which is a fault.
    """
    ends: dict[str, datetime] = {}
    starts: dict[str, datetime] = {}
    kept: list[tuple[Programme, bool]] = []
    moved = 0
    for at, (clock, listed) in enumerate(events):
        channel, start = listed.channel, clock.at
        night = clock.listed and start - start.replace(hour=0, minute=0, second=0) < _NIGHT
        late = night and _is_late(start, listed, ends.get(channel), events, at)
        moved += late
        programme = _a_day_later(listed) if late else listed
        before = starts.get(channel)
        if night and before is not None and programme.start < before - _BACK:
            words = msg(
                "listed under %(day)s, earlier than the event before it: the day it belongs to is "
                "in doubt; it is not judged",
                day=start.date(),
            )
            faults.append(
                Fault("bad-row", file, line_place(programme.line), programme.title, words)
            )
            continue
        starts[channel] = programme.start
        ends[channel] = programme.stop or programme.start
        kept.append((programme, clock.header))
    if moved:
        notes.append(
            msg(
                "listed after midnight under the day before, placed on the next calendar day: "
                "%(count)d",
                count=moved,
            )
        )
    return kept


def _a_day_later(programme: Programme) -> Programme:
    stop = None if programme.stop is None else programme.stop + _DAY
    return replace(programme, start=programme.start + _DAY, stop=stop)


def _is_late(
    start: datetime,
    programme: Programme,
    before: datetime | None,
    events: Sequence[tuple[Clock, Programme]],
    at: int,
) -> bool:
    """Whether an event of the night belongs to the day after its broadcast date."""
    if before is not None:
        return abs(start + _DAY - before) < min(abs(start - before), _NEAR)
    # the first of its channel: what follows the night tells
    end = programme.stop or programme.start
    for clock, other in islice(events, at + 1, None):
        if other.channel != programme.channel:
            continue
        if clock.at.date() != start.date() or clock.at.hour >= 6:
            return abs(end + _DAY - clock.at) < min(abs(end - clock.at), _NEAR)
        end = other.stop or other.start
    return False
