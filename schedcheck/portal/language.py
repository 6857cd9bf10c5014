"""The language of a page: the one chosen, else the first of the browser's that there is."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from schedcheck.messages import language
from schedcheck.toml_table import LANGUAGES

COOKIE = "language"


def language_of(request: HttpRequest) -> str:
    """``kk``, ``ru`` or ``en``; Kazakh where neither the visitor nor the browser asks for one."""
    asked = [request.COOKIES.get(COOKIE, "")]
    asked += request.headers.get("Accept-Language", "").split(",")
    return next((one.strip()[:2] for one in asked if one.strip()[:2] in LANGUAGES), LANGUAGES[0])


class LanguageMiddleware:
    """Puts everything that is said in answer to a request into its language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to ``request``."""
        with language(language_of(request)):
            response = self._answer(request)
            response.headers.setdefault("Cache-Control", "no-store")
            return response
