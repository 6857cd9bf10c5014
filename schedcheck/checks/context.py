"""What a check is given: one audit's schedule, placed, classified, each programme once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from msgspec import Struct, field

from schedcheck.law.forbidden import Forbidden, ForbiddenStarts, forbidden, forbidden_intervals
from schedcheck.law.jurisdiction import JudgedChannel
from schedcheck.law.rulebook import Rule, Rulebook, RulePeriod
from schedcheck.messages import LocalizedText, Message
from schedcheck.results.finding import CODES, Evidence, Finding
from schedcheck.schedule.building import distinct, texts_of
from schedcheck.schedule.frame import LONG_TEXT, STOP_FROM, TEXT
from schedcheck.schedule.placing import NAT, rows_of_each, seconds
from schedcheck.schedule.reading import Fault
from schedcheck.schedule.titles import TitleIndex
from schedcheck.zones import Seconds, day_of, local, offsets_over

Rows = npt.NDArray[np.intp]
Texts = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]
Plan = tuple[RulePeriod, ...]
AlsoBroken = Mapping[tuple[int, int], tuple[str, ...]]
_PlanOf = Callable[[Sequence[Rule], str, bool], Plan]


class Verdicts(Struct, frozen=True):
    """Programmes inside forbidden windows: one entry a programme and rule.

    ``rows``: in the frame judged. ``rules``: places in the rulebook. ``seconds``: the overlap.
    ``begins``: the first instant of it, in seconds since 1970.
    """

    rows: Rows
    rules: Rows
    seconds: Seconds
    begins: Seconds

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        return zip(self.rows.tolist(), self.rules.tolist(), self.seconds.tolist(), strict=True)


class CheckContext(Struct, eq=False, dict=True):
    """One audit's schedule and all that checks may look at.

    ``frame``: the schedule frame and the columns of the marks, sorted by channel and start, each
    programme once; ``codes``: the place of each row's channel in ``channels``; ``duplicates``: the
    same of the rows that repeat another, if there are any. ``default_zones``: file -> the zone that
    its format declares for readings without an offset. ``titles_of_run``: the titles of bound
    classes in the whole run; None where this schedule is the whole run.
    """

    frame: pd.DataFrame
    codes: Rows
    channels: tuple[JudgedChannel, ...]
    rulebook: Rulebook
    duplicates: CheckContext | None = None
    faults: tuple[Fault, ...] = ()
    default_zones: Mapping[str, str] = field(default_factory=dict)
    titles_of_run: TitleIndex | None = None

    @cached_property
    def _verdicts(self) -> dict[str, Verdicts]:
        return {}

    @cached_property
    def _texts(self) -> dict[str, Texts]:
        return {}

    @cached_property
    def _in_row(self) -> dict[str, Callable[[int], str]]:
        return {}

    @cached_property
    def starts(self) -> Seconds:
        """When each programme starts, in seconds since 1970."""
        return seconds(self.frame["start"])

    @cached_property
    def stops(self) -> Seconds:
        """When each programme ends, in seconds since 1970; NAT where that is not known."""
        return seconds(self.frame["stop"])

    @cached_property
    def titles(self) -> tuple[Rows, Texts]:
        """For each row the number of its title, and the titles, each once."""
        return distinct(self.texts("title"))

    @cached_property
    def _bound(self) -> tuple[Rows, Texts]:
        """The rows whose mark is of a bound class, and the level of each."""
        classes = self.texts("age_class")
        bound = [classes == name for name in self.rulebook.bound_classes]
        rows = np.flatnonzero(np.logical_or.reduce(bound)) if bound else self.codes[:0]
        return rows, self.texts("level", rows)

    @cached_property
    def _alike(self) -> list[int]:
        """For each channel the first that is judged alike: on the same clocks by the same rules."""
        first: dict[object, int] = {}
        return [
            first.setdefault((one.zone, one.elsewhere, tuple(rule.id for rule in one.rules)), code)
            for code, one in enumerate(self.channels)
        ]

    def marked(self, level: str) -> Rows:
        """The rows whose mark is of a bound class, at this level (``equal``, ``likely``, …)."""
        rows, levels = self._bound
        of_level: Rows = rows[levels == level]
        return of_level

    def verdicts(self, level: str) -> Verdicts:
        """The programmes of :meth:`marked` that overlap a window, as the schedule has them."""
        if level not in self._verdicts:
            rows = self.marked(level)
            self._verdicts[level] = self.judge(rows, self.starts[rows], self.stops[rows])
        return self._verdicts[level]

    def judge(  # noqa: PLR0913 - what is judged, and by what instead of its own
        self,
        rows: Rows,
        starts: Seconds,
        stops: Seconds,
        marks: tuple[Texts, Flags] | None = None,
        *,
        zone_name: str = "",
        plan_of: _PlanOf | None = None,
    ) -> Verdicts:
        """The verdicts on ``rows`` if they were at ``starts`` and ``stops`` (NAT: unknown).

        Of a programme whose end is unknown only the start is judged, as one second. ``marks``: the
        class of each row, and whether it is a film, instead of its own. ``zone_name``: another zone
        than those of the channels. ``plan_of``: what makes the plan of forbidden time from rules,
        class and whether it is a film, instead of the rulebook's ``day_plan``.
        """
        plan_of = plan_of or self.rulebook.day_plan
        stops = np.where(stops == NAT, starts + 1, stops)
        classes, films = marks or (
            self.texts("age_class", rows),
            self.frame["film"].to_numpy()[rows],
        )
        numbers, names = distinct(classes)
        # what is judged alike is judged at once: of a channel only its zones and rules count
        alike = np.array(self._alike, np.intp)[self.codes[rows]]
        kinds = (alike * len(names) + numbers) * 2 + films
        found: list[tuple[Rows, Rows, Seconds, Seconds]] = []
        for kind in np.unique(kinds).tolist():
            ats = np.flatnonzero(kinds == kind)
            code, name = divmod(kind // 2, len(names))
            channel = self.channels[code]
            plan = plan_of(channel.rules, names[name], bool(kind % 2))
            for rule, time in _forbidden(plan, zone_name or channel.zone, starts[ats], stops[ats]):
                overlap = time.overlap(starts[ats], stops[ats])
                if rule.judged_by == "start":
                    overlap = np.where(time.holds_at(starts[ats]), overlap, 0)
                hit = np.flatnonzero(overlap > 0)
                number = np.full(len(hit), self.rulebook.rules.index(rule))
                begins = time.first_in(starts[ats[hit]])
                found.append((rows[ats[hit]], number, overlap[hit], begins))
        if not found:
            return Verdicts(rows[:0], rows[:0], starts[:0], starts[:0])
        all_rows, numbers, *times = (np.concatenate(part) for part in zip(*found, strict=True))
        order = np.lexsort((numbers, all_rows))
        return Verdicts(all_rows[order], numbers[order], *(time[order] for time in times))

    def also_broken(self, verdicts: Iterable[tuple[int, int, int]]) -> AlsoBroken:
        """Row and rule of each verdict -> the ids of the rules of other acts broken with it.

        Those that the rule names, which bind the channel and forbid the programme too.
        """
        rules = self.rulebook.rules
        pairs = {(row, number) for row, number, _seconds in verdicts}
        found: dict[tuple[int, int], tuple[str, ...]] = {}
        for at, other in enumerate(rules):
            named = [pair for pair in pairs if other.id in rules[pair[1]].also]
            rows = np.array(sorted({row for row, _number in named}), np.intp)
            if not len(rows):
                continue

            def alone(bound: Sequence[Rule], age_class: str, film: bool) -> Plan:  # noqa: FBT001 - as day_plan
                only = [rule for rule in bound if rule is other]  # noqa: B023 - called in this turn
                return self.rulebook.day_plan(only, age_class, film)

            broken = self.judge(rows, self.starts[rows], self.stops[rows], plan_of=alone)
            hit = set(broken.rows.tolist())
            for row, number in named:
                if row in hit and (row, at) not in pairs:
                    found[row, number] = (*found.get((row, number), ()), other.id)
        return found

    def offence_days(self, verdicts: Verdicts) -> dict[tuple[int, int], date]:
        """Row and rule of each verdict -> the local date of its first forbidden instant."""
        rows, begins = verdicts.rows, verdicts.begins
        numbers = np.zeros(len(rows), np.int64)
        codes = self.codes[rows]
        for code in np.unique(codes).tolist():
            own = codes == code
            clock = offsets_over(self.channels[code].zone, begins[own])
            numbers[own] = (begins[own] + clock.at(begins[own])) // 86400
        dates = {number: day_of(number) for number in set(numbers.tolist())}
        pairs = zip(rows.tolist(), verdicts.rules.tolist(), strict=True)
        return {pair: dates[number] for pair, number in zip(pairs, numbers.tolist(), strict=True)}

    def days_of(self, row: int) -> tuple[date, ...]:
        """The local dates on which the programme in ``row`` begins and ends."""
        first, last = (days.item(row) for days in self._days)
        return (day_of(first),) if first == last else (day_of(first), day_of(last))

    @cached_property
    def _days(self) -> tuple[Seconds, Seconds]:
        """The local days on which each programme begins and ends, counted from 1970."""
        lasts = np.where(self.stops == NAT, self.starts, np.maximum(self.starts, self.stops - 1))
        first, last = np.zeros((2, len(self.codes)), np.int64)
        for channel, rows in zip(
            self.channels, rows_of_each(self.codes, len(self.channels)), strict=True
        ):
            starts, ends = self.starts[rows], lasts[rows]
            clock = offsets_over(channel.zone, starts, ends)
            first[rows] = (starts + clock.at(starts)) // 86400
            last[rows] = (ends + clock.at(ends)) // 86400
        return first, last

    def nearest(self, rows: list[int]) -> dict[int, tuple[datetime | None, datetime | None]]:
        """Row -> the latest earlier and the earliest later lawful start, for those that end.

        The whole programme is then outside every window of its class, in every zone that counts.
        """
        found: dict[int, tuple[datetime | None, datetime | None]] = {}
        for row, slots in self.slots([row for row in rows if self.stops[row] != NAT]).items():
            earlier, later = (
                None if moment is None else self.local(int(self.codes[row]), moment)
                for moment in slots.nearest(int(self.starts[row]))
            )
            found[row] = earlier, later
        return found

    def slots(self, rows: list[int]) -> dict[int, ForbiddenStarts]:
        """Row -> when a programme of its class and length may not begin; all of them must end."""
        films = self.frame["film"].to_numpy()
        lengths = self.stops - self.starts
        alike = self._alike
        profiles: dict[tuple[int, str, bool], list[int]] = {}
        for row in rows:
            key = alike[self.codes[row]], self.text("age_class", row), bool(films[row])
            profiles.setdefault(key, []).append(row)
        found: dict[int, ForbiddenStarts] = {}
        for (code, age_class, film), members in profiles.items():
            channel = self.channels[code]
            book = self.rulebook
            plan = book.day_plan(channel.rules, age_class, film) if age_class else ()
            plan += book.uncertain_plan(channel.rules, age_class, film) if age_class else ()
            around = int(self.starts[members].min()), int(self.starts[members].max())
            of_length = lengths[members].tolist()
            zones = (channel.zone, *channel.elsewhere)
            spells = forbidden_intervals(plan, zones, around, max(of_length))
            starts = {length: spells.starts(length) for length in set(of_length)}
            found |= {row: starts[length] for row, length in zip(members, of_length, strict=True)}
        return found

    def finding(self, code: str, row: int, words: Message, **more: Any) -> Finding:
        """A finding on the programme in ``row`` of the frame, its evidence filled in."""
        channel = self.channels[self.codes.item(row)]
        start, stop = self.starts.item(row), self.stops.item(row)
        return Finding(
            code=code,
            severity=CODES[code],
            words=words,
            channel=channel.id,
            title=self.text("title", row),
            start=local(start, channel.zone),
            stop=None if stop == NAT else local(stop, channel.zone),
            stop_from=self.text("stop_from", row),
            zone=channel.zone,
            age_class=self.text("age_class", row),
            mark=self.text("mark", row),
            mark_from=self.text("mark_from", row),
            evidence=Evidence(self.text("file", row), self.text("place", row)),
            **more,
        )

    def texts(self, column: str, rows: Rows | None = None) -> Texts:
        """A text column in all rows or in ``rows``, as an array of objects; empty where none is."""
        if rows is not None:
            chosen: Texts = self.frame[column].array[rows].to_numpy(object, na_value="")
            return chosen
        if column not in self._texts:
            self._texts[column] = texts_of(self.frame[column])
        return self._texts[column]

    def class_label(self, row: int) -> LocalizedText:
        """How the age class of a row is written in a message."""
        return self.rulebook.label(self.text("age_class", row))

    def text(self, column: str, row: int) -> str:
        """What is in a column of the frame, as a text; empty where nothing is."""
        in_row = self._in_row.get(column)
        if in_row is None:
            in_row = self._in_row[column] = _asked_by_row(self.frame[column])
        return in_row(row)

    def local(self, code: int, instant: int) -> datetime:
        """An instant (seconds since 1970) on the clock of the channel with this code."""
        return local(instant, self.channels[code].zone)


def _asked_by_row(column: pd.Series[Any]) -> Callable[[int], str]:
    """What gives the text in a row: pandas takes ten times as long, and objects much memory."""
    if column.dtype == LONG_TEXT:
        arrow = pa.array(column.array)
        return lambda row: arrow[row].as_py() or ""
    if column.dtype == STOP_FROM:
        kinds, codes = [*column.cat.categories], column.cat.codes.to_numpy()
        return lambda row: kinds[codes[row]]
    texts = texts_of(column)
    return texts.item if column.dtype == TEXT else lambda row: str(texts.item(row))


def _forbidden(
    plan: Iterable[RulePeriod], zone_name: str, starts: Seconds, stops: Seconds
) -> Iterator[tuple[Rule, Forbidden]]:
    """The time that each stretch of a plan forbids, as far as ``starts`` and ``stops`` reach."""
    offsets = offsets_over(zone_name, starts, stops)
    span = (int(starts.min()), int(stops.max()))
    for part in plan:
        yield part.rule, forbidden(part.windows, offsets, span, part.first, part.last)
