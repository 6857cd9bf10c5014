"""The whole story in a browser: a station's week from the invitation to what was decided on it.

The site runs as it does for an authority, in processes of its own. Every page that is seen is given
to axe, at the width of a screen and of a telephone.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from schedcheck.schedule.week import DAY, parse_week
from tests.portal.running import Site
from tests.portal.test_serving import command
from tests.portal.visitors import PASSWORD
from tests.reports.browser import Opened

_LOCALES = {"kk": "kk-KZ", "ru": "ru-RU"}
_WIDE, _PHONE = ViewportSize(width=1400, height=900), ViewportSize(width=400, height=800)


def this_week() -> str:
    """The week that is offered as this one: on Monday until 06:00 it is the one before."""
    monday = parse_week("this", datetime.now(ZoneInfo("Asia/Almaty"))).first
    return f"{monday:%G-W%V}"


def schedule(starts: tuple[str, ...]) -> bytes:
    """A schedule of this week with a film 18+ at each of the hours, a day after each other."""
    monday = parse_week(this_week()).first
    rows = ["date;start;stop;title;age"]
    for number, start in enumerate(starts):
        day = (monday + (number + 1) * DAY).isoformat()
        rows += [f"{day};{start}:00;{start}:50;Фильм {number + 1};18+"]
        rows += [f"{day};23:00;23:30;Жаңалықтар;0+"]
    return "\n".join(rows).encode() + b"\n"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path / "portal")
    running.start()
    yield running
    running.stop()


@contextmanager
def visitor(browser: Browser, site: Site, language: str) -> Iterator[Page]:
    """A page of somebody who has a browser in a language."""
    context = browser.new_context(
        base_url=site.address, locale=_LOCALES[language], viewport=_WIDE, accept_downloads=True
    )
    complaints: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert complaints == []


def seen(page: Page, language: str) -> None:
    """What holds for every page: its language, nothing serious for axe, nothing cut on a phone."""
    assert page.locator("html").get_attribute("lang") == language
    for size in (_PHONE, _WIDE):
        page.set_viewport_size(size)
        assert Opened(page).axe() == [], page.url
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], (page.url, size)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what is selected has the focus; the mouse is not used."""
    reached = f"document.activeElement.matches({selector!r})"
    for _press in range(40):
        if page.evaluate(reached):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} cannot be reached by Tab on {page.url}")


def typed(page: Page, fields: dict[str, str]) -> None:
    """Fill a form by the keyboard alone, and send it by Enter."""
    for selector, text in fields.items():
        tab_to(page, selector)
        page.keyboard.type(text)
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)


def joined(site: Site, page: Page, language: str, name: str, *words: str) -> None:
    """Follow an invitation, choose a password and sign in, by the keyboard alone."""
    link = command(site.data, "portal", "invite", name, *words).removeprefix("0 ")
    page.goto(link)
    seen(page, language)
    typed(page, {"#id_password": PASSWORD, "#id_again": PASSWORD})
    assert page.url.endswith("/sign-in")
    seen(page, language)
    typed(page, {"#id_username": name, "#id_password": PASSWORD})
    seen(page, language)


def checked(page: Page, choose: Callable[[], None]) -> str:
    """The id of a self-check whose file ``choose`` uploads, once it is judged."""
    choose()
    page.wait_for_url(re.compile(r"/uploads/[\w-]{36}"))
    page.wait_for_selector('form[action$="/send"]', timeout=90_000)
    return page.url.rpartition("/")[2]


def by_keyboard(page: Page, file: Path) -> None:
    """Upload a file for this week, which is the one below the next; the mouse is not used."""
    # so that the browser already hands over choices of files when Enter is pressed
    page.on("filechooser", lambda _chooser: None)
    tab_to(page, "#id_week")
    while page.locator("#id_week").input_value() != this_week():
        page.keyboard.press("ArrowDown")
    tab_to(page, "#id_files")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
    tab_to(page, 'form[action="/uploads"] button')
    page.keyboard.press("Enter")


