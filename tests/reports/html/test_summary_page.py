from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page

from schedcheck.messages import in_language, language
from schedcheck.reports.html.section import channel_section
from schedcheck.reports.html.summary_page import write_summary_page
from schedcheck.reports.view import one_channel
from schedcheck.results.codec import document_to_json
from schedcheck.results.finding import Severity
from schedcheck.results.results import Audit, Missing
from schedcheck.schedule.coverage import Coverage
from tests.reports.audits import MONDAY, believable_week, fault, finding_of, make_audit, row
from tests.reports.browser import opened

STV = Missing("stv", "СТВ", "tv", "republican", "Asia/Almaty")
EVIL = "<script>alert(1)</script><img src=http://x.invalid/y onerror=alert(2)> & «Кино»"


def write(audit: Audit, path: Path) -> Path:
    sections = (channel_section(one_channel(audit, report.id)) for report in audit.channels)
    write_summary_page(audit, sections, path)
    return path


def some_channels() -> Audit:
    """Three channels: one with violations, one clean, one whose titles are an attack."""
    rows, findings = believable_week()
    other, _none = believable_week("aqtobe", 2)
    for programme in other:
        programme.update(mark="", age_class="", file="aqtobe.csv")
    evil = [
        row(MONDAY + timedelta(hours=hour), 60, EVIL, channel='evil" onclick="', file="evil.csv")
        for hour in range(3)
    ]
    evil[1].update(mark="<b>18+</b>", age_class="E18")
    told = [*findings, finding_of(evil[1], minutes=60.0), fault("evil.csv")]
    audit = make_audit([*rows, *other, *evil], told)
    return replace(audit, missing=(STV,))


@pytest.fixture(scope="module")
def audit() -> Audit:
    return some_channels()


