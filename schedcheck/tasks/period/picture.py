"""The picture of a period: a row a channel, a column a week, in each what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from schedcheck.messages import Message, msg
from schedcheck.reports.overview import STATES
from schedcheck.results.states import State
from schedcheck.schedule.week import WEEK_STARTS
from schedcheck.tasks.period.period import Period
from schedcheck.tasks.period.runs import mondays

#: What stands in a week without violations, for those who see no colours.
SIGNS: Mapping[State | None, str] = {
    State.JUDGED: "●",
    State.IN_PART: "½",
    State.NOT_JUDGEABLE: "?",
    State.NOT_UNDERSTOOD: "!",
    State.OTHER_DAYS: "≠",
    State.MISSING: "–",
    None: "",
}
#: What a week is that no run is about.
HOLE = msg("no results")


@dataclass(frozen=True, slots=True)
class Cell:
    """A channel in a week; ``state`` is None where no run is about it."""

    state: State | None
    violations: int

    @property
    def text(self) -> str:
        """The violations, else the sign of the state; both where it was judged in part only."""
        if not self.violations:
            return SIGNS[self.state]
        count = str(self.violations)
        return count if self.state is State.JUDGED else f"{SIGNS[self.state]} {count}".strip()

    @property
    def tone(self) -> str:
        """``bad`` with violations, ``good`` where it was judged and there is none, else ``open``.

        A week that no run is about is a ``hole``.
        """
        if self.violations:
            return "bad"
        if self.state is None:
            return "hole"
        return "good" if self.state is State.JUDGED else "open"

    @property
    def words(self) -> Message:
        """What became of it."""
        return HOLE if self.state is None else STATES[self.state]


@dataclass(frozen=True, slots=True)
class Picture:
    """``weeks``: their Mondays; ``rows``: channel id -> a cell for each of them."""

    weeks: tuple[date, ...]
    rows: Mapping[str, tuple[Cell, ...]]

    @property
    def states(self) -> Counter[State | None]:
        """How many weeks of channels are in each state."""
        return Counter(cell.state for cells in self.rows.values() for cell in cells)


def picture_of(period: Period) -> Picture:
    """The picture of a period, its channels in the order of their names."""
    weeks = tuple(mondays(period.days))
    found: Counter[tuple[str, date]] = Counter()
    for one in period.violations:
        day = (one.start - timedelta(seconds=WEEK_STARTS)).date()
        found[one.finding.channel, day - timedelta(days=day.weekday())] += 1
    channels = sorted(period.channels.values(), key=lambda one: (one.name.casefold(), one.id))
    return Picture(
        weeks,
        {
            one.id: tuple(
                Cell(period.states.get((one.id, monday)), found[one.id, monday]) for monday in weeks
            )
            for one in channels
        },
    )
