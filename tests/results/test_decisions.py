"""What the authority decided: dismissed findings are shown and not counted, repeats are named."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from schedcheck.cli import cli
from schedcheck.errors import ConfigError
from schedcheck.pipeline.run import Settings
from schedcheck.reports.data import json as json_report
from schedcheck.reports.data import junit, sarif
from schedcheck.results.decisions import load_decisions
from schedcheck.results.finding import Decision, Outcome, Severity
from schedcheck.results.results import Audit
from schedcheck.tasks.batch.batch import run_batch
from schedcheck.tasks.period.period import join, parse_period
from schedcheck.tasks.period.runs import load_runs
from tests.checks.audited import audited, programme

FILM = programme("20261124 2030", "20261124 2130", "Х/ф «Чужая ставка»", rating="18+")
SHOW = programme("20261125 1200", "20261125 1300", "Ток-шоу «Порог»", rating="18+")
ENTRY = """
[[decision]]
code = "watershed"
channel = "test"
start = "2026-11-24T20:30:00+05:00"
title = "Х/ф  «Чужая ставка»"
age_class = "E18"
outcome = "dismissed"
why = "The film was replaced: on-air journal of 24 November."
date = 2026-12-01
"""
PENALTY = (
    ENTRY.replace("dismissed", "confirmed")
    .replace("2026-11-24T20:30:00+05:00", "2026-03-01T20:30:00+05:00")
    .replace("2026-12-01", "2026-03-20")
    .replace('why = "The film was replaced: on-air journal of 24 November."', 'penalty = "warning"')
)


def written(folder: Path, text: str) -> Path:
    path = folder / "decisions.toml"
    path.write_text(text, encoding="utf-8")
    return path


def run(folder: Path, text: str, *rows: str) -> Audit:
    return audited(*rows, decisions=written(folder, text))


def test_what_is_dismissed_stays_and_is_counted_apart(tmp_path: Path) -> None:
    result = run(tmp_path, ENTRY, FILM, SHOW)
    assert result.count(Severity.VIOLATION) == 1
    assert [one.title for one in result.dismissed] == ["Х/ф «Чужая ставка»"]
    (report,) = result.channels
    assert (report.violations, report.minutes) == (1, 60)
    plain = json.loads(json_report.dumps(result))
    assert plain["totals"]["violations"] == plain["totals"]["dismissed"] == 1
    (decided,) = (one["decision"] for one in plain["findings"] if "decision" in one)
    assert decided == {
        "outcome": "dismissed",
        "date": "2026-12-01",
        "why": "The film was replaced: on-air journal of 24 November.",
        "penalty": "",
        "rule": "",
    }
    assert result.unused_decisions == ()


def test_a_decision_is_found_after_rows_have_moved(tmp_path: Path) -> None:
    result = run(tmp_path, ENTRY, "<!-- more -->", SHOW, "\n", FILM)
    assert len(result.dismissed) == 1


def test_other_programmes_at_other_times_are_not_dismissed(tmp_path: Path) -> None:
    other = FILM.replace("20261124203000", "20261124193000")
    result = run(tmp_path, ENTRY, other, SHOW)
    assert result.dismissed == ()
    assert [one.title for one in result.unused_decisions] == ["Х/ф «Чужая ставка»"]


def test_what_was_decided_and_not_found_again_is_named(tmp_path: Path) -> None:
    guide = tmp_path / "guide.xml"
    rows = (FILM.replace("Чужая", "Своя"), SHOW)
    guide.write_text("<tv>" + "".join(rows) + "</tv>", encoding="utf-8")
    text = ENTRY + ENTRY.replace("2026-11-24T", "2025-11-24T")
    options = ["--no-config", "--lang", "en", "--decisions", str(written(tmp_path, text))]
    done = CliRunner().invoke(cli, ["check", str(guide), *options])
    assert done.exit_code == 1
    assert "Decided on, and not found in this run: watershed, test, 2026-11-24" in done.output
    assert "1 decision is on a channel or a time that this run is not about." in done.output


def test_a_run_whose_violations_are_dismissed_does_not_fail(tmp_path: Path) -> None:
    guide = tmp_path / "guide.xml"
    guide.write_text("<tv>" + FILM + "</tv>", encoding="utf-8")
    options = ["--no-config", "--lang", "en"]
    assert CliRunner().invoke(cli, ["check", str(guide), *options]).exit_code == 1
    options += ["--decisions", str(written(tmp_path, ENTRY))]
    done = CliRunner().invoke(cli, ["check", str(guide), *options])
    assert done.exit_code == 0
    assert "Dismissed (1)" in done.output
    assert "dismissed on" in done.output
    assert "1 finding was dismissed by a decision" in done.output


def test_machine_formats_suppress_it(tmp_path: Path) -> None:
    result = run(tmp_path, ENTRY, FILM, SHOW)
    found = json.loads(sarif.dumps(result))["runs"][0]["results"]
    suppressed = [one for one in found if "suppressions" in one]
    assert len(suppressed) == 1
    assert "replaced" in suppressed[0]["suppressions"][0]["justification"]
    assert 'failures="1"' in junit.dumps(result)


def test_a_repetition_is_counted_from_the_penalty(tmp_path: Path) -> None:
    result = run(tmp_path, PENALTY, FILM, SHOW)
    due = [one for finding in result.findings for one in finding.dates if one.kind == "repeat"]
    assert [(one.since, one.day) for one in due] == [(date(2026, 3, 20), date(2027, 3, 20))] * 2


@pytest.mark.parametrize(
    ("day", "repeated"),
    [
        ("2025-11-23", False),
        ("2025-11-24", True),
        ("2025-11-25", True),
        ("2026-11-23", True),
        ("2026-11-24", False),
        ("2026-12-24", False),
    ],
)
def test_a_year_after_the_penalty(tmp_path: Path, day: str, *, repeated: bool) -> None:
    result = run(tmp_path, PENALTY.replace("2026-03-20", day), FILM)
    (one,) = result.of(Severity.VIOLATION)
    assert any(due.kind == "repeat" for due in one.dates) == repeated


def test_a_penalty_under_another_rule_or_on_another_channel_repeats_nothing(
    tmp_path: Path,
) -> None:
    for text in (PENALTY + 'rule = "kz-2012-harm"\n', PENALTY.replace('"test"', '"other"')):
        (one,) = run(tmp_path, text, FILM).of(Severity.VIOLATION)
        assert all(due.kind != "repeat" for due in one.dates)
    (one,) = run(tmp_path, PENALTY + 'rule = "kz-2019-info"\n', FILM).of(Severity.VIOLATION)
    assert any(due.kind == "repeat" for due in one.dates)


def test_a_batch_uses_decisions_and_judges_again_when_they_change(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "guide.xml").write_text("<tv>" + FILM + SHOW + "</tv>", encoding="utf-8")
    first = run_batch(folder, out, Settings())
    assert first.count(Severity.VIOLATION) == 2
    second = run_batch(folder, out, Settings(decisions=written(tmp_path, ENTRY)))
    assert (second.count(Severity.VIOLATION), len(second.dismissed)) == (1, 1)
    book = load_workbook(out / "channels" / "test.xlsx")
    cells = [str(cell.value) for row in book["Dismissed"].iter_rows() for cell in row]
    assert any("replaced" in text for text in cells)
    violations = [str(cell.value) for row in book["Violations"].iter_rows() for cell in row]
    assert "Х/ф «Чужая ставка»" not in violations
    page = (out / "summary.html").read_text(encoding="utf-8")
    assert "dismissed on" in page

    joined = join(load_runs([out]), parse_period("2026-11"))
    assert (joined.total.violations, joined.total.dismissed) == (1, 1)
    undone = load_decisions(written(tmp_path, ""))
    joined = join(load_runs([out]), parse_period("2026-11"), undone)
    assert (joined.total.violations, joined.total.dismissed) == (2, 0)
    both = ENTRY + ENTRY.replace("24T20:30", "25T12:00").replace(
        "Х/ф  «Чужая ставка»", "Ток-шоу «Порог»"
    )
    joined = join(
        load_runs([out]), parse_period("2026-11"), load_decisions(written(tmp_path, both))
    )
    assert (joined.total.violations, joined.total.dismissed, joined.total.repeated) == (0, 2, 0)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('code = "watershed"', 'code = "watersheds"', "decision[0].code: "),
        ('"dismissed"', '"refused"', "decision[0].outcome: "),
        ('why = "The film', 'reason = "The film', "decision[0].why: is missing"),
        ("date = 2026-12-01", "", "decision[0].date: is missing"),
        ("date = 2026-12-01", 'date = "2026-12-01"', "decision[0].date: must be a date"),
        ("+05:00", "", "decision[0].start: the time has no offset"),
        ("2026-11-24T", "2026-31-24T", "decision[0].start: not a time"),
        ('channel = "test"', "", "decision[0].channel: is missing"),
        ("date = 2026", 'penalty = "20 MCI"\ndate = 2026', "decision[0].penalty: "),
        ("date = 2026-12-01", "date = 2026-12-01\nnote = 1", "decision[0].note: unknown key"),
        ("outcome", "outcome = ", "not TOML"),
    ],
)
def test_a_wrong_entry_is_refused_with_file_and_place(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    path = written(tmp_path, ENTRY.replace(old, new, 1))
    with pytest.raises(ConfigError) as refused:
        load_decisions(path)
    assert str(path) in str(refused.value)
    assert words in str(refused.value)


def test_a_finding_is_decided_on_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"decision\[1\]: .*second time"):
        load_decisions(written(tmp_path, ENTRY + ENTRY.replace("+05:00", "+05:00 ".strip())))


def test_a_time_of_toml_is_as_good_as_a_text(tmp_path: Path) -> None:
    text = ENTRY.replace('"2026-11-24T20:30:00+05:00"', "2026-11-24T15:30:00Z")
    (known,) = load_decisions(written(tmp_path, text)).by_finding
    assert known.start == "2026-11-24T15:30:00+00:00"


@given(st.binary(max_size=200))
def test_any_bytes_are_decisions_or_are_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "decisions.toml"
    path.write_bytes(content)
    try:
        load_decisions(path)
    except ConfigError as refused:
        assert str(path) in str(refused)  # noqa: PT017 - most bytes are refused


def test_a_decision_says_whether_it_dismisses() -> None:
    assert Decision(Outcome.DISMISSED, date(2026, 1, 1)).dismisses
    assert not Decision(Outcome.CONFIRMED, date(2026, 1, 1)).dismisses
