from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.cli import cli
from schedcheck.errors import ConfigError
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.json_guides import reader as services
from schedcheck.readers.json_guides.mapping import parse_mapping, shipped_mappings
from schedcheck.readers.json_guides.path import JsonPath
from schedcheck.schedule.frame import validate
from schedcheck.schedule.reading import Reading
from tests.cli.test_check import program
from tests.fixtures.tables import notes, source_of, told, walls
from tests.paths import ROOT

ALMATY = ReadOptions(zone="Asia/Almaty")
START = 1709571600  # 2024-03-04 22:00 in Almaty
Programmes = list[tuple[int, int, str]]


def read(reply: Any, options: ReadOptions = ALMATY) -> Reading:
    data = reply if isinstance(reply, bytes) else json.dumps(reply, ensure_ascii=False).encode()
    reading = services.read(source_of(data, "a.json"), options)
    validate(reading.frame)
    return reading


def utc(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


def iso(seconds: int) -> str:
    moscow = datetime.fromtimestamp(seconds, UTC) + timedelta(hours=3)
    return f"{moscow:%Y-%m-%dT%H:%M:%S}+03:00"


def clock(seconds: int) -> str:
    return iso(seconds)[11:16]


WRITERS: dict[str, Callable[[Programmes], Any]] = {
    "galamtv": lambda all_: {
        "programs": [
            {"metaInfo": {"title": t}, "scheduleInfo": {"start": s, "end": e}} for s, e, t in all_
        ]
    },
    "tv-mail-ru": lambda all_: {
        "data": {
            "schedule": {
                "items": [
                    {
                        "id": 7,
                        "name": "КТК",
                        "events": [
                            {"name": t, "start": clock(s), "start_ts": s, "stop_ts": e}
                            for s, e, t in all_
                        ],
                    }
                ]
            }
        }
    },
    "yandex-tv": lambda all_: {
        "schedule": {
            "schedules": [
                {
                    "channel": {"id": 7, "title": "КТК"},
                    "events": [
                        {"title": t, "start": iso(s), "finish": iso(e), "startTime": clock(s)}
                        for s, e, t in all_
                    ],
                }
            ]
        }
    },
    "ctc": lambda all_: {
        "content": [
            {
                "widgets": [
                    {
                        "type": "tv-slot",
                        "bubbleTitle": t,
                        "startTime": iso(s),
                        "endTime": iso(e),
                        "ageLimit": 18,
                    }
                    for s, e, t in all_
                ]
                + [{"type": "middle-banner"}]
            }
        ]
    },
    "tvheadend": lambda all_: {
        "entries": [
            {
                "channelUuid": "u",
                "channelName": "КТК",
                "start": s,
                "stop": e,
                "title": t,
                "ageRating": 18,
            }
            for s, e, t in all_
        ]
    },
    "schedules-direct": lambda all_: [
        {
            "stationID": "7",
            "programs": [
                {
                    "programID": str(at),
                    "airDateTime": utc(s),
                    "duration": e - s,
                    "ratings": [{"body": "USA Parental Rating", "code": "TVMA"}],
                }
                for at, (s, e, _t) in enumerate(all_)
            ],
        },
        *(
            {"programID": str(at), "titles": [{"title120": t}]}
            for at, (_s, _e, t) in enumerate(all_)
        ),
    ],
    "tvmaze": lambda all_: [
        {
            "name": "1",
            "airstamp": utc(s),
            "airtime": "",
            "runtime": (e - s) // 60,
            "show": {"name": t, "rating": {"average": 18}, "network": {"name": "КТК"}},
        }
        for s, e, t in all_
    ],
    "iptv-compact": lambda all_: {"epg": {"КТК": [{"s": s, "e": e, "t": t} for s, e, t in all_]}},
}
TITLES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)


def test_every_shipped_mapping_is_tried() -> None:
    assert {mapping.id for mapping in shipped_mappings()} == set(WRITERS)


@pytest.mark.parametrize("service", sorted(WRITERS))
@given(
    st.lists(st.tuples(st.integers(0, 10**7), st.integers(1, 300), TITLES), min_size=1, max_size=6)
)
def test_what_a_service_sends_is_read(service: str, parts: list[tuple[int, int, str]]) -> None:
    sent = [(START + 60 * at, START + 60 * (at + minutes), title) for at, minutes, title in parts]
    reading = read(WRITERS[service](sent))
    assert not reading.faults
    assert f"mapping “{service}”" in notes(reading)
    frame = reading.frame
    shift = (frame["offset"].astype("int64") * 60).to_numpy()
    starts = frame["wall_start"].to_numpy().astype("int64") - shift
    stops = frame["wall_stop"].to_numpy().astype("int64") - shift
    assert list(zip(starts.tolist(), stops.tolist(), frame["title"], strict=True)) == sent


