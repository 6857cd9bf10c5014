from __future__ import annotations

import re
from typing import Any

import pytest

from tests.portal.visitors import (
    WEEK,
    account,
    delivered_with,
    judged,
    schedule_of,
    signed_in,
    this_week,
    verdict_text,
    words_of,
)

pytestmark = pytest.mark.usefixtures("portal")


def sent() -> Any:
    """A delivery of this week with a violation, with all that was made of it."""
    visitor = signed_in(account())
    made = judged(visitor)
    visitor.post(f"/uploads/{made.id}/send")
    made.refresh_from_db()
    return made


def address() -> str:
    return f"/board/ktk/{this_week()}"


def form_of(page: str, **more: str) -> dict[str, str]:
    """The fields of the first form of a decision on a page."""
    hidden = re.findall(r'name="(finding|verdict|seen)" value="([^"]*)"', page)
    return {**dict(hidden[:3]), "reason": "", **more}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "judged in part, 1 violation, 1 undecided"),
        ("ru", "проверено частично, 1 нарушение"),
        ("kk", "ішінара тексерілді, 1 бұзушылық"),
    ],
)
def test_the_regulator_is_led_to_the_board_and_from_it_to_the_week(
    language: str, words: str
) -> None:
    sent()
    visitor = signed_in(account("reader@example.kz", "reader"), language)
    assert visitor.get("/").url == "/board"
    page = words_of(visitor.get("/board"))
    assert page.count('scope="row"') == 46 + 4
    cell = re.search(rf'<a href="{address()}" title="([^"]*)"', page)
    assert cell
    assert cell[1].startswith(words)
    week = words_of(visitor.get(address()))
    assert words in week
    assert f"{this_week()}-ktk-1" in week
    assert "A film" in week
    assert "station@example.kz" in week
    assert 'class="picture"' in week


@pytest.mark.parametrize(
    ("asked", "weeks"),
    [
        ("", 6),
        ("?weeks=13", 13),
        ("?weeks=26&until=2026-W10", 26),
        ("?weeks=1000", 6),
        ("?until=2026-W99&show=nothing", 6),
        ("?until=0001-W01", 6),
        ("?until=%00", 6),
    ],
)
def test_weeks_are_chosen(asked: str, weeks: int) -> None:
    visitor = signed_in(account("reader@example.kz", "reader"))
    page = words_of(visitor.get(f"/board{asked}"))
    head = page.split("</thead>")[0]
    assert head.count("<abbr") == weeks
    earlier = re.search(r'href="(\?[^"]*)">←', page)
    assert earlier
    assert visitor.get(f"/board{earlier[1]}").status_code == 200


def test_channels_are_filtered() -> None:
    sent()
    visitor = signed_in(account("reader@example.kz", "reader"))
    page = words_of(visitor.get("/board?show=violations"))
    assert page.count('scope="row"') == 1 + 4
    assert address() in page
    assert "No channel" in words_of(visitor.get("/board?show=violations&until=2020-W10"))


def test_an_officer_decides_and_the_station_reads_it_without_a_name() -> None:
    made = sent()
    officer = signed_in(account("officer@example.kz", "officer"))
    page = words_of(officer.get(address()))
    answer = officer.post(
        f"{address()}/decide", form_of(page, outcome="dismissed", reason="<b>live</b> & well")
    )
    assert answer.status_code == 302
    assert answer.url.startswith(f"{address()}#finding-")
    raw = officer.get(address()).content.decode()
    assert "&lt;b&gt;live&lt;/b&gt; &amp; well" in raw
    assert "officer@example.kz" in raw
    station = type(officer)(headers={"accept-language": "en"})
    station.force_login(made.owner, backend="django.contrib.auth.backends.ModelBackend")
    own = station.get(f"/uploads/{made.id}").content.decode()
    assert "&lt;b&gt;live&lt;/b&gt; &amp; well" in own
    assert "officer@example.kz" not in own


def test_a_station_sees_no_decision_on_a_self_check() -> None:
    sent()
    officer = signed_in(account("officer@example.kz", "officer"))
    form = form_of(words_of(officer.get(address())), outcome="dismissed", reason="from the sea")
    officer.post(f"{address()}/decide", form)
    station = signed_in(account("other@example.kz", "station", "ktk"))
    check = judged(station)
    assert "from the sea" not in words_of(station.get(f"/uploads/{check.id}"))
    station.post(f"/uploads/{check.id}/send")
    page = words_of(station.get(f"/uploads/{check.id}"))
    assert "from the sea" in page
    assert "on version 1" in page
    assert "on version 1" in words_of(officer.get(address()))
    cells = words_of(officer.get("/board?show=undecided"))
    assert "No channel" in cells


