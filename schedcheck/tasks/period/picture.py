"""The picture of a period: a row a channel, a column a week, in each what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct

from schedcheck.reports.overview import Cell
from schedcheck.results.states import State
from schedcheck.schedule.week import WEEK_STARTS
from schedcheck.tasks.period.period import Period
from schedcheck.tasks.period.runs import mondays


class Picture(Struct, frozen=True):
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
        if one.finding.dismissed:
            continue
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
