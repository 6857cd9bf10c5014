"""TV-Anytime and DVB-I schedules (ETSI TS 102 822-3-1, TS 103 770): XML under ``TVAMain``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from schedcheck.messages import Message, msg
from schedcheck.messages.places import line_place
from schedcheck.readers.base import Likelihood, ReadOptions, element_in
from schedcheck.readers.broadcast.programmes import Programme, frame_of, join_texts
from schedcheck.readers.broadcast.tva_text import Description, described, description_of
from schedcheck.readers.broadcast.xml_nodes import Node, read_xml
from schedcheck.readers.source import Source
from schedcheck.readers.values.iso8601 import parse_date_time, parse_duration
from schedcheck.schedule.reading import Fault, Reading

NAME = "tva"

ELEMENTS = re.compile(r"<(?:[\w.-]+:)?TVAMain[\s>]")
_EVENTS = ("scheduleevent", "broadcastevent")
_ON_DEMAND = ("ondemandprogram", "pushdownloadprogram")


@dataclass(slots=True)
class _Job:
    """A document to be read: its file, what the caller knows, what describes its programmes, the
    faults found, and the numbers that notes tell.
    """

    file: str
    options: ReadOptions
    descriptions: dict[str, Description]
    faults: list[Fault]
    bare: int = 0
    undescribed: int = 0
    delayed: int = 0


def sniff(head: bytes, name: str) -> Likelihood:
    """How likely ``head`` begins a TV-Anytime document."""
    del name
    return element_in(head, ELEMENTS)


def read(source: Source, options: ReadOptions) -> Reading:
    """Every schedule event in ``source``, described by the programme that it refers to.

    The published times count. An event without a start that can be placed is a ``bad-row`` fault
    and no row; an end or length that cannot be read is a fault too, and the row has no end. What
    is offered on demand is no broadcast: it is passed over, and a note tells how many.
    """
    root, faults = read_xml(source, _EVENTS)
    job = _Job(source.file, options, described(root), faults)
    programmes = list(_programmes(root, job))
    names = {
        service.get("serviceid"): service.text_at("name")
        for service in root.walk("serviceinformation")
        if service.text_at("name")
    }
    notes = list(_notes(root, job))
    return Reading(NAME, frame_of(programmes, source.file), faults, names, notes=notes)


def _notes(root: Node, job: _Job) -> Iterator[Message]:
    on_demand = sum(1 for _node in root.walk(*_ON_DEMAND))
    if on_demand:
        yield msg("offered on demand, not broadcast, and not judged: %(count)d", count=on_demand)
    if job.bare:
        yield msg(
            "times without a zone, read on the channel's own clock: %(count)d", count=job.bare
        )
    if job.undescribed:
        yield msg(
            "events whose programme is not described in the file, named by its address: %(count)d",
            count=job.undescribed,
        )
    if job.delayed:
        yield msg(
            "events that began at another time than published; the published one is judged: "
            "%(count)d",
            count=job.delayed,
        )


def _programmes(root: Node, job: _Job) -> Iterator[Programme]:
    for node in root.walk(*_EVENTS):
        reference = node.at("program")
        crid = reference.get("crid") if reference else ""
        told = _told(node, job.descriptions.get(crid))
        if not told.titles:
            job.undescribed += bool(crid)
            told.titles.append(crid)
        title = told.titles[0]
        start_text = _first(node, "publishedstarttime", "eventstarttime", "actualstarttime")
        try:
            start, offset = parse_date_time(start_text)
        except ValueError:
            job.faults.append(_unplaced(node, job.file, title, start_text))
            continue
        job.bare += offset is None
        actual = node.text_at("actualstarttime")
        job.delayed += bool(actual) and actual != start_text
        stop, lasts = _stop(node, start, offset, title, job)
        schedule = node.above("schedule")
        service = node.get("serviceidref") or (schedule.get("serviceidref") if schedule else "")
        yield Programme(
            service or job.options.channel or "",
            title,
            start,
            node.line,
            stop,
            offset,
            lasts,
            join_texts([*told.titles[1:], *told.texts], title),
            "; ".join(dict.fromkeys(told.genres)),
            "; ".join(dict.fromkeys(told.marks)),
        )


def _told(node: Node, programme: Description | None) -> Description:
    """What the event says of itself, then what its programme says."""
    own = description_of(node.all("instancedescription"))
    return own.with_more(programme) if programme else own


def _first(node: Node, *names: str) -> str:
    return next(filter(None, map(node.text_at, names)), "")


def _unplaced(node: Node, file: str, title: str, text: str) -> Fault:
    words = (
        msg(
            "the start “%(text)s” is no time that can be placed (wanted: 2024-03-04T21:30:00"
            "+05:00); the event is not judged",
            text=text,
        )
        if text
        else msg("an event without a start; it is not judged")
    )
    return Fault("bad-row", file, line_place(node.line), title, words)


def _stop(
    node: Node, start: datetime, offset: int | None, title: str, job: _Job
) -> tuple[datetime | None, bool]:
    """The end on the clock of the start, and whether it is reckoned from a length."""
    place = line_place(node.line)
    end = node.text_at("publishedendtime")
    if end:
        try:
            stop, other = parse_date_time(end)
        except ValueError:
            words = msg(
                "the end “%(text)s” is no time that can be placed; it counts as unknown", text=end
            )
            job.faults.append(Fault("bad-row", job.file, place, title, words))
        else:
            if offset is not None and other is not None:
                stop -= parse_duration(f"PT{abs(other - offset)}M") * (1 if other > offset else -1)
            return stop, False
    length = _first(node, "publishedduration", "eventduration")
    if not length:
        return None, False
    try:
        return start + parse_duration(length), True
    except ValueError:
        words = msg(
            "the duration “%(text)s” is no fixed length (wanted: PT1H30M); the end counts as "
            "unknown",
            text=length,
        )
        job.faults.append(Fault("bad-row", job.file, place, title, words))
        return None, False
