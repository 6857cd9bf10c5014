"""One rule of law, and which of several rules each forbidden minute is charged to.

A rule is classes, windows, days, duties and words. Windows that hold in all weeks alike are charged
by the week. Dates that a calendar names are charged one by one, and taken out of the weeks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import pendulum
from msgspec import Struct, field

from schedcheck.zones import clock_text

DAY = 24 * 60
ALL_DAYS = frozenset(range(7))
#: The kinds of channel that a rule may be bound to; the first is that of a channel of no other.
KINDS = ("general", "children", "cinema", "sport")
#: What a period is for: until when an offence can be prosecuted, until when the recording must be
#: kept, and until when another offence is a repetition of one that was punished.
PERIOD_KINDS = ("prosecution", "recording", "repeat")


class AgeClass(Struct, frozen=True):
    """What an age mark means: ``age`` in years, ``names`` and ``labels`` per language.

    ``labels``: how the class is written where people read of it, the id where there are none.
    ``films_only``: the mark is given to films alone, so what bears it is judged as a film.
    """

    id: str
    names: Mapping[str, str]
    age: int
    films_only: bool
    labels: Mapping[str, str] = field(default_factory=dict)


class Calendar(NamedTuple):
    """Days that rules treat in their own way, such as public or school holidays.

    ``days`` are known from ``first`` to ``last``, both included; of other days nothing is known.
    """

    id: str
    names: Mapping[str, str]
    first: date
    last: date
    days: frozenset[date]


class Window(NamedTuple):
    """A stretch within one local day, half-open: minutes after midnight, 0 ≤ opens < closes ≤ 1440.

    ``weekdays``: 0 is Monday. ``only``: the one set of dates on which it holds, None for every
    date; ``never``: the dates on which it does not. ``known``: the first and the last date, both
    included, for which the calendars behind these say anything; None for every date. ``days``:
    the ids of the calendars, for people: that of ``only`` and that of ``never``.
    """

    opens: int
    closes: int
    weekdays: frozenset[int] = ALL_DAYS
    only: frozenset[date] | None = None
    never: frozenset[date] = frozenset()
    known: tuple[date, date] | None = None
    days: tuple[str, str] = ("", "")

    @property
    def hours(self) -> str:
        """From when to when it lasts: ``06:00-22:00``."""
        return f"{clock_text(self.opens * 60)}-{clock_text(self.closes * 60)}"

    def known_on(self, day: date) -> bool:
        """Whether the calendars say if the window holds on the local date ``day``."""
        return self.known is None or self.known[0] <= day <= self.known[1]

    def holds_on(self, day: date) -> bool:
        """Whether the window holds on the local date ``day``; not where that is not known."""
        return (
            day.weekday() in self.weekdays
            and (self.only is None or day in self.only)
            and day not in self.never
            and self.known_on(day)
        )


class Ban(NamedTuple):
    """Classes that may not be on air inside the windows."""

    classes: tuple[str, ...]
    windows: tuple[Window, ...]


class Rule(Struct, frozen=True):
    """One rule: what is forbidden when, from ``first`` to ``last`` (local dates, both included).

    ``product``: ``any``, ``film``, or ``other``, what is not a film. ``foreign``: retransmitted
    foreign channels are ``judged``, ``exempt``, or the ``only`` ones meant;
    ``conditional_access`` says the same of paid channels received with a decoder. ``kinds``: the
    kinds of channel it binds. ``duty``: whose it is, ``broadcaster`` or ``operator``.

    ``offences`` name the article and the range it sets, never what is due; ``drawn_up_by`` and
    ``decided_by`` say who may draw up the protocol of the offence and who decides. ``also``: the
    ids of rules that are another act; where they forbid the same programme it breaks both.
    ``unverified`` says what no text was seen for, ``limits`` what does not show in a schedule.
    ``verdict``: what a breach is, a ``violation``, or a ``warning`` where exceptions are usual.
    """

    id: str
    titles: Mapping[str, str]
    first: date | None
    last: date | None
    bans: tuple[Ban, ...]
    media: frozenset[str]
    product: str
    foreign: str
    duty: str
    conditional_access: str
    judged_by: str
    citations: Mapping[str, str]
    offences: Mapping[str, str]
    unverified: tuple[str, ...]
    kinds: frozenset[str] = frozenset(KINDS)
    also: tuple[str, ...] = ()
    drawn_up_by: Mapping[str, str] = field(default_factory=dict)
    decided_by: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[str, ...] = ()
    verdict: str = "violation"

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on the local date ``day``."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def windows(self, age_class: str) -> tuple[Window, ...]:
        """The forbidden windows of a class, as the rule has them."""
        return tuple(w for ban in self.bans if age_class in ban.classes for w in ban.windows)


class MarkEntry(NamedTuple):
    """Spellings of one mark: ``where`` it may be and how sure it is there (place → level).

    ``class_id`` is empty for a mark that is known and says nothing of age. ``systems``: the
    rating systems (of XMLTV) in which alone it means this. ``script`` ``cyrillic``: one letter as
    printed must be Cyrillic. ``capitals``: only in capitals. ``not_after`` and ``not_before``:
    patterns for what is not allowed before and behind it, ``beside`` one for what must be in its
    sentence. See ``docs/law.md``.
    """

    class_id: str
    where: tuple[tuple[str, str], ...]
    spellings: tuple[str, ...]
    systems: tuple[str, ...]
    script: str
    capitals: bool
    not_after: str
    not_before: str = ""
    beside: str = ""


class RulePeriod(NamedTuple):
    """Days on which one rule forbids these windows to the class and the product asked for."""

    first: date | None
    last: date | None
    rule: Rule
    windows: tuple[Window, ...]


class Period(NamedTuple):
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


class DueDate(NamedTuple):
    """The last ``day`` of the period of this id and kind, counted from the day ``since``."""

    period: str
    kind: str
    since: date
    day: date


def windows_text(rule: Rule, age_class: str, days: Iterable[date] = ()) -> str:
    """The windows a rule forbids to a class, as text: ``06:00-22:00``.

    With ``days``, local dates, only those windows that hold, or may hold, on one of them.
    """
    asked = tuple(days)
    parts = (
        w.hours
        for w in rule.windows(age_class)
        if not asked or any(w.holds_on(day) or not w.known_on(day) for day in asked)
    )
    return ", ".join(dict.fromkeys(parts))


_ONE_DAY = timedelta(days=1)
_Held = list[tuple[Rule, list[Window]]]


def charged_periods(rules: Sequence[Rule], age_class: str) -> tuple[RulePeriod, ...]:
    """The calendar in which each forbidden minute is charged to the first of ``rules``.

    Windows of different entries never overlap. What a calendar does not know is left out.
    """
    plan: list[RulePeriod] = []
    for first, last, held in _segments(rules, age_class):
        for rule, windows in _charge(_known(held, first or last), first, last):
            if windows:
                _extend(plan, RulePeriod(first, last, rule, windows))
    return tuple(plan)


def uncertain_periods(rules: Sequence[Rule], age_class: str) -> tuple[RulePeriod, ...]:
    """The minutes that are perhaps forbidden: those of days for which a calendar says nothing.

    Minutes that are forbidden for sure are left out.
    """
    plan: list[RulePeriod] = []
    for first, last, held in _segments(rules, age_class):
        known, unknown = _known(held, first or last), _unknown(held, first or last)
        # what is known is charged first, so that the rest is left
        for rule, windows in [*_charge([*known, *unknown], first, last)][len(known) :]:
            if windows:
                _extend(plan, RulePeriod(first, last, rule, windows))
    return tuple(plan)


def _known(held: _Held, day: date | None) -> _Held:
    """The windows of which it is known about ``day`` whether they hold."""
    return [(rule, [one for one in windows if _about(one, day)]) for rule, windows in held]


def _unknown(held: _Held, day: date | None) -> _Held:
    """The others, as if they held on every date of their weekdays."""
    return [
        (
            rule,
            [Window(w.opens, w.closes, w.weekdays) for w in windows if not _about(w, day)],
        )
        for rule, windows in held
    ]


def _about(window: Window, day: date | None) -> bool:
    return window.known is None or (day is not None and window.known_on(day))


def _cuts(rules: Iterable[Rule], windows: Iterable[list[Window]]) -> list[date]:
    """The days on which a rule, or what is known of a calendar, begins or has ended."""
    spans = {(rule.first, rule.last) for rule in rules}
    spans |= {one.known for of_rule in windows for one in of_rule if one.known}
    cuts = {first for first, _last in spans if first}
    return sorted(cuts | {last + _ONE_DAY for _first, last in spans if last and last < date.max})


def _segments(
    rules: Sequence[Rule], age_class: str
) -> Iterator[tuple[date | None, date | None, _Held]]:
    """The spans of days, first and last included, with the rules that hold and their windows.

    In a span the same rules hold, and the same calendars are known.
    """
    windows = {rule.id: list(rule.windows(age_class)) for rule in rules}
    opening: date | None = None
    for cut in [*_cuts(rules, windows.values()), None]:
        closing = None if cut is None else cut - _ONE_DAY if cut > date.min else cut
        if cut is None or cut > date.min:
            day = opening or closing or date(2000, 1, 1)
            held = [(rule, windows[rule.id]) for rule in rules if rule.holds_on(day)]
            yield opening, closing, held
        opening = cut


def _charge(
    held: _Held, first: date | None, last: date | None
) -> Iterator[tuple[Rule, tuple[Window, ...]]]:
    """Each entry of a span with the windows that are charged to it, perhaps none."""
    named = {day for _rule, windows in held for one in windows for day in _named(one)}
    special = frozenset(d for d in named if (first or d) <= d <= (last or d))
    own: list[list[Window]] = []
    taken = 0
    for _rule, windows in held:
        mask = _week_mask(one for one in windows if one.only is None) & ~taken
        taken |= mask
        own.append(list(_windows_of(mask, special)))
    for number, stretch, days in _on_dates(held, special):
        own[number].append(Window(*stretch, only=days))
    for (rule, _windows), windows in zip(held, own, strict=True):
        yield rule, tuple(windows)


def _named(window: Window) -> frozenset[date]:
    return window.never | (window.only or frozenset())


def _on_dates(
    held: _Held, dates: Iterable[date]
) -> Iterator[tuple[int, tuple[int, int], frozenset[date]]]:
    """What is charged on single dates: the number of the rule, the stretch, its dates."""
    found: dict[tuple[int, tuple[int, int]], set[date]] = {}
    for day in dates:
        taken = 0
        for number, (_rule, windows) in enumerate(held):
            mask = _day_mask(one for one in windows if one.holds_on(day)) & ~taken
            taken |= mask
            for stretch in _stretches(mask):
                found.setdefault((number, stretch), set()).add(day)
    for (number, stretch), days in sorted(found.items(), key=lambda item: item[0]):
        yield number, stretch, frozenset(days)


def _day_mask(windows: Iterable[Window]) -> int:
    """The minutes of a day that windows cover, as the bits of a number (bit 0: 00:00)."""
    mask = 0
    for one in windows:
        mask |= ((1 << (one.closes - one.opens)) - 1) << one.opens
    return mask


def _week_mask(windows: Iterable[Window]) -> int:
    """The minutes of a week that windows cover, by their weekdays (bit 0: Monday 00:00)."""
    mask = 0
    for one in windows:
        day = _day_mask((one,))
        for weekday in one.weekdays:
            mask |= day << (weekday * DAY)
    return mask


def _stretches(day: int) -> Iterator[tuple[int, int]]:
    """The stretches of set bits in a day's mask, as opens and closes."""
    opens = 0
    while day:
        gap = (day & -day).bit_length() - 1
        day >>= gap
        length = (~day & (day + 1)).bit_length() - 1
        day >>= length
        opens += gap
        yield opens, opens + length
        opens += length


def _windows_of(mask: int, never: frozenset[date] = frozenset()) -> tuple[Window, ...]:
    """The fewest windows that cover just the minutes of a week, but not on the dates ``never``."""
    days: dict[tuple[int, int], set[int]] = {}
    for weekday in ALL_DAYS if mask else ():
        for stretch in _stretches((mask >> (weekday * DAY)) & ((1 << DAY) - 1)):
            days.setdefault(stretch, set()).add(weekday)
    return tuple(
        Window(*stretch, frozenset(weekdays), never=never)
        for stretch, weekdays in sorted(days.items(), key=lambda item: item[0])
    )


def _extend(plan: list[RulePeriod], new: RulePeriod) -> None:
    """Add ``new``, to the entry that ends the day before where that says the same."""
    for number, old in enumerate(plan):
        adjacent = old.last and new.first and old.last + _ONE_DAY == new.first
        if adjacent and old.rule is new.rule and old.windows == new.windows:
            plan[number] = RulePeriod(old.first, new.last, old.rule, old.windows)
            return
    plan.append(new)
