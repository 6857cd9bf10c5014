"""Checks that tell where a schedule contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from schedcheck.checks.context import CheckContext
from schedcheck.messages import msg
from schedcheck.results.finding import Finding
from schedcheck.schedule.coverage import LONGEST_SILENCE
from schedcheck.schedule.placing import NAT

#: Guides let programmes end one second early, and round to a minute (seconds).
SLACK = 60
_DAY = 24 * 3600


def overlap(case: CheckContext) -> Iterator[Finding]:
    """A programme begins more than a minute before the one in front of it ends.

    Why: one of the two times is wrong, and a verdict may rest on it.

    Example: a film from 20:00 to 22:10, and the news at 22:00.

    What to do: find out which time is right and mend the schedule.
    """
    stops = np.where(case.stops[:-1] == NAT, case.starts[:-1], case.stops[:-1])
    early = (case.codes[1:] == case.codes[:-1]) & (stops - case.starts[1:] > SLACK)
    for row in (np.flatnonzero(early) + 1).tolist():
        words = msg(
            "begins %(minutes)s min before the end of “%(other)s”",
            minutes=float(stops[row - 1] - case.starts[row]) / 60,
            other=case.text("title", row - 1),
        )
        yield case.finding("overlap", row, words)


def gap(case: CheckContext) -> Iterator[Finding]:
    """Nothing is scheduled for more than half an hour before this programme.

    Why: what was on air then was not judged.

    Example: a programme ends at 13:00 and the next begins at 16:00.

    What to do: ask for the missing part of the schedule; time off air is best named in it.
    """
    if not len(case.starts):
        return
    # the latest end so far on the channel: channels are kept apart by more than a schedule lasts
    apart = case.codes * np.int64(1 << 40)
    ends = np.where(case.stops == NAT, case.starts, case.stops) + apart
    latest = np.maximum.accumulate(ends)[:-1] - apart[1:]
    silent = case.starts[1:] - latest
    same = case.codes[1:] == case.codes[:-1]
    for row in (np.flatnonzero(same & (silent > LONGEST_SILENCE)) + 1).tolist():
        words = msg(
            "nothing is scheduled for %(minutes)s min before it",
            minutes=float(silent[row - 1]) / 60,
        )
        yield case.finding("gap", row, words)


def duplicate(case: CheckContext) -> Iterator[Finding]:
    """A programme stands in the schedule more than once; it is judged once.

    Why: a violation counted twice is a false count.

    Example: the same start and title on one channel, in two files.

    What to do: nothing for the verdict; where the rows differ, the stricter mark was taken.
    """
    if case.duplicates is not None:
        for row in range(len(case.duplicates.frame)):
            words = msg("stands in the schedule already, with the same start and title")
            yield case.duplicates.finding("duplicate", row, words)


def odd_length(case: CheckContext) -> Iterator[Finding]:
    """A programme ends before it begins, or lasts longer than a day.

    Why: an end that is not after the start is none; the next start is taken for it.

    Example: from 10:00 to 09:30 of the same day.

    What to do: mend the end in the schedule.
    """
    walls = case.frame["wall_stop"].to_numpy()
    printed = ~np.isnat(walls)
    inferred = case.frame["stop_from"].isin(["next", "unknown"]).to_numpy()
    starts = case.frame["wall_start"].to_numpy()
    lasts = np.where(case.stops == NAT, 0, case.stops - case.starts)
    # on the clock of the channel, whatever clock the file prints
    ends = (walls - starts).astype("timedelta64[s]").astype(np.int64)
    for row in np.flatnonzero((printed & inferred) | (lasts > _DAY)).tolist():
        words = (
            msg("lasts %(hours)s hours", hours=float(lasts[row]) / 3600)
            if lasts[row] > _DAY
            else msg(
                "the end printed, %(stop)s, is not after the start; it was not believed",
                stop=case.local(int(case.codes[row]), int(case.starts[row] + ends[row])),
            )
        )
        yield case.finding("odd-length", row, words)
