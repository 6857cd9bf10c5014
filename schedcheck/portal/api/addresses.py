"""The addresses for programs, and of the page on which a station makes their tokens."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from schedcheck.portal.api.deliveries import api
from schedcheck.portal.views import tokens

_interface = api.urls
for _pattern in _interface[0]:
    # a token lets a program in; no session does
    login_not_required(_pattern.callback)

patterns = [
    path("api/v1/", _interface),
    path("tokens", tokens.tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke", tokens.revoke_token, name="revoke-token"),
]
