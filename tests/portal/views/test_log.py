from __future__ import annotations

from typing import Any

import pytest

from tests.portal.visitors import account, judged, signed_in, words_of

pytestmark = pytest.mark.usefixtures("portal")


def rows(page: str) -> int:
    return page.count('id="entry-')


def head(language: str = "en") -> Any:
    return signed_in(account("head@example.kz", "head"), language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("sent a delivery", "Channel:")),
        ("ru", ("отправлено расписание", "Канал:")),
        ("kk", ("кестені жіберді", "Арна:")),
    ],
)
def test_entries_are_in_words(language: str, words: tuple[str, ...]) -> None:
    station = signed_in(account())
    made = judged(station)
    station.post(f"/uploads/{made.id}/send")
    page = words_of(head(language).get("/log"))
    assert f"{made.week}-ktk-1" in page
    for one in words:
        assert one in page


def test_every_kind_of_entry_that_is_written_has_words() -> None:
    import ast

    from schedcheck.portal import letters
    from schedcheck.portal.log_words import DONE
    from schedcheck.results.finding import Outcome
    from tests.paths import PACKAGE

    written: set[str] = {one.value for one in Outcome} | set(letters._DONE.values())  # noqa: SLF001
    for path in (PACKAGE / "portal").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "log":
                what = node.args[1]
                if isinstance(what, ast.Constant):
                    written.add(str(what.value))
    assert {"sent", "joined"} <= written
    assert written - set(DONE) == set()


def test_the_log_is_filtered_and_read_page_by_page() -> None:
    from schedcheck.portal.models import log

    visitor = head()
    for number in range(60):
        log("a@example.kz", "sent", channel="ktk", week=f"week {number}")
    log("b@example.kz", "joined", role="officer")
    log("", "invited", channels=["khabar", "ktk"], name="c@example.kz")
    first = words_of(visitor.get("/log"))
    assert rows(first) == 50
    assert "week 59" in first
    assert 'href="?before=13"' in first
    second = words_of(visitor.get("/log?before=13"))
    assert rows(second) == 13
    assert "week 0" in second
    assert rows(words_of(visitor.get("/log?who=B@EXAMPLE"))) == 1
    assert rows(words_of(visitor.get("/log?what=invited"))) == 1
    assert rows(words_of(visitor.get("/log?channel=khabar"))) == 1
    log("a@example.kz", "asked", receipt="2026-W48-khabar-24")
    log("a@example.kz", "asked", receipt="2026-W48-khabar-24-1")
    assert rows(words_of(visitor.get("/log?channel=khabar"))) == 2
    assert rows(words_of(visitor.get("/log?channel=khabar-24"))) == 1
    kept = words_of(visitor.get("/log?channel=ktk&what=sent"))
    assert "?what=sent&channel=ktk&before=11" in kept
    assert rows(words_of(visitor.get("/log?channel=ktk&what=sent&before=11"))) == 10
    for odd in ("before=x", "before=" + "9" * 40, "who=%25", "channel=%22", "who=%00"):
        assert visitor.get(f"/log?{odd}").status_code == 200


def test_the_log_is_verified_on_the_page() -> None:
    from django.db import connection

    from schedcheck.portal.models import log

    visitor = head()
    for _each in range(3):
        log("a@example.kz", "sent")
    assert "as it was written. Entries: 4." in words_of(visitor.get("/log?check=1"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE portal_logentry SET who = 'b', at = 'then' WHERE number = 2")
    page = words_of(visitor.get("/log?check=1"))
    assert "entry 2 is not as it was written" in page
    assert '<tr class="violation" id="entry-2">' in page


def test_what_people_wrote_is_text() -> None:
    from schedcheck.portal.models import log

    log("<i>who</i>", "<b>done</b>", title="<script>alert(1)</script>")
    page = head().get("/log").content.decode()
    for one in ("<i>", "<b>", "<script>alert"):
        assert one not in page
