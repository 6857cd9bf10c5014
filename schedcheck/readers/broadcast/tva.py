"""TV-Anytime and DVB-I schedules (ETSI TS 102 822-3-1, TS 103 770): XML under ``TVAMain``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import Struct

from schedcheck.messages import Message, msg
from schedcheck.messages.message import line_place
from schedcheck.readers.base import Likelihood, ReadOptions, element_in
from schedcheck.readers.broadcast.programmes import Programme, completed, frame_of, join_texts
from schedcheck.readers.broadcast.tva_text import Description, described, description_of
from schedcheck.readers.broadcast.xml_nodes import Node, read_xml
from schedcheck.readers.signatures import TVA
from schedcheck.readers.source import Source
from schedcheck.readers.values.iso8601 import parse_date_time, parse_duration
from schedcheck.schedule.account import entries
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault, Reading

NAME = "tva"

_EVENTS = ("scheduleevent", "broadcastevent")
_STARTS = ("publishedstarttime", "eventstarttime", "actualstarttime")
_PUBLISHED_STOP = ("publishedendtime", "publishedduration", "eventduration")
_ACTUAL_STOP = ("actualendtime", "actualduration")
_NO_BROADCAST = msg("offered on demand")
#: An event that begins so much earlier or later than published is not a delay any more.
_MOVED = timedelta(minutes=30)
_ON_DEMAND = ("ondemandprogram", "pushdownloadprogram")


#: So many parts (titles, texts, elements) of a description are nothing odd, and so many more may
#: all events of a file have together: each is joined for each event.
_USUAL, _MOST_PARTS = 50, 1_000_000
_TOO_OFTEN = msg(
    "its events share programmes that are described more often than any need; ask for a new copy"
)


class _Job(Struct):
    """A document to be read: its file, what the caller knows, what describes its programmes, the
    faults found, and the numbers that notes tell.
    """

    file: str
    options: ReadOptions
    descriptions: dict[str, Description]
    faults: list[Fault]
    bare: int = 0
    delayed: int = 0


def sniff(head: bytes, name: str) -> Likelihood:
    """How likely ``head`` begins a TV-Anytime document."""
    del name
    return element_in(head, TVA)


def read(source: Source, options: ReadOptions) -> Reading:
    """Every schedule event in ``source``, described by the programme that it refers to.

    The actual times count before the published ones, as in as-run lists; an event that was moved
    is a fault beside its row, and so is one whose programme is not described. An event without a
    start that can be placed is a ``bad-row`` fault and no row; an end or length that cannot be
    read is a fault too, and the row has no end. What is offered on demand is not a broadcast: it is
    passed over, and a note says how many.
    """
    root, faults = read_xml(source, (*_EVENTS, *_ON_DEMAND))
    job = _Job(source.file, options, described(root), faults)
    if _is_endless(root, job.descriptions):
        faults.append(Fault("unread", source.file, "", "", _TOO_OFTEN))
        return Reading(NAME, make_frame({}, 0), faults)
    found = list(_programmes(root, job))
    programmes = [programme for programme in found if programme is not None]
    names = {
        service.get("serviceid"): service.text_at("name")
        for service in root.walk("serviceinformation")
        if service.text_at("name")
    }
    on_demand = sum(1 for _node in root.walk(*_ON_DEMAND))
    notes = list(_notes(on_demand, job))
    total = sum(1 for _node in root.walk(*_EVENTS, *_ON_DEMAND)) + root.lost
    lost = len(found) - len(programmes) + root.lost
    account = entries(total, len(programmes), lost, [(_NO_BROADCAST, on_demand)])
    frame = frame_of(programmes, source.file)
    reading = Reading(NAME, frame, faults, names, notes=notes, account=account)
    return completed(reading, source, options, programmes)


def _is_endless(root: Node, descriptions: dict[str, Description]) -> bool:
    """Whether the events have more of descriptions together than any schedule could need."""
    sizes = {
        crid: len(told.titles) + len(told.texts) + len(told.nodes)
        for crid, told in descriptions.items()
    }
    references = (node.at("program") for node in root.walk(*_EVENTS))
    parts = (sizes.get(one.get("crid"), 0) for one in references if one)
    return sum(max(0, size - _USUAL) for size in parts) > _MOST_PARTS


def _notes(on_demand: int, job: _Job) -> Iterator[Message]:
    if on_demand:
        yield msg("offered on demand, not broadcast, and not judged: %(count)d", count=on_demand)
    if job.bare:
        yield msg(
            "times without a zone, read on the channel's own clock: %(count)d", count=job.bare
        )
    if job.delayed:
        yield msg(
            "events that began some minutes from the published start; the actual one is judged: "
            "%(count)d",
            count=job.delayed,
        )


def _programmes(root: Node, job: _Job) -> Iterator[Programme | None]:
    """Each event; None, and a fault, for one that cannot be placed."""
    for node in root.walk(*_EVENTS):
        reference = node.at("program")
        crid = reference.get("crid") if reference else ""
        told = _told(node, job.descriptions.get(crid))
        if crid not in job.descriptions and not (told.titles and told.marks):
            job.faults.append(_undescribed(node, crid, told, job.file))
        title = told.titles[0] if told.titles else crid
        times = _times(node, title, job)
        if times is None:
            yield None
            continue
        job.bare += times.offset is None
        schedule = node.above("schedule")
        service = node.get("serviceidref") or (schedule.get("serviceidref") if schedule else "")
        yield Programme(
            service or job.options.channel or "",
            title,
            times.start,
            node.line,
            times.stop,
            times.offset,
            times.lasts,
            join_texts([*told.titles[1:], *told.texts], title),
            "; ".join(dict.fromkeys(told.genres)),
            "; ".join(dict.fromkeys(told.marks)),
            [node, *told.nodes],
        )


def _undescribed(node: Node, crid: str, told: Description, file: str) -> Fault:
    if crid:
        words = msg(
            "the file does not describe the programme “%(programme)s” of this event; its title or "
            "its age mark is lost",
            programme=crid,
        )
    else:
        words = msg("an event without a title; a mark in it would be lost")
    title = next(iter(told.titles), crid)
    return Fault("bad-row", file, line_place(node.line), title, words)


def _told(node: Node, programme: Description | None) -> Description:
    """What the event says of itself, then what its programme says."""
    own = description_of(node.all("instancedescription"))
    own.take_guidance(node)
    return own.with_more(programme) if programme else own


def _first(node: Node, *names: str) -> str:
    return next(filter(None, map(node.text_at, names)), "")


class _Times(Struct):
    """When an event is on air: clock readings, their offset in minutes if one is printed.

    ``lasts``: whether the stop follows from a length.
    """

    start: datetime
    offset: int | None
    stop: datetime | None = None
    lasts: bool = False


def _times(node: Node, title: str, job: _Job) -> _Times | None:
    """The actual times of an event, where they are given, else the published ones.

    None, and a fault, where neither start can be placed. A length or an end that is given for the
    published times alone counts from the actual start.
    """
    published = _placed(node, ("publishedstarttime", "eventstarttime"), title, job)
    actual = _placed(node, ("actualstarttime",), title, job)
    if published is not None:
        _set_stop(published, node, _PUBLISHED_STOP, title, job)
    if actual is None:
        if published is None and not _first(node, *_STARTS):
            words = msg("an event without a start; it is not judged")
            job.faults.append(Fault("bad-row", job.file, line_place(node.line), title, words))
        return published
    _set_stop(actual, node, _ACTUAL_STOP, title, job)
    if published is not None:
        if actual.stop is None and published.stop is not None:
            actual.stop = actual.start + (published.stop - published.start)
            actual.lasts = True
        _hold_against(published, actual, node, title, job)
    return actual


def _placed(node: Node, names: tuple[str, ...], title: str, job: _Job) -> _Times | None:
    """The start at the first of ``names``; None where it is missing, or wrong, which is a fault."""
    text = _first(node, *names)
    if not text:
        return None
    try:
        return _Times(*parse_date_time(text))
    except ValueError:
        words = msg(
            "the start “%(text)s” is not a time that can be placed (wanted: 2024-03-04T21:30:00"
            "+05:00); the event is not judged by it",
            text=text,
        )
        job.faults.append(Fault("bad-row", job.file, line_place(node.line), title, words))
        return None


def _hold_against(published: _Times, actual: _Times, node: Node, title: str, job: _Job) -> None:
    """Report an event that was on air at quite another time than published; count small delays."""
    apart = actual.start - published.start
    if actual.offset is not None and published.offset is not None:
        apart -= timedelta(minutes=actual.offset - published.offset)
    if abs(apart) < _MOVED:
        job.delayed += bool(apart)
        return
    words = msg(
        "published for %(published)s, on air at %(actual)s by its ActualStartTime; the actual "
        "start is judged",
        published=_first(node, *_STARTS),
        actual=node.text_at("actualstarttime"),
    )
    job.faults.append(Fault("bad-row", job.file, line_place(node.line), title, words))


def _set_stop(times: _Times, node: Node, names: tuple[str, ...], title: str, job: _Job) -> None:
    """Set the stop of ``times``, on the clock of its start.

    ``names``: the element of the end, then those of the length.
    """
    end, *lengths = names
    place = line_place(node.line)
    text = node.text_at(end)
    if text:
        try:
            stop, offset = parse_date_time(text)
        except ValueError:
            words = msg(
                "the end “%(text)s” is not a time that can be placed; it is taken as unknown",
                text=text,
            )
            job.faults.append(Fault("bad-row", job.file, place, title, words))
        else:
            if times.offset is not None and offset is not None:
                stop -= timedelta(minutes=offset - times.offset)
            times.stop = stop
            return
    text = _first(node, *lengths)
    if not text:
        return
    try:
        times.stop, times.lasts = times.start + parse_duration(text), True
    except ValueError:
        words = msg(
            "the duration “%(text)s” is not a fixed length (wanted: PT1H30M); the end is taken as "
            "unknown",
            text=text,
        )
        job.faults.append(Fault("bad-row", job.file, place, title, words))
