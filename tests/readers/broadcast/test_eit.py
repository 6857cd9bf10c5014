from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schedcheck import Settings
from schedcheck import audit as audit_files
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.broadcast import eit
from schedcheck.readers.registry import read_source
from schedcheck.readers.source import open_sources
from schedcheck.schedule.reading import Reading
from tests.fixtures.trees import read_content, rows

#: an element as TSDuck has it: name, attributes, children or texts
Element = tuple[str, dict[str, Any], list[Any]]


@dataclass(frozen=True)
class Event:
    """An event to be written; ``ratings``: country and value."""

    number: int = 1
    start: str = "2024-03-04 16:30:00"
    duration: str = "01:30:00"
    titles: tuple[tuple[str, str], ...] = (("kaz", "Түнгі кино"),)
    text: str = ""
    extended: tuple[str, ...] = ()
    ratings: tuple[tuple[str, int], ...] = ()
    genre: int = 0
    reference: tuple[int, int] | None = None

    def element(self) -> Element:
        parts: list[Any] = [
            (
                "short_event_descriptor",
                {"language_code": language},
                [("event_name", {}, [title]), ("text", {}, [self.text])],
            )
            for language, title in self.titles
        ]
        if self.reference:
            service, event = self.reference
            shifted = {"reference_service_id": service, "reference_event_id": event}
            parts = [("time_shifted_event_descriptor", shifted, [])]
        # the parts of a long text need not be sent in their order
        parts += [
            (
                "extended_event_descriptor",
                {"descriptor_number": at, "language_code": "kaz"},
                [("text", {}, [text])],
            )
            for at, text in reversed(list(enumerate(self.extended)))
        ]
        countries: list[Element] = [
            ("country", {"country_code": code, "rating": value}, []) for code, value in self.ratings
        ]
        parts += [("parental_rating_descriptor", {}, countries)] if countries else []
        if self.genre:
            first, second = divmod(self.genre, 16)
            level = {"content_nibble_level_1": first, "content_nibble_level_2": second}
            parts.append(("content_descriptor", {}, [("content", level, [])]))
        told = {"event_id": self.number, "start_time": self.start, "duration": self.duration}
        return "event", told, parts


@dataclass(frozen=True)
class Table:
    """One EIT as TSDuck collects it from its sections."""

    events: tuple[Event, ...]
    service: int = 0x0101
    type: str = "pf"
    version: int = 3
    current: bool = True
    actual: bool = True

    def element(self) -> Element:
        told = {
            "type": self.type,
            "version": self.version,
            "current": self.current,
            "actual": self.actual,
            "service_id": self.service,
            "transport_stream_id": 1,
            "original_network_id": 0x20FA,
        }
        return "EIT", told, [event.element() for event in self.events]


def names(services: dict[int, str]) -> Element:
    told = {"version": 1, "current": True, "transport_stream_id": 1, "original_network_id": 0x20FA}
    return (
        "SDT",
        told,
        [
            ("service", {"service_id": at}, [("service_descriptor", {"service_name": name}, [])])
            for at, name in services.items()
        ],
    )


def as_xml(tables: list[Element]) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + _xml(("tsduck", {}, list(tables)))


def _xml(element: Any) -> str:
    if isinstance(element, str):
        return escape(element)
    name, told, inner = element
    attributes = "".join(f" {key}={quoteattr(_printed(key, one))}" for key, one in told.items())
    between = "" if inner and isinstance(inner[0], str) else "\n"
    return f"<{name}{attributes}>{between}{''.join(map(_xml, inner))}</{name}>\n"


def _printed(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, int):
        return str(value)
    return f"{value:,}" if key in {"version", "descriptor_number"} else f"0x{value:04X}"


def as_json(tables: list[Element]) -> str:
    return json.dumps([_object(table) for table in tables], ensure_ascii=False, indent=2)


