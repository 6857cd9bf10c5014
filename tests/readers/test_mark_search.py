from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers import mark_search
from schedcheck.readers.mark_search import adult_marks, ages, plain, texts_at_ages
from schedcheck.readers.values.age_names import ADULT


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Кино 18+", {"кино18+"}),
        ("18+", {"18+"}),
        ("Кино (21)", {"кино21"}),
        ("Кино; E18", {"e18"}),
        ("Кино Е-21", {"киное21"}),
        ("до 18 лет", {"до18лет"}),
        ("18\N{NO-BREAK SPACE}жас", {"18жас"}),
        ("Ән 🔞", {"ән🔞"}),
        ("&#1050;&#1080;&#1085;&#1086; 18+", {"кино18+"}),
        ("&lt;b&gt; 18+, &quot;Кино&quot; 18+", {"b18+", "кино18+"}),
        ("\\u041a\\u0438\\u043d\\u043e 18+", {"кино18+"}),
        ("\\u041a\\u0438\\u043d\\u043e \\u041518", {"киное18"}),
        ("18\\u0436\\u0430\\u0441, 21 \\u043b\\u0435\\u0442", {"18жас", "жас21лет"}),
        ("&#1050;&#1080;&#1085;&#1086; &#1045;18", {"киное18"}),
        ("&#xA;18 &#1078;&#1072;&#1089;", {"18жас"}),
        ("Кино 18&plus; &#1053; 21&nbsp;&#1083;&#1077;&#1090;", {"кино18+", "н21лет"}),
        ("Е18", {"е18"}),
        (f"Кино {'. ' * 12}18+, {'Ә' * 18} 18+", {"кино18+", f"{'ә' * 18}18+"}),
        ("18 марта, 218+, 1800, 18:21, 2:18, S2 E180", set()),
        ("", set()),
        ("1", set()),
    ],
)
def test_marks_are_found_with_the_word_before_them(text: str, keys: set[str]) -> None:
    ends = b"\n" if "&#" in text else b"\n;"
    assert set(adult_marks(text.encode(), ends)) == keys


@pytest.mark.parametrize("before", [0, 1, 55, 56, 57, 200])
def test_a_mark_is_found_wherever_it_is_and_once(before: int) -> None:
    content = ("." * before + "Кино 18+\n").encode()
    ((key, places),) = adult_marks(content * 3).items()
    assert key == "кино18+"
    assert places.tolist() == [len(content) * one - len("18+\n") for one in (1, 2, 3)]


@given(st.text(string.digits + string.punctuation + " EЕпжлaя\n", max_size=80))
def test_what_a_search_of_each_line_finds_is_found(text: str) -> None:
    expected = {
        plain(mark[0])
        for line in text.split("\n")
        for mark in ADULT.finditer(line)
        if "&" not in text and "\\" not in text
    }
    found = adult_marks(text.encode())
    assert all(any(key.endswith(mark) for key in found) for mark in expected)


@given(st.text(string.digits + " EЕ+", max_size=60))
def test_ages_are_not_parts_of_longer_numbers(text: str) -> None:
    content = f"\n{text}\n\n".encode()
    found = ages(content).tolist()
    for at in found:
        assert content[at : at + 2] in {b"18", b"21"}
        assert not content[max(at - 1, 0) : at].isdigit()
        assert not content[at + 2 : at + 3].isdigit()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mark_search, "_SHORT", 0)  # as in large texts
        assert ages(content).tolist() == found


def test_what_is_beside_an_age_is_compared_without_signs() -> None:
    assert plain("кино «18»") in texts_at_ages("Х/ф «Кино» 18".encode())
    assert unicodedata.is_normalized("NFKC", texts_at_ages("18 №".encode()))
