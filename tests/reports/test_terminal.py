from __future__ import annotations

import io
from datetime import timedelta

import pytest
from msgspec.structs import replace
from rich.console import Console

from schedcheck.messages import msg
from schedcheck.messages.language import language
from schedcheck.reports.terminal import packed, print_audit, print_batch
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.results import Audit, NotUnderstood
from tests.reports.audits import MONDAY, believable_week, fault, finding_of, make_audit, row

LONG = "Художественный фильм «Возвращение в город у большой северной реки», часть первая " * 3


def printed(audit: Audit, width: int | None = None, *, verbose: bool = False) -> str:
    """What a pipe gets, or a terminal of that width."""
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=width is not None,
        color_system=None,
        legacy_windows=False,
    )
    print_audit(audit, console, verbose=verbose)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_pipe_gets_each_finding_whole_on_one_line() -> None:
    programme = row(MONDAY, 30, LONG.strip(), place="line 812", mark="18+", age_class="E18")
    lines = printed(make_audit([programme], [finding_of(programme)])).splitlines()
    (line,) = [line for line in lines if "line 812" in line]
    for part in ("Mon 24 Nov 2025", "06:00–06:30", LONG.strip(), "18+ (E18)", "30.0"):
        assert part in line
    assert "kz-2019-info" in line
    assert not any(line.endswith(" ") for line in lines)
    assert "\x1b" not in "".join(lines)


def test_a_narrow_terminal_cuts_nothing_either(week_audit: Audit) -> None:
    for width in (100, 160):
        text = printed(week_audit, width)
        assert max(map(len, text.splitlines())) <= width
        assert "…" not in text
        # in the row of each violation, and once with what it says
        assert text.count("kz-2019-info") == 5 + 1


def test_the_gravest_come_first_and_notices_are_counted_by_code(week_audit: Audit) -> None:
    text = printed(week_audit)
    order = [text.index(word) for word in ("Violations (5)", "Warnings (3)", "Notices (2)")]
    assert [*order, text.index("Faults (1)")] == sorted([*order, text.index("Faults (1)")])
    assert "Notices (2): overlap (overlap) 1, no age mark (unmarked) 1" in text
    assert "begins before the programme before it ends" not in text
    assert "begins before the programme before it ends" in printed(week_audit, verbose=True)
    assert "readings without an offset stand in Asia/Almaty" in printed(week_audit, verbose=True)


def test_no_violation_is_no_clean_bill_when_something_was_not_judged() -> None:
    rows = [
        row(MONDAY, 30, "Фильм", age_class="E16", mark="16+"),
        row(MONDAY + timedelta(minutes=30), 30, "Жаңалықтар"),
    ]
    unknown = finding_of(
        rows[1],
        code="unknown-mark",
        severity=Severity.NOTICE,
        words=msg("“%(mark)s” is no mark that is known", mark="R-99"),
    )
    text = printed(make_audit(rows, [unknown, fault()]))
    assert (
        "No violation found among 1 programme with an age mark; "
        "1 programme carries no mark and could not be judged." in text
    )
    assert "1 age mark was not understood." in text
    assert "1 fault: something could not be read, and may hide a violation." in text
    assert "line 77" in text
    assert '<programme start="2025112425:99">' in text


def test_without_any_mark_it_says_that_nothing_was_judged() -> None:
    text = printed(make_audit([row(MONDAY, 30, "Жаңалықтар")]))
    assert "Nothing was judged" in text
    assert "1 programme carries no mark" in text
    assert "No violation found" not in text
    assert "Nothing was judged" in printed(make_audit([], [fault()]))


def test_a_zone_that_was_assumed_is_told() -> None:
    rows = [row(MONDAY, 30, "Жаңалықтар")]
    assert (
        "* Zone assumed: UTC+5 (Almaty) for 1 channel (from: the rulebook's default)."
        in printed(make_audit(rows, zone_from="rulebook"))
    )
    assert "assumed" not in printed(make_audit(rows, zone_from="option"))


