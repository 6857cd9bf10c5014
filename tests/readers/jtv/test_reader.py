from __future__ import annotations

import hashlib
import json
import struct
import warnings
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.cli import cli
from schedcheck.pipeline.audit import audit
from schedcheck.pipeline.run import Settings
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.jtv import reader as jtv
from schedcheck.readers.registry import read_source
from schedcheck.readers.source import Source, open_sources
from schedcheck.schedule.frame import validate
from schedcheck.schedule.reading import Reading
from tests.fixtures.jtv_files import (
    HEADER,
    OTHER_HEADER,
    Habits,
    Names,
    Programmes,
    archive,
    jtv_zip,
    pair,
)
from tests.fixtures.tables import notes, source_of, told, walls

MIDNIGHT = datetime(2024, 3, 4)  # noqa: DTZ001 - JTV has no zone
EVENING: Programmes = [
    (MIDNIGHT + timedelta(hours=20), "Жаңалықтар"),
    (MIDNIGHT + timedelta(hours=21, minutes=30), "Түнгі қонақ (18+)"),
    (MIDNIGHT + timedelta(hours=23), "Әнұран"),
]
KAZAKH = Habits("kz1048")


def read(path: Path, data: bytes) -> Reading:
    path.write_bytes(data)
    (source,) = open_sources(path)
    reading = read_source(source, ReadOptions())
    validate(reading.frame)
    return reading


def rows(reading: Reading) -> list[tuple[str, str, str]]:
    frame = reading.frame
    return list(zip(frame["channel"], walls(reading), frame["title"], strict=True))


def test_a_zip_is_one_schedule_of_all_its_channels(tmp_path: Path) -> None:
    reading = read(tmp_path / "week.zip", jtv_zip({"КТК": EVENING, "Хабар": EVENING[:1]}, KAZAKH))
    assert reading.format == "jtv"
    assert rows(reading) == [
        ("КТК", "2024-03-04 20:00", "Жаңалықтар"),
        ("КТК", "2024-03-04 21:30", "Түнгі қонақ (18+)"),
        ("КТК", "2024-03-04 23:00", "Әнұран"),
        ("Хабар", "2024-03-04 20:00", "Жаңалықтар"),
    ]
    assert reading.frame["file"].iloc[1] == f"{tmp_path / 'week.zip'}/КТК.ndx"
    assert reading.frame["place"].iloc[1] == "entry 2"
    assert reading.frame["offset"].isna().all()
    assert not reading.faults
    assert notes(reading) == "channels with titles in kz1048: 2 (КТК, Хабар)"


@pytest.mark.parametrize("names", ["flagged", "cp866", "cp1251", "utf-8"])
def test_names_of_members_in_every_encoding(tmp_path: Path, names: Names) -> None:
    data = jtv_zip({"Седьмой канал": EVENING, "31 канал": EVENING}, KAZAKH, names)
    assert set(read(tmp_path / "a.zip", data).frame["channel"]) == {"Седьмой канал", "31 канал"}


def test_flagged_and_unflagged_names_in_one_zip(tmp_path: Path) -> None:
    members = {}
    for name in ("КТК", "Қазақстан"):
        members[f"{name}.ndx"], members[f"{name}.pdt"] = pair(EVENING, KAZAKH)
    data = archive(members, flagged=("Қазақстан.ndx", "Қазақстан.pdt"))
    assert set(read(tmp_path / "a.zip", data).frame["channel"]) == {"КТК", "Қазақстан"}


CP1251_LETTERS = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюяЁё №«»–…ІіЄєЇїЎў"
TITLE = st.text(st.sampled_from(CP1251_LETTERS + "AZaz 09.,+()-"), min_size=1, max_size=30)
STARTS = st.lists(
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),  # noqa: DTZ001 - JTV has no zone
    min_size=1,
    max_size=12,
)


def plain(title: str) -> str:
    return title.strip()


@given(STARTS, st.lists(TITLE.filter(plain), min_size=1, max_size=5), st.data())
def test_what_is_written_with_every_habit_is_read_again(
    tmp_path_factory: pytest.TempPathFactory,
    starts: list[datetime],
    titles: list[str],
    data: st.DataObject,
) -> None:
    habits = Habits(
        data.draw(st.sampled_from(["cp1251", "utf-8"])),
        data.draw(st.sampled_from([HEADER, OTHER_HEADER])),
        data.draw(st.booleans()),
    )
    programmes = [
        (start.replace(microsecond=0), data.draw(st.sampled_from(titles))) for start in starts
    ]
    path = tmp_path_factory.mktemp("jtv") / "a.zip"
    # what all titles are in is told by the longer ones
    programmes.append((MIDNIGHT, "Ежедневные новости"))
    reading = read(path, jtv_zip({"Канал": programmes}, habits))
    assert not reading.faults
    assert reading.frame["title"].tolist() == [plain(title) for _start, title in programmes]
    assert reading.frame["wall_start"].tolist() == [start for start, _title in programmes]


