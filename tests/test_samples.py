from __future__ import annotations

import gzip
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from schedcheck.law.roster import load_roster
from schedcheck.pipeline.run import Settings
from schedcheck.results.finding import Severity
from schedcheck.results.networks import group_by_network
from schedcheck.results.results import Audit
from schedcheck.results.states import State
from schedcheck.tasks.batch.batch import audit_folder, run_batch
from tests.paths import SAMPLES

Told = tuple[str, ...]


def told(audit: Audit) -> Counter[Told]:
    """What was found, but for what could not be read and what only has no mark."""
    return Counter(
        (one.code, one.channel, one.title, one.start.isoformat() if one.start else "")
        for one in audit.findings
        if one.code not in ("bad-row", "unread", "unmarked")
    )


def table_under(heading: str) -> list[dict[str, str]]:
    """The rows of the Markdown table under a heading of the samples' README."""
    text = (SAMPLES / "README.md").read_text(encoding="utf-8")
    section = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if line.startswith("|")
    ]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def deliveries() -> dict[str, set[str]]:
    """State -> the channels that are said to be in it; the others are judged."""
    return {row["state"]: set(row["channels"].split(", ")) for row in table_under("Deliveries")}


def unpacked(path: Path) -> dict[str, bytes]:
    """What is in a file, but for how it is compressed and which program says it wrote it."""
    if path.suffix == ".gz":
        return {"": gzip.decompress(path.read_bytes())}
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name != "docProps/app.xml"]
            return {name: archive.read(name) for name in names}
    return {"": path.read_bytes()}


@pytest.fixture(scope="module")
def audit() -> Audit:
    return audit_folder(SAMPLES / "week")


def test_the_script_makes_what_is_committed(tmp_path: Path) -> None:
    script = SAMPLES / "make_samples.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True)
    for folder in ("week", "2017-02"):
        made = {path.name: unpacked(path) for path in (tmp_path / folder).iterdir()}
        kept = {path.name: unpacked(path) for path in (SAMPLES / folder).iterdir()}
        assert sorted(made) == sorted(kept)
        assert [name for name, content in made.items() if content != kept[name]] == []
    for name in ("README.md", "2017-02.toml"):
        assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes()


def test_every_television_channel_is_there(audit: Audit) -> None:
    expected = {c.id for c in load_roster().channels.values() if c.medium == "tv"}
    absent = deliveries()["not understood"] | deliveries()["missing"]
    assert {report.id for report in audit.channels} == expected - absent
    assert all(report.in_roster for report in audit.channels)
    assert all(report.programmes > 4 * 15 for report in audit.channels)


def test_a_batch_shows_every_state(tmp_path: Path) -> None:
    result = run_batch(SAMPLES / "week", tmp_path)
    told: dict[str, set[str]] = {state: set() for state in State}
    for report in result.channels:
        told[result.state(report)].add(report.id)
    told[State.MISSING] |= {one.id for one in result.missing}
    told[State.NOT_UNDERSTOOD] |= {one.id for one in result.not_understood}
    judged = told.pop(State.JUDGED)
    assert told == deliveries()
    assert all(told.values())
    assert len(judged) > 30


def test_all_that_was_planted_is_found_and_nothing_else(audit: Audit) -> None:
    planted = Counter[Told](
        (row["code"], row["channel"], row["title"], row["start"])
        for row in table_under("Planted")
        if row["code"] not in ("bad-row", "unread")
    )
    found = told(audit)
    assert planted.total() > 40
    assert sorted((planted - found).elements()) == []
    assert sorted((found - planted).elements()) == []


def test_what_branches_carry_is_told_once(audit: Audit) -> None:
    carried = {
        (row["channel"], row["also on"], row["title"], row["start"])
        for row in table_under("Carried by branches")
    }
    found = {
        (
            *(one.finding.channel, ", ".join(branch.channel for branch in one.branches)),
            *(one.finding.title, one.finding.start.isoformat() if one.finding.start else ""),
        )
        for one in group_by_network(audit.findings, audit.channels)
        if one.branches
    }
    assert found == carried
    assert len(carried) == 1


def test_what_could_not_be_read_is_told_with_its_place(audit: Audit) -> None:
    codes = ("bad-row", "unread")
    planted = Counter[Told](
        (row["code"], row["file"], row["place"])
        for row in table_under("Planted")
        if row["code"] in codes
    )
    found = Counter[Told](
        (one.code, Path(one.file).name, one.place) for one in audit.findings if one.code in codes
    )
    assert found == planted


