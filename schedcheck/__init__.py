"""Checks television and radio schedules against the watershed law of Kazakhstan.

The public names are imported when they are first asked for, so that ``schedcheck --help`` loads
neither pandas nor anything else that is heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from schedcheck._version import __version__

if TYPE_CHECKING:
    from schedcheck.law.roster import Roster, load_roster
    from schedcheck.law.rulebook import Rulebook, load_rulebook
    from schedcheck.pipeline.audit import audit
    from schedcheck.pipeline.run import Settings
    from schedcheck.pipeline.steps import classify, judge, place, read, read_schedule
    from schedcheck.reports.forms import dumps, write_report
    from schedcheck.results.finding import Finding
    from schedcheck.results.frame import findings_frame
    from schedcheck.results.results import Audit
    from schedcheck.schedule.building import make_frame
    from schedcheck.tasks.archive.archive import archive
    from schedcheck.tasks.archive.query import query

__all__ = [
    "Audit",
    "Finding",
    "Roster",
    "Rulebook",
    "Settings",
    "__version__",
    "archive",
    "audit",
    "classify",
    "dumps",
    "findings_frame",
    "judge",
    "load_roster",
    "load_rulebook",
    "make_frame",
    "place",
    "query",
    "read",
    "read_schedule",
    "write_report",
]

_HOMES = {
    "Audit": "results.results",
    "Finding": "results.finding",
    "Roster": "law.roster",
    "Rulebook": "law.rulebook",
    "Settings": "pipeline.run",
    "archive": "tasks.archive.archive",
    "audit": "pipeline.audit",
    "classify": "pipeline.steps",
    "dumps": "reports.forms",
    "findings_frame": "results.frame",
    "judge": "pipeline.steps",
    "load_roster": "law.roster",
    "load_rulebook": "law.rulebook",
    "make_frame": "schedule.building",
    "place": "pipeline.steps",
    "query": "tasks.archive.query",
    "read": "pipeline.steps",
    "read_schedule": "pipeline.steps",
    "write_report": "reports.forms",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
