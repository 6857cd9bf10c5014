from __future__ import annotations

import re

import pytest

from tests.portal.api.programs import program, token
from tests.portal.visitors import account, signed_in

pytestmark = pytest.mark.usefixtures("portal")


def test_a_station_makes_a_token_that_is_shown_once_and_holds() -> None:
    browser = signed_in(account("a@example.kz", "station", "ktk", "khabar"))
    assert 'href="/tokens"' in browser.get("/").content.decode()
    page = browser.post("/tokens", {"name": "play <b>out", "channels": ["ktk", "ntk"]})
    (secret,) = set(re.findall(r"schedcheck_[\w-]+", page.content.decode()))
    listed = browser.get("/tokens").content.decode()
    assert secret not in listed
    assert "play &lt;b&gt;out" in listed
    assert program(secret).get("/api/v1/deliveries/none").status_code == 404
    from schedcheck.portal.models import Token

    assert [one.pk for one in Token.objects.get().channels.all()] == ["ktk"]


@pytest.mark.parametrize(
    "form", [{"name": "a"}, {"channels": ["ktk"]}, {"name": "a", "channels": ["khabar"]}]
)
def test_a_token_needs_a_name_and_a_channel_of_the_account(form: dict[str, object]) -> None:
    from schedcheck.portal.models import Token

    assert signed_in(account()).post("/tokens", form).status_code == 400
    assert not Token.objects.exists()


def test_nobody_has_any_number_of_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    from schedcheck.portal.views import tokens

    monkeypatch.setattr(tokens, "_MOST", 1)
    browser, form = signed_in(account()), {"name": "a", "channels": ["ktk"]}
    assert browser.post("/tokens", form).status_code == 200
    assert "too many tokens" in browser.post("/tokens", form).content.decode()


def test_tokens_are_of_their_account_alone() -> None:
    from schedcheck.portal.models import Token

    token()
    number = Token.objects.get().pk
    colleague = signed_in(account("colleague@example.kz"))
    assert "playout" not in colleague.get("/tokens").content.decode()
    assert colleague.post(f"/tokens/{number}/revoke").status_code == 404
    officer = signed_in(account("officer@example.kz", "officer"))
    assert officer.get("/tokens").status_code == 403
    assert officer.post(f"/tokens/{number}/revoke").status_code == 403
    assert Token.objects.get().revoked_at is None
