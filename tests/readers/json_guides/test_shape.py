from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.json_guides import reader as guides
from schedcheck.readers.json_guides.mapping import parse_mapping
from schedcheck.readers.json_guides.path import JsonNode
from schedcheck.readers.json_guides.shape import candidates, draft, entry_lists
from schedcheck.schedule.reading import Reading
from tests.fixtures.trees import read_content, rows

START = 1_709_568_000  # 2024-03-04 16:00 UTC


def read(folder: Path, reply: Any, draft_mapping: Path | None = None) -> Reading:
    options = ReadOptions(zone="Asia/Almaty", draft_mapping=draft_mapping)
    return read_content(folder, json.dumps(reply, ensure_ascii=False), guides, options)


def shows(**names: str) -> list[dict[str, Any]]:
    """Three programmes of an hour, with the keys ``start``, ``stop``, ``title`` and ``age``."""
    keys = {"start": "start", "stop": "stop", "title": "title", "age": "age", **names}
    made = [(START + 3600 * at, f"Кино {at}", 12 + 3 * at) for at in range(3)]
    return [
        {
            keys["start"]: start,
            keys["stop"]: start + 3600,
            keys["title"]: title,
            keys["age"]: age,
            "img": "http://a.kz/1.jpg",
        }
        for start, title, age in made
    ]


@pytest.mark.parametrize(
    ("reply", "channel"),
    [
        (shows(), ""),
        ({"data": {"name": "КТК", "items": shows()}}, "КТК"),
        ({"channels": [{"id": 7, "programs": shows()}]}, "7"),
        ({"channels": [{"name": "КТК", "day": {"list": shows(title="programTitle")}}]}, "КТК"),
        ({"ktk": shows(), "khabar": shows()}, "khabar"),
        ([{**one, "channelName": "КТК"} for one in shows(start="beginTime", stop="to")], "КТК"),
    ],
)
def test_an_evident_shape_is_read(tmp_path: Path, reply: Any, channel: str) -> None:
    reading = read(tmp_path, reply)
    assert not reading.faults
    assert rows(reading, "channel", "wall_start", "wall_stop", "title", "mark_text")[-1] == (
        channel,
        "2024-03-04 23:00:00",
        "2024-03-05 00:00:00",
        "Кино 2",
        "age:18",
    )
    assert any("evident" in str(note) for note in reading.notes)


@pytest.mark.parametrize(
    ("start", "wall"),
    [
        ("2024-03-04T21:00:00+05:00", "2024-03-04 21:00:00"),
        ("2024-03-04T16:00:00Z", "2024-03-04 16:00:00"),
        (START * 1000, "2024-03-04 21:00:00"),
        (str(START), "2024-03-04 21:00:00"),
    ],
)
def test_stamps_that_mean_one_instant(tmp_path: Path, start: Any, wall: str) -> None:
    reading = read(tmp_path, [{"start": start, "name": "Түнгі кино"}])
    assert rows(reading, "wall_start") == [(wall,)]


def with_keys(**more: Any) -> Any:
    return [{**one, **more} for one in shows()]


@pytest.mark.parametrize(
    ("reply", "named"),
    [
        ([{**one, "unixTimeBegin": START} for one in shows()], "unixTimeBegin"),
        ([{**one, "start": "2024-03-04 21:00:00"} for one in shows()], "start"),
        ([{**one, "start": "21:00"} for one in shows()], ""),
        ([{**one, "title": "0J3QvtGH0L3QvtC5"} for one in shows()], "start"),
        ({"a": {"list": shows()}, "b": {"rows": [{"start": START, "title": "x"}]}}, "b.rows[]"),
        ({"program": [{"in": 0, "out": 5400, "source": "a (18+).mp4"}]}, ""),
        ([{"start": START}], "start"),
    ],
)
def test_a_shape_that_is_not_evident_is_refused_with_its_candidates(
    tmp_path: Path, reply: Any, named: str
) -> None:
    reading = read(tmp_path, reply)
    assert [fault.code for fault in reading.faults] == ["unread"]
    assert not len(reading.frame)
    assert named in str(reading.faults[0].reason)


