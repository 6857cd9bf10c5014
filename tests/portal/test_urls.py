"""Every address, found in the site itself, asked for by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest

from tests.portal.visitors import account, judged, signed_in, uploaded
from tests.portal.who_sees_what import (
    EVERYBODY,
    KINDS,
    NOBODY,
    PAGES,
    STRANGER,
    Page,
    World,
    world,
)

pytestmark = pytest.mark.usefixtures("portal")
#: The methods that no page is for unless the table says so.
_SELDOM = ("put", "patch", "delete")


def addresses(patterns: Any = None, space: str = "") -> Iterator[tuple[str, set[str]]]:
    """Each address of the site: its name with its namespace, and its parameters."""
    from django.urls import URLResolver, get_resolver

    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        else:
            assert pattern.name, f"an address without a name: {pattern.pattern}"
            yield f"{space}{pattern.name}", set(pattern.pattern.converters)


def asked(visitor: Any, method: str, address: str, form: dict[str, Any]) -> tuple[int, str, bytes]:
    """The status, the address that it leads to and the content; whatever was done is undone."""
    from django.db import transaction

    cookies = SimpleCookie(visitor.cookies)
    with transaction.atomic():
        data = {"data": form} if method == "post" else {}
        answer = getattr(visitor, method)(address, **data)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answer.close()
        transaction.set_rollback(True)
    visitor.cookies = cookies
    return answer.status_code, answer.headers.get("Location", ""), content


def is_refused(actor: str, status: int, leads_to: str) -> bool:
    """Whether an answer gives nothing to see."""
    if actor == NOBODY and status == 302:
        return leads_to.startswith("/sign-in?next=")
    return status in {401, 403, 404, 405}


def wrong_answers(here: World, page: Page, method: str, actor: str) -> Iterator[str]:
    from django.urls import reverse

    of = here.objects[page.of] | dict(page.values)
    values = {name: of[name] for name in dict(addresses())[page.name]}
    address = reverse(page.name, kwargs=values)
    status, leads_to, content = asked(here.visitors[actor], method, address, page.form(here))
    expected = page.expected(method, actor) if method in {"get", "post", "delete"} else None
    right = status == expected if expected else is_refused(actor, status, leads_to)
    if not right:
        yield f"{method} {page.name} {page.of}, {actor}: {status} {leads_to}, not {expected}"
    for secret, known_to in here.secrets.items():
        if actor not in known_to and secret.encode() in content:
            yield f"{method} {page.name} {page.of}: {secret} is shown to {actor}"


def methods_of(page: Page, actor: str) -> tuple[str, ...]:
    """The methods to try: those that change something seldom, by those who may do least."""
    # the page to sign in on answers each as it does a form
    seldom = actor in {NOBODY, STRANGER} and page.name != "sign-in"
    return ("get", "post", *(_SELDOM if seldom or page.delete else ()))


def test_the_table_names_every_address_and_every_kind_of_thing() -> None:
    known = {(page.name, page.of) for page in PAGES}
    named = dict(addresses())
    needed = set()
    for name, parameters in named.items():
        kinds = [KINDS[one] for one in sorted(parameters) if one in KINDS]
        needed |= {(name, kind) for kind in (kinds[0] if kinds else ("",))}
    assert needed - known == set(), "say in tests/portal/who_sees_what.py who may see these"
    assert {name for name, _of in known} - set(named) == set()


def test_everybody_sees_what_the_table_says_and_nobody_anything_else() -> None:
    here = world()
    wrong = [
        words
        for page in PAGES
        for actor in EVERYBODY
        for method in methods_of(page, actor)
        for words in wrong_answers(here, page, method, actor)
    ]
    assert not wrong, "\n".join(wrong)


def test_what_is_not_there_is_a_page_that_says_so() -> None:
    here = world()
    for actor in EVERYBODY:
        for address in ("/none", "/uploads/none", "/uploads/%00", "/uploads/../../etc/passwd"):
            status, leads_to, _content = asked(here.visitors[actor], "get", address, {})
            assert is_refused(actor, status, leads_to), (actor, address, status)


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
