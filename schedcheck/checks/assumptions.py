"""Checks that say when a verdict rests on an assumption."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from schedcheck.checks.context import CheckContext, Rows
from schedcheck.messages import msg
from schedcheck.results.finding import Finding
from schedcheck.schedule.placing import LONGEST_GUESS, NAT, seconds
from schedcheck.zones import Seconds, offsets_over


def zone_decides(case: CheckContext) -> Iterator[Finding]:
    """Another reading of the printed time gives another verdict.

    Either the printed offset is not that of the channel's zone at that instant, and the clock
    reading may be local after all; or the format says that a reading without an offset is UTC, and
    it was read as local.

    Why: exports print a stale +0600 long after 1 March 2024, and +0000 on local times; XMLTV says
    that no offset means UTC, and few guides follow that.

    Example: a film marked 18+ at 22:00 +0600 began at 21:00 in Almaty, if the offset is right.

    What to do: ask the station which clock the export is on; then say so with --source-zone, or
    have the export corrected.
    """
    for doubt in zone_doubts(case):
        yield _told(case, doubt)


class Doubt(NamedTuple):
    """A row whose verdict would be another if it started at the other instant, ``otherwise``.

    ``violation``: whether it is one as it is read. ``printed``: its offset is, and may be wrong;
    else none is, and UTC could be meant.
    """

    row: int
    otherwise: int
    violation: bool
    printed: bool


def zone_doubts(case: CheckContext) -> Iterator[Doubt]:
    """The rows of which :func:`zone_decides` tells."""
    for code, channel in enumerate(case.channels):
        rows = case.marked("equal")
        rows = rows[case.codes[rows] == code]
        if not len(rows):
            continue
        walls = seconds(case.frame["wall_start"])[rows]
        there = offsets_over(channel.zone, case.starts[rows])
        read_with = walls - case.starts[rows]  # minus the offset it was read with
        bare = case.frame["offset"].isna().to_numpy()[rows]
        local, _later, _never = there.instants(walls)
        stale = ~bare & (read_with != there.at(case.starts[rows]))
        if channel.source_zone != channel.zone and channel.source_zone_told:
            source = offsets_over(channel.source_zone, case.starts[rows])
            stale &= read_with != source.at(case.starts[rows])
        yield from _if_otherwise(case, rows[stale], local[stale], printed=True)
        if not channel.source_zone_told:
            files = case.frame["file"].to_numpy()[rows]
            as_utc = bare & np.isin(files, list(case.default_zones))
            yield from _if_otherwise(case, rows[as_utc], walls[as_utc], printed=False)


def _if_otherwise(
    case: CheckContext, rows: Rows, starts: Seconds, *, printed: bool
) -> Iterator[Doubt]:
    """Those of ``rows`` whose verdict would be another at ``starts``."""
    lasted = case.stops[rows] - case.starts[rows]
    stops = np.where(case.stops[rows] == NAT, NAT, starts + lasted)
    otherwise = set(case.judge(rows, starts, stops).rows.tolist())
    judged = set(case.verdicts("equal").rows.tolist())
    for row, start in zip(rows.tolist(), starts.tolist(), strict=True):
        if (row in judged) != (row in otherwise):
            yield Doubt(row, start, row in judged, printed)


def _told(case: CheckContext, doubt: Doubt) -> Finding:
    row = doubt.row
    code = int(case.codes[row])
    values = {
        "zone": case.channels[code].zone,
        "there": case.local(code, doubt.otherwise).strftime("%H:%M"),
        "here": case.local(code, int(case.starts[row])).strftime("%H:%M"),
    }
    if doubt.printed:
        minutes = int(case.text("offset", row))
        values["offset"] = f"{minutes // 60:+03d}:{minutes % 60:02d}"
        words = (
            msg(
                "the printed offset %(offset)s is not that of %(zone)s: believed, it is "
                "%(here)s there and a violation; read as the local clock, %(there)s, lawful",
                **values,
            )
            if doubt.violation
            else msg(
                "the printed offset %(offset)s is not that of %(zone)s: believed, it is "
                "%(here)s there and lawful; read as the local clock, %(there)s, a violation",
                **values,
            )
        )
    else:
        words = (
            msg(
                "no offset is printed: read on the clock of the channel, %(here)s, it is a "
                "violation; read as UTC, as XMLTV has it, it is %(there)s there and lawful",
                **values,
            )
            if doubt.violation
            else msg(
                "no offset is printed: read on the clock of the channel, %(here)s, it is "
                "lawful; read as UTC, as XMLTV has it, it is %(there)s there and a violation",
                **values,
            )
        )
    return case.finding("zone-decides", row, words)


def end_decides(case: CheckContext) -> Iterator[Finding]:
    """The end of a programme is not printed, and the verdict rests on it.

    Either the programme reaches into the window only up to the next start on the channel, which
    was taken for its end; or its end is unknown and the window opens within six hours of its start.

    Why: a missing end is the next start only if nothing was on air between the two.

    Example: a film marked 18+ at 04:30 without an end; the next programme begins at 06:15.

    What to do: ask the station for the end of the programme.
    """
    rows = case.marked("equal")
    sources = case.frame["stop_from"].to_numpy()[rows]
    by_start = set(case.judge(rows, case.starts[rows], np.full(len(rows), NAT)).rows.tolist())
    overlapping = case.verdicts("equal")
    minutes = dict(zip(overlapping.rows.tolist(), overlapping.seconds.tolist(), strict=True))
    for row in rows[sources == "next"].tolist():
        if row in minutes and row not in by_start:
            words = msg(
                "no end is printed: taken to last up to the next start on the channel, %(stop)s, "
                "it is a violation",
                stop=case.local(int(case.codes[row]), int(case.stops[row])).strftime("%H:%M"),
            )
            yield case.finding("end-decides", row, words, minutes=minutes[row] / 60)
    unknown = rows[sources == "unknown"]
    reach = case.judge(unknown, case.starts[unknown], case.starts[unknown] + LONGEST_GUESS)
    for row in dict.fromkeys(reach.rows.tolist()):
        if row not in by_start:
            words = msg(
                "the end is unknown, and a forbidden window opens within six hours of the start"
            )
            yield case.finding("end-decides", row, words)
