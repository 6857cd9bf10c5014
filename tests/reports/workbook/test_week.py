from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schedcheck.law.jurisdiction import LeftOut
from schedcheck.law.rulebook import Ban, Window
from schedcheck.messages import msg, use_language
from schedcheck.reports.view import Tone, all_channels, one_channel
from schedcheck.reports.workbook.week import (
    ROWS,
    Block,
    WeekPiece,
    fitting,
    forbidden_rows,
    place,
)
from schedcheck.reports.workbook.workbook import write_workbook
from schedcheck.results.finding import Severity
from schedcheck.results.results import Audit
from tests.reports.audits import MONDAY, finding_of, make_audit, make_rule, make_rulebook, row

RED, AMBER, BLUE = "00C62828", "00FFC94D", "00C3D3E3"
WINDOW, WHITE = "00F3EBDD", "00FFFFFF"
HATCHED = "lightUp"
HEAD = 4


def book_of(audit: Audit, tmp_path: Path) -> Any:
    write_workbook(one_channel(audit, "ktk"), tmp_path / "ktk.xlsx")
    return openpyxl.load_workbook(tmp_path / "ktk.xlsx")


def weeks_of(audit: Audit, tmp_path: Path) -> list[str]:
    return [name for name in book_of(audit, tmp_path).sheetnames if name.startswith("Week")]


def row_of(clock: str) -> int:
    hours, minutes = map(int, clock.split(":"))
    return HEAD + 1 + (hours * 60 + minutes) // 15


def fill(sheet: Any, column: str, clock: str) -> str:
    found = sheet[f"{column}{row_of(clock)}"].fill
    return str((found.end_color if found.fill_type == HATCHED else found.start_color).rgb)


def test_a_week_is_one_printed_page_with_days_and_quarters(
    week_audit: Audit, tmp_path: Path
) -> None:
    sheet = book_of(week_audit, tmp_path)["Week 48 2025"]
    assert sheet["A1"].value == "КТК: week 48 of 2025, clock of UTC+5 (Almaty)"
    assert [cell.value for cell in sheet[3]][:3] == ["Time", "Monday", "Tuesday"]
    assert sheet["B4"].value == datetime(2025, 11, 24)  # noqa: DTZ001 - a date in a cell
    assert sheet["H4"].value == datetime(2025, 11, 30)  # noqa: DTZ001 - the same
    assert sheet.max_row == HEAD + ROWS
    # the schedule goes from six to six
    assert (sheet["A5"].value, sheet["A6"].value) == (time(6), time(6, 15))
    assert sheet["A100"].value == time(5, 45)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert sheet.page_setup.orientation == "portrait"


def test_programmes_are_coloured_by_what_was_found(tmp_path: Path) -> None:
    def at(hours: int, title: str, **more: str) -> dict[str, Any]:
        return row(MONDAY.replace(hour=hours), 60, title, **more)

    bad = at(10, "Кино", age_class="E18", mark="18+")
    doubtful = at(12, "Чарт", mark="18+")
    lawful = at(23, "Ночь", age_class="E18", mark="18+")
    rows = [bad, doubtful, lawful, at(14, "Ән"), at(4, "Түн"), at(16, "Ән (16+)", age_class="E16")]
    warning = finding_of(doubtful, code="unclear-mark", severity=Severity.WARNING)
    sheet = book_of(make_audit(rows, [finding_of(bad), warning]), tmp_path)["Week 48 2025"]
    assert sheet[f"B{row_of('10:00')}"].value == "10:00 [18+] Кино"
    assert fill(sheet, "B", "10:00") == RED
    assert fill(sheet, "B", "12:00") == AMBER
    assert fill(sheet, "B", "23:00") == BLUE
    assert fill(sheet, "B", "14:00") == fill(sheet, "B", "16:00") == WINDOW
    assert fill(sheet, "B", "04:00") == WHITE
    assert f"B{row_of('10:00')}:B{row_of('10:45')}" in sheet.merged_cells
    assert fill(sheet, "C", "05:45") == fill(sheet, "C", "22:00") == WHITE
    assert fill(sheet, "C", "06:00") == fill(sheet, "C", "21:45") == WINDOW


def test_hours_without_a_programme_are_hatched(tmp_path: Path) -> None:
    rows = [row(MONDAY.replace(hour=10), 60, "Ән")]
    sheet = book_of(make_audit(rows), tmp_path)["Week 48 2025"]
    hatched = {
        cell.coordinate
        for line in sheet.iter_rows(min_row=HEAD + 1, min_col=2)
        for cell in line
        if cell.fill.fill_type == HATCHED
    }
    assert len(hatched) == 7 * ROWS - 4
    assert not hatched & {f"B{row_of('10:00') + quarter}" for quarter in range(4)}
    assert sheet["G2"].value == "no schedule for this time"


