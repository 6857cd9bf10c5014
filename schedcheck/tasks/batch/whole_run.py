"""What a run says of its channels; and what is of none: what was not read, what did not come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from schedcheck.checks import CHECKS
from schedcheck.checks.context import CheckContext
from schedcheck.law.jurisdiction import JudgedChannel, judged_channel
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


def channels_judged(run: Run, named: Iterable[tuple[str, str]]) -> dict[str, JudgedChannel]:
    """The channels of these ids and names as a run judges them, by id."""
    settings = run.settings
    return {
        channel: judged_channel(
            channel,
            name,
            run.roster.channels.get(channel),
            run.rulebook,
            judged_zone=settings.zone,
            source_zone=settings.source_zone,
            week_starts=settings.week_starts,
        )
        for channel, name in named
    }
