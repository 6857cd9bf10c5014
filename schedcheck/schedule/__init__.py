"""The schedule frame, what a reader makes of a source, placing in time, weeks and their coverage.

Knows nothing of files, law or findings. What a reader of another package needs is named here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schedcheck.schedule.building import make_frame
    from schedcheck.schedule.reading import Fault, Reading

__all__ = ["Fault", "Reading", "make_frame"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "building" if name == "make_frame" else "reading"  # late: pandas takes its time
    return getattr(import_module(f"{__name__}.{home}"), name)