def test_a_broadcast_week_is_one_picture_from_six_to_six(tmp_path: Path) -> None:
    sunday = MONDAY + timedelta(days=6)
    rows = [
        row(MONDAY.replace(hour=6), 60, "Таң"),
        row(sunday + timedelta(days=1) - timedelta(hours=2), 120, "Түнгі кино"),
    ]
    assert rows[1]["start"].hour == 4
    audit = make_audit(rows)
    (report,) = audit.channels
    early = replace(audit, channels=(replace(report, week_starts=6 * 3600),))
    book = book_of(early, tmp_path)
    assert [name for name in book.sheetnames if name.startswith("Week")] == ["Week 48 2025"]
    sheet = book["Week 48 2025"]
    assert (sheet["A5"].value, sheet["A100"].value) == (time(6), time(5, 45))
    assert sheet["B5"].value == "06:00 Таң"
    assert sheet[f"H{HEAD + 1 + 22 * 4}"].value == "04:00 Түнгі кино"
    assert sheet["H4"].value.date() == sunday.date()


def test_a_film_that_goes_on_after_the_week_says_until_when(tmp_path: Path) -> None:
    night = MONDAY + timedelta(days=7) - timedelta(minutes=50)
    evening = row(MONDAY + timedelta(days=6, hours=3), None, "Әзіл")
    rows = [row(MONDAY.replace(hour=6), 60, "Таң"), evening, row(night, 90, "Түнгі кино")]
    sheet = book_of(make_audit(rows), tmp_path)["Week 48 2025"]
    texts = {cell.value for column in sheet.columns for cell in column if cell.value}
    assert "05:10↓06:40 Түнгі кино" in texts
    assert "↓ goes on after the week" in texts
    assert not [text for text in texts if "Әзіл" in str(text) and "↓" in str(text)]


def test_a_schedule_from_six_to_six_has_no_picture_of_its_last_night_alone(tmp_path: Path) -> None:
    night = MONDAY + timedelta(days=7) - timedelta(hours=3)
    rows = [row(MONDAY.replace(hour=6), 60, "Таң"), row(night, 60, "Түнгі кино")]
    assert weeks_of(make_audit(rows), tmp_path) == ["Week 48 2025"]


def test_the_window_is_the_rulebooks_of_that_day_and_of_that_channel(tmp_path: Path) -> None:
    later = date(2025, 11, 26)
    old = make_rule("old", last=later - timedelta(days=1))
    new = make_rule("new", first=later, bans=(Ban(("E18",), (Window(7 * 60, 23 * 60),)),))
    rows = [row(MONDAY, 60, "Ән")]
    book = make_rulebook(old, new)
    sheet = book_of(make_audit(rows, rulebook=book), tmp_path)["Week 48 2025"]
    assert [fill(sheet, "C", clock) for clock in ("06:30", "22:30")] == [WINDOW, WHITE]
    assert [fill(sheet, "D", clock) for clock in ("06:30", "22:30")] == [WHITE, WINDOW]
    without = (LeftOut("old", msg("foreign")), LeftOut("new", msg("foreign")))
    audit = make_audit(rows, rulebook=book, left_out=without)
    sheet = book_of(audit, tmp_path)["Week 48 2025"]
    assert {fill(sheet, "D", f"{hour:02}:00") for hour in range(24)} == {WHITE}


def test_a_programme_over_midnight_stands_in_both_days(tmp_path: Path) -> None:
    programme = row(MONDAY.replace(hour=23), 120, "Түнгі кино")
    sheet = book_of(make_audit([programme]), tmp_path)["Week 48 2025"]
    assert sheet[f"B{row_of('23:00')}"].value == "23:00 Түнгі кино"
    assert sheet[f"C{row_of('00:00')}"].value == "… 23:00 Түнгі кино"
    assert f"C{row_of('00:00')}:C{row_of('00:45')}" in sheet.merged_cells


def weekly(count: int, guilty: set[int]) -> Audit:
    rows = [
        row(MONDAY + timedelta(weeks=number), 60, f"Кино {number}", mark="18+")
        for number in range(count)
    ]
    return make_audit(rows, [finding_of(rows[n]) for n in guilty])


def test_up_to_six_weeks_are_all_drawn(tmp_path: Path) -> None:
    assert weeks_of(weekly(6, {2}), tmp_path) == [
        *(f"Week {week} 2025" for week in (48, 49, 50, 51, 52)),
        "Week 1 2026",
    ]


def test_of_more_weeks_the_first_six_with_violations_are_drawn(tmp_path: Path) -> None:
    audit = weekly(20, {3, 5, 7, 9, 11, 13, 15})
    book = book_of(audit, tmp_path)
    drawn = [name for name in book.sheetnames if name.startswith("Week")]
    new_year = [f"Week {week} 2026" for week in (1, 3, 5, 7, 9)]
    assert drawn == ["Week 51 2025", *new_year]
    told = [cell.value for cell in book["About"]["B"]]
    assert any("6 of 20" in str(text) for text in told)
    assert weeks_of(weekly(20, set()), tmp_path) == ["Week 48 2025"]


