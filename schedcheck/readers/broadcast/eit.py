"""DVB event information (EIT) off the air, as TSDuck writes it, in XML, in JSON and as text.

The tables are those of ETSI EN 300 468; their clock is UTC, which TSDuck does not print.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from msgspec import Struct

from schedcheck.messages import Message, msg
from schedcheck.messages.message import line_place
from schedcheck.readers.base import Likelihood, ReadOptions, element_in
from schedcheck.readers.broadcast.eit_dump import read_dump
from schedcheck.readers.broadcast.eit_json import read_json
from schedcheck.readers.broadcast.eit_sections import decode_generic
from schedcheck.readers.broadcast.eit_text import (
    Descriptors,
    category_of,
    marks_of,
    number_of,
    texts_of,
)
from schedcheck.readers.broadcast.programmes import Programme, completed, frame_of, join_texts
from schedcheck.readers.broadcast.xml_nodes import Node, read_xml
from schedcheck.readers.encodings import head_text
from schedcheck.readers.signatures import EIT, EIT_TEXT
from schedcheck.readers.source import Source
from schedcheck.schedule.account import entries
from schedcheck.schedule.reading import Fault, Reading

NAME = "eit"

_JSON = re.compile(r'\{\s*"#n(?:ame|odes)"\s*:')
#: What begins and ends each document, where there are several.
_ROOT = re.compile(rb"<\?xml[^<>]*\?>|</?tsduck(?:\s[^<>]*)?>")
_START = re.compile(r"(\d{4})[-:/](\d{2})[-:/](\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?")
_LENGTH = re.compile(r"(\d{1,2}):([0-5]\d):([0-5]\d)")
#: What TSDuck makes of a start that is all ones: the first instant that it knows.
_UNDEFINED = "1970-01-01 00:00:00"
_SAME = timedelta(hours=6)
_AGAIN = msg("sent again")

#: original network, transport stream, service, event (EN 300 468, 5.2.4)
Service = tuple[int, int, int]


class _Table(NamedTuple):
    """Whose the events of a section are; ``kind``: its type, and of this stream or another."""

    service: Service
    kind: tuple[str, str]
    version: int
    current: bool

    @classmethod
    def of(cls, node: Node) -> _Table:
        """The table that a node is."""
        network, stream, service, version = (
            number_of(node.get(name))
            for name in ("original_network_id", "transport_stream_id", "service_id", "version")
        )
        kind = node.get("type"), node.get("actual")
        return cls((network, stream, service), kind, version, node.get("current") != "false")


class _Event(Struct):
    """An event of one section; ``nodes``: all that it was read from."""

    node: Node
    table: _Table
    number: int
    start: datetime
    lasts: timedelta | None
    title: str
    texts: list[str]
    marks: list[str]
    category: str
    nodes: list[Node]


def sniff(head: bytes, name: str) -> Likelihood:
    """How likely ``head`` begins a list of tables by TSDuck, in XML, in JSON or as text."""
    del name
    if EIT_TEXT.search(head_text(head)):
        return Likelihood(1.0, msg("the text that TSDuck prints of tables"))
    if _JSON.search(head_text(head)):
        return Likelihood(1.0, msg("JSON with the keys of TSDuck"))
    return element_in(head, EIT)


def read(source: Source, options: ReadOptions) -> Reading:
    """Every event of the tables in ``source``, each once, however often its section was sent.

    An event without a defined start is a ``bad-row`` fault and no row; one without a defined
    duration has no end. Channels are ``onid.tsid.sid`` in hexadecimal digits, as in a ``dvb:``
    address, and are named by the service description table of the same file.
    """
    head = head_text(source.head)
    if _JSON.search(head):
        root, faults = read_json(source)
    elif EIT_TEXT.search(head):
        root, faults = read_dump(source)
    else:
        root, faults = read_xml(source, ("event",), _with_one_root)
    nodes = decode_generic(root, source.file, faults)
    notes: list[Message] = []
    names = _names(node for node in nodes if node.name == "sdt")
    begun = [node for node in nodes if node.name == "event"]
    sent = list(_events(begun, source.file, faults))
    placed = [event for event in sent if event is not None]
    events = _folded(placed, notes)
    services = {event.table.service for event in events}
    lone = options.channel if len(services) == 1 and not services & set(names) else None
    programmes = [_programme(event, lone or _id(event.table.service)) for event in events]
    if any("isdb" in node.name for node in root.walk(beside=("event",))):
        notes.append(
            msg(
                "the tables are ISDB, whose clock is local in some countries; times are read as "
                "UTC, as in DVB"
            )
        )
    marked = {_id(service): name for service, name in names.items()}
    frame = frame_of(programmes, source.file)
    again = [(_AGAIN, len(placed) - len(events))]
    account = entries(
        len(begun) + root.lost,
        len(frame),
        len(sent) - len(placed) + root.lost,
        again,
    )
    reading = Reading(NAME, frame, faults, marked, notes=notes, account=account)
    return completed(reading, source, options, programmes)


def _with_one_root(content: bytes) -> bytes:
    """Tables that TSDuck logs one a line (``--log-xml-line``) as one document, line by line.

    The log's own words are before each table, and in lines that begin with an asterisk.
    """
    begins = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    if begins and content.count(b"<tsduck") < 2:
        return content
    lines = []
    for line in content.split(b"\n"):
        begin = _ROOT.search(line)
        kept = line[begin.start() :] if begin else b"" if line.startswith(b"* ") else line
        lines.append(_ROOT.sub(b"", kept))
    return b"<tsduck>" + b"\n".join(lines) + b"</tsduck>"


@lru_cache(maxsize=4096)  # of few services are many events
def _id(service: Service) -> str:
    if min(service) < 0:  # a broken table
        return ""
    return ".".join(f"{number:04x}" for number in service)


def _names(tables: Iterable[Node]) -> dict[Service, str]:
    """The names that service description tables give, the current table before the next one."""
    names: dict[Service, str] = {}
    for table in sorted(tables, key=lambda table: table.get("current") == "false"):
        network, stream = (
            number_of(table.get(name)) for name in ("original_network_id", "transport_stream_id")
        )
        for service in table.all("service"):
            name = service.at("service_descriptor")
            printed = name.get("service_name") if name else ""
            if printed:
                names.setdefault((network, stream, number_of(service.get("service_id"))), printed)
    return names


def _events(begun: list[Node], file: str, faults: list[Fault]) -> Iterator[_Event | None]:
    """The event of each node; None, and a fault, for one that cannot be placed."""
    nodes = []
    tables: dict[Node, _Table] = {}
    for node in begun:
        table = node.above("eit")
        if table is None:
            words = msg("an event outside of every EIT; it is not judged")
            faults.append(Fault("bad-row", file, line_place(node.line), "", words))
            yield None
        else:
            if table not in tables:
                tables[table] = _Table.of(table)
            nodes.append((node, tables[table]))

    @cache  # few files ask for it
    def by_number() -> dict[tuple[Service, int], Node]:
        return {(table.service, number_of(node.get("event_id"))): node for node, table in nodes}

    for node, known in nodes:
        described_by, descriptors = [node], [node.by_name()]
        source = _reference(descriptors[0], known.service, by_number)
        if source is not None:
            # near video on demand: the same programme again, described once (EN 300 468, 6.2.44)
            described_by.append(source)
            descriptors.append(source.by_name())
        yield _event(known, described_by, descriptors, file, faults)


def _event(
    table: _Table,
    described_by: list[Node],
    descriptors: Sequence[Descriptors],
    file: str,
    faults: list[Fault],
) -> _Event | None:
    """The event that is the first of ``described_by``, which have these ``descriptors``; None, and
    a fault, without a start.
    """
    node = described_by[0]
    texts = list(map(texts_of, descriptors))
    title = next((names.pop(0) for names, _others in texts if names), "")
    start = _start(node.get("start_time"))
    if start is None:
        faults.append(_unplaced(node, title, file))
        return None
    length = node.get("duration")
    lasts = _length(length)
    if lasts is None and not re.fullmatch(r"(?i)(FF:FF:FF)?", length):
        words = msg(
            "“%(text)s” is not a duration (wanted: 01:30:00); the end is taken as unknown",
            text=length,
        )
        faults.append(Fault("bad-row", file, line_place(node.line), title, words))
    return _Event(
        node,
        table,
        number_of(node.get("event_id")),
        start,
        lasts,
        title,
        [text for names, others in texts for text in (*names, *others)],
        [mark for one in descriptors for mark in marks_of(one)],
        next(filter(None, map(category_of, descriptors)), ""),
        described_by,
    )


def _reference(
    event: Descriptors, service: Service, by_number: Callable[[], dict[tuple[Service, int], Node]]
) -> Node | None:
    """The event that describes a time-shifted one, if it is in the file."""
    shifted = event.get("time_shifted_event_descriptor")
    if shifted is None:
        return None
    reference = number_of(shifted[0].get("reference_service_id"))
    number = number_of(shifted[0].get("reference_event_id"))
    return by_number().get(((*service[:2], reference), number))


def _unplaced(node: Node, title: str, file: str) -> Fault:
    text = node.get("start_time")
    if not text or text == _UNDEFINED:
        words = msg("an event without a defined start; it is not judged")
    else:
        words = msg(
            "the start “%(text)s” is not a time that can be placed (wanted: 2024-03-04 16:30:00); "
            "the event is not judged",
            text=text,
        )
    return Fault("bad-row", file, line_place(node.line), title, words)


@lru_cache(maxsize=1 << 15)  # services begin and last alike
def _start(text: str) -> datetime | None:
    match = _START.fullmatch(text)
    if match is None or text == _UNDEFINED or not "1000" <= match[1] < "9000":
        return None
    try:
        return datetime(*map(int, match.groups()))  # type: ignore[arg-type]  # noqa: DTZ001 - UTC by the format
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _length(text: str) -> timedelta | None:
    match = _LENGTH.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = map(int, match.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _folded(events: list[_Event], notes: list[Message]) -> list[_Event]:
    """Each event once: sections are sent again and again, and are in several tables.

    Of one table the latest version counts; what one table leaves out, another may tell. Two
    events that a table lists with one number stay two, if neither start nor title agree.
    """
    kept: dict[tuple[Service, int], list[_Event]] = {}
    moved = 0
    for event in events:
        known = kept.setdefault((event.table.service, event.number), [])
        at = next((at for at, other in enumerate(known) if _same(event, other)), None)
        if at is None:
            known.append(event)
            continue
        moved += event.start != known[at].start
        known[at] = _merged(known[at], event)
    folded = [event for known in kept.values() for event in known]
    again = len(events) - len(folded)
    if again:
        notes.append(msg("sections sent again, counted once: %(count)d", count=again))
    if moved:
        notes.append(
            msg("events sent again with another start, of which one counts: %(count)d", count=moved)
        )
    return sorted(folded, key=lambda event: event.node.line)


def _same(event: _Event, other: _Event) -> bool:
    if event.start == other.start:
        return True
    alike = event.title == other.title or not event.title or not other.title
    tables = [(one.table.kind, one.table.version) for one in (event, other)]
    return alike and tables[0] != tables[1] and abs(event.start - other.start) < _SAME


def _merged(first: _Event, second: _Event) -> _Event:
    """The better of two tellings of an event, completed by the other.

    Between versions of one table the later one has the whole say: a mark may be taken back.
    Between tables each mark counts, and present/following knows the start best.
    """
    if (first.table.kind, first.table.current) == (second.table.kind, second.table.current):
        newer = (second.table.version - first.table.version) % 32  # five bits, begun again
        best, other = (second, first) if 0 < newer < 16 else (first, second)
        if newer:
            return best
    else:
        worth = [(one.table.current, one.table.kind[0] == "pf") for one in (first, second)]
        best, other = (second, first) if worth[1] > worth[0] else (first, second)
    best.title = best.title or other.title
    best.lasts = best.lasts if best.lasts is not None else other.lasts
    best.category = best.category or other.category
    if not {*other.marks} <= {*best.marks}:
        best.nodes = [*best.nodes, *other.nodes]
    best.marks = list(dict.fromkeys([*best.marks, *other.marks]))
    best.texts = list(dict.fromkeys([*best.texts, other.title, *other.texts]))
    return best


def _programme(event: _Event, channel: str) -> Programme:
    return Programme(
        channel,
        event.title,
        event.start,
        event.node.line,
        stop=None if event.lasts is None else event.start + event.lasts,
        offset=0,
        lasts=True,
        other_text=join_texts(event.texts, event.title) if event.texts else "",
        category=event.category,
        mark_text="; ".join(dict.fromkeys(event.marks)),
        nodes=event.nodes,
    )
