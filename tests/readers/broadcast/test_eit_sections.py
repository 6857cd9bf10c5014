from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.broadcast import eit
from schedcheck.readers.broadcast.eit_sections import dvb_text
from schedcheck.schedule.reading import Reading
from tests.fixtures.trees import read_content, rows


def text(content: str) -> bytes:
    raw = b"\x15" + content.encode()
    return bytes([len(raw)]) + raw


def short_event(title: str, more: str = "") -> bytes:
    return b"kaz" + text(title) + text(more)


def rating(*countries: tuple[str, int]) -> bytes:
    return b"".join(code.encode() + bytes([age - 3]) for code, age in countries)


def descriptor(tag: int, content: bytes) -> bytes:
    return bytes([tag, len(content)]) + content


def section(*events: bytes) -> bytes:
    return bytes.fromhex("0001 20FA 00 50") + b"".join(events)


def event(number: int, start: str, descriptors: bytes, length: str = "01 30 00") -> bytes:
    day, clock = start.split()
    mjd = (date.fromisoformat(day) - date(1858, 11, 17)).days
    return (
        number.to_bytes(2, "big")
        + mjd.to_bytes(2, "big")
        + bytes.fromhex(clock.replace(":", "") + length)
        + (len(descriptors) | 0x1000).to_bytes(2, "big")
        + descriptors
    )


def table(*sections: bytes, table_id: str = "0x50", name: str = "generic_long_table") -> str:
    inner = "".join(f"<section>\n{one.hex(' ')}\n</section>" for one in sections)
    return (
        f'<?xml version="1.0"?>\n<tsduck><{name} table_id="{table_id}" table_id_ext="0x0101" '
        f'version="1" current="true">{inner}</{name}></tsduck>'
    )


def read(folder: Path, content: str) -> Reading:
    return read_content(folder, content, eit, ReadOptions())


FILM = descriptor(0x4D, short_event("Түнгі кино", "Драма")) + descriptor(0x55, rating(("KAZ", 18)))


def test_a_table_in_hexadecimal_is_decoded(tmp_path: Path) -> None:
    first = section(event(1, "2024-03-04 16:30:00", FILM + descriptor(0x54, b"\x18\x00")))
    second = section(event(2, "2024-03-04 18:00:00", descriptor(0x7F, b"?")))
    reading = read(tmp_path, table(first, second))
    assert not reading.faults
    assert rows(reading, "channel", "wall_start", "wall_stop", "title", "mark_text") == [
        (
            "20fa.0001.0101",
            "2024-03-04 16:30:00",
            "2024-03-04 18:00:00",
            "Түнгі кино",
            "DVB KAZ:18",
        ),
        ("20fa.0001.0101", "2024-03-04 18:00:00", "2024-03-04 19:30:00", "", ""),
    ]
    assert rows(reading, "other_text", "category")[0] == ("Драма", "adult fiction")


@pytest.mark.parametrize(
    "content",
    [
        table(section(event(1, "2024-03-04 16:30:00", FILM))[:-3]),
        table(b"\x00"),
        table(section(event(1, "2024-03-04 16:30:00", FILM))).replace("4d", "zz"),
        table(section(event(1, "2024-03-04 16:30:00", FILM)), name="generic_short_table"),
    ],
)
def test_a_table_that_cannot_be_decoded_is_a_fault(tmp_path: Path, content: str) -> None:
    reading = read(tmp_path, content)
    assert [fault.code for fault in reading.faults] == ["bad-row"]
    assert not len(reading.frame)


def test_tables_of_another_kind_are_left_alone(tmp_path: Path) -> None:
    reading = read(tmp_path, table(b"\x00\x01", table_id="0x42"))
    assert not reading.faults
    assert not len(reading.frame)


def in_xml(descriptors: str) -> str:
    return (
        '<?xml version="1.0"?>\n<tsduck><EIT type="0" version="1" service_id="0x0101" '
        'transport_stream_id="0x0001" original_network_id="0x20FA">\n<event event_id="1" '
        f'start_time="2024-03-04 16:30:00" duration="01:30:00">{descriptors}</event>\n'
        "</EIT></tsduck>"
    )


def generic(tag: int, content: bytes) -> str:
    return f'<generic_descriptor tag="0x{tag:02X}">{content.hex(" ")}</generic_descriptor>'


def test_descriptors_in_hexadecimal_are_decoded(tmp_path: Path) -> None:
    items = text("Режиссер") + text("Аян")
    inner = bytes([0x10]) + b"kaz" + bytes([len(items)]) + items + text("соңы")
    content = in_xml(
        generic(0x4E, inner)
        + generic(0x4E, b"\x00kaz\x00" + text("Басы "))
        + generic(0x55, rating(("KAZ", 18), ("GBR", 16)))
        + generic(0x4D, short_event("Кино"))
    )
    reading = read(tmp_path, content)
    assert not reading.faults
    assert rows(reading, "title", "other_text", "mark_text") == [
        ("Кино", "Басы соңы / Режиссер: Аян", "DVB KAZ:18; DVB GBR:16")
    ]


def test_a_descriptor_that_cannot_be_decoded_is_a_fault(tmp_path: Path) -> None:
    broken = generic(0x55, b"KAZ") + generic(0x4D, short_event("Кино")) + generic(0x7F, b"any")
    reading = read(tmp_path, in_xml(broken))
    assert [(fault.code, fault.place) for fault in reading.faults] == [("bad-row", "line 3")]
    assert rows(reading, "title") == [("Кино",)]


def test_a_shifted_event_in_hexadecimal_has_the_marks_of_its_reference(tmp_path: Path) -> None:
    other = event(2, "2024-03-04 18:00:00", descriptor(0x4F, bytes.fromhex("01010001")))
    reading = read(tmp_path, table(section(event(1, "2024-03-04 16:30:00", FILM), other)))
    assert rows(reading, "mark_text") == [("DVB KAZ:18",)] * 2


@pytest.mark.parametrize(
    ("raw", "decoded"),
    [
        (b"News", "News"),
        (b"\xc2e\xc8u", "éü"),
        (b"\x01\xbd\xde\xd2\xde\xe1\xe2\xd8", "Новости"),
        (b"\x10\x00\x05\xbd\xde\xd2\xde\xe1\xe2\xd8", "Новости"),
        (b"\x15" + "Ән".encode(), "Ән"),
        (b"\x11\x04\x10\xe0\x8a\x04\x11", "А\nБ"),
        (b"\x86A\x87\x8aB", "A\nB"),
        (b"\x10\x00\x63A", "A"),
        (b"", ""),
    ],
)
def test_texts(raw: bytes, decoded: str) -> None:
    assert dvb_text(raw) == decoded


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.binary(max_size=60),
    tag=st.sampled_from([0x4D, 0x4E, 0x4F, 0x54, 0x55]),
    as_table=st.booleans(),
)
def test_any_bytes_are_read_or_a_fault(
    tmp_path: Path, data: bytes, tag: int, *, as_table: bool
) -> None:
    if as_table:
        reading = read(tmp_path, table(section(data)))
        assert len(reading.frame) or reading.faults or not data
    else:
        reading = read(tmp_path, in_xml(generic(tag, data)))
        assert len(reading.frame) == 1
