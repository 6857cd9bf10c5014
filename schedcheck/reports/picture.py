"""A channel's week as a picture: what to draw where. ``templates/section.html`` draws it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pandas as pd

from schedcheck.findings import Finding
from schedcheck.messages import Message, _, said
from schedcheck.reports.clockface import ClockFace, Lane, Part
from schedcheck.reports.placed import Told, Tone
from schedcheck.reports.wording import mark_from, one_line
from schedcheck.rulebook import Stretch

#: The height of an hour, in pixels of CSS.
HOUR = 24
_DAY = timedelta(days=1)
_UNKNOWN_END = 15 * 60
_NOON = 12 * 60
#: The sign that tells a tone apart without colour.
SIGNS = {Tone.VIOLATION: "×", Tone.WARNING: "?", Tone.LAWFUL: "", Tone.PLAIN: ""}
TONES: dict[Tone, Message] = {
    Tone.VIOLATION: said("violation"),
    Tone.WARNING: said("warning"),
    Tone.LAWFUL: said("bound class, lawful time"),
    Tone.PLAIN: said("no finding"),
}

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme with everything that is told of it; ``begins`` and ``ends`` in seconds UTC."""

    begins: int
    ends: int | None
    when: str
    title: str
    mark: str
    told: str
    place: str
    tone: Tone

    @property
    def tone_name(self) -> str:
        """The tone as a name of a CSS class."""
        return self.tone.name.lower()

    @property
    def label(self) -> str:
        """What stands in the picture itself, where not colour alone may tell."""
        if self.tone is Tone.PLAIN:
            return ""
        return f"{SIGNS[self.tone]} {self.mark or self.title}".strip()

    @property
    def hover(self) -> str:
        """Everything, a line each."""
        head = f"{self.when} {self.title}"
        if self.tone is Tone.PLAIN:
            return "\n".join(filter(None, (head, self.mark)))
        return "\n".join(filter(None, (head, self.mark, self.told, self.place)))


@dataclass(frozen=True, slots=True)
class Box:
    """Something drawn in a day's column: top and height in pixels."""

    y: float
    height: float
    lane: str = "whole"
    programme: Programme | None = None
    #: whether it is the first of the boxes of a programme, which bears the label
    first: bool = False


@dataclass(slots=True)
class Column:
    """A day."""

    day: date
    windows: list[Box]
    uncovered: list[Box] = field(default_factory=list)
    blocks: list[Box] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Picture:
    """Some days, seven as a rule, and the programmes that begin or run in them."""

    columns: list[Column]
    programmes: list[Programme]

    @property
    def counts(self) -> dict[Tone, int]:
        """How many of the programmes are of each tone."""
        return {
            tone: sum(programme.tone is tone for programme in self.programmes) for tone in Tone
        }


def programmes_of(placed: pd.DataFrame, told: Told) -> Iterator[Programme]:
    """The rows of ``placed_programmes`` as values, in order of time."""
    ordered = placed.sort_values("begins", kind="stable")
    begins = ordered["begins"].array.astype("int64")
    ends = ordered["ends"]
    lasting = ends.notna().to_numpy()
    columns = (ordered[name] for name in ("start", "stop", "title", "mark", "mark_from"))
    rest = (ordered[name] for name in ("age_class", "file", "place", "tone"))
    for begin, end, known, start, stop, raw, mark, where, age_class, file, place, tone in zip(
        begins, ends.fillna(ordered["begins"]).array.astype("int64"), lasting, *columns, *rest,
        strict=True,
    ):  # fmt: skip
        findings = told.get((int(begin), raw), [])
        yield Programme(
            int(begin),
            int(end) if known else None,
            when(start, stop if known else None),
            one_line(raw),
            _mark(one_line(mark), where, age_class),
            "\n".join(one_line(finding.message) for finding in findings),
            f"{one_line(file)}, {one_line(place)}" if place else one_line(file),
            Tone(tone),
        )


def _mark(mark: str, where: str, age_class: str) -> str:
    if not mark or where == "field" or not age_class:
        return mark
    return _("%(mark)s in the %(where)s") % {"mark": mark, "where": mark_from(where)}