def _object(element: Any) -> Any:
    if isinstance(element, str):
        return element
    name, told, inner = element
    nodes = {"#nodes": [_object(one) for one in inner]} if inner else {}
    return {"#name": name, **nodes, **told}


WRITERS = [pytest.param(as_xml, id="xml"), pytest.param(as_json, id="json")]


def read(folder: Path, *tables: Table | Element, write: Any = as_xml, **told: Any) -> Reading:
    elements = [table.element() if isinstance(table, Table) else table for table in tables]
    return read_content(folder, write(elements), eit, ReadOptions(**told))


@pytest.mark.parametrize("write", WRITERS)
def test_an_event_is_a_programme(tmp_path: Path, write: Any) -> None:
    event = Event(
        titles=(("kaz", "Түнгі  кино"), ("rus", "Ночное кино (18+)")),
        text="Драма",
        extended=("Ұзын мә", "тін"),
        ratings=(("kaz", 0x0F),),
        genre=0x20,
    )
    reading = read(tmp_path, Table((event,)), names({0x0101: "Хабар"}), write=write)
    assert not reading.faults
    assert reading.names == {"20fa.0001.0101": "Хабар"}
    (row,) = reading.frame.to_dict("records")
    assert (row["channel"], row["title"]) == ("20fa.0001.0101", "Түнгі кино")
    assert row["other_text"] == "Ночное кино (18+) / Драма / Ұзын мәтін"
    assert (row["mark_text"], row["category"]) == ("DVB KAZ:18", "news, current affairs")
    assert str(row["wall_start"]) == "2024-03-04 16:30:00"
    assert str(row["wall_stop"]) == "2024-03-04 18:00:00"
    assert (row["offset"], row["stop_from"]) == (0, "duration")


@pytest.mark.parametrize("write", WRITERS)
def test_the_one_genre_for_adults_is_named(tmp_path: Path, write: Any) -> None:
    events = [Event(genre=genre) for genre in (0x10, 0x18, 0x28)]
    (row, *_rest) = read(tmp_path, Table((events[1],)), write=write).frame.to_dict("records")
    assert row["category"] == "adult fiction"
    for event, genre in ((events[0], "fiction"), (events[2], "news, current affairs")):
        assert read(tmp_path, Table((event,)), write=write).frame["category"][0] == genre


@pytest.mark.parametrize(
    ("ratings", "marks"),
    [
        ((("KAZ", 0x0F),), "DVB KAZ:18"),
        ((("kaz", 0x0D), ("RUS", 0x0F)), "DVB KAZ:16; DVB RUS:18"),
        ((("FRA", 0x00),), ""),
        ((("FRA", 0x12),), "DVB FRA:0x12"),
        ((("FRA", 0xFF),), "DVB FRA:0xFF"),
        ((("BRA", 0x16),), "DVB BRA:18"),
        ((("902", 0x0F),), "DVB GROUP902:18"),
        ((("KAZ", 0x0F), ("KAZ", 0x0F)), "DVB KAZ:18"),
    ],
)
@pytest.mark.parametrize("write", WRITERS)
def test_ratings_by_country(
    tmp_path: Path, write: Any, ratings: tuple[tuple[str, int], ...], marks: str
) -> None:
    reading = read(tmp_path, Table((Event(ratings=ratings),)), write=write)
    assert rows(reading, "mark_text") == [(marks,)]


def test_of_all_values_only_fifteen_is_eighteen(tmp_path: Path) -> None:
    """Whatever the broadcaster defines is told as unknown, and never taken for an age."""
    path = tmp_path / "a.xml"
    tables = [Table((Event(ratings=(("KAZ", value),)),), value).element() for value in range(256)]
    path.write_text(as_xml(tables), encoding="utf-8")
    result = audit_files([path], Settings(zone="Asia/Almaty"))
    told = {
        code: {int(one.channel[-4:], 16) for one in result.findings if one.code == code}
        for code in ("watershed", "unmarked", "unknown-mark")
    }
    assert told["watershed"] == {0x0F}
    assert told["unknown-mark"] == set(range(0x10, 0x100))
    assert told["unmarked"] == {0, *range(0x10, 0x100)}
    assert any("DVB KAZ:0x12" in one.message for one in result.findings)


