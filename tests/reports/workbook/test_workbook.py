from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from schedcheck.messages import msg, use_language
from schedcheck.reports.view import all_channels, one_channel
from schedcheck.reports.workbook.workbook import write_workbook
from schedcheck.results.finding import Severity
from schedcheck.results.results import Audit, SourceReport
from schedcheck.schedule.coverage import Coverage, Span
from schedcheck.schedule.week import Week
from tests.reports.audits import (
    FILE,
    MONDAY,
    believable_week,
    fault,
    finding_of,
    make_audit,
    make_rule,
    make_rulebook,
    row,
)


def book_of(audit: Audit, tmp_path: Path, channel: str = "ktk") -> Any:
    write_workbook(one_channel(audit, channel), tmp_path / f"{channel}.xlsx")
    return openpyxl.load_workbook(tmp_path / f"{channel}.xlsx")


def table(sheet: Any) -> list[dict[str, Any]]:
    headings, *rows = sheet.values
    return [dict(zip(headings, values, strict=True)) for values in rows]


def about(book: Any) -> dict[str, Any]:
    return {key: value for key, value, *_rest in book["About"].values if key}


def test_the_sheets_of_a_channel(week_audit: Audit, tmp_path: Path) -> None:
    assert book_of(week_audit, tmp_path).sheetnames == [
        *("Delivery", "Violations", "Warnings", "Notices", "Faults"),
        *("Week 48 2025", "About"),
    ]