def when(start: Any, stop: Any) -> str:
    """``21:30–23:00``; an end that is not known as a question mark."""
    return f"{start:%H:%M}–{stop:%H:%M}" if stop is not None else f"{start:%H:%M}–?"


def spans_of_days(days: Iterable[date]) -> list[list[date]]:
    """The calendar weeks that ``days`` fall in, a list of days each."""
    mondays = sorted({day - day.weekday() * _DAY for day in days})
    return [[monday + number * _DAY for number in range(7)] for monday in mondays]


def weeks_of(placed: pd.DataFrame) -> list[list[date]]:
    """The weeks to draw a schedule in.

    A broadcast day runs into the next morning: where all that begins in the last week begins on
    its Monday before noon, that Monday is the eighth day of the week before. A Sunday evening
    before the first week is likewise its first day.
    """
    starts = placed["start"]
    weeks = spans_of_days({moment.date() for moment in starts.dt.normalize().unique()})
    if len(weeks) < 2:
        return weeks
    minutes = starts.dt.hour * 60 + starts.dt.minute
    dates = starts.dt.date
    first, last = weeks[0], weeks[-1]
    tail = starts[dates >= last[0]]
    if (dates[tail.index] == last[0]).all() and (minutes[tail.index] < _NOON).all():
        weeks.pop()
        if weeks[-1][-1] + _DAY == last[0]:
            weeks[-1] = [*weeks[-1], last[0]]
        else:
            weeks.append(last)
    if len(weeks) > 1:
        head = starts[dates <= first[-1]]
        alone = (dates[head.index] == first[-1]).all() and (minutes[head.index] >= _NOON).all()
        if alone and weeks[1][0] == first[-1] + _DAY:
            weeks[1] = [first[-1], *weeks[1]]
            del weeks[0]
    return weeks


def draw(
    days: Sequence[date],
    programmes: Iterable[Programme],
    uncovered: Iterable[Span],
    plan: Sequence[Stretch],
    clock: ClockFace,
) -> Picture:
    """What stands where in the picture of ``days``; ``uncovered`` in seconds UTC."""
    columns = {day: Column(day, _windows(plan, day)) for day in days}
    picture = Picture(list(columns.values()), [])
    for span in uncovered:
        for part in clock.parts(*span):
            if part.day in columns:
                columns[part.day].uncovered.append(_box(part))
    for programme in programmes:
        end = programme.begins + _UNKNOWN_END if programme.ends is None else programme.ends
        first = True
        for part in clock.parts(programme.begins, max(end, programme.begins + 60)):
            if part.day in columns:
                columns[part.day].blocks.append(_box(part, programme, first=first))
                first = False
        if not first:
            picture.programmes.append(programme)
    for column in picture.columns:
        column.changes = list(_changes(clock, column.day))
    return picture


def _box(part: Part, programme: Programme | None = None, *, first: bool = False) -> Box:
    return Box(
        round(part.opens * HOUR / 60, 1),
        round((part.closes - part.opens) * HOUR / 60, 1),
        part.lane.value,
        programme,
        first,
    )


def _windows(plan: Sequence[Stretch], day: date) -> list[Box]:
    return [
        _box(Part(day, window.opens, window.closes, Lane.WHOLE))
        for stretch in plan
        if (stretch.first or day) <= day <= (stretch.last or day)
        for window in stretch.windows
        if day.weekday() in window.weekdays
    ]


def _changes(clock: ClockFace, day: date) -> Iterator[str]:
    for change, opens, closes in clock.changed(day):
        values = {"from": _reading(opens), "to": _reading(closes), "day": f"{day:%d.%m.%Y}"}
        if change.back:
            yield _(
                "%(day)s: the clock was put back, and %(from)s–%(to)s came twice. The left half "
                "of that time shows the first, the right half the second."
            ) % values
        else:
            yield _(
                "%(day)s: the clock was put forward, and there was no %(from)s–%(to)s."
            ) % values


def _reading(minutes: float) -> str:
    return "{:02d}:{:02d}".format(*divmod(round(minutes), 60))


def told_in(findings: Iterable[Finding], days: Sequence[date]) -> int:
    """How many of the findings begin on these days."""
    known = set(days)
    return sum(one.start is not None and one.start.date() in known for one in findings)
