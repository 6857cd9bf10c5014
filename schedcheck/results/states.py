"""What became of the deliveries of a channel: the one definition, for reports and exit codes."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

#: Less than this share of the days that a run is about is a part of them.
LEAST_COVERED = 0.9
#: So many hours of a week may be the last night of the week before.
NIGHT = 6


class State(StrEnum):
    """What became of a delivery, in the order in which channels need attention."""

    NOT_UNDERSTOOD = "not understood"
    NOT_JUDGEABLE = "not judgeable"
    OTHER_DAYS = "other days"
    MISSING = "missing"
    IN_PART = "judged in part"
    JUDGED = "judged"


class Limits(Struct, frozen=True):
    """From which shares on a channel is judged: of the time covered, of the programmes marked."""

    covered: float = LEAST_COVERED
    marked: float = 0.0


#: The limits where nobody says otherwise.
USUAL = Limits()


class How(StrEnum):
    """What says that a file is the later version, or why none counts for the other.

    ``NAME``, ``CONTENTS``, ``TIME``: a version or date in its name or contents, the time of the
    file. ``UNDECIDED``: nothing says it. ``ALL``: the run was asked to count all.
    """

    NAME = "name"
    CONTENTS = "contents"
    TIME = "time"
    UNDECIDED = "undecided"
    ALL = "all"


class Version(Struct, frozen=True):
    """A file of a channel that differs from another one, ``by``, for the same days.

    ``first``, ``last``: the first and the last of those days. ``programmes``: how many of ``file``
    do not count, for ``by`` is the later one; where that is not known both count, and it is 0.
    """

    file: str
    by: str
    how: str
    first: date
    last: date
    programmes: int = 0

    @property
    def superseded(self) -> bool:
        """Whether the other one counts, and not this."""
        return self.how in {How.NAME, How.CONTENTS, How.TIME}
