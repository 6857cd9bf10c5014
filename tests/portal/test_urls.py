"""Every address, found in the site itself, asked for by everybody."""

from __future__ import annotations

from typing import Any

import pytest

from tests.portal.visitors import account, judged, signed_in, uploaded

pytestmark = pytest.mark.usefixtures("portal")
#: Addresses that nobody need sign in for.
OPEN = {"healthz", "sign-in", "language", "invitation"}
#: Addresses of one upload.
OF_UPLOADS = {"show", "send", "receipt", "download"}


def addresses(upload: Any) -> dict[str, str]:
    from django.urls import get_resolver, reverse

    values = {"token": "none", "upload_id": upload.id, "kind": "original"}
    made = {}
    for pattern in get_resolver().url_patterns:
        names = pattern.pattern.converters
        made[pattern.name] = reverse(pattern.name, kwargs={one: values[one] for one in names})
    return made


def codes(visitor: Any, address: str) -> set[int]:
    answers = [visitor.get(address), visitor.post(address)]
    for answer in answers:
        answer.close()
    return {answer.status_code for answer in answers}


def test_who_is_not_signed_in_gets_no_further_than_the_page_to_sign_in() -> None:
    from django.test import Client

    for name, address in addresses(uploaded(signed_in(account()))).items():
        if name not in OPEN:
            for answer in (Client().get(address), Client().post(address)):
                assert answer.status_code == 302, name
                assert answer.url.startswith("/sign-in"), name


def test_what_is_of_others_is_not_there() -> None:
    owner = signed_in(account())
    check, delivery = judged(owner), uploaded(owner, name="delivery.csv")
    delivery.version, delivery.receipt = 1, "2026-W48-ktk-1"
    delivery.sent_at = delivery.uploaded_at
    delivery.save()
    for role in ("station", "reader", "officer", "head", "administrator"):
        channels = ("khabar",) if role == "station" else ()
        other = signed_in(account(f"{role}@example.org", role, *channels))
        for made in (check, delivery):
            seen = made == delivery and role != "station"
            for name, address in addresses(made).items():
                if name in OF_UPLOADS:
                    here = codes(other, address)
                    assert bool(here & {200}) == (seen and name != "send"), (role, name)
                    assert here <= {200, 404, 405}, (role, name)
            assert (made.name in other.get("/").content.decode()) == seen
    check.refresh_from_db()
    assert check.version is None


def test_accounts_of_one_channel_see_its_deliveries_and_not_each_others_checks() -> None:
    owner, colleague = signed_in(account()), signed_in(account("colleague@example.kz"))
    own, sent = uploaded(owner), judged(owner)
    owner.post(f"/uploads/{sent.id}/send")
    assert colleague.get(f"/uploads/{sent.id}").status_code == 200
    assert colleague.get(f"/uploads/{own.id}").status_code == 404


def test_who_has_lost_a_channel_sees_nothing_of_it() -> None:
    who = account()
    visitor = signed_in(who)
    made = uploaded(visitor)
    who.channels.set(["khabar"])
    assert visitor.get(f"/uploads/{made.id}").status_code == 404
