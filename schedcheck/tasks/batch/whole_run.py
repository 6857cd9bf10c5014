"""What belongs to a run and to no channel of it: what could not be read, and what did not come."""

from __future__ import annotations

from collections.abc import Sequence

from schedcheck.checks import CHECKS
from schedcheck.checks.context import CheckContext
from schedcheck.law.marks import classify
from schedcheck.pipeline.run import Run
from schedcheck.results.finding import CODES, Finding, Severity
from schedcheck.results.results import Missing
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault


def findings_of_faults(faults: Sequence[Fault], run: Run) -> list[Finding]:
    """The findings that say what could not be read."""
    empty = make_frame({}, 0)
    frame = empty.join(classify(empty, run.rulebook))
    case = CheckContext(frame, frame.index.to_numpy(int), (), run.rulebook, faults=tuple(faults))
    return [one for code in CHECKS if CODES[code] is Severity.FAULT for one in CHECKS[code](case)]


def missing_of(run: Run, came: set[str]) -> tuple[Missing, ...]:
    """The television channels of the roster of which no schedule came."""
    return tuple(
        Missing(entry.id, entry.name, entry.medium, entry.tier, entry.zone)
        for entry in run.roster.channels.values()
        if entry.medium == "tv" and entry.id not in came
    )