def test_of_two_who_decide_the_second_is_refused_and_keeps_the_reason() -> None:
    sent()
    officer = signed_in(account("officer@example.kz", "officer"))
    head = signed_in(account("head@example.kz", "head"))
    form = form_of(words_of(officer.get(address())))
    first = head.post(f"{address()}/decide", {**form, "outcome": "confirmed"})
    assert first.status_code == 302
    second = officer.post(
        f"{address()}/decide", {**form, "outcome": "dismissed", "reason": "a live broadcast"}
    )
    assert second.status_code == 409
    page = words_of(second)
    assert "Somebody else" in page
    assert ">a live broadcast</textarea>" in page
    assert "head@example.kz" in page
    again = officer.post(
        f"{address()}/decide", form_of(page, outcome="dismissed", reason="a live broadcast")
    )
    assert again.status_code == 302
    assert "2 decisions" in words_of(officer.get(address()))


def test_a_dismissal_without_a_reason_is_refused() -> None:
    sent()
    officer = signed_in(account("officer@example.kz", "officer"), "ru")
    form = form_of(words_of(officer.get(address())), outcome="dismissed")
    answer = officer.post(f"{address()}/decide", form)
    assert answer.status_code == 400
    assert 'role="alert"' in words_of(answer)


def test_a_reader_and_an_administrator_see_and_do_not_decide() -> None:
    sent()
    for role in ("reader", "administrator"):
        visitor = signed_in(account(f"{role}@example.kz", role))
        page = words_of(visitor.get(address()))
        assert "A film" in page
        assert "<textarea" not in page
        assert visitor.post(f"{address()}/decide", form_of(page)).status_code == 403


@pytest.mark.parametrize(
    "where",
    ["none/2026-W48", "ktk/2026-W99", "ktk/this", "ktk/2026-11-23", "ktk/9999-W52", "%00/2026-W48"],
)
def test_what_is_no_week_of_a_channel_is_not_there(where: str) -> None:
    visitor = signed_in(account("officer@example.kz", "officer"))
    assert visitor.get(f"/board/{where}").status_code == 404
    assert visitor.post(f"/board/{where}/decide").status_code == 404


def test_a_week_without_a_delivery_or_a_verdict_has_a_page() -> None:
    from schedcheck.portal.models import State, Verdict

    officer = signed_in(account("officer@example.kz", "officer"))
    assert "Nothing was sent yet." in words_of(officer.get(f"/board/ktk/{WEEK}"))
    made = sent()
    page = words_of(officer.get(address()))
    officer.post(f"{address()}/decide", form_of(page, outcome="confirmed"))
    Verdict.objects.all().delete()
    type(made).objects.update(state=State.FAILED)
    failed = words_of(officer.get(address()))
    assert "not understood" in failed
    assert "Decided on earlier versions" in failed


def test_the_number_of_queries_of_a_week_does_not_grow() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from schedcheck.portal.deciding import Wanted, decide
    from schedcheck.portal.verdicts import current, found_in

    who = sent().owner
    boss = account("officer@example.kz", "officer")
    officer = signed_in(boss)
    counts = []
    many = schedule_of(this_week())
    for hour in range(6, 16):
        many += (
            many.splitlines()[1].replace(b"20:30;22:10", f"{hour}:00;{hour}:30".encode()) + b"\n"
        )
    for text in ("", verdict_text(many, this_week())):
        if text:
            delivered_with(who, this_week(), text)
            verdict = current("ktk", this_week())
            assert verdict is not None
            for one in found_in(verdict.findings, {})[:5]:
                decide(
                    boss, "ktk", this_week(), Wanted(one.key, "confirmed", "", str(verdict.id), "0")
                )
        with CaptureQueriesContext(connection) as queries:
            page = words_of(officer.get(address()))
        counts.append(len(queries))
    assert page.count('class="finding violation"') == 11
    assert counts[0] == counts[1] <= 13
    with CaptureQueriesContext(connection) as queries:
        officer.get("/board?weeks=26")
    assert len(queries) <= 8
    assert not any("findings" in one["sql"] for one in queries)
