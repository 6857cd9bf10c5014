from __future__ import annotations

import pytest

from schedcheck.readers.values.remarks import remarks_on_adults


@pytest.mark.parametrize(
    "text",
    [
        "18+", "возраст 18", "Возраст: с 18", "18 лет", "18 жас", "жасы 18", "рейтинг 18", "18",
        "Редактор: 18", "для взрослых", "только для взрослых", "до 18 запрещено", "старше 18",
        "Е18", "adults only", "rated 18", "восемнадцать плюс", "Ограничение: 18", "знак 18, не 12",
        "не для детей", "ересектерге арналған", "18, а не 12", "🔞", "возр. 18", "огр: 18", "К18",
        "12 (было 18)", "запрещено детям", "не показывать детям", "эротика", "взр.",
    ],
)  # fmt: skip
def test_remarks_that_say_that_a_programme_is_for_adults(text: str) -> None:
    assert remarks_on_adults(text)


@pytest.mark.parametrize(
    "text",
    [
        "Повтор 18 ноября", "с 18 ноября", "до 18:00", "с 18.11", "серия 18", "до 18 часов",
        "18 серия", "после 18 декабря", "возраст 12", "12+", "не для взрослых", "в 2018 году",
        "от 18 желтоқсан", "канал 18", "было в 18:00", "вместо 18 серии", "взрыв", "в 18",
    ],
)  # fmt: skip
def test_other_remarks_say_nothing_of_it(text: str) -> None:
    assert not remarks_on_adults(text)
