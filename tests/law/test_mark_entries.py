from __future__ import annotations

import pytest

from schedcheck.law.mark_entries import CompiledEntry, key_of
from schedcheck.law.plain_text import fold
from schedcheck.law.rule import MarkEntry


def compiled(**changes: object) -> CompiledEntry:
    values: dict[str, object] = {
        "class_id": "18", "where": (("field", "equal"),), "spellings": ("18+",), "systems": (),
        "script": "", "capitals": False, "not_after": "", "not_before": "",
    }  # fmt: skip
    return CompiledEntry.of(MarkEntry(**values | changes))  # type: ignore[arg-type]


def test_a_place_that_is_left_out_is_what_the_nearest_says() -> None:
    entry = compiled(where=(("bracket", "equal"), ("item", "unclear"), ("end", "likely")))
    assert entry.where == {
        "bracket": "equal", "item": "unclear", "round": "equal", "described": "equal",
        "end": "likely", "alone": "likely",
    }  # fmt: skip
    assert compiled(where=(("bare", "unclear"),)).where == {"bare": "unclear", "start": "unclear"}


@pytest.mark.parametrize("text", ["Топ 18+", "18+ серий", "18+ СЕРИЯ"])
def test_what_is_not_allowed_beside_a_mark(text: str) -> None:
    entry = compiled(not_after="топ ?", not_before=" ?сери")
    start = text.index("18+")
    assert not entry.is_written(text, fold(text), start, start + 3)
    assert entry.is_written("Фильм 18+ вечером", fold("Фильм 18+ вечером"), 6, 9)


def test_capitals_and_letters_as_printed() -> None:
    entry = compiled(capitals=True, script="cyrillic")
    assert entry.is_written("НА", fold("НА"), 0, 2)
    assert not entry.is_written("на", fold("на"), 0, 2)
    assert not entry.is_written("HA", "HA", 0, 2)


def test_spellings_with_other_spaces_are_one_key() -> None:
    assert key_of(" E - 18 ") == key_of("e18")
