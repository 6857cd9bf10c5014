from __future__ import annotations

import numpy as np
import pytest

from schedcheck.law.films import films
from schedcheck.law.rulebook import load_rulebook

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
