"""The ends that a column of durations tells."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from schedcheck.readers import row_faults
from schedcheck.readers.tables.rows import Flags, Rows
from schedcheck.readers.values.cells import Kept, parse_length, two_part_style
from schedcheck.schedule.frame import DURATION, UNKNOWN

#: A programme ends so near the start of the next, in seconds.
_NEAR = 120
Walls = npt.NDArray[np.datetime64]


def add_lengths(  # noqa: PLR0913, PLR0917 - the column, its rows, and what is filled in
    rows: Rows,
    at: int,
    kept: Kept,
    walls: Walls,
    without: Flags,
    stops: Walls,
    stop_from: npt.NDArray[np.int8],
) -> None:
    """Fill in the ends that only the durations in column ``at`` tell; one of nothing tells none.

    ``without``: the rows that have none, or say so; ``walls``: the starts of the rows ``kept``.
    """
    style = rows.columns.two_parts or _two_parts(rows, kept, walls, at)
    lengths = _lengths(rows, kept, at, style)
    for row in kept[(lengths < 0) & ~without & (stop_from == UNKNOWN)].tolist():
        rows.fault(row, at, row_faults.BAD_LENGTH)
    by_length = (lengths > 0) & (stop_from == UNKNOWN)
    stops[by_length] = walls[by_length] + lengths[by_length].astype("timedelta64[s]")
    stop_from[by_length] = DURATION


def _lengths(rows: Rows, kept: Kept, at: int, style: str) -> npt.NDArray[np.int64]:
    """The lengths of a column in seconds; -1 where none is understood."""
    unit = rows.columns.unit
    parsed = rows.cells(at).mapped(lambda cell: parse_length(cell, unit, two_parts=style))
    return parsed.where(kept).part(lambda length: length, -1, np.int64)


def _two_parts(rows: Rows, kept: Kept, walls: Walls, at: int) -> str:
    """What lengths such as 25:30 mean: as most of the starts that follow them say, else as the
    lengths themselves do.
    """
    until_next = np.diff(walls).astype(np.int64)
    fits = {}
    for style in ("h:mm", "mm:ss"):
        lengths = _lengths(rows, kept, at, style)[:-1]
        near = np.abs(lengths - until_next) <= _NEAR
        fits[style] = int((near & (lengths > 0)).sum())
    if fits["h:mm"] == fits["mm:ss"]:
        return two_part_style(rows.cells(at).values)
    return max(fits, key=lambda style: fits[style])
