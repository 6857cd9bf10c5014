"""The weeks that a station delivers for, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from schedcheck.portal.pages import CAPITAL
from schedcheck.schedule.week import WEEK_STARTS, parse_week

#: How many weeks back and ahead a schedule may be of.
_BACK, _AHEAD = 8, 4


@dataclass(frozen=True, slots=True)
class DeliveryWeek:
    """A week from Monday, by its name ``2026-W48``."""

    monday: date

    @property
    def name(self) -> str:
        """The name by ISO 8601."""
        year, week, _day = self.monday.isocalendar()
        return f"{year}-W{week:02d}"

    @property
    def deadline(self) -> datetime:
        """Until when its schedule is to be delivered."""
        begins = datetime.combine(self.monday, datetime.min.time(), CAPITAL)
        hours = timedelta(seconds=WEEK_STARTS) - timedelta(hours=settings.DEADLINE_HOURS)
        return begins + hours

    def to(self, last: DeliveryWeek) -> Iterator[DeliveryWeek]:
        """The weeks from this one to ``last``."""
        for weeks in range((last.monday - self.monday).days // 7 + 1):
            yield DeliveryWeek(self.monday + timedelta(weeks=weeks))


def near(now: datetime) -> tuple[DeliveryWeek, DeliveryWeek]:
    """This week and the next."""
    this = parse_week("this", now.astimezone(CAPITAL)).first
    return DeliveryWeek(this), DeliveryWeek(this + timedelta(weeks=1))


def offered(now: datetime) -> Iterator[DeliveryWeek]:
    """The weeks that a schedule may be uploaded for, the latest first."""
    this, _next = near(now)
    for weeks in range(_AHEAD, -_BACK - 1, -1):
        yield DeliveryWeek(this.monday + timedelta(weeks=weeks))
