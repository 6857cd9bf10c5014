from __future__ import annotations

from pathlib import Path

import pytest

from schedcheck.schedule.titles import RatedShowing, TitleIndex, fold, gathered
from schedcheck.tasks.batch.witnesses import is_kept, of_plain, to_plain, told_of
from schedcheck.tasks.batch.work_folder import recall, remember


def index_of(*titles: str) -> TitleIndex:
    """An index of showings of these titles on one channel."""
    return gathered(
        RatedShowing("ktk", 1, "f", "p", title, "КТК", "Asia/Almaty", "E18", False, "ktk", folded)  # noqa: FBT003 - its place
        for title, folded in zip(titles, fold(titles), strict=True)
    )


@pytest.mark.parametrize("titles", [[], ["Х/ф «Ночь» (2001)", "День, 3 серия"]])
def test_witnesses_travel_as_they_are(titles: list[str]) -> None:
    index = index_of(*titles)
    assert gathered(of_plain(to_plain(index))) == index


def test_what_is_kept_counts_until_another_channel_has_something_to_say_of_its_titles(
    tmp_path: Path,
) -> None:
    indexes = {"a": index_of(), "b": index_of("Маяк"), "c": index_of("Маяк", "Тайный сад")}
    for name, index in indexes.items():
        remember(tmp_path / name, to_plain(index))
    kept = tmp_path / "kept"
    is_now = [True]

    def kept_with(name: str) -> bool:
        return is_kept(kept, "ntk", tmp_path / name, lambda _known: is_now[0])

    assert not kept_with("a")  # nothing is
    told = told_of(fold(["Тайный сад"]), "ntk", indexes["a"])
    remember(kept, {**told, "witnesses": "a"})
    assert kept_with("a")
    assert kept_with("b")
    assert recall(kept)["witnesses"] == "b"
    assert not kept_with("c")
    is_now[0] = False
    assert not kept_with("b")