def by_mouse(page: Page, file: Path) -> None:
    """Upload a file for this week as most do."""
    page.goto("/")
    page.select_option("#id_week", this_week())
    page.set_input_files("#id_files", file)
    page.click('form[action="/uploads"] button')


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_from_the_invitation_to_the_decisions(
    language: str, site: Site, browser: Browser, tmp_path: Path
) -> None:
    first, second = tmp_path / "ktk first.csv", tmp_path / "ktk second.csv"
    first.write_bytes(schedule(("19", "20", "21")))
    second.write_bytes(schedule(("22", "20", "21")))
    with visitor(browser, site, language) as page:
        joined(site, page, language, "station@ktk.example", "--channel-id", "ktk")
        checked(page, lambda: by_keyboard(page, first))
        seen(page, language)
        assert page.locator(".violation", has_text="Фильм 1").count()
        check = checked(page, lambda: by_mouse(page, second))
        page.click('form[action$="/send"] button')
        page.wait_for_url("**/receipt")
        seen(page, language)
        assert f"{this_week()}-ktk-1" in page.locator("h1").inner_text()
    with visitor(browser, site, language) as page:
        joined(site, page, language, "officer@regulator.example", "--role", "officer")
        decided(page, language)
        collected(page, language, tmp_path / "week.zip")
        page.goto(f"/uploads/{check}")
        seen(page, language)
        page.click('nav a[href="/log"]')
        seen(page, language)
        whole = page.locator("table").inner_text()
        assert f"{this_week()}-ktk-1" in whole
        assert "officer@regulator.example" in whole
        page.click("button[name=check]")
        assert page.locator("p.verdict[role=status]").count() == 1
    with visitor(browser, site, language) as page:
        page.goto("/sign-in")
        typed(page, {"#id_username": "station@ktk.example", "#id_password": PASSWORD})
        page.goto(f"/uploads/{check}")
        seen(page, language)
        assert "Қате белгі" in page.locator("main").inner_text()


def decided(page: Page, language: str) -> None:
    """See the board, open the week, confirm one finding and dismiss the other with a reason."""
    cell = page.locator(f'a[href="/board/ktk/{this_week()}"]')
    assert "2" in cell.inner_text()
    cell.click()
    seen(page, language)
    findings = page.locator(".finding.violation")
    assert findings.count() == 2
    findings.nth(0).locator("summary").last.click()
    findings.nth(0).locator("button[value=confirmed]").click()
    page.wait_for_selector(".flag.confirmed")
    findings.nth(1).locator("summary").last.click()
    findings.nth(1).locator("textarea").fill("Қате белгі")
    findings.nth(1).locator("button[value=dismissed]").click()
    page.wait_for_selector('.finding >> text="Қате белгі"')
    seen(page, language)


def collected(page: Page, language: str, file: Path) -> None:
    """Have the documents of the week made, and download them in one zip."""
    page.click('main a[href*="documents"]')
    seen(page, language)
    page.click("main form[method=post] button")
    link = page.locator('main a[href$="zip"]')
    link.wait_for(timeout=120_000)
    seen(page, language)
    with page.expect_download() as download:
        link.click()
    download.value.save_as(file)
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    assert [name for name in names if name.endswith(".xlsx") and "ktk" in name], names
    assert [name for name in names if name.endswith(".docx") and "ktk" in name], names


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_own_password_is_changed_by_the_keyboard(
    language: str, site: Site, browser: Browser
) -> None:
    with visitor(browser, site, language) as page:
        joined(site, page, language, "reader@regulator.example", "--role", "reader")
        tab_to(page, 'a[href="/own"]')
        page.keyboard.press("Enter")
        page.wait_for_url("**/own")
        seen(page, language)
        tab_to(page, 'a[href="/own/password"]')
        page.keyboard.press("Enter")
        page.wait_for_url("**/own/password")
        seen(page, language)
        new = PASSWORD[::-1]
        typed(page, {"#id_old": PASSWORD, "#id_new": new, "#id_again": new})
        assert page.url.endswith("/own?password=changed")
        assert page.locator("p.verdict[role=status]").count() == 1
        seen(page, language)


def test_every_page_of_the_administrator(site: Site, browser: Browser) -> None:
    with visitor(browser, site, "ru") as page:
        joined(site, page, "ru", "admin@regulator.example", "--role", "administrator")
        links = page.locator("nav a").evaluate_all("all => all.map(one => one.pathname)")
        assert len(links) >= 6
        for link in links:
            page.goto(link)
            seen(page, "ru")
