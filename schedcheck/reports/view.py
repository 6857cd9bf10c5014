"""The part of an audit that one workbook shows: one channel's, or all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from msgspec import Struct

from schedcheck.law.rulebook import Rule, RulePeriod
from schedcheck.messages import _, msg
from schedcheck.messages.formats import days_in_words, moment_in_words
from schedcheck.reports.wording import (
    channel_labels,
    encoding_words,
    source_clock_of,
    zone_from,
)
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.networks import GroupedFinding, group_by_network
from schedcheck.results.results import Audit, ChannelReport, NotUnderstood, Results, SourceReport
from schedcheck.schedule.account import End, Unit
from schedcheck.schedule.building import Objects, make_frame, texts_of
from schedcheck.schedule.placing import NAT, on_clock, seconds
from schedcheck.zones import Seconds


class View(Struct, frozen=True, dict=True):
    """Channels, findings, sources and schedule rows that belong together, in the audit's order.

    ``schedule`` is None where the results of a run are shown without the schedules themselves.
    ``lost``: the channels of which files came, and nothing of them could be read.
    """

    audit: Results
    channels: tuple[ChannelReport, ...]
    findings: tuple[Finding, ...]
    sources: tuple[SourceReport, ...]
    schedule: pd.DataFrame | None
    labels: dict[str, str]
    lost: tuple[NotUnderstood, ...] = ()

    @cached_property
    def _kept(self) -> dict[str, Programmes]:
        return {}

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones judged, in the order of the channels."""
        return tuple(dict.fromkeys(report.zone for report in self.channels))

    def of(self, severity: Severity) -> list[Finding]:
        """The findings of one severity that count, in order."""
        return [one for one in self.findings if one.severity is severity and one.counts]

    @property
    def dismissed(self) -> list[Finding]:
        """The findings that the authority dismissed, in order."""
        return [finding for finding in self.findings if finding.dismissed]

    @property
    def outside(self) -> list[Finding]:
        """The findings outside the week asked for, in order."""
        return [one for one in self.findings if one.outside and not one.dismissed]

    def told(self, severity: Severity) -> list[GroupedFinding]:
        """The findings of one severity, a network's programme once with its branches."""
        return self.grouped(self.of(severity))

    def grouped(self, findings: Sequence[Finding]) -> list[GroupedFinding]:
        """``findings`` in their order, those on one programme of a network as one."""
        if len(self.channels) < 2:
            return [GroupedFinding(finding) for finding in findings]
        return group_by_network(findings, self.channels)

    def rows_of(self, channel: str) -> pd.DataFrame:
        """The schedule of one channel; empty where the results hold none."""
        if self.schedule is None:
            return make_frame({}, 0)
        if len(self.channels) == 1:
            return self.schedule
        return self.schedule[self.schedule["channel"] == channel]

    def placed(self, report: ChannelReport) -> Programmes:
        """The programmes of a channel. Those asked for last are kept: several pages show them."""
        if report.id not in self._kept:
            self._kept.clear()
            self._kept[report.id] = _placed(self, report)
        return self._kept[report.id]


def all_channels(results: Results) -> View:
    """Everything."""
    return View(
        results,
        results.channels,
        results.findings,
        results.sources,
        results.schedule if isinstance(results, Audit) else None,
        channel_labels(results.channels),
        results.not_understood,
    )


def lost_channel(results: Results, lost: NotUnderstood) -> View:
    """What came of a channel of which nothing could be read: its files and their faults."""
    faults = [one for one in results.of(Severity.FAULT) if one.file in lost.files]
    sources = tuple(source for source in results.sources if source.file in lost.files)
    return View(results, (), tuple(faults), sources, None, {}, (lost,))


