from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from schedcheck.pipeline.run import Settings
from schedcheck.reports.html.section import channel_section
from schedcheck.reports.html.summary_page import write_summary_page
from schedcheck.reports.terminal import print_audit
from schedcheck.reports.view import all_channels, one_channel
from schedcheck.reports.workbook.workbook import write_workbook
from schedcheck.results.codec import document_to_json
from schedcheck.results.finding import Severity
from schedcheck.results.networks import group_by_network
from schedcheck.results.results import Audit
from schedcheck.tasks.batch.batch import run_batch
from tests.checks.audited import audited, programme
from tests.paths import SCHEMA


def film(channel: str, start: str = "14:00", title: str = "Х/ф «Сокол»", rating: str = "") -> str:
    return programme(start, "15:40", title, rating=rating, channel=channel)


def told(audit: Audit, severity: Severity = Severity.VIOLATION) -> list[tuple[str, ...]]:
    """The channels of each that is told, as they are named."""
    return [
        tuple(finding.channel for finding in one.all)
        for one in group_by_network(list(audit.of(severity)), audit.channels)
    ]


NETWORK = (
    film("semei", title="Көркем фильм «Сокол» 18+"),
    film("ertis", rating="Е 18"),
    film("qazaqstan", title="Х/ф «Сокол» (Е18)"),
    film("ktk", rating="18+"),
)


