from __future__ import annotations

import base64
import io
import re
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


#: Times of UTC are the same from every DuckDB, but one that is older is not believed.
_WRITER = re.compile(rb"DuckDB version v\d\.\d\.\d ")


def test_times_of_utc_and_lengths_are_those_that_were_meant() -> None:
    reading = parquet.read(source_of(BY_DUCKDB, "a.parquet"), ReadOptions())
    assert not told(reading)
    assert walls(reading) == ["2026-11-24 05:00", "2026-11-24 08:30"]
    assert reading.frame["offset"].tolist() == [0, 0]
    assert stops(reading) == ["2026-11-24 06:30", "2026-11-24 18:30"]


@pytest.mark.parametrize("version", [b"1.5.4", b"1.2.0", b"0.9.2"])
def test_a_clock_that_was_called_utc_is_a_fault(version: bytes) -> None:
    content = BY_DUCKDB.replace(b"v2.0.1", b"v" + version)
    reading = parquet.read(source_of(content, "a.parquet"), ReadOptions())
    assert [one.code for one in reading.faults] == ["unread"]
    assert "“start”" in str(reading.faults[0].reason)
    assert reading.frame.empty


def test_a_newer_duckdb_is_believed() -> None:
    content = BY_DUCKDB.replace(b"v2.0.1", b"v1.5.5")
    assert walls(parquet.read(source_of(content, "a.parquet"), ReadOptions()))


@pytest.mark.parametrize(
    ("start", "zone", "wall"),
    [
        ("18:59:00+00", "Asia/Almaty", "2026-11-24 18:59"),
        ("19:00:00+00", "Asia/Almaty", None),
        ("23:59:00+00", "Asia/Almaty", None),
        ("00:00:00+00", "Asia/Almaty", "2026-11-24 00:00"),
        ("23:59:00+00", "Europe/Moscow", None),  # 02:59 there
        ("00:00:00+00", "Europe/Moscow", "2026-11-24 00:00"),
        ("23:59:00+00", "America/Sao_Paulo", "2026-11-24 23:59"),
        ("00:00:00+00", "America/Sao_Paulo", None),
    ],
)
def test_a_time_of_utc_that_is_on_another_day_for_the_channel_is_a_fault(
    tmp_path: Path, start: str, zone: str, wall: str | None
) -> None:
    path = tmp_path / "a.parquet"
    rows = f"(values ('05:00:00+00', 'Кино', '18+'), ('{start}', 'Ночной гость', '18+'))"
    duckdb.sql(
        f"""copy (select '2026-11-24'::date as date, t::timetz as start, n as title, m as rating
        from {rows} as v(t, n, m)) to '{path}' (format parquet)"""  # noqa: S608 - no text of others
    )
    options = ReadOptions(zone=zone)
    written = _WRITER.sub(b"DuckDB version v2.0.1 ", path.read_bytes())
    reading = read_source(source_of(written, "a.parquet"), options)
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
