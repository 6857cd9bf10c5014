"""The second factor: asked for after the right password, set up on a page of one's own."""

from __future__ import annotations

import time
from base64 import b32encode
from collections.abc import Callable
from typing import Any

import segno
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from markupsafe import Markup

from schedcheck.messages import _
from schedcheck.portal import second_factor
from schedcheck.portal.choices import choices
from schedcheck.portal.models import Account, log

#: What a session keeps between the password and the code, and for how many seconds.
WAITING, _SECONDS = "second factor", 300
#: The pages of whoever must have a second factor and has none yet.
_WITHOUT = {"own-account", "begin-factor", "confirm-factor", "own-password", "sign-out",
            "language", "healthz"}  # fmt: skip


class SecondFactorMiddleware:
    """Leads accounts of the regulator that must have a second factor to the page to set it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to ``request``."""
        return self._answer(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _named: object
    ) -> HttpResponseBase | None:
        """The way to the page, or None where the view may answer."""
        match = request.resolver_match
        if match is None or match.view_name in _WITHOUT or not request.user.is_authenticated:
            return None
        if request.user.second_factor_at is not None or request.user.is_station:
            return None
        return redirect("own-account") if choices().second_factor else None


def wait_for_code(request: HttpRequest, account: Any, following: str) -> HttpResponse:
    """The way on after the right password: nobody is signed in before the code."""
    request.session.cycle_key()
    request.session[WAITING] = {
        "account": account.pk,
        "backend": account.backend,
        "hash": account.get_session_auth_hash(),
        "until": time.time() + _SECONDS,
        "next": following,
    }
    return redirect("second-factor")


def _waiting(request: HttpRequest) -> tuple[Account, dict[str, Any]] | None:
    """Who has given the right password, and what the session keeps of it."""
    kept = request.session.get(WAITING)
    if kept is None or kept["until"] < time.time():
        return None
    account = Account.objects.filter(pk=kept["account"], is_active=True).first()
    if account is None or not constant_time_compare(kept["hash"], account.get_session_auth_hash()):
        return None
    return account, kept


@login_not_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and sign in whoever gives it."""
    waiting = _waiting(request)
    if waiting is None:
        request.session.pop(WAITING, None)
        return redirect("sign-in")
    account, kept = waiting
    wrong = False
    if request.method == "POST":
        named = {"username": account.name}
        if not AxesProxyHandler.is_allowed(request, named):
            return get_lockout_response(request, credentials=named)
        if second_factor.verify(account, request.POST.get("code", "")):
            del request.session[WAITING]
            login(request, account, kept["backend"])
            log(account.name, "signed in")
            return redirect(kept["next"])
        # counts like a wrong password
        user_login_failed.send(sender=__name__, credentials=named, request=request)
        wrong = True
    return render(request, "second_factor.html", {"wrong": wrong})


@require_GET
def own_account(request: HttpRequest) -> HttpResponse:
    """One's own account, and the second factor."""
    return _own(request)


def _own(request: HttpRequest, wrong: str = "", codes: list[str] | None = None) -> HttpResponse:
    device = second_factor.begun(request.user)
    must = not request.user.is_station and choices().second_factor
    values = {
        "device": device,
        "secret": b32encode(device.bin_key).decode() if device else "",
        "picture": _picture(device.config_url) if device else "",
        "must": must,
        "changed": request.GET.get("password") == "changed",
        "wrong": wrong,
        "codes": codes or [],
    }
    return render(request, "own_account.html", values, status=400 if wrong else 200)


def _picture(text: str) -> Markup:
    """A text as a QR code: SVG without styles, which the policy of the pages forbids."""
    made = segno.make(text, micro=False).svg_inline(scale=5, dark="#000", light="#fff")
    return Markup(made)  # noqa: S704 - paths alone, of a library


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin to set up a second factor; nothing is asked for until a code was right."""
    if request.user.second_factor_at is None:
        second_factor.begin(request.user)
    return redirect("own-account")


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Put the second factor in force, and show its recovery codes, once."""
    codes = second_factor.confirm(request.user, request.POST.get("code", ""))
    if not codes:
        return _own(request, _("The code is wrong, or was used already. Wait for the next one."))
    update_session_auth_hash(request, request.user)
    return _own(request, codes=codes)


@require_POST
def switch_off(request: HttpRequest) -> HttpResponse:
    """Leave one's own account without a second factor; a code is asked for once more."""
    if not second_factor.verify(request.user, request.POST.get("code", "")):
        return _own(request, _("The code is wrong, or was used already. Wait for the next one."))
    second_factor.take_away(request.user.name, request.user)
    request.user.refresh_from_db()
    update_session_auth_hash(request, request.user)
    return redirect("own-account")