def test_violations_have_the_minutes_and_the_file_of_the_list(audit: Audit) -> None:
    planted = {
        (row["channel"], row["title"]): (row["minutes"], row["file"])
        for row in table_under("Planted")
        if row["code"] == "watershed"
    }
    found = {
        (one.channel, one.title): (f"{one.minutes:.1f}", Path(one.file).name)
        for one in audit.findings
        if one.code == "watershed"
    }
    assert found == planted


def test_every_code_of_the_samples_is_planted() -> None:
    assert {row["code"] for row in table_under("Planted")} == {
        "watershed",
        "foreign-mark",
        "mark-conflict",
        "zone-decides",
        "end-decides",
        "unclear-mark",
        "unknown-mark",
        "overlap",
        "gap",
        "duplicate",
        "odd-length",
        "bad-row",
        "unread",
    }


def test_what_lies_at_an_edge_is_read_and_lawful(audit: Audit) -> None:
    schedule = audit.schedule
    there = set(zip(schedule["channel"], schedule["title"], strict=True))
    found = {(one.channel, one.title) for one in audit.findings}
    lawful = {
        (row["channel"], row["title"]) for row in table_under("Lawful, at an edge or no mark")
    }
    assert len(lawful) > 5
    assert lawful <= there
    assert lawful & found == set()


def test_stations_without_marks_are_told(audit: Audit) -> None:
    text = (SAMPLES / "README.md").read_text(encoding="utf-8")
    bare = set(text.split("## Stations that print no marks\n\n")[1].split("\n")[0].split(", "))
    assert len(bare) >= 5
    without = {one.channel for one in audit.findings if one.code == "unmarked"}
    assert bare <= without
    assert len(without) < len(audit.channels)
    for report in audit.channels:
        if report.id in bare:
            # what was planted may look like a mark
            assert report.marked <= 1
        assert (report.unmarked > 0) == (report.id in without)


def test_lawful_adult_programmes_stand_in_the_night_of_many_channels(audit: Audit) -> None:
    schedule = audit.schedule
    adult = schedule[schedule["age_class"] == "E18"]
    assert adult["channel"].nunique() > 25
    marks = " ".join(adult["mark"].unique())
    assert all(spelling in marks for spelling in ("Е 18", "Е18", "E18", "18+", "18 жастан", "с 18"))


@pytest.fixture(scope="module")
def audit_2017() -> Audit:
    return audit_folder(SAMPLES / "2017-02", Settings(roster=SAMPLES / "2017-02.toml"))


def test_what_was_planted_in_2017_is_found_and_nothing_else(audit_2017: Audit) -> None:
    rows = table_under("2017-02: planted")
    planted = Counter((row["code"], row["channel"], row["title"], row["start"]) for row in rows)
    assert told(audit_2017) == planted
    assert {row["code"] for row in rows} == {
        "watershed",
        "watershed-elsewhere",
        "watershed-operator",
    }
    assert {(row["title"], row["minutes"], row["rule"], row["file"]) for row in rows} == {
        (one.title, f"{one.minutes:.1f}", one.rule, Path(one.file).name)
        for one in audit_2017.findings
        if one.code != "unmarked"
    }


def test_what_was_lawful_in_2017_is_read_with_its_mark_and_not_told(audit_2017: Audit) -> None:
    schedule = audit_2017.schedule
    adult = schedule[schedule["age_class"] == "E18"]
    there = set(zip(adult["channel"], adult["title"], strict=True))
    lawful = {(row["channel"], row["title"]) for row in table_under("2017-02: lawful")}
    assert len(lawful) == 4
    assert lawful <= there
    assert lawful & {(one.channel, one.title) for one in audit_2017.findings} == set()


def test_no_rule_held_for_the_radio_of_2017(audit_2017: Audit) -> None:
    (radio,) = (report for report in audit_2017.channels if report.medium == "radio")
    assert radio.marked > 100
    assert (radio.violations, radio.warnings) == (0, 0)
    assert "kz-2012-harm" in {one.rule for one in radio.left_out}


def test_an_archive_of_any_length_is_made_and_what_is_planted_in_it_is_found(
    tmp_path: Path,
) -> None:
    command = [sys.executable, str(SAMPLES / "make_weeks.py"), "2", str(tmp_path), "3"]
    made = subprocess.run(command, check=True, capture_output=True, text=True)
    files = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*"))
    weeks = ("2025-W02", "2025-W03")
    names = ("khabar-24.xml", "khabar.csv", "qazaqstan.xml")
    assert files == [f"{week}/{name}" for week in weeks for name in names]
    result = audit_folder(tmp_path)
    assert sum(source.programmes for source in result.sources) == int(made.stdout)
    found = [(one.channel, str(one.start)) for one in result.findings if one.code == "watershed"]
    assert found == [("qazaqstan", "2025-01-08 15:00:00+05:00")]
    assert not [one for one in result.findings if one.severity is Severity.FAULT]
