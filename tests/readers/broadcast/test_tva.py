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
from schedcheck.readers.broadcast import tva
from schedcheck.readers.registry import read_source
from schedcheck.readers.source import open_sources
from schedcheck.schedule.reading import Reading
from tests.fixtures.tables import source_of
from tests.fixtures.trees import read_content, rows


def document(events: str, programmes: str = "", more: str = "", year: int = 2024) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<TVAMain xmlns="urn:tva:metadata:{year}" xmlns:mpeg7="urn:tva:mpeg7:2008" xml:lang="kk">
<ProgramDescription><ProgramInformationTable>{programmes}</ProgramInformationTable>
{more}<ProgramLocationTable><Schedule serviceIDRef="tag:ktk">
{events}</Schedule></ProgramLocationTable></ProgramDescription></TVAMain>"""


def event(
    start: str = "2024-03-04T16:30:00Z",
    length: str = "<PublishedDuration>PT1H30M</PublishedDuration>",
    crid: str = "crid://a/1",
    instance: str = "",
) -> str:
    return (
        f'<ScheduleEvent><Program crid="{crid}"/>{instance}'
        f"<PublishedStartTime>{start}</PublishedStartTime>{length}</ScheduleEvent>\n"
    )


def programme(inner: str, crid: str = "crid://a/1", more: str = "") -> str:
    return (
        f'<ProgramInformation programId="{crid}"><BasicDescription>{inner}</BasicDescription>'
        f"{more}</ProgramInformation>\n"
    )


def guidance(inner: str) -> str:
    return f"<ParentalGuidance>{inner}</ParentalGuidance>"


FILM = "<Title type='secondary'>Екінші бөлім</Title><Title type='main'>Түнгі кино</Title>"


def read(folder: Path, content: str, **told: str) -> Reading:
    return read_content(folder, content, tva, ReadOptions(channel=told.get("channel")))


@pytest.mark.parametrize("year", [2010, 2019, 2024])
def test_an_event_is_told_by_its_programme(tmp_path: Path, year: int) -> None:
    told = (
        FILM
        + "<Synopsis length='short'>Драма  (18+)</Synopsis>"
        + "<Genre href='urn:x:3'><Name>Фильм</Name></Genre>"
        + guidance("<mpeg7:MinimumAge>18</mpeg7:MinimumAge><mpeg7:Region>KAZ</mpeg7:Region>")
    )
    names = (
        "<ServiceInformationTable><ServiceInformation serviceId='tag:ktk'><Name>КТК</Name>"
        "</ServiceInformation></ServiceInformationTable>"
    )
    reading = read(tmp_path, document(event(), programme(told), names, year))
    assert not reading.faults
    assert reading.names == {"tag:ktk": "КТК"}
    (row,) = reading.frame.to_dict("records")
    assert (row["channel"], row["title"]) == ("tag:ktk", "Түнгі кино")
    assert row["other_text"] == "Екінші бөлім / Драма (18+)"
    assert (row["mark_text"], row["category"]) == ("MinimumAge KAZ:18", "Фильм")
    assert (str(row["wall_start"]), row["offset"]) == ("2024-03-04 16:30:00", 0)
    assert (str(row["wall_stop"]), row["stop_from"]) == ("2024-03-04 18:00:00", "duration")


@pytest.mark.parametrize(
    ("inner", "marks"),
    [
        ("<mpeg7:MinimumAge>16</mpeg7:MinimumAge>", "MinimumAge:16"),
        ('<mpeg7:MinimumAge value="16"/>', "MinimumAge:16"),
        (
            '<mpeg7:ParentalRating href="urn:fvc:metadata:cs:ContentRatingCS:2014-07:eighteen"/>',
            "fvc ContentRatingCS 2014-07:18",
        ),
        (
            '<ParentalRating href="urn:x:cs:AgeCS:1:18"><Name>Е 18</Name></ParentalRating>',
            "x AgeCS 1:Е 18; x AgeCS 1:18",
        ),
        (
            '<ParentalRating href="urn:po:metadata:cs:NicamParentalRatingCS:2007:4"/>',
            "po NicamParentalRatingCS 2007:term 4",
        ),
        (
            '<ParentalRating href="urn:po:cs:NicamCS:2007:4"><Name>12</Name></ParentalRating>',
            "po NicamCS 2007:12",
        ),
        ('<ParentalRating href="urn:x:cs:Y:no_parental_controls"/>', "x Y:no_parental_controls"),
    ],
)
def test_age_marks(tmp_path: Path, inner: str, marks: str) -> None:
    reading = read(tmp_path, document(event(), programme(FILM + guidance(inner))))
    assert rows(reading, "mark_text") == [(marks,)]


def test_marks_are_judged(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    href = "urn:fvc:metadata:cs:ContentRatingCS:2014-07:eighteen"
    inner = FILM + guidance(f'<ParentalRating href="{href}"/>')
    late = event("2024-03-04T17:00:00Z", crid="crid://a/2")
    strange = programme(
        "<Title>Х</Title>" + guidance('<ParentalRating href="urn:x:cs:Y:4"/>'), "crid://a/2"
    )
    path.write_text(document(event() + late, programme(inner) + strange), encoding="utf-8")
    result = audit_files([path], Settings(zone="Asia/Almaty"))
    assert [one.minutes for one in result.findings if one.code == "watershed"] == [30.0]
    assert ["term 4" in one.message for one in result.findings if one.code == "unknown-mark"] == [
        True
    ]


def test_the_instance_comes_before_the_programme_and_every_mark_counts(tmp_path: Path) -> None:
    instance = (
        "<InstanceDescription><Title>Қайталау</Title>"
        + guidance("<MinimumAge>18</MinimumAge>")
        + "</InstanceDescription>"
    )
    told = programme(FILM + guidance("<MinimumAge>12</MinimumAge>"))
    reading = read(tmp_path, document(event(instance=instance), told))
    assert rows(reading, "title", "mark_text") == [("Қайталау", "MinimumAge:18; MinimumAge:12")]


def test_a_programme_has_the_mark_of_its_series(tmp_path: Path) -> None:
    group = (
        "<GroupInformationTable><GroupInformation groupId='crid://s'><BasicDescription>"
        + guidance("<MinimumAge>18</MinimumAge>")
        + "</BasicDescription></GroupInformation></GroupInformationTable>"
    )
    told = programme(FILM, more="<EpisodeOf crid='crid://s'/>")
    assert rows(read(tmp_path, document(event(), told, group)), "mark_text") == [("MinimumAge:18",)]


def test_what_is_not_described_is_a_fault(tmp_path: Path) -> None:
    reading = read(tmp_path, document(event()))
    assert rows(reading, "title") == [("crid://a/1",)]
    assert [(fault.code, fault.place) for fault in reading.faults] == [("bad-row", "line 5")]
    assert "crid://a/1" in str(reading.faults[0].reason)


@pytest.mark.parametrize(
    ("own", "faults"),
    [
        (FILM + guidance("<MinimumAge>18</MinimumAge>"), 0),
        (FILM, 1),
        (guidance("<MinimumAge>18</MinimumAge>"), 1),
    ],
)
def test_an_event_that_describes_itself_needs_no_programme(
    tmp_path: Path, own: str, faults: int
) -> None:
    instance = f"<InstanceDescription>{own}</InstanceDescription>"
    reading = read(tmp_path, document(event(instance=instance)))
    assert [fault.code for fault in reading.faults] == ["bad-row"] * faults


ACTUAL = "<ActualStartTime>{}</ActualStartTime>"


@pytest.mark.parametrize(
    ("more", "start", "stop", "faults"),
    [
        (ACTUAL.format("2024-03-04T18:00:00Z"), "2024-03-04 18:00:00", "2024-03-04 19:30:00", 1),
        (
            ACTUAL.format("2024-03-04T18:00:00Z") + "<ActualDuration>PT2H</ActualDuration>",
            "2024-03-04 18:00:00",
            "2024-03-04 20:00:00",
            1,
        ),
        (
            ACTUAL.format("2024-03-04T21:32:00+05:00")
            + "<ActualEndTime>2024-03-04T17:00:00Z</ActualEndTime>",
            "2024-03-04 21:32:00",
            "2024-03-04 22:00:00",
            0,
        ),
        (ACTUAL.format("soon"), "2024-03-04 16:30:00", "2024-03-04 18:00:00", 1),
    ],
)
def test_the_actual_start_is_judged(
    tmp_path: Path, more: str, start: str, stop: str, faults: int
) -> None:
    length = "<PublishedDuration>PT1H30M</PublishedDuration>" + more
    reading = read(tmp_path, document(event(length=length), programme(FILM)))
    assert rows(reading, "wall_start", "wall_stop") == [(start, stop)]
    assert [fault.code for fault in reading.faults] == ["bad-row"] * faults
    assert len(reading.notes) == (not faults)


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        (("GBR", "KAZ"), ["unclear-mark"]),
        (("KAZ", "GBR"), ["watershed"]),
        (("GBR", "FRA"), ["watershed"]),
        (("GBR,KAZ", "RUS"), ["watershed"]),
    ],
)
def test_the_rating_of_the_own_country_counts(
    tmp_path: Path, codes: tuple[str, str], found: list[str]
) -> None:
    inner = FILM + "".join(
        guidance(f"<MinimumAge>{age}</MinimumAge><CountryCodes>{code}</CountryCodes>")
        for age, code in zip((18, 12), codes, strict=True)
    )
    path = tmp_path / "a.xml"
    path.write_text(document(event("2024-03-04T10:00:00Z"), programme(inner)), encoding="utf-8")
    result = audit_files([path], Settings(zone="Asia/Almaty"))
    codes_found = [one.code for one in result.findings]
    assert [code for code in codes_found if code in {"watershed", "unclear-mark"}] == found


def test_what_is_on_demand_is_counted(tmp_path: Path) -> None:
    offer = "<OnDemandProgram><Program crid='crid://a/1'/></OnDemandProgram>"
    reading = read(tmp_path, document(event() + offer, programme(FILM)))
    assert len(reading.frame) == 1
    assert "on demand" in str(reading.notes[0])


@pytest.mark.parametrize(
    ("start", "wall", "offset"),
    [
        ("2024-03-04T21:30:00+05:00", "2024-03-04 21:30:00", "300"),
        ("2024-03-04T21:30:00", "2024-03-04 21:30:00", "<NA>"),
    ],
)
def test_starts(tmp_path: Path, start: str, wall: str, offset: str) -> None:
    reading = read(tmp_path, document(event(start), programme(FILM)))
    assert rows(reading, "wall_start", "offset") == [(wall, offset)]
    assert len(reading.notes) == (offset == "<NA>")


@pytest.mark.parametrize("start", ["", "2024-03-04", "soon"])
def test_a_start_that_is_none_is_told(tmp_path: Path, start: str) -> None:
    reading = read(tmp_path, document(event(start), programme(FILM)))
    assert [(fault.code, fault.place) for fault in reading.faults] == [("bad-row", "line 6")]
    assert not len(reading.frame)


@pytest.mark.parametrize(
    ("length", "stop", "faults"),
    [
        ("<PublishedDuration>PT45M</PublishedDuration>", "2024-03-04 17:15:00", 0),
        (
            "<PublishedEndTime>2024-03-04T22:30:00+05:00</PublishedEndTime>",
            "2024-03-04 17:30:00",
            0,
        ),
        (
            "<PublishedEndTime>2024-03-04T14:30:00-03:00</PublishedEndTime>",
            "2024-03-04 17:30:00",
            0,
        ),
        ("<PublishedDuration>P0Y0M0DT1H0M0.000S</PublishedDuration>", "2024-03-04 17:30:00", 0),
        ("<PublishedDuration>PT25H30M00S</PublishedDuration>", "2024-03-05 18:00:00", 0),
        ("<PublishedDuration>P1M</PublishedDuration>", "NaT", 1),
        ("<PublishedDuration>P1Y</PublishedDuration>", "NaT", 1),
        ("<PublishedDuration>P0Y</PublishedDuration>", "NaT", 1),
        ("<PublishedEndTime>later</PublishedEndTime>", "NaT", 1),
        ("", "NaT", 0),
    ],
)
def test_ends(tmp_path: Path, length: str, stop: str, faults: int) -> None:
    reading = read(tmp_path, document(event(length=length), programme(FILM)))
    assert rows(reading, "wall_stop") == [(stop,)]
    assert [fault.code for fault in reading.faults] == ["bad-row"] * faults


def test_a_bare_ampersand_is_told_and_what_stands_there_kept(tmp_path: Path) -> None:
    reading = read(tmp_path, document(event(), programme("<Title>Тісті & ұзын</Title>")))
    assert rows(reading, "title") == [("Тісті & ұзын",)]
    assert [fault.place for fault in reading.faults] == ["line 3"]


def test_a_document_without_events_is_never_clean(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(document(""), encoding="utf-8")
    (source,) = open_sources(path)
    assert [fault.code for fault in read_source(source, ReadOptions()).faults] == ["unread"]


TITLES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
EVENTS = st.tuples(
    st.integers(631152000, 3786912000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.integers(1, 86400),
    TITLES,
    st.integers(0, 21),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(EVENTS, min_size=1, max_size=6))
def test_what_is_written_comes_back(
    tmp_path: Path, written: list[tuple[datetime, int, str, int]]
) -> None:
    events, programmes = "", ""
    for at, (start, seconds, title, age) in enumerate(written):
        length = f"<PublishedDuration>PT{seconds // 60}M{seconds % 60}S</PublishedDuration>"
        events += event(start.isoformat(), length, f"crid://a/{at}")
        mark = guidance(f"<MinimumAge>{age}</MinimumAge>")
        programmes += programme(f"<Title>{escape(title)}</Title>{mark}", f"crid://a/{at}")
    reading = read(tmp_path, document(events, programmes))
    assert not reading.faults
    assert rows(reading, "title", "wall_start", "wall_stop", "mark_text") == [
        (
            title,
            start.strftime("%Y-%m-%d %H:%M:%S"),
            (start + timedelta(seconds=seconds)).strftime("%Y-%m-%d %H:%M:%S"),
            f"MinimumAge:{age}",
        )
        for start, seconds, title, age in written
    ]


def test_a_programme_described_for_each_of_many_events_is_refused() -> None:
    count = 1100
    one = '<ProgramInformation programId="crid://a/1"><BasicDescription><Title>Фильм</Title>'
    one += "<Synopsis>Текст</Synopsis></BasicDescription></ProgramInformation>"
    event = '<ScheduleEvent><Program crid="crid://a/1"/>'
    event += "<PublishedStartTime>2026-11-24T15:00:00+05:00</PublishedStartTime></ScheduleEvent>"

    def reading(times: int) -> Reading:
        text = (
            '<TVAMain xmlns="urn:tva:metadata:2010"><ProgramDescription><ProgramInformationTable>'
            f"{one * times}</ProgramInformationTable><ProgramLocationTable>"
            f'<Schedule serviceIDRef="ktk">{event * count}</Schedule>'
            "</ProgramLocationTable></ProgramDescription></TVAMain>"
        )
        return tva.read(source_of(text.encode(), "a.xml"), ReadOptions())

    assert len(reading(10).frame) == count
    refused = reading(count)
    assert [fault.code for fault in refused.faults] == ["unread"]
    assert not len(refused.frame)


@pytest.mark.parametrize(
    ("inner", "more", "instance", "said"),
    [
        ("", "", guidance("<MinimumAge>18</MinimumAge>"), "MinimumAge:18"),
        ("", guidance("<MinimumAge>18</MinimumAge>"), "", "MinimumAge:18"),
        ("<Keyword>18</Keyword>", "", "", "(18)"),
        ("<Keyword>1812</Keyword>", "", "", "1812"),
        ("<Keyword>12</Keyword>", "", "", "12"),
    ],
)
def test_guidance_beside_descriptions_and_bare_ages_as_keywords(
    tmp_path: Path, inner: str, more: str, instance: str, said: str
) -> None:
    told = programme(f"<Title>А</Title>{inner}", more=more)
    reading = read(tmp_path, document(event(instance=instance), told))
    ((marks, other),) = rows(reading, "mark_text", "other_text")
    assert said in {marks, other}
