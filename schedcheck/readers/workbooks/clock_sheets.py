"""One schedule on several clocks: sheets of a workbook named for zones or for shifted feeds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from schedcheck.messages import Message, msg
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.row_faults import SHIFTED_FEED
from schedcheck.readers.values.clock_names import feed_in, names_clock, sheet_zone
from schedcheck.readers.values.clock_times import offsets_at
from schedcheck.readers.values.words import normalise
from schedcheck.readers.workbooks.twin_sheets import Sheet

_SAME = 0.97
_HOURS_OF_A_DAY = 24

Minutes = npt.NDArray[np.int64]


def clock_faults(sheets: Sequence[Sheet], options: ReadOptions) -> list[tuple[str, Message]]:
    """What is wrong with the clocks that the names of sheets say, with the sheet each is of.

    Two sheets with the same programmes that are named for clocks must give the same instants. A
    sheet named for a shifted feed says nothing of its clock, unless one on a known clock agrees.
    """
    faults = []
    agree: set[str] = set()
    for one, other in combinations(sheets, 2):
        if not any(names_clock(sheet.name) for sheet in (one, other)):
            continue
        apart = _apart(one.frame, other.frame, options.zone)
        if apart == 0:
            agree |= {one.name, other.name}
        elif apart is not None:
            hours = f"{apart / 60:g}"
            words_ = msg(
                "the sheets “%(first)s” and “%(second)s” give the same programmes, but by the "
                "clocks that they are named for %(hours)s hours apart; correct one of the two",
                first=one.name.strip(),
                second=other.name.strip(),
                hours=hours,
            )
            faults.append((other.name, words_))
    for sheet in sheets:
        feed = feed_in(sheet.name)
        told = options.source_zone or options.known(sheet.name) or sheet_zone(sheet.name)
        if feed and len(sheet.frame) and sheet.name not in agree and not told:
            faults.append((sheet.name, msg(SHIFTED_FEED.text, words=feed)))
    return faults


def _apart(first: pd.DataFrame, second: pd.DataFrame, zone: str | None) -> int | None:
    """By how many minutes most programmes of two sheets with the same titles are apart; None where
    they are not one schedule.
    """
    if len(first) != len(second) or not len(first):
        return None
    titles = [
        [normalise(title) for title in frame["title"].to_numpy(object)] for frame in (first, second)
    ]
    same = sum(one == other for one, other in zip(*titles, strict=True))
    begins, others = _instants(first, zone), _instants(second, zone)
    if same < _SAME * len(first) or begins is None or others is None:
        return None
    apart, counts = np.unique(others - begins, return_counts=True)
    most = int(apart[counts.argmax()])
    steady = counts.max() >= _SAME * len(first)
    return most if steady and abs(most) < _HOURS_OF_A_DAY * 60 else None


def _instants(frame: pd.DataFrame, zone: str | None) -> Minutes | None:
    """The starts in minutes of UTC; None where their clock is not known."""
    walls = frame["wall_start"].to_numpy("datetime64[s]")
    bare = frame["offset"].isna().to_numpy()
    if zone is None and bare.any():
        return None
    own = offsets_at(zone, walls) if zone is not None else np.zeros(len(walls), np.int64)
    offsets = np.where(bare, own, frame["offset"].fillna(0).to_numpy(np.int64))
    minutes: Minutes = walls.astype(np.int64) // 60 - offsets
    return minutes
