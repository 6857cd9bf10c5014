"""Where a schedule was not read, or contradicts itself: faults, gaps, overlaps, duplicates."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from schedcheck.checks.context import CheckContext
from schedcheck.messages import msg
from schedcheck.results.finding import CODES, Evidence, Finding
from schedcheck.schedule.coverage import LONGEST_SILENCE
from schedcheck.schedule.placing import NAT

#: Where a question mark stands for a letter that the encoding did not have: at the beginning of
#: a word, inside of one (but not in «Что?Где?Когда?»), for a word or a title as a whole, or
#: beside the number of a mark.
_LOST = re.compile(
    r"""\ufffd
      | (?<![^\W_])(?<![?!.…])\?+(?=[^\W\d_])
      | (?<=[^\W\d_])\?+(?=[a-zа-яёіїєґўәғқңөұүһ])
      | (?<=[A-ZА-ЯЁІЇЄҐЎӘҒҚҢӨҰҮҺ])\?+(?=[A-ZА-ЯЁІЇЄҐЎӘҒҚҢӨҰҮҺ])
      | \s\?{2,}\s+\w
      | ["'«„“(\[/]\?+\ ?\d
      | \A[\W\d_]*\?{2,}[\W\d_]*\Z""",
    re.VERBOSE,
)


def _faults(case: CheckContext, code: str) -> Iterator[Finding]:
    for fault in case.faults:
        if fault.code == code:
            yield Finding(
                code=code,
                severity=CODES[code],
                words=fault.reason,
                evidence=Evidence(fault.file, fault.place, fault.text),
            )


def lost_letters(case: CheckContext) -> Iterator[Finding]:
    """Letters of titles were lost on the way; reported once a channel, with the number of titles.

    A question mark is inside a word or at its beginning, as programs write it for letters
    that an encoding does not have.

    Why: a mark may be lost with them: «Е18» becomes `?18`, and the programme counts as unmarked.

    Example: `Жар?ыла?ан`: windows-1251 has no қ, ғ, ң, ә, ө, ү, ұ and һ.

    What to do: ask the station for an export in UTF-8, or in KZ-1048.
    """
    numbers, titles = case.titles
    odd = np.fromiter(map(_is_odd, titles), np.bool_, len(titles))
    rows = np.flatnonzero(odd[numbers])
    lost: dict[int, list[int]] = {}
    for row, code in zip(rows.tolist(), case.codes[rows].tolist(), strict=True):
        lost.setdefault(code, []).append(row)
    for members in lost.values():
        words = msg(
            "letters are lost in titles of the channel (%(count)d), of which this is the first; a "
            "mark may be lost with them",
            count=len(members),
        )
        yield case.finding("lost-letters", members[0], words)


def _is_odd(title: str) -> bool:
    return ("?" in title or "\ufffd" in title) and _LOST.search(title) is not None


def bad_row(case: CheckContext) -> Iterator[Finding]:
    """A row of a schedule could not be read, or only in part.

    Why: a programme that was not understood was not judged, and "no violations" would be untrue.

    Example: the time `6h??` in cell B12; a bare `&` in an XMLTV file.

    What to do: look at the place named, correct the row and check the file again.
    """
    return _faults(case, "bad-row")


def unaccounted(case: CheckContext) -> Iterator[Finding]:
    """The file has a mark of 18 or 21, or a clock reading, that nothing which was read has.

    The text of the file is searched a second time, without the rules by which it was read: hidden
    parts and comments too; of running text also the clock readings at the heads of lines. A line,
    row, cell or entry of the file that ended as nothing, neither as a programme nor as anything
    else that has a name, is the same finding. The exit code is then 3 where it would be 0.

    Why: the mark may be that of a programme that was judged without it.

    Example: `18+` in a comment of a cell, or in a part of a page that is not shown.

    What to do: look at the place named, and write the mark beside the programme that it is of.
    """
    return _faults(case, "unaccounted")


def unread(case: CheckContext) -> Iterator[Finding]:
    """A file, a sheet or a member of an archive could not be read at all.

    Why: nothing in it was judged.

    Example: an HTML page of an error in place of XML; a workbook that is damaged.

    What to do: ask for the file again, in one of the supported formats.
    """
    return _faults(case, "unread")


#: Guides let programmes end one second early, and round to a minute (seconds).
SLACK = 60
_DAY = 24 * 3600


def overlap(case: CheckContext) -> Iterator[Finding]:
    """A programme begins more than a minute before the one in front of it ends.

    Why: one of the two times is wrong, and a verdict may rest on it.

    Example: a film from 20:00 to 22:10, and the news at 22:00.

    What to do: find out which time is right and correct the schedule.
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
    """A programme is in the schedule more than once; it is judged once.

    Why: a violation counted twice is a false count.

    Example: the same start and title on one channel, in two files.

    What to do: nothing for the verdict; where the rows differ, the stricter mark was taken.
    """
    if case.duplicates is not None:
        for row in range(len(case.duplicates.frame)):
            words = msg("is in the schedule already, with the same start and title")
            yield case.duplicates.finding("duplicate", row, words)


def odd_length(case: CheckContext) -> Iterator[Finding]:
    """A programme ends before it begins, or lasts longer than a day.

    Why: an end that is not after the start is not used; the next start is taken for it.

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
                "the end printed, %(stop)s, is not after the start; it was not used",
                stop=case.local(int(case.codes[row]), int(case.starts[row] + ends[row])),
            )
        )
        yield case.finding("odd-length", row, words)
