"""Which rule each forbidden minute is charged to, on every day there is.

Windows that hold on all weeks alike are charged by the week. Dates that a calendar names are
charged one by one, and taken out of the weeks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from schedcheck.law.rule import ALL_DAYS, DAY, Rule, RulePeriod, Window

_ONE_DAY = timedelta(days=1)
_Held = list[tuple[Rule, list[Window]]]


def charged(rules: Sequence[Rule], age_class: str) -> tuple[RulePeriod, ...]:
    """The calendar in which each forbidden minute is charged to the first of ``rules``.

    Windows of different entries never overlap. What a calendar does not know is left out.
    """
    plan: list[RulePeriod] = []
    for first, last, held in _segments(rules, age_class):
        for rule, windows in _charge(_known(held, first or last), first, last):
            if windows:
                _extend(plan, RulePeriod(first, last, rule, windows))
    return tuple(plan)


def uncertain(rules: Sequence[Rule], age_class: str) -> tuple[RulePeriod, ...]:
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
        for weekday in one.weekdays:
            mask |= _day_mask((one,)) << (weekday * DAY)
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
    for weekday in ALL_DAYS:
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
