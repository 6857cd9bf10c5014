from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from tests.fixtures.tables import notes, read_book, workbook_of

HEAD = ["Күні", "Басталуы", "Атауы", "Жасы", "Ұзақтығы"]
KAZAKH = ["Жаңалықтар", "Түнгі кино", "Әзіл студиясы", "Сериал", "Ән"]
ENGLISH = ["News", "Night film", "Comedy", "Serial", "Song"]
LENGTHS = [15, 100, 40, 55, 25]


def sheet(
    titles: list[str], marks: dict[str, str] | None = None, shift: int = 0
) -> list[list[Any]]:
    """Two days of programmes at uneven times, the titles in turn."""
    rows: list[list[Any]] = [HEAD]
    clock = datetime(2024, 3, 4, 6)  # noqa: DTZ001 - a clock
    for at in range(40):
        title, length = titles[(at + at // 5 * shift) % 5], LENGTHS[at % 5]
        mark = (marks or {}).get(title, "")
        rows.append([clock.date(), clock.time(), title, mark, time(length // 60, length % 60)])
        clock += timedelta(minutes=length)
    return rows


def test_two_languages_are_one_schedule() -> None:
    reading = read_book(workbook_of(Каз=sheet(KAZAKH), Eng=sheet(ENGLISH, {"Night film": "18+"})))
    assert len(reading.frame) == 40
    assert not reading.faults
    assert "“Каз” and “Eng” give one schedule twice (programmes at the same times: 40)" in notes(
        reading
    )
    films = reading.frame[reading.frame["title"] == "Түнгі кино"]
    assert set(films["other_text"]) == {"Night film"}
    assert set(films["mark_text"]) == {"Жасы:18+"}


def test_titles_that_hold_the_others_are_one_schedule() -> None:
    both = [f"{one} / {other}" for one, other in zip(KAZAKH, ENGLISH, strict=True)]
    reading = read_book(workbook_of(A=sheet(both), B=sheet(ENGLISH)))
    assert len(reading.frame) == 40


def test_a_programme_on_one_sheet_only_is_kept_and_told() -> None:
    longer = sheet(ENGLISH)
    longer.append([date(2024, 3, 7), time(6), "Extra", "18+", time(1)])
    reading = read_book(workbook_of(A=sheet(KAZAKH), B=longer))
    assert len(reading.frame) == 41
    assert reading.frame["title"].iloc[-1] == "Extra"
    assert "on only one of them: 1" in notes(reading)


def hours(name: str, count: int) -> list[list[Any]]:
    """Two days of programmes on the hour, as any channel may have them."""
    first = datetime(2024, 3, 4, 6)  # noqa: DTZ001 - a clock
    clocks = [first + timedelta(hours=at) for at in range(40)]
    return [HEAD, *([c.date(), c.time(), f"{name} {c.hour % count}", "", ""] for c in clocks)]


@pytest.mark.parametrize(
    "second",
    [
        sheet(ENGLISH, shift=1),  # the same times, titles that do not go together
        sheet(ENGLISH)[:30],  # fewer programmes
        [HEAD, *([d, t, n, m, time(0, 5)] for d, t, n, m, _length in sheet(ENGLISH)[1:])],
    ],
)
def test_two_channels_are_not_taken_for_one(second: list[list[Any]]) -> None:
    reading = read_book(workbook_of(A=sheet(KAZAKH), B=second))
    assert len(reading.frame) == 40 + len(second) - 1


def test_the_same_hours_are_no_proof() -> None:
    reading = read_book(workbook_of(A=hours("Кино", 24), B=hours("Music", 24)))
    assert len(reading.frame) == 80


def test_a_column_of_channels_tells_them_apart() -> None:
    one, other = (
        [[*row, "Арна" if at == 0 else name] for at, row in enumerate(sheet(KAZAKH))]
        for name in ("КТК", "31")
    )
    assert len(read_book(workbook_of(A=one, B=other)).frame) == 80
