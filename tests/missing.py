"""What a test needs and this machine does not have."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from typing import NoReturn

import pytest

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_LIBREOFFICE = ("soffice", "libreoffice")


def missing(reason: str) -> NoReturn:
    """Fail in CI, which must not pass without it (see ``.ci/run``), and skip on a lone machine."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def chromium() -> str:
    """The path of a Chromium."""
    return _program(_CHROMIUM, "no Chromium on this machine (Debian: apt-get install chromium)")


def libreoffice() -> str:
    """The path of LibreOffice."""
    reason = "no LibreOffice on this machine (Debian: apt-get install libreoffice-writer-nogui)"
    return _program(_LIBREOFFICE, reason)


def _program(names: Sequence[str], reason: str) -> str:
    return next(filter(None, map(shutil.which, names)), None) or missing(reason)