def one_channel(audit: Audit, channel: str) -> View:
    """One channel's part, with the faults of the files it was read from.

    A fault that names no channel belongs to its file, and so to each channel in that file.
    Raises KeyError for a channel that is not in the audit.
    """
    reports = tuple(report for report in audit.channels if report.id == channel)
    if not reports:
        raise KeyError(channel)
    rows = np.flatnonzero(texts_of(audit.schedule["channel"]) == channel)
    # those of a channel stand together: a part of the frame, and no copy of it
    schedule = audit.schedule.iloc[rows[0] : rows[-1] + 1] if len(rows) else audit.schedule[:0]
    files = set(reports[0].files)
    files |= {finding.file for finding in audit.findings if finding.channel == channel}
    files |= {source.file for source in audit.sources if source.channel == channel}
    findings = tuple(
        finding
        for finding in audit.findings
        if finding.channel == channel
        or (not finding.channel and finding.severity is Severity.FAULT and finding.file in files)
    )
    sources = tuple(source for source in audit.sources if source.file in files)
    return View(audit, reports, findings, sources, schedule, channel_labels(reports))


def applied_rules(audit: Results, report: ChannelReport) -> tuple[Rule, ...]:
    """The rules that the channel was judged by: the rulebook's without those left out."""
    left_out = {entry.rule for entry in report.left_out}
    return tuple(rule for rule in audit.rulebook.rules if rule.id not in left_out)


def source_line(audit: Results, source: SourceReport) -> str:
    """How a source was read: reader, encoding, programmes, faults, days, zones and their origin."""
    if not source.format:
        return _("%(file)s: not read") % {"file": source.file}
    values = {
        "file": source.file,
        "reader": source.format,
        "encoding": encoding_words(source.encoding, source.encoding_from) or "–",
        "programmes": source.programmes,
        "faults": source.faults,
        "days": "–",
        "zones": "–",
    }
    reports = [report for report in audit.channels if source.file in report.files]
    days = [day for report in reports for day in _days(audit, report, source.file)]
    if days:
        values["days"] = days_in_words(min(days), max(days))
    if reports:
        zones = (f"{source_clock_of(one)} ({zone_from(one.source_zone_from)})" for one in reports)
        values["zones"] = ", ".join(dict.fromkeys(zones))
    return (
        _(
            "%(file)s: reader %(reader)s, encoding %(encoding)s, programmes read: %(programmes)d, "
            "places not read: %(faults)d, days %(days)s, times without an offset in %(zones)s"
        )
        % values
    )


def how_read(source: SourceReport) -> list[str]:
    """What the reader of a source decided and why, a line each; first the encoding of a text."""
    found = encoding_words(source.encoding, source.encoding_from)
    encoding = _("encoding: %(encoding)s") % {"encoding": found}
    notes = map(str, (*source.notes, *source.runners_up))
    return list(dict.fromkeys([*([encoding] if source.encoding else []), *notes]))


_UNITS = {
    Unit.LINE: msg("lines"),
    Unit.ROW: msg("rows"),
    Unit.CELL: msg("cells"),
    Unit.ENTRY: msg("entries"),
}
_ENDS = {
    End.OPEN: msg("passed over"),
    End.LEFT_OUT: msg("left out"),
    End.STRUCTURE: msg("structure"),
    End.TEXT: msg("text of programmes"),
    End.FAULT: msg("faults"),
    End.PROGRAMME: msg("programmes"),
}


def account_lines(source: SourceReport) -> Iterator[str]:
    """As what the places of a source ended, a line for each kind of them."""
    for unit in dict.fromkeys(one.unit for one in source.account):
        counts = [one for one in source.account if one.unit is unit]
        values = {
            "file": source.file,
            "unit": str(_UNITS[unit]),
            "all": sum(one.count for one in counts),
            "parts": "; ".join(
                ": ".join(filter(None, [str(_ENDS[one.end]), str(one.name or "")]))
                + f" {one.count}"
                for one in counts
            ),
        }
        yield _("%(file)s: %(unit)s: %(all)d, of which %(parts)s") % values


