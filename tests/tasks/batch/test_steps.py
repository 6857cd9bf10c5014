from __future__ import annotations

import pytest

from schedcheck.checks.title_index import RatedShowing, gathered
from schedcheck.schedule.titles import fold
from schedcheck.tasks.batch.steps import file_name, of_plain, to_plain


def test_file_names_never_leave_the_folder_and_never_collide() -> None:
    ids = ["ktk", "a/b", "a_b", "../x", "", "Қазақстан", "con:", "x" * 300]
    names = [file_name(one) for one in ids]
    assert len(set(names)) == len(ids)
    assert not any("/" in name or name.startswith(".") or len(name) > 120 for name in names)


@pytest.mark.parametrize("titles", [[], ["Х/ф «Ночь» (2001)", "День, 3 серия"]])
def test_witnesses_travel_as_they_are(titles: list[str]) -> None:
    index = gathered(
        RatedShowing("ktk", 1, "f", "p", title, "КТК", "Asia/Almaty", "E18", False, "ktk", folded)  # noqa: FBT003 - its place
        for title, folded in zip(titles, fold(titles), strict=True)
    )
    assert gathered(of_plain(to_plain(index))) == index


def test_file_names_differ_where_capitals_are_as_small_letters_and_are_no_devices() -> None:
    ids = ["ktk", "KTK", "Ktk", "қазақ", "ҚАЗАҚ", "con", "nul.x", "COM1"]
    names = [file_name(one) for one in ids]
    assert len({name.casefold() for name in names}) == len(ids)
    assert names[0] == "ktk"
    devices = {"con", "nul", "com1"}
    assert not devices & {name.split(".")[0].casefold() for name in names}