def test_a_violation_is_told_with_real_times_and_numbers(tmp_path: Path) -> None:
    programme = row(
        MONDAY, 90, "=Кино", place="line 812", mark="18+", age_class="E18", mark_from="title"
    )
    nearest = (MONDAY - timedelta(days=1, hours=2), MONDAY.replace(hour=22))
    finding = finding_of(programme, nearest=nearest)
    sheet = book_of(make_audit([programme], [finding]), tmp_path)["Violations"]
    (told,) = table(sheet)
    assert told == {
        "No.": 1,
        "Weekday": "Monday",
        "Date": datetime(2025, 11, 24),  # noqa: DTZ001 - a cell has no zone
        "Start,\nUTC+5\n(Almaty)": datetime(2025, 11, 24, 6, 0),  # noqa: DTZ001 - the same
        "End": datetime(2025, 11, 24, 7, 30),  # noqa: DTZ001 - the same
        "Title": "=Кино",
        "Age class": "E18",
        "Mark": "18+",
        "Mark from": "title",
        "Minutes in the forbidden window": 30,
        "Lawful start before": datetime(2025, 11, 23, 4, 0),  # noqa: DTZ001 - the same
        "Lawful start after": datetime(2025, 11, 24, 22, 0),  # noqa: DTZ001 - the same
        "Rule": "kz-2019-info",
        "Citation": make_rule().citations["en"],
        "Offence and who decides": f"Offence: {make_rule().offences['en']}",
        "Message": "18+ is on air for 30 minutes inside 06:00–22:00",
        "File": FILE,
        "Place": "line 812",
    }
    formats = [cell.number_format for cell in sheet[2]]
    assert formats[2:5] == ["[$-809]d mmm yyyy", "hh:mm", "hh:mm"]
    assert formats[9] == "0.0"
    assert formats[11:13] == ["[$-809]d mmm hh:mm", "hh:mm"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:R2"


def test_an_end_on_another_day_shows_its_day_and_an_unknown_end_says_so(tmp_path: Path) -> None:
    rows = [
        row(MONDAY.replace(hour=21), 300, "Ұзақ", mark="18+"),
        row(MONDAY, None, "Соңсыз", mark="18+"),
    ]
    sheet = book_of(make_audit(rows, [finding_of(programme) for programme in rows]), tmp_path)[
        "Violations"
    ]
    assert sheet["E2"].number_format == "[$-809]d mmm hh:mm"
    assert [sheet["E3"].value, sheet["J3"].value] == ["unknown", "unknown"]


def test_the_notices_end_with_each_programme_without_a_mark(
    week_audit: Audit, tmp_path: Path
) -> None:
    notices = table(book_of(week_audit, tmp_path)["Notices"])
    assert [told["Check"] for told in notices[:2]] == [
        "no age mark (unmarked)",
        "overlap (overlap)",
    ]
    unmarked = week_audit.schedule[week_audit.schedule["age_class"] == ""]
    listed = notices[2:]
    assert [told["Title"] for told in listed] == list(unmarked["title"])
    assert [told["Place"] for told in listed] == list(unmarked["place"])
    local = unmarked["start"].dt.tz_convert("Asia/Almaty").dt.tz_localize(None)
    assert [told["Start,\nUTC+5\n(Almaty)"] for told in listed] == list(local)
    assert [told["No."] for told in notices] == list(range(1, len(notices) + 1))


def test_a_mark_that_is_not_understood_is_shown_where_it_was_not_judged(tmp_path: Path) -> None:
    programme = row(MONDAY, 30, "Кино", mark_text="XX:R-99")
    (told,) = table(book_of(make_audit([programme]), tmp_path)["Notices"])
    assert told["Mark"] == "XX:R-99"
    assert told["Message"] == "No age mark: could not be judged."


def test_a_channel_shows_its_own_findings_and_the_faults_of_its_files(tmp_path: Path) -> None:
    ours = row(MONDAY, 30, "Кино", mark="18+", age_class="E18")
    theirs = row(MONDAY, 30, "Фильм", channel="aqtobe", file="aqtobe.csv", age_class="E18")
    findings = [
        finding_of(ours),
        finding_of(theirs),
        fault(place="line 1"),
        fault("aqtobe.csv", "line 2"),
        fault("lost.xml", "", code="unread"),
        fault("lost.xml", "line 3", channel="ktk"),
    ]
    audit = make_audit([ours, theirs], findings)
    book = book_of(audit, tmp_path)
    assert [told["Title"] for told in table(book["Violations"])] == ["Кино"]
    assert {(told["File"], told["Place"]) for told in table(book["Faults"])} == {
        (FILE, "line 1"),
        ("lost.xml", None),
        ("lost.xml", "line 3"),
    }
    other = book_of(audit, tmp_path, "aqtobe")
    assert [told["Title"] for told in table(other["Violations"])] == ["Фильм"]
    assert [told["Place"] for told in table(other["Faults"])] == ["line 2"]
    assert FILE not in about(other)


def test_a_clean_channel_has_every_sheet_too(tmp_path: Path) -> None:
    book = book_of(make_audit([row(MONDAY, 60, "Ән", age_class="E12", mark="12+")]), tmp_path)
    for name in ("Violations", "Warnings", "Notices", "Faults"):
        assert book[name]["A2"].value == "None found."
        assert book[name]["A1"].value == "No."


def test_a_channel_that_was_not_audited_is_refused(week_audit: Audit, tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="stv"):
        write_workbook(one_channel(week_audit, "stv"), tmp_path / "stv.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_about_tells_what_the_verdict_rests_on(week_audit: Audit, tmp_path: Path) -> None:
    told = about(book_of(week_audit, tmp_path))
    marked = int((week_audit.schedule["age_class"] != "").sum())
    assert told["Time zone data"] == "tzdata 2026.6"
    assert told["SHA-256 of the rulebook"] == "5e" * 32
    assert told["Id"] == "ktk (in the roster)"
    assert told["Zone judged"] == "UTC+5 (Almaty) (from: the roster)"
    assert told["Readings without an offset were read in"] == (
        "UTC+5 (Almaty) (from: the zone judged)"
    )
    assert told["Programmes read"] == len(week_audit.schedule)
    assert told["Programmes with an age mark"] == marked
    assert told["Programmes without one, not judged"] == len(week_audit.schedule) - marked
    assert told["Period covered"].startswith("24 Nov 2025 06:00 – 1 Dec 2025")
    assert told["kz-2012-films"] == "not in force on these days"
    assert f"SHA-256 {'a1' * 32}" in told[FILE]
    assert "readings without an offset stand in Asia/Almaty" in told[FILE]
    assert "1 fault" in told[FILE]
    for name in ("Violations", "Warnings", "Notices", "Faults"):
        assert len(told[name]) > 40


def test_about_tells_the_rules_their_days_and_what_is_unverified(tmp_path: Path) -> None:
    programme = row(MONDAY, 60, "Кино", mark="18+", age_class="E18")
    quiet = make_rule("quiet", last=MONDAY.date(), unverified=("never cited here",))
    audit = make_audit([programme], [finding_of(programme)], make_rulebook(make_rule(), quiet))
    rows = [(key, str(value)) for key, value in book_of(audit, tmp_path)["About"].values]
    applied = [value for key, value in rows if key == "kz-2019-info"]
    assert "art. 17(1)" in applied[0]
    assert "In force: 11 Jan 2019 – no end set" in applied[0]
    assert applied[1] == make_rule().unverified[0]
    assert "11 Jan 2019 – 24 Nov 2025" in dict(rows)["quiet"]
    assert "never cited here" not in str(rows)


def test_about_leaves_out_what_was_not_in_force(tmp_path: Path) -> None:
    programme = row(MONDAY, 60, "Кино", mark="18+", age_class="E18")
    gone = make_rule("gone", last=MONDAY.date() - timedelta(days=1))
    book = book_of(make_audit([programme], [], make_rulebook(make_rule(), gone)), tmp_path)
    assert about(book)["gone"] == (
        "not in force on the days of the schedule (11 Jan 2019 – 23 Nov 2025)"
    )


def test_the_workbook_of_an_audit_names_the_channel_and_a_differing_zone(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = []
    findings = []
    for channel in ("ktk", "aqtobe"):
        week, found = believable_week(channel)
        rows += week
        findings += found
    audit = make_audit(rows, findings)
    write_workbook(all_channels(audit), tmp_path / "all.xlsx")
    violations = table(openpyxl.load_workbook(tmp_path / "all.xlsx")["Violations"])
    assert sorted(told["Channel"] for told in violations) == ["Aqtobe"] * 5 + ["КТК"] * 5
    assert "Zone" not in violations[0]
    aqtobe, ktk = audit.channels
    elsewhere = replace(audit, channels=(replace(aqtobe, zone="Asia/Oral"), ktk))
    write_workbook(all_channels(elsewhere), tmp_path / "zones.xlsx")
    told = table(openpyxl.load_workbook(tmp_path / "zones.xlsx")["Violations"])[0]
    assert told["Zone"] == "UTC+5 (Almaty)"
    assert "Start" in told


def test_channels_of_one_name_are_told_apart(tmp_path: Path) -> None:
    rows = [row(MONDAY, 30, "Ән", channel=channel, mark="18+") for channel in ("mir", "mir-kz")]
    audit = make_audit(rows, [finding_of(programme) for programme in rows], name="МИР")
    write_workbook(all_channels(audit), tmp_path / "all.xlsx")
    violations = table(openpyxl.load_workbook(tmp_path / "all.xlsx")["Violations"])
    assert [told["Channel"] for told in violations] == ["МИР (mir)", "МИР (mir-kz)"]


def test_the_weekday_speaks_the_language_chosen(tmp_path: Path) -> None:
    programme = row(MONDAY + timedelta(days=1), 30, "Кино", mark="18+")
    audit = make_audit([programme], [finding_of(programme)])
    use_language("ru")
    try:
        sheet = book_of(audit, tmp_path).worksheets[1]
    finally:
        use_language("en")
    assert sheet["B2"].value == "вторник"
    assert sheet["N2"].value == make_rule().citations["ru"]


def test_a_warning_names_its_check(tmp_path: Path) -> None:
    programme = row(MONDAY, 30, "Кино", mark="TV-MA")
    words = msg("TV-MA is only likely to be 18+")
    warning = finding_of(programme, code="foreign-mark", severity=Severity.WARNING, words=words)
    (told,) = table(book_of(make_audit([programme], [warning]), tmp_path)["Warnings"])
    assert (told["Check"], told["Message"]) == ("foreign mark (foreign-mark)", str(words))


def test_the_same_audit_gives_the_same_bytes(week_audit: Audit, tmp_path: Path) -> None:
    write_workbook(one_channel(week_audit, "ktk"), tmp_path / "a.xlsx")
    write_workbook(one_channel(week_audit, "ktk"), tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def delivery(audit: Audit, tmp_path: Path) -> dict[str, Any]:
    write_workbook(one_channel(audit, "ktk"), tmp_path / "ktk.xlsx")
    book = openpyxl.load_workbook(tmp_path / "ktk.xlsx")
    assert book.sheetnames[0] == "Delivery"
    return {str(key): value for key, value in book["Delivery"].values if key}


def test_the_first_sheet_says_what_came_and_what_did_not(tmp_path: Path) -> None:
    hole = (MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=18))
    rows = [row(MONDAY, 60, "Таң", mark="12+", age_class="E12"), row(MONDAY, 60, "Ән")]
    audit = make_audit(rows, coverage=Coverage(18, 1, (hole,)))
    audit = replace(audit, span=Span(Week(date(2025, 11, 24), date(2025, 11, 24)), "option"))
    told = delivery(audit, tmp_path)
    assert told["State"] == "judged in part"
    assert told["Hours covered"] == "1 of 18"
    assert told["No schedule for"] == "24 Nov 07:00 – 25 Nov 00:00"
    assert told["With an age mark"] == "1 (50%)"
    assert told[FILE] == f"xmltv: 2 programmes, 0 faults\nSHA-256 {'a1' * 32}"
    assert told["None"] == "Everything in these files was understood."


def test_a_second_file_of_which_nothing_was_read_is_named_with_its_faults(tmp_path: Path) -> None:
    rows = [row(MONDAY, 60, "Таң", mark="12+", age_class="E12")]
    audit = make_audit(rows, [fault("ktk 2.csv", "line 3"), fault("other.csv")])
    second = SourceReport("ktk 2.csv", "b2" * 32, "csv", 0, 1, channel="ktk")
    told = delivery(replace(audit, sources=(*audit.sources, second)), tmp_path)
    assert told["State"] == "judged"
    assert told["ktk 2.csv"] == f"csv: 0 programmes, 1 fault\nSHA-256 {'b2' * 32}"
    assert "the start 25:99 is no time" in told["ktk 2.csv, line 3"]
    assert not any(str(name).startswith("other.csv") for name in told)
