from __future__ import annotations

import base64
import io
import struct
from datetime import date, time, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from packaging.version import Version

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.registry import read_source
from schedcheck.readers.tables import parquet
from schedcheck.readers.tables.parquet_types import lengths_of
from schedcheck.schedule.account import End, Unit
from tests.fixtures.tables import source_of, stops, told, walls

#: What DuckDB 2.0.1 writes of two programmes of 24 November 2026, with starts of TIMETZ, 10:00
#: and 13:30 at +05, and lengths of INTERVAL, 90 and 600 minutes.
BY_DUCKDB = base64.b64decode(
    "UEFSMRUAFRAVFCwVBBUAFQYVBgAACBwtUQAALVEAABUAFSwVMCwVBBUAFQYVBgAAFlQCAAAABAEANOIwBAAAAADy"
    "5h8HAAAAFQAVOBU8LBUEFQAVBhUGAAAcbAIAAAAEAQgAAADQmtC40L3QvgYAAADQotCw0qMVABU8FTgsFQQVABUG"
    "FQYAAB4YAgAAAAQBAA0BPMBlUgAAAAAAAAAAAABRJQIVABUmFSosFQQVABUGFQYAABNIAgAAAAQBAwAAADE4KwIA"
    "AAAwKxUCGWw1ABgNZHVja2RiX3NjaGVtYRUKABUCJQAYBGRhdGUlDAAVBCUCGAVzdGFydCUQTHwRHCwAAAAAABUM"
    "JQIYBXRpdGxlJQAAFQ4VGBUCGAhkdXJhdGlvbiUqABUMJQIYBnJhdGluZyUAABYEGRwZXCYAHBUCGRUAGRgEZGF0"
    "ZRUCFgQWMhY2Jgg8GAQtUQAAGAQtUQAAFgAoBC1RAAAYBC1RAAAREQAZHBUAFQAVAgAAACYAHBUEGRUAGRgFc3Rh"
    "cnQVAhYEFk4WUiY+PBgIAPLmHwcAAAAYCAA04jAEAAAAFgAoCADy5h8HAAAAGAgANOIwBAAAABERABkcFQAVABUC"
    "AAAAJgAcFQwZFQAZGAV0aXRsZRUCFgQWWhZeJpABPBgG0KLQsNKjGAjQmtC40L3QvhYAKAbQotCw0qMYCNCa0LjQ"
    "vdC+EREAGRwVABUAFQIAAAAmABwVDhkVABkYCGR1cmF0aW9uFQIWBBZeFlom7gFJHBUAFQAVAgAAACYAHBUMGRUA"
    "GRgGcmF0aW5nFQIWBBZIFkwmyAI8GAMxOCsYAjArFgAoAzE4KxgCMCsREQAZHBUAFQAVAgAAABaAAxYEJggWjAMA"
    "GRwYHGR1Y2tkYi5pbnRlcnZhbF9ibG9vbV9maWx0ZXIYDW5vcm1hbGl6ZWQtdjEAGChEdWNrREIgdmVyc2lvbiB2"
    "Mi4wLjEgKGJ1aWxkIDhkNzgxMTRlOTApGVwcAAAcAAAcAAAcAAAcAAAANgIAAFBBUjE="
)


def test_times_of_utc_and_lengths_are_those_that_were_meant() -> None:
    reading = parquet.read(source_of(BY_DUCKDB, "a.parquet"), ReadOptions())
    assert not told(reading)
    assert walls(reading) == ["2026-11-24 05:00", "2026-11-24 08:30"]
    assert reading.frame["offset"].tolist() == [0, 0]
    assert stops(reading) == ["2026-11-24 06:30", "2026-11-24 18:30"]


@pytest.mark.parametrize(
    ("start", "zone", "wall"),
    [
        ("23:59:00+05", "Asia/Almaty", "2026-11-24 18:59"),
        ("00:00:00+05", "Asia/Almaty", None),
        ("04:59:00+05", "Asia/Almaty", None),
        ("05:00:00+05", "Asia/Almaty", "2026-11-24 00:00"),
        ("04:59:00+05", "Europe/Moscow", None),  # 02:59 there
        ("03:00:00+03", "Europe/Moscow", "2026-11-24 00:00"),
        ("20:59:00-03", "America/Sao_Paulo", "2026-11-24 23:59"),
        ("21:00:00-03", "America/Sao_Paulo", None),
    ],
)
def test_a_time_of_utc_that_is_on_another_day_for_the_channel_is_a_fault(
    tmp_path: Path, start: str, zone: str, wall: str | None
) -> None:
    path = tmp_path / "a.parquet"
    rows = f"(values ('10:00:00+05', 'Кино', '18+'), ('{start}', 'Ночной гость', '18+'))"
    duckdb.sql(
        f"""copy (select '2026-11-24'::date as date, t::timetz as start, n as title, m as rating
        from {rows} as v(t, n, m)) to '{path}' (format parquet)"""  # noqa: S608 - no text of others
    )
    options = ReadOptions(zone=zone)
    reading = read_source(source_of(path.read_bytes(), "a.parquet"), options)
    first = "2026-11-24 05:00"
    assert walls(reading) == [first, *filter(None, [wall])]
    assert [(one.code, one.place, one.text) for one in reading.faults] == (
        [] if wall else [("bad-row", "entry 2", "Ночной гость")]
    )
    counts = {one.end: one.count for one in reading.account if one.unit is Unit.ROW}
    assert counts == {
        End.STRUCTURE: 1,
        End.PROGRAMME: 1 + (wall is not None),
        **({} if wall else {End.FAULT: 1}),
    }


def test_a_time_that_arrow_calls_one_of_utc_is_on_the_clock_of_the_channel() -> None:
    table = pa.table({"date": [date(2026, 11, 24)], "start": [time(21, 30)], "title": ["Кино"]})
    stream = io.BytesIO()
    # which is all that versions below 22 do
    new = Version(pa.__version__) >= Version("22")
    pq.write_table(table, stream, **({"write_time_adjusted_to_utc": True} if new else {}))
    reading = parquet.read(source_of(stream.getvalue(), "a.parquet"), ReadOptions())
    assert walls(reading) == ["2026-11-24 21:30"]
    assert reading.frame["offset"].isna().all()


def test_lengths_are_days_and_milliseconds_and_none_is_in_months() -> None:
    lengths = lengths_of([struct.pack("<III", 0, 1, 5_400_000), None])
    assert lengths is not None
    assert lengths.to_pylist() == [timedelta(days=1, minutes=90), None]
    assert lengths_of([struct.pack("<III", 0, 1, 0), struct.pack("<III", 1, 0, 0)]) is None
