from __future__ import annotations

import pytest

from schedcheck.readers.tables.timed_cells import Timed, begins_with_time, programmes_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("06:00 Жаңалықтар", [Timed(21600, None, "Жаңалықтар")]),
        ("6.30 «Кино» (18+)", [Timed(23400, None, "«Кино» (18+)")]),
        ("06:00-06:30 News", [Timed(21600, 23400, "News")]),
        ("06:00 – 06:30 – News", [Timed(21600, 23400, "News")]),
        ("06:00\nNews\n(12+)", [Timed(21600, None, "News", ["(12+)"])]),
        ("06:00 A\n07:00 B", [Timed(21600, None, "A"), Timed(25200, None, "B")]),
        ("06:00 A; 07:00 B", [Timed(21600, None, "A"), Timed(25200, None, "B")]),
        ("06:00 A / 07:00 B", [Timed(21600, None, "A"), Timed(25200, None, "B")]),
        ("25:30 Ночь", [Timed(91800, None, "Ночь")]),
        ("06:00:00 A", [Timed(21600, None, "A")]),
    ],
)  # fmt: skip
def test_programmes_that_begin_with_their_time(text: str, found: list[Timed]) -> None:
    assert begins_with_time(text)
    assert programmes_in(text) == ([], found)


@pytest.mark.parametrize(
    "text", ["News", "06:00", "101 Dalmatians", "7 дней", "10.12.2023 концерт", "99:99 X", "2012"]
)
def test_what_begins_with_no_time(text: str) -> None:
    assert not begins_with_time(text)


def test_lines_before_the_first_time() -> None:
    assert programmes_in("Утро\n06:00 A") == (["Утро"], [Timed(21600, None, "A")])


@pytest.mark.parametrize(("text", "told"), [("06:00 A 07:00 B", True), ("06:00 A 1:1 B", False)])
def test_another_time_inside_is_noticed(text: str, told: bool) -> None:  # noqa: FBT001 - a case
    assert programmes_in(text)[1][0].has_another_time is told


def test_lines_that_may_be_other_programmes_are_kept_apart() -> None:
    _before, (one,) = programmes_in("19:00 А (0+)\nтекст\n21,30 Б (18+)\nтекст 2")
    assert (one.more, one.doubtful) == (["текст"], ["21,30 Б (18+)", "текст 2"])
    _before, (one,) = programmes_in("19:00 А (0+)\nБ (18+)")
    assert one.doubtful == ["Б (18+)"]
    _before, found = programmes_in("19:00 А (0+), 21:30 Б (18+)")
    assert [(one.start, one.title) for one in found] == [(68400, "А (0+),"), (77400, "Б (18+)")]
