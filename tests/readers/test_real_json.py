"""The real replies beside the project, counted by walks of their own."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.registry import read_source
from schedcheck.readers.source import open_sources
from schedcheck.schedule.reading import Reading
from tests.shared_data import shared_data


def read(name: str) -> Reading:
    (source,) = open_sources(shared_data(f"json/{name}"))
    reading = read_source(source, ReadOptions(zone="Asia/Almaty"))
    assert reading.format == "json"
    assert not reading.faults
    return reading


def reply(name: str) -> Any:
    data = shared_data(f"json/{name}").read_bytes()
    return json.loads(gzip.decompress(data) if name.endswith(".gz") else data)


def test_epochs_of_a_service_of_kazakhstan() -> None:
    frame = read("galamtv.json").frame
    (programme,) = reply("galamtv.json")["programs"]
    begin = datetime(1970, 1, 1) + timedelta(seconds=programme["scheduleInfo"]["start"], hours=5)  # noqa: DTZ001
    assert frame["wall_start"].tolist() == [begin]


def test_a_page_whose_clocks_agree_with_its_instants() -> None:
    reading = read("tv-mail-ru.json")
    (item,) = reply("tv-mail-ru.json")["data"]["schedule"]["items"]
    assert len(reading.frame) == len(item["events"]) == 24
    moscow = reading.frame["wall_start"] - timedelta(hours=2)
    assert moscow.dt.strftime("%H:%M").tolist() == [event["start"] for event in item["events"]]
    assert set(reading.names.values()) == {item["name"]}


def test_a_page_of_eleven_channels() -> None:
    reading = read("yandex-tv.json.gz")
    schedules = reply("yandex-tv.json.gz")["schedule"]["schedules"]
    expected = [
        (str(one["channel"]["id"]), event["start"][:19], event["finish"][:19])
        for one in schedules
        for event in one["events"]
    ]
    frame = reading.frame
    shown = [
        frame[column].dt.strftime("%Y-%m-%dT%H:%M:%S") for column in ("wall_start", "wall_stop")
    ]
    assert list(zip(frame["channel"], *shown, strict=True)) == expected
    assert (len(frame), len(reading.names)) == (313, 11)
    assert frame["offset"].eq(180).all()


def test_ages_of_widgets() -> None:
    frame = read("ctc-ru.json.gz").frame
    slots = [
        widget
        for part in reply("ctc-ru.json.gz")["content"]
        for widget in part["widgets"]
        if "startTime" in widget
    ]
    assert Counter(frame["mark_text"]) == Counter(f"ageLimit:{one['ageLimit']}" for one in slots)
    assert len(frame) == 12
    assert frame["title"][frame["mark_text"] == "ageLimit:18"].tolist() == [
        one["bubbleTitle"] for one in slots if one["ageLimit"] == 18
    ]
