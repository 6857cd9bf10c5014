"""Which roles may do what: a view names those that it is for, and nobody else gets in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from schedcheck.portal.models import Role

_P = ParamSpec("_P")

#: Everybody who works for the regulator.
REGULATOR = (Role.READER, Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR)
#: Who decides on findings, and asks stations.
DECIDERS = (Role.OFFICER, Role.HEAD)


def only(
    *roles: Role,
) -> Callable[
    [Callable[Concatenate[Any, _P], HttpResponseBase]],
    Callable[Concatenate[Any, _P], HttpResponseBase],
]:
    """Let accounts of these roles alone see a view; others get status 403."""

    def guarded(
        view: Callable[Concatenate[Any, _P], HttpResponseBase],
    ) -> Callable[Concatenate[Any, _P], HttpResponseBase]:
        @wraps(view)
        def answer(request: HttpRequest, *args: _P.args, **named: _P.kwargs) -> HttpResponseBase:
            if getattr(request.user, "role", None) not in roles:
                raise PermissionDenied
            return view(request, *args, **named)

        return answer

    return guarded
