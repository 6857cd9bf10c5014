"""Names of age marks in programmes of guide services, wherever they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.json_guides import reader as guides
from schedcheck.readers.json_guides.age_values import (
    age_values,
    ages_of_any_name,
    perhaps_ages,
)
from tests.fixtures.trees import read_content
from tests.readers.json_guides.test_shape import START


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ({"ageLimit": 18}, [("ageLimit", 18)]),
        ({"возраст": "18+"}, [("возраст", "18+")]),
        ({"explicit": True}, [("explicit", True)]),
        ({"meta": {"18": True, "e18": 0, "R18": "да"}}, [("18", True), ("e18", 0), ("R18", "да")]),
        ({"a": {"age": {"min": 18}}}, [("age", 18)]),
        ({"a": [{"type": "age", "value": 18}]}, [("age", 18)]),
        ({"a": [{"key": "Возраст", "v": "18"}]}, [("Возраст", "18")]),
        ({"a": [["age", "18"], ["lang", "ru"]]}, [("age", "18")]),
        ({"a": ["age=18", "rating: 16+", "lang=ru"]}, [("age", "18"), ("rating", "16+")]),
        ({"tags": ["Adult", "news"]}, [("tags", "Adult")]),
        ({"a": [{"k": "age", "v": "18"}]}, [("age", "18")]),
        ({"agemin": 18, "x18": True}, [("agemin", 18), ("x18", True)]),
        ({"restricted": True}, [("restricted", "restricted")]),
        (
            {"a": {"isRestricted": "yes"}, "pin": 1},
            [("isRestricted", "restricted"), ("pin", "restricted")],
        ),
        ({"isFamilyFriendly": False}, [("isFamilyFriendly", "restricted")]),
        ({"restricted": False, "pin": 0, "familySafe": True, "watershed": ""}, []),
        ({"restricted": "KZ", "restrictedTo": ["KZ"]}, []),
        ({"kp": {"rating": 18}}, []),
        ({"title": "Рейтинг", "text": "18", "value": 18}, []),
        ({"a": [{"name": "Рейтинг", "season": 18}]}, []),
        ({"18": {"title": "A"}, "21": "A"}, []),
        ({"title": "age: 18", "id": 18, "type": "film"}, []),
    ],
)
def test_values_under_names_of_ages(entry: Any, found: list[tuple[str, Any]]) -> None:
    assert [(key, value) for key, value, sure in age_values(entry) if sure] == found


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([{"limit": 18}, {"limit": 12}], {0: "limit: 18"}),
        ([{"labels": ["кино", "18"]}, {}], {0: "labels: 18"}),
        ([{"tags": ["18 лет"]}, {"tags": ["e18"]}], {0: "tags: 18 лет", 1: "tags: e18"}),
        ([{"description": "18"}, {"description": "Фильм о 25 людях"}], {0: "description: 18"}),
        ([{"limit": 25}, {"limit": 25}], {}),
        ([{"min": 18}, {"minimum": "6"}], {0: "min: 18"}),
        ([{"level": "18"}, {"advisories": ["18"]}], {0: "level: 18", 1: "advisories: 18"}),
        ([{"warning": 18, "grade": "adults"}], {0: "warning: 18"}),
        ([{"a": "adult"}, {"b": ["для взрослых"]}], {0: "a: adult", 1: "b: для взрослых"}),
        ([{"x": "18+"}, {"x": "12+"}, {"y": "R18"}], {0: "x: 18+"}),
        ([{"labels": [18, 403]}, {"labels": [12]}], {}),
        ([{"tags": ["18 век", "до 18 часов"]}], {}),
        ([{"id": 18, "episode": 21, "season": "18"}], {}),
    ],
)
def test_ages_under_names_that_may_be_those_of_marks(
    entries: list[Any], found: dict[int, str]
) -> None:
    assert perhaps_ages(map(age_values, entries)) == found


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ([6, 12, 18, 16, 0, 12], {2: "ac: 18"}),
        (["6+", "12", "18+", "21", "0", "12"], {2: "ac: 18+", 3: "ac: 21"}),
        ([6, 12, 18, 16, 0], {}),  # too few
        ([18] * 9, {}),
        ([6, 12, 18, 16, 0, 25], {}),
        ([6, 12, 18, 16, 0, True], {}),
        ([6, 12, 18, 16, 0, "A"], {}),
        ([None, "", 6, 12, 18, 16, 0, 12], {4: "ac: 18"}),
    ],
)
def test_numbers_that_are_all_ages_are_reported_under_any_name(
    numbers: list[Any], found: dict[int, str]
) -> None:
    entries = [{"ac": number, "x": [18], "episode": number} for number in numbers]
    assert ages_of_any_name(entries, {"start"}) == found
    assert ages_of_any_name(entries, {"ac"}) == {}


def test_what_says_of_all_that_they_are_restricted_is_reported_once(tmp_path: Path) -> None:
    reply = [
        {"start": START + 60 * at, "title": f"Кино {at}", "restricted": True} for at in range(9)
    ]
    reading = read_content(tmp_path, json.dumps(reply), guides, ReadOptions(zone="Asia/Almaty"))
    assert (reading.frame["mark_text"].fillna("") == "").all()
    (fault,) = reading.faults
    assert (fault.code, fault.text) == ("unaccounted", "restricted: restricted")
    reply[3]["restricted"] = False
    reading = read_content(tmp_path, json.dumps(reply), guides, ReadOptions(zone="Asia/Almaty"))
    assert (reading.frame["mark_text"] == "restricted:restricted").sum() == 8
    assert not reading.faults


@pytest.mark.parametrize(
    ("inner", "marks", "lost"),
    [
        ({"explicit": True}, "adults only", []),
        ({"explicit": False}, "", []),
        ({"isAdult": 1}, "adults only", []),
        ({"isAdult": 0}, "", []),
        ({"возраст": 18}, "18", []),
        ({"limit": 18}, "", ["limit: 18"]),
        ({"limit": 18, "ageLimit": "18+"}, "18+", []),
        ({"restricted": True}, "restricted", []),
        ({"min": 18}, "", ["min: 18"]),
    ],
)
def test_what_a_programme_says_is_a_mark_or_reported(
    tmp_path: Path, inner: dict[str, Any], marks: str, lost: list[str]
) -> None:
    reply = [{"start": START, "title": "Кино", **inner}, {"start": START + 3600, "title": "Ток"}]
    reading = read_content(tmp_path, json.dumps(reply), guides, ReadOptions(zone="Asia/Almaty"))
    first = reading.frame["mark_text"].fillna("").tolist()[0]
    assert first.rpartition(":")[2] == marks
    assert [(fault.code, fault.text) for fault in reading.faults] == [
        ("unaccounted", text) for text in lost
    ]
    assert all(fault.place == "$[0]" for fault in reading.faults)


def test_few_programmes_are_reported_one_by_one(tmp_path: Path) -> None:
    reply = [{"start": START + 60 * at, "title": f"Кино {at}", "limit": 18} for at in range(50)]
    reading = read_content(tmp_path, json.dumps(reply), guides, ReadOptions(zone="Asia/Almaty"))
    assert len(reading.faults) == 20
