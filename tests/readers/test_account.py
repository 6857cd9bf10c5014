"""Every place of a source ends as exactly one thing; the sums are those of another count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from schedcheck.errors import ConfigError
from schedcheck.messages import as_printed, msg
from schedcheck.pipeline.audit import audit
from schedcheck.pipeline.run import Settings
from schedcheck.readers import row_faults
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.registry import READERS, read_source
from schedcheck.readers.source import SourceError, open_sources
from schedcheck.readers.tables.rows import Rows
from schedcheck.results.codec import document_to_json
from schedcheck.results.source_json import count_from_json, count_to_json
from schedcheck.schedule.account import End, PlaceCount, Places, Unit, added, all_as, entries
from schedcheck.schedule.reading import Reading
from tests.cli.test_check import run
from tests.fixtures.jtv_files import Habits, archive, pair
from tests.fixtures.kinds import SAMPLES
from tests.fixtures.papers import Blocks, docx_of, html_of, odt_of, rtf_of
from tests.fixtures.places import places_in
from tests.fixtures.tables import workbook_of
from tests.missing import missing
from tests.shared_data import SHARED

KINDS = [name for name in SAMPLES if name in READERS]
NAME = msg("heading of a day")


def sums(reading: Reading) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for one in reading.account:
        counted[one.unit.value] += one.count
    return dict(counted)


def ends(reading: Reading) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for one in reading.account:
        counted[one.end.name] += one.count
    return dict(counted)


def readings(path: Path) -> Iterable[tuple[Reading, list[dict[str, int]] | None]]:
    """What is read of a file, and the places of each source counted another way."""
    try:
        for source in open_sources(path):
            reading = read_source(source, ReadOptions())
            counts = reading.account and not source.parts
            yield reading, places_in(source, reading) if counts else None
    except (SourceError, ConfigError):
        return


def test_a_place_is_the_highest_of_what_was_said_of_it() -> None:
    places = Places.of(Unit.ROW, [True, True, False, True])
    places.put([0, 1, 2], End.TEXT)
    places.put(1, End.PROGRAMME)
    places.put(1, End.FAULT)
    assert places.left == [3]
    assert places.is_open(3)
    places.put(slice(3, None), End.STRUCTURE, NAME)
    assert places.counts() == [
        PlaceCount(Unit.ROW, End.TEXT, 1),
        PlaceCount(Unit.ROW, End.PROGRAMME, 1),
        PlaceCount(Unit.ROW, End.STRUCTURE, 1, NAME),
    ]


def test_places_may_be_seen_by_the_numbers_of_a_table_made_from_them() -> None:
    cells = Places.of(Unit.CELL, [True] * 6, width=3)
    rows = cells.seen_by([cells.at(1, 2), cells.at(0, 1)])
    rows.put(0, End.PROGRAMME)
    rows.seen_by([1, 1]).put([0, 1], End.FAULT)
    rows.put_rest(End.LEFT_OUT, NAME)
    assert cells.ends.tolist() == [3, 2, 3, 3, 3, 1]


def test_counts_of_parts_are_added_by_unit_end_and_name() -> None:
    one, other = PlaceCount(Unit.ROW, End.TEXT, 2), PlaceCount(Unit.ROW, End.TEXT, 3, NAME)
    assert added([one, other, one, PlaceCount(Unit.ROW, End.FAULT, 0)]) == [
        PlaceCount(Unit.ROW, End.TEXT, 4),
        other,
    ]
    assert all_as([one, other], End.LEFT_OUT, NAME) == [PlaceCount(Unit.ROW, End.LEFT_OUT, 5, NAME)]


def test_entries_that_are_nothing_were_passed_over() -> None:
    assert [(one.end, one.count) for one in entries(9, 4, 2, [(NAME, 1)])] == [
        (End.PROGRAMME, 4),
        (End.FAULT, 2),
        (End.LEFT_OUT, 1),
        (End.OPEN, 2),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_reader_keeps_an_account(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.dat"
    path.write_bytes(SAMPLES[kind])
    ((reading, counted),) = readings(path)
    assert ends(reading)["PROGRAMME"] == 2
    assert "OPEN" not in ends(reading)
    assert counted is None or sums(reading) in counted


DAYS: Blocks = [
    "Телеканал КТК", "Понедельник, 4 марта 2024", "06:00 Новости", "с субтитрами",
    "21:30 Кино (18+)", "", "Вторник, 5 марта 2024", "25:70 Ток-шоу", "07:00 Мультфильм",
]  # fmt: skip
TABLE: Blocks = [
    "Понедельник, 4 марта 2024",
    [["Время", "Название", "Возраст"], ["06:00", "Новости", "0+"], ["21:30", "Кино", "18+"]],
]
DATED: Blocks = [
    "Программа",
    [["Дата", "Время", "Название"], ["04.03.2024", "06:00", "Новости"], ["", "21:30", "Кино"]],
]


@pytest.mark.parametrize("write", [docx_of, odt_of, rtf_of, html_of])
def test_a_document_has_the_same_account_in_every_format(
    tmp_path: Path, write: Callable[[Blocks], bytes]
) -> None:
    expected = {
        0: {"PROGRAMME": 3, "STRUCTURE": 3, "TEXT": 1, "FAULT": 1},
        1: {"PROGRAMME": 2, "STRUCTURE": 2},
        2: {"PROGRAMME": 2, "STRUCTURE": 2},
    }
    for at, blocks in enumerate((DAYS, TABLE, DATED)):
        path = tmp_path / "a.dat"
        path.write_bytes(write(blocks))
        ((reading, _counted),) = readings(path)
        found = ends(reading)
        assert found == expected[at] or (at == 2 and found == {"PROGRAMME": 2, "STRUCTURE": 2})


def test_the_cells_of_a_grid_are_accounted_for_one_by_one(tmp_path: Path) -> None:
    rows = [
        ["Программа передач", "", ""],
        ["", "Пн 04.03.2024", "Вт 05.03.2024"],
        ["06:00", "Новости", "Новости"],
        ["21:30", "Кино (18+)", "Концерт"],
    ]
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook_of(Неделя=rows))
    ((reading, counted),) = readings(path)
    assert ends(reading) == {"PROGRAMME": 4, "STRUCTURE": 5}
    assert counted == [{"cell": 9}]


def test_programmes_in_comments_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    one = '<programme start="20240304213000 +0500" channel="a"><title>A</title></programme>'
    path.write_text(f"<tv>{one}<!-- {one} --></tv>", encoding="utf-8")
    ((reading, counted),) = readings(path)
    assert ends(reading) == {"PROGRAMME": 1, "LEFT_OUT": 1}
    assert counted == [{"entry": 2}]


def test_a_place_that_was_passed_over_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(self: Rows, row: object, end: End, name: object = None) -> None:
        del self, row, end, name

    monkeypatch.setattr(Rows, "put", forgetful)
    path = tmp_path / "a.csv"
    path.write_bytes(SAMPLES["csv"])
    ((reading, _counted),) = readings(path)
    assert [fault.code for fault in reading.faults] == ["unaccounted"] * 2
    assert all(fault.reason == row_faults.PASSED_OVER for fault in reading.faults)


def test_the_account_is_in_the_json_and_told_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "ktk.csv"
    path.write_bytes(SAMPLES["csv"])
    (source,) = document_to_json(audit([path], Settings()))["sources"]
    assert source["account"][0] == {"unit": "row", "end": "programme", "name": "", "count": 2}


GUIDES = {
    "eit": (b"<event ", b"</event>", b"start_time=", b"duration="),
    "tva": (b"<ScheduleEvent", b"</ScheduleEvent>", b"<PublishedStartTime>", b"<Program "),
    "bxf": (b"<ScheduledEvent>", b"</ScheduledEvent>", b"<StartDateTime>", b"broadcastDate="),
}


@pytest.mark.parametrize("kind", GUIDES)
def test_the_account_of_a_broken_guide_adds_up(tmp_path: Path, kind: str) -> None:
    whole = SAMPLES[kind]
    opening, closing, *others = GUIDES[kind]
    end = whole.rindex(closing)
    spoilt = [
        *(whole.replace(one, b"x" + one[1:], 1) for one in (opening, closing, *others)),
        *(whole.replace(one, one[:-1], 1) for one in (opening, closing, *others)),
        *(whole.replace(one, one + one, 1) for one in (opening, closing, *others)),
        whole.replace(opening, b"</" + opening[1:] + b">" + opening, 1),
        whole[:end], whole[: end - 40], whole[: whole.index(closing) + 9], whole[: end // 2],
        whole.replace(b"2024", b"20x4", 1), whole.replace(b":00", b":99"),
        whole.replace(b'"', b"", 3),
    ]  # fmt: skip
    path = tmp_path / "a.dat"
    broken = 0
    for content in spoilt:
        path.write_bytes(content)
        for reading, counted in readings(path):
            if reading.format == kind:
                broken += bool(reading.faults)
                assert counted is None or sums(reading) in counted
                assert ends(reading).get("PROGRAMME", 0) == len(reading.frame)
                assert "OPEN" not in ends(reading)
    assert broken > len(spoilt) // 2


@pytest.mark.parametrize("cut", [1, 5, 12, 17])
def test_the_account_of_a_broken_pair_adds_up(tmp_path: Path, cut: int) -> None:
    first = datetime(2024, 3, 4, 20)  # noqa: DTZ001 - JTV has no zone
    starts = [(first + timedelta(hours=at), f"Ән {at}") for at in range(3)]
    index, titles = pair(starts, Habits("kz1048"))
    path = tmp_path / "a.zip"
    path.write_bytes(archive({"a.ndx": index[:-cut], "a.pdt": titles}))
    ((reading, _counted),) = readings(path)
    left = ends(reading)
    assert left["PROGRAMME"] == len(reading.frame) == 3 - -(-cut // 12)
    assert left.get("FAULT", 0) == (cut % 12 > 0)
    assert reading.faults


def _cases() -> list[Path]:
    folder = SHARED / "cases" / "cases"
    found = sorted(folder.glob("*")) if folder.is_dir() else []
    return [path for path in found if path.is_file() and ".expected." not in path.name]


def test_the_accounts_of_all_cases_add_up() -> None:
    cases = _cases()
    if not cases:
        missing("the shared cases are not on this machine")
    wrong: list[tuple[object, ...]] = []
    compared = 0
    for path in cases:
        for reading, counted in readings(path):
            found = ends(reading)
            if "OPEN" in found or (len(reading.frame) and "PROGRAMME" not in found):
                wrong.append((path.name, found))
            if counted is not None and reading.account:
                compared += 1
                if sums(reading) not in counted:
                    wrong.append((path.name, sums(reading), counted))
    assert not wrong
    assert compared > len(cases) / 2


def test_the_account_of_a_file_is_printed_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "ktk.csv"
    path.write_bytes(SAMPLES["csv"])
    printed = run("check", path, "-v", "--lang", "en").output
    assert "ktk.csv: rows: 3, of which programmes 2; structure: headings of columns 1" in printed


def test_counts_come_back_from_the_json() -> None:
    counts = [PlaceCount(Unit.LINE, End.LEFT_OUT, 3, as_printed("why")), *entries(4, 2, 1)]
    assert list(map(count_from_json, map(count_to_json, counts))) == counts
