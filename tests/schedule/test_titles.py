from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.schedule.titles import RatedShowing, TitleIndex, fold, gathered


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


@pytest.mark.parametrize(
    "title",
    [
        "Х/ф «Тихая улица» 1-я часть",
        "Тихая улица. 2-я часть",
        "Тихая улица (ч. 2)",
        "Тихая улица (часть 2)",
        "Тихая улица, первая часть",
        "Тихая улица (R)",
        "Тихая улица (П)",
        "Тихая улица қайт.",
        "Тихая улица (повтор от 23 ноября)",
        "Тихая улица. Повтор от 23.11.2026",
        "Тихая улица. Продолжение",
    ],
)
def test_parts_and_repeats_are_the_same_title(title: str) -> None:
    one, two = fold([title, "Тихая улица"])
    assert one.key == two.key


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Тихая улица, часть 4", "Тихая улица"),
        ("Тихая улица 2", "Тихая улица"),
        ("Тихая улица. 2 серия", "Тихая улица"),
        ("Бэтмен: Начало", "Бэтмен"),
        ("Тихая улица: часть вторая", "Тихая улица"),
        ("Фильм 2, часть 1", "Фильм"),
    ],
)
def test_another_work_of_the_name_is_another_title(title: str, other: str) -> None:
    one, two = fold([title, other])
    assert one.key != two.key


@pytest.mark.parametrize("title", ["1-я часть", "Продолжение", "Х/ф. Часть 1", "(R)", "Повтор"])
def test_a_title_of_nothing_else_stays(title: str) -> None:
    fold([title])  # and does not say which programme it is, at best


def witness(title: str, channel: str = "a", start: int = 0) -> RatedShowing:
    (folded,) = fold([title])
    return RatedShowing(
        *(channel, start, "f", "p", title, channel, "Asia/Almaty", "E18"),
        film=False,
        network=channel,
        folded=folded,
    )


def finds(index: TitleIndex, title: str, channel: str = "z") -> RatedShowing | None:
    (folded,) = fold([title])
    found = index.find(folded, channel)
    assert index.known([title]) or found is None
    return found


def test_witnesses_travel_and_are_merged() -> None:
    parts = [gathered([witness("Тайный сад", "b")]), gathered([witness("Тайный сад", "a")])]
    parts = [pickle.loads(pickle.dumps(part)) for part in parts]  # noqa: S301 - our own bytes
    whole, other = (
        gathered(one for part in order for one in part.showings()) for order in (parts, parts[::-1])
    )
    assert whole == other
    assert finds(whole, "тайный сад", "b") == witness("Тайный сад", "b")
    assert finds(whole, "тайный сад") == witness("Тайный сад", "a")


def test_of_each_title_and_channel_the_first_is_kept() -> None:
    whole = gathered([witness("Тайный сад", start=start) for start in (7, 3, 5)])
    assert finds(whole, "Тайный сад") == witness("Тайный сад", start=3)
    assert sum(map(len, whole.by_key.values())) == 1


def test_the_nearest_of_near_titles_is_found() -> None:
    whole = gathered([witness("Последний трамвай в депо"), witness("Последний трамай в депо")])
    found = finds(whole, "Последний трамваай в депо")
    assert found is not None
    assert found.title == "Последний трамвай в депо"


@pytest.mark.parametrize(
    ("title", "near"),
    [
        ("Карпатський рейнджер", True),  # one letter of eighteen
        ("Карпатсскиий рейнджер", False),  # two
        ("Арпатский рейнджер", False),  # the first letter
        ("Карпатский рейнджеры", False),  # the ending
        ("Карпатский рейнджер 2", False),
    ],
)
def test_how_near_is_near(title: str, *, near: bool) -> None:
    assert (finds(gathered([witness("Карпатский рейнджер")]), title) is not None) is near


def test_an_empty_index_knows_nothing() -> None:
    assert not gathered([])
    assert not gathered([witness("")])
    assert finds(gathered([]), "") is None


def test_short_words_for_films_and_for_what_goes_on() -> None:
    folded = fold(["Худ. фильм «Түн»", "«Түн»", "«Түн» (cont.)"])
    assert {one.key for one in folded} == {folded[1].key}


def test_the_word_for_cinema_before_a_title_is_no_part_of_it() -> None:
    film, same, show = fold(["Х/ф «Ночной гость»", "Кино: «Ночной гость»", "Кино"])
    assert film.key == same.key
    assert show.key
