from __future__ import annotations

import gzip
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from schedcheck.errors import ConfigError
from schedcheck.pipeline.audit import audit
from schedcheck.pipeline.run import Settings
from schedcheck.results.finding import Severity
from schedcheck.tasks.repair.apply import apply_plan
from schedcheck.tasks.repair.plan import plan_repair
from schedcheck.tasks.repair.swaps import later_by
from tests.paths import SAMPLES

ON_KTK = Settings(channel="ktk")
DAY = date(2026, 11, 24)


def applied(path: Path, settings: Settings = ON_KTK) -> Path:
    out = path.with_name(f"repaired-{path.name.removesuffix('.gz')}")
    apply_plan(plan_repair([path], settings), path, out, settings)
    assert not list(audit([out], settings).of(Severity.VIOLATION))
    return out


def table(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def book(path: Path, rows: list[list[Any]], **formats: str) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for address, form in formats.items():
        sheet[address].number_format = form
    workbook.save(path)
    return path


def cells(path: Path) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path).worksheets[0]]


def test_rows_of_a_table_keep_their_slots_and_everything_else_its_bytes(tmp_path: Path) -> None:
    text = (
        "№;Дата;Начало;Конец;Название;Возраст\r\n"
        '1;24.11.2026;14:00;15:30;"Фильм; ночной";18+\r\n'
        '2;24.11.2026;15:30;22:00;"Песни, танцы";6+\r\n'
        "3;24.11.2026;22:00;23:25;Сериал;12+\r\n"
    )
    out = applied(table(tmp_path / "ktk.csv", text, "cp1251"))
    lines = out.read_bytes().decode("cp1251").split("\r\n")
    assert lines[1] == "1;24.11.2026;14:00;15:25;Сериал;12+"
    assert lines[2] == '2;24.11.2026;15:30;22:00;"Песни, танцы";6+'
    assert lines[3] == '3;24.11.2026;22:00;23:30;"Фильм; ночной";18+'


def test_a_guide_keeps_its_starts_and_channels(tmp_path: Path) -> None:
    text = """<tv>
<programme start="20261124140000 +0500" stop="20261124153000 +0500" channel="k"
  ><title>Фильм</title><rating><value>18+</value></rating></programme>
<programme start="20261124220000 +0500" stop="20261124232500 +0500" channel="k"
  ><title>Сериал</title></programme>
</tv>"""
    path = tmp_path / "ktk.xml.gz"
    path.write_bytes(gzip.compress(text.encode()))
    plain = applied(path)
    told = plain.read_text(encoding="utf-8").splitlines()
    assert (
        told[1] == '<programme start="20261124140000 +0500" stop="20261124152500 +0500" channel="k"'
    )
    assert told[2] == "  ><title>Сериал</title></programme>"
    assert (
        told[3] == '<programme start="20261124220000 +0500" stop="20261124233000 +0500" channel="k"'
    )
    assert told[4] == "  ><title>Фильм</title><rating><value>18+</value></rating></programme>"
    packed = tmp_path / "repaired.xml.gz"
    apply_plan(plan_repair([path], ON_KTK), path, packed, ON_KTK)
    assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()


@pytest.mark.parametrize("typed", [True, False])
def test_rows_of_a_workbook_keep_their_slots_and_cells_their_formats(
    tmp_path: Path, *, typed: bool
) -> None:
    clocks: list[Any] = [time(14), time(15, 30), time(22), time(23, 25)]
    ends: list[Any] = [time(15, 25), time(23, 30)]
    if not typed:
        clocks, ends = ["14:00", "15:30", "22:00", "23:25"], ["15:25", "23:30"]
    rows: list[list[Any]] = [
        ["Дата", "Начало", "Конец", "Название", "Возраст", "Жанр"],
        [DAY, *clocks[:2], "Фильм", 18],
        [DAY, *clocks[2:], "Сериал", 12, "сериал"],
    ]
    out = applied(book(tmp_path / "ktk.xlsx", rows, E2='0"+"', E3='0"+"'))
    day = datetime(2026, 11, 24)  # noqa: DTZ001 - a cell has no zone
    assert cells(out)[1:] == [
        [day, clocks[0], ends[0], "Сериал", 12, "сериал"],
        [day, clocks[2], ends[1], "Фильм", 18, None],
    ]


