from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from schedcheck.readers.tables.late_clocks import seconds_late
from tests.fixtures.tables import read_book, told, workbook_of

DAY = datetime(2026, 11, 24)  # noqa: DTZ001 - a spreadsheet's date
LATE = timedelta(seconds=48)


def test_only_dates_as_late_prove_it() -> None:
    starts = np.array([48, -1, 3648, 7248])
    assert seconds_late(starts, [DAY + LATE, None, DAY + LATE]) == (48, True)
    assert seconds_late(starts, [DAY + LATE, DAY]) == (48, False)
    assert seconds_late(starts, [date(2026, 11, 24)]) == (48, False)
    assert seconds_late(starts[:3], [DAY + LATE]) == (0, False)
    assert seconds_late(starts + starts % 7, [DAY + LATE]) == (0, False)
    assert seconds_late(np.array([0, 60, 120]), [DAY])[0] == 0


def test_all_clock_readings_late_by_the_same_seconds() -> None:
    rows: list[list[Any]] = [
        ["Дата", "Начало", "Конец", "Название"],
        *(
            [DAY + LATE, DAY + timedelta(hours=at) + LATE, DAY + timedelta(hours=at + 1) + LATE, at]
            for at in (4, 6, 21)
        ),
    ]
    reading = read_book(workbook_of(S=rows))
    assert not told(reading)
    for name, hours in (("wall_start", (4, 6, 21)), ("wall_stop", (5, 7, 22))):
        assert [f"{one:%H:%M:%S}" for one in reading.frame[name]] == [
            f"{hour:02}:00:00" for hour in hours
        ]
    for row in rows[1:]:
        row[0] = DAY
    assert [place for _code, place, _ in told(read_book(workbook_of(S=rows)))] == ["S!B2"]