WORDS = ("Жаңалықтар", "Әнұран", "Қазақ әні", "Таңғы шай", "Түнгі қонақ", "Үзіліс", "Ғалам", "Өлке")


@given(st.lists(st.sampled_from(WORDS), min_size=6, max_size=30))
def test_kazakh_titles_in_their_own_page(
    tmp_path_factory: pytest.TempPathFactory, titles: list[str]
) -> None:
    titles = [*titles, "Қаһарман"]
    programmes = [(MIDNIGHT + timedelta(hours=at), title) for at, title in enumerate(titles)]
    path = tmp_path_factory.mktemp("jtv") / "a.zip"
    reading = read(path, jtv_zip({"КТК": programmes}, Habits("kz1048", shared=len(titles) > 9)))
    assert reading.frame["title"].tolist() == titles


def test_ukrainian_titles_are_not_taken_for_kazakh(tmp_path: Path) -> None:
    programmes = [(MIDNIGHT, "Їжа. Є питання"), (MIDNIGHT + timedelta(hours=1), "Ґанок і її ключ")]
    reading = read(tmp_path / "a.zip", jtv_zip({"1+1": programmes}))
    assert reading.frame["title"].tolist() == ["Їжа. Є питання", "Ґанок і її ключ"]
    assert "cp1251" in notes(reading)


def test_each_title_of_a_mixed_file_is_read_in_its_own_letters(tmp_path: Path) -> None:
    index, titles = pair(EVENING, Habits("utf-8"))
    _index, others = pair([(MIDNIGHT, "Новости")])
    at = len(titles)
    titles += others[len(HEADER) :]
    index = struct.pack("<H", 4) + index[2:] + struct.pack("<HQH", 0, 133540704000000000, at)
    members = {"КТК.ndx": index, "КТК.pdt": titles}
    reading = read(tmp_path / "a.zip", archive(members))
    assert reading.frame["title"].tolist()[1:] == ["Түнгі қонақ (18+)", "Әнұран", "Новости"]
    assert "titles in UTF-8 + cp1251" in notes(reading)


def test_lengths_that_count_letters(tmp_path: Path) -> None:
    data = jtv_zip({"КТК": EVENING}, Habits("utf-8", letters=True))
    reading = read(tmp_path / "a.zip", data)
    assert not reading.faults
    assert reading.frame["title"].tolist() == [title for _start, title in EVENING]


def test_an_index_that_ran_past_its_two_bytes(tmp_path: Path) -> None:
    programmes = [
        (MIDNIGHT + timedelta(minutes=at), f"Қонақ {at} {'о' * 40}") for at in range(2500)
    ]
    reading = read(tmp_path / "a.zip", jtv_zip({"КТК": programmes}, KAZAKH))
    assert not reading.faults
    assert reading.frame["title"].tolist() == [title for _start, title in programmes]


