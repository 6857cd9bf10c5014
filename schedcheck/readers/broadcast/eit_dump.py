"""The text that TSDuck prints of tables (``tstables``, ``tstabdump``), as the nodes of its XML.

A table begins with a line ``* EIT p/f Actual, TID 0x4E (78), PID 0x0012 (18)``; sections, events
and descriptors in it begin with a hyphen, and what they say is ``Name: value`` under them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from schedcheck.messages import msg
from schedcheck.messages.message import line_place
from schedcheck.readers.broadcast.eit_text import content_levels, number_of
from schedcheck.readers.broadcast.xml_nodes import Node
from schedcheck.readers.encodings import EncodingError, decode, encoding_of
from schedcheck.readers.signatures import EIT_TEXT
from schedcheck.readers.source import Source, SourceError
from schedcheck.schedule.reading import Fault

_DESCRIPTOR = re.compile(r"- Descriptor \d+: [^\n]*\(0x([0-9A-F]{2}), \d+\)")
_VALUE = re.compile(r"(?:- )?(?P<name>[A-Z][A-Za-z ]*): ?(?P<value>.*)", re.DOTALL)
_QUOTED = re.compile(r'"(.*)"', re.DOTALL)
_ITEM = re.compile(r'"(?P<description>[^"]*)" : "(?P<name>.*)"', re.DOTALL)
_RATING = re.compile(r"Country code: (\S+), rating: (0x[0-9A-F]{2})")
_SHIFTED = re.compile(r"Reference (service|event) id: (0x[0-9A-F]+)")
_HEXADECIMAL = re.compile(r"[0-9A-F]{4}: ((?: [0-9A-F]{2})+)(?:  |$)")
_NAMES = {
    0x48: "service_descriptor",
    0x4D: "short_event_descriptor",
    0x4E: "extended_event_descriptor",
    0x4F: "time_shifted_event_descriptor",
    0x54: "content_descriptor",
    0x55: "parental_rating_descriptor",
}
_OF_TABLE = {
    "Service Id": "service_id",
    "TS Id": "transport_stream_id",
    "Transport Stream Id": "transport_stream_id",
    "Original Network Id": "original_network_id",
}
_DECODED = {_NAMES[tag] for tag in (0x4D, 0x4E, 0x55)} | {"generic_descriptor"}
_ATTRIBUTES = {
    "Language": "language_code",
    "Descriptor number": "descriptor_number",
    "Service": "service_name",
}
_UP_TO = {"Descriptor number": ",", "Service": '", Provider'}
_TEXTS = {"Event name": "event_name", "Description": "text", "Text": "text"}
_PRESENT, _LAST_ACTUAL = (0x4E, 0x4F), 0x5F
#: What never stands in a text that goes on over lines.
_NEXT = re.compile(r'\s*(?:- (?:Descriptor|Event|Section)\b|(?:Description|Text): "|\* [A-Z]{3}\b)')
_MOST_LINES = 40  # no text of an event goes on over more


def read_dump(source: Source) -> tuple[Node, list[Fault]]:
    """All tables under one root, and a ``bad-row`` fault for each text that never ends."""
    try:
        text = decode(source.read(), encoding_of(source.head))
    except EncodingError as error:
        raise SourceError(error.words) from error
    dump = _Dump(source.file)
    for at, line in _whole_lines(text.splitlines(), dump):
        dump.take(line.strip(), at)
    for descriptor, parts in dump.left:
        descriptor.text = "".join(parts)
    return dump.root, dump.faults


class _Dump(Struct):
    """The nodes so far: the table, its section, the event or service in it, the descriptor.

    ``left``: descriptors that TSDuck could not take apart, each with its lines of bytes, which are
    joined at the end: a text that grows line by line is copied with each.
    """

    file: str
    root: Node = field(default_factory=lambda: Node("tsduck", {}, 1))
    faults: list[Fault] = field(default_factory=list)
    kind: str = ""
    table: dict[str, str] = field(default_factory=dict)
    section: Node | None = None
    within: Node | None = None
    descriptor: Node | None = None
    left: list[tuple[Node, list[str]]] = field(default_factory=list)

    def take(self, line: str, at: int) -> None:
        """Read one line, without its margin."""
        begins = EIT_TEXT.match(line)
        if begins is not None:
            tid = int(begins["tid"], 16)
            self.kind = begins["name"].casefold()
            kind = "pf" if tid in _PRESENT else str(tid & 0x0F)
            actual = tid == _PRESENT[0] or (tid > _PRESENT[1] and tid <= _LAST_ACTUAL)
            self.table = {"type": kind, "actual": str(actual).lower()}
            self.section = self.within = self.descriptor = None
        elif self.kind in {"eit", "sdt"}:
            self._take_inside(line, at)

    def _take_inside(self, line: str, at: int) -> None:
        descriptor = _DESCRIPTOR.match(line)
        named = _VALUE.match(line)
        name, value = (named["name"], named["value"]) if named else ("", "")
        if line.startswith("- Section "):
            self.section = _hung(self.root, self.kind, at, self.table)
            self.within = self.descriptor = None
        elif descriptor is not None:
            tag = int(descriptor[1], 16)
            above, tags = self.within, {"tag": f"0x{tag:02X}"}
            self.descriptor = _hung(above, _NAMES.get(tag, "other"), at, tags) if above else None
        elif name == "Version":
            self.table["version"] = value.partition(",")[0]
        elif self.section is None:
            return
        elif name == "Event Id" or (name == "Service Id" and self.kind == "sdt"):
            key = "event_id" if name == "Event Id" else "service_id"
            numbers = {key: value.split()[0].strip(",")} if value else {}
            self.within = _hung(self.section, name.split()[0].casefold(), at, numbers)
            self.descriptor = None
        elif self.within is None and name in _OF_TABLE:
            self.section.attributes[_OF_TABLE[name]] = value.partition(" ")[0]
        elif self.descriptor is not None:
            self._describe(self.descriptor, line, at)
        elif self.within is not None and name.startswith("Start "):
            start = value.replace("/", "-") if name == "Start UTC" else line
            self.within.attributes["start_time"] = start
        elif self.within is not None and name == "Duration":
            self.within.attributes["duration"] = value

    def _describe(self, descriptor: Node, line: str, at: int) -> None:
        """Put what a line of a descriptor says where the XML has it."""
        named, item = _VALUE.match(line), _ITEM.match(line)
        name, value = (named["name"], named["value"]) if named else ("", "")
        quoted = _QUOTED.match(value)
        text = quoted[1] if quoted else value
        rating, shifted, left = _RATING.match(line), _SHIFTED.match(line), _HEXADECIMAL.match(line)
        if rating is not None:
            _hung(descriptor, "country", at, {"country_code": rating[1], "rating": rating[2]})
        elif shifted is not None:
            descriptor.attributes[f"reference_{shifted[1]}_id"] = shifted[2]
        elif left is not None and descriptor.name in _DECODED:
            # what TSDuck left undecoded is decoded with the tables that it left so, or reported
            descriptor.name = "generic_descriptor"
            if not self.left or self.left[-1][0] is not descriptor:
                self.left.append((descriptor, []))
            self.left[-1][1].append(left[1])
        elif name in _ATTRIBUTES:
            descriptor.attributes[_ATTRIBUTES[name]] = text.partition(_UP_TO.get(name, "\0"))[0]
        elif name in _TEXTS:
            _hung(descriptor, _TEXTS[name], at).text = text
        elif name == "Content":
            _hung(descriptor, "content", at, content_levels(number_of(text.partition(" ")[0])))
        elif item is not None:
            node = _hung(descriptor, "item", at)
            for key, said in item.groupdict().items():
                _hung(node, key, at).text = said


def _hung(parent: Node, name: str, at: int, attributes: dict[str, str] | None = None) -> Node:
    node = Node(name, dict(attributes or {}), at, parent)
    parent.children.append(node)
    return node


def _whole_lines(lines: Sequence[str], dump: _Dump) -> Iterator[tuple[int, str]]:
    """Each line with its number; a text in quotation marks that goes on over lines as one."""
    at = 0
    while at < len(lines):
        end = _end_of(lines, at) if _opens(lines[at]) else at + 1
        if end is None:
            words = msg("a text that does not end; its last line is not known")
            text = lines[at].strip()
            dump.faults.append(Fault("bad-row", dump.file, line_place(at + 1), text, words))
            end = at + 1
        yield at + 1, " ".join(lines[at:end])
        at = end


def _end_of(lines: Sequence[str], at: int) -> int | None:
    """The line after the one that closes the quotation mark opened in line ``at``."""
    for end, line in enumerate(lines[at + 1 : at + _MOST_LINES], at + 2):
        if _NEXT.match(line):
            return None
        if line.rstrip().endswith('"'):
            return end
    return None


def _opens(line: str) -> bool:
    """Whether a quotation mark of a text opens in a line, and none closes it there."""
    named = _VALUE.match(line.strip())
    value = named["value"].strip() if named else line.strip()
    return value.startswith('"') and (len(value) == 1 or not value.endswith('"'))
