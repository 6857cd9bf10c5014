from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest

from tests.portal.visitors import PASSWORD, account, judged, sent, signed_in, text_of, words_of

pytestmark = pytest.mark.usefixtures("portal")
ROSTER = b"""
[[channel]]
id = "ktk"
names = { kk = "KTK-1", ru = "KTK-1", en = "KTK-1" }
contacts = "office@ktk.example"

[[channel]]
id = "new-tv"
names = { en = "New TV" }
zone = "Asia/Almaty"
"""


def administrator() -> Any:
    return signed_in(account("admin@example.kz", "administrator"))


def logged() -> list[tuple[str, str]]:
    from schedcheck.portal.models import LogEntry, check_log

    assert check_log() is None
    return [(entry.who, entry.what) for entry in LogEntry.objects.exclude(number=0)]


def given(visitor: Any, content: bytes, name: str = "roster.toml") -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return visitor.post("/channels/roster", {"file": SimpleUploadedFile(name, content)})


def link_on(page: str) -> str:
    found = re.search(r"<code>http://testserver(/invitations/[\w-]+)</code>", page)
    assert found
    return found[1]


def joined(link: str, password: str = PASSWORD) -> int:
    from django.test import Client

    form = {"password": password, "again": password}
    return int(Client().post(link, form).status_code)


def can_sign_in(name: str, password: str = PASSWORD) -> bool:
    from django.test import Client

    form = {"username": name, "password": password}
    return bool(Client().post("/sign-in", form).status_code == 302)


def test_a_link_of_an_invitation_is_shown_once_and_makes_the_account() -> None:
    visitor = administrator()
    form = {"name": "New@Example.kz", "role": "station", "channels": ["ktk", "khabar"]}
    link = link_on(text_of(visitor.post("/accounts/invite", form)))
    page = text_of(visitor.get("/accounts"))
    assert "new@example.kz" in page
    assert link not in page
    assert joined(link) == 302
    assert can_sign_in("new@example.kz")
    assert ("admin@example.kz", "invited") in logged()


def test_a_second_link_ends_the_first_and_one_withdrawn_is_over() -> None:
    from schedcheck.portal.models import Invitation

    visitor = administrator()
    form = {"name": "new@example.kz", "role": "officer"}
    first, second = (link_on(text_of(visitor.post("/accounts/invite", form))) for _each in range(2))
    assert joined(first) == 404
    last = Invitation.objects.order_by("-id")[0]
    visitor.post(f"/invited/{last.id}/withdraw")
    assert joined(second) == 404
    assert ("admin@example.kz", "invitation withdrawn") in logged()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": "no address", "role": "head"}, "is not an e-mail address"),
        ({"name": "a@example.kz", "role": "station"}, "a station needs one"),
        ({"name": "admin@example.kz", "role": "head"}, "already"),
        ({"name": "<b>@example.kz", "role": "head"}, "is not an e-mail address"),
    ],
)
def test_an_invitation_that_cannot_be_made_is_said(form: dict[str, str], said: str) -> None:
    answer = administrator().post("/accounts/invite", form)
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert "<b>" not in text_of(answer)


def test_who_is_switched_off_is_out_at_once_until_switched_on() -> None:
    who = account()
    station, visitor = signed_in(who), administrator()
    assert station.get("/").status_code == 200
    visitor.post(f"/accounts/{who.id}/switch", {"on": "0"})
    assert station.get("/").status_code == 302
    assert not can_sign_in(who.name)
    visitor.post(f"/accounts/{who.id}/switch", {"on": "1"})
    assert station.get("/").status_code == 302  # a session that was ended does not come back
    assert visitor.get("/accounts").status_code == 200
    assert can_sign_in(who.name)
    done = [what for _who, what in logged() if what.startswith("account")]
    assert done == ["account switched off", "account switched on"]


def test_the_last_administrator_stays_one() -> None:
    from schedcheck.portal.models import Account

    visitor = administrator()
    own = Account.objects.get(name="admin@example.kz")
    for address, form in (
        (f"/accounts/{own.id}/switch", {"on": "0"}),
        (f"/accounts/{own.id}", {"role": "head"}),
    ):
        answer = visitor.post(address, form)
        assert answer.status_code == 400
        assert "the last administrator" in text_of(answer)
    other = account("other@example.kz", "administrator")
    other.is_active = False
    other.save()
    assert visitor.post(f"/accounts/{own.id}/switch", {"on": "0"}).status_code == 400
    visitor.post(f"/accounts/{other.id}/switch", {"on": "1"})
    assert visitor.post(f"/accounts/{own.id}", {"role": "head"}).status_code == 302
    assert visitor.get("/accounts").status_code == 403


def test_role_and_channels_change_and_the_log_says_what_they_were() -> None:
    from schedcheck.portal.models import LogEntry

    who = account()
    station, visitor = signed_in(who), administrator()
    made = judged(station)
    form = {"role": "station", "channels": ["khabar"]}
    visitor.post(f"/accounts/{who.id}", form)
    assert station.get(f"/uploads/{made.id}").status_code == 404
    entry = LogEntry.objects.get(what="account changed")
    assert (entry.about["channels"], entry.about["before"]) == (["khabar"], ["station", "ktk"])
    visitor.post(f"/accounts/{who.id}", form)
    assert LogEntry.objects.filter(what="account changed").count() == 1
    assert visitor.post(f"/accounts/{who.id}", {"role": "station"}).status_code == 400
    assert visitor.post(f"/accounts/{who.id}", {"role": "reader"}).status_code == 302
    who.refresh_from_db()
    assert (who.role, who.channels.count()) == ("reader", 0)


