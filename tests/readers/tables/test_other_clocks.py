from __future__ import annotations

import pytest

from schedcheck.readers.base import ReadOptions
from tests.fixtures.tables import notes, read_csv, walls

ALMATY = ReadOptions(zone="Asia/Almaty")


def table(head: str, *rows: str) -> str:
    return "\n".join([head, *rows])


@pytest.mark.parametrize(
    ("gmt", "told"),
    [
        ("15:30", ""),
        ("16:30", "in 1 of 2 rows: it should be -6:00 hours from it and is -5:00"),
        ("", ""),
    ],
)
def test_a_stale_column_is_told_with_its_rows_and_its_size(gmt: str, told: str) -> None:
    # in February 2024 the clock of Almaty was six hours before Greenwich
    reading = read_csv(
        table(
            "Date;GMT;Nur-Sultan;Title",
            f"05.02.2024;{gmt};21:30;А",
            "05.02.2024;16:45;22:45;Б",
        ),
        ALMATY,
    )
    assert walls(reading) == ["2024-02-05 21:30", "2024-02-05 22:45"]
    shown = notes(reading)
    assert told in shown
    assert ("contradicts" in shown) is bool(told)


def test_clocks_on_the_other_side_of_midnight_do_not_contradict() -> None:
    reading = read_csv(
        table("Date;GMT;Nur-Sultan;Title", "05.02.2024;20:30;02:30;А", "05.02.2024;00:00;06:00;Б"),
        ALMATY,
    )
    assert "contradicts" not in notes(reading)


def test_a_clock_without_a_zone_is_the_channels_own() -> None:
    reading = read_csv(
        table("Date;Time;MSK;Title", "05.02.2024;21:30;19:30;А"),
        ReadOptions(zone="Asia/Almaty", column="MSK"),
    )
    assert "“Time” contradicts “MSK” in 1 of 1 rows" in notes(reading)
    assert reading.frame["offset"].tolist() == [180]