@pytest.mark.parametrize(
    ("service", "mark"),
    [
        ("ctc", "ageLimit:18"),
        ("tvheadend", "ageRating:18"),
        ("schedules-direct", "USA Parental Rating:TVMA"),
        ("tvmaze", ""),
    ],
)
def test_only_named_paths_are_marks(service: str, mark: str) -> None:
    reading = read(WRITERS[service]([(START, START + 3600, "Кино")]))
    assert reading.frame["mark_text"].tolist() == [mark]


def test_the_channel_is_named() -> None:
    for service in ("tv-mail-ru", "yandex-tv", "tvheadend"):
        reading = read(WRITERS[service]([(START, START + 3600, "Кино")]))
        assert list(reading.names.values()) == ["КТК"]
    assert set(read(WRITERS["iptv-compact"]([(START, START + 60, "Кино")])).frame["channel"]) == {
        "КТК"
    }


@pytest.mark.parametrize(
    ("change", "place", "rows"),
    [
        ({"scheduleInfo": {"start": None}}, "$.programs[1].scheduleInfo.start", 1),
        ({"scheduleInfo": {"start": "soon"}}, "$.programs[1].scheduleInfo.start", 1),
        ({"scheduleInfo": {"start": START * 1000}}, "$.programs[1].scheduleInfo.start", 1),
        ({"scheduleInfo": {"start": START, "end": True}}, "$.programs[1].scheduleInfo.end", 2),
        ({"metaInfo": {}}, "$.programs[1].metaInfo.title", 2),
        ({"metaInfo": {"title": ["a"]}}, "$.programs[1].metaInfo.title", 2),
    ],
)
def test_what_is_missing_or_wrong_is_told(change: Any, place: str, rows: int) -> None:
    reply = WRITERS["galamtv"]([(START, START + 60, "Кино"), (START + 60, START + 120, "Ән")])
    reply["programs"][1] |= change
    reading = read(reply)
    assert [(code, where) for code, where, _text in told(reading)] == [("bad-row", place)]
    assert len(reading.frame) == rows


def test_a_clock_that_contradicts_the_instant_is_told() -> None:
    reply = WRITERS["tv-mail-ru"](
        [(START + 60 * at, START + 60 * at + 60, "Кино") for at in range(3)]
    )
    events = reply["data"]["schedule"]["items"][0]["events"]
    events[1]["start"] = "07:00"
    (fault,) = read(reply).faults
    assert fault.place == "$.data.schedule.items[0].events[1].start"
    for at, event in enumerate(events):
        event["start"] = f"22:0{at}"
    reading = read(reply)
    assert not reading.faults
    assert "120 min off" in notes(reading)


def test_replies_one_a_line_and_in_a_list() -> None:
    one = WRITERS["iptv-compact"]([(START, START + 60, "Кино")])
    lines = (json.dumps(one) + "\n" + '{"epg": }\n' + json.dumps(one) + "\n").encode()
    reading = read(lines)
    assert reading.frame["place"].str.startswith("line ").all()
    assert len(reading.frame) == 2
    assert [(code, place) for code, place, _text in told(reading)] == [("bad-row", "line 2")]
    assert len(read([one, one]).frame) == 2
    listed = "[" + ",\n ".join([json.dumps(one)] * 3) + "]"
    reading = read(listed.encode())
    assert not reading.faults
    assert reading.frame["place"].tolist() == [f"$[{at}].epg.КТК[0]" for at in range(3)]
    galam = WRITERS["galamtv"]([(START, START + 60, "Кино")])
    assert set(read({"ktk": galam, "khabar": galam}).frame["channel"]) == {"ktk", "khabar"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings(encoding: str) -> None:
    text = json.dumps(WRITERS["galamtv"]([(START, START + 60, "Әнұран")]), ensure_ascii=False)
    assert services.sniff(text.encode(encoding), "a")
    assert read(text.encode(encoding)).frame["title"].tolist() == ["Әнұран"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"programs": [{"a": 1},,', "line 1, column"),
        (b"[" * 100000, "nested too deep"),
        (b'{"days": [], "more": 1}', "keys: days, more"),
        (b'[{"start": 1}]', "--mapping"),
    ],
)
def test_what_is_not_read_is_refused(data: bytes, words: str) -> None:
    reading = read(data)
    assert not len(reading.frame)
    assert any(words in str(fault.reason) for fault in reading.faults)


def test_tables_off_the_air_are_left_to_their_reader() -> None:
    assert not services.sniff(b'[{"#name": "EIT"}]', "a.json")
    assert not services.sniff(b"[12+] text", "a.json")


def test_keys_that_look_like_ages_and_are_not_read_are_named() -> None:
    reply = WRITERS["galamtv"]([(START, START + 60, "Кино")])
    reply["programs"][0]["ageRestriction"] = 18
    assert "not in the mapping: ageRestriction" in notes(read(reply))


def blocks() -> tuple[str, str]:
    section = (
        (ROOT / "docs" / "formats.md").read_text("utf-8").split("### A mapping of your own", 1)[1]
    )
    toml = re.search(r"```toml\n(.*?)```", section, re.DOTALL)
    reply = re.search(r"```json\n(.*?)```", section, re.DOTALL)
    assert toml
    assert reply
    return toml[1], reply[1]


def test_the_example_of_the_page_is_read(tmp_path: Path) -> None:
    toml, reply = blocks()
    (tmp_path / "mine.toml").write_text(toml, "utf-8")
    (tmp_path / "a.json").write_text(reply, "utf-8")
    reading = read(reply.encode(), ReadOptions(mapping=tmp_path / "mine.toml"))
    assert not reading.faults
    assert walls(reading) == ["2024-03-04 21:30", "2024-03-05 00:10"]
    args = ["check", str(tmp_path / "a.json"), "-q", "--format", "json"]
    assert CliRunner().invoke(cli, args).exit_code == 3
    done = CliRunner().invoke(cli, [*args, "--mapping", str(tmp_path / "mine.toml")])
    assert done.exit_code == 1
    (found,) = [one for one in json.loads(done.stdout)["findings"] if one["code"] == "watershed"]
    assert (found["channel"], found["minutes"]) == ("ktk", 30.0)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ('list = "a[]"', "start: is missing"),
        ('list = "a[]"\nstart = {path = "s", form = "hours"}', "start.form"),
        ('list = "a[]"\nstart = {path = "s", form = "epoch"}', "title: is missing"),
        ('list = "a["\ntitle = "t"\nstart = {path = "s", form = "epoch"}', "list: “a["),
        ('list = "a[]"\ntitle = "t"\nlang = "ru"\nstart = {path = "s", form = "epoch"}', "lang"),
        ('list = "a[]"\ntitle = "t"\nstart = {path = "s", form = "clock", zone = "X/Y"}', "zone"),
    ],
)
def test_a_wrong_mapping_is_refused_by_key(wrong: str, words: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(words)):
        parse_mapping(wrong.encode(), "mine.toml")


