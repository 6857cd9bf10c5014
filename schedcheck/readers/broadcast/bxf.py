"""SMPTE BXF (ST 2021) as playout systems write it: schedules and as-run lists, in XML.

The year of the namespace and the case of names are ignored. Times have no zone unless one is
printed: they are on the channel's own clock.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta

from msgspec.structs import replace

from schedcheck.messages import Message, msg
from schedcheck.messages.message import line_place
from schedcheck.readers.base import Likelihood, ReadOptions, element_in
from schedcheck.readers.broadcast.bxf_text import marks_of, texts_of, title_of
from schedcheck.readers.broadcast.bxf_time import (
    Clock,
    end_of,
    length_of,
    on_calendar_days,
    start_of,
)
from schedcheck.readers.broadcast.programmes import Programme, completed, frame_of
from schedcheck.readers.broadcast.xml_nodes import Node, read_xml
from schedcheck.readers.row_faults import SECONDARY, WRONG_STOP
from schedcheck.readers.signatures import BXF
from schedcheck.readers.source import Source
from schedcheck.schedule.account import entries
from schedcheck.schedule.reading import Fault, Reading

NAME = "bxf"

_PLANNED, _AIRED = "scheduledevent", "asrun"
_EVENTS = (_PLANNED, _AIRED)
_REMOVED = frozenset({"remove", "delete"})
_NOT_AIRED = re.compile(r"\b(?:not|never|missed|skipped|cancell?ed)\b", re.IGNORECASE)
_PASSED = {
    "secondary": SECONDARY,
    "spot": msg("spot, promotion or another event that is not a programme"),
    "removed": msg("taken out of the schedule by the message"),
    "not aired": msg("not aired"),
    "replaced": msg("planned event given again as it was aired"),
}
_HEADERS = msg("header of a programme whose parts are judged")
_HALF_DAY = timedelta(hours=12)
_HEADER = re.compile(r"header", re.IGNORECASE)


def sniff(head: bytes, name: str) -> Likelihood:
    """How likely ``head`` begins a BXF message."""
    del name
    return element_in(head, BXF)


def read(source: Source, options: ReadOptions) -> Reading:
    """Every primary programme event of the schedules and as-run lists in ``source``.

    What was aired counts before what was planned, where one file tells both. Secondary events,
    spots and promotion, events that are taken back or were not aired are passed over, and notes
    say how many. An event whose start cannot be read, or whose day is in doubt, is a ``bad-row``
    fault and no row.
    """
    root, faults = read_xml(source, _EVENTS)
    passed: Counter[str] = Counter()
    names: dict[str, str] = {}
    aired = {_id(node) for node in root.walk(_AIRED)} - {""}
    clocks: list[tuple[Clock, Programme]] = []
    unplaced = 0
    for node in root.walk(*_EVENTS):
        why = _why_not(node, aired)
        if why:
            passed[why] += 1
            continue
        channel = _channel(node, options, names)
        found = _event(node, channel, source.file, faults)
        if found:
            clocks.append(found)
        else:
            unplaced += 1
    notes = list(_notes(passed))
    on_days = on_calendar_days(clocks, source.file, faults, notes)
    placed = _without_headers(on_days, notes)
    programmes = [programme for programme, _is_header in placed]
    total = sum(1 for _node in root.walk(*_EVENTS)) + root.lost
    left_out = [(_PASSED[why], count) for why, count in passed.items()]
    left_out.append((_HEADERS, len(on_days) - len(placed)))
    lost = unplaced + len(clocks) - len(on_days) + root.lost
    account = entries(total, len(programmes), lost, left_out)
    frame = frame_of(programmes, source.file)
    reading = Reading(NAME, frame, faults, names, notes=notes, account=account)
    return completed(reading, source, options, programmes)


def _id(node: Node) -> str:
    return next((one.text.strip() for one in node.walk("eventid") if one.text.strip()), "")


def _kind(node: Node) -> str:
    """The type that an event has: ``primary``, ``nonprimary``, ``primary-programheader``."""
    data = node.at("eventdata")
    kind = data.get("eventtype") if data else ""
    if not kind:
        kind = next((one.text_at("type") for one in node.walk("asrundetail")), "")
    return kind.casefold().replace(" ", "").replace("_", "")


def _why_not(node: Node, aired: Iterable[str]) -> str:
    """Why an event is not a programme, empty where it is one."""
    acting: Node | None = node
    while acting is not None:
        if acting.get("action").casefold() in _REMOVED:
            return "removed"
        acting = acting.parent
    data = node.at("eventdata")
    if data is not None and data.get("action").casefold() in _REMOVED:
        return "removed"
    inner = {one.name for one in node.walk(beside=_EVENTS)}
    if "nonprimary" in _kind(node).replace("-", "") or (
        "nonprimaryevent" in inner and "primaryevent" not in inner
    ):
        return "secondary"
    if "nonprogramevent" in inner and "programevent" not in inner:
        return "spot"
    if node.name == _AIRED:
        status = next((one.text_at("status") for one in node.walk("asrundetail")), "")
        return "not aired" if _NOT_AIRED.search(status) else ""
    return "replaced" if _id(node) in aired else ""


def _notes(passed: Counter[str]) -> Iterator[Message]:
    words = {
        "secondary": msg("secondary events (logos, keys), not judged: %(count)d"),
        "spot": msg("spots, promotion and other events that are not programmes: %(count)d"),
        "removed": msg("events that the message takes out of the schedule: %(count)d"),
        "not aired": msg("events that were not aired: %(count)d"),
        "replaced": msg("planned events given again as they were aired: %(count)d"),
    }
    for why, message in words.items():
        if passed[why]:
            yield msg(message.text, count=passed[why])


def _channel(node: Node, options: ReadOptions, names: dict[str, str]) -> str:
    schedule = node.above("schedule")
    channel = schedule.at("channel") if schedule else None
    if schedule is None or channel is None:
        return options.channel or ""
    name = channel.text_at("name") or schedule.text_at("schedulename")
    found = channel.get("shortname", "callsign") or name or channel.get("channelnumber")
    if found and name:
        names.setdefault(found, name)
    return found or options.channel or ""


def _event(
    node: Node, channel: str, file: str, faults: list[Fault]
) -> tuple[Clock, Programme] | None:
    title = title_of(node, _EVENTS)
    place = line_place(node.line)
    where = next(node.walk("asrundetail"), None) if node.name == _AIRED else node.at("eventdata")
    where = where or node
    clock, printed = start_of(where, node)
    if clock is None:
        words = msg(
            "the start “%(text)s” cannot be placed (wanted: a broadcastDate and 21:30:00:00); the "
            "event is not judged",
            text=printed,
        )
        faults.append(Fault("bad-row", file, place, title, words))
        return None
    lasts, text = length_of(where)
    end = end_of(where)
    if text and lasts is None:
        words = msg(
            "“%(text)s” is not a duration (wanted: 01:30:00:00); the end is taken as unknown",
            text=text,
        )
        faults.append(Fault("bad-row", file, place, title, words))
    if lasts is None and end is not None:
        lasts = end.at - clock.at
        if lasts < timedelta():
            lasts += timedelta(days=1)
            if lasts > _HALF_DAY:
                faults.append(Fault("bad-row", file, place, title, WRONG_STOP))
                lasts = None
    programme = Programme(
        channel,
        title,
        clock.at,
        node.line,
        None if lasts is None else clock.at + lasts,
        clock.offset,
        lasts=True,
        other_text=texts_of(node, title, _EVENTS),
        mark_text="; ".join(marks_of(node, _EVENTS)),
        nodes=[node],
    )
    return replace(clock, header=bool(_HEADER.search(_kind(node)))), programme


def _without_headers(
    placed: list[tuple[Programme, bool]], notes: list[Message]
) -> list[tuple[Programme, bool]]:
    """A header is over the parts of a programme: they count, with its marks and texts."""
    kept: list[tuple[Programme, bool]] = []
    dropped = 0
    head: Programme | None = None
    for programme, is_header in placed:
        if is_header:
            head = programme
            kept.append((programme, True))
            continue
        under = (
            head is not None
            and head.title == programme.title
            and head.channel == programme.channel
            and head.start <= programme.start
            and (head.stop is None or programme.start <= head.stop)
        )
        if head is not None and under:
            if kept and kept[-1][0] is head:
                kept.pop()
                dropped += 1
            marks = dict.fromkeys(filter(None, (programme.mark_text, head.mark_text)))
            programme.nodes = [*programme.nodes, *head.nodes]
            texts = dict.fromkeys(filter(None, (programme.other_text, head.other_text)))
            programme.mark_text, programme.other_text = "; ".join(marks), " / ".join(texts)
        kept.append((programme, False))
    if dropped:
        notes.append(msg("headers of programmes, whose parts are judged: %(count)d", count=dropped))
    return kept