def test_nothing_in_time_gives_a_week_that_says_so(tmp_path: Path) -> None:
    programme = {**row(MONDAY, None, "Ән"), "start": None}
    book = book_of(make_audit([programme]), tmp_path)
    assert book["Week"]["A1"].value == "No programme could be placed in time."


@pytest.mark.parametrize(("count", "sheets"), [(2, 2), (6, 6), (7, 0)])
def test_a_workbook_of_several_channels_has_a_week_each_up_to_six(
    count: int, sheets: int, tmp_path: Path
) -> None:
    rows = [row(MONDAY, 60, "Ән", channel=f"channel-{number}") for number in range(count)]
    write_workbook(all_channels(make_audit(rows)), tmp_path / "all.xlsx")
    names = openpyxl.load_workbook(tmp_path / "all.xlsx").sheetnames
    assert sum(name.startswith("Week 48") for name in names) == sheets


def test_changes_of_clocks_do_not_crash(tmp_path: Path) -> None:
    # Almaty's clocks went back at midnight on 2024-03-01: 23:00-24:00 happened twice.
    utc = ZoneInfo("UTC")
    start = datetime(2024, 2, 29, 17, 30, tzinfo=utc)
    zone = ZoneInfo("Asia/Almaty")
    rows = [
        row((start + timedelta(minutes=40 * n)).astimezone(zone), 40, f"Кино {n}") for n in range(5)
    ]
    for programme in rows:
        programme["stop"] = (programme["start"].astimezone(utc) + timedelta(minutes=40)).astimezone(
            zone
        )
    sheet = book_of(make_audit(rows), tmp_path)["Week 9 2024"]
    shown = " ".join(str(cell.value) for column in "EF" for cell in sheet[column])
    assert all(f"Кино {n}" in shown for n in range(5))


pieces = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(1, 600), st.sampled_from(Tone)), max_size=40
).map(
    lambda raw: [
        WeekPiece(opens, min(opens + length, 1440), f"{number}", tone)
        for number, (opens, length, tone) in enumerate(sorted(raw))
    ]
)


@given(pieces)
def test_every_programme_is_in_a_block_and_no_blocks_overlap(day: list[WeekPiece]) -> None:
    blocks = place(day)
    assert [text for block in blocks for text, _tone in block.texts] == [p.text for p in day]
    assert all(0 <= block.first < block.end <= ROWS for block in blocks)
    assert all(one.end <= two.first for one, two in pairwise(blocks))
    assert all(block.tone is max(tone for _text, tone in block.texts) for block in blocks)


def test_a_short_programme_gets_its_own_row_where_there_is_room() -> None:
    news, film = (
        WeekPiece(360, 370, "news", Tone.PLAIN),
        WeekPiece(370, 430, "film", Tone.VIOLATION),
    )
    assert [(b.first, b.end) for b in place([news, film])] == [(24, 25), (25, 29)]
    (shared,) = place([news, WeekPiece(370, 375, "clip", Tone.WARNING)])
    assert (shared.first, shared.end, shared.tone) == (24, 25, Tone.WARNING)


@given(st.lists(st.text("абв ", min_size=1), min_size=1, max_size=6), st.integers(1, 8))
def test_a_text_is_cut_to_the_rows_of_its_block(titles: list[str], rows: int) -> None:
    block = Block(0, rows, [(f"06:00 {title.strip()}", Tone.PLAIN) for title in titles])
    text = fitting(block, rows)
    assert text.count("06:00") == len(titles)
    assert len(text) <= max(26 * rows * 3 // 2, len(titles) * 10)


def test_a_violation_that_shares_a_line_keeps_most_of_it() -> None:
    texts = [("11:05 «Қара шаңырақ»", Tone.PLAIN), ("11:10 Ночной дозор", Tone.VIOLATION)]
    assert fitting(Block(0, 1, texts, Tone.VIOLATION), 1) == "11:05 … · 11:10 Ночной…"


def test_a_window_of_some_weekdays_is_shaded_on_those() -> None:
    ban = Ban(("E18",), (Window(17 * 60, 20 * 60, frozenset({0})), Window(8 * 60, 8 * 60 + 20)))
    book = make_rulebook(make_rule(bans=(ban,)))
    plan = book.day_plan(book.rules, "E18", False)  # noqa: FBT003 - its signature
    monday, tuesday = (forbidden_rows(plan, MONDAY.date() + timedelta(days=n)) for n in (0, 1))
    assert sum(monday) == 12 + 2
    assert sum(tuesday) == 2
    assert monday[68:80] == [True] * 12


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_legend_has_room_for_its_longest_text(language: str, tmp_path: Path) -> None:
    try:
        use_language(language)
        sheet = book_of(make_audit([row(MONDAY, 60, "А")]), tmp_path).worksheets[5]
    finally:
        use_language("en")
    longest = max(len(str(cell.value)) for cell in sheet[2] if cell.value)
    assert longest > 20
    assert sheet.row_dimensions[2].height >= 12.5 * -(-longest // 23)
