"""The board: what became of the delivery of each channel for each week, and what is to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec import Struct

from schedcheck.portal.channels import roster_in_force, since
from schedcheck.portal.models import Channel, Upload
from schedcheck.portal.models import State as Judging
from schedcheck.portal.weeks import DeliveryWeek, is_expected, is_late
from schedcheck.reports.overview import Cell
from schedcheck.results.states import State

#: The sign of a week that nothing is expected for, as forms of statistics have it.
NOTHING_DUE = "×"


class Delivered(NamedTuple):
    """A version that was sent, with the last verdict on it; its values are None before that."""

    channel: str
    week: str
    version: int
    sent_at: datetime
    judging: str
    delivery: str | None
    violations: int | None
    dismissed: int | None
    undecided: int | None


class ChannelWeek(Struct, frozen=True):
    """What became of a channel's delivery for a week, by the last version of it.

    ``state``: None while the delivery is being judged, and where nothing came and nothing is due.
    ``violations``: those that were not dismissed; ``undecided``: those that nobody has decided on.
    ``late``: the first version came after the deadline, or none has come by then; ``expected``: one
    had to come, which it has not for a week before the channel was in the portal.
    """

    state: State | None
    delivered: bool = False
    late: bool = False
    expected: bool = True
    violations: int = 0
    undecided: int = 0

    @property
    def cell(self) -> Cell:
        """How reports show it."""
        return Cell(self.state, self.violations)

    @property
    def sign(self) -> str:
        """What its cell has: what reports show, else a sign of what it waits for."""
        waits = "…" if self.delivered else "·" if self.expected else NOTHING_DUE
        return self.cell.text or waits


class Sums(NamedTuple):
    """What a week comes to over the channels of a board."""

    delivered: int
    late: int
    violations: int
    undecided: int


#: Which channels a board can be asked for; of each that have such a week.
SHOWN = {
    "": lambda _one: True,
    "late": lambda one: one.late,
    "violations": lambda one: one.violations > 0,
    "undecided": lambda one: one.undecided > 0,
}


class Board(Struct, frozen=True):
    """Channels and weeks: ``rows`` has for each channel what became of it in each of ``weeks``."""

    weeks: tuple[DeliveryWeek, ...]
    rows: tuple[tuple[Channel, tuple[ChannelWeek, ...]], ...]

    def only(self, shown: str) -> Board:
        """The channels alone that have such a week; ``shown``: a key of :data:`SHOWN`."""
        wanted = SHOWN[shown]
        return Board(self.weeks, tuple(row for row in self.rows if any(map(wanted, row[1]))))

    @property
    def sums(self) -> list[Sums]:
        """The sums of each week."""
        return [
            Sums(
                sum(one.delivered for one in column),
                sum(one.late for one in column),
                sum(one.violations for one in column),
                sum(one.undecided for one in column),
            )
            for column in self._columns()
        ]

    @property
    def states(self) -> Counter[State | None]:
        """How many weeks of channels are in each state."""
        return Counter(one.state for _channel, row in self.rows for one in row)

    def _columns(self) -> Iterable[Sequence[ChannelWeek]]:
        if not self.rows:
            return [()] * len(self.weeks)
        return zip(*(row for _channel, row in self.rows), strict=True)


def weeks_until(last: DeliveryWeek, count: int) -> tuple[DeliveryWeek, ...]:
    """``count`` weeks, of which ``last`` is the last."""
    back = range(count - 1, -1, -1)
    return tuple(DeliveryWeek(last.monday - timedelta(weeks=one)) for one in back)


def board(weeks: Sequence[DeliveryWeek], now: datetime) -> Board:
    """The board of some weeks: four queries, whatever there is in them.

    It has the television channels of the roster, which have to deliver, and of the others those
    that did.
    """
    sent: dict[tuple[str, str], list[Delivered]] = {}
    for one in deliveries(week.name for week in weeks):
        sent.setdefault((one.channel, one.week), []).append(one)
    due = {one.id for one in roster_in_force().channels.values() if one.medium == "tv"}
    due |= {channel for channel, _week in sent}
    channels = [one for one in Channel.objects.all() if one.id in due]
    channels.sort(key=lambda one: str(one).casefold())
    began = since(channels)
    return Board(
        tuple(weeks),
        tuple(
            (
                one,
                tuple(
                    channel_week(week, sent.get((one.id, week.name), ()), now, began[one.id])
                    for week in weeks
                ),
            )
            for one in channels
        ),
    )


def deliveries(weeks: Iterable[str], channel: str = "") -> Iterable[Delivered]:
    """What was sent for some weeks, the latest version last; without the findings, which are long.

    Of several verdicts on a version the last one comes last.
    """
    sent = Upload.objects.filter(week__in=list(weeks), version__isnull=False)
    if channel:
        sent = sent.filter(channel=channel)
    verdict = ("delivery", "violations", "dismissed", "undecided")
    rows = sent.order_by("version", "verdicts__made_at").values_list(
        "channel_id",
        "week",
        "version",
        "sent_at",
        "state",
        *(f"verdicts__{name}" for name in verdict),
    )
    return map(Delivered._make, rows)


def channel_week(
    week: DeliveryWeek, sent: Sequence[Delivered], now: datetime, since: datetime | None
) -> ChannelWeek:
    """What became of one channel in ``week``; ``sent``: its versions in their order.

    ``since``: when it came into the portal.
    """
    late = is_late(week, since, sent[0].sent_at if sent else now)
    if not sent:
        expected = is_expected(week, since)
        return ChannelWeek(State.MISSING if late else None, late=late, expected=expected)
    last = sent[-1]
    if last.judging == Judging.FAILED:
        return ChannelWeek(State.NOT_UNDERSTOOD, delivered=True, late=late)
    if not last.delivery:
        return ChannelWeek(None, delivered=True, late=late)
    return ChannelWeek(
        State(last.delivery),
        delivered=True,
        late=late,
        violations=(last.violations or 0) - (last.dismissed or 0),
        undecided=last.undecided or 0,
    )
