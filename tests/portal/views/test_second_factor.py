from __future__ import annotations

import re
import time
from typing import Any

import pytest

from tests.portal.visitors import PASSWORD, account, signed_in, text_of

pytestmark = pytest.mark.usefixtures("portal")


def a_client() -> Any:
    from django.test import Client

    return Client(headers={"accept-language": "en"})


def code_of(device: Any) -> str:
    """The code that a telephone shows now."""
    from django_otp.oath import TOTP

    shown = TOTP(device.bin_key)
    shown.time = time.time()
    return f"{shown.token():06d}"


def with_factor(name: str = "officer@example.kz", role: str = "officer") -> tuple[Any, list[str]]:
    """An account with a second factor, and its recovery codes."""
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from schedcheck.portal import second_factor

    who = account(name, role)
    codes = second_factor.confirm(who, code_of(second_factor.begin(who)))
    # the code of this half minute counts again
    TOTPDevice.objects.update(last_t=-1)
    return who, codes


def device_of(who: Any) -> Any:
    from django_otp.plugins.otp_totp.models import TOTPDevice

    return TOTPDevice.objects.get(user=who)


def half_way(who: Any, visitor: Any, following: str = "") -> Any:
    form = {"username": who.name, "password": PASSWORD, "next": following}
    answer = visitor.post("/sign-in", form)
    assert answer.url == "/sign-in/code"
    return answer


def wait(who: Any) -> None:
    """Let the pause after a wrong code be over."""
    from django_otp.plugins.otp_totp.models import TOTPDevice

    TOTPDevice.objects.filter(user=who).update(throttling_failure_timestamp=None)


def test_the_page_shows_the_key_once_and_its_picture_without_styles() -> None:
    who = account()
    visitor, other = signed_in(who), signed_in(who)
    assert "<svg" not in text_of(visitor.get("/own"))
    visitor.post("/own/factor")
    page = text_of(visitor.get("/own"))
    assert re.search(r"<code class=\"hash\">[A-Z2-7]{32}</code>", page)
    picture = page[page.index("<figure") : page.index("</figure>")]
    assert "<path" in picture
    assert "style" not in picture
    who.refresh_from_db()
    assert who.second_factor_at is None
    assert visitor.post("/own/factor/confirm", {"code": "000000"}).status_code == 400
    wait(who)
    answer = visitor.post("/own/factor/confirm", {"code": code_of(device_of(who))})
    codes = re.findall(r"<code>([0-9a-f-]{19})</code>", text_of(answer))
    assert len(set(codes)) == 10
    page = text_of(visitor.get("/own"))
    assert codes[0] not in page
    assert "<svg" not in page
    # the session that set it up goes on, others end
    assert visitor.get("/").status_code == 200
    assert other.get("/").status_code == 302


def test_the_code_is_asked_for_after_the_right_password_alone() -> None:
    who, _codes = with_factor()
    visitor = a_client()
    wrong = visitor.post("/sign-in", {"username": who.name, "password": "wrong"})
    assert "The name or the password is wrong." in text_of(wrong)
    assert visitor.get("/sign-in/code").url == "/sign-in"
    half_way(who, visitor, "/log")
    assert visitor.get("/board").status_code == 302
    code = code_of(device_of(who))
    assert visitor.post("/sign-in/code", {"code": f" {code[:3]} {code[3:]}"}).url == "/log"
    assert visitor.get("/board").status_code == 200


def test_a_code_counts_once() -> None:
    who, codes = with_factor()
    code = code_of(device_of(who))
    for given, statuses in ((code, [302, 200]), (codes[3].upper(), [302, 200])):
        got = []
        for _each in range(2):
            visitor = a_client()
            half_way(who, visitor)
            got.append(visitor.post("/sign-in/code", {"code": given}).status_code)
            wait(who)
        assert got == statuses


