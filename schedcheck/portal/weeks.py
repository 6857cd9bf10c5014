"""The weeks that a station delivers for, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from msgspec import Struct

from schedcheck.messages import msg
from schedcheck.portal.pages import CAPITAL
from schedcheck.schedule.week import WEEK_STARTS, parse_week

#: How many weeks back and ahead a schedule may be of.
_BACK, _AHEAD = 8, 4


#: What is said of a week that nothing was sent for.
NOT_YET, NOT_EXPECTED = msg("not yet sent"), msg("not expected")


class DeliveryWeek(Struct, frozen=True):
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


def is_expected(week: DeliveryWeek, since: datetime | None) -> bool:
    """Whether a channel has to deliver for ``week``: it was in the portal before the deadline.

    ``since``: when it came there (:func:`schedcheck.portal.channels.since`).
    """
    return since is not None and since <= week.deadline


def is_late(week: DeliveryWeek, since: datetime | None, came: datetime) -> bool:
    """Whether the delivery of a channel is late: the one place that says so.

    ``came``: when its first version was sent; now where none was. What is dated before ``since``
    was brought along, and its date counts.
    """
    counts = is_expected(week, since) or (since is not None and came < since)
    return counts and came > week.deadline


def near(now: datetime) -> tuple[DeliveryWeek, DeliveryWeek]:
    """This week and the next."""
    this = parse_week("this", now.astimezone(CAPITAL)).first
    return DeliveryWeek(this), DeliveryWeek(this + timedelta(weeks=1))


def offered(now: datetime) -> Iterator[DeliveryWeek]:
    """The weeks that a schedule may be uploaded for, the latest first."""
    this, _next = near(now)
    for weeks in range(_AHEAD, -_BACK - 1, -1):
        yield DeliveryWeek(this.monday + timedelta(weeks=weeks))