def test_where_two_titles_are_65536_bytes_apart_both_are_searched_for_marks(tmp_path: Path) -> None:
    filling = "о" * (65536 // 8 - 2)
    programmes = [(MIDNIGHT + timedelta(hours=at), f"{filling[:-1]}{at}") for at in range(8)]
    programmes += [(MIDNIGHT + timedelta(hours=8), "Түнгі қонақ (18+)")]
    index, titles = pair(programmes, KAZAKH)
    # one more start, which points where the first title and the last one may be meant
    index = struct.pack("<H", 10) + index[2:] + index[-12:]
    path = tmp_path / "a.zip"
    reading = read(path, archive({"КТК.ndx": index, "КТК.pdt": titles}))
    assert [(code, place) for code, place, _text in told(reading)] == [("bad-row", "entry 10")]
    last = reading.frame.iloc[-1]
    assert last["title"] == f"{filling[:-1]}0"
    assert last["other_text"] == "Түнгі қонақ (18+)"


DAMAGE: dict[str, tuple[Callable[[bytes, bytes], tuple[bytes, bytes]], int, list[str], str]] = {
    "cut titles": (
        lambda index, titles: (index, titles[:-3]),
        3,
        ["entry 3"],
        "ends within this title",
    ),
    "missing titles": (
        lambda index, titles: (index, titles[: len(HEADER) + 12]),
        3,
        ["entry 2", "entry 3"],
        "cut off after 38 bytes",
    ),
    "a place inside a title": (
        lambda index, titles: (index[:-2] + b"\x1e\0", titles),
        3,
        ["entry 3"],
        "no title begins",
    ),
    "too many counted": (
        lambda index, titles: (b"\x09\0" + index[2:], titles),
        3,
        ["entry 3"],
        "holds 9 programmes, and holds 3",
    ),
    "too few counted": (
        lambda index, titles: (b"\x01\0" + index[2:], titles),
        3,
        ["entry 3"],
        "holds 1 programmes, and holds 3",
    ),
    "a cut index": (
        lambda index, titles: (index[:-5], titles),
        2,
        ["entry 2"],
        "holds 3 programmes, and holds 2",
    ),
    "a start that is none": (
        lambda index, titles: (index[:4] + b"\xff" * 8 + index[12:], titles),
        2,
        ["entry 1"],
        "not a start that a schedule can have",
    ),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    damage, count, places, words = DAMAGE[name]
    index, titles = damage(*pair(EVENING, KAZAKH))
    reading = read(tmp_path / "a.zip", archive({"КТК.ndx": index, "КТК.pdt": titles}))
    assert len(reading.frame) == count
    assert [(fault.code, fault.place) for fault in reading.faults] == [
        ("bad-row", place) for place in places
    ]
    assert all(words in str(fault.reason) for fault in reading.faults)
    assert all(fault.file.endswith("a.zip/КТК.ndx") for fault in reading.faults)


def test_a_start_without_its_title_still_ends_the_programme_before(tmp_path: Path) -> None:
    index, titles = pair(EVENING, KAZAKH)
    members = {"КТК.ndx": index, "КТК.pdt": titles[:-9]}
    (tmp_path / "a.zip").write_bytes(archive(members))
    found = audit([tmp_path / "a.zip"]).findings
    assert [one.minutes for one in found if one.code == "watershed"] == [30.0]


@pytest.mark.parametrize("lost", ["ndx", "pdt"])
def test_a_lone_half_is_told(tmp_path: Path, lost: str) -> None:
    index, titles = pair(EVENING, KAZAKH)
    members = {"КТК.ndx": index, "КТК.pdt": titles, "Хабар.ndx": index, "Хабар.pdt": titles}
    del members[f"Хабар.{lost}"]
    reading = read(tmp_path / "a.zip", archive(members))
    assert set(reading.frame["channel"]) == {"КТК"}
    assert told(reading) == [("unread", "", "")]
    assert f".{lost} of the same name" in str(reading.faults[0].reason)


def test_a_channel_without_programmes_is_told(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.zip", jtv_zip({"КТК": EVENING, "Хабар": []}))
    assert told(reading) == [("unread", "", "")]
    assert reading.faults[0].file.endswith("Хабар.ndx")


def test_titles_that_are_none(tmp_path: Path) -> None:
    index, _titles = pair(EVENING)
    reading = read(tmp_path / "a.zip", archive({"КТК.ndx": index, "КТК.pdt": b"PNG" * 40}))
    assert not len(reading.frame)
    assert "JTV 3.x" in str(reading.faults[0].reason)


def test_other_members_of_the_zip_are_not_lost(tmp_path: Path) -> None:
    index, titles = pair(EVENING, KAZAKH)
    table = "Дата;Время;Название\n04.03.2024;10:00;Жаңалықтар\n".encode()
    path = tmp_path / "a.zip"
    path.write_bytes(archive({"Хабар.csv": table, "КТК.ndx": index, "КТК.pdt": titles}))
    readings = [read_source(source, ReadOptions()) for source in open_sources(path)]
    assert [(one.format, len(one.frame)) for one in readings] == [("csv", 1), ("jtv", 3)]


def write_loose(folder: Path, name: str = "ktk") -> tuple[Path, Path]:
    index, titles = folder / f"{name}.ndx", folder / f"{name}.pdt"
    for path, content in zip((index, titles), pair(EVENING, KAZAKH), strict=True):
        path.write_bytes(content)
    return index, titles


@pytest.mark.parametrize("given_paths", [(0,), (1,), (0, 1)])
def test_a_loose_pair_is_one_schedule_however_it_is_named(
    tmp_path: Path, given_paths: tuple[int, ...]
) -> None:
    paths = write_loose(tmp_path)
    result = audit([paths[at] for at in given_paths])
    assert [(source.file, source.programmes) for source in result.sources] == [(str(paths[0]), 3)]
    both = paths[0].read_bytes() + paths[1].read_bytes()
    assert result.sources[0].sha256 == hashlib.sha256(both).hexdigest()
    assert [channel.id for channel in result.channels] == ["ktk"]
    assert result.findings[0].code == "watershed"
    named = audit([paths[0]], Settings(channel="Хабар"))
    assert [channel.id for channel in named.channels] == ["khabar"]


def test_a_folder_of_loose_pairs_from_the_command_line(tmp_path: Path) -> None:
    write_loose(tmp_path)
    write_loose(tmp_path, "khabar")
    done = CliRunner().invoke(cli, ["check", str(tmp_path), "--format", "json", "-q"])
    result = json.loads(done.stdout)
    assert done.exit_code == 1
    assert [source["programmes"] for source in result["sources"]] == [3, 3]
    assert result["totals"]["violations"] == 2
    assert result["totals"]["faults"] == 0


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("ending", [".ndx", ".pdt", ".xml"])
def test_a_lone_loose_half_is_told_whatever_it_is_called(
    tmp_path: Path, at: int, ending: str
) -> None:
    content = pair(EVENING, KAZAKH)[at]
    if (ending == ".ndx") == bool(at) and ending != ".xml":
        return
    path = tmp_path / f"ktk{ending}"
    path.write_bytes(content)
    done = CliRunner().invoke(cli, ["check", str(path), "--format", "json", "-q"])
    assert done.exit_code == 3
    (finding,) = json.loads(done.stdout)["findings"]
    assert finding["code"] == "unread"
    assert "JTV" in finding["message"]


def test_the_zone_of_the_source_decides(tmp_path: Path) -> None:
    (tmp_path / "ktk.zip").write_bytes(jtv_zip({"КТК": EVENING}, KAZAKH))
    args = ["check", str(tmp_path / "ktk.zip"), "-q"]
    assert CliRunner().invoke(cli, args).exit_code == 1
    moscow = CliRunner().invoke(cli, [*args, "--source-zone", "Europe/Moscow"])
    assert moscow.exit_code == 0


def test_further_lines_are_text_and_no_title(tmp_path: Path) -> None:
    programmes = [(MIDNIGHT, "Түнгі қонақ\r\n\r\nСерия 7. (18+)")]
    frame = read(tmp_path / "a.zip", jtv_zip({"КТК": programmes}, KAZAKH)).frame
    assert frame["title"].tolist() == ["Түнгі қонақ"]
    assert frame["other_text"].tolist() == ["Серия 7. (18+)"]


def test_starts_off_by_a_fraction_are_told_to_the_second(tmp_path: Path) -> None:
    programmes = [(MIDNIGHT - timedelta(microseconds=300), "Әнұран")]
    reading = read(tmp_path / "a.zip", jtv_zip({"КТК": programmes}))
    assert walls(reading) == ["2024-03-04 00:00"]


def test_two_members_of_one_name(tmp_path: Path) -> None:
    index, titles = pair(EVENING, KAZAKH)
    members = {"КТК.ndx": index, "КТК.pdt": titles, "ктк.NDX": index}
    reading = read(tmp_path / "a.zip", archive(members))
    assert len(reading.frame) == 3
    assert "twice" in str(reading.faults[0].reason)


def test_a_damaged_member_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    index, titles = pair(EVENING, KAZAKH)
    members = {"КТК.ndx": index, "КТК.pdt": titles, "Хабар.ndx": index, "Хабар.pdt": titles}
    data = bytearray(archive(members))
    at = data.index("Хабар.pdt".encode("cp866")) + len("Хабар.pdt") + 8
    data[at] ^= 0xFF
    reading = read(tmp_path / "a.zip", bytes(data))
    assert set(reading.frame["channel"]) == {"КТК"}
    assert [fault.code for fault in reading.faults] == ["unread"]


def test_text_and_other_binaries_are_no_jtv() -> None:
    for head in (b"", b"\x01\0", b"JSON", b"<tv>", b"\0" * 70, bytes(range(256)) * 4):
        assert not jtv.sniff(head, "a.ndx")
    index, titles = pair(EVENING)
    assert jtv.sniff(index, "a")
    assert jtv.sniff(titles, "a")


@given(st.binary(max_size=80), st.binary(max_size=120))
def test_any_bytes_are_read_without_a_traceback(index: bytes, titles: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        parts = (source_of(index, "a.zip/a.ndx"), source_of(HEADER + titles, "a.zip/a.pdt"))
        reading = jtv.read(Source("a.zip", parts=parts), ReadOptions())
    validate(reading.frame)
    assert len(reading.frame) + len(reading.faults) > 0
