from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schedcheck import Settings
from schedcheck import audit as audit_files
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.broadcast import bxf
from schedcheck.readers.registry import read_source
from schedcheck.readers.source import open_sources
from schedcheck.schedule.reading import Reading
from tests.fixtures.trees import read_content, rows


def message(inner: str, year: int = 2017, schedule: str = "", channel: str = "") -> str:
    channel = channel or "<Channel shortName='KTK'><Name>КТК</Name></Channel>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<BxfMessage xmlns="http://smpte-ra.org/schemas/2021/{year}/BXF" xmlns:pmcp="urn:pmcp">
<BxfData action="add"><Schedule type="Primary" {schedule}>{channel}
{inner}</Schedule></BxfData></BxfMessage>"""


def moment(code: str, day: str = "2024-03-04", rate: str = "25") -> str:
    return (
        f"<StartDateTime><SmpteDateTime frameRate='{rate}' broadcastDate='{day}'>"
        f"<SmpteTimeCode>{code}</SmpteTimeCode></SmpteDateTime></StartDateTime>"
    )


def length(code: str) -> str:
    return (
        f"<Duration><SmpteDuration><SmpteTimeCode>{code}</SmpteTimeCode></SmpteDuration></Duration>"
    )


def event(  # noqa: PLR0913 - what an event is made of
    start: str = "21:30:00:00",
    lasts: str = "01:30:00:00",
    *,
    day: str = "2024-03-04",
    title: str = "Түнгі кино",
    kind: str = "Primary",
    what: str = "ProgramEvent",
    more: str = "",
    number: str = "",
    action: str = "add",
) -> str:
    named = f"<{what}><ProgramName>{escape(title)}</ProgramName></{what}>"
    return (
        f"<ScheduledEvent><EventData eventType='{kind}' action='{action}'>"
        f"<EventId><EventId>{number}</EventId></EventId>"
        f"<EventTitle>{escape(title)}</EventTitle><PrimaryEvent>{named}</PrimaryEvent>"
        f"{moment(start, day)}<LengthOption>{length(lasts)}</LengthOption></EventData>{more}"
        "</ScheduledEvent>\n"
    )


def aired(
    start: str, lasts: str, status: str = "Aired Without Discrepancy", number: str = ""
) -> str:
    return (
        f"<AsRun><BasicAsRun><AsRunEventId><EventId>{number}</EventId></AsRunEventId>"
        "<Content><Name>Түнгі кино (18+)</Name></Content><AsRunDetail>"
        f"<Status>{status}</Status><Type>Primary</Type>{moment(start)}{length(lasts)}"
        "</AsRunDetail></BasicAsRun></AsRun>\n"
    )


def read(folder: Path, content: str) -> Reading:
    return read_content(folder, content, bxf)


@pytest.mark.parametrize("year", [2008, 2015, 2017, 2023])
def test_a_primary_event_is_a_programme(tmp_path: Path, year: int) -> None:
    content = "<Content><Name>Фильм</Name><Description>Драма (18+)</Description></Content>"
    reading = read(tmp_path, message(event(more=content), year))
    assert not reading.faults
    assert reading.names == {"KTK": "КТК"}
    (row,) = reading.frame.to_dict("records")
    assert (row["channel"], row["title"]) == ("KTK", "Түнгі кино")
    assert row["other_text"] == "Фильм / Драма (18+)"
    assert (str(row["wall_start"]), str(row["wall_stop"])) == (
        "2024-03-04 21:30:00",
        "2024-03-04 23:00:00",
    )
    assert (row["stop_from"], row["place"]) == ("duration", "line 4")
    assert reading.frame["offset"].isna().all()


def test_what_is_no_programme_is_counted(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        message(
            event()
            + event(kind="NonPrimary", title="Logo")
            + event(what="NonProgramEvent", title="Promo")
            + event(action="remove", title="Gone")
        ),
    )
    assert rows(reading, "title") == [("Түнгі кино",)]
    assert len(reading.notes) == 3


@pytest.mark.parametrize(
    ("code", "rate", "start"),
    [
        ("21:59:59:24", "25", "22:00:00"),
        ("21:59:59:11", "25", "21:59:59"),
        ("21:59:59;29", "30000/1001", "22:00:00"),
        ("21:59:59:99", "25", "22:00:00"),
        ("21:59:59", "25", "21:59:59"),
    ],
)
def test_frames_are_rounded(tmp_path: Path, code: str, rate: str, start: str) -> None:
    inner = event().replace(moment("21:30:00:00"), moment(code, rate=rate))
    assert rows(read(tmp_path, message(inner)), "wall_start") == [(f"2024-03-04 {start}",)]


@pytest.mark.parametrize(
    ("code", "day", "wall", "offset"),
    [
        ("21:30:00:00", "2024-03-04Z", "2024-03-04 21:30:00", "0"),
        ("21:30:00:00", "2024-03-04+05:00", "2024-03-04 21:30:00", "300"),
        ("25:30:00:00", "2024-03-04", "2024-03-05 01:30:00", "<NA>"),
        ("2024-03-04T21:30:00.026Z", "", "2024-03-04 21:30:00", "0"),
    ],
)
def test_days_and_zones(tmp_path: Path, code: str, day: str, wall: str, offset: str) -> None:
    reading = read(tmp_path, message(event(code, day=day)))
    assert rows(reading, "wall_start", "offset") == [(wall, offset)]


@pytest.mark.parametrize("name", ["ScheduleStart", "scheduleStart"])
def test_an_event_without_a_date_is_of_the_day_of_the_schedule(tmp_path: Path, name: str) -> None:
    content = message(event(day=""), schedule=f"{name}='2024-03-04T06:00:00:00'")
    assert rows(read(tmp_path, content), "wall_start") == [("2024-03-04 21:30:00",)]


@pytest.mark.parametrize(("code", "day"), [("21:61:00:00", "2024-03-04"), ("21:30:00:00", "")])
def test_a_start_that_is_none_is_told(tmp_path: Path, code: str, day: str) -> None:
    reading = read(tmp_path, message(event(code, day=day)))
    assert [(fault.code, fault.place) for fault in reading.faults] == [("bad-row", "line 4")]


def test_a_duration_that_is_none_is_told(tmp_path: Path) -> None:
    reading = read(tmp_path, message(event(lasts="long")))
    assert rows(reading, "wall_stop") == [("NaT",)]
    assert [fault.code for fault in reading.faults] == ["bad-row"]


def test_what_was_aired_counts_before_what_was_planned(tmp_path: Path) -> None:
    planned = event(number="urn:1") + event("23:00:00:00", title="Басқа", number="urn:2")
    was = aired("21:45:10:00", "01:20:00:00", number="urn:1")
    missed = aired("23:30:00:00", "00:10:00:00", "Did Not Air", number="urn:3")
    reading = read(tmp_path, message(planned + was + missed))
    assert rows(reading, "title", "wall_start", "wall_stop") == [
        ("Басқа", "2024-03-04 23:00:00", "2024-03-05 00:30:00"),
        ("Түнгі кино (18+)", "2024-03-04 21:45:10", "2024-03-04 23:05:10"),
    ]


@pytest.mark.parametrize(
    ("rating", "marks"),
    [
        ("<Rating system='KZ'>18+</Rating>", "KZ:18+"),
        ("<pmcp:ParentalRating><Rating region='KZ' value='18'/></pmcp:ParentalRating>", "KZ:18"),
        ("<ParentalRating system='KZ'><Rating>16</Rating></ParentalRating>", "KZ:16"),
        ("<Rating><RatingSystem>KZ</RatingSystem><Value>18</Value></Rating>", "KZ:18"),
        ("<Rating><Some><Other>18+</Other></Some></Rating>", "rating:18+"),
        ("<ContentRating dim='5' lev='2'/>", "contentrating:dim=5 lev=2"),
        ("<StarRating>5</StarRating>", ""),
    ],
)
def test_ratings(tmp_path: Path, rating: str, marks: str) -> None:
    reading = read(tmp_path, message(event(more=f"<Content>{rating}</Content>")))
    assert rows(reading, "mark_text") == [(marks,)]


def test_the_mark_of_a_header_is_that_of_its_parts(tmp_path: Path) -> None:
    head = event(kind="Primary-ProgramHeader", more="<Content><Rating>18+</Rating></Content>")
    parts = event(lasts="00:40:00:00") + event("22:15:00:00", "00:45:00:00")
    reading = read(tmp_path, message(head + parts))
    assert rows(reading, "wall_start", "mark_text") == [
        ("2024-03-04 21:30:00", "rating:18+"),
        ("2024-03-04 22:15:00", "rating:18+"),
    ]
    alone = read(tmp_path, message(head + event("23:00:00:00", title="Басқа")))
    assert rows(alone, "title") == [("Түнгі кино",), ("Басқа",)]


def test_a_night_that_fits_nowhere_is_told(tmp_path: Path) -> None:
    inner = event("12:00:00:00") + event("02:00:00:00", title="Түн")
    reading = read(tmp_path, message(inner))
    assert rows(reading, "wall_start") == [("2024-03-04 12:00:00",)]
    assert [(fault.code, fault.place) for fault in reading.faults] == [("bad-row", "line 5")]


def test_a_night_at_the_head_of_a_file_is_placed_by_what_follows(tmp_path: Path) -> None:
    night = event("00:10:00:00", "05:50:00:00")
    for day, start in (
        ("2024-03-05", "2024-03-05 00:10:00"),
        ("2024-03-04", "2024-03-04 00:10:00"),
    ):
        reading = read(tmp_path, message(night + event("06:00:00:00", day=day)))
        assert rows(reading, "wall_start")[0] == (start,)


def test_verdicts_are_on_the_clock_of_the_channel(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(message(event(title="Кино (18+)")), encoding="utf-8")
    told = Settings(zone="Asia/Almaty")
    result = audit_files([path], told)
    assert [one.minutes for one in result.findings if one.code == "watershed"] == [30.0]


def test_a_message_without_programmes_is_never_clean(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(message(event(kind="NonPrimary")), encoding="utf-8")
    (source,) = open_sources(path)
    assert [fault.code for fault in read_source(source, ReadOptions()).faults] == ["unread"]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(1, 150), st.booleans()), min_size=10, max_size=60))
def test_a_playlist_over_midnights_comes_back(
    tmp_path: Path, written: list[tuple[int, bool]]
) -> None:
    """The hours after midnight stand under either day, mixed as it comes, and days go on."""
    start = datetime(2024, 3, 4, 18, tzinfo=UTC).replace(tzinfo=None)
    inner, expected = "", []
    for at, (minutes, before) in enumerate(written):
        early = before and start.hour < 6 and at
        day = (start - timedelta(days=bool(early))).date().isoformat()
        lasts = f"{minutes // 60:02}:{minutes % 60:02}:00:00"
        inner += event(f"{start:%H:%M:%S}:00", lasts, day=day, title=f"Хабар {at}")
        stop = start + timedelta(minutes=minutes)
        expected.append((f"Хабар {at}", str(start), str(stop)))
        start = stop
    reading = read(tmp_path, message(inner))
    assert not reading.faults
    assert rows(reading, "title", "wall_start", "wall_stop") == expected


@pytest.mark.parametrize(
    ("end", "stop"), [("01:00:00:00", "2024-03-05 01:00:00"), ("22:00:00:00", "")]
)
def test_an_end_before_its_start_is_of_the_night_or_a_fault(
    tmp_path: Path, end: str, stop: str
) -> None:
    ended = moment(end).replace("StartDateTime", "EndDateTime")
    text = event("23:30:00:00").replace(
        f"<LengthOption>{length('01:30:00:00')}</LengthOption>", ended
    )
    reading = read_content(tmp_path, message(text), bxf)
    assert [fault.code for fault in reading.faults] == ([] if stop else ["bad-row"])
    assert rows(reading, "wall_stop") == [(stop,)] or not stop


def test_the_note_of_an_event_is_searched(tmp_path: Path) -> None:
    note = "<EventNote>для взрослых</EventNote></EventData>"
    reading = read(tmp_path, message(event().replace("</EventData>", note)))
    assert rows(reading, "other_text") == [("для взрослых",)]