def test_an_unknown_end_and_an_end_on_another_day_are_told() -> None:
    late = MONDAY.replace(hour=23)
    rows = [
        row(MONDAY, None, "Начало", age_class="E18", mark="18+"),
        row(late, 500, "Конец", age_class="E18", mark="18+"),
    ]
    text = printed(make_audit(rows, [finding_of(programme) for programme in rows]))
    assert "06:00–unknown" in text
    assert "23:00–25 Nov 07:20" in text


def test_the_nearest_lawful_start_is_told() -> None:
    programme = row(MONDAY, 30, "Фильм", age_class="E18", mark="18+")
    nearest = (MONDAY - timedelta(minutes=30), MONDAY.replace(hour=22))
    audit = make_audit([programme], [finding_of(programme, nearest=nearest)])
    assert "nearest lawful start: 05:30 / 22:00" in printed(audit)
    assert "nearest lawful start: 05:30 / 22:00" in words(printed(audit, 100))


def test_text_from_a_schedule_is_no_markup_and_moves_no_cursor() -> None:
    title = "[bold]Фильм[/] [18+] \x1b[2J\n:smile:"
    programme = row(MONDAY, 30, title, age_class="E18", mark="[18+]")
    for width in (None, 250):
        audit = make_audit([programme], [finding_of(programme)], name="КТК\x1b[31m")
        text = printed(audit, width)
        assert r"[bold]Фильм[/] [18+] \x1b[2J :smile:" in text
        assert "\x1b" not in text


def test_several_channels_are_named_in_each_row() -> None:
    rows: list[dict[str, object]] = []
    findings: list[Finding] = []
    for number, channel in enumerate(("ktk", "aqtobe")):
        more_rows, more_findings = believable_week(channel, number)
        rows += more_rows
        findings += more_findings
    text = printed(make_audit(rows, findings))
    told = [line for line in text.splitlines() if "kz-2019-info" in line]
    named = [line.split()[0] for line in told if not line.startswith("kz-2019-info: ")]
    assert sorted(named) == ["Aqtobe"] * 5 + ["КТК"] * 5


def test_a_channel_judged_in_another_zone_than_the_rosters_is_told() -> None:
    rows = [row(MONDAY, 30, "Ән", mark="0+", age_class="E0")]
    audit = make_audit(rows, zone="Asia/Tashkent", zone_from="option", roster_zone="Asia/Almaty")
    assert (
        "Judged in UTC+5 (Tashkent), which is not the zone that the roster has (1): "
        "КТК – UTC+5 (Almaty)."
    ) in printed(audit)
    assert "not the zone" not in printed(make_audit(rows))


def test_a_fault_of_a_file_is_counted_for_each_channel_in_it() -> None:
    rows = [row(MONDAY, 30, "Ән"), row(MONDAY, 30, "Күй", channel="aqtobe")]
    text = printed(make_audit(rows, [fault(), fault(channel="aqtobe")]))
    counts = {
        line.split()[0]: line.split()[7]
        for line in text.splitlines()
        if line.endswith("UTC+5 (Almaty)")
    }
    assert counts == {"КТК": "1", "Aqtobe": "2"}


def test_that_nothing_else_is_wrong_is_said_only_where_it_is_so() -> None:
    clean = row(MONDAY, 30, "А", age_class="E16", mark="16+")
    guilty = row(MONDAY, 30, "Б", age_class="E18", mark="18+")
    read, else_ = "Everything was read and judged", "nothing else was found"
    assert f"{read}." in printed(make_audit([clean]))
    assert f"{read}; {else_}." in printed(make_audit([guilty], [finding_of(guilty)]))
    assert read not in printed(make_audit([guilty, row(MONDAY, 30, "В")], [finding_of(guilty)]))
    assert read not in printed(make_audit([guilty], [finding_of(guilty), fault()]))
    warning = finding_of(guilty, code="mark-conflict", severity=Severity.WARNING)
    assert read not in printed(make_audit([guilty], [warning]))
    assert read not in printed(make_audit([]))