@pytest.mark.parametrize(
    "start",
    ["1970-01-01 00:00:00", "FF FF:FF:FF", "", "2024-02-30 10:00:00", "9999-12-31 23:00:00"],
)
@pytest.mark.parametrize("write", WRITERS)
def test_an_undefined_start_is_told(tmp_path: Path, write: Any, start: str) -> None:
    reading = read(tmp_path, Table((Event(start=start), Event(2))), write=write)
    assert len(reading.frame) == 1
    (fault,) = reading.faults
    assert (fault.code, fault.text) == ("bad-row", "Түнгі кино")
    assert fault.place.startswith("line ")


@pytest.mark.parametrize(("duration", "faults"), [("FF:FF:FF", 0), ("ff:ff:ff", 0), ("1 h", 1)])
def test_an_undefined_duration_is_no_end(tmp_path: Path, duration: str, faults: int) -> None:
    reading = read(tmp_path, Table((Event(duration=duration),)))
    assert rows(reading, "wall_stop", "stop_from") == [("NaT", "unknown")]
    assert len(reading.faults) == faults


def test_dates_with_colons_are_dates(tmp_path: Path) -> None:
    reading = read(tmp_path, Table((Event(start="2023:03:01 04:05:06"),)))
    assert rows(reading, "wall_start") == [("2023-03-01 04:05:06",)]


@pytest.mark.parametrize("write", WRITERS)
def test_sections_sent_again_are_one(tmp_path: Path, write: Any) -> None:
    first, second = Event(1), Event(2, "2024-03-04 18:00:00", titles=(("kaz", "Жаңалықтар"),))
    schedule = Table((replace(first, ratings=(("KAZ", 15),)), second), type="0", version=9)
    tables = [Table((first,)), Table((first, second)), schedule, schedule]
    reading = read(tmp_path, *tables, write=write)
    assert rows(reading, "title", "mark_text") == [
        ("Түнгі кино", "DVB KAZ:18"),  # present/following says nothing, the schedule does
        ("Жаңалықтар", ""),
    ]
    assert "5" in str(reading.notes[0])


@pytest.mark.parametrize(("old", "new"), [(3, 4), (31, 0), (30, 2)])
def test_the_later_version_of_a_table_counts(tmp_path: Path, old: int, new: int) -> None:
    before = Table((Event(ratings=(("KAZ", 15),)),), version=old)
    after = Table((Event(ratings=(("KAZ", 9),), start="2024-03-04 17:00:00"),), version=new)
    for tables in ([before, after], [after, before]):
        reading = read(tmp_path, *tables)
        assert rows(reading, "wall_start", "mark_text") == [("2024-03-04 17:00:00", "DVB KAZ:12")]


def test_the_table_that_is_to_come_counts_less_than_the_current_one(tmp_path: Path) -> None:
    to_come = Table((Event(ratings=(("KAZ", 9),), duration="02:00:00"),), current=False, version=4)
    now = Table((Event(ratings=(("KAZ", 15),)),))
    reading = read(tmp_path, to_come, now)
    assert rows(reading, "wall_stop", "mark_text") == [
        ("2024-03-04 18:00:00", "DVB KAZ:18; DVB KAZ:12")
    ]


def test_two_events_at_one_time_are_two(tmp_path: Path) -> None:
    reading = read(tmp_path, Table((Event(1), Event(2, titles=(("rus", "Другое"),)))))
    assert len(reading.frame) == 2


def test_a_number_used_again_on_another_day_is_another_event(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        Table((Event(1, "2024-03-04 16:00:00"),), version=1),
        Table((Event(1, "2024-03-05 16:00:00"),), version=2),
    )
    assert len(reading.frame) == 2