def test_cells_of_a_grid_keep_their_clock_readings(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["", "24.11.2026", "25.11.2026"],
        ["", "06:00 Таң (0+)", "06:00 Таң (0+)"],
        ["", "14:00 Фильм (18+)", "14:00 Ән (6+)"],
        ["", "15:30 Күн (0+)", "15:30 Күн (0+)"],
        ["", "22:00 Сериал (12+)", "22:00 Кеш (12+)"],
        ["", "23:30 Түн (12+)", "23:30 Түн (12+)"],
    ]
    out = applied(book(tmp_path / "ktk.xlsx", rows))
    assert [row[1] for row in cells(out)][2::2] == ["14:00 Сериал (12+)", "22:00 Фильм (18+)"]


LISTING = """24 ноября 2026
14:00 Фильм (18+)
15:30 Ән (6+)
22:00 Сериал (12+)
23:30 Түн (12+)
"""
TWICE = """Дата;Начало;Конец;Название;Возраст
24.11.2026;14:00;15:30;Фильм;18+
24.11.2026;14:00;15:30;Фильм;18+
24.11.2026;22:00;23:30;Сериал;12+
"""


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [("ktk.txt", LISTING, "save it as xlsx or CSV"), ("ktk.csv", TWICE, "again at line 3")],
)
def test_what_cannot_be_written_is_refused(
    tmp_path: Path, name: str, content: str, why: str
) -> None:
    path = table(tmp_path / name, content)
    plan = plan_repair([path], ON_KTK)
    assert plan.moves
    with pytest.raises(ConfigError, match=why):
        apply_plan(plan, path, tmp_path / "out", ON_KTK)
    assert not (tmp_path / "out").exists()


def test_a_mark_merged_over_two_programmes_does_not_move_with_one(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Дата", "Начало", "Конец", "Название", "Возраст"],
        [DAY, "14:00", "15:30", "Фильм", "18+"],
        [DAY, "23:30", "23:50", "Ән", "18+"],
        [DAY, "22:00", "23:30", "Сериал", "12+"],
    ]
    path = book(tmp_path / "ktk.xlsx", rows)
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0].merge_cells("E2:E3")
    workbook.save(path)
    plan = plan_repair([path], ON_KTK)
    assert plan.moves
    with pytest.raises(ConfigError, match="not the week that the plan makes"):
        apply_plan(plan, path, tmp_path / "out.xlsx", ON_KTK)


def test_formulas_are_not_moved(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Дата", "Начало", "Конец", "Название", "Возраст"],
        [DAY, "14:00", "15:30", '="Фильм"', "18+"],
        [DAY, "22:00", "23:30", "Сериал", "12+"],
    ]
    path = book(tmp_path / "ktk.xlsx", rows)
    plan = plan_repair([path], ON_KTK)
    assert plan.moves
    with pytest.raises(ConfigError, match="not a cell or line"):
        apply_plan(plan, path, tmp_path / "out.xlsx", ON_KTK)


@pytest.mark.parametrize("name", ["alau-tv.xlsx", "ktk.xml", "qostanai.tsv", "ntk.xml.gz"])
def test_sample_files_are_repaired(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes((SAMPLES / "week" / name).read_bytes())
    plan = plan_repair([path], Settings())
    assert plan.moves
    apply_plan(plan, path, tmp_path / "out", Settings())
    assert (tmp_path / "out").stat().st_size


@pytest.mark.parametrize(
    ("text", "seconds", "moved"),
    [
        ("15:30", -300, "15:25"),
        ("9.58", 300, "10.03"),
        ("24.11.2026 23:58:30", 120, "24.11.2026 00:00:30"),
        ("конец", 60, "конец"),
        ("15:30", 0, "15:30"),
    ],
)
def test_an_end_moves_in_the_form_in_which_it_is_printed(
    text: str, seconds: int, moved: str
) -> None:
    assert later_by(text, seconds) == moved
