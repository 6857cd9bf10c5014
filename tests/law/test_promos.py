"""Announcements, and what they name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schedcheck.law.marks import classify
from schedcheck.law.rulebook import Rulebook, load_rulebook
from schedcheck.schedule.building import make_frame

KZ = load_rulebook("kz")


def level(title: str, category: str = "", field: str = "", book: Rulebook = KZ) -> str:
    columns = {"title": [title], "category": [category], "mark_text": [field]}
    return str(classify(make_frame(columns, 1), book)["level"][0])


@pytest.mark.parametrize(
    ("title", "category", "field"),
    [
        ("Анонс: х/ф «Порог» (18+), сегодня в 23:00", "", ""),
        ("Анонс фильма «Порог» (18+)", "", ""),
        ("Трейлер «Порог» 18+", "трейлер", ""),
        ("Бүгін кешке: «Порог» (18+) 23:00", "анонс", ""),
        ("Кинодің анонсы: «Порог» (18+)", "", ""),
        ("Киноновости. Премьеры недели: «Порог» (18+), «Лес» (6+)", "новости кино", "12+"),
        ("Реклама. 18+", "", ""),
    ],
)
def test_an_announcement(title: str, category: str, field: str) -> None:
    assert level(title, category, field) == "promo"
    assert level(title, category, field, replace(KZ, promos="count")) == "equal"


@pytest.mark.parametrize(
    ("title", "category", "field"),
    [
        ("Х/ф «Анонс» (18+)", "фильм", "18+"),
        ("Т/с «Трейлер» (18+)", "", ""),
        ("«Анонс» (18+)", "", ""),
        ("Анонсированный (18+)", "", ""),
        ("Анонс: х/ф «Порог» (18+)", "анонс", "18+"),  # of the class by its own field
        ("Фильм (18+)", "фильм", ""),
    ],
)
def test_a_programme_of_its_own(title: str, category: str, field: str) -> None:
    assert level(title, category, field) == "equal"


def test_a_lower_mark_stays_what_it_is() -> None:
    assert level("Анонс: «Лес» (6+)") == "equal"
