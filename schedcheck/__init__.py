"""Checks television and radio schedules against the watershed law of Kazakhstan.

The public names are imported when they are first asked for, so that ``schedcheck --help`` loads
neither pandas nor anything else that is heavy.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schedcheck.law.roster import Roster, load_roster
    from schedcheck.law.rulebook import Rulebook, load_rulebook
    from schedcheck.pipeline.audit import audit
    from schedcheck.pipeline.settings import Settings
    from schedcheck.pipeline.steps import classify, judge, place, read, read_schedule
    from schedcheck.reports.forms import dumps, write_report
    from schedcheck.results.finding import Finding
    from schedcheck.results.frame import findings_frame
    from schedcheck.results.results import Audit
    from schedcheck.schedule.frame import make_frame

__version__ = "0.1.0"

__all__ = [
    "Audit",
    "Finding",
    "Roster",
    "Rulebook",
    "Settings",
    "__version__",
    "audit",
    "classify",
    "dumps",
    "findings_frame",
    "judge",
    "load_roster",
    "load_rulebook",
    "make_frame",
    "place",
    "read",
    "read_schedule",
    "write_report",
]

_HOMES = {
    "Audit": "results",
    "Finding": "findings",
    "Roster": "roster",
    "Rulebook": "rulebook",
    "Settings": "settings",
    "audit": "audit",
    "classify": "library",
    "dumps": "reports.forms",
    "findings_frame": "frames",
    "judge": "library",
    "load_roster": "roster",
    "load_rulebook": "rulebook",
    "make_frame": "schedule",
    "place": "library",
    "read": "library",
    "read_schedule": "library",
    "write_report": "reports.forms",
}


class _Face(ModuleType):
    """This package, whose name ``audit`` is the function and not the module that holds it."""

    def __setattr__(self, name: str, value: object) -> None:
        if name == "audit" and isinstance(value, ModuleType):
            return  # the import system binds every submodule; this one would hide the function
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
