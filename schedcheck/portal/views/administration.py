"""The administrator's pages: accounts, channels with their roster, settings of the site."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schedcheck.errors import ConfigError
from schedcheck.messages import _
from schedcheck.portal import accounts, channels, inviting, law_files, retention, second_factor
from schedcheck.portal.access import only
from schedcheck.portal.choices import BOUNDS, Choices, choices, choose
from schedcheck.portal.models import Account, Channel, Invitation, Role, RosterFile

#: Days that the links of invitations hold.
_DAYS = 7


@require_GET
@only(Role.ADMINISTRATOR)
def list_accounts(request: HttpRequest) -> HttpResponse:
    """Every account, the invitations that were not used, and the form to invite."""
    return _accounts(request)


def _accounts(request: HttpRequest, wrong: str = "", link: str = "") -> HttpResponse:
    waiting = Invitation.objects.filter(
        used_at__isnull=True, expires_at__gt=timezone.now(), account__isnull=True
    )
    values = {
        "accounts": Account.objects.prefetch_related("channels").order_by("name"),
        "invitations": waiting.prefetch_related("channels").order_by("name"),
        "channels": list(Channel.objects.all()),
        "roles": Role.values,
        "link": request.build_absolute_uri(link) if link else "",
        "days": _DAYS,
        "wrong": wrong,
        "given": request.POST,
        "chosen": request.POST.getlist("channels"),
    }
    return render(request, "accounts.html", values, status=400 if wrong else 200)


@require_POST
@only(Role.ADMINISTRATOR)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite an account; its link is on this page alone, once."""
    role, own = _role(request), _own_channels(request)
    if role == Role.STATION and not own:
        return _accounts(request, _("Choose a channel: a station needs one."))
    try:
        name = request.POST.get("name", "")
        link = inviting.invite(name, role, own, _DAYS, request.user.name)
    except ConfigError as error:
        return _accounts(request, str(error))
    return _accounts(request, link=link)


def _role(request: HttpRequest) -> str:
    role = request.POST.get("role", "")
    if role not in Role.values:
        raise Http404
    return role


def _own_channels(request: HttpRequest) -> list[str]:
    """The channels chosen that there are; only a station has some."""
    given = request.POST.getlist("channels") if request.POST.get("role") == Role.STATION else []
    return list(Channel.objects.filter(id__in=given).values_list("id", flat=True))


@require_POST
@only(Role.ADMINISTRATOR)
def withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """End an invitation."""
    accounts.withdraw(request.user.name, invitation_id)
    return redirect("accounts")


@require_http_methods(["GET", "POST"])
@only(Role.ADMINISTRATOR)
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """An account, its role and channels, which can be changed."""
    found = get_object_or_404(Account, id=account_id)
    if request.method == "GET":
        return _account(request, found)
    try:
        accounts.change(request.user.name, found.id, _role(request), _own_channels(request))
    except ConfigError as error:
        return _account(request, found, str(error))
    return redirect("account", found.id)


def _account(request: HttpRequest, found: Account, wrong: str = "", link: str = "") -> HttpResponse:
    values = {
        "account": found,
        "own": [channel.id for channel in found.channels.all()],
        "channels": list(Channel.objects.all()),
        "roles": Role.values,
        "wrong": wrong,
        "link": request.build_absolute_uri(link) if link else "",
        "days": _DAYS,
    }
    return render(request, "account.html", values, status=400 if wrong else 200)


@require_POST
@only(Role.ADMINISTRATOR)
def switch(request: HttpRequest, account_id: int) -> HttpResponse:
    """Switch an account off or on."""
    found = get_object_or_404(Account, id=account_id)
    try:
        accounts.switch(request.user.name, found.id, on=request.POST.get("on") == "1")
    except ConfigError as error:
        return _account(request, found, str(error))
    return redirect("account", found.id)


@require_POST
@only(Role.ADMINISTRATOR)
def renew(request: HttpRequest, account_id: int) -> HttpResponse:
    """A link by which the owner of an account chooses another password."""
    found = get_object_or_404(Account, id=account_id)
    return _account(request, found, link=inviting.renew(found, _DAYS, request.user.name))


@require_POST
@only(Role.ADMINISTRATOR)
def reset_factor(request: HttpRequest, account_id: int) -> HttpResponse:
    """Take the second factor from an account whose owner has lost telephone and codes."""
    found = get_object_or_404(Account, id=account_id)
    second_factor.take_away(request.user.name, found)
    return redirect("account", found.id)


@require_GET
@only(Role.ADMINISTRATOR)
def list_channels(request: HttpRequest) -> HttpResponse:
    """Every channel with what the roster says of it, and the rosters that were given."""
    return _channels(request)


def _channels(request: HttpRequest, wrong: str = "") -> HttpResponse:
    roster = channels.roster_in_force().channels
    rows: list[dict[str, Any]] = [
        {"channel": channel, "roster": roster.get(channel.id), "accounts": channel.counted}
        for channel in Channel.objects.annotate(counted=Count("accounts"))
    ]
    values = {"rows": rows, "files": RosterFile.objects.all(), "wrong": wrong}
    return render(request, "channels.html", values, status=400 if wrong else 200)


@require_POST
@only(Role.ADMINISTRATOR)
def give_roster(request: HttpRequest) -> HttpResponse:
    """Put the roster of a file in force."""
    file = request.FILES.get("file")
    if file is None:
        return _channels(request, _("Choose a file."))
    try:
        channels.give_roster(request.user, str(file.name), file.read(law_files.LIMIT + 1))
    except ConfigError as error:
        return _channels(request, str(error))
    return redirect("channels")


@require_http_methods(["GET", "POST"])
@only(Role.ADMINISTRATOR)
def site_settings(request: HttpRequest) -> HttpResponse:
    """How long things are kept, and who must have a second factor."""
    wrong = ""
    if request.method == "POST":
        try:
            numbers = {name: _number(request, name) for name in BOUNDS}
        except ValueError:
            wrong = _("Give whole numbers within the bounds.")
        else:
            new = Choices(**numbers, second_factor=request.POST.get("second_factor") == "1")
            choose(request.user.name, new)
            return redirect("settings")
    return _settings(request, wrong)


def _settings(request: HttpRequest, wrong: str = "", deleted: int = 0) -> HttpResponse:
    values = {
        "held": choices(),
        "bounds": BOUNDS,
        "over": retention.deletable(timezone.now()).count(),
        "wrong": wrong,
        "deleted": deleted,
    }
    return render(request, "settings.html", values, status=400 if wrong else 200)


@require_POST
@only(Role.ADMINISTRATOR)
def delete_deliveries(request: HttpRequest) -> HttpResponse:
    """Delete the deliveries whose years are over, where their number is typed as a confirmation."""
    now = timezone.now()
    if request.POST.get("count", "").strip() != str(retention.deletable(now).count()):
        return _settings(request, _("Enter the number of deliveries to be deleted."))
    return _settings(request, deleted=retention.delete_deliveries(request.user.name, now))


def _number(request: HttpRequest, name: str) -> int:
    """The number of a field. Raises ValueError for another text, and beyond its bounds."""
    least, most = BOUNDS[name]
    text = request.POST.get(name, "").strip()
    if not (text.isascii() and text.isdecimal() and least <= int(text[:9]) <= most):
        raise ValueError(name)
    return int(text)
