from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.portal.visitors import PASSWORD, account, signed_in

pytestmark = pytest.mark.usefixtures("portal")


def a_client(**more: Any) -> Any:
    from django.test import Client

    return Client(headers={"accept-language": "en"}, **more)


def sign_in(visitor: Any, name: str, password: str) -> Any:
    return visitor.post("/sign-in", {"username": name, "password": password})


def test_a_name_in_any_case_signs_in_and_signs_out() -> None:
    account("station@example.kz")
    visitor = a_client()
    assert visitor.get("/").url.startswith("/sign-in?next=")
    assert sign_in(visitor, "Station@Example.KZ", PASSWORD).url == "/"
    assert visitor.get("/").status_code == 200
    assert visitor.get("/sign-out").status_code == 405
    visitor.post("/sign-out")
    assert visitor.get("/").status_code == 302


def test_nobody_learns_which_accounts_there_are() -> None:
    account("station@example.kz")
    answers = [
        sign_in(a_client(), name, "wrong").content.replace(name.encode(), b"")
        for name in ("station@example.kz", "nobody@example.kz")
    ]
    plain = [answer.partition(b"<h1>")[2] for answer in answers]
    assert b"The name or the password is wrong." in plain[0]
    assert len({text.partition(b"<form")[0] for text in plain}) == 1


@pytest.mark.parametrize("name", ["station@example.kz", "nobody@example.kz"])
def test_five_wrong_passwords_make_a_pause(name: str) -> None:
    account("station@example.kz")
    visitor = a_client()
    codes = [sign_in(visitor, name, f"wrong {number}").status_code for number in range(6)]
    assert codes == [200] * 4 + [429] * 2
    assert sign_in(visitor, name, PASSWORD).status_code == 429


def test_a_form_from_elsewhere_is_refused() -> None:
    account("station@example.kz")
    visitor = a_client(enforce_csrf_checks=True)
    answer = sign_in(visitor, "station@example.kz", PASSWORD)
    assert answer.status_code == 403
    assert "The form was too old" in answer.content.decode()


def test_an_invitation_makes_one_account_with_its_channels() -> None:
    from schedcheck.portal.inviting import invite
    from schedcheck.portal.models import Account

    link = invite("New@Example.kz", "station", ["ktk", "khabar"], 7)
    visitor = a_client()
    assert "new@example.kz" in visitor.get(link).content.decode()
    for wrong in ("short", "password1234", "new@example.kz"):
        assert visitor.post(link, {"password": wrong, "again": wrong}).status_code == 400
    assert visitor.post(link, {"password": PASSWORD, "again": "other"}).status_code == 400
    assert visitor.post(link, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    made = Account.objects.get()
    assert (made.name, made.role) == ("new@example.kz", "station")
    assert [channel.id for channel in made.channels.all()] == ["khabar", "ktk"]
    assert visitor.get(link).status_code == 404
    assert sign_in(visitor, made.name, PASSWORD).status_code == 302


def test_an_invitation_for_an_account_that_is_there_is_not_used_up() -> None:
    from schedcheck.portal.inviting import invite
    from schedcheck.portal.models import Account, Invitation

    link = invite("new@example.kz", "station", ["ktk"], 7)
    there = account("new@example.kz")
    form = {"password": "another-pass-phrase", "again": "another-pass-phrase"}
    assert a_client().post(link, form).status_code == 302
    assert Invitation.objects.get().used_at is None
    assert not Account.objects.get().check_password(form["password"])
    there.delete()
    a_client().post(link, form)
    assert Account.objects.get().check_password(form["password"])


def test_an_invitation_expires_and_its_token_is_not_kept() -> None:
    from django.utils import timezone

    from schedcheck.portal.inviting import invite
    from schedcheck.portal.models import Invitation

    link = invite("new@example.kz", "officer", [], 7)
    made = Invitation.objects.get()
    assert made.token_hash not in link
    made.expires_at = timezone.now() - timedelta(seconds=1)
    made.save()
    assert a_client().get(link).status_code == 404
    assert a_client().get("/invitations/other").status_code == 404


def test_letters_to_an_account_are_in_the_language_that_it_chose_last() -> None:
    from schedcheck.portal.inviting import invite
    from schedcheck.portal.models import Account

    link = invite("new@example.kz", "officer", [], 7)
    visitor = a_client()
    visitor.post("/language", {"language": "ru"})
    visitor.post(link, {"password": PASSWORD, "again": PASSWORD})
    assert Account.objects.get().language == "ru"
    sign_in(visitor, "new@example.kz", PASSWORD)
    visitor.post("/language", {"language": "kk"})
    assert Account.objects.get().language == "kk"
    visitor.post("/language", {"language": "de"})
    assert Account.objects.get().language == "kk"


@pytest.mark.parametrize(("code", "words"), [("kk", "Кіру"), ("ru", "Вход"), ("en", "Sign in")])
def test_the_language_chosen_is_kept(code: str, words: str) -> None:
    visitor = a_client()
    answer = visitor.post("/language", {"language": code, "back": "/sign-in"})
    assert answer.url == "/sign-in"
    page = visitor.get("/sign-in").content.decode()
    assert f"<h1>{words}</h1>" in page
    assert f'<html lang="{code}">' in page


def test_a_language_that_is_not_there_changes_nothing_and_nobody_is_sent_elsewhere() -> None:
    visitor = a_client()
    answer = visitor.post("/language", {"language": "de", "back": "https://example.org/"})
    assert answer.url == "/"
    assert "language" not in visitor.cookies


def test_the_site_says_that_it_is_well() -> None:
    assert a_client().get("/healthz").content == b"ok\n"


def test_pages_say_what_a_browser_may_do_with_them() -> None:
    headers = signed_in(account()).get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"


def test_it_is_said_whether_a_worker_looks_for_jobs_and_nothing_else() -> None:
    from django.utils import timezone

    from schedcheck.portal import jobs
    from schedcheck.portal.models import WorkerLook

    def answer() -> tuple[int, bytes]:
        got = a_client().get("/healthz/worker")
        return got.status_code, got.content

    assert answer() == (503, b"late\n")
    jobs.look("at work")
    assert answer() == (200, b"ok\n")
    WorkerLook.objects.update(looked_at=timezone.now() - timedelta(minutes=1))
    assert answer() == (503, b"late\n")
    assert a_client().get("/healthz").content == b"ok\n"
