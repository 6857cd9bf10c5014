from __future__ import annotations

import pickle

import pytest

from schedcheck.checks.title_index import RatedShowing, TitleIndex, gathered, merged
from schedcheck.schedule.titles import fold


def witness(title: str, channel: str = "a", start: int = 0) -> RatedShowing:
    (folded,) = fold([title])
    return RatedShowing(
        *(channel, start, "f", "p", title, channel, "Asia/Almaty", "E18"),
        film=False,
        network=channel,
        folded=folded,
    )


def finds(index: TitleIndex, title: str, channel: str = "z") -> RatedShowing | None:
    (folded,) = fold([title])
    found = index.find(folded, channel)
    assert index.knows(folded) or found is None
    return found


def test_witnesses_travel_and_are_merged() -> None:
    parts = [gathered([witness("Тайный сад", "b")]), gathered([witness("Тайный сад", "a")])]
    parts = [pickle.loads(pickle.dumps(part)) for part in parts]  # noqa: S301 - our own bytes
    whole = merged(parts)
    assert whole == merged(parts[::-1])
    assert finds(whole, "тайный сад", "b") == witness("Тайный сад", "b")
    assert finds(whole, "тайный сад") == witness("Тайный сад", "a")


def test_of_each_title_and_channel_the_first_is_kept() -> None:
    whole = gathered([witness("Тайный сад", start=start) for start in (7, 3, 5)])
    assert finds(whole, "Тайный сад") == witness("Тайный сад", start=3)
    assert sum(map(len, whole.by_key.values())) == 1


def test_the_nearest_of_near_titles_is_found() -> None:
    whole = gathered([witness("Последний трамвай в депо"), witness("Последний трамай в депо")])
    found = finds(whole, "Последний трамваай в депо")
    assert found is not None
    assert found.title == "Последний трамвай в депо"


@pytest.mark.parametrize(
    ("title", "near"),
    [
        ("Карпатський рейнджер", True),  # one letter of eighteen
        ("Карпатсскиий рейнджер", False),  # two
        ("Арпатский рейнджер", False),  # the first letter
        ("Карпатский рейнджеры", False),  # the ending
        ("Карпатский рейнджер 2", False),
    ],
)
def test_how_near_is_near(title: str, *, near: bool) -> None:
    assert (finds(gathered([witness("Карпатский рейнджер")]), title) is not None) is near


def test_an_empty_index_knows_nothing() -> None:
    assert not gathered([])
    assert not gathered([witness("")])
    assert finds(gathered([]), "") is None
