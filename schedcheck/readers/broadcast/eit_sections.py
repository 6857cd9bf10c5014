"""EIT that TSDuck left in hexadecimal: generic tables and descriptors as the nodes of its XML.

TSDuck writes what it cannot take apart as ``generic_long_table`` and ``generic_descriptor``: the
bytes of ETSI EN 300 468, 5.2.4 and 6.2. Texts are decoded as annex A of the same standard says.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from schedcheck.messages import msg
from schedcheck.messages.message import line_place
from schedcheck.readers.broadcast.eit_text import content_levels, number_of
from schedcheck.readers.broadcast.xml_nodes import Node
from schedcheck.schedule.reading import Fault

#: The table ids of EIT: present/following of this and of other streams, then schedules.
_TABLES = range(0x4E, 0x70)
_PRESENT = (0x4E, 0x4F)
_OTHERS = {0x4F, *range(0x60, 0x70)}
_FIRST_DAY = date(1858, 11, 17)  # of the modified Julian date
_SHOWN = 80
#: The first byte of a text, and the code page that it chooses; 0x10 chooses by two bytes more.
_PAGES = {number: f"iso8859-{number + 4}" for number in (1, 2, 3, 4, 5, 6, 7, 9, 10, 11)}
_PAGES |= {0x11: "utf-16-be", 0x12: "euc-kr", 0x13: "gb2312", 0x14: "big5", 0x15: "utf-8"}
#: ISO 6937, the code page without a first byte: an accent is before its letter.
_ACCENTS = dict(
    zip(
        (*range(0xC1, 0xC9), 0xCA, 0xCB, 0xCD, 0xCE, 0xCF),
        "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u0327\u030b\u0328\u030c",
        strict=True,
    )
)


class _BrokenError(ValueError):
    """Bytes that end before what they announce."""


class _Bytes:
    """Bytes that are taken from the front; :class:`_BrokenError` where there are not enough."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __bool__(self) -> bool:
        return bool(self._data)

    def take(self, count: int) -> bytes:
        """The next ``count`` bytes."""
        if count > len(self._data):
            raise _BrokenError
        taken, self._data = self._data[:count], self._data[count:]
        return taken

    def number(self, count: int = 1) -> int:
        """The next ``count`` bytes as a number."""
        return int.from_bytes(self.take(count), "big")

    def sized(self) -> _Bytes:
        """The bytes whose number the next byte gives."""
        return _Bytes(self.take(self.number()))

    def text(self) -> str:
        """The text whose length in bytes the next byte gives."""
        return dvb_text(self.take(self.number()))


#: The elements of events, of names and of what is in hexadecimal.
_NAMES = ("event", "sdt", "generic_long_table", "generic_short_table")


def decode_generic(root: Node, file: str, faults: list[Fault]) -> list[Node]:
    """Add to ``root`` what its generic tables and descriptors hold of EIT, as decoded nodes; the
    events and the tables of names that it then has.

    What cannot be decoded is a ``bad-row`` fault: a section that ends early, a descriptor of a
    text or an age mark, and a short table, in which the service is not named.
    """
    nodes = list(root.walk(*_NAMES))
    for node in nodes:
        if node.name == "event":
            _decode_descriptors(node, file, faults)
    tables = [node for node in nodes if node.name in _NAMES[2:]]
    for table in tables:
        table_id = number_of(table.get("table_id"))
        if table_id not in _TABLES:
            continue
        if table.name == "generic_short_table":
            words = msg(
                "an EIT in hexadecimal without the number of its service; its programmes are not "
                "judged; write the tables again with tstables"
            )
            faults.append(Fault("bad-row", file, line_place(table.line), _shown(table), words))
            continue
        for section in table.all("section") or [table]:
            _decode_section(table, section, table_id, file, faults)
    return list(root.walk(*_NAMES[:2])) if tables else nodes


def _shown(node: Node) -> str:
    return " ".join(node.text.split())[:_SHOWN]


def _data(node: Node) -> _Bytes:
    return _Bytes(bytes.fromhex(node.text))


def _decode_section(
    table: Node, section: Node, table_id: int, file: str, faults: list[Fault]
) -> None:
    """Hang one EIT with the events of ``section`` beside its generic table."""
    assert table.parent is not None  # noqa: S101 - it was found below the root
    try:
        data = _data(section)
        attributes = {
            "type": "pf" if table_id in _PRESENT else str(table_id & 0x0F),
            "actual": str(table_id not in _OTHERS).lower(),
            "version": table.get("version"),
            "current": table.get("current"),
            "service_id": table.get("table_id_ext"),
            "transport_stream_id": str(data.number(2)),
            "original_network_id": str(data.number(2)),
        }
        data.take(2)  # the last section of the segment, the last table
        decoded = Node("eit", attributes, section.line, table.parent)
        decoded.children = list(_events(data, decoded))
    except ValueError:
        words = msg(
            "a section of EIT in hexadecimal that cannot be decoded; its programmes are not "
            "judged; write the tables again with tstables"
        )
        faults.append(Fault("bad-row", file, line_place(section.line), _shown(section), words))
        return
    table.parent.children.append(decoded)


