"""Files given to the form in a browser: dropped, too many, too large, and without JavaScript."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.portal.running import Site
from tests.portal.test_story import schedule, site
from tests.portal.visitors import PASSWORD

__all__ = ["site"]  # the fixture
_NAME = "station@ktk.example"
#: Drops files on the form as a hand does, which no browser lets a test do.
_DROP = """(form, names) => {
  const data = new DataTransfer();
  for (const name of names) data.items.add(new File(["date;start;title"], name));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    form.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
  }
}"""


def signed_in(browser: Browser, site: Site, *, javascript: bool = True) -> Page:
    """The page of a station on which it uploads."""
    context = browser.new_context(
        base_url=site.address, locale="ru-RU", java_script_enabled=javascript
    )
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#id_username", _NAME)
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/")
    return page


def sparse(folder: Path, megabytes: int, count: int) -> list[Path]:
    """Files that are large and take no place."""
    made = [folder / f"{megabytes} {number}.csv" for number in range(count)]
    for path in made:
        with path.open("wb") as file:
            file.truncate(megabytes * 1024**2)
    return made


def said(page: Page) -> list[str]:
    return page.locator("[role=alert]:visible").all_inner_texts()


def test_several_files_are_dropped_and_what_is_too_much_is_said_before_it_is_sent(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    site.people([(_NAME, "station", ["ktk"])])
    page = signed_in(browser, site)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.method) if one.method == "POST" else None)
    for files, words in (
        (sparse(tmp_path, 0, 21), "не более 20 файлов"),
        (sparse(tmp_path, 51, 1), "не более 50 МБ"),
        (sparse(tmp_path, 40, 3), "не более 100 МБ"),
    ):
        page.set_input_files("#id_files", files)
        page.click("form.drop button")
        (told,) = said(page)
        assert words in told
    assert asked == []
    page.eval_on_selector("form.drop", _DROP, ["a.csv", "b.csv"])
    # clicked twice, as many do
    page.dblclick("form.drop button", no_wait_after=True)
    page.wait_for_selector("table.cards")
    names = page.locator("table.cards tbody th").all_inner_texts()
    assert sorted(names) == ["a.csv", "b.csv"]
    assert said(page) == []
    assert asked == ["POST"]
    page.context.close()


def test_without_javascript_files_are_taken_and_what_is_too_much_is_said_too(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    site.people([(_NAME, "station", ["ktk"])])
    page = signed_in(browser, site, javascript=False)
    page.set_input_files("#id_files", sparse(tmp_path, 40, 3))
    page.click("form.drop button")
    (told,) = said(page)
    assert "не более 100 МБ" in told
    file = tmp_path / "ktk.csv"
    file.write_bytes(schedule(("19",)))
    page.set_input_files("#id_files", [file, *sparse(tmp_path, 0, 1)])
    page.click("form.drop button")
    assert page.locator("table.cards tbody tr").count() == 2
    page.click("text=ktk.csv")
    # the page comes again by itself until the verdict is there
    page.wait_for_selector('form[action$="/send"]', timeout=90_000)
    page.click('form[action$="/send"] button')
    page.wait_for_url("**/receipt")
    page.context.close()
