"""A channel's week as a picture: what to draw where. ``templates/section.html`` draws it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

import numpy as np
from markupsafe import escape
from msgspec import Struct, field

from schedcheck.law.rulebook import RulePeriod
from schedcheck.messages import Message, _, msg
from schedcheck.messages.formats import day_in_words
from schedcheck.messages.message import where_in_words
from schedcheck.reports.html.local_days import ClockFace, DayPart, Lane
from schedcheck.reports.view import Programmes, Told, Tone
from schedcheck.reports.wording import mark_from, one_line
from schedcheck.schedule.placing import NAT

#: The height of an hour, in pixels of CSS.
HOUR = 24
#: The height of a line of text, in pixels.
_LINE = 11
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_UNKNOWN_END = 15 * 60
_NOON, _MIDNIGHT = 12 * 60, 24 * 60
#: The sign that tells a tone apart without colour.
SIGNS = {Tone.VIOLATION: "×", Tone.WARNING: "?", Tone.LAWFUL: "", Tone.PLAIN: ""}
TONES: dict[Tone, Message] = {
    Tone.VIOLATION: msg("violation"),
    Tone.WARNING: msg("warning"),
    Tone.LAWFUL: msg("bound class, lawful time"),
    Tone.PLAIN: msg("no finding"),
}

Span = tuple[int, int]


class PictureProgramme(NamedTuple):
    """A programme with everything that is reported of it; ``begins`` and ``ends`` in seconds UTC.

    ``starts`` is the reading of the clock judged by. Where the tone is plain, ``told`` and
    ``place`` are empty.
    """

    begins: int
    ends: int | None
    starts: datetime
    when: str
    title: str
    mark: str
    class_label: str
    told: str
    place: str
    tone: Tone

    @property
    def until(self) -> str:
        """The reading of the clock at its end."""
        return self.when.rpartition("–")[2]

    @property
    def tone_name(self) -> str:
        """The tone as a name of a CSS class."""
        return self.tone.name.lower()

    @property
    def label(self) -> str:
        """What is in the picture itself, where colour alone must not say it."""
        known = self.class_label or self.mark
        if self.tone is Tone.LAWFUL:
            return known
        return " ".join(filter(None, (SIGNS[self.tone], known, self.title)))

    @property
    def hover(self) -> str:
        """Everything, a line each."""
        head = f"{self.when} {self.title}"
        if not (self.mark or self.told or self.place):
            return head
        return "\n".join(filter(None, (head, self.mark, self.told, self.place)))


class Box(Struct):
    """Something drawn in a day's column: top and height in pixels."""

    y: float
    height: float
    lane: Lane = Lane.WHOLE
    programme: PictureProgramme | None = None
    #: whether it is the first of the boxes of a programme, which bears the label
    first: bool = False
    #: whether its programme goes on after the last day of the picture
    runs_on: bool = False

    @property
    def label(self) -> str:
        """The text in it: what was found always, lawful programmes where there is room.

        What goes on after the picture begins with its end.
        """
        if self.programme is None or (self.programme.tone is Tone.PLAIN and not self.runs_on):
            return ""
        small = self.height < _LINE and self.programme.tone is Tone.LAWFUL
        named = self.first and self.programme.tone is not Tone.PLAIN and not small
        until = f"↓ {self.programme.until}" if self.runs_on else ""
        return " ".join(filter(None, (until, self.programme.label if named else "")))

    @property
    def baseline(self) -> float:
        """Where the text is, in pixels from the top of the day."""
        return round(min(max(self.y + _LINE - 1, _LINE - 1), 24 * HOUR - 2), 1)


class DayColumn(Struct):
    """A day."""

    day: date
    windows: list[Box]
    uncovered: list[Box] = field(default_factory=list)
    blocks: list[Box] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    @property
    def rects(self) -> Iterator[tuple[str, Lane, float, float, str]]:
        """The boxes as they are drawn: the class of the tone, if any, lane, top, height, and the
        words as HTML.
        """
        drawn = [(box, box.programme) for box in self.blocks if box.programme is not None]
        hovers = _as_html([one.hover for _box, one in drawn])
        for (box, one), hover in zip(drawn, hovers, strict=True):
            tone = f' class="{one.tone_name}"' if one.tone else ""
            yield tone, box.lane, box.y, box.height, hover

    @property
    def labels(self) -> list[tuple[Box, str]]:
        """The boxes that have a text in them, with it."""
        return [(box, label) for box in self.blocks if (label := box.label)]


