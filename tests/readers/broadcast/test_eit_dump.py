from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schedcheck import Settings
from schedcheck import audit as audit_files
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.broadcast import eit
from schedcheck.readers.source import open_sources
from schedcheck.schedule.reading import Reading

SERVICES = """\
* SDT Actual, TID 0x42 (66), PID 0x0011 (17)
  Version: 2, sections: 1, total size: 60 bytes
  - Section 0:
    Transport Stream Id: 0x0001 (1)
    Original Network Id: 0x20FA (8442)
    Service Id: 0x0101 (257), EITs: yes, EITp/f: yes, CA mode: free
    Running status: running
    - Descriptor 0: Service (0x48, 72), 17 bytes
      Service type: 0x01 (Digital television service)
      Service: "Қала ТВ", Provider: "Х"

"""
RATED = """\
      - Descriptor 1: Parental Rating (0x55, 85), 4 bytes
        Country code: KAZ, rating: 0x0F (min. 18 years)
"""


def event(*, name: str = "Түнгі кино", text: str = "", more: str = RATED) -> str:
    return f"""\
    - Event Id: 0x0012 (18)
      Start UTC: 2024/03/04 16:30:00
      Duration: 01:30:00
      Running status: undefined
      CA mode: free
      - Descriptor 0: Short Event (0x4D, 77), 20 bytes
        Language: kaz
        Event name: "{name}"
        Description: "{text}"
{more}"""


def table(events: str, head: str = "schedule Actual, TID 0x50 (80)", version: int = 3) -> str:
    return f"""\
* EIT {head}, PID 0x0012 (18)
  Version: {version}, sections: 1, total size: 200 bytes
  - Section 0:
    Service Id: 0x0101 (257)
    TS Id: 0x0001 (1)
    Original Network Id: 0x20FA (8442)
    Segment last section: 0x00 (0)
    Last Table Id: 0x50 (80), EIT schedule Actual
{events}
"""


def read(text: str) -> Reading:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text(text, "utf-8", newline="")
        [source] = open_sources(path)
        return eit.read(source, ReadOptions())


def test_events_with_their_rating_and_the_name_of_their_service() -> None:
    reading = read(SERVICES + table(event(text="Драма")))
    row = reading.frame.iloc[0]
    assert (row["title"], row["other_text"], row["mark_text"]) == (
        "Түнгі кино",
        "Драма",
        "DVB KAZ:18",
    )
    assert str(row["wall_start"]), row["offset"] == ("2024-03-04 16:30:00", 0)
    assert row["channel"] == "20fa.0001.0101"
    assert reading.names == {"20fa.0001.0101": "Қала ТВ"}
    assert reading.faults == []
    assert row["place"] == "line 20"


def test_the_later_version_and_present_following_count_as_in_xml() -> None:
    taken_back = table(event(more=""), version=4)
    assert read(table(event()) + taken_back).frame["mark_text"].tolist() == [""]
    present = table(event(), "p/f Actual, TID 0x4E (78)")
    assert len(read(present + table(event())).frame) == 1


def test_long_texts_items_and_genres() -> None:
    longer = """\
      - Descriptor 1: Extended Event (0x4E, 78), 84 bytes
        Descriptor number: 1, last: 1
        Language: kaz
        Text: "рға. 18+"
      - Descriptor 2: Extended Event (0x4E, 78), 84 bytes
        Descriptor number: 0, last: 1
        Language: kaz
        "Режиссері" : "А. Б."
        Text: "Ересектер
мен балала"
      - Descriptor 3: Content (0x54, 84), 2 bytes
        Content: 0x10 (Movie/drama) / User: 0x00
        Content: 0x18 (Movie/drama: adult movie/drama) / User: 0x00
"""
    row = read(table(event(more=longer))).frame.iloc[0]
    assert "Ересектер мен балаларға. 18+" in row["other_text"]
    assert "Режиссері: А. Б." in row["other_text"]
    assert row["category"] == "fiction; adult fiction"


@pytest.mark.parametrize(
    ("printed", "wrong"),
    [
        ("Start UTC: 2024/03/04 16:30:00", "Start UTC: 2024/04/31 16:30:00"),
        ("Start UTC: 2024/03/04 16:30:00", "Start JST: 2024/03/04 16:30:00"),
        ("Duration: 01:30:00", "Duration: ?"),
        ('Description: ""', 'Description: "'),
        ("Country code: KAZ, rating: 0x0F (min. 18 years)", "0000:  4B 41 5A  KAZ"),
    ],
)
def test_what_is_not_understood_is_a_fault(printed: str, wrong: str) -> None:
    text = table(event())
    assert read(text).faults == []
    assert [fault.code for fault in read(text.replace(printed, wrong)).faults] == ["bad-row"]


def test_a_rating_in_hexadecimal_is_decoded() -> None:
    left = """\
      - Descriptor 1: unknown (0x55, 85), 4 bytes
        0000:  4B 41 5A 0F                                KAZ.
"""
    assert read(table(event(more=left))).frame["mark_text"].tolist() == ["DVB KAZ:18"]


def test_numbers_that_are_printed_twice_are_no_marks(tmp_path: Path) -> None:
    for more, codes in ((RATED, ["watershed"]), ("", [])):
        path = tmp_path / "a.txt"
        path.write_text(table(event(more=more)), "utf-8")
        found = audit_files([path], Settings(channel="ktk")).findings
        assert [one.code for one in found if one.code != "unmarked"] == codes
    path.write_text(table(event(name="Кино (18)", more="")), "utf-8")
    found = audit_files([path], Settings(channel="ktk")).findings
    assert "unclear-mark" in {one.code for one in found}


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.sampled_from([*table(event(text="Драма")).splitlines(), *SERVICES.splitlines()]),
            st.text(max_size=20),
        ),
        max_size=40,
    )
)
def test_never_raises(lines: list[str]) -> None:
    read("\n".join([SERVICES, *lines]))