@pytest.fixture(scope="module")
def path(audit: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(audit, tmp_path_factory.mktemp("page") / "summary.html")


def tiles(page: Page) -> dict[str, str]:
    words = page.locator("#totals dt").all_text_contents()
    return dict(zip(words, page.locator("#totals dd").all_text_contents(), strict=True))


def column(page: Page, number: int) -> list[str]:
    return page.locator(f"#overview tbody tr > :nth-child({number})").all_text_contents()


def test_the_totals_are_those_of_the_json(audit: Audit, path: Path, browser: Browser) -> None:
    plain: dict[str, Any] = json.loads(json.dumps(document_to_json(audit)))
    with opened(browser, path) as told:
        shown = tiles(told.page)
        names = {
            "violations": "Violations",
            "warnings": "Warnings",
            "notices": "Notices",
            "faults": "Faults",
            "programmes": "Programmes",
        }
        totals = {key: int(shown[name].replace(",", "")) for key, name in names.items()}
        assert totals == {key: plain["totals"][key] for key in names}
        assert int(shown["Channels judged"]) == plain["totals"]["states"]["judged"] == 2
        rows = dict(zip(
            told.page.locator("#overview tbody tr").evaluate_all(
                "rows => rows.map(row => row.dataset.channel)"),
            zip(column(told.page, 2), column(told.page, 4), strict=True),
            strict=True,
        ))  # fmt: skip
        for channel in plain["channels"]:
            found = "–" if channel["state"] == "not judgeable" else str(channel["violations"])
            expected = (found, str(channel["warnings"]))
            assert rows[channel["id"]] == expected
        assert rows["stv"] == ("–", "–")
        bars = told.page.locator("svg.chart").nth(1).locator("text:not(.end)").all_text_contents()
        assert sum(map(int, bars)) == plain["totals"]["violations"]
        hours = told.page.locator("svg.chart").nth(0).locator("text:not(.end)").all_text_contents()
        assert len(hours) == 24
        assert sum(map(int, hours)) == plain["totals"]["violations"]


def test_nothing_is_fetched_and_nothing_complained_of(path: Path, browser: Browser) -> None:
    text = path.read_text(encoding="utf-8")
    assert 'content="default-src &#39;none&#39;; ' in text
    assert set(re.findall(r'<[^>]+(?:src|href)="([^"#]*)', text)) == {"", "data:,"}
    with opened(browser, path) as told:
        told.page.wait_for_load_state("networkidle")
        assert (told.asked, told.resources(), told.complaints) == ([], [], [])
        assert told.page.locator("html").get_attribute("lang") == "en"


def test_a_title_is_text_and_never_runs(path: Path, browser: Browser) -> None:
    with opened(browser, path) as told:
        assert told.page.locator("script").count() == 1
        assert told.page.locator("img, [onclick], [onerror]").count() == 0
        assert told.page.get_by_text("<script>alert(1)</script>").count() > 0
        assert told.complaints == []


def test_the_table_is_sorted_by_its_buttons_and_the_keyboard(path: Path, browser: Browser) -> None:
    with opened(browser, path) as told:
        page = told.page
        assert column(page, 2) == ["5", "1", "–", "–"]
        button = page.get_by_role("button", name="Programmes")
        heading = page.locator("#overview th", has=button)
        button.focus()
        page.keyboard.press("Enter")
        assert heading.get_attribute("aria-sort") == "descending"
        assert [text for text in column(page, 7) if text != "–"] == sorted(
            (text for text in column(page, 7) if text != "–"), key=int, reverse=True
        )
        page.keyboard.press("Space")
        assert heading.get_attribute("aria-sort") == "ascending"
        assert column(page, 7)[:2] == ["–", "3"]
        page.locator("#overview").get_by_role("button", name="Channel", exact=True).click()
        assert heading.get_attribute("aria-sort") is None
        assert column(page, 1)[0] == "Aqtobe"


def test_the_channels_of_one_state_are_shown_alone(path: Path, browser: Browser) -> None:
    with opened(browser, path) as told:
        choice = told.page.get_by_label("Show channels that are")
        assert choice.locator("option").all_text_contents() == [
            *("all", "judged", "not judgeable", "missing")
        ]
        choice.select_option("missing")
        shown = told.page.locator("#overview tbody tr:visible")
        assert [text.strip()[:3] for text in shown.all_text_contents()] == ["СТВ"]
        choice.select_option("all")
        assert shown.count() == 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(tmp_path: Path, browser: Browser, scheme: str) -> None:
    rows = [
        row(MONDAY, 60, "Кино", mark="18+", age_class="E18"),
        row(MONDAY + timedelta(hours=1), 60, "Фильм", mark="TV-MA"),
        row(MONDAY + timedelta(hours=17), 60, "Түн", mark="18+", age_class="E18"),
        row(MONDAY + timedelta(hours=18), 60, "Ән", channel="aqtobe"),
    ]
    foreign = finding_of(rows[1], code="foreign-mark", severity=Severity.WARNING)
    unknown = finding_of(rows[3], code="unknown-mark", severity=Severity.NOTICE)
    audit = make_audit(
        rows,
        [finding_of(rows[0]), foreign, unknown, fault()],
        coverage=Coverage(24, 3, ((MONDAY - timedelta(hours=6), MONDAY),)),
    )
    path = write(replace(audit, missing=(STV,)), tmp_path / "summary.html")
    with opened(browser, path, color_scheme=scheme) as told:
        told.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert told.axe() == []


def test_without_script_all_is_there(path: Path, browser: Browser) -> None:
    with opened(browser, path, java_script_enabled=False) as told:
        assert told.page.locator("#overview tbody tr").count() == 4
        assert told.page.get_by_role("button").count() == 0
        assert told.page.locator("svg.picture").count() == 3
        assert "СТВ" in (told.page.locator("#absent").text_content() or "")


def test_it_fits_a_telephone_and_a_sheet_of_a4(path: Path, browser: Browser) -> None:
    with opened(browser, path, viewport={"width": 400, "height": 800}) as told:
        assert told.page.evaluate("document.documentElement.scrollWidth") == 400
    with opened(browser, path) as told:
        printed = told.page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert len(boxes) >= 4
    assert {(round(float(wide)), round(float(high))) for wide, high in boxes} == {(595, 842)}


def test_each_programme_stands_in_the_picture_and_in_the_table(
    audit: Audit, path: Path, browser: Browser
) -> None:
    count = sum(report.programmes for report in audit.channels)
    with opened(browser, path) as told:
        page = told.page
        assert page.locator("section.channel details tbody tr").count() == count
        assert page.locator("rect.violation > title").count() == 6
        words = page.locator("#channel-ktk rect.violation > title").all_text_contents()
        assert len(words) == 5
        assert all("18+" in text and "on air" in text and "line" in text for text in words)
        label = page.locator("#channel-ktk svg.picture").first.get_attribute("aria-label") or ""
        assert "in violation: 5" in label


def test_time_without_a_schedule_is_hatched_and_named(tmp_path: Path, browser: Browser) -> None:
    rows = [
        row(MONDAY, 60, "Таң", mark="12+", age_class="E12"),
        row(MONDAY + timedelta(hours=5), 60, "Түс"),
    ]
    hole = (MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=5))
    audit = make_audit(rows, coverage=Coverage(6.0, 2.0, (hole,)))
    with opened(browser, write(audit, tmp_path / "page.html")) as told:
        box = told.page.locator("rect.uncovered[height='96']")
        assert box.count() == 1
        assert told.page.locator("#absent").get_by_text("judged in part").count() == 1
        assert "24 Nov 07:00 – 24 Nov 11:00" in (told.page.locator("#absent").text_content() or "")