def test_a_draft_is_a_mapping_that_reads(tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    reply = {
        "station": {"name": "КТК"},
        "items": [
            {
                "begin": START,
                "lengthMin": 90,
                "title": "Түнгі кино",
                "about": "Драма",
                "genres": ["film"],
                "ratings": [{"body": "KZ", "code": "18+"}],
                "other_start": START,
            }
        ],
    }
    reading = read(tmp_path, reply, path)
    assert [fault.code for fault in reading.faults] == ["unread"]
    assert any("draft.toml" in str(note) for note in reading.notes)
    mapping = parse_mapping(path.read_bytes(), "draft.toml")
    assert mapping.start.form == "epoch"
    assert [mark.path.text for mark in mapping.marks] == ["ratings[].code"]
    again = read_content(
        tmp_path,
        json.dumps(reply, ensure_ascii=False),
        guides,
        ReadOptions(zone="Asia/Almaty", mapping=path),
    )
    assert rows(again, "title", "other_text", "category", "mark_text", "wall_stop") == [
        ("Түнгі кино", "Драма", "film", "code:18+", "2024-03-04 22:30:00")
    ]


def test_a_programme_a_line_is_read(tmp_path: Path) -> None:
    text = "\n".join(json.dumps({**one, "channel": "КТК"}, ensure_ascii=False) for one in shows())
    reading = read_content(tmp_path, text, guides, ReadOptions(zone="Asia/Almaty"))
    assert not reading.faults
    assert rows(reading, "channel", "title", "place")[1] == ("КТК", "Кино 1", "line 2 $")
    around = "\n".join(json.dumps({"title": "КТК", "start": START, "day": shows()}) for _ in "ab")
    assert len(read_content(tmp_path, around, guides, ReadOptions()).frame) == 6


def test_a_draft_is_never_written_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    path.write_text("mine", encoding="utf-8")
    reading = read(tmp_path, shows(), path)
    assert path.read_text(encoding="utf-8") == "mine"
    assert any("draft.toml" in str(note) for note in reading.notes)


def test_marks_that_no_mapping_names_are_searched(tmp_path: Path) -> None:
    programme = {
        "scheduleInfo": {"start": START, "end": START + 3600},
        "metaInfo": {"title": "Кино", "ageLimit": "18+", "rating": 7.9, "imdb": {"rating": 18}},
        "adult": True,
        "paidAdult": False,
    }
    reading = read(tmp_path, {"programs": [programme]})
    assert rows(reading, "mark_text") == [("ageLimit:18+; adult:adults only",)]


KEYS = st.sampled_from(["start", "stop", "title", "age", "items", "a b", "name", "channel", "time"])
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5)
)
TREES = st.recursive(
    st.one_of(VALUES, st.just(START), st.just("2024-03-04T16:00:00Z")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)


@given(TREES)
def test_a_draft_of_anything_is_a_mapping(value: Any) -> None:
    lists = entry_lists([JsonNode(value)])
    assert set(candidates(lists)) == {"lists", "starts", "titles"}
    for one in lists:
        text = draft(one)
        if 'title = "?"' not in text:
            parse_mapping(text.encode(), "draft.toml")


@pytest.mark.parametrize("key", ["adult", "isAdult", "is_18"])
@pytest.mark.parametrize(("yes", "no"), [(1, 0), ("true", "false"), (True, False), ("yes", "no")])
def test_yes_under_a_key_for_adults_is_a_mark(tmp_path: Path, key: str, yes: Any, no: Any) -> None:
    reply = [
        {"start": f"2024-03-04T2{hour}:00:00+05:00", "title": "Түн", "age": "6+", key: answer}
        for hour, answer in ((0, no), (1, yes), (2, no))
    ]
    marks = read(tmp_path, reply).frame["mark_text"].tolist()
    assert ["adults only" in mark for mark in marks] == [False, True, False]


@pytest.mark.parametrize(
    ("key", "length"),
    [("duration", 3600), ("duration", 60), ("duration", 3_600_000), ("duration", "3600"),
     ("durationMin", 60), ("length", 1)],
)  # fmt: skip
def test_the_next_starts_say_the_unit_of_durations(tmp_path: Path, key: str, length: Any) -> None:
    made = [{k: v for k, v in one.items() if k != "stop"} | {key: length} for one in shows()]
    reading = read(tmp_path, made)
    assert not reading.faults
    assert rows(reading, "wall_stop")[-1] == ("2024-03-05 00:00:00",)


def test_durations_whose_unit_nothing_says_are_a_fault(tmp_path: Path) -> None:
    made = [{k: v for k, v in one.items() if k != "stop"} | {"duration": 7} for one in shows()]
    reading = read(tmp_path, made)
    assert [(fault.code, fault.place) for fault in reading.faults] == [("bad-row", "$.[].duration")]
    assert len(reading.frame) == 3
    # an end needs none
    assert not read(tmp_path, with_keys(duration=7)).faults
