from __future__ import annotations

from typing import Any

import pytest

from tests.portal.visitors import PASSWORD, account, signed_in, text_of, words_of

pytestmark = pytest.mark.usefixtures("portal")
NEW = "other-pass-phrase-9"


def change(visitor: Any, old: str = PASSWORD, new: str = NEW, again: str | None = None) -> Any:
    form = {"old_password": old, "new_password1": new}
    return visitor.post("/own/password", {**form, "new_password2": new if again is None else again})


def can_sign_in(name: str, password: str) -> bool:
    from django.test import Client

    form = {"username": name, "password": password}
    return bool(Client().post("/sign-in", form).status_code == 302)


@pytest.mark.parametrize(
    ("role", "language", "words"),
    [
        ("station", "kk", "Құпиясөзіңіз өзгертілді"),
        ("reader", "ru", "Пароль изменён"),
        ("administrator", "en", "Your password is another one now"),
    ],
)
def test_each_changes_the_own_password_and_other_sessions_end(
    role: str, language: str, words: str
) -> None:
    from schedcheck.portal.models import LogEntry

    who = account("a@example.kz", role)
    visitor, other = signed_in(who, language), signed_in(who)
    assert 'href="/own/password"' in text_of(visitor.get("/own"))
    assert text_of(visitor.get("/own/password")).count('type="password"') == 3
    answer = change(visitor)
    assert (answer.status_code, answer.url) == (302, "/own?password=changed")
    assert words in words_of(visitor.get(answer.url))
    assert words not in words_of(visitor.get("/own"))
    assert other.get("/own").url == "/sign-in?next=/own"
    assert can_sign_in("a@example.kz", NEW)
    assert not can_sign_in("a@example.kz", PASSWORD)
    logged = LogEntry.objects.get(what="password chosen")
    assert (logged.who, logged.about) == ("a@example.kz", {})


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("wrong", NEW, NEW, "The password that you have now is another one."),
        ("", NEW, NEW, "The password that you have now is another one."),
        (PASSWORD, NEW, "another-pass-phrase", "The two passwords differ."),
        (PASSWORD, "short", "short", "Choose a password of 12 characters"),
        (PASSWORD, "", "", "Choose a password of 12 characters"),
        (PASSWORD, "password12345", "password12345", "Choose a password of 12 characters"),
        (PASSWORD, "a.bc@example.kz", "a.bc@example.kz", "Choose a password of 12 characters"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(
    old: str, new: str, again: str, words: str
) -> None:
    from schedcheck.portal.models import LogEntry

    visitor = signed_in(account("a.bc@example.kz"))
    answer = change(visitor, old, new, again)
    assert answer.status_code == 400
    page = text_of(answer)
    assert page.count('role="alert"') == 1
    assert words in page
    assert not any(one and one in page for one in (old, new) if one != "a.bc@example.kz")
    assert visitor.get("/own").status_code == 200
    assert can_sign_in("a.bc@example.kz", PASSWORD)
    assert not LogEntry.objects.filter(what="password chosen").exists()


def test_wrong_passwords_make_the_pause_that_they_make_where_one_signs_in() -> None:
    visitor = signed_in(account("a@example.kz"))
    assert [change(visitor, "wrong").status_code for _each in range(5)] == [400] * 4 + [429]
    answer = change(visitor)
    assert answer.status_code == 429
    assert "Try again in 15 minutes" in text_of(answer)
    assert not can_sign_in("a@example.kz", PASSWORD)
    other = account("b@example.kz")
    assert change(signed_in(other)).status_code == 302


def test_many_addresses_together_make_a_pause_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "SIGN_IN_LIMIT", 2)
    visitor = signed_in(account("a@example.kz"))
    for number in (1, 2):
        form = {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW}
        visitor.post("/own/password", form, REMOTE_ADDR=f"10.0.0.{number}")
    assert change(visitor).status_code == 429


def test_what_is_not_the_password_is_no_attempt() -> None:
    visitor = signed_in(account("a@example.kz"))
    for _each in range(6):
        assert change(visitor, PASSWORD, "short").status_code == 400
    assert change(visitor).status_code == 302


def test_a_second_factor_stays_and_so_does_the_session() -> None:
    from tests.portal.views.test_second_factor import with_factor

    who, _codes = with_factor()
    visitor = signed_in(who)
    assert change(visitor).status_code == 302
    page = text_of(visitor.get("/own"))
    assert "since" in page
    assert visitor.get("/board").status_code == 200


def test_whoever_has_to_set_up_a_second_factor_can_change_the_password() -> None:
    from schedcheck.portal.models import Setting

    Setting.objects.create(name="second_factor", value=True)
    visitor = signed_in(account("a@example.kz", "officer"))
    assert visitor.get("/board").url == "/own"
    assert change(visitor).status_code == 302
