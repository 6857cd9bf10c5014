from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.broadcast.icalendar import read, sniff
from schedcheck.schedule.account import End
from schedcheck.schedule.reading import Reading
from tests.fixtures.tables import source_of, walls


def calendar(*events: str, more: str = "") -> bytes:
    inside = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{more}{inside}END:VCALENDAR\n".encode()


def reading(*events: str, more: str = "", channel: str | None = None) -> Reading:
    source = source_of(calendar(*events, more=more), "a.ics")
    return read(source, ReadOptions(channel=channel))


FILM = "DTSTART:20240304T213000\nSUMMARY:Film (18+)"


def test_an_event_is_a_programme() -> None:
    found = reading(
        f"{FILM}\nDTEND:20240304T230000\nDESCRIPTION:A\\, b\\nc\nCATEGORIES:Film,Drama\nX-AGE:18+"
    )
    (row,) = found.frame.to_dict("records")
    assert (row["title"], row["other_text"], row["category"]) == (
        "Film (18+)",
        "A, b c / 18+",
        "Film; Drama",
    )
    assert (str(row["wall_start"]), str(row["wall_stop"])) == (
        "2024-03-04 21:30:00",
        "2024-03-04 23:00:00",
    )
    assert row["place"] == "line 3"
    assert not found.faults


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("X-AGE:18", "X-AGE:18"), ("X-ADULT:TRUE", "X-ADULT:adults only"), ("X-ADULT:no", ""),
        ("X-KZ-AGE-RATING;X=1:18+", "X-KZ-AGE-RATING:18+"), ("X-PAGE:18", ""), ("AGE:18", ""),
        ("X-AGE:6\nX-AGE-LIMIT:18\\; лет", "X-AGE:6; X-AGE-LIMIT:18, лет"),
    ],
)  # fmt: skip
def test_a_property_named_for_ages_is_a_mark(line: str, mark: str) -> None:
    assert reading(f"DTSTART:20240304T213000\nSUMMARY:A\n{line}").frame["mark_text"].tolist() == [
        mark
    ]


def test_lines_that_begin_blank_go_on() -> None:
    found = reading("DTSTART:20240304T213000\nSUMMARY:Fi\n lm (1\n\t8+)")
    assert found.frame["title"].tolist() == ["Film (18+)"]


@pytest.mark.parametrize(
    ("start", "more", "offset"),
    [
        ("DTSTART:20240304T163000Z", "", 0),
        ("DTSTART;TZID=Europe/Moscow:20240304T193000", "", 180),
        ('DTSTART;TZID="Europe/Moscow":20240304T193000', "", 180),
        ("DTSTART;TZID=/mozilla.org/2005/Europe/Moscow:20240304T193000", "", 180),
        ("DTSTART:20240304T193000", "X-WR-TIMEZONE:Europe/Moscow\n", 180),
    ],
)
def test_zones_are_those_that_the_event_or_its_calendar_names(
    start: str, more: str, offset: int
) -> None:
    found = reading(f"{start}\nSUMMARY:Film\nDTEND:20240304T180000Z", more=more)
    (row,) = found.frame.to_dict("records")
    assert row["offset"] == offset
    assert (row["wall_stop"].hour - 18) * 60 == offset


def test_a_time_without_a_zone_is_on_the_channels_own_clock() -> None:
    assert reading(FILM).frame["offset"].isna().all()


@pytest.mark.parametrize(
    ("event", "rows", "words"),
    [
        ("DTSTART;VALUE=DATE:20240304\nSUMMARY:A", 0, "whole day"),
        ("SUMMARY:A", 0, "without a start"),
        ("DTSTART:20241304T213000\nSUMMARY:A", 0, "without a start"),
        ("DTSTART;TZID=Nowhere:20240304T213000\nSUMMARY:A", 0, "without a start"),
        (f"{FILM}\nRRULE:FREQ=WEEKLY", 1, "FREQ=WEEKLY"),
        (f"{FILM}\nRECURRENCE-ID;RANGE=THISANDFUTURE:20240304T200000", 1, "THISANDFUTURE"),
        (f"{FILM}\nDTEND:late", 1, "the end of the event"),
        (f"{FILM}\nDURATION:late", 1, "the end of the event"),
    ],
)
def test_what_cannot_be_placed_is_told(event: str, rows: int, words: str) -> None:
    found = reading(event)
    assert len(found.frame) == rows
    (fault,) = found.faults
    assert words in str(fault.reason)
    assert fault.place == "line 3"


def test_a_cancelled_event_is_left_out_and_alarms_are_no_events() -> None:
    alarm = "BEGIN:VALARM\nSUMMARY:Ring\nEND:VALARM"
    found = reading(f"{FILM}\nSTATUS:CANCELLED", f"{alarm}\n{FILM}", more="X-WR-CALNAME:KTK\n")
    assert found.frame["title"].tolist() == ["Film (18+)"]
    assert [(one.end, one.count) for one in found.account] == [
        (End.PROGRAMME, 1),
        (End.LEFT_OUT, 1),
    ]
    assert found.names == {"": "KTK"}
    assert not reading(FILM, more="X-WR-CALNAME:KTK\n", channel="a").names


def test_an_event_that_is_not_closed_is_read() -> None:
    data = calendar().replace(b"END:VCALENDAR", f"BEGIN:VEVENT\n{FILM}".encode())
    assert walls(read(source_of(data), ReadOptions())) == ["2024-03-04 21:30"]


def test_the_older_format_is_another() -> None:
    assert sniff(calendar(), "")
    assert not sniff(calendar().replace(b"VERSION:2.0", b"VERSION:1.0"), "")


@given(st.text())
def test_nothing_in_an_event_raises(text: str) -> None:
    reading(text, f"DTSTART:{text}", f"{FILM}\nDTEND;{text}", more=text)