def test_a_time_shifted_event_is_described_by_its_reference(tmp_path: Path) -> None:
    film = Event(7, "1970-01-01 00:00:00", ratings=(("KAZ", 15),))
    shifted = Event(1, reference=(0x0BB8, 7), titles=())
    reading = read(tmp_path, Table((shifted,)), Table((film,), service=0x0BB8))
    assert rows(reading, "title", "mark_text") == [("Түнгі кино", "DVB KAZ:18")]
    assert [fault.code for fault in reading.faults] == ["bad-row"]


def test_a_lone_service_without_a_name_is_the_channel_that_is_told(tmp_path: Path) -> None:
    table = Table((Event(),))
    assert rows(read(tmp_path, table, channel="ktk"), "channel") == [("ktk",)]
    named = read(tmp_path, table, names({0x0101: "Хабар"}), channel="ktk")
    assert rows(named, "channel") == [("20fa.0001.0101",)]


def test_tables_on_lines_of_their_own(tmp_path: Path) -> None:
    lines = [json.dumps(_object(Table((Event(at),)).element())) for at in (1, 2)]
    reading = read_content(tmp_path, "\n".join(lines), eit)
    assert rows(reading, "place") == [("line 1",), ("line 2",)]
    rooted = json.dumps({"#name": "tsduck", "#nodes": [json.loads(line) for line in lines]})
    assert len(read_content(tmp_path, rooted, eit).frame) == 2


def test_places_are_lines_of_the_file(tmp_path: Path) -> None:
    tables = [Table(tuple(Event(at, f"2024-03-04 {at:02}:00:00") for at in range(1, 20)))]
    for write, sign in ((as_xml, "<event "), (as_json, '"#name": "event"')):
        text = write([table.element() for table in tables])
        lines = text.split("\n")
        reading = read_content(tmp_path, text, eit)
        assert len(reading.frame) == 19
        for row in reading.frame.itertuples():
            assert sign in lines[int(str(row.place).split()[1]) - 1]


def test_broken_json_is_told_and_the_next_table_read(tmp_path: Path) -> None:
    one, two = (_object(Table((Event(at),), service=at).element()) for at in (1, 2))
    text = (
        "[" + json.dumps(one).replace('"duration":', '"duration"') + ",\n" + json.dumps(two) + "]"
    )
    reading = read_content(tmp_path, text, eit)
    assert rows(reading, "channel") == [("20fa.0001.0002",)]
    (fault,) = reading.faults
    assert (fault.code, fault.place) == ("bad-row", "line 1")


def test_an_event_outside_of_any_table_is_told(tmp_path: Path) -> None:
    reading = read_content(tmp_path, "<tsduck>\n<event event_id='1'/></tsduck>", eit)
    assert [(fault.code, fault.place) for fault in reading.faults] == [("bad-row", "line 2")]


