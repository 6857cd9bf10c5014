"""The answer to a request that cannot be read, before any page has seen it."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from schedcheck.messages import _, language
from schedcheck.messages.formats import count_in_words
from schedcheck.portal.language import language_of


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what is wrong, with status 400; too many files are the usual reason."""
    with language(language_of(request)):  # it may not have come as far as the middleware
        if isinstance(exception, TooManyFilesSent):
            words = _("At most %(most)s files can be uploaded at once.")
            words %= {"most": count_in_words(settings.DATA_UPLOAD_MAX_NUMBER_FILES)}
            return render(request, "message.html", {"words": words}, status=400)
        return render(request, "400.html", status=400)
