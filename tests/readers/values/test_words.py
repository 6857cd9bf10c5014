"""The words of schedules, and how texts are compared with them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.values.words import best, normalise, vocabulary

_TABLES = ("roles", "zones", "clocks", "units")
_PHRASES = sorted(
    {
        normalise(phrase) + ending
        for table in _TABLES
        for phrases in vocabulary()[table].values()
        for phrase in phrases
        for ending in ("", "а")
    }
)


def _by_patterns(text: str, table: str, without: str) -> tuple[int, str]:
    """The same as :func:`best`, slowly: every phrase is searched for."""
    found = [(0, "")]
    for name, phrases in vocabulary()[table].items():
        for phrase in () if name == without else phrases:
            inner = re.escape(phrase.removesuffix("*").replace("ё", "е"))
            ending = r"\w*" if phrase.endswith("*") else ""
            matches = re.finditer(rf"(?<!\w)(?=({inner}{ending})(?!\w))", text)
            found += [(len(match[1]), name) for match in matches]
    return max(found, key=lambda pair: pair[0])


@given(st.lists(st.sampled_from(_PHRASES), max_size=4), st.sampled_from(_TABLES))
def test_the_longest_phrase_is_found_as_by_patterns(phrases: list[str], table: str) -> None:
    text = " ".join(phrases)
    for without in ("", "programme"):
        assert best(text, table, without=without) == _by_patterns(text, table, without)


@pytest.mark.parametrize(
    ("text", "table", "entry"),
    [
        ("время начала по москве", "roles", (12, "start")),
        ("начальное", "roles", (9, "start")),
        ("неначало", "roles", (0, "")),
        ("", "roles", (0, "")),
    ],
)
def test_an_entry_counts_as_whole_words(text: str, table: str, entry: tuple[int, str]) -> None:
    assert best(text, table) == entry


def test_each_word_of_headings_is_written_as_headings_are_compared() -> None:
    for table in ("roles", "clocks", "events", "units", "zones"):
        for name, entries in vocabulary()[table].items():
            for entry in entries:
                stem = entry.removesuffix("*")
                assert normalise(stem) == stem.replace("ё", "е"), (table, name, entry)