def test_a_wrong_mapping_is_refused_though_no_json_is_read(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('list = "a[]"\ntitle = "t"\n', "utf-8")
    (tmp_path / "a.csv").write_text("Дата;Время;Название\n04.03.2024;12:00;А\n", "utf-8")
    for mapping, words in (("mine.toml", "start: is missing"), ("none.toml", "none.toml")):
        done = program("check", tmp_path / "a.csv", "--mapping", tmp_path / mapping)
        assert done.returncode == 2
        assert words in done.stderr.decode()


@pytest.mark.parametrize("path", [".a", "a[", "a b", "a^", "@.a", "a@"])
def test_what_is_no_path(path: str) -> None:
    with pytest.raises(ValueError, match=re.escape(path)):
        JsonPath.parse(path)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["s", "e", "t", "programs", "epg"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_any_json_is_read_without_a_traceback(value: Any) -> None:
    read(value)
    read({"epg": {"КТК": [{"s": value, "e": value, "t": value}, {"s": START, "t": "a"}]}})


@pytest.mark.parametrize(
    "named",
    [
        {"timezone": "Europe/Moscow"},
        {"tz": "MSK"},
        {"utc_offset": 3},
        {"time-zone-offset": "+03:00"},
        {"channel": {"timeZone": "UTC"}},
        {"utcOffset": -5},
        {"offset": -5},
        {"offset": "+03:00"},
    ],
)
def test_a_zone_that_no_mapping_asks_for_is_told(named: dict[str, Any]) -> None:
    entry = {"title": "А", "start": "2024-03-04T22:00:00"}
    (fault,) = read(named | {"events": [entry]}).faults
    assert fault.code == "bad-row"
    assert "names the clock of" in fault.reason.text
    assert not read(named | {"events": [entry | {"start": "2024-03-04T22:00:00Z"}]}).faults
    assert not read(named | {"events": [entry]}, ReadOptions(source_zone="UTC")).faults


@pytest.mark.parametrize(
    "named",
    [{"timezone": "Asia/Tashkent"}, {"utcOffset": 300}, {"tz": "+05:00"}, {"zone": "A"},
     {"offset": 20}, {"offset": -1}, {"offset": "20"}],
)  # fmt: skip
def test_the_channels_own_zone_needs_no_mapping(named: dict[str, Any]) -> None:
    assert not read(named | {"events": [{"title": "А", "start": "2024-03-04T22:00:00"}]}).faults


@pytest.mark.parametrize("offset", [-360, -21600])
def test_an_offset_that_is_counted_westwards_is_noted(offset: int) -> None:
    entry = {"title": "А", "start": "2024-02-04T22:00:00"}
    reading = read({"timezoneOffset": offset, "events": [entry]})
    assert not reading.faults
    assert any("westwards" in str(note) for note in reading.notes)