def printed(audit: Audit, width: int | None = None) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=bool(width))
    print_audit(audit, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_programme_of_a_network_is_told_with_its_branches() -> None:
    assert told(audited(*NETWORK)) == [("ktk",), ("qazaqstan", "ertis", "semei")]


def test_without_the_networks_own_channel_it_is_told_on_the_first_branch() -> None:
    assert told(audited(*NETWORK[:2], NETWORK[3])) == [("ertis", "semei"), ("ktk",)]


@pytest.mark.parametrize(
    "other",
    [
        film("semei", "13:59", rating="18+"),  # another time
        film("semei", title="Х/ф «Сокол 2»", rating="18+"),  # another part
        film("stv", rating="18+"),  # another network
    ],
)
def test_what_is_not_the_same_is_told_apart(other: str) -> None:
    assert len(told(audited(film("qazaqstan", rating="18+"), other))) == 2


def test_another_rule_is_told_apart() -> None:
    one = film("qazaqstan", rating="18+")
    other = film("semei", rating="НА").replace("20240304", "20240305")
    assert len(told(audited(one, other))) == 2


def test_two_at_once_on_one_channel_stay_two() -> None:
    """Whatever stands twice in a branch's file is told as often as it stands there."""
    rows = [film("semei", rating="18+"), film("semei", title="Сокол", rating="18+")]
    assert told(audited(*rows, film("qazaqstan", rating="18+"))) == [
        ("qazaqstan", "semei"),
        ("semei",),
    ]


def test_a_network_of_the_users_roster(tmp_path: Path) -> None:
    roster = tmp_path / "mine.toml"
    roster.write_text(
        '[[channel]]\nid = "stv"\nnetwork = "ktk"\n[[channel]]\nid = "semei"\nnetwork = ""\n',
        encoding="utf-8",
    )
    audit = audited(*NETWORK, film("stv", rating="18+"), roster=roster)
    assert told(audit) == [("ktk", "stv"), ("qazaqstan", "ertis"), ("semei",)]


def test_branches_on_other_clocks_are_one_where_the_instant_is() -> None:
    """In 2017 a branch in Aktobe was an hour behind: more of the film lies in its window."""
    rows = [
        programme("20170214 2130", "20170214 2330", "Сокол", rating="18+", offset="+0600",
                  channel=channel)
        for channel in ("qazaqstan", "semei", "aqtobe")
    ]  # fmt: skip
    audit = audited(*rows)
    assert told(audit) == [("qazaqstan", "aqtobe", "semei")]
    assert "also on: Aqtobe (90 min), Semei" in printed(audit)


def test_a_conflict_of_marks_is_told_once_with_all_who_carry_it() -> None:
    unmarked = [film(channel) for channel in ("semei", "qazaqstan", "ertis")]
    late = [programme("23:00", "23:50", "Сокол", rating="18+", channel="ktk")]
    audit = audited(*unmarked, *late)
    assert told(audit, Severity.WARNING) == [("qazaqstan", "ertis", "semei")]


def test_the_evidence_names_the_network_and_its_branches() -> None:
    late = [
        programme("23:00", "23:50", "Сокол", rating="18+", channel=channel)
        for channel in ("ertis", "jambyl", "qazaqstan")
    ]
    (finding,) = audited(film("ktk"), *late).of(Severity.WARNING)
    assert "is E18 on Qazaqstan (also on Ertis, Jambyl) at 4 Mar 2024 23:00" in finding.message
    (finding,) = audited(film("semei"), *late[:2]).of(Severity.WARNING)
    assert "is E18 on Ertis (also on Jambyl) at" in finding.message


def test_notices_stay_those_of_each_file() -> None:
    rows = [film(channel, rating="XZ-7") for channel in ("semei", "qazaqstan")]
    assert len(told(audited(*rows), Severity.NOTICE)) == len(
        list(audited(*rows).of(Severity.NOTICE))
    )


@pytest.mark.parametrize("width", [None, 200])
def test_the_terminal_tells_it_once_and_both_totals(width: int | None) -> None:
    text = " ".join(printed(audited(*NETWORK), width).split())
    assert "Violations (4, rows: 2)" in text
    assert text.count("also on: Ertis, Semei") == 1
    assert "4 violations found" in text
    assert "2 of them are the same programmes on branches of a network" in text


def test_json_has_every_finding_and_where_else_it_stands() -> None:
    plain = document_to_json(audited(*NETWORK))
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(plain)
    assert {one["channel"]: one.get("also_on") for one in plain["findings"]} == {
        "ertis": ["qazaqstan", "semei"],
        "ktk": None,
        "qazaqstan": ["ertis", "semei"],
        "semei": ["qazaqstan", "ertis"],
    }
    assert (plain["totals"]["violations"], plain["totals"]["violations_told_once"]) == (4, 2)


def test_workbooks_list_it_once_for_a_run_and_whole_for_a_channel(tmp_path: Path) -> None:
    audit = audited(*NETWORK)
    write_workbook(all_channels(audit), tmp_path / "run.xlsx")
    write_workbook(one_channel(audit, "semei"), tmp_path / "semei.xlsx")
    head, *rows = openpyxl.load_workbook(tmp_path / "run.xlsx")["Violations"].values
    assert [row[head.index("Also on")] for row in rows] == [None, "Ertis, Semei"]
    head, *rows = openpyxl.load_workbook(tmp_path / "semei.xlsx")["Violations"].values
    assert len(rows) == 1
    assert "Also on" not in head
    write_workbook(all_channels(audited(NETWORK[0], NETWORK[3])), tmp_path / "none.xlsx")
    none = openpyxl.load_workbook(tmp_path / "none.xlsx")["Violations"]
    assert "Also on" not in next(none.values)


def test_the_summary_page_tells_it_once_with_the_starts_that_are_lawful(tmp_path: Path) -> None:
    audit = audited(*NETWORK)
    sections = [channel_section(one_channel(audit, report.id)) for report in audit.channels]
    write_summary_page(audit, sections, tmp_path / "summary.html")
    page = (tmp_path / "summary.html").read_text(encoding="utf-8")
    table = page.split('id="carried"')[1].split("</table>")[0]
    assert table.count("<tr>") == 2
    assert '<th scope="row">Qazaqstan</th>' in table
    assert '<td class="text" data-head="Also on">Ertis, Semei</td>' in table
    assert "2 of them are the same programmes" in page
    assert all("nearest lawful start: 04:20 / 22:00" in section for section in sections)


@pytest.mark.processes
def test_a_batch_tells_the_same_in_any_number_of_processes(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number, row in enumerate(NETWORK):
        path = tmp_path / "in" / f"{number}.xml"
        path.write_text(f"<tv>\n{row}\n</tv>", encoding="utf-8")
    written = []
    for jobs in (1, 2):
        out = tmp_path / str(jobs)
        run_batch(tmp_path / "in", out, Settings(jobs=jobs))
        written.append((out / "findings.json").read_bytes())
        rows = list(openpyxl.load_workbook(out / "summary.xlsx")["Violations"].values)
        assert [row[2] for row in rows] == ["Also on", None, "Ertis, Semei"]
    assert written[0] == written[1]
    assert json.loads(written[0])["totals"]["violations_told_once"] == 2
