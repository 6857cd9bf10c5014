"""Names of age marks in programmes of guide services, wherever they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.json_guides import reader as guides
from schedcheck.readers.json_guides.age_values import age_values, perhaps_ages
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
    ("inner", "marks", "lost"),
    [
        ({"explicit": True}, "adults only", []),
        ({"explicit": False}, "", []),
        ({"isAdult": 1}, "adults only", []),
        ({"isAdult": 0}, "", []),
        ({"возраст": 18}, "18", []),
        ({"limit": 18}, "", ["limit: 18"]),
        ({"limit": 18, "ageLimit": "18+"}, "18+", []),
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
