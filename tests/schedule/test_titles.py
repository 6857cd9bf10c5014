from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.schedule.titles import fold


@pytest.mark.parametrize(
    ("title", "same"),
    [
        ("«Ночной гость» ", "ночной гость"),
        ("Ночной гость 18+.", "Ночной гость"),
        ("Ночной гость (Е18)", "Ночной гость"),
        ("Елки", "Ёлки"),
        ("CTИЛЯГИ", "Стиляги"),
        ("Сверх-естественное", "Сверхъестественное".replace("ъ", "")),
        ("Тихая улица IV", "Тихая улица, часть 4"),
        ("Премьера! Тихая улица", "Тихая улица (повтор)"),
        ("Ток-шоу «Час»", "ТОК ШОУ: ЧАС"),
    ],
)
def test_the_same_key(title: str, same: str) -> None:
    one, two = fold([title, same])
    assert one.key == two.key


@pytest.mark.parametrize(
    ("title", "year", "kind"),
    [
        ("Х/ф «Перевал» (СССР, 1978)", "1978", "film"),
        ("Т/х «Түнгі ауысым»", "", "series"),
        ("Мультфильм «Облако» [2001]", "2001", "cartoon"),
        ("1984", "", ""),
        ("Фильм о фильме «Перевал»", "", "film"),
    ],
)
def test_year_and_kind_stand_apart(title: str, year: str, kind: str) -> None:
    (folded,) = fold([title])
    assert (folded.year, folded.kind) == (year, kind)


@pytest.mark.parametrize("title", ["Новости", "Вечерние новости", "Кино", "Топ 18", "Фильм", ""])
def test_titles_that_tell_nothing(title: str) -> None:
    assert not fold([title])[0].telling


@given(st.lists(st.text()))
def test_any_titles_fold_one_for_one_each_by_itself(titles: list[str]) -> None:
    together = fold(titles)
    assert len(together) == len(titles)
    for title, folded in zip(titles, together, strict=True):
        if "\n" not in title:
            assert fold([title]) == [folded]
