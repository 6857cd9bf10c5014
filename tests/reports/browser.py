"""A page in a headless Chromium that has no network: everything it asks for is written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.missing import chromium


@contextmanager
def a_browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Opened:
    """A page that was opened, with what it asked for beside itself and what it complained of."""

    page: Page
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def resources(self) -> list[str]:
        """What the browser says that it loaded besides the page itself."""
        script = "performance.getEntriesByType('resource').map(entry => entry.name)"
        return list(self.page.evaluate(script))

    def axe(self) -> list[tuple[str, str, list[str]]]:
        """What axe finds that is serious or worse: rule, impact, elements."""
        self.page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
        result: dict[str, Any] = self.page.evaluate("axe.run(document, {iframes: false})")
        assert len(result["passes"]) > 10
        return [
            (one["id"], one["impact"], [str(node["html"])[:200] for node in one["nodes"][:5]])
            for one in result["violations"]
            if one["impact"] in {"serious", "critical"}
        ]


@contextmanager
def opened(browser: Browser, path: Path, **options: Any) -> Iterator[Opened]:
    """Open the page in ``path``; ``options`` are those of a browser's context."""
    context = browser.new_context(**options)
    page = context.new_page()
    told = Opened(page)

    def refuse(route: Route) -> None:
        told.asked.append(route.request.url)
        route.abort()

    own = path.resolve().as_uri()
    context.route(lambda url: not url.startswith(own), refuse)
    page.on("console", lambda message: told.complaints.append(message.text))
    page.on("pageerror", lambda error: told.complaints.append(str(error)))
    page.goto(own)
    yield told
    context.close()
