from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from schedcheck.law.marks import classify
from schedcheck.law.programme_kinds import films
from schedcheck.law.rulebook import Rulebook, load_rulebook
from schedcheck.schedule.building import make_frame

KZ = load_rulebook("kz")


@pytest.mark.parametrize(
    ("category", "title", "film"),
    [
        # serials, film-plays, documentaries and animation are films (212-VI art. 1(16), art. 10)
        ("", "Т/с «Тень города»", True),
        ("", "Телесериал «Соңғы бекет»", True),
        ("", "Телехикая «Көлеңке»", True),
        ("", "«Қара шаңырақ» телехикаясы", True),
        ("", "Т/х «Шекара»", True),
        ("", "Д/ф «Берег»", True),
        ("", "Деректі фильм «Салқын жаға»", True),
        ("", "М/с «Лес»", True),
        ("", "Мультсериал «Лес»", True),
        ("", "Киноспектакль «Чайка»", True),
        ("", "Анимация «Лес»", True),
        ("сериал", "Тень города", True),
        ("документальный", "Холодный берег", True),
        ("Телехикая", "Көлеңке", True),
        ("мультсериал; детям", "Лес", True),
        ("Documentary", "Cold shore", True),
        # the category before the title
        ("ток-шоу", "Кино в деталях", False),
        ("новости кино", "Киноновости", False),
        ("Новости", "Х/ф года", False),
        ("фильм", "Ток-шоу", True),
        ("сериал", "Новости", True),
        ("программа о кино", "Порог", False),
        # a category that says neither leaves it to the title
        ("драма, криминал", "Х/ф «Порог»", True),
        ("драма, криминал", "Порог", False),
        # in the title what stands outside of quotation marks comes first
        ("", "Ток-шоу «Кино»", False),
        ("", "«Кино» ток-шоуы", False),
        ("", "«Жаңалықтар» көркем фильмі", True),
        ("", "Х/ф «Ток-шоу»", True),
        ("", "Шоу Трумана, х/ф", True),
        ("", "«Кино түні» марафоны", True),
        ("", "Кино в деталях", True),
        # parts of other words are no words
        ("", "Кинозал", False),
        ("Filmography", "Порог", False),
        ("", "Новости", False),
    ],
)
def test_which_programmes_are_films(category: str, title: str, film: bool) -> None:  # noqa: FBT001 - a case
    told = films(
        np.array([category], dtype=object),
        np.array([title], dtype=object),
        KZ.film_words,
        KZ.other_words,
    )
    assert told.tolist() == [film]


def test_no_rows_and_no_words() -> None:
    none = np.zeros(0, dtype=object)
    assert films(none, none, KZ.film_words, KZ.other_words).tolist() == []
    one = np.array(["Х/ф"], dtype=object)
    assert films(one, one, (), ()).tolist() == [False]


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