def test_recovery_codes_are_kept_as_hashes() -> None:
    who, codes = with_factor()
    kept = {one.hash for one in who.recovery_codes.all()}
    assert len(kept) == 10
    assert not any(code.replace("-", "") in hashed for code in codes for hashed in kept)


def test_wrong_codes_make_longer_and_longer_pauses_and_count_like_wrong_passwords() -> None:
    who, _codes = with_factor()
    visitor = a_client()
    half_way(who, visitor)
    assert visitor.post("/sign-in/code", {"code": "000000"}).status_code == 200
    # the right one within the pause is refused as a wrong one is
    answer = visitor.post("/sign-in/code", {"code": code_of(device_of(who))})
    assert "The code is wrong" in text_of(answer)
    codes = [visitor.post("/sign-in/code", {"code": "1"}).status_code for _each in range(4)]
    assert codes == [200, 200, 429, 429]
    assert a_client().post(
        "/sign-in", {"username": who.name, "password": PASSWORD}
    ).status_code == 429  # fmt: skip


def test_what_waits_for_a_code_ends_with_time_password_and_account() -> None:
    from schedcheck.portal.views import second_factor

    who, _codes = with_factor()
    for change in ("time", "password", "account"):
        visitor = a_client()
        half_way(who, visitor)
        if change == "time":
            session = visitor.session
            session[second_factor.WAITING] = session[second_factor.WAITING] | {"until": 1.0}
            session.save()
        elif change == "password":
            who.set_password("another-long-phrase")
            who.save()
        else:
            who.is_active = False
            who.save()
        answer = visitor.post("/sign-in/code", {"code": code_of(device_of(who))})
        assert answer.url == "/sign-in", change
        assert visitor.get("/board").status_code == 302
        who.set_password(PASSWORD)
        who.is_active = True
        who.save()


def test_the_administrator_takes_a_lost_one_away_with_an_entry_in_the_log() -> None:
    from schedcheck.portal.models import LogEntry, check_log

    who, codes = with_factor()
    session = signed_in(who)
    visitor = signed_in(account("admin@example.kz", "administrator"))
    assert "Take the second factor away" in text_of(visitor.get(f"/accounts/{who.id}"))
    visitor.post(f"/accounts/{who.id}/factor")
    assert session.get("/board").status_code == 302
    form = {"username": who.name, "password": PASSWORD}
    assert a_client().post("/sign-in", form).url == "/"
    assert not who.recovery_codes.exists()
    entry = LogEntry.objects.get(what="second factor taken away")
    assert (entry.who, entry.about["name"]) == ("admin@example.kz", who.name)
    assert codes[0] not in str([one.about for one in LogEntry.objects.all()])
    assert check_log() is None


def test_the_owner_needs_a_code_to_switch_it_off() -> None:
    who, codes = with_factor()
    visitor = signed_in(who)
    assert visitor.post("/own/factor/off", {"code": "nothing"}).status_code == 400
    wait(who)
    assert visitor.post("/own/factor").url == "/own"
    assert visitor.post("/own/factor/off", {"code": codes[0]}).status_code == 302
    who.refresh_from_db()
    assert who.second_factor_at is None
    assert visitor.get("/own").status_code == 200


def test_where_it_is_required_the_regulator_does_nothing_without_it() -> None:
    from schedcheck.portal.choices import Choices, choose

    choose("admin@example.kz", Choices(30, second_factor=True))
    station = signed_in(account())
    assert station.get("/").status_code == 200
    for role in ("reader", "officer", "head", "administrator"):
        who = account(f"{role}@example.kz", role)
        visitor = signed_in(who)
        for address in ("/", "/board", "/accounts", "/uploads"):
            assert visitor.get(address).url == "/own", (role, address)
            assert visitor.post(address).url == "/own", (role, address)
        assert "Set it up to go on" in text_of(visitor.get("/own"))
        visitor.post("/own/factor")
        visitor.post("/own/factor/confirm", {"code": code_of(device_of(who))})
        assert visitor.get("/board").status_code == 200
        assert visitor.post("/sign-out").status_code == 302
