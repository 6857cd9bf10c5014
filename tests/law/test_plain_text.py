"""Texts as a reader sees them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schedcheck.law.mark_patterns import vocabulary
from schedcheck.law.plain_text import (
    fold,
    has_alikes,
    has_pieces,
    odd_signs,
    plain_form,
    revealed,
)
from schedcheck.law.rulebook import load_rulebook

KZ = load_rulebook("kz")
WORDS = vocabulary(KZ.vocabulary, tuple(known.id for known in KZ.classes))
INVISIBLE = [
    sign
    for sign in map(chr, range(0x80, 0x11_0000))
    if unicodedata.category(sign) in {"Cf", "Mn", "Me"}
]


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("¹⁸⁺", "18+"),
        ("₁₈", "18"),
        ("１８＋", "18+"),
        ("𝟏𝟖+", "18+"),
        ("⑱+", "18+"),
        ("⓲+", "18+"),
        ("⒅", "(18)"),
        ("❶❽", "18"),
        ("١٨+", "18+"),
        ("1️⃣8️⃣➕", "18+"),
        ("(1\u200b8+)", "(18+)"),
        ("1\u00ad8", "18"),
        ("1\u034f8", "18"),
        ("1\u20608", "18"),
        ("ⅩⅤⅢ+", "XVIII+"),
        ("ꓰ 18", "E 18"),
        ("Қазақ тілі, ёж й", "Қазақ тілі, ёж й"),
        ("Straße – naïve", "Straße – naïve"),
        ("日本 한국 ½ № …", "日本 한국 ½ № …"),
        ("🔞", "🔞"),
        ("", ""),
        ("\ud800", "\ud800"),
    ],
)
def test_what_a_reader_sees(printed: str, plain: str) -> None:
    assert revealed(printed)[0] == plain
    assert bool(odd_signs(printed)) == (printed != plain)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Фильм (1 8+)", "1 8+"),
        ("Фильм 1-8 +", "1-8 +"),
        ("Фильм Е 1 8", "Е 1 8"),
        ("Фильм Е-1-8 (12+)", "Е-1-8"),
        ("Фильм [2\xa01+]", "2\xa01+"),
        ("Фильм ( 1 8 )", "1 8"),
        ("Фильм [1 8]", "1 8"),
        ("Фильм с 1 8 лет", "с 1 8 лет"),
        ("Фильм 1 8 плюс", "1 8 плюс"),
        ("Фильм 1\t8\t+", "1\t8\t+"),
        ("Фильм 1 8 + 1 часть", "1 8 +"),
        ("Фильм 1 6 +", "1 6 +"),
        ("Фильм ( 1 2 + )", "1 2 +"),
        ("Фильм 18+HD", "18+"),
        ("Фильм (12+) 18+Премьера", "18+"),
        ("18+4K Фильм", "18+"),
        ("Фильм Ɛ18", "Ɛ18"),
        ("Фильм ∈ 18", "∈ 18"),
        ("Фильм \u202e+81\u202c", "+81"),
    ],
)
def test_digits_apart_letters_set_against_a_mark_and_signs_like_e(printed: str, read: str) -> None:
    assert odd_signs(printed) or has_pieces(printed)
    best = WORDS.hidden(printed, WORDS.text(printed)).best
    assert best is not None
    assert (best.level, best.printed) == ("hidden", read)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Фильм (Э18)", "Э18"),
        ("Фильм [є-18]", "є-18"),
        ("Фильм (Є 18) на ночь", "Є 18"),
        ("Фильм (ε18)", "ε18"),
        ("Фильм (Σ.18)", "Σ.18"),
        ("Фильм Э18", "Э18"),
        ("Фильм (18t)", "18t"),
        ("Фильм (12+) (21t)", "21t"),
        ("Фильм 18t", "18t"),
        ("Фильм (1.8+)", "1.8+"),
        ("Фильм [1,8 +]", "1,8 +"),
        ("Фильм (18т)", "18т"),
        ("Фильм (18 p)", "18 p"),
        ("Фильм [18!]", "18!"),
        ("Фильм (Е І8)", "Е І8"),
        ("Фильм (El8) на ночь", "El8"),
    ],
)
def test_ordinary_signs_in_the_place_of_those_of_a_mark(printed: str, read: str) -> None:
    best = WORDS.text(printed).best
    assert best is not None
    assert (best.level, best.printed) == ("hidden", read)


@pytest.mark.parametrize(
    "text",
    [
        "Android 1.8+", "Кран на 18т", "ВЛ18t", "Трасса Э18 закрыта", "Поэт-18", "Версия (1.8)",
        "Диоптрии 1.8+", "Ұстаз (Ә18)", "Зум (2.18t)", "Суда (ЭЭ18)", "Σ 1800", "Э180",
        "Вес (18 тонн)", "Ми8", "Mi8 Flight", "Hotel8", "Кино EI80", "Ұшақ Ил8", "Кино 18!",
    ],
)  # fmt: skip
def test_other_ordinary_signs_are_no_marks(text: str) -> None:
    assert not has_alikes(text)
    assert WORDS.text(text).best is None


@pytest.mark.parametrize(
    "text",
    [
        "Модель E1 8",
        "Серии 1 8 и 9",
        "Счёт 2 1",
        "Тел. +7 701 8 18+",
        "(1-8)",
        "1 8 летних",
        "С18+е",
        "2.18+x",
        "№1 8",
    ],
)
def test_other_numbers_are_no_pieces_of_a_mark(text: str) -> None:
    assert not has_pieces(text)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Фильм 1 6 +", "16+"),
        ("1 2 +", "12+"),
        ("Т/с «Дом», серия 1 6+", "6+"),
        ("Фильм 6 +", "6+"),
        ("Фильм 1 (6+)", "6+"),
        ("Фильм 11 6 +", "6+"),
    ],
)
def test_the_last_digit_of_a_number_whose_signs_are_all_apart_is_no_mark(
    text: str, mark: str
) -> None:
    best = WORDS.text(text).best
    assert best is not None
    assert best.class_id == mark


@given(st.text())
@example("\ud800١")
@example("Е 1 8 (18+HD)")
def test_it_is_plain_once_and_for_all(text: str) -> None:
    plain, places = revealed(text)
    assert revealed(plain)[0] == plain
    assert fold(fold(text)) == fold(text)
    assert len(places) == len(plain)
    assert places == sorted(places)
    assert not set(odd_signs(plain))
    form = plain_form(text)
    assert len(form.folded) == len(form.text)


@given(
    st.sampled_from(
        ["Фильм (18+)", "Фильм 18+", "Фильм «Е 18»", "Film (FSK 18)", "Фильм (с 18 лет)"]
    ),
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from(INVISIBLE)), min_size=1, max_size=3),
)
def test_a_mark_with_invisible_signs_anywhere_is_found(
    text: str, inserted: list[tuple[int, str]]
) -> None:
    for place, sign in inserted:
        text = text[:place] + sign + text[place:]
    found = WORDS.hidden(text, WORDS.text(text))
    assert found.best is not None
    assert found.best.class_id == "E18"


@given(st.text(alphabet=st.characters(max_codepoint=0x2FFF), max_size=30))
def test_the_sieve_of_odd_signs_lets_none_through(text: str) -> None:
    assert bool(odd_signs(text)) == (revealed(text)[0] != text)
