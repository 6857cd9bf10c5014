"""A channel's programmes as reports draw them: those placed in time, on the clock judged by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from enum import IntEnum

import pandas as pd

from schedcheck.law.rulebook import RulePeriod
from schedcheck.reports.view import View, applied_rules
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.results import ChannelReport


class Tone(IntEnum):
    """What a programme's colour says; the graver one wins where programmes share a place."""

    PLAIN = 0
    LAWFUL = 1
    WARNING = 2
    VIOLATION = 3


_BY_SEVERITY = {Severity.VIOLATION: Tone.VIOLATION, Severity.WARNING: Tone.WARNING}
Told = dict[tuple[int, str], list[Finding]]


def told_of(findings: Iterable[Finding], channel: str) -> Told:
    """A channel's violations and warnings by what they are told of: instant of start and title."""
    told: Told = defaultdict(list)
    for finding in findings:
        graver = finding.severity in _BY_SEVERITY
        if graver and finding.channel == channel and finding.start is not None:
            told[int(finding.start.timestamp()), finding.title].append(finding)
    return dict(told)


def placed_programmes(view: View, report: ChannelReport, told: Told | None = None) -> pd.DataFrame:
    """The programmes of a channel that have a start, in order of time.

    ``start`` and ``stop`` are readings of the clock of the zone judged, ``begins`` and ``ends``
    the instants in UTC (NaT where the end is unknown), ``tone`` says what was found.
    """
    told = told_of(view.findings, report.id) if told is None else told
    rows = view.rows_of(report.id)
    rows = rows[rows["start"].notna()]
    bound = rows["age_class"].isin(view.audit.rulebook.bound_classes).to_numpy()
    titles = rows["title"].fillna("")
    labels = {
        known.id: str(view.audit.rulebook.label(known.id)) for known in view.audit.rulebook.classes
    }
    keys = zip(rows["start"].array.astype("int64"), titles, strict=True)
    return pd.DataFrame(
        {
            "start": rows["start"].dt.tz_convert(report.zone).dt.tz_localize(None),
            "stop": rows["stop"].dt.tz_convert(report.zone).dt.tz_localize(None),
            "begins": rows["start"],
            "ends": rows["stop"],
            "title": titles,
            **{
                name: rows[name].fillna("")
                for name in ("mark", "mark_from", "age_class", "file", "place")
            },
            "label": rows["age_class"].fillna("").map(lambda known: labels.get(known, known)),
            "tone": [
                int(_tone(told.get(key, ()), Tone.LAWFUL if is_bound else Tone.PLAIN))
                for key, is_bound in zip(keys, bound, strict=True)
            ],
        }
    )


def _tone(findings: Iterable[Finding], otherwise: Tone) -> Tone:
    return max((_BY_SEVERITY[finding.severity] for finding in findings), default=otherwise)


def window_plan(view: View, report: ChannelReport) -> tuple[RulePeriod, ...]:
    """The forbidden windows that are drawn for a channel: of E18 where a rule binds it."""
    bound = view.audit.rulebook.bound_classes
    if not bound:
        return ()
    drawn = "E18" if "E18" in bound else bound[0]
    rules = applied_rules(view.audit, report)
    return view.audit.rulebook.day_plan(rules, drawn, False)  # noqa: FBT003 - its signature
