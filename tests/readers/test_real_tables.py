"""The real workbooks beside the project: what was counted in each by an independent script."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import timedelta
from functools import cache
from typing import cast

import openpyxl
import pytest

from schedcheck.readers.base import Reader, ReadOptions
from schedcheck.readers.source import open_sources
from schedcheck.readers.tables import csv as csvtext
from schedcheck.readers.workbooks import reader as spreadsheet
from schedcheck.schedule.frame import validate
from schedcheck.schedule.reading import Reading
from tests.fixtures.tables import notes, read_book, stops, walls
from tests.shared_data import shared_data


def read(name: str, zone: str | None = "Asia/Almaty") -> Reading:
    (source,) = open_sources(shared_data(f"spreadsheets/{name}"))
    both = cast("tuple[Reader, ...]", (spreadsheet, csvtext))
    (reader,) = [one for one in both if one.sniff(source.head, source.file)]
    reading = reader.read(source, ReadOptions(zone=zone))
    validate(reading.frame)
    assert reading.format == reader.NAME
    return reading


@pytest.mark.parametrize(
    ("name", "programmes", "faults", "first", "last"),
    [
        ("C_MUSIC_TV_EPG_LISTINGS_FEB09.xls", 168, 0, "2009-02-01 00:00", "2009-02-28 21:00"),
        ("Monthly EURA July 2010 listings.xls", 1089, 0, "2010-07-01 04:00", "2010-08-01 02:15"),
        ("REA10210L01.xls", 948, 0, "2010-02-01 06:00", "2010-03-01 05:10"),
        ("CONTINENTAL JUNE 5th to 11th.csv", 220, 0, "2010-06-05 07:00", "2010-06-12 06:30"),
        ("PlaylistSave_20100901_TOP_ORI.xls", 58, 0, "2010-09-01 06:00:07", "2010-09-02 05:30"),
        ("EPG CTV od 24-04 do 2-05-2010.xls", 336, 0, "2010-04-24 07:30", "2010-05-03 01:00"),
        ("NAT GEO MUSIC July 2010.xls", 452, 1, "2010-07-01 06:00", "2010-08-01 05:30"),
        ("Listings_MTV w 6-8.xls", 804, 0, "2009-02-07 05:00", "2009-02-27 21:00"),
        ("FOXlife_June 2010_CRO.xls", 1010, 0, "2010-05-31 07:15", "2010-07-05 01:30"),
        ("CLPE0210V01.xls", 1324, 2, "2010-02-01 06:00", "2010-03-01 05:35"),
        (
            "Weekly program Schedule 1 December 2008.xls",
            834,
            0,
            "2008-12-01 00:00",
            "2008-12-07 23:45",
        ),
        ("viva07.xls", 159, 12, "2009-02-09 06:00", "2009-02-16 05:00"),
        ("kazakh-tv-2021-02-01.xlsx", 323, 0, "2021-02-01 00:00", "2021-02-07 22:20"),
    ],
)
def test_every_programme_is_read(
    name: str, programmes: int, faults: int, first: str, last: str
) -> None:
    reading = read(name)
    assert (len(reading.frame), len(reading.faults)) == (programmes, faults)
    shown = walls(reading)
    assert (shown[0], shown[-1]) == (first, last)
    assert (reading.frame["title"] != "").all()
    assert reading.frame["wall_start"].notna().all()


def test_what_stands_around_a_matrix_is_told() -> None:
    club = read("CLPE0210V01.xls")
    assert [(fault.code, fault.place) for fault in club.faults] == [
        ("unread", "Premiere"), ("unread", "INDEX"),
    ]  # fmt: skip
    assert "cells with a time other than that of their row, read by their own: 5" in notes(club)
    # what stands under the last time: notes on other channels, and a legend of colours
    rows = {int(fault.place.split("!")[1][1:]) for fault in read("viva07.xls").faults}
    assert rows == {102, 104, 112, 113, 114, 115, 116, 117}


@pytest.mark.parametrize(
    ("name", "weeks", "begins"),
    [
        ("FOXlife_June 2010_CRO.xls", 5, 6), ("CLPE0210V01.xls", 4, 6), ("viva07.xls", 1, 6),
        ("Weekly program Schedule 1 December 2008.xls", 1, 0),
    ],
)  # fmt: skip
def test_days_side_by_side_are_whole_weeks_without_a_hole(
    name: str, weeks: int, begins: int
) -> None:
    starts = read(name).frame["wall_start"]
    assert starts.is_monotonic_increasing
    assert (starts - timedelta(hours=begins)).dt.date.nunique() == 7 * weeks
    assert starts.diff().dt.total_seconds().max() < 7 * 3600


def test_the_days_of_a_week_follow_each_other_without_a_gap() -> None:
    for name in ("CONTINENTAL JUNE 5th to 11th.csv", "REA10210L01.xls"):
        starts = read(name).frame["wall_start"]
        assert starts.is_monotonic_increasing
        assert starts.diff().dt.total_seconds().max() <= 6 * 3600


KAZAKH = "kazakh-tv-2021-02-01.xlsx"


def test_the_kazakh_station_is_read_by_its_own_clock() -> None:
    reading = read(KAZAKH)
    told = notes(reading)
    assert "“Nur-Sultan”: it is in the channel's own zone" in told
    assert "“GMT” contradicts “Nur-Sultan” in 323 of 323 rows" in told
    assert "it should be -6:00 hours from it and is -5:00" in told
    assert "“CET” contradicts “Nur-Sultan” in 323 of 323 rows" in told
    assert "“Moscow” contradicts" not in told
    assert reading.frame["offset"].isna().all()
    assert set(reading.frame["stop_from"]) == {"duration"}
    assert read(KAZAKH, None).frame["offset"].eq(360).all()


def test_the_kazakh_stations_two_sheets_are_one_schedule() -> None:
    reading = read(KAZAKH)
    assert "give one schedule twice (programmes at the same times: 323)" in notes(reading)
    assert "on only one of them: 0" in notes(reading)
    assert len({place.split("!")[0] for place in reading.frame["place"]}) == 1
    days = Counter(reading.frame["wall_start"].dt.date)
    assert [day.isoformat() for day in days] == [f"2021-02-0{n}" for n in range(1, 8)]
    # the titles of the other sheet, where they are not the same
    assert (reading.frame["other_text"] != "").sum() > 300


@pytest.mark.parametrize(
    ("cell", "wall"),
    [
        ("C10", "2021-02-01 00:00"), ("C11", "2021-02-01 00:05"), ("C54", "2021-02-01 17:50"),
        ("C70", "2021-02-02 01:30"), ("C150", "2021-02-03 13:35"), ("C200", "2021-02-04 12:50"),
        ("C230", "2021-02-05 01:20"), ("C250", "2021-02-05 10:00"), ("C290", "2021-02-06 05:35"),
        ("C344", "2021-02-07 22:20"),
    ],
)  # fmt: skip
def test_ten_cells_of_the_kazakh_station(cell: str, wall: str) -> None:
    reading = kazakh()
    (row,) = [at for at, place in enumerate(reading.frame["place"]) if place.endswith(f"!{cell}")]
    assert walls(reading)[row] == wall


@cache
def kazakh() -> Reading:
    return read(KAZAKH)


def test_the_kazakh_station_without_the_values_of_its_formulas() -> None:
    book = openpyxl.load_workbook(shared_data(f"spreadsheets/{KAZAKH}"))
    stream = io.BytesIO()
    book.save(stream)
    reading = read_book(stream.getvalue(), ReadOptions(zone="Asia/Almaty"))
    assert not reading.faults
    assert walls(reading) == walls(kazakh())
    assert stops(reading) == stops(kazakh())


def test_three_clocks_of_which_none_is_the_channels_own() -> None:
    reading = read("Monthly EURA July 2010 listings.xls")
    assert reading.frame["offset"].eq(0).all()
    assert "“SCHEDULED TIME 24 HOUR CLOCK (HH:MM) UTC”" in notes(reading)
    moscow = read("Monthly EURA July 2010 listings.xls", "Europe/Paris")
    assert moscow.frame["offset"].isna().all()
    assert walls(moscow)[0] == "2010-07-01 06:00"
    marks = set(moscow.frame["mark_text"])
    assert "Censorship code (was called dvb parental rating):TV-MA" in marks
    assert all(re.fullmatch(r"Censorship code [^:]*:[\w-]+|", mark) for mark in marks)


def test_a_word_document_is_no_table() -> None:
    (source,) = open_sources(shared_data("spreadsheets/30 11 - 06 12  2009.doc"))
    assert not spreadsheet.sniff(source.head, source.file)
    assert not csvtext.sniff(source.head, source.file)
