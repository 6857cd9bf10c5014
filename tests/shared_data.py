"""Real files beside the project, written by others: tests read them, nothing copies them."""

from __future__ import annotations

from pathlib import Path

from tests.missing import missing

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared_data(name: str) -> Path:
    """The path of a real file; a missing one fails in CI and skips on a lone machine."""
    path = SHARED / "data" / name
    if not path.exists():
        missing(f"{name}: the shared data is not on this machine")
    return path