def test_tables_without_events_are_never_clean(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(as_xml([names({1: "Хабар"})]), encoding="utf-8")
    (source,) = open_sources(path)
    reading = read_source(source, ReadOptions())
    assert [fault.code for fault in reading.faults] == ["unread"]


@pytest.mark.parametrize("write", WRITERS)
def test_a_title_of_nothing_but_signs_is_one(tmp_path: Path, write: Any) -> None:
    events = (Event(titles=(("kaz", ":"),)), Event(number=2, titles=(("kaz", ": :"),)))
    reading = read(tmp_path, Table(events), write=write)
    assert rows(reading, "title") == [(":",), (": :",)]


def test_items_of_a_long_description_are_told_without_empty_halves(tmp_path: Path) -> None:
    pairs = (("Режиссёр", "А. Б."), ("", "18+"), ("Год", ""), (" ", ""))
    parts: list[Element] = [
        ("item", {}, [("description", {}, [first]), ("name", {}, [second])])
        for first, second in pairs
    ]
    name, told, inner = Event().element()
    longer = ("extended_event_descriptor", {"language_code": "rus"}, parts)
    table, about, _events = Table(()).element()
    text = as_xml([(table, about, [(name, told, [*inner, longer])])])
    reading = read_content(tmp_path, text, eit)
    assert rows(reading, "other_text") == [("Режиссёр: А. Б. / 18+ / Год",)]


def test_utf_16_is_read(tmp_path: Path) -> None:
    tables = [Table((Event(),)).element()]
    xml = as_xml(tables).replace("UTF-8", "UTF-16")
    for text in (xml, as_json(tables)):
        assert len(read_content(tmp_path, text.encode("utf-16"), eit).frame) == 1


TITLES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
EVENTS = st.builds(
    Event,
    start=st.integers(631152000, 3786912000).map(
        lambda seconds: datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
    ),
    duration=st.integers(1, 86399).map(lambda seconds: f"{timedelta(seconds=seconds)!s:0>8}"),
    titles=TITLES.map(lambda title: (("kaz", title),)),
    ratings=st.lists(
        st.tuples(st.sampled_from(["KAZ", "RUS", "FRA"]), st.integers(0, 255)), max_size=3
    ).map(tuple),
)


@dataclass
class Written:
    """A schedule of hypothesis's: the tables, and what must come back."""

    tables: list[Table] = field(default_factory=list)
    expected: dict[tuple[str, int], Event] = field(default_factory=dict)


@st.composite
def schedules(draw: st.DrawFn) -> Written:
    written = Written()
    for service in draw(st.lists(st.integers(1, 0xFFFF), min_size=1, max_size=3, unique=True)):
        numbers = draw(st.lists(st.integers(0, 0xFFFF), min_size=1, max_size=5, unique=True))
        events = tuple(replace(draw(EVENTS), number=number) for number in numbers)
        table = Table(events, service=service, type="0")
        written.tables += [table] * draw(st.integers(1, 2))
        following = draw(st.integers(0, 2))
        written.tables.append(Table(events[:following], service=service))
        written.expected |= {(f"20fa.0001.{service:04x}", one.number): one for one in events}
    return written


@pytest.mark.parametrize("write", WRITERS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(written=schedules())
def test_what_is_written_comes_back(tmp_path: Path, write: Any, written: Written) -> None:
    reading = read(tmp_path, *written.tables, write=write)
    assert not reading.faults
    assert len(reading.frame) == len(written.expected)
    expected = sorted(
        (channel, event.start, event.titles[0][1])
        for (channel, _at), event in written.expected.items()
    )
    assert sorted(rows(reading, "channel", "wall_start", "title")) == expected
    lasts = reading.frame["wall_stop"] - reading.frame["wall_start"]
    assert sorted(str(length).split()[-1] for length in lasts) == sorted(
        event.duration for event in written.expected.values()
    )


@pytest.mark.parametrize("prefix", ["", "* tables: ", "* tables: EIT@ "])
@pytest.mark.parametrize("write", WRITERS)
def test_tables_that_are_logged_one_a_line_are_read(
    tmp_path: Path, write: Any, prefix: str
) -> None:
    tables = [Table((Event(number=at, start=f"2024-03-04 1{at}:00:00"),)) for at in range(3)]
    lines = [" ".join(write([table.element()]).split()) for table in tables]
    if write is as_json:
        lines = [line.removeprefix("[ ").removesuffix(" ]") for line in lines]
    log = "* tsp: started\n" if prefix else ""
    reading = read_content(
        tmp_path, log + "".join(f"{prefix}{line}\n" for line in lines), eit, ReadOptions()
    )
    assert not reading.faults
    assert rows(reading, "wall_start") == [(f"2024-03-04 1{at}:00:00",) for at in range(3)]
    assert rows(reading, "place")[-1] == ("line 4" if prefix else "line 3",)