@pytest.mark.parametrize("width", [40, 80, 99])
def test_below_100_columns_rows_are_stacked_and_no_column_is_lost(
    week_audit: Audit, width: int
) -> None:
    rows = [row(MONDAY, 60, "Ән", channel="aqtobe", mark="12+", age_class="E12")]
    other = make_audit(rows)
    both = replace(week_audit, channels=(*week_audit.channels, *other.channels))
    text = printed(both, width)
    assert max(map(len, text.splitlines())) <= width
    violation = words(next(part for part in text.split("\n\n") if "Violations (5)" in part))
    assert violation.count("КТК") == 5
    for heading in ("Day: ", "Time: ", "Title: ", "Mark: ", "Rule: kz-2019-info"):
        assert violation.count(heading) == 5
    assert "Aqtobe Programmes: 1 Marked: 1 " in words(text)
    assert "Day: " not in printed(both, 100)


def test_lines_are_broken_between_what_belongs_together(week_audit: Audit) -> None:
    lines = printed(week_audit, 80).splitlines()
    assert not [line for line in lines if line != line.rstrip()]
    # a heading and its value are on one line
    assert not [line for line in lines if line.endswith(":") and "kz-" not in line]
    (zone,) = (line for line in lines if "Zone: " in line)
    assert "Zone: UTC+5 (Almaty)" in zone
    begins = [number for number, line in enumerate(lines) if line.startswith("kz-2019-info: ")]
    assert all(lines[number + 1].startswith("  ") for number in begins)
    assert packed(["a" * 10, "b" * 10, "c" * 30], 24) == [
        f"{'a' * 10}  {'b' * 10}",
        "c" * 30,
    ]


def test_why_a_file_was_not_read_is_printed_once() -> None:
    why = "the start 25:99 is no time"
    lost = NotUnderstood("ntk", "НТК", "tv", "republican", "Asia/Almaty", ("ntk.csv",), why)
    audit = replace(make_audit([], [fault("ntk.csv")]), not_understood=(lost,))
    console = Console(file=io.StringIO(), width=120, color_system=None, force_terminal=True)
    print_batch(audit, console)
    assert isinstance(console.file, io.StringIO)
    for text in (console.file.getvalue(), printed(audit, 80), printed(audit)):
        assert words(text).count(why) == 1
        assert "НТК: not understood: ntk.csv." in text


@pytest.mark.parametrize("name", ["en", "kk", "ru"])
@pytest.mark.parametrize("width", [100, 120, 140, 160])
def test_no_column_of_a_table_becomes_too_narrow_for_a_word(
    week_audit: Audit, width: int, name: str
) -> None:
    with language(name):
        lines = printed(week_audit, width).splitlines()
    assert max(map(len, lines)) <= width
    assert any("КТК" in line for line in lines)
    assert not [line for line in lines if len(line.strip()) == 1]


def test_a_batch_is_told_in_short_and_the_rest_when_asked_for() -> None:
    bad = row(MONDAY, 60, "Кино", mark="18+", age_class="E18")
    clean = row(MONDAY, 60, "Ән", channel="aqtobe", mark="12+", age_class="E12")
    faults = [fault("broken.csv", f"line {number}") for number in range(4)]
    audit = make_audit([bad, clean], [finding_of(bad, in_doubt=True), *faults])
    console = Console(file=io.StringIO(), width=120, color_system=None)
    print_batch(audit, console)
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    assert lines.pop(0) == "2 of 2 channels judged."
    assert [line.split() for line in lines[:2]] == [
        ["Channel", "Violations", "In", "doubt", "Minutes", "State"],
        ["КТК", "1", "1", "30.0", "judged"],
    ]
    assert lines[2] == (
        "broken.csv: 4 faults: the start 25:99 is no time; correct it in the export"
    )
    assert "1 of them is in doubt: a warning on the same programme contests it." in lines
    assert not any("Aqtobe" in line or "Кино" in line for line in lines)


def test_a_file_that_fails_for_one_reason_is_one_row_and_each_place_when_asked_for() -> None:
    faults = [fault("broken.csv", f"line {number}") for number in range(1, 158)]
    audit = make_audit([], [*faults, fault("other.csv", "line 7")])
    text = printed(audit)
    assert "Faults (158)" in text
    assert text.count("broken.csv") == 1
    assert "broken.csv, line 1, and 156 more places" in text
    assert "other.csv, line 7" in text
    assert printed(audit, verbose=True).count("broken.csv, line ") == 157
