from __future__ import annotations

import pytest

from tests.portal.api.programs import post, program, token
from tests.portal.visitors import account, signed_in

pytestmark = pytest.mark.usefixtures("portal")


@pytest.fixture(autouse=True)
def _no_wait(monkeypatch: pytest.MonkeyPatch, portal: object) -> None:
    from django.conf import settings

    assert portal
    monkeypatch.setattr(settings, "API_WAIT", 0)


def test_a_token_is_kept_as_a_hash_and_its_use_is_noted() -> None:
    from schedcheck.portal.models import LogEntry, Token

    secret = token()
    made = Token.objects.get()
    assert secret.startswith("schedcheck_")
    assert len(made.token_hash) == 64
    assert secret not in {str(value) for value in vars(made).values()}
    assert secret not in str(list(LogEntry.objects.values_list("about", flat=True)))
    assert made.last_used_at is None
    post(program(secret))
    made.refresh_from_db()
    assert made.last_used_at


def test_a_token_is_for_its_channels_as_long_as_its_account_has_them() -> None:
    who = account("a@example.kz", "station", "ktk", "khabar")
    sender = program(token(who, "ktk"))
    assert post(sender).status_code == 202
    assert post(sender, channel="khabar").status_code == 403
    who.channels.set(["khabar"])
    assert post(sender).status_code == 403
    assert sender.get("/api/v1/deliveries/2026-W48-ktk-1").status_code == 404


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "officer"}])
def test_a_token_of_an_account_that_delivers_no_more_does_not_hold(
    change: dict[str, object],
) -> None:
    from schedcheck.portal.models import Account

    sender = program(token())
    Account.objects.update(**change)
    assert post(sender).status_code == 401


def test_a_revoked_token_does_not_hold_and_is_revoked_once() -> None:
    from schedcheck.portal.models import LogEntry, Token

    who = account()
    sender = program(token(who))
    browser, number = signed_in(who), Token.objects.get().pk
    for _twice in range(2):
        assert browser.post(f"/tokens/{number}/revoke").status_code == 302
    assert post(sender).status_code == 401
    whats = list(LogEntry.objects.filter(number__gt=0).values_list("what", flat=True))
    assert whats == ["token made", "token revoked"]
