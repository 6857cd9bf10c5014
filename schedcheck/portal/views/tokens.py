"""The page on which a station makes and revokes the tokens of its programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from schedcheck.messages import _
from schedcheck.portal.access import only
from schedcheck.portal.api.tokens import make_token, revoke
from schedcheck.portal.models import Role, Token

#: So many tokens an account may have that are not revoked.
_MOST = 20
_LONGEST = 100


@only(Role.STATION)
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of the account; one that was just made is shown once."""
    own = list(request.user.channels.all())
    wrong = made = ""
    if request.method == "POST":
        name = " ".join(request.POST.get("name", "").split())[:_LONGEST]
        asked = request.POST.getlist("channels")
        channels = [channel for channel in own if channel.pk in asked]
        if not name or not channels:
            wrong = _("Give the token a name, and choose its channels.")
        elif request.user.tokens.filter(revoked_at__isnull=True).count() >= _MOST:
            wrong = _("There are too many tokens; revoke those that are not used.")
        else:
            made = make_token(request.user, name, channels)
    values = {
        "tokens": request.user.tokens.prefetch_related("channels"),
        "channels": own,
        "made": made,
        "wrong": wrong,
        "address": request.build_absolute_uri(reverse("home")),
    }
    return render(request, "tokens.html", values, status=400 if wrong else 200)


@only(Role.STATION)
@require_POST
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Have a token of the account no longer hold."""
    revoke(get_object_or_404(Token, pk=token_id, account=request.user), request.user)
    return redirect("tokens")
