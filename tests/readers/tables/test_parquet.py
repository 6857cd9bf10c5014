from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest

from schedcheck.pipeline.audit import audit
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.registry import read_source
from schedcheck.readers.tables import parquet
from schedcheck.results.finding import Severity
from schedcheck.schedule.frame import validate
from schedcheck.schedule.reading import Reading
from schedcheck.tasks.convert.convert import converted
from schedcheck.tasks.convert.writers import WRITERS
from tests.fixtures.tables import notes, source_of, told, walls

DAY = date(2026, 11, 24)
STARTS = [datetime(2026, 11, 24, hour, 30) for hour in (6, 13, 22)]  # noqa: DTZ001 - as printed
TITLES = ["Таң", "Кино «Ночь»", "Түнгі қонақ"]
MARKS = ["0+", "18+", "16+"]
READ = ["2026-11-24 06:30", "2026-11-24 13:30", "2026-11-24 22:30"]


def _bytes(columns: dict[str, Any], form: str = "parquet") -> bytes:
    table = columns if isinstance(columns, pa.Table) else pa.table(columns)
    stream = io.BytesIO()
    if form == "parquet":
        pq.write_table(table, stream)
    else:
        pyarrow.feather.write_feather(table, stream)
    return stream.getvalue()


def _read(columns: dict[str, Any], form: str = "parquet") -> Reading:
    source = source_of(_bytes(columns, form), "a.parquet")
    reading = read_source(source, ReadOptions(zone="Asia/Almaty"))
    validate(reading.frame)
    return reading


#: Headings and types in which other programs write a start.
FORMS: dict[str, dict[str, Any]] = {
    "clock times": {"start_time": STARTS},
    "nanoseconds": {"start": pa.array(STARTS, pa.timestamp("ns"))},
    "a date and a time": {"Дата": [DAY] * 3, "Время": [start.time() for start in STARTS]},
    "a date and a length": {
        "date": [DAY] * 3,
        "time": pa.array([start.time() for start in STARTS], pa.time64("ns")),
        "duration": pa.array([timedelta(hours=1)] * 3, pa.duration("ns")),
    },
    "texts": {"start": [start.strftime("%d.%m.%Y %H:%M") for start in STARTS]},
    "bytes": {"start": [start.isoformat().encode() for start in STARTS]},
    "a dictionary": {
        "start": pa.array([start.isoformat(" ") for start in STARTS]).dictionary_encode()
    },
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("file", ["parquet", "feather"])
def test_starts_of_every_type(form: str, file: str) -> None:
    reading = _read({**FORMS[form], "title": TITLES, "rating": MARKS}, file)
    assert (walls(reading), told(reading)) == (READ, [])
    assert reading.frame["title"].tolist() == TITLES
    assert reading.frame["place"].tolist() == ["entry 1", "entry 2", "entry 3"]
    assert reading.format == "parquet"


@pytest.mark.parametrize(
    ("tz", "shown", "offset"),
    [
        ("Asia/Almaty", READ, 300),
        ("+05:00", READ, 300),
        ("UTC", ["2026-11-24 01:30", "2026-11-24 08:30", "2026-11-24 17:30"], 0),
        ("Mars/Base", ["2026-11-24 01:30", "2026-11-24 08:30", "2026-11-24 17:30"], 0),
    ],
)
def test_an_instant_has_the_offset_of_its_column(tz: str, shown: list[str], offset: int) -> None:
    instants = pa.array([start - timedelta(hours=5) for start in STARTS], pa.timestamp("us"))
    reading = _read({"start": instants.cast(pa.timestamp("us", tz)), "title": TITLES})
    assert walls(reading) == shown
    assert reading.frame["offset"].tolist() == [offset] * 3


@pytest.mark.parametrize(
    "ages",
    [
        [0, 18, 16],
        [0.0, 18.0, 16.0],
        [Decimal(age) for age in (0, 18, 16)],
        MARKS,
        [mark.encode() for mark in MARKS],
        [[{"system": "KZ", "value": mark}] for mark in MARKS],
        [[mark] for mark in MARKS],
    ],
)
def test_marks_of_every_type(ages: list[Any]) -> None:
    reading = _read({"start": STARTS, "title": TITLES, "age_rating": ages})
    assert told(reading) == []
    assert ["18" in mark for mark in reading.frame["mark_text"]] == [False, True, False]


def test_what_is_missing_is_blank() -> None:
    ages = pa.array([None, 18.0, float("nan")])
    reading = _read({"start": [STARTS[0], None, STARTS[2]], "title": TITLES, "age": ages})
    assert walls(reading) == [READ[0], READ[2]]
    assert [place for _code, place, _text in told(reading)] == ["entry 2"]
    assert reading.frame["mark_text"].tolist() == ["", ""]


def test_a_mark_in_a_column_that_is_not_known_is_read() -> None:
    reading = _read({"start": STARTS, "title": TITLES, "zzz": [[b"0+"], [b"18+"], [b"16+"]]})
    assert reading.frame["mark_text"].tolist() == ["zzz:0+", "zzz:18+", "zzz:16+"]


def test_a_schedule_that_convert_wrote_is_what_it_was(tmp_path: Any) -> None:
    week = tmp_path / "ktk.csv"
    week.write_text(
        "Date;Start;Title;Age mark\n24.11.2026;13:30;Кино;18+\n24.11.2026;15:00;Спорт;6+\n"
    )
    target = tmp_path / "ktk.parquet"
    WRITERS["parquet"](converted([week]), target)
    before, after = audit([week]), audit([target])
    assert [str(one.start) for one in after.of(Severity.VIOLATION)] == [
        str(one.start) for one in before.of(Severity.VIOLATION)
    ]
    more = pd.read_parquet(target).assign(reviewed_by="someone")
    more.to_parquet(target)
    reading = parquet.read(source_of(target.read_bytes()), ReadOptions())
    assert "reviewed_by" in notes(reading)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PAR1" + b"\0" * 90, "damaged"),
        (b"ARROW1\0\0" + b"\0" * 90, "damaged"),
        (_bytes({"start": STARTS, "title": TITLES})[:-30], "damaged"),
        (_bytes({"start": STARTS[:0], "title": TITLES[:0]}), "not one programme"),
        (_bytes({"a": [1, 2], "b": [3, 4]}), "headings that are known"),
        (_bytes({"start": pa.array([10**13], pa.timestamp("s")), "title": ["Кино"]}), "start"),
        (_bytes({"start": STARTS, "day": pa.array([2**30] * 3, pa.date32())}), "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, words: str) -> None:
    reading = read_source(source_of(data, "a.parquet"), ReadOptions())
    assert not len(reading.frame)
    assert any(words in str(fault.reason) for fault in reading.faults)


def test_a_table_that_is_too_large_is_refused_before_it_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parquet, "_MOST_CELLS", 5)
    for form in ("parquet", "feather"):
        reading = _read({"start": STARTS, "title": TITLES}, form)
        assert ["5 cells" in str(fault.reason) for fault in reading.faults] == [True]
