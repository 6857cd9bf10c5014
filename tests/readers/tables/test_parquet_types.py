from __future__ import annotations

import base64
import io
import json
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

#: What fastparquet 2026.9.0 writes of two programmes of 24 November 2026, whose starts, 18:00 and
#: 25:30, and lengths, 95 and 1530 minutes, are lengths of time in pandas.
BY_FASTPARQUET = base64.b64decode(
    "UEFSMRUAFVQVVCwVBBUAFQYVCAAAAgAAAAQBCgAAADIwMjYtMTEtMjQKAAAAMjAyNi0xMS0yNAAAAAAAAAAAFQAVPBU8"
    "LBUEFQAVBhUIAAACAAAABAEAiGEWDwAAAADWtF8VAAAAAAAAAAAAAAAVABVMFUwsFQQVABUGFQgAAAIAAAAEAQgAAADQ"
    "mtC40L3QvggAAADQndC+0YfRjAAAAAAAAAAAFQAVPBU8LBUEFQAVBhUIAAACAAAABAEAGb9TAQAAAADWtF8VAAAAAAAA"
    "AAAAAAAVABU4FTgsFQQVABUGFQgAAAIAAAAEAQMAAAAxOCsDAAAAMTYrAAAAAAAAAAAVAhlsSAZzY2hlbWEVCgAVDCUC"
    "GARkYXRlJQAAFQQlAhgFc3RhcnQlEAAVDCUCGAV0aXRsZSUAABUEJQIYCGR1cmF0aW9uJRAAFQwlAhgGcmF0aW5nJQAA"
    "FgQZHBlcJggcFQwZFQAZGARkYXRlFQAWBBZ2FnYZABYIPDYAABkcFQAVABUCAAAAJn4cFQQZFQAZGAVzdGFydBUAFgQW"
    "XhZeGQAWfjw2AAAZHBUAFQAVAgAAACbcARwVDBkVABkYBXRpdGxlFQAWBBZuFm4ZABbcATw2AAAZHBUAFQAVAgAAACbK"
    "AhwVBBkVABkYCGR1cmF0aW9uFQAWBBZeFl4ZABbKAjw2AAAZHBUAFQAVAgAAACaoAxwVDBkVABkYBnJhdGluZxUAFgQW"
    "WhZaGQAWqAM8NgAAGRwVABUAFQIAAAAW+gMWBAAZHBgGcGFuZGFzGNkGeyJjb2x1bW5faW5kZXhlcyI6IFt7ImZpZWxk"
    "X25hbWUiOiBudWxsLCAibWV0YWRhdGEiOiBudWxsLCAibmFtZSI6IG51bGwsICJudW1weV90eXBlIjogInN0ciIsICJw"
    "YW5kYXNfdHlwZSI6ICJtaXhlZC1pbnRlZ2VyIn1dLCAiY29sdW1ucyI6IFt7ImZpZWxkX25hbWUiOiAiZGF0ZSIsICJt"
    "ZXRhZGF0YSI6IG51bGwsICJuYW1lIjogImRhdGUiLCAibnVtcHlfdHlwZSI6ICJvYmplY3QiLCAicGFuZGFzX3R5cGUi"
    "OiAidW5pY29kZSJ9LCB7ImZpZWxkX25hbWUiOiAic3RhcnQiLCAibWV0YWRhdGEiOiBudWxsLCAibmFtZSI6ICJzdGFy"
    "dCIsICJudW1weV90eXBlIjogInRpbWVkZWx0YTY0W3VzXSIsICJwYW5kYXNfdHlwZSI6ICJ0aW1lZGVsdGE2NCJ9LCB7"
    "ImZpZWxkX25hbWUiOiAidGl0bGUiLCAibWV0YWRhdGEiOiBudWxsLCAibmFtZSI6ICJ0aXRsZSIsICJudW1weV90eXBl"
    "IjogIm9iamVjdCIsICJwYW5kYXNfdHlwZSI6ICJ1bmljb2RlIn0sIHsiZmllbGRfbmFtZSI6ICJkdXJhdGlvbiIsICJt"
    "ZXRhZGF0YSI6IG51bGwsICJuYW1lIjogImR1cmF0aW9uIiwgIm51bXB5X3R5cGUiOiAidGltZWRlbHRhNjRbdXNdIiwg"
    "InBhbmRhc190eXBlIjogInRpbWVkZWx0YTY0In0sIHsiZmllbGRfbmFtZSI6ICJyYXRpbmciLCAibWV0YWRhdGEiOiBu"
    "dWxsLCAibmFtZSI6ICJyYXRpbmciLCAibnVtcHlfdHlwZSI6ICJvYmplY3QiLCAicGFuZGFzX3R5cGUiOiAidW5pY29k"
    "ZSJ9XSwgImNyZWF0b3IiOiB7ImxpYnJhcnkiOiAiZmFzdHBhcnF1ZXQiLCAidmVyc2lvbiI6ICIyMDI2LjkuMCJ9LCAi"
    "aW5kZXhfY29sdW1ucyI6IFtdLCAicGFuZGFzX3ZlcnNpb24iOiAiMy4xLjEiLCAicGFydGl0aW9uX2NvbHVtbnMiOiBb"
    "XX0AGC1mYXN0cGFycXVldC1weXRob24gdmVyc2lvbiAyMDI2LjkuMCAoYnVpbGQgMCkA2wQAAFBBUjE="
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


def test_times_of_fastparquet_are_lengths_also_of_more_than_a_day() -> None:
    reading = parquet.read(source_of(BY_FASTPARQUET, "a.parquet"), ReadOptions())
    assert not told(reading)
    assert walls(reading) == ["2026-11-24 18:00", "2026-11-25 01:30"]
    assert reading.frame["offset"].isna().all()
    assert stops(reading) == ["2026-11-24 19:35", "2026-11-26 03:00"]


@pytest.mark.parametrize(
    ("numpy_type", "start", "lost"),
    [
        ("datetime64[s]", 1_795_555_800, True),  # 24 November 2026, 21:30, in seconds
        ("datetime64[s, Asia/Almaty]", 1_795_555_800, True),
        ("datetime64[s]", 1_795_555_800_000, False),
        ("datetime64[ms]", 1_795_555_800, False),
    ],
)
def test_seconds_that_fastparquet_wrote_as_milliseconds_are_a_fault(
    numpy_type: str, start: int, *, lost: bool
) -> None:
    about = {"columns": [{"name": "start", "numpy_type": numpy_type}]}
    starts = pa.array([start, None]).cast(pa.timestamp("ms"))
    table = pa.table({"start": starts, "title": ["Кино", "Ночь"]})
    stream = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({"pandas": json.dumps(about)}), stream)
    content = stream.getvalue()
    for writer in (b"parquet-cpp-arrow", b"fastparquet-pytho"):
        content = content.replace(b"parquet-cpp-arrow", writer)
        reading = parquet.read(source_of(content, "a.parquet"), ReadOptions())
        refused = lost and writer.startswith(b"fast")
        assert ("unread" in {one.code for one in reading.faults}) == refused
        assert reading.frame.empty == refused


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
