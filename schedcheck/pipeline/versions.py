"""Several deliveries of one channel for the same days: which of them counts.

Two files are versions of one another where both hold whole days that are the same, or programmes
most of which begin at the same instants, and differ there. The later one counts for all times that
it has a schedule for, the earlier one for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from itertools import combinations
from pathlib import Path, PurePath
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from schedcheck.errors import ConfigError
from schedcheck.law.jurisdiction import JudgedChannel
from schedcheck.messages import msg
from schedcheck.results.states import How, Version
from schedcheck.schedule.coverage import whole_days
from schedcheck.schedule.placing import NAT, rows_of_each, seconds
from schedcheck.zones import Seconds, local

#: Words of a name that say a file was corrected, in Russian, Kazakh and English.
_REVISED = re.compile(
    r"исправл|испр(?!\w)|корр?ект|уточн|измен|обновл|финал|итогов|түзет|жаңарт|өзгерт|соңғы"
    r"|correct|revis|updat|amend|final|fixed|(?<![^\W_])new(?![^\W_])",
    re.IGNORECASE,
)
_REVISED_WORD = re.compile(rf"(?<![^\W_])(?=[^\W_]*?(?:{_REVISED.pattern}))[^\W_]++", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![^\W_])(?:v|ver|version|rev|вер|верс|версия|ред|редакция|нұсқа)[ ._-]*(\d{1,3})(?!\d)",
    re.IGNORECASE,
)
#: What programs add to the name of the second file of a name: ``(1)``.
_COPY = re.compile(r"\((\d{1,2})\)")
_DAY = re.compile(
    r"(?<!\d)(?:(20\d\d)[-._]?([01]\d)[-._]?([0-3]\d)|([0-3]\d)[-._]([01]\d)[-._](20\d\d))(?!\d)"
)
#: A version has a schedule for what lies within its programmes, and between two starts no further
#: apart than this (seconds).
_APART = 6 * 3600
#: File systems know the time of a file to two seconds at worst.
_SAME_TIME = 2


class _Part(NamedTuple):
    """What one file says of one channel: in which ``rows``, their starts, the whole ``days``.

    ``ends``: where the programmes end that are printed with an end, else their starts. ``first``
    and ``last``: the earliest start and the latest.
    """

    file: str
    zone: str
    rows: npt.NDArray[np.intp]
    starts: Seconds
    ends: Seconds
    days: frozenset[date]
    titles: frozenset[tuple[int, str]]
    first: int
    last: int

    def common(self, other: _Part) -> frozenset[date]:
        """The local days that this one and another are both a schedule of; none where they are
        parts of one, such as the two halves of a day.
        """
        whole = self.days & other.days
        if not whole and (self.last < other.first or other.last < self.first):
            return whole
        both = np.intersect1d(self.starts, other.starts)
        if whole or 2 * len(both) <= min(len(self.starts), len(other.starts)):
            return whole
        return frozenset(local(start, self.zone).date() for start in both.tolist())

    def has(self, moments: Seconds) -> npt.NDArray[np.bool_]:
        """Whether this one has a schedule for each of ``moments``."""
        order = np.argsort(self.starts, kind="stable")
        starts, ends = self.starts[order], np.maximum.accumulate(self.ends[order])
        following = np.searchsorted(starts, moments, "right")
        before = starts[np.maximum(following - 1, 0)]
        after = np.append(starts, starts[-1])[following]
        last = (following == len(starts)) & (moments == starts[-1])
        between = (after > moments) & (after - before <= _APART)
        on_air = moments < ends[np.maximum(following - 1, 0)]
        covered: npt.NDArray[np.bool_] = (following > 0) & (last | between | on_air)
        return covered


#: File -> all that may say which of several is the later one, in the order in which it counts.
Evidence = Mapping[str, tuple[tuple[How, Any], ...]]


def counted(
    frame: pd.DataFrame,
    channels: Mapping[str, JudgedChannel],
    issued: Mapping[str, str],
    which: str,
    times: Callable[[str], int | None] | None = None,
) -> tuple[pd.DataFrame, dict[str, tuple[Version, ...]]]:
    """``frame`` without the rows of earlier versions, and by channel the versions there are.

    ``frame``: the rows of the scans, placed in time. ``issued``: file -> when it was made, as its
    content says. ``which``: ``last`` counts the later ones, ``all`` counts all; ``ask`` raises
    ConfigError where there are versions. ``times``: what says when a file was last changed, else
    the disk.
    """
    # by name: of two that nothing decides between the first stays so whatever else is judged
    files, names = pd.factorize(frame["file"], sort=True)
    if len(names) < 2:
        return frame, {}
    codes, ids = pd.factorize(frame["channel"])
    starts = seconds(frame["start"])
    gone = np.zeros(len(frame), np.bool_)
    found: dict[str, tuple[Version, ...]] = {}
    for channel, every in zip(map(str, ids), rows_of_each(codes, len(ids)), strict=True):
        rows = every[starts[every] != NAT]
        own = np.unique(files[rows])
        if len(own) < 2:
            continue
        zone = channels[channel].zone
        parts = [
            _part(frame, str(names[file]), rows[files[rows] == file], starts, zone) for file in own
        ]
        pairs = [pair for pair in combinations(parts, 2) if _differ(*pair, frame)]
        if pairs and which == "ask":
            raise _asked(channels[channel], *pairs[0])
        evidence = _evidence(
            {part.file for pair in pairs for part in pair}, issued, times or changed
        )
        versions = [_version(pair, evidence, which, gone) for pair in pairs]
        if versions:
            found[channel] = tuple(versions)
    return (frame[~gone].reset_index(drop=True) if gone.any() else frame), found


def _part(
    frame: pd.DataFrame, file: str, rows: npt.NDArray[np.intp], starts: Seconds, zone: str
) -> _Part:
    titles = frame["title"].array[rows].to_numpy(object, na_value="")
    told = frozenset(zip(starts[rows].tolist(), titles.tolist(), strict=True))
    own, ends = starts[rows], seconds(frame["stop"])[rows]
    ends = np.where(ends == NAT, own, ends)
    first, last = int(own.min()), int(own.max())
    return _Part(file, zone, rows, own, ends, whole_days(zone, own), told, first, last)


def _differ(one: _Part, other: _Part, frame: pd.DataFrame) -> bool:
    """Whether two parts are of the same days and differ where both have a schedule."""
    if not one.common(other):
        return False
    told = []
    for part, beside in ((one, other), (other, one)):
        both = frame.iloc[part.rows[beside.has(part.starts)]]
        texts = (both[name].fillna("").tolist() for name in ("title", "age_class"))
        told.append(set(zip(seconds(both["start"]).tolist(), *texts, strict=True)))
    return told[0] != told[1]


def _asked(channel: JudgedChannel, one: _Part, other: _Part) -> ConfigError:
    return ConfigError(
        msg(
            "%(channel)s: %(file)s and %(other)s are for the same days and differ; take one out, "
            "or say --versions last or --versions all",
            channel=channel.name or channel.id,
            file=one.file,
            other=other.file,
        )
    )


def _evidence(
    files: set[str], issued: Mapping[str, str], times: Callable[[str], int | None]
) -> Evidence:
    """What may say which of ``files`` is the later one; what one of them lacks says nothing."""
    columns: list[tuple[How, dict[str, Any]]] = [
        (How.NAME, {file: _number(PurePath(file).name) for file in files}),
        (How.NAME, {file: bool(_REVISED.search(PurePath(file).name)) for file in files}),
        (How.NAME, {file: _day(PurePath(file).name) for file in files}),
        (How.CONTENTS, {file: issued.get(file, "") for file in files}),
        (How.TIME, {file: times(file) for file in files}),
    ]
    kept = [
        (how, values)
        for how, values in columns
        if not any(value in {"", None} for value in values.values())
    ]
    return {file: tuple((how, values[file]) for how, values in kept) for file in files}


def unversioned(name: str) -> str:
    """The name of a file without what says which version it is, and without a day."""
    for pattern in (_REVISED_WORD, _NUMBER, _COPY, _DAY):
        name = pattern.sub(" ", name)
    return " ".join(name.split()).strip(" ._-()")


def _number(name: str) -> int:
    """The number of a version in a name; 1 where there is none."""
    told, copy = _NUMBER.search(name), _COPY.search(name)
    return int(told[1]) if told else int(copy[1]) + 1 if copy else 1


def _day(name: str) -> str:
    """The one day in a name, as ISO 8601; empty where there is none, or more than one."""
    found = [
        f"{year or late_year}-{month or late_month}-{day or late_day}"
        for year, month, day, late_day, late_month, late_year in _DAY.findall(name)
    ]
    return found[0] if len(found) == 1 else ""


def changed(file: str) -> int | None:
    """When a file was last changed, in seconds since 1970; None for what is not one on the disk."""
    try:
        return int(Path(file).stat().st_mtime) // _SAME_TIME * _SAME_TIME
    except OSError:
        return None


def _version(
    pair: tuple[_Part, _Part], evidence: Evidence, which: str, gone: npt.NDArray[np.bool_]
) -> Version:
    """What becomes of two versions; rows that do not count are noted in ``gone``."""
    one, other = pair
    days = one.common(other)
    how, later = _later(one, other, evidence)
    if which == "all":
        how = How.ALL
    earlier = one if later is other else other
    if how in {How.UNDECIDED, How.ALL}:
        return Version(earlier.file, later.file, how.value, min(days), max(days))
    rows = earlier.rows[later.has(earlier.starts)]
    gone[rows] = True
    return Version(earlier.file, later.file, how.value, min(days), max(days), len(rows))


def _later(one: _Part, other: _Part, evidence: Evidence) -> tuple[How, _Part]:
    """Which of two is the later one, and what says so.

    What the contents or the time of a file say counts only for files of which half the programmes
    are the same: else they may be two things that belong together, such as two languages.
    """
    shared = len(one.titles & other.titles) * 2 >= min(len(one.titles), len(other.titles))
    for (how, mine), (_how, theirs) in zip(evidence[one.file], evidence[other.file], strict=True):
        if mine != theirs and (how is How.NAME or shared):
            return how, one if mine > theirs else other
    return How.UNDECIDED, other