def _days(audit: Results, report: ChannelReport, file: str) -> list[date]:
    """The first and the last local day of a channel in a file; in all files, without a schedule."""
    bounds = [report.first, report.last]
    if isinstance(audit, Audit):
        rows = audit.schedule
        here = rows["start"][(rows["file"] == file) & (rows["channel"] == report.id)]
        local = here.dt.tz_convert(report.zone)
        bounds = [local.min(), local.max()] if len(local) else []
    return [bound.date() for bound in bounds if bound]


def period(report: ChannelReport) -> str:
    """From when to when the channel's schedule goes, in the zone judged."""
    if report.first is None or report.last is None:
        return _("nothing placed in time")
    return f"{moment_in_words(report.first)} – {moment_in_words(report.last)}"


class Tone(IntEnum):
    """What a programme's colour says; the graver one wins where programmes share a place."""

    PLAIN = 0
    LAWFUL = 1
    WARNING = 2
    VIOLATION = 3


_BY_SEVERITY = {Severity.VIOLATION: Tone.VIOLATION, Severity.WARNING: Tone.WARNING}
Told = dict[tuple[int, str], list[Finding]]


def graver_by_programme(findings: Iterable[Finding], channel: str) -> Told:
    """A channel's violations and warnings by programme: instant of start and title.

    What was dismissed is not among them.
    """
    told: Told = defaultdict(list)
    for finding in findings:
        graver = finding.severity in _BY_SEVERITY and not finding.dismissed
        if graver and finding.channel == channel and finding.start is not None:
            told[int(finding.start.timestamp()), finding.title].append(finding)
    return dict(told)


class Programmes(Struct, frozen=True, eq=False):
    """The programmes of a channel that have a start, in order of time; columns of one length.

    ``starts`` and ``stops`` are readings of the clock of the zone judged, ``begins`` and ``ends``
    the instants, all in seconds since 1970 (NAT where the end is unknown). ``tones`` says what was
    found.
    """

    starts: Seconds
    stops: Seconds
    begins: Seconds
    ends: Seconds
    titles: Objects
    marks: Objects
    marks_from: Objects
    labels: Objects
    files: Objects
    places: Objects
    tones: Objects

    def take(self, rows: npt.NDArray[np.intp]) -> Self:
        """Those at the places ``rows``, in their order."""
        return type(self)(*(getattr(self, column)[rows] for column in self.__struct_fields__))


def _placed(view: View, report: ChannelReport) -> Programmes:
    told = graver_by_programme(view.findings, report.id)
    rows = view.rows_of(report.id)
    begins = seconds(rows["start"])
    if (begins == NAT).any():
        rows, begins = rows[begins != NAT], begins[begins != NAT]
    ends = seconds(rows["stop"])
    titles = texts_of(rows["title"])
    book = view.audit.rulebook
    labels = {one.id: str(book.label(one.id)) for one in book.classes}
    classes = texts_of(rows["age_class"]).tolist()
    bound = frozenset(book.bound_classes)
    tones = [Tone.LAWFUL if one in bound else Tone.PLAIN for one in classes]
    for row, key in enumerate(zip(begins.tolist(), titles.tolist(), strict=True)):
        if key in told:
            tones[row] = max(_BY_SEVERITY[finding.severity] for finding in told[key])
    return Programmes(
        starts=on_clock(begins, report.zone),
        stops=on_clock(ends, report.zone),
        begins=begins,
        ends=ends,
        titles=titles,
        marks=texts_of(rows["mark"]),
        marks_from=texts_of(rows["mark_from"]),
        labels=np.array([labels.get(one, one) for one in classes], object),
        files=texts_of(rows["file"]),
        places=texts_of(rows["place"]),
        tones=np.array(tones, object),
    )


def window_plan(view: View, report: ChannelReport) -> tuple[RulePeriod, ...]:
    """The forbidden windows that are drawn for a channel: of E18 where a rule binds it."""
    bound = view.audit.rulebook.bound_classes
    if not bound:
        return ()
    drawn = "E18" if "E18" in bound else bound[0]
    rules = applied_rules(view.audit, report)
    return view.audit.rulebook.day_plan(rules, drawn, False)  # noqa: FBT003 - its signature
