"""The real EIT files, held against what a script of a few lines counts in them."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.registry import read_source
from schedcheck.readers.source import open_sources
from schedcheck.schedule.reading import Reading
from tests.shared_data import shared_data

FILES = [
    "test-002.tstables.xml.gz",
    "test-092.tstables.json",
    "test-092.tstables.xml",
    "test-170.tstables.xml",
]
UNDEFINED = "1970-01-01 00:00:00"


def reading_of(name: str) -> Reading:
    (source,) = open_sources(shared_data(f"eit/{name}"))
    return read_source(source, ReadOptions())


def events_in(path: Path) -> list[tuple[int, str, str, list[tuple[str, int]]]]:
    """Service, start, duration and ratings of every event, by other means than the program's."""
    if path.suffix == ".json":
        tables = [one for one in json.loads(path.read_text("utf-8")) if one["#name"] == "EIT"]
        return [
            (table["service_id"], event["start_time"], event["duration"], _ratings_of(event))
            for table in tables
            for event in table["#nodes"]
            if event["#name"] == "event"
        ]
    content = path.read_bytes()
    plain = gzip.decompress(content) if path.suffix == ".gz" else content
    root = ET.fromstring(plain)  # noqa: S314 - files that we know
    return [
        (
            int(table.attrib["service_id"], 16),
            event.attrib["start_time"],
            event.attrib["duration"],
            [
                (country.attrib["country_code"].upper(), int(country.attrib["rating"], 16))
                for country in event.iterfind("parental_rating_descriptor/country")
            ],
        )
        for table in root.iterfind("EIT")
        for event in table.iterfind("event")
    ]


def _ratings_of(event: Any) -> list[tuple[str, int]]:
    return [
        (country["country_code"].upper(), country["rating"])
        for descriptor in event["#nodes"]
        if descriptor["#name"] == "parental_rating_descriptor"
        for country in descriptor["#nodes"]
    ]


@pytest.mark.parametrize("name", FILES)
def test_every_event_is_read_or_told(name: str) -> None:
    reading = reading_of(name)
    assert reading.format == "eit"
    events = events_in(shared_data(f"eit/{name}"))
    placed = [event for event in events if event[1] != UNDEFINED]
    assert [fault.code for fault in reading.faults] == ["bad-row"] * (len(events) - len(placed))
    frame = reading.frame
    assert len(frame) == len(placed)
    services = [int(channel.rsplit(".", 1)[1], 16) for channel in frame["channel"]]
    starts = frame["wall_start"].astype(str).tolist()
    lengths = [str(one).split()[-1] for one in frame["wall_stop"] - frame["wall_start"]]
    expected = Counter((event[0], event[1], event[2]) for event in placed)
    assert Counter(zip(services, starts, lengths, strict=True)) == expected
    assert (frame["offset"] == 0).all()


@pytest.mark.parametrize("name", FILES)
def test_ratings_are_those_of_the_file(name: str) -> None:
    expected: Counter[str] = Counter()
    for _service, start, _length, ratings in events_in(shared_data(f"eit/{name}")):
        for country, value in ratings:
            if value and start != UNDEFINED and country != "BRA":
                expected[f"DVB {country}:{value + 3 if value < 16 else hex(value)}"] += 1
            elif value and country == "BRA":
                expected["DVB BRA:0"] += value == 1
    marks = Counter(mark for mark in reading_of(name).frame["mark_text"] if mark)
    assert marks == +expected


def test_both_forms_of_one_capture_say_the_same() -> None:
    xml, as_json = (reading_of(f"test-092.tstables.{form}") for form in ("xml", "json"))
    told = ["channel", "title", "other_text", "category", "mark_text", "wall_start", "wall_stop"]
    assert xml.frame[told].equals(as_json.frame[told])
    assert xml.names == as_json.names


def test_the_counts_that_the_docs_tell() -> None:
    counts = {name: (len(reading_of(name).frame), len(reading_of(name).faults)) for name in FILES}
    assert counts == {
        "test-002.tstables.xml.gz": (36, 2),
        "test-092.tstables.json": (32, 0),
        "test-092.tstables.xml": (32, 0),
        "test-170.tstables.xml": (2, 0),
    }
