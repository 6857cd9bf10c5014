"""What a check is given: one audit's schedule, placed, classified, each programme once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from schedcheck.checks.title_index import TitleIndex
from schedcheck.law.forbidden import Forbidden, forbidden
from schedcheck.law.jurisdiction import JudgedChannel
from schedcheck.law.rulebook import Rule, Rulebook, RulePeriod
from schedcheck.law.slots import ForbiddenStarts, forbidden_intervals
from schedcheck.messages import LocalizedText, Message
from schedcheck.results.finding import CODES, Evidence, Finding
from schedcheck.schedule.placing import NAT, seconds
from schedcheck.schedule.reading import Fault
from schedcheck.zones import Seconds, local, offsets_over

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Programmes inside forbidden windows: one entry a programme and rule.

    ``rows``: in the case's frame. ``rules``: places in the rulebook. ``seconds``: the overlap.
    """

    rows: Rows
    rules: Rows
    seconds: Seconds

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        return zip(self.rows.tolist(), self.rules.tolist(), self.seconds.tolist(), strict=True)


@dataclass(slots=True)
class CheckContext:
    """One audit's schedule and all that checks may look at.

    ``frame``: the schedule frame and the columns of the marks, sorted by channel and start, each
    programme once; ``codes``: the place of each row's channel in ``channels``; ``duplicates``: the
    case of the rows that repeat another, if there are any. ``default_zones``: file -> the zone that
    its format declares for readings without an offset. ``witnesses``: where in the run titles of
    bound classes stand; None where this case is the whole run.
    """

    frame: pd.DataFrame
    codes: Rows
    channels: tuple[JudgedChannel, ...]
    rulebook: Rulebook
    duplicates: CheckContext | None = None
    faults: tuple[Fault, ...] = ()
    default_zones: dict[str, str] = field(default_factory=dict)
    witnesses: TitleIndex | None = None
    starts: Seconds = field(init=False)
    stops: Seconds = field(init=False)
    _cache: dict[Any, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.starts = seconds(self.frame["start"])
        self.stops = seconds(self.frame["stop"])

    def marked(self, level: str) -> Rows:
        """The rows whose mark is of a bound class, at this level (``equal``, ``likely``, …)."""
        if "marked" not in self._cache:
            classes = self.texts("age_class")
            bound = [classes == name for name in self.rulebook.bound_classes]
            rows = np.flatnonzero(np.logical_or.reduce(bound)) if bound else self.codes[:0]
            self._cache["marked"] = (rows, self.texts("level", rows))
        rows, levels = self._cache["marked"]
        return rows[levels == level]  # type: ignore[no-any-return] # an array out of the cache

    def verdicts(self, level: str) -> Verdicts:
        """The programmes of :meth:`marked` that overlap a window, as the schedule has them."""
        if level not in self._cache:
            rows = self.marked(level)
            self._cache[level] = self.judge(rows, self.starts[rows], self.stops[rows])
        return self._cache[level]  # type: ignore[no-any-return] # a verdict out of the cache

    def judge(
        self,
        rows: Rows,
        starts: Seconds,
        stops: Seconds,
        marks: Sequence[tuple[str, bool]] | None = None,
        zone_name: str = "",
    ) -> Verdicts:
        """The verdicts on ``rows`` if they stood at ``starts`` and ``stops`` (NAT: unknown).

        Of a programme whose end is unknown only the start is judged, as one second. ``marks``: the
        class of each row, and whether it is a film, instead of its own. ``zone_name``: another zone
        than those of the channels.
        """
        stops = np.where(stops == NAT, starts + 1, stops)
        # what is judged alike is judged at once: the channel only stands for its zone and rules
        alike = self._alike()
        profiles: dict[tuple[int, str, bool], list[int]] = {}
        if marks is None:
            classes = self.texts("age_class", rows).tolist()
            marks = list(zip(classes, self.frame["film"].to_numpy()[rows].tolist(), strict=True))
        for at, (code, (age_class, film)) in enumerate(
            zip(self.codes[rows].tolist(), marks, strict=True)
        ):
            profiles.setdefault((alike[code], age_class, film), []).append(at)
        found: list[tuple[Rows, Rows, Seconds]] = []
        for (code, age_class, film), members in profiles.items():
            channel, ats = self.channels[code], np.array(members)
            plan = self.rulebook.day_plan(channel.rules, age_class, film)
            for rule, time in _forbidden(plan, zone_name or channel.zone, starts[ats], stops[ats]):
                overlap = time.overlap(starts[ats], stops[ats])
                if rule.judged_by == "start":
                    overlap = np.where(time.holds_at(starts[ats]), overlap, 0)
                hit = np.flatnonzero(overlap > 0)
                number = np.full(len(hit), self.rulebook.rules.index(rule))
                found.append((rows[ats[hit]], number, overlap[hit]))
        if not found:
            return Verdicts(rows[:0], rows[:0], starts[:0])
        all_rows, numbers, overlaps = (np.concatenate(part) for part in zip(*found, strict=True))
        order = np.lexsort((numbers, all_rows))
        return Verdicts(all_rows[order], numbers[order], overlaps[order])

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
        alike = self._alike()
        profiles: dict[tuple[int, str, bool], list[int]] = {}
        for row in rows:
            key = alike[self.codes[row]], self.text("age_class", row), bool(films[row])
            profiles.setdefault(key, []).append(row)
        found: dict[int, ForbiddenStarts] = {}
        for (code, age_class, film), members in profiles.items():
            channel = self.channels[code]
            plan = self.rulebook.day_plan(channel.rules, age_class, film) if age_class else ()
            around = int(self.starts[members].min()), int(self.starts[members].max())
            of_length = lengths[members].tolist()
            zones = (channel.zone, *channel.elsewhere)
            spells = forbidden_intervals(plan, zones, around, max(of_length))
            starts = {length: spells.starts(length) for length in set(of_length)}
            found |= {row: starts[length] for row, length in zip(members, of_length, strict=True)}
        return found

    def _alike(self) -> list[int]:
        """For each channel the first that is judged alike: on the same clocks by the same rules."""
        first: dict[object, int] = {}
        return [
            first.setdefault((one.zone, one.elsewhere, tuple(rule.id for rule in one.rules)), code)
            for code, one in enumerate(self.channels)
        ]

    def finding(self, code: str, row: int, words: Message, **more: Any) -> Finding:
        """A finding on the programme in ``row`` of the frame, its evidence filled in."""
        channel = int(self.codes[row])
        stop = int(self.stops[row])
        return Finding(
            code=code,
            severity=CODES[code],
            words=words,
            channel=self.channels[channel].id,
            title=self.text("title", row),
            start=self.local(channel, int(self.starts[row])),
            stop=None if stop == NAT else self.local(channel, stop),
            stop_from=self.text("stop_from", row),
            zone=self.channels[channel].zone,
            age_class=self.text("age_class", row),
            mark=self.text("mark", row),
            mark_from=self.text("mark_from", row),
            evidence=Evidence(self.text("file", row), self.text("place", row)),
            **more,
        )

    def texts(self, column: str, rows: Rows | None = None) -> npt.NDArray[np.object_]:
        """A text column in all rows or in ``rows``, as an array of objects; empty where none is."""
        if rows is not None:
            chosen: npt.NDArray[np.object_] = (
                self.frame[column].array[rows].to_numpy(object, na_value="")
            )
            return chosen
        if ("texts", column) not in self._cache:
            self._cache["texts", column] = self.frame[column].to_numpy(object, na_value="")
        return self._cache["texts", column]  # type: ignore[no-any-return] # an array out of the cache

    def titles(self) -> tuple[Rows, npt.NDArray[np.object_]]:
        """For each row the number of its title, and the titles, each once."""
        if "titles" not in self._cache:
            self._cache["titles"] = pd.factorize(self.texts("title"))
        return self._cache["titles"]  # type: ignore[no-any-return] # a pair out of the cache

    def class_label(self, row: int) -> LocalizedText:
        """How the age class of a row is written in a message."""
        return self.rulebook.label(self.text("age_class", row))

    def text(self, column: str, row: int) -> str:
        """What stands in a text column of the frame; empty where nothing does."""
        if column not in self._cache:
            self._cache[column] = self.frame[column].array
        value = self._cache[column][row]
        return "" if value is pd.NA else str(value)

    def local(self, code: int, instant: int) -> datetime:
        """An instant (seconds since 1970) on the clock of the channel with this code."""
        return local(instant, self.channels[code].zone)


def _forbidden(
    plan: Iterable[RulePeriod], zone_name: str, starts: Seconds, stops: Seconds
) -> Iterator[tuple[Rule, Forbidden]]:
    """The time that each stretch of a plan forbids, as far as ``starts`` and ``stops`` reach."""
    offsets = offsets_over(zone_name, starts, stops)
    span = (int(starts.min()), int(stops.max()))
    for part in plan:
        yield part.rule, forbidden(part.windows, offsets, span, part.first, part.last)
