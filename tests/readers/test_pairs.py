from __future__ import annotations

from pathlib import Path

import pytest

from schedcheck.readers.files import first_half, is_half, other_half, whole_name


@pytest.mark.parametrize("name", ["ktk.ndx", "КТК.PDT", "a/b/2+2 (HD).Ndx"])
def test_halves_are_told_by_their_ending(name: str) -> None:
    assert is_half(name)


@pytest.mark.parametrize("name", ["ktk.xml", "ndx", "ktk.ndx.gz", "-", ".ndx"])
def test_other_files_are_no_halves(name: str) -> None:
    assert not is_half(name)


def test_names_are_compared_without_ending_and_case() -> None:
    assert whole_name("a/КТК.NDX") == whole_name("a/ктк.pdt") != whole_name("b/ктк.pdt")


@pytest.mark.parametrize(("index", "titles"), [("ktk.ndx", "ktk.pdt"), ("KTK.NDX", "ktk.Pdt")])
def test_both_halves_lead_to_the_index(tmp_path: Path, index: str, titles: str) -> None:
    for name in (index, titles, "other.ndx", "lone.pdt"):
        (tmp_path / name).touch()
    assert other_half(tmp_path / index) == tmp_path / titles
    assert other_half(tmp_path / titles) == tmp_path / index
    for name in (index, titles):
        assert first_half(str(tmp_path / name)) == str(tmp_path / index)
    assert first_half(str(tmp_path / "lone.pdt")) == str(tmp_path / "lone.pdt")


def test_a_path_that_is_not_there_is_left_as_it_is() -> None:
    assert first_half("no/such/folder/ktk.pdt") == "no/such/folder/ktk.pdt"
    assert first_half("-") == "-"
