"""Which roles may do what: a view names those that it is for, and nobody else gets in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from schedcheck.messages import Message, msg
from schedcheck.portal.models import Role

_View = Callable[..., HttpResponseBase]

#: Everybody who works for the regulator.
REGULATOR = (Role.READER, Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR)
#: Who decides on findings, and asks stations.
DECIDERS = (Role.OFFICER, Role.HEAD)
#: Who reads the log.
LOG_READERS = (Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR)
#: What the roles are called.
ROLE_NAMES: Mapping[str, Message] = {
    Role.STATION: msg("station"),
    Role.READER: msg("reader"),
    Role.OFFICER: msg("officer"),
    Role.HEAD: msg("head"),
    Role.ADMINISTRATOR: msg("administrator"),
}


def only(*roles: str) -> Callable[[_View], _View]:
    """Let accounts of these roles alone see a view; others get status 403."""

    def guarded(view: _View) -> _View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
            if getattr(request.user, "role", None) not in roles:
                raise PermissionDenied
            return view(request, *args, **named)

        return answer

    return guarded
