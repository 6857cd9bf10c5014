from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.broadcast import vdr
from schedcheck.readers.registry import read_source
from schedcheck.readers.source import open_sources
from schedcheck.schedule.reading import Reading
from tests.fixtures.trees import read_content, rows

DATA = """C S19.2E-1-1089-12003 КТК
E 17 1709568000 5400 4E 2
T Түнгі кино
S Екінші бөлім
D Драма|екі серия
G 14 10
R 18
X 1 03 kaz 16:9
V 1709568000
e
E 18 1709573400 1800
T Жаңалықтар
e
c
C S19.2E-1-1089-12004
E 1 1709568000 0
T Концерт (18+)
e
c
"""


def read(folder: Path, content: str) -> Reading:
    return read_content(folder, content, vdr, ReadOptions(channel="ktk"))


def test_events_are_read_with_their_channel(tmp_path: Path) -> None:
    reading = read(tmp_path, DATA)
    assert not reading.faults
    assert reading.names == {"S19.2E-1-1089-12003": "КТК"}
    first, second, third = reading.frame.to_dict("records")
    assert (first["channel"], first["title"]) == ("S19.2E-1-1089-12003", "Түнгі кино")
    assert first["other_text"] == "Екінші бөлім / Драма / екі серия"
    assert (first["mark_text"], first["category"]) == ("R:18", "fiction")
    assert (str(first["wall_start"]), first["offset"]) == ("2024-03-04 16:00:00", 0)
    assert str(first["wall_stop"]) == "2024-03-04 17:30:00"
    assert (first["place"], second["place"]) == ("line 2", "line 11")
    assert (third["channel"], str(third["wall_stop"])) == ("S19.2E-1-1089-12004", "NaT")


def test_the_reply_to_a_command_is_read_too(tmp_path: Path) -> None:
    lines = "".join(f"215-{line}\n" for line in DATA.splitlines())
    assert rows(read(tmp_path, lines), "title") == rows(read(tmp_path, DATA), "title")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("E 17 1709568000 5400 4E 2", "E 17 soon 5400", "line 2"),
        ("E 17 1709568000 5400 4E 2", "E 17 0 5400", "line 2"),
        ("T Жаңалықтар\ne", "T Жаңалықтар\ne\n21:30 Кино (18+)", "line 14"),
    ],
)
def test_what_is_not_understood_is_a_fault(tmp_path: Path, old: str, new: str, place: str) -> None:
    reading = read(tmp_path, DATA.replace(old, new))
    assert place in [fault.place for fault in reading.faults]
    assert {fault.code for fault in reading.faults} == {"bad-row"}


def test_lines_of_letters_not_known_are_text(tmp_path: Path) -> None:
    reading = read(tmp_path, DATA.replace("S Екінші бөлім", "Z только 18+"))
    assert "только 18+" in rows(reading, "other_text")[0][0]


def test_an_event_that_is_not_closed_is_read(tmp_path: Path) -> None:
    reading = read(tmp_path, DATA.replace("\ne\n", "\n"))
    assert len(reading.frame) == 3


def test_it_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "week.txt"
    path.write_text(DATA, encoding="utf-8")
    (source,) = open_sources(path)
    assert read_source(source, ReadOptions()).format == "vdr"
    assert not vdr.sniff(b"C note of the day\nE mail\n", "a")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.sampled_from([*DATA.splitlines(), "", "T", "E", "R", "x y", "G zz"]), max_size=20)
)
def test_any_lines_are_read_without_a_traceback(tmp_path: Path, lines: list[str]) -> None:
    content = "\n".join([*DATA.splitlines()[:2], *lines])
    reading = read(tmp_path, content)
    assert len(reading.frame) >= 1