def _events(data: _Bytes, table: Node) -> Iterator[Node]:
    while data:
        number, start, length = data.number(2), data.take(5), data.take(3)
        inner = _Bytes(data.take(data.number(2) & 0x0FFF))
        attributes = {
            "event_id": str(number),
            "duration": ":".join(f"{part:02X}" for part in length),
        }
        if start != b"\xff" * 5:
            day = _FIRST_DAY + timedelta(int.from_bytes(start[:2], "big"))
            attributes["start_time"] = f"{day} " + ":".join(f"{part:02X}" for part in start[2:])
        event = Node("event", attributes, table.line, table)
        while inner:
            decode, content = _DESCRIPTORS.get(inner.number()), inner.sized()
            if decode:
                event.children.append(decode(content, event))
        yield event


def _decode_descriptors(event: Node, file: str, faults: list[Fault]) -> None:
    for at, child in enumerate(event.children):
        if child.name != "generic_descriptor":
            continue
        decode = _DESCRIPTORS.get(number_of(child.get("tag")))
        if decode is None:
            continue
        try:
            event.children[at] = decode(_data(child), event)
        except ValueError:
            words = msg(
                "a descriptor in hexadecimal that cannot be decoded; a title or an age mark in it "
                "is lost; write the tables again with tstables"
            )
            faults.append(Fault("bad-row", file, line_place(child.line), _shown(child), words))


def _short_event(data: _Bytes, event: Node) -> Node:
    node = Node("short_event_descriptor", {"language_code": _code(data)}, event.line, event)
    for name in ("event_name", "text"):
        node.children.append(Node(name, {}, event.line, node, text=data.text()))
    return node


def _extended_event(data: _Bytes, event: Node) -> Node:
    attributes = {"descriptor_number": str(data.number() >> 4), "language_code": _code(data)}
    node = Node("extended_event_descriptor", attributes, event.line, event)
    items = data.sized()
    while items:
        item = Node("item", {}, event.line, node)
        for name in ("description", "name"):
            item.children.append(Node(name, {}, event.line, item, text=items.text()))
        node.children.append(item)
    node.children.append(Node("text", {}, event.line, node, text=data.text()))
    return node


def _time_shifted(data: _Bytes, event: Node) -> Node:
    names = ("reference_service_id", "reference_event_id")
    attributes = {name: str(data.number(2)) for name in names}
    return Node("time_shifted_event_descriptor", attributes, event.line, event)


def _content(data: _Bytes, event: Node) -> Node:
    node = Node("content_descriptor", {}, event.line, event)
    while data:
        levels = content_levels(data.number(2) >> 8)
        node.children.append(Node("content", levels, event.line, node))
    return node


def _parental_rating(data: _Bytes, event: Node) -> Node:
    node = Node("parental_rating_descriptor", {}, event.line, event)
    while data:
        country = {"country_code": _code(data), "rating": str(data.number())}
        node.children.append(Node("country", country, event.line, node))
    return node


_DESCRIPTORS: dict[int, Callable[[_Bytes, Node], Node]] = {
    0x4D: _short_event,
    0x4E: _extended_event,
    0x4F: _time_shifted,
    0x54: _content,
    0x55: _parental_rating,
}


def _code(data: _Bytes) -> str:
    """A code of three letters, of a language or a country."""
    return data.take(3).decode("latin-1").strip("\0 ")


def dvb_text(data: bytes) -> str:
    """A text of DVB (EN 300 468, annex A): its first byte chooses the code page.

    Bytes that the code page does not have become U+FFFD. Control codes of emphasis are dropped,
    the one of a line break becomes one.
    """
    page, start = "", 0
    if data[:1] == b"\x10" and len(data) > 2:
        page, start = f"iso8859-{int.from_bytes(data[1:3], 'big')}", 3
    elif data[:1] and data[0] in _PAGES:
        page, start = _PAGES[data[0]], 1
    try:
        text = data[start:].decode(page, errors="replace") if page else _iso6937(data)
    except LookupError:
        text = data[start:].decode("latin-1")
    # in the pages of two bytes the control codes lie in the private area
    text = text.translate({0x8A: "\n", 0xE08A: "\n"})
    return "".join(
        sign
        for sign in text
        if sign == "\n" or not (sign < " " or "\x7f" <= sign < "\xa0" or sign in "\ue086\ue087")
    )


def _iso6937(data: bytes) -> str:
    accent = ""
    signs: list[str] = []
    for code in data:
        if code in _ACCENTS:
            accent = _ACCENTS[code]
            continue
        signs.append(bytes([code]).decode("latin-1") + accent)
        accent = ""
    return unicodedata.normalize("NFC", "".join(signs))
