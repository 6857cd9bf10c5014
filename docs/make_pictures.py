"""Makes the pictures in ``docs/img``: ``python docs/make_pictures.py [PICTURE...]``.

Those of the English pages are in that folder, those of the Kazakh and Russian pages in ``kk`` and
``ru`` below it. By hand, after what people see has changed. Needs what the tests need (Playwright
with Chromium, its path in ``CHROMIUM`` where it is not found), LibreOffice Calc (``soffice``) and
the Liberation fonts. Pages are those of ``samples/week``, also in the portal, and of twelve
weeks of eight channels of ``samples/make_weeks.py``.
"""

# ruff: noqa: INP001 - a script beside the pages

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "img"
#: Language -> where its pictures are.
_LANGUAGES = {"en": IMAGES, "kk": IMAGES / "kk", "ru": IMAGES / "ru"}
#: Picture -> from where in ``summary.html``, how wide the window is, how much of it is shown.
_OF_SUMMARY = {
    "summary": ("body", 1400, 1000),
    "summary-charts": (".two", 1400, 1100),
    "summary-week": ("#channel-aqtobe", 1400, 1100),
    "summary-phone": ("body", 400, 860),
}
#: Picture -> workbook, page of it (from 0, or from its end, as languages differ in their number of
#: pages), width in pixels and how much of its height is shown (0: all).
_OF_WORKBOOKS = {
    "overview": ("summary.xlsx", 0, 1400, 0),
    "summary-violations": ("summary.xlsx", 2, 1400, 0),
    "violations": ("channels/ktk.xlsx", 1, 1400, 330),
    "week": ("channels/kokshe.xlsx", -2, 1000, 0),
    "workbook": ("channels/ktk.xlsx", -2, 1000, 0),
}
#: Picture of the portal -> who looks (1: the station, 2: the officer), the page, the link followed
#: from it, the size of the window.
_OF_PORTAL = {
    "portal-station": (1, "", "main a[href*='/uploads/']", 1400, 700),
    "portal-board": (2, "board?until=2026-W48", "", 1400, 760),
    "portal-week": (2, "board/ktk/2026-W48", "", 400, 860),
}


def _run(*command: str | Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own commands
        command, cwd=ROOT, capture_output=True, check=False, text=True
    )
    if done.returncode not in {0, 1, 3}:  # of schedcheck: there are findings, or not all is judged
        sys.exit(f"{' '.join(map(str, command))}: {done.stderr}")


def _schedcheck(language: str, *arguments: str | Path) -> None:
    _run(sys.executable, "-m", "schedcheck", *arguments, "--quiet", "--lang", language)


def _shrink(picture: Path) -> None:
    """Keep 40 colours: what is shown needs no more, and a clone stays small."""
    with Image.open(picture) as shown:
        few = shown.convert("RGB").quantize(40, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(picture, optimize=True)


def _page(browser: Browser, file: Path, picture: Path, shown: tuple[str, int, int]) -> None:
    """Take a picture of a part of a page."""
    selector, width, height = shown
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(file.as_uri())
    top = page.locator(selector).first.evaluate("it => it.getBoundingClientRect().top + scrollY")
    page.screenshot(
        path=picture,
        full_page=True,
        clip={"x": 0, "y": top, "width": width, "height": height},
    )
    page.close()
    _shrink(picture)


def _of_portal(browser: Browser, language: str, folder: Path, scratch: Path) -> None:
    """Take the pictures of the demonstration portal, which is started and ended."""
    command = ("portal", "demo", "samples/week", "--data", str(scratch / "portal"), "--lang", "en")
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "schedcheck", *command], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as portal:
        said = [next(portal.stdout or iter(())) for _line in range(3)]
        address, *people = (line.rstrip().split(": ")[1] for line in said)
        for picture, (who, place, link, width, height) in _OF_PORTAL.items():
            page = browser.new_page(
                viewport={"width": width, "height": height},
                extra_http_headers={"Accept-Language": language},
            )
            name, password = people[who - 1].split()
            page.goto(f"{address}sign-in")
            page.fill("[name=username]", name)
            page.fill("[name=password]", password)
            page.press("[name=password]", "Enter")
            page.wait_for_url(lambda url: "sign-in" not in url)
            page.goto(f"{address}{place}")
            if link:
                page.locator(link).first.click()
            page.screenshot(path=folder / f"{picture}.png")
            page.close()
            _shrink(folder / f"{picture}.png")
        portal.terminate()


def _sheet(workbook: Path, picture: Path, shown: tuple[int, int, int], scratch: Path) -> None:
    """Print a workbook and take a picture of one of its pages."""
    page, width, height = shown
    profile = f"-env:UserInstallation={(scratch / 'office').as_uri()}"
    office = shutil.which("soffice") or "soffice"
    _run(office, profile, "--headless", "--convert-to", "pdf", "--outdir", scratch, workbook)
    with pdfium.PdfDocument(scratch / workbook.with_suffix(".pdf").name) as pages:
        sheet = pages[page % len(pages)]
        taken = sheet.render(scale=width / sheet.get_width()).to_pil()
    taken.crop((0, 0, width, height or taken.height)).save(picture)
    _shrink(picture)


def _once(made: Path, make: Callable[[], None]) -> None:
    """Make what several pictures come from, where it is not there yet."""
    if not made.exists():
        make()


def _makers(
    scratch: Path, browser: Browser, language: str
) -> Iterator[tuple[Path, Callable[[], None]]]:
    """Each picture in a language, and what makes it."""
    out, weeks, period = (scratch / name for name in ("out", "weeks", "period"))
    folder = _LANGUAGES[language]

    def of_week() -> None:
        if not out.exists():
            _schedcheck(language, "batch", "samples/week", "-o", out, "--week", "2026-W48")

    def of_period() -> None:
        _run(sys.executable, ROOT / "samples" / "make_weeks.py", "12", weeks, "8")
        for number, monday in enumerate(sorted(weeks.iterdir())):
            run = scratch / "runs" / f"{number}"
            _schedcheck(language, "batch", monday, "-o", run, "--week", monday.name)
        _schedcheck(language, "summary", scratch / "runs", "--period", "2025-Q1", "-o", period)

    def make(before: Callable[[], None], take: Callable[[], None]) -> None:
        before()
        take()

    for name, shown in _OF_SUMMARY.items():
        picture = folder / f"{name}.png"
        take = partial(_page, browser, out / "summary.html", picture, shown)
        yield picture, partial(make, of_week, take)
    for name, (file, page, width, height) in _OF_WORKBOOKS.items():
        picture = folder / f"{name}.png"
        take = partial(_sheet, out / file, picture, (page, width, height), scratch)
        yield picture, partial(make, of_week, take)
    for name in _OF_PORTAL:
        take = partial(_of_portal, browser, language, folder, scratch)
        yield folder / f"{name}.png", partial(_once, scratch / "portal", take)
    picture = folder / "period.png"
    take = partial(_page, browser, period / "period.html", picture, ("body", 1400, 1250))
    yield picture, partial(make, of_period, take)


def main(wanted: list[str]) -> None:
    """Make the pictures named, or all, in every language."""
    with sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for language, folder in _LANGUAGES.items():
            folder.mkdir(exist_ok=True)
            with TemporaryDirectory() as scratch:
                for picture, make in _makers(Path(scratch), browser, language):
                    if not wanted or picture.stem in wanted:
                        make()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
