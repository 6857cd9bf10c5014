"""Periods of the law that run from the day of an offence or of a penalty: data of a rulebook.

What they give is a date with its article. Whether it counts in a case is for people to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pendulum

from schedcheck.messages import msg
from schedcheck.toml_table import TomlTable, in_languages

#: What a period is for: until when an offence can be prosecuted, until when the recording must be
#: kept, and until when another offence is a repetition of one that was punished.
KINDS = ("prosecution", "recording", "repeat")


@dataclass(frozen=True, slots=True)
class Period:
    """So many ``months`` from the day of an offence, or of a penalty where ``kind`` is ``repeat``.

    It holds for offences from ``first`` to ``last`` (local dates, both included). ``names``: what
    its last day is; ``labels``: the article in few words, and ``citations`` in full.
    """

    id: str
    kind: str
    months: int
    names: Mapping[str, str]
    labels: Mapping[str, str]
    citations: Mapping[str, str]
    first: date | None = None
    last: date | None = None
    unverified: tuple[str, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether it holds for an offence on the local date ``day``."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def last_day(self, since: date) -> date:
        """The last day of the period that runs since ``since``.

        It has the same number in its month; in a month that is too short, the month's last day.
        """
        end = pendulum.date(since.year, since.month, since.day).add(months=self.months)
        return date(end.year, end.month, end.day)


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last ``day`` of the period of this id and kind, counted from the day ``since``."""

    period: str
    kind: str
    since: date
    day: date


def due_dates(periods: Iterable[Period], offence: date) -> tuple[DueDate, ...]:
    """The dates that follow from an offence on the local date ``offence``, by their order."""
    return tuple(
        DueDate(one.id, one.kind, offence, one.last_day(offence))
        for one in periods
        if one.kind != "repeat" and one.holds_on(offence)
    )


def read_periods(tables: Iterable[TomlTable]) -> Iterator[Period]:
    """The periods of a rulebook file. Raises ConfigError with the dotted key and the reason."""
    for table in tables:
        period = Period(
            id=table.text("id"),
            kind=table.choice("kind", KINDS),
            months=table.take("months", int),
            names=in_languages(table, "names"),
            labels=in_languages(table, "labels"),
            citations=in_languages(table, "citations"),
            first=table.take("first", date, default=None),
            last=table.take("last", date, default=None),
            unverified=table.texts("unverified", [], empty=True),
        )
        if not 1 <= period.months <= 1200:
            raise table.refuse("months", msg("must be from 1 to 1200"))
        if period.first and period.last and period.last < period.first:
            raise table.refuse("last", msg("is before first"))
        table.done()
        yield period