def test_the_hour_that_came_twice_is_drawn_once_and_not_lost(
    tmp_path: Path, browser: Browser
) -> None:
    first = datetime(2024, 2, 29, 17, 10, tzinfo=UTC)
    rows = [row(first, 20, "бірінші"), row(first + timedelta(hours=1), 20, "екінші")]
    with opened(browser, write(make_audit(rows), tmp_path / "page.html")) as told:
        boxes = told.page.locator("svg.picture rect:not([class])")
        places = boxes.evaluate_all(
            "all => all.map(one => ['x', 'y', 'width', 'height'].map(n => one.getAttribute(n)))"
        )
        assert places == [[None, "556", "50%", "8"], ["50%", "556", "50%", "8"]]
        assert boxes.locator("title").all_text_contents() == [
            "23:10–23:30 бірінші",
            "23:10–23:30 екінші",
        ]
        assert told.page.get_by_text("23:00–24:00 came twice").count() == 1


def test_of_many_weeks_those_worth_seeing_are_drawn_and_the_others_are_rows(
    tmp_path: Path, browser: Browser
) -> None:
    rows = [row(MONDAY + timedelta(days=day), 60, "Ән") for day in range(0, 140, 3)]
    guilty = [rows[4], rows[20]]
    for programme in guilty:
        programme.update(mark="18+", age_class="E18")
    audit = make_audit(rows, [finding_of(programme) for programme in guilty])
    with opened(browser, write(audit, tmp_path / "page.html")) as told:
        assert told.page.locator("svg.picture").count() == 2
        assert told.page.locator("rect.violation > title").count() == 2
        others = told.page.locator("section.channel details").last.locator("tbody tr")
        assert others.count() == 18


def test_a_run_of_nothing_says_so(tmp_path: Path) -> None:
    text = write(replace(make_audit([]), missing=(STV,)), tmp_path / "x.html").read_text("utf-8")
    assert "No schedule could be read." in text
    assert "1 channel has not delivered" in text
    assert all(not count for count in (make_audit([]).count(one) for one in Severity))


def test_the_same_run_gives_the_same_bytes(audit: Audit, path: Path, tmp_path: Path) -> None:
    assert write(audit, tmp_path / "again.html").read_bytes() == path.read_bytes()


def test_the_part_of_a_channel_has_the_article_and_the_hash_of_its_files(
    audit: Audit, path: Path, browser: Browser
) -> None:
    (source,) = [one for one in audit.sources if one.channel == "ktk" or "ktk" in one.file][:1]
    with opened(browser, path) as told:
        text = told.page.locator("#channel-ktk dl.facts").inner_text()
    rule = next(rule for rule in audit.rulebook.rules if rule.id == "kz-2019-info")
    assert in_language(rule.citations) in text
    assert f"SHA-256 {source.sha256}" in text
    assert "UTC+5 (Almaty)" in text


def test_on_a_telephone_each_violation_is_a_card_and_no_flag_is_cut(
    path: Path, browser: Browser
) -> None:
    with opened(browser, path, viewport={"width": 400, "height": 800}) as told:
        page = told.page
        edges = page.locator("#all td, #all th[scope=row], .weeks td, #all .flag").evaluate_all(
            "them => them.map(it => it.getBoundingClientRect().right)"
        )
        assert edges
        assert max(edges) <= 400
        first = page.locator("#all tbody tr").first
        assert first.evaluate("it => getComputedStyle(it).display") == "flex"


def test_no_table_but_that_of_a_week_is_wider_than_a_telephone(
    path: Path, browser: Browser
) -> None:
    with opened(browser, path, viewport={"width": 400, "height": 800}) as told:
        wide = told.page.locator(".wide:has(.cards)").evaluate_all(
            "them => them.filter(it => it.scrollWidth > it.clientWidth).length"
        )
        rows = told.page.locator(".cards tbody tr:visible")
        assert rows.count() >= 12
        assert wide == 0


@pytest.mark.parametrize("language_of_page", ["en", "kk", "ru"])
def test_printed_no_cell_of_the_violations_reaches_into_the_next(
    audit: Audit, tmp_path: Path, browser: Browser, language_of_page: str
) -> None:
    with language(language_of_page):
        path = write(audit, tmp_path / "page.html")
    # the width of a sheet of A4 between its margins
    with opened(browser, path, viewport={"width": 710, "height": 1000}) as told:
        told.page.emulate_media(media="print")
        cells = told.page.locator(".listed tr > *:visible")
        assert cells.count() >= 9 * 6
        over = cells.evaluate_all(
            "them => them.filter(it => it.scrollWidth > it.clientWidth + 1)"
            ".map(it => it.textContent)"
        )
        assert told.page.evaluate("document.documentElement.scrollWidth") == 710
    assert over == []


def test_the_name_of_a_file_is_broken_between_its_folders_alone(
    path: Path, browser: Browser
) -> None:
    with opened(browser, path) as told:
        for cell in told.page.locator("#all .file").all()[:3]:
            name = re.split(r"[/,]", cell.inner_text())[-2].strip()
            lines = cell.evaluate(
                """(it, name) => {
                  const node = it.firstChild, from = node.data.indexOf(name), range = new Range();
                  range.setStart(node, from); range.setEnd(node, from + name.length);
                  return range.getClientRects().length;
                }""",
                name,
            )
            assert lines == 1, name
