from __future__ import annotations

from html.parser import HTMLParser

from schedcheck.reports.html.report import dumps
from tests.checks.audited import audited, programme


class _Seen(HTMLParser):
    """The tags of a page, and what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_check_has_the_page_of_a_batch() -> None:
    seen = _Seen()
    seen.feed(
        dumps(
            audited(
                programme("20:30", "23:00", "Ночь &lt;b&gt;(18+)&lt;/b&gt;"),
                programme("23:00", "23:30", "Кино", channel="other"),
            )
        )
    )

    assert "svg" in {tag for tag, _attributes in seen.tags}
    named = [attributes.get("id") or "" for _tag, attributes in seen.tags]
    assert {"channel-test", "channel-other"} <= set(named)
    assert "Ночь <b>(18+)</b>" in seen.words


def test_it_fetches_nothing() -> None:
    seen = _Seen()
    seen.feed(dumps(audited(programme("20:30", "23:00", "Ночь (18+)"))))

    for tag, attributes in seen.tags:
        assert "src" not in attributes
        assert tag != "link" or (attributes["href"] or "").startswith("data:")


def test_the_same_audit_gives_the_same_text() -> None:
    result = audited(programme("20:30", "23:00", "Ночь (18+)"))

    assert dumps(result) == dumps(result)
