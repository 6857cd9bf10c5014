"""Numbers, days and readings in the form of each language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from schedcheck.messages import LocalizedText, msg, use_language
from schedcheck.messages.formats import (
    cell_format,
    clock_beside,
    clock_reading,
    count_in_words,
    day_in_words,
    days_in_words,
    decimal_in_words,
    in_words,
    number_in_words,
    percent_in_words,
    short_day,
    short_weekday,
    stretch_in_words,
    weekday,
)
from schedcheck.tasks.batch.value_json import dumps, loads

DAY = date(2026, 11, 4)
MOMENT = datetime(2026, 11, 4, 9, 5, tzinfo=ZoneInfo("Asia/Almaty"))


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ["04.11.2026", "04.11", "сәрсенбі", "ср", "1\u00a0234,5", "90", "7,25"]),
        ("ru", ["04.11.2026", "04.11", "среда", "ср", "1\u00a0234,5", "90", "7,25"]),
        ("en", ["4 Nov 2026", "4 Nov", "Wednesday", "Wed", "1,234.5", "90", "7.25"]),
    ],
)
def test_each_language_has_its_forms(language: str, words: list[str]) -> None:
    use_language(language)
    assert [
        *(day_in_words(DAY), short_day(DAY), weekday(DAY), short_weekday(DAY)),
        *(decimal_in_words(1234.5), number_in_words(90.0), number_in_words(7.25)),
    ] == words


def test_readings_are_told_beside_their_day_where_it_is_another() -> None:
    assert clock_beside(MOMENT, MOMENT) == "09:05"
    assert clock_beside(MOMENT, MOMENT.replace(day=3)) == "4 Nov 09:05"
    assert clock_reading(MOMENT.replace(second=7)) == "09:05:07"
    assert clock_reading(MOMENT.replace(minute=0)) == "09:00"
    assert stretch_in_words(MOMENT, MOMENT.replace(hour=11)) == "4 Nov 09:05 – 4 Nov 11:05"
    assert days_in_words(DAY, DAY.replace(day=5)) == "4 Nov 2026 – 5 Nov 2026"


def test_a_share_is_never_rounded_to_all_or_nothing() -> None:
    assert [percent_in_words(share) for share in (None, 0, 0.001, 0.999, 1)] == [
        *("–", "0%", "1%", "99%", "100%")
    ]
    use_language("kk")
    assert count_in_words(12345) == "12\u00a0345"


@pytest.mark.parametrize(
    ("language", "formats"),
    [
        ("ru", ["dd.mm.yyyy", "dd.mm.yyyy hh:mm", "dd.mm hh:mm", "hh:mm"]),
        ("en", ["[$-809]d mmm yyyy", "[$-809]d mmm yyyy hh:mm", "[$-809]d mmm hh:mm", "hh:mm"]),
    ],
)
def test_cells_show_days_likewise(language: str, formats: list[str]) -> None:
    use_language(language)
    known = ("dd.mm.yyyy", "dd.mm.yyyy hh:mm", "dd.mm hh:mm", "hh:mm")
    assert [cell_format(one) for one in known] == formats


def test_what_a_message_holds_is_put_into_words_when_it_is_printed() -> None:
    message = msg(
        "%(number)s %(whole)d %(count)d %(day)s %(at)s %(printed)s %(list)s %(text)s %(named)s",
        number=7.5,
        whole=7.9,
        count=3,
        day=DAY,
        at=MOMENT,
        printed=datetime(2026, 11, 4, 10, 0),  # noqa: DTZ001 - as a file prints it
        list=("a", 0.5),
        text="4.5",
        named=LocalizedText({"ru": "Е 18", "en": "E18"}),
    )
    english = "7.5 7 3 4 Nov 2026 4 Nov 2026 09:05 4 Nov 2026 10:00 a, 0.5 4.5 E18"
    russian = "7,5 7 3 04.11.2026 04.11.2026 09:05 04.11.2026 10:00 a, 0,5 4.5 Е 18"
    for told in (message, loads(dumps(message))):
        use_language("en")
        assert str(told) == english
        use_language("ru")
        assert str(told) == russian


def test_what_is_no_number_and_no_day_stays() -> None:
    assert in_words("7.5") == "7.5"
    assert in_words(7) == 7
    assert in_words(None) is None
