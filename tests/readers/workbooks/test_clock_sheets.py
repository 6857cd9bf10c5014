from __future__ import annotations

from typing import Any

import pytest

from schedcheck.readers.base import ReadOptions
from tests.fixtures.tables import notes, read_book, workbook_of

ALMATY = ReadOptions(zone="Asia/Almaty")


def sheet(*clocks: str, title: str = "Film") -> list[list[Any]]:
    rows = [["25.11.2026", clock, f"{title} {at}"] for at, clock in enumerate(clocks)]
    return [["Date", "Time", "Title"], *rows]


MOSCOW = sheet("18:00", "19:00", "20:30")
HERE = sheet("20:00", "21:00", "22:30")
EARLY = sheet("19:00", "20:00", "21:30")


@pytest.mark.parametrize(
    ("names", "second", "faults"),
    [
        (("МСК", "МСК+2"), HERE, 0),
        (("Москва", "Астана"), HERE, 0),
        (("МСК", "Орбита +2"), HERE, 0),
        (("МСК", "МСК+2"), EARLY, 1),
        (("Лист1", "Лист2"), HERE, 0),
        (("МСК", "Лист2"), sheet("20:00", "21:00", "22:30", title="Other"), 0),
    ],
)
def test_sheets_named_for_clocks_are_held_against_each_other(
    names: tuple[str, str], second: list[list[Any]], faults: int
) -> None:
    reading = read_book(workbook_of(**{names[0]: MOSCOW, names[1]: second}), ALMATY)
    assert len(reading.faults) == faults
    assert all(fault.place == names[1] for fault in reading.faults)


def test_a_sheet_named_for_a_shifted_feed_alone_is_told() -> None:
    book = workbook_of(**{"Орбита +2": HERE})
    (fault,) = read_book(book, ALMATY).faults
    assert "Орбита" in str(fault.reason)
    assert not read_book(book, ReadOptions(source_zone="Asia/Almaty")).faults


def test_a_sheet_on_the_channels_own_clock_is_read_so() -> None:
    reading = read_book(workbook_of(Астана=HERE), ALMATY)
    assert reading.frame["offset"].isna().all()
    assert "clock" not in notes(reading)
