"""Days far from those before and after them in a source: a wrong year or month in one date."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from schedcheck.messages import msg
from schedcheck.schedule.reading import Fault, Reading

#: Days of a schedule follow each other; what is farther apart is another part of it.
_FAR = 20
#: A wrong year or month is this near to whole years or months, in days.
_NEAR = 7
_YEAR, _MONTH = 365.25, 30.44
#: So many programmes say what the usual days are.
_FEWEST = 3

Days = npt.NDArray[np.int64]


def lone_dates(file: str, reading: Reading) -> list[Fault]:
    """A ``bad-row`` fault for the first of programmes whose date is whole years or months away
    from that of the programmes around them, in the order of the source.

    One such run of one or two days is a slip; more of them are a source of another order, of which
    nothing is said. The programmes are judged as printed.
    """
    frame = reading.frame
    if len(frame) <= _FEWEST:
        return []
    days = frame["wall_start"].to_numpy("datetime64[D]").astype(np.int64)
    cuts = np.flatnonzero(np.abs(np.diff(days)) > _FAR) + 1
    if not 1 <= len(cuts) <= 2:
        return []
    return list(_faults(file, reading, days, cuts))


def _faults(file: str, reading: Reading, days: Days, cuts: Days) -> Iterator[Fault]:
    parts = [np.arange(len(days))[a:b] for a, b in zip([0, *cuts], [*cuts, len(days)], strict=True)]
    run = parts[1] if len(parts) > len(cuts) and len(cuts) > 1 else min(parts, key=len)
    rest = np.setdiff1d(np.arange(len(days)), run)
    if len(rest) < max(_FEWEST, len(run)) or np.ptp(days[run]) > 1 or np.ptp(days[rest]) > _FAR:
        return
    near = rest[np.argmin(np.abs(rest - run[0]))]
    apart = abs(int(days[run[0]] - days[near]))
    if min(min(apart % one, one - apart % one) for one in (_YEAR, _MONTH)) > _NEAR:
        return
    frame = reading.frame
    dates = frame["wall_start"].dt.date
    words = msg(
        "the date %(date)s of %(count)d programmes is far from %(other)s, the date around them: "
        "correct its year or month, if that is a slip; they were judged as printed",
        date=dates.iloc[run[0]],
        count=len(run),
        other=dates.iloc[near],
    )
    yield Fault("bad-row", file, frame["place"].iloc[run[0]], frame["title"].iloc[run[0]], words)
