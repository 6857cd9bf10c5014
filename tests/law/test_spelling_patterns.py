from __future__ import annotations

import re

import pytest

from schedcheck.law.plain_text import fold
from schedcheck.law.rule import MarkEntry
from schedcheck.law.rulebook import load_rulebook, shipped_rulebooks
from schedcheck.law.spelling_patterns import (
    FoldedEntry,
    any_of,
    first_sign,
    folded_pattern,
    hitting,
    stems_of,
    unfolded,
)


@pytest.mark.parametrize("printed", ["Н.А.", "H.A.", "н. а.", "н.\u00a0а."])
def test_a_spelling_is_found_as_printed_whatever_letters_it_is_written_with(printed: str) -> None:
    assert re.fullmatch(unfolded("Н. А."), printed, re.IGNORECASE)


@pytest.mark.parametrize("printed", ["только для взрослых", "Только  для\nвзрослых"])
def test_a_folded_spelling_may_be_broken_over_lines(printed: str) -> None:
    assert re.fullmatch(folded_pattern("только для взрослых"), fold(printed), re.IGNORECASE)


def test_few_items_hit_all_groups() -> None:
    assert hitting(["ab", "bc", "bd"]) == ("b",)
    assert set(hitting(["a", "b"])) == {"a", "b"}
    assert hitting([]) == ()


def test_each_phrase_has_a_stem_in_small_and_in_capital_letters() -> None:
    phrases = {"для взрослых", "adults only", "не для детей", "🔞"}
    stems = stems_of(phrases)
    for phrase in phrases:
        assert any(stem in phrase for stem in stems)
        assert any(stem in phrase.upper() for stem in stems)
        assert any(stem in phrase.capitalize() for stem in stems)
    assert not any(stem in "для детей" for stem in stems)  # too many titles have it


def test_of_several_spellings_the_longest_is_found() -> None:
    assert any_of("", ["ab", "abc"], "").findall("abc ab") == ["abc", "ab"]
    # not the one with the longest pattern
    assert any_of("", ["+ 1", "+1 лет"], "").findall(fold("+1 лет")) == [fold("+1 лет")]
    assert not any_of("", [], "").search("")


def test_the_first_sign_passes_over_other_places() -> None:
    assert re.search(first_sign({"18+", "К"}) + "1", "a1")
    assert not re.search(first_sign({"18+"}), "К")
    assert not first_sign(set())


def folded(**changes: object) -> FoldedEntry:
    values: dict[str, object] = {
        "class_id": "18", "where": (("field", "equal"),), "spellings": ("18+",), "systems": (),
        "script": "", "capitals": False, "not_after": "", "not_before": "", "beside": "",
    }  # fmt: skip
    return FoldedEntry.of(MarkEntry(**values | changes))  # type: ignore[arg-type]


def test_a_place_that_is_left_out_is_what_the_nearest_says() -> None:
    entry = folded(where=(("bracket", "equal"), ("item", "unclear"), ("end", "likely")))
    assert entry.where == {
        "bracket": "equal", "item": "unclear", "round": "equal", "described": "equal",
        "end": "likely", "alone": "likely",
    }  # fmt: skip
    assert folded(where=(("bare", "unclear"),)).where == {"bare": "unclear", "start": "unclear"}


@pytest.mark.parametrize("name", shipped_rulebooks())
def test_the_patterns_of_shipped_rulebooks_are_right_when_folded(name: str) -> None:
    for entry in map(FoldedEntry.of, load_rulebook(name).vocabulary):
        for pattern in (entry.before, entry.behind, entry.beside):
            re.compile(pattern, re.IGNORECASE)
