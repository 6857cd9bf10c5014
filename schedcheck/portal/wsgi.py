"""The application that a server calls: Django, with the styles and scripts of the pages."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise


def application() -> Any:
    """The application; Django must be ready (``start``)."""
    made = WhiteNoise(get_wsgi_application(), max_age=3600)
    for package in ("schedcheck.reports.html", "schedcheck.portal"):
        made.add_files(str(files(package) / "static"), prefix="static/")
    return made
