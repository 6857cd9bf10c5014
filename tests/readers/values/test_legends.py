from __future__ import annotations

import pytest

from schedcheck.readers.values.legends import announces_adults, is_adult_legend


@pytest.mark.parametrize(
    "text",
    [
        "красным — 18+", "18+ — красный", "Красный: 18 лет и старше", "Қызыл түс — 18+", "* — 18+",
        "жёлтым отмечены фильмы 18+", "цветом выделены передачи для взрослых", "(*) 18+",
        "подчёркнутые: для взрослых, шрифт жирный", "highlighted: 18+", "¹ 18+",
        "■ - 18+", "🔴 = 18+", "★ — для взрослых", "Розовый: возрастная категория 18",
        "* возрастное ограничение 18", "Қызыл түс: жас шектеуі 18", "red: rated 18",
    ],
)  # fmt: skip
def test_texts_that_say_what_a_sign_or_a_colour_means(text: str) -> None:
    assert is_adult_legend(text)


def test_short_texts_that_announce_programmes_for_adults() -> None:
    assert all(map(announces_adults, ("Блок для взрослых", "ЕРЕСЕКТЕРГЕ АРНАЛҒАН", "adults only")))
    long = "В этой программе взрослые и дети вместе готовят обед"
    assert not any(map(announces_adults, ("Программы для детей", "Взрослые", long)))


@pytest.mark.parametrize(
    "text",
    [
        "18+", "Красный 18+", "Х/ф «Красная жара» (18+)", "Чёрная кошка. 18+", "красным — 12+",
        "★ Премьера! 18+", "Повтор 18 ноября", "Серия 3 — 18+", "программа не для взрослых: цветы",
        "В рейтинге отмечено 18 стран", "Возраст отмечен звёздочкой", "Рейтинг: 18:30",
    ],
)  # fmt: skip
def test_titles_and_other_texts_are_no_legends(text: str) -> None:
    assert not is_adult_legend(text)
