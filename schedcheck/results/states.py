"""What became of the delivery of a channel: the one definition, for every report and exit code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Limits:
    """From which shares on a channel is judged: of the time covered, of the programmes marked."""

    covered: float = LEAST_COVERED
    marked: float = 0.0


#: The limits where nobody says otherwise.
USUAL = Limits()
