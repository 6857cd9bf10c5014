"""Marks are found in small contents as in large ones, text by text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers import census
from schedcheck.readers.census import marks_in
from schedcheck.readers.mark_search import adult_marks

SIGNS = "1 0 18 21 + 18+ 🔞 🐇 ; , : | ( ) . & &plus; \\u002b Р е E лет жас Ночь"
PARTS = st.sampled_from([*SIGNS.split(" "), " ", "\n", "\t", "\u00a0", "& ", "х" * 60])


@given(st.lists(PARTS, max_size=20).map("".join), st.sampled_from([b"\n", b"\n:;", b"\n\r;\t|,"]))
def test_the_same_marks_are_found_as_with_their_places(text: str, ends: bytes) -> None:
    content = text.encode()
    assert set(marks_in(content, ends)) == set(adult_marks(content, ends))
    assert set(marks_in(content, ends)) == set(adult_marks(content, ends))  # remembered now


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[bytes, tuple[str, ...]] = {}
    monkeypatch.setattr(census, "_known_marks", known)
    monkeypatch.setattr(census, "_MOST_KNOWN", 3)
    for number in range(9):
        assert set(marks_in(b"a %d 18+" % number)) == {"18+"}
        assert len(known) <= 4
    marks_in(b"\n".join([b"x" * 300 + b" 18+", b"kino 18+"]))
    assert all(len(text) < 300 for text in known)
