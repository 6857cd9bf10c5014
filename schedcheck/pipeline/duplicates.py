"""Each programme once, in an order that depends on nothing but the programmes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from schedcheck.law.rulebook import Rulebook
from schedcheck.schedule.placing import NAT, seconds


def drop_duplicates(
    frame: pd.DataFrame, codes: np.ndarray, rulebook: Rulebook
) -> tuple[pd.DataFrame, np.ndarray, pd.DataFrame, np.ndarray]:
    """``frame`` (placed and classified, sorted by channel and start) without its duplicates.

    Returns the programmes and their channel codes, and the duplicates and theirs: rows of the
    same channel, start and title as another. Of such rows the one with the strictest mark stays,
    then the one that lasts longest, then the first by file and place.
    """
    starts = seconds(frame["start"])
    again = (codes[1:] == codes[:-1]) & (starts[1:] == starts[:-1])
    tied = np.flatnonzero(np.r_[again, False] | np.r_[False, again])
    if not len(tied):
        return frame, codes, frame.iloc[:0], codes[:0]
    ranks = {"": -1} | {known.id: rank for rank, known in enumerate(rulebook.classes)}
    ties = frame.iloc[tied]
    stops = seconds(ties["stop"])
    keys = pd.DataFrame(
        {
            "code": codes[tied],
            "start": starts[tied],
            "title": ties["title"].to_numpy(object, na_value=""),
            "sure": (ties["level"] != "equal").to_numpy(),
            "rank": [-ranks[age_class] for age_class in ties["age_class"]],
            "stop": -np.where(stops == NAT, 0, stops),
            "file": ties["file"].to_numpy(object),
            "place": [(len(place), place) for place in ties["place"]],
        }
    )
    placed = keys.sort_values(list(keys.columns), kind="stable")
    order = np.arange(len(frame))
    order[tied] = tied[placed.index]
    repeated = np.zeros(len(frame), np.bool_)
    repeated[tied] = placed.duplicated(["code", "start", "title"]).to_numpy()
    frame, codes = frame.take(order), codes[order]
    return (
        frame[~repeated].reset_index(drop=True),
        codes[~repeated],
        frame[repeated].reset_index(drop=True),
        codes[repeated],
    )
