"""Days that begin again in a table or listing, because the date of the next one is missing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

#: A clock that goes back by more than this (seconds) has passed midnight.
MIDNIGHT_STEP = 6 * 3600
#: A clock that goes back by less (seconds) may be a slip, or an overlap.
_SLIP = 3600


def begun_again(clock: Ints, step: Ints, run: Ints, carried: Flags) -> Flags:
    """The rows of a day from where it begins again: the date of the next one is missing or wrong.

    The clock then goes back to the first start, by less than over a midnight, and goes on in order.
    ``clock``: the seconds of the rows; ``step``: by how much each is behind the row above; ``run``:
    the numbers of their days, from 0; ``carried``: the days whose dates are not in each row.
    """
    first = np.zeros(run[-1] + 1, np.int64)
    first[run[::-1]] = clock[::-1]
    back = (step < -_SLIP) & (step >= -MIDNIGHT_STEP) & carried[run]
    back &= clock <= first[run] + _SLIP
    goes_on = np.zeros(len(clock), np.bool_)
    goes_on[:-1] = (run[1:] == run[:-1]) & (step[1:] > 0)
    seen = np.cumsum(back & goes_on)
    before = np.concatenate([[0], seen])[np.searchsorted(run, np.arange(run[-1] + 1))]
    found: Flags = seen > before[run]
    return found
