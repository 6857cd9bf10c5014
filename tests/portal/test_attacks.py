"""What an attacker tries of the site as a whole; what is of one page is beside its tests."""

from __future__ import annotations

from typing import Any

import pytest

from tests.portal.visitors import PASSWORD, account, judged, signed_in, uploaded

pytestmark = pytest.mark.usefixtures("portal")


def a_client(**more: Any) -> Any:
    from django.test import Client

    return Client(headers={"accept-language": "en"}, **more)


def sign_in(visitor: Any, name: str, password: str = PASSWORD, **form: str) -> Any:
    return visitor.post("/sign-in", {"username": name, "password": password, **form})


def test_a_session_given_to_somebody_before_signing_in_is_worth_nothing() -> None:
    who, visitor = account(), a_client()
    session = visitor.session
    session["planted"] = "1"
    session.save()
    planted = visitor.cookies["sessionid"].value
    assert sign_in(visitor, who.name).status_code == 302
    assert visitor.cookies["sessionid"].value != planted
    other = a_client()
    other.cookies["sessionid"] = planted
    assert other.get("/").status_code == 302


def test_a_session_that_was_ended_does_not_come_back() -> None:
    visitor = a_client()
    sign_in(visitor, account().name)
    kept = visitor.cookies["sessionid"].value
    visitor.post("/sign-out")
    other = a_client()
    other.cookies["sessionid"] = kept
    assert other.get("/").status_code == 302


def test_a_host_that_the_site_does_not_have_gets_nothing() -> None:
    visitor = a_client()
    assert visitor.get("/sign-in", headers={"host": "evil.example"}).status_code == 400
    answer = visitor.get("/sign-in", headers={"x-forwarded-host": "evil.example"})
    assert b"evil.example" not in answer.content
    admin = signed_in(account("admin@example.kz", "administrator"))
    form = {"name": "new@example.kz", "role": "reader"}
    page = admin.post("/accounts/invite", form, headers={"x-forwarded-host": "evil.example"})
    assert b"http://testserver/invitations/" in page.content


@pytest.mark.parametrize(
    "following",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "\t//e.e",
    ],
)
def test_signing_in_leads_nowhere_else(following: str) -> None:
    visitor = a_client()
    assert sign_in(visitor, account().name, next=following).url == "/"
    assert visitor.post("/language", {"language": "ru", "back": following}).url == "/"


def test_every_answer_says_what_a_browser_may_do_with_it() -> None:
    owner = signed_in(account())
    made = judged(owner)
    for address in ("/", f"/uploads/{made.id}", f"/uploads/{made.id}/files/json", "/none"):
        answer = owner.get(address)
        headers = answer.headers
        assert headers["X-Frame-Options"] == "DENY", address
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], address
        assert headers["Cache-Control"] == "no-store", address
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert headers["Referrer-Policy"] == "same-origin", address
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", address
        answer.close()
    for cookie in a_client().get("/sign-in").cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\x.csv",
        "a\r\nSet-Cookie: x=1.csv",
        '"; filename=evil.html',
        "<img src=x onerror=alert(1)>.csv",
        "=HYPERLINK(1).csv",
        "ktk\u202excod.csv",
        "x" * 300 + ".csv",
        ".htaccess",
        "nul\x00.csv",
        "out",
        "law",
    ],
)
def test_a_name_of_a_file_is_only_a_text(name: str) -> None:
    from schedcheck.portal import store

    owner = signed_in(account())
    made = uploaded(owner, name=name)
    page = owner.get(f"/uploads/{made.id}").content.decode()
    assert "<img src=x" not in page
    answer = owner.get(f"/uploads/{made.id}/files/original")
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename")
    assert set("\r\n\0/\\<>").isdisjoint(disposition)
    assert "Set-Cookie" not in answer.headers
    assert store.path_of(made.sha256).name == made.sha256
    answer.close()


def test_titles_that_begin_like_formulas_are_texts_in_the_workbook() -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    from schedcheck.portal.jobs import work
    from tests.portal.visitors import schedule_of, this_week

    owner = signed_in(account())
    title = b'"=HYPERLINK(""http://evil.example"")"'
    made = uploaded(owner, schedule_of(this_week()).replace(b"A film", title))
    work(alone=True, once=True)
    answer = owner.get(f"/uploads/{made.id}/files/workbook")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("evil.example" in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [cell for cell in cells if cell.hyperlink and "evil" in str(cell.hyperlink.target)]


def test_the_password_is_hashed_for_a_name_that_nobody_has() -> None:
    """As long as for one that somebody has: the time of the answer says nothing."""
    from unittest.mock import patch

    from django.contrib.auth.hashers import MD5PasswordHasher

    account("station@example.kz")
    counts = []
    for name in ("station@example.kz", "nobody@example.kz"):
        encode = MD5PasswordHasher.encode
        with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=encode) as made:
            sign_in(a_client(), name, "wrong password")
        counts.append(made.call_count)
    assert counts == [1, 1]


def test_many_addresses_that_try_one_name_are_stopped_too() -> None:
    who = account()
    codes = [
        sign_in(a_client(REMOTE_ADDR=f"10.0.{number}.1"), who.name, "wrong").status_code
        for number in range(52)
    ]
    assert codes[:49] == [200] * 49
    assert codes[-1] == 429
    # from an address of its own the owner waits too, and is let in after the pause
    assert sign_in(a_client(REMOTE_ADDR="10.9.9.9"), who.name).status_code == 429


@pytest.mark.parametrize("name", ["nobody\0@example.kz", "\0", "n" * 4000, "ß" * 200])
def test_a_name_that_nobody_can_have_is_a_wrong_name_and_leaves_nothing(name: str) -> None:
    from axes.models import AccessAttempt

    answer = sign_in(a_client(), name)
    assert answer.status_code == 200
    assert b"The name or the password is wrong." in answer.content
    assert not AccessAttempt.objects.exists()


def test_no_address_holds_a_character_that_the_database_takes_in_no_text() -> None:
    from django.urls import reverse

    from tests.portal.api.programs import program, token
    from tests.portal.test_urls import addresses

    text = "ktk\0"
    admin, asks = signed_in(account("a@example.kz", "administrator")), program(token())
    tried = 0
    for name, parameters in addresses():
        if parameters & {"token", "channel_id", "week", "number"}:
            values = {"token": text, "channel_id": text, "week": text, "number": text}
            address = reverse(name, kwargs={one: values[one] for one in parameters})
            assert "%00" in address
            for visitor in (admin, asks):
                visitor.raise_request_exception = False
                for answer in (visitor.get(address), visitor.post(address)):
                    assert answer.status_code in {302, 401, 403, 404, 405}, (address, answer)
                    tried += 1
    assert tried > 20