def test_a_forgotten_password_is_replaced_by_a_link_that_ends_the_sessions() -> None:
    who = account()
    station, visitor = signed_in(who), administrator()
    link = link_on(text_of(visitor.post(f"/accounts/{who.id}/password")))
    assert can_sign_in(who.name)
    assert joined(link, "another-long-phrase") == 302
    assert joined(link, "a-third-long-phrase") == 404
    assert station.get("/").status_code == 302
    assert not can_sign_in(who.name)
    assert can_sign_in(who.name, "another-long-phrase")
    assert logged()[-1][1] == "signed in"
    assert (who.name, "password chosen") in logged()


def test_a_link_of_who_was_switched_off_meanwhile_lets_nobody_in() -> None:
    who, visitor = account(), administrator()
    link = link_on(text_of(visitor.post(f"/accounts/{who.id}/password")))
    visitor.post(f"/accounts/{who.id}/switch", {"on": "0"})
    from django.test import Client

    assert Client().get(link).status_code == 404
    visitor.post(f"/accounts/{who.id}/switch", {"on": "1"})
    assert Client().get(link).status_code == 404
    assert not can_sign_in(who.name, "another-long-phrase")
    # one that was asked for meanwhile holds when the account is on again
    visitor.post(f"/accounts/{who.id}/switch", {"on": "0"})
    link = link_on(text_of(visitor.post(f"/accounts/{who.id}/password")))
    joined(link, "another-long-phrase")
    assert not can_sign_in(who.name, "another-long-phrase")
    visitor.post(f"/accounts/{who.id}/switch", {"on": "1"})
    assert can_sign_in(who.name, "another-long-phrase")


@pytest.mark.parametrize("wrong", ["a/b", "..", "a b", "x" * 101, "%00", "-a"])
def test_an_id_of_a_channel_has_to_fit_into_an_address(wrong: str) -> None:
    from schedcheck.portal.models import Channel, RosterFile

    visitor, count = administrator(), Channel.objects.count()
    answer = given(visitor, ROSTER.replace(b"new-tv", wrong.encode()))
    assert answer.status_code == 400
    assert f"“{wrong}” is not an id of a channel that the portal takes" in words_of(answer)
    assert (Channel.objects.count(), RosterFile.objects.count()) == (count, 0)


@pytest.mark.parametrize("right", ["ktk.2", "жаңа-тв", "x" * 100])
def test_every_page_of_a_channel_that_was_added_has_an_address(right: str) -> None:
    visitor = administrator()
    assert given(visitor, ROSTER.replace(b"new-tv", right.encode())).status_code == 302
    owner = signed_in(account("other@example.kz", "station", right))
    made = sent(owner, channel=right)
    assert made.receipt
    for address in (f"/uploads/{made.id}", f"/board/{right}/{made.week}", "/board", "/log"):
        assert visitor.get(address).status_code == 200
    assert f"/board/{quote(right)}/{made.week}" in text_of(visitor.get("/board"))


def test_a_roster_changes_names_and_adds_channels_and_schedules_are_judged_by_it() -> None:
    import json

    from schedcheck.portal.models import Channel

    visitor, station = administrator(), signed_in(account())
    assert given(visitor, ROSTER).status_code == 302
    assert Channel.objects.get(id="ktk").names["kk"] == "KTK-1"
    assert Channel.objects.get(id="new-tv").names["ru"] == "New TV"
    page = text_of(visitor.get("/channels"))
    assert "office@ktk.example" in page
    assert "roster.toml" in page
    assert ("admin@example.kz", "roster given") in logged()
    verdict = json.loads(judged(station).verdicts.get().findings)
    assert verdict["channels"][0]["name"] == "KTK-1"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[[channel]]\nid = 3\n", "must be a text"),
        (b"[[channel]]\nid = 'x-tv'\ncolour = 'red'\n", "channel[0]"),
        (b"\xff", "not UTF-8"),
        (b"title = 'a\x00b'", "not TOML"),
        (b"#" * (1024**2 + 1), "more than 1 MB"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_as_the_program_does(content: bytes, said: str) -> None:
    from schedcheck.portal.models import RosterFile

    answer = given(administrator(), content, "<b>ours.toml")
    assert answer.status_code == 400
    page = text_of(answer)
    assert said in page
    assert "b_ours.toml" in page
    assert "<b>ours" not in page
    assert "schedcheck-" not in page  # the folder in which it was read
    assert not RosterFile.objects.exists()


def test_settings_are_kept_within_bounds_and_hold_for_the_next_upload() -> None:
    from schedcheck.portal.models import LogEntry

    visitor, station = administrator(), signed_in(account())
    assert 'value="30"' in text_of(visitor.get("/settings"))
    right = {"self_check_days": "3", "delivery_years": "7"}
    for wrong in ("0", "366", "-1", "1.5", "\u0663", "", "9" * 30):
        answer = visitor.post("/settings", {**right, "self_check_days": wrong})
        assert answer.status_code == 400
    assert visitor.post("/settings", right).status_code == 302
    made = judged(station)
    assert (made.expires_at - made.uploaded_at).days in {2, 3}
    assert "deleted after 3 days" in text_of(station.get("/"))
    changed = [entry.about for entry in LogEntry.objects.filter(what="setting changed")]
    assert {"setting": "self_check_days", "value": 3, "before": 30} in changed
    assert len(changed) == 2


def test_the_pages_of_lists_do_not_ask_more_for_more_accounts() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    visitor = administrator()
    counts = []
    for more in range(2):
        for number in range(3):
            account(f"s{more}{number}@example.kz", "station", "ktk", "khabar")
        with CaptureQueriesContext(connection) as queries:
            visitor.get("/accounts")
            visitor.get("/channels")
        counts.append(len(queries))
    assert counts[0] == counts[1]