class Picture(Struct):
    """Some days, seven as a rule, and the programmes that begin or run in them."""

    columns: list[DayColumn]
    programmes: list[PictureProgramme]
    day_starts: int = 0

    @property
    def axis(self) -> list[tuple[int, str]]:
        """The hours of a day that are named beside it: which one, and its reading of the clock."""
        whole, rest = divmod(self.day_starts // 60, 60)
        end = 24 if self.day_starts else 25  # the end of a day that begins at midnight is 24
        readings = [(hour, (whole + hour) % end) for hour in range(0, 25, 3)]
        return [(hour, f"{read:02d}:{rest:02d}" if rest else f"{read:02d}")
                for hour, read in readings]  # fmt: skip

    @property
    def rows(self) -> Iterator[tuple[str, str, str, Tone, str, int]]:
        """The programmes: when, title and mark as HTML, tone; the first of each day with that and
        how many they are.
        """
        titles = iter(_as_html([one.title for one in self.programmes]))
        marks = iter(_as_html([one.mark for one in self.programmes]))
        for day, programmes in groupby(self.programmes, key=lambda one: one.starts.date()):
            own = list(programmes)
            words, many = day_in_words(day), len(own)
            for one in own:
                yield one.when, next(titles), next(marks), one.tone, words, many
                words, many = "", 0

    @property
    def counts(self) -> Counter[Tone]:
        """How many of the programmes are of each tone."""
        return Counter(programme.tone for programme in self.programmes)


def _as_html(texts: Sequence[str]) -> list[str]:
    """Texts as HTML, all at once; the sign between them is in no text that people are shown."""
    return str(escape("\0".join(texts))).split("\0") if texts else []


def programmes_of(placed: Programmes, told: Told) -> Iterator[PictureProgramme]:
    """The programmes as values, in order of time."""
    ordered = placed.take(np.argsort(placed.begins, kind="stable"))
    clocks = (each.view("datetime64[s]").tolist() for each in (ordered.starts, ordered.stops))
    texts = (ordered.titles, ordered.marks, ordered.marks_from, ordered.labels, ordered.tones)
    for row, (begin, end, start, stop, title, mark, where, label, tone) in enumerate(
        zip(
            ordered.begins.tolist(),
            ordered.ends.tolist(),
            *clocks,
            *(column.tolist() for column in texts),
            strict=True,
        )
    ):
        shown = tone is not Tone.PLAIN
        yield PictureProgramme(
            begin,
            None if end == NAT else end,
            start,
            when(start, stop),
            one_line(title),
            _mark(one_line(mark), where, label),
            label,
            "\n".join(one_line(one.message) for one in told.get((begin, title), ())),
            one_line(where_in_words(ordered.files[row], ordered.places[row])) if shown else "",
            tone,
        )


def _mark(mark: str, where: str, label: str) -> str:
    if not mark or where == "field" or not label:
        return mark
    return _("%(mark)s in the %(where)s") % {"mark": mark, "where": mark_from(where)}


def when(start: datetime, stop: datetime | None) -> str:
    """``21:30–23:00``; an end that is not known as a question mark."""
    begins = f"{start.hour:02}:{start.minute:02}"
    return f"{begins}–?" if stop is None else f"{begins}–{stop.hour:02}:{stop.minute:02}"


def weeks_of(reach: Mapping[date, tuple[float, float]]) -> list[list[date]]:
    """The weeks to draw, Monday to Sunday, for days on which there is something.

    ``reach``: day -> the earliest and the latest minute after midnight at which something begins. A
    broadcast day runs into the next morning: where all that the last week has is its Monday's
    morning, that Monday is the eighth day of the week before. A Sunday evening before the first
    week is likewise the first day of it.
    """
    days: dict[date, list[date]] = {}
    for day in sorted(reach):
        days.setdefault(day - day.weekday() * _DAY, []).append(day)
    weeks = {monday: [monday + number * _DAY for number in range(7)] for monday in days}
    for monday, own in days.items():
        eve = monday + 6 * _DAY
        if own == [monday] and reach[monday][1] < _NOON and monday - _WEEK in weeks:
            weeks[monday - _WEEK].append(monday)
            del weeks[monday]
        elif own == [eve] and reach[eve][0] >= _NOON and monday + _WEEK in weeks:
            weeks[monday + _WEEK].insert(0, eve)
            del weeks[monday]
    return list(weeks.values())


def draw(
    days: Sequence[date],
    programmes: Iterable[PictureProgramme],
    uncovered: Iterable[Span],
    plan: Sequence[RulePeriod],
    clock: ClockFace,
) -> Picture:
    """What is where in the picture of ``days``; ``uncovered`` in seconds UTC."""
    columns = {day: DayColumn(day, _windows(plan, day, clock.day_starts // 60)) for day in days}
    picture = Picture(list(columns.values()), [], clock.day_starts)
    for span in uncovered:
        for part in clock.parts(*span):
            if part.day in columns:
                columns[part.day].uncovered.append(_box(part))
    for programme in programmes:
        end = programme.begins + _UNKNOWN_END if programme.ends is None else programme.ends
        boxes = []
        for part in clock.parts(programme.begins, max(end, programme.begins + 60)):
            if part.day in columns:
                boxes.append(_box(part, programme))
                columns[part.day].blocks.append(boxes[-1])
        if boxes:
            boxes[0].first = True
            boxes[-1].runs_on = programme.ends is not None and part.day > days[-1]
            picture.programmes.append(programme)
    for column in picture.columns:
        column.changes = list(_changes(clock, column.day))
    return picture


def _box(part: DayPart, programme: PictureProgramme | None = None) -> Box:
    return Box(
        _pixels(part.opens * HOUR / 60),
        _pixels((part.closes - part.opens) * HOUR / 60),
        part.lane,
        programme,
    )


def _pixels(length: float) -> float:
    """To a tenth; a whole number as such, which is shorter to write."""
    tenths = round(length, 1)
    return int(tenths) if tenths.is_integer() else tenths


def _windows(plan: Sequence[RulePeriod], day: date, starts: int) -> list[Box]:
    """The forbidden windows in a day that begins ``starts`` minutes after midnight.

    Its hours after midnight are of the next date, and forbidden by what holds on that.
    """
    boxes = []
    for moved, of_date in ((-starts, day), (_MIDNIGHT - starts, day + _DAY)):
        for opens, closes in _forbidden(plan, of_date):
            first, last = max(opens + moved, 0), min(closes + moved, _MIDNIGHT)
            if first < last:
                boxes.append(_box(DayPart(day, first, last)))
    return boxes


def _forbidden(plan: Sequence[RulePeriod], day: date) -> Iterator[tuple[int, int]]:
    """The forbidden windows of a date, in minutes after midnight."""
    for stretch in plan:
        if (stretch.first or day) <= day <= (stretch.last or day):
            for window in stretch.windows:
                if window.holds_on(day):
                    yield window.opens, window.closes


def _changes(clock: ClockFace, day: date) -> Iterator[str]:
    for change, opens, closes in clock.changed(day):
        since = clock.day_starts / 60
        date_of = day + _DAY if opens + since >= _MIDNIGHT else day
        values = {
            "from": _reading(opens + since),
            "to": _reading(closes + since),
            "day": day_in_words(date_of),
        }
        if change.back:
            yield (
                _(
                    "%(day)s: the clock was put back, and %(from)s–%(to)s came twice. The left "
                    "half of that time shows the first, the right half the second."
                )
                % values
            )
        else:
            yield (
                _("%(day)s: the clock was put forward, and there was no %(from)s–%(to)s.") % values
            )


def _reading(minutes: float) -> str:
    whole = round(minutes)
    return "{:02d}:{:02d}".format(*divmod(whole % _MIDNIGHT if whole > _MIDNIGHT else whole, 60))
