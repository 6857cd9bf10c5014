"""Errors as problem details (RFC 9457), in the language of the request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from schedcheck.messages import _, current_language

#: Seconds after which a program may try again.
RETRY_AFTER = 60


class ProblemError(Exception):
    """Ends a request with a problem: the status of HTTP, and what is wrong in words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


def problem(status: int, words: str) -> HttpResponse:
    """The answer that says what is wrong."""
    value = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": words,
    }
    headers: dict[str, str] = {"Content-Language": current_language()}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="schedcheck"'
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        headers["Retry-After"] = str(RETRY_AFTER)
    content = json.dumps(value, ensure_ascii=False).encode()
    return HttpResponse(content, "application/problem+json", status, headers=headers)


def _of_library(status: int) -> str:
    """What is wrong where Ninja says so: it has no words of ours."""
    words: Mapping[int, str] = {
        400: _("The request is not one of multipart/form-data that can be read."),
        401: _("A valid token is needed: Authorization: Bearer TOKEN. It may have been revoked."),
        404: _("This delivery does not exist, or it is not for this token."),
    }
    return words.get(status) or _("The request cannot be answered.")


def add_handlers(api: NinjaAPI) -> None:
    """Have every error of the interface answered with a problem."""

    @api.exception_handler(ProblemError)
    def own(_request: HttpRequest, error: ProblemError) -> HttpResponse:
        return problem(error.status, error.words)

    @api.exception_handler(HttpError)
    def http(_request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, _of_library(error.status_code))

    @api.exception_handler(Http404)
    def missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
        return problem(404, _of_library(404))

    @api.exception_handler(ValidationError)
    def invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        names = ", ".join(sorted({str(one["loc"][-1]) for one in error.errors}))
        words = _("These fields are missing or not right: %(names)s.")
        return problem(422, words % {"names": names})

    for unreadable in (MultiPartParserError, BadRequest, SuspiciousOperation):

        @api.exception_handler(unreadable)
        def broken(_request: HttpRequest, _error: Exception) -> HttpResponse:
            return problem(400, _of_library(400))
