"""Every total is the same number in the JSON, on the page, in the workbook and on the screen."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from rich.console import Console

from schedcheck.pipeline.audit import audit
from schedcheck.pipeline.run import Settings
from schedcheck.reports.terminal import print_batch
from schedcheck.results.states import State
from schedcheck.schedule.week import parse_week
from schedcheck.tasks.batch.batch import run_batch
from schedcheck.tasks.diff.difference import difference
from schedcheck.tasks.diff.report import dumps, write
from schedcheck.tasks.diff.report import text as text_of
from schedcheck.tasks.period.period import join, parse_period
from schedcheck.tasks.period.report import write_period
from schedcheck.tasks.period.runs import load_runs
from tests.checks.audited import programme

HOURS = range(24)
SETTINGS = Settings(week=parse_week("2026-W48"))


def guide(channel: str, day: int, *adult: int, offset: str = "+0500", mark: str = "0+") -> str:
    rows = []
    for number in range(7):
        date = f"2026-11-{day + number:02d} "
        for hour in HOURS:
            rated = "18+" if number == 2 and hour in adult else mark
            stop = f"{date}{hour:02d}:59"
            rows.append(
                programme(
                    f"{date}{hour:02d}:00",
                    stop,
                    f"Бағдарлама {hour}",
                    rating=rated,
                    channel=channel,
                    offset=offset,
                )
            )
    return "<tv>" + "\n".join(rows) + "</tv>"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Deliveries with a channel in every state, violations in doubt and out of the week, faults."""
    folder = tmp_path_factory.mktemp("in")
    files = {
        "ktk.xml": guide("ktk", 23, 12, 20),
        "astana.xml": guide("astana-tv", 23, 22, offset="+0600"),
        "mir.xml": guide("mir", 23, mark=""),
        "ntk.xml": guide("ntk", 16, 15),
        "stv.xml": guide("stv", 23, 12).replace('start="20261126', 'start="2026112x'),
        "kokshe.csv": "",
        "semei.txt": "Понедельник, 12 декабря\n" + "21:30 Х/ф «Порог» 18+\n" * 6,
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def out(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a batch of them."""
    target = tmp_path_factory.mktemp("out")
    run_batch(source, target, SETTINGS)
    return target


@pytest.fixture(scope="module")
def told(out: Path) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    return plain


@pytest.fixture(scope="module")
def page(out: Path) -> str:
    return (out / "summary.html").read_text(encoding="utf-8")


def sheet(path: Path, name: str) -> list[dict[str, Any]]:
    headings, *rows = openpyxl.load_workbook(path)[name].values
    if rows and str(rows[0][0]) == "None found.":
        return []
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def cells(page: str, table: str) -> list[list[str]]:
    """The texts of the rows of a table of the page."""
    body = page.split(f'id="{table}"')[1].split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    rows = re.findall(r"(?s)<tr.*?</tr>", body)
    return [
        [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"(?s)<t[dh].*?</t[dh]>", row)
        ]
        for row in rows
    ]


def number(text: str) -> float:
    return 0.0 if text in {"–", ""} else float(text.replace(",", "").removeprefix("≥ "))


def test_the_batch_has_what_the_comparison_needs(told: dict[str, Any]) -> None:
    totals = told["totals"]
    assert all(totals["states"][state] for state in State)
    assert min(totals["violations"], totals["warnings"], totals["faults"]) > 0
    assert totals["in_doubt"] > 0
    assert totals["outside"]["violations"] > 0


def test_the_totals_of_the_page(told: dict[str, Any], page: str) -> None:
    totals_list = page.split('id="totals"')[1].split("</dl>", maxsplit=1)[0]
    words = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", totals_list)
    shown = {unescape(name): value for name, value in words}
    totals = told["totals"]
    for name in ("violations", "warnings", "notices", "faults", "programmes"):
        assert number(shown[name.capitalize()]) == totals[name]
    assert number(shown["Channels judged"]) == totals["states"]["judged"]
    assert number(shown["Minutes in the forbidden window"]) == pytest.approx(
        sum(one["minutes"] for one in told["channels"]), abs=0.06
    )
    every = sum(totals["states"].values())
    assert f"{totals['states']['judged']} of {every} channels judged." in page
    assert f"{totals['violations']} violations were found." in page


def test_each_channel(told: dict[str, Any], page: str, out: Path) -> None:
    overview = sheet(out / "summary.xlsx", "Overview")
    book = {row["Id"]: row for row in overview}
    rows = {row[0].removesuffix(" xlsx"): row for row in cells(page, "overview")}
    states = Counter(row["State"] for row in overview)
    assert states == {state: count for state, count in told["totals"]["states"].items() if count}
    assert Counter(row[5] for row in rows.values()) == states
    for one in told["channels"]:
        row, shown = book[one["id"]], rows[one["name"]]
        assert row["State"] == shown[5] == one["state"]
        if one["state"] in {State.NOT_JUDGEABLE, State.OTHER_DAYS}:
            assert row["Violations"] == row["Minutes in the forbidden window"] == "–"
            assert shown[1] == shown[2] == "–"
            assert one["violations"] == 0
        else:
            assert row["Violations"] == number(shown[1]) == one["violations"]
            assert row["Minutes in the forbidden window"] == pytest.approx(one["minutes"])
            assert number(shown[2]) == pytest.approx(one["minutes"], abs=0.06)
        assert row["Warnings"] == number(shown[3]) == one["warnings"]
        assert row["Notices"] == one["notices"]
        assert row["Faults"] == number(shown[4])
        assert row["Programmes"] == number(shown[7]) == one["programmes"]
        assert row["Hours covered"] == pytest.approx(one["coverage"]["covered"], abs=0.01)
        own = sheet(out / "channels" / f"{one['id']}.xlsx", "Violations")
        assert len(own) == one["violations"]


def test_all_violations(told: dict[str, Any], page: str, out: Path) -> None:
    found = [one for one in told["findings"] if one["severity"] == "violation"]
    within = [one for one in found if not one.get("outside")]
    rows = cells(page, "all")
    assert len(rows) == len(found)
    assert sum("in doubt" in row[8] for row in rows) == sum("in_doubt" in one for one in found)
    assert sum("Outside the week" in row[8] for row in rows) == len(found) - len(within)
    book = sheet(out / "summary.xlsx", "Violations")
    assert len(book) == len(within) == told["totals"]["violations"]
    assert sum(row["In doubt"] == "in doubt" for row in book) == told["totals"]["in_doubt"]
    assert sum(row["Minutes in the forbidden window"] for row in book) == pytest.approx(
        sum(one["minutes"] for one in within)
    )
    for row, one in zip(rows, found, strict=True):
        assert number(row[5]) == pytest.approx(one["minutes"], abs=0.06)
        assert row[2] == one["title"]


def test_faults_are_one_row_a_file_and_reason(told: dict[str, Any], page: str, out: Path) -> None:
    faults = [one for one in told["findings"] if one["severity"] == "fault"]
    assert len(sheet(out / "summary.xlsx", "Not understood")) >= len(faults)
    lost = page.split('id="lost"')[1].split("</table>", maxsplit=1)[0]
    assert lost.count("semei.txt") == 2
    assert re.search(r"semei\.txt, line 2, and 5 more places", lost)


def test_the_picture_of_days(told: dict[str, Any], page: str) -> None:
    section = page.split('id="days"')[1].split("</table>", maxsplit=1)[0]
    assert re.findall(r'<th scope="col">\w+<br>(\d+ Nov)</th>', section) == [
        f"{day} Nov" for day in range(23, 30)
    ]
    bad = map(int, re.findall(r'<td class="bad"[^>]*>(?:½ )?(\d+)</td>', section))
    assert sum(bad) == told["totals"]["violations"]
    signs = {
        name: re.findall(r'<td class="\w+" title="([^"]*)"', cells)
        for name, cells in re.findall(r'(?s)<tr><th scope="row">([^<]*)</th>(.*?)</tr>', section)
    }
    assert set(signs["KTK"]) == {"judged"}
    assert set(signs["MIR"]) == {"not judgeable"}
    assert set(signs["Kokshe"]) == {"not understood"}
    assert set(signs["24KZ"]) == {"missing"}
    assert signs["STV"] == [*["judged"] * 3, "missing", *["judged"] * 3]


def test_the_charts(told: dict[str, Any], page: str) -> None:
    found = [one for one in told["findings"] if one["severity"] == "violation"]
    starts = Counter(int(one["start"][11:13]) for one in found if not one.get("outside"))
    by_hour, by_channel = (
        re.findall(r">([^<]+)</text>\s*<rect[^>]*/>\s*<text[^>]*>(\d+)</text>", chart)
        for chart in re.findall(r'(?s)<svg class="chart".*?</svg>', page)
    )
    assert {int(words[:2]): int(count) for words, count in by_hour if count != "0"} == starts
    assert {unescape(name): int(count) for name, count in by_channel} == {
        one["name"]: one["violations"] for one in told["channels"] if one["violations"]
    }


def test_the_section_of_each_channel(told: dict[str, Any], page: str) -> None:
    for one in told["channels"]:
        section = page.split(f'id="channel-{one["id"]}"')[1].split("</dl>", maxsplit=1)[0]
        words = re.findall(r"(?s)<dt>(.*?)</dt><dd>(.*?)</dd>", section)
        shown = {name: re.sub(r"<[^>]+>", "", value) for name, value in words}
        assert shown["State"] == one["state"]
        minutes = f" ({one['minutes']:.1f} minutes in the forbidden window)"
        if one["state"] in {State.NOT_JUDGEABLE, State.OTHER_DAYS}:
            assert (shown["Violations"], one["violations"]) == ("–", 0)
        else:
            found = f"{one['violations']}{minutes if one['violations'] else ''}"
            assert shown["Violations"] == found
        assert number(shown["Warnings"]) == one["warnings"]
        counts = [int(count) for count in re.findall(r"\d+", shown["Programmes"])]
        marked = one["marked"]
        assert counts == [one["programmes"], marked, one["programmes"] - marked]


def details(path: Path, name: str) -> list[tuple[str, str]]:
    """The rows of a sheet of details: a name and what is said of it."""
    return [(str(head), str(words)) for head, words in openpyxl.load_workbook(path)[name].values]


def test_the_other_sheets_of_the_summary(told: dict[str, Any], out: Path) -> None:
    book = out / "summary.xlsx"
    outside = sheet(book, "Outside the week")
    beyond = [one for one in told["findings"] if one.get("outside")]
    assert len(outside) == len(beyond)
    totals = told["totals"]["outside"]
    assert totals["violations"] == sum(one["severity"] == "violation" for one in beyond)
    assert sum(row["Minutes in the forbidden window"] or 0 for row in outside) == pytest.approx(
        sum(one.get("minutes") or 0 for one in beyond)
    )
    lost = [
        one
        for one in told["findings"]
        if one["severity"] == "fault" or one["code"] == "unknown-mark"
    ]
    assert len(sheet(book, "Not understood")) == len(lost)
    hours: Counter[str] = Counter()
    for row in sheet(book, "Missing deliveries"):
        hours[row["Id"]] += row["Hours not covered"] or 0
    short = {
        one["id"]: one["coverage"]["expected"] - one["coverage"]["covered"]
        for one in told["channels"]
        if one["coverage"]["holes"]
    }
    nothing = {one["id"]: 0 for one in (*told["missing"], *told["not_understood"])}
    assert {name: round(count, 2) for name, count in hours.items()} == {
        name: pytest.approx(count, abs=0.01) for name, count in (short | nothing).items()
    }


def test_every_sheet_of_each_channel(told: dict[str, Any], out: Path) -> None:
    for one in told["channels"]:
        book = out / "channels" / f"{one['id']}.xlsx"
        own = [found for found in told["findings"] if found.get("channel") == one["id"]]
        counted = Counter(found["severity"] for found in own if not found.get("outside"))
        unmarked = one["programmes"] - one["marked"]
        assert len(sheet(book, "Violations")) == counted["violation"] == one["violations"]
        assert len(sheet(book, "Warnings")) == counted["warning"] == one["warnings"]
        aside = one.get("outside", {}).get("programmes", 0)
        # a row for each notice, and one for each programme without a mark
        assert one["notices"] == counted["notice"]
        listed = len(sheet(book, "Notices")) - one["notices"]
        assert unmarked <= listed <= unmarked + aside
        faults = [
            found
            for found in told["findings"]
            if found["severity"] == "fault" and found["file"] in one["files"]
        ]
        assert len(sheet(book, "Faults")) == len(faults)
        beyond = [found for found in own if found.get("outside")]
        names = openpyxl.load_workbook(book).sheetnames
        assert ("Outside the week" in names) == bool(beyond)
        if beyond:
            assert len(sheet(book, "Outside the week")) == len(beyond)
        delivery = dict(details(book, "Delivery"))
        assert delivery["State"] == one["state"]
        assert number(delivery["Programmes"]) == one["programmes"]
        assert number(delivery["With an age mark"].split(" ")[0]) == one["marked"]
        covered, _of, every = delivery["Hours covered"].split(" ")
        assert number(covered) == pytest.approx(one["coverage"]["covered"], abs=0.01)
        assert number(every) == pytest.approx(one["coverage"]["expected"], abs=0.01)
        about = dict(details(book, "About"))
        assert number(about["Programmes read"]) == one["programmes"]
        assert number(about["Programmes with an age mark"]) == one["marked"]
        assert number(about["Programmes without one, not judged"]) == unmarked
        for source in told["sources"]:
            if source["file"] in one["files"]:
                assert f"SHA-256 {source['sha256']}" in delivery[source["file"]]
                assert f"{source['programmes']} programmes" in delivery[source["file"]]


def test_each_workbook_is_linked(told: dict[str, Any], page: str, out: Path) -> None:
    links = re.findall(r'<a href="(channels/[^"]*)">xlsx</a>', page)
    assert len(links) == len(told["channels"]) + len(told["not_understood"])
    assert all((out / unquote(link)).is_file() for link in links)


def test_the_terminal(told: dict[str, Any], out: Path, source: Path) -> None:
    totals = told["totals"]
    console = Console(file=io.StringIO(), width=200)
    print_batch(run_batch(source, out, SETTINGS), console)
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    every = sum(totals["states"].values())
    assert lines[0] == f"{totals['states']['judged']} of {every} channels judged."
    bad = [one for one in told["channels"] if one["violations"]]
    rows = {
        name: numbers
        for name, *numbers in (re.split(r" {2,}", line) for line in lines[2 : 2 + len(bad)])
    }
    assert set(rows) == {one["name"] for one in bad}
    for one in bad:
        violations, _doubt, minutes, _state = rows[one["name"]]
        assert int(violations) == one["violations"]
        assert number(minutes) == pytest.approx(one["minutes"], abs=0.06)
    assert sum(int(row[1]) for row in rows.values()) == totals["in_doubt"]
    marked = sum(one["marked"] for one in told["channels"])
    text = "\n".join(lines)
    assert f"{totals['violations']} violations found among {marked} programmes" in text
    assert f"{totals['faults']} faults: " in text


def test_the_period(told: dict[str, Any], out: Path, tmp_path: Path) -> None:
    days = parse_period("2026-W48")
    write_period(join(load_runs([out]), days), tmp_path)
    totals = told["totals"]
    (line,) = sheet(tmp_path / "period.xlsx", "By medium")
    assert line["Violations"] == totals["violations"]
    assert line["Programmes"] == sum(one["programmes"] for one in told["channels"])
    assert line["Minutes in the forbidden window"] == pytest.approx(
        sum(one["minutes"] for one in told["channels"]), abs=0.06
    )
    listed = sheet(tmp_path / "period.xlsx", "Violations")
    assert len(listed) == totals["violations"]
    assert sum(row["In doubt"] == "in doubt" for row in listed) == totals["in_doubt"]
    shown = (tmp_path / "period.html").read_text(encoding="utf-8")
    assert f"{totals['violations']} violations" in shown
    assert shown.count('<span class="flag warning">in doubt</span>') == totals["in_doubt"]
    with (tmp_path / "violations.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == totals["violations"]
    assert sum(row["in_doubt"] == "yes" for row in rows) == totals["in_doubt"]


SUMS = ("Programmes", "Violations", "Warnings", "Minutes in the forbidden window", "Hours covered")


@pytest.fixture(scope="module")
def period(out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the week of the batch."""
    target = tmp_path_factory.mktemp("period")
    write_period(join(load_runs([out]), parse_period("2026-W48")), target)
    return target


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def expected_sums(told: dict[str, Any]) -> dict[str, float]:
    """The sums over all channels of a batch, by the headings of a period report."""
    channels = told["channels"]
    return {
        "Programmes": sum(one["programmes"] for one in channels),
        "Violations": told["totals"]["violations"],
        "Warnings": told["totals"]["warnings"],
        "Minutes in the forbidden window": sum(one["minutes"] for one in channels),
        "Hours covered": sum(one["coverage"]["covered"] for one in channels),
    }


def test_the_tables_of_a_period_as_csv(told: dict[str, Any], period: Path) -> None:
    facts = csv_rows(period / "period.csv")
    names = {"minutes": "Minutes in the forbidden window", "hours": "Hours covered"}
    expected = expected_sums(told)
    for column in ("programmes", "violations", "warnings", "minutes", "hours"):
        found = sum(float(row[column]) for row in facts)
        heading = names.get(column, column.capitalize())
        assert found == pytest.approx(expected[heading], abs=0.1), column
    assert sum(int(row["marked"]) for row in facts) == sum(
        one["marked"] for one in told["channels"]
    )
    assert all(int(row["first"]) + int(row["repeated"]) == int(row["violations"]) for row in facts)
    weeks = {row["channel"]: row for row in csv_rows(period / "weeks.csv")}
    states = {one["id"]: one["state"] for one in told["channels"]}
    states |= {one["id"]: "missing" for one in told["missing"]}
    states |= {one["id"]: "not understood" for one in told["not_understood"]}
    assert {name: row["state"] for name, row in weeks.items()} == states
    assert {row["week"] for row in weeks.values()} == {"2026-W48"}
    for one in told["channels"]:
        assert int(weeks[one["id"]]["violations"]) == one["violations"]
    listed = csv_rows(period / "violations.csv")
    assert sum(float(row["minutes"]) for row in listed) == pytest.approx(
        expected["Minutes in the forbidden window"], abs=0.1
    )


@pytest.mark.parametrize("name", ["By month", "By tier", "By medium", "By channel"])
def test_the_sums_of_a_period_in_the_workbook_and_on_the_page(
    told: dict[str, Any], period: Path, name: str
) -> None:
    expected = expected_sums(told)
    lines = sheet(period / "period.xlsx", name)
    page = (period / "period.html").read_text(encoding="utf-8")
    table = page.split(f"<h2>{name}</h2>")[1].split("</table>", maxsplit=1)[0]
    headings = [unescape(words) for words in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', table)]
    rows = cells(f'id="x"{table}</tbody>', "x")
    assert len(rows) == len(lines)
    for heading in SUMS:
        in_book = sum(number(str(line[heading])) for line in lines)
        assert in_book == pytest.approx(expected[heading], abs=0.1)
        on_page = sum(number(row[headings.index(heading)]) for row in rows)
        assert on_page == pytest.approx(expected[heading], abs=0.1 * len(rows))


def test_the_weeks_and_totals_of_a_period(told: dict[str, Any], period: Path) -> None:
    totals, page = told["totals"], (period / "period.html").read_text(encoding="utf-8")
    weeks = sheet(period / "period.xlsx", "Weeks")
    assert len(weeks) == sum(totals["states"].values())
    shown = [str(row["48"] or "") for row in weeks]
    counts = [re.sub(r"\D", "", text) for text in shown]
    assert sum(int(text) for text in counts if text) == totals["violations"]
    picture = page.split('<table class="weeks">')[1].split("</table>", maxsplit=1)[0]
    assert re.findall(r'<td class="\w+" title="[^"]*">(.*?)</td>', picture) == shown
    words = re.findall(r'(?s)title="([^"]*)"', picture.split("<tbody>")[1])
    assert Counter(words) == {name: count for name, count in totals["states"].items() if count}
    judged, every = totals["states"]["judged"], sum(totals["states"].values())
    assert f"Of {every} deliveries of a channel for a week {judged} were judged." in page
    totals_list = page.split('id="totals"')[1].split("</dl>", maxsplit=1)[0]
    tiles = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", totals_list))
    expected = expected_sums(told) | {"Faults": totals["faults"]}
    for heading, value in expected.items():
        assert number(tiles[heading]) == pytest.approx(value, abs=0.06), heading
    about = dict(details(period / "period.xlsx", "About"))
    assert about["Faults"].startswith(f"{totals['faults']} faults")


def test_the_difference(tmp_path: Path) -> None:
    old, new = tmp_path / "old" / "ktk.xml", tmp_path / "new" / "ktk.xml"
    for path, text in (
        (old, guide("ktk", 23, 12, 20)),
        (new, guide("ktk", 23, 12, 13).replace("Бағдарлама 5<", "Басқа<", 1)),
    ):
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    result = difference(audit([old]), audit([new]))
    plain = json.loads(dumps(result, "json"))
    counts = {name: len(found) for name, found in plain["violations"].items()}
    assert counts == {"new": 1, "mended": 1, "unchanged": 1}
    write(result, "xlsx", tmp_path / "diff.xlsx")
    book = sheet(tmp_path / "diff.xlsx", "Violations")
    assert Counter(row["Violation"] for row in book) == counts
    programmes = sheet(tmp_path / "diff.xlsx", "Programmes")
    changed = {
        name: len(found) for name, found in plain["programmes"].items() if name != "unchanged"
    }
    assert Counter(row["Programme"] for row in programmes) == +Counter(changed)
    shown = dumps(result, "html")
    assert len(cells(shown, "violations")) == sum(counts.values())
    assert len(cells(shown, "changes")) == sum(changed.values())
    words = "".join(f"{line}\n" for line in text_of(result))
    assert "Violations: new 1, mended 1, unchanged 1." in words
    for name, count in changed.items():
        assert f"{name} {count}" in words
