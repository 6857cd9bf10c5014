"""Tables whose clock readings are all late by the same seconds.

SheetJS 0.18.5 writes them so on a machine set to Kazakh time: by the seconds that the mean time of
Almaty, of before 1924, is away from whole minutes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import numpy as np
import numpy.typing as npt

from schedcheck.messages import msg
from schedcheck.readers.values.cells import Cell

LATE = msg("all clock readings are some seconds late, the dates too; they were put back")
MAYBE_LATE = msg(
    "all starts are the same seconds past the minute: the program that wrote the table may have "
    "shifted them; correct them there"
)
#: So many different starts that are all late by the same seconds are no chance.
_FEWEST = 3


def seconds_late(starts: npt.NDArray[np.int64], dates: Iterable[Cell]) -> tuple[int, bool]:
    """By how many seconds all starts are past the minute, 0 where they are not, and whether the
    dates prove that they are late: they hold clock readings as late after midnight.

    ``starts`` are in seconds, negative where there is none.
    """
    seconds = np.unique(starts[starts >= 0])
    slips = set((seconds % 60).tolist())
    if len(seconds) < _FEWEST or len(slips) > 1:
        return 0, False
    slip = int(slips.pop())
    late = {(one.hour, one.minute, one.second) for one in dates if isinstance(one, datetime)}
    return slip, late == {(0, 0, slip)}
