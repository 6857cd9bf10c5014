"""Real files beside the project, written by others: tests read them, nothing copies them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared_data(name: str) -> Path:
    """The path of a real file; a missing one fails in CI and skips on a lone machine."""
    path = SHARED / "data" / name
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{path} is missing, and CI must not pass without it")
        pytest.skip(f"{name}: the shared data is not on this machine")
    return path
