"""The pipeline: sources → schedule → clock → marks → checks → findings. Only here is it joined."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from schedcheck import clock
from schedcheck.channels import JudgedChannel, find_channel, judged_channel, stem
from schedcheck.checks import CHECKS
from schedcheck.checks.case import Case
from schedcheck.errors import ConfigError, unknown_name
from schedcheck.findings import CODES, Finding, Severity
from schedcheck.folder import find_files
from schedcheck.marks import classify
from schedcheck.messages import said
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.pairs import first_half
from schedcheck.readers.registry import read_source, reader_named
from schedcheck.readers.source import Source, SourceError, open_sources
from schedcheck.results import Audit, ChannelReport, SourceReport
from schedcheck.roster import Roster, load_roster
from schedcheck.rulebook import Rulebook, load_rulebook
from schedcheck.schedule import TEXT, Fault, Reading, join, make_frame
from schedcheck.settings import Settings
from schedcheck.settle import settle
from schedcheck.zones import TZDATA, zone


def audit(paths: Iterable[str | Path], settings: Settings | None = None) -> Audit:
    """Audit the schedules in ``paths`` (files and folders; ``-`` is standard input).

    Raises ConfigError for a zone, rulebook, roster, reader or code that is not known; whatever is
    wrong with a file is a finding.
    """
    settings = settings or Settings()
    given = settings.rulebook
    rulebook = given if isinstance(given, Rulebook) else load_rulebook(given)
    told = settings.roster
    roster = told if isinstance(told, Roster) else load_roster(told)
    for name in (settings.zone, settings.source_zone):
        if name:
            zone(name)
    codes = _chosen(settings)
    with _no_collection():
        passed_over: list[str] = []
        readings = list(_read(paths, settings, roster, rulebook, passed_over))
        for source, _reading in readings:
            if source.digest:
                source.digest.begin()
        channels = _name_channels(readings, settings, roster, rulebook)
        placed = clock.place(
            join(reading.frame for _source, reading in readings),
            {channel.id: channel.source_zone for channel in channels.values()},
        )
        marks = classify(placed.frame, rulebook)
        whole = pd.concat([placed.frame, marks], axis=1)
        frame, row_codes, again, again_codes = settle(whole, placed.codes, rulebook)
        faults = [fault for _source, reading in readings for fault in reading.faults]
        judged = tuple(channels[name] for name in placed.channels)
        case = Case(
            frame,
            row_codes,
            judged,
            rulebook,
            Case(again, again_codes, judged, rulebook) if len(again) else None,
            (*faults, *placed.faults),
            {source.file: reading.bare_zone for source, reading in readings if reading.bare_zone},
        )
        findings = sorted((one for code in codes for one in CHECKS[code](case)), key=_order)
        sources = tuple(_source_report(source, reading) for source, reading in readings)
        reports = tuple(_channel_reports(case, findings))
    unread = tuple(sorted(set(passed_over)))
    return Audit(rulebook, TZDATA, sources, reports, tuple(findings), frame, passed_over=unread)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Millions of texts are made and none in a cycle: looking for cycles would cost a fifth."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _chosen(settings: Settings) -> list[str]:
    """The codes to run. What could not be read is always told: nothing can select it away."""
    for code in (*settings.select, *settings.ignore):
        if code not in CHECKS:
            raise unknown_name(said("check"), code, CHECKS)
        if code in settings.ignore and CODES[code] is Severity.FAULT:
            raise ConfigError(
                said("%(code)s tells what was not read; it cannot be ignored", code=code)
            )
    return [
        code
        for code in CHECKS
        if CODES[code] is Severity.FAULT
        or ((not settings.select or code in settings.select) and code not in settings.ignore)
    ]


def _read(
    paths: Iterable[str | Path],
    settings: Settings,
    roster: Roster,
    rulebook: Rulebook,
    passed_over: list[str],
) -> Iterator[tuple[Source, Reading]]:
    reader = reader_named(settings.reader) if settings.reader else None
    found = find_files(paths)
    passed_over += found.passed_over
    for path in sorted({first_half(file) for file in found.files}):
        if settings.progress:
            settings.progress(path)
        try:
            for source in open_sources(path, settings.size_limit, passed_over.append):
                entry = roster.match(settings.channel or stem(source.file))
                own = entry.zone if entry else rulebook.zone
                options = ReadOptions(
                    settings.channel,
                    settings.zone or own,
                    settings.jobs,
                    settings.week,
                    settings.column,
                    settings.mapping,
                )
                yield source, read_source(source, options, reader)
        except SourceError as error:
            fault = Fault("unread", path, "", "", error.words)
            yield Source(path), Reading("", make_frame({}, 0), [fault])


def _name_channels(
    readings: list[tuple[Source, Reading]], settings: Settings, roster: Roster, rulebook: Rulebook
) -> dict[str, JudgedChannel]:
    """Give each reading's rows their channel's id; returns the channels as they are judged."""
    channels: dict[str, JudgedChannel] = {}
    for source, reading in readings:
        ids: dict[str, str] = {}
        column = reading.frame["channel"].to_numpy(object, na_value="")
        for source_id in dict.fromkeys(column.tolist()):
            printed = reading.names.get(source_id, "")
            found = find_channel(source_id, printed, source.file, settings, roster)
            ids[source_id] = found[0]
            if found[0] not in channels:
                channels[found[0]] = judged_channel(*found, settings, rulebook)
        if any(source_id != channel for source_id, channel in ids.items()):
            named: Any = pd.array([ids[name] for name in column.tolist()], dtype=TEXT)
            reading.frame = reading.frame.assign(channel=named)
    return channels


_SEVERITIES = {severity: rank for rank, severity in enumerate(Severity)}


def _order(finding: Finding) -> tuple[Any, ...]:
    return (
        _SEVERITIES[finding.severity],
        finding.channel,
        finding.start.timestamp() if finding.start else 0,
        finding.code,
        finding.title,
        finding.rule,
        finding.file,
        (len(finding.place), finding.place),
    )


def _source_report(source: Source, reading: Reading) -> SourceReport:
    return SourceReport(
        source.file,
        source.sha256,
        reading.format,
        len(reading.frame),
        len(reading.faults),
        tuple(reading.notes),
    )


def _channel_reports(case: Case, findings: list[Finding]) -> Iterator[ChannelReport]:
    counted = Counter((one.channel, one.severity) for one in findings)
    violations = defaultdict(list)
    for one in findings:
        if one.severity is Severity.VIOLATION:
            violations[one.channel].append(one)
    files = case.frame["file"].to_numpy(object)
    marked = case.texts("age_class") != ""
    printed = case.frame["offset"].notna().to_numpy()
    ends = np.where(case.stops == clock.NAT, case.starts, case.stops)
    for code, channel in enumerate(case.channels):
        rows = np.flatnonzero(case.codes == code)
        if not len(rows):
            continue
        yield ChannelReport(
            id=channel.id,
            name=channel.name,
            in_roster=channel.in_roster,
            zone=channel.zone,
            zone_from=channel.zone_from,
            source_zone=channel.source_zone,
            source_zone_from=channel.source_zone_from,
            first=case.local(code, int(case.starts[rows].min())),
            last=case.local(code, int(ends[rows].max())),
            programmes=len(rows),
            printed_offsets=int(printed[rows].sum()),
            marked=int(marked[rows].sum()),
            counts={severity: counted[channel.id, severity] for severity in Severity},
            left_out=channel.left_out,
            medium=channel.medium,
            tier=channel.tier,
            files=tuple(sorted(pd.unique(files[rows]))),
            minutes=float(sum(one.minutes or 0.0 for one in violations[channel.id])),
            open_ended=sum(one.minutes is None for one in violations[channel.id]),
        )
