"""The calendars and windows of a rulebook file; what is not right is refused by key and reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from schedcheck.law.rule import ALL_DAYS, DAY, Calendar, Window
from schedcheck.messages import msg
from schedcheck.toml_table import TomlTable, in_languages

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = r"([01]\d|2[0-3]):([0-5]\d)|(24):(00)"
_WINDOW = re.compile(rf"({_CLOCK})-({_CLOCK})")
_ONE_DAY = timedelta(days=1)
#: No calendar of a law is longer; a longer one is a slip of the keys.
_LONGEST = timedelta(days=100 * 366)

Calendars = Mapping[str, Calendar]


def read_calendars(tables: Iterable[TomlTable]) -> Calendars:
    """The calendars by their ids. Raises ConfigError with the dotted key and the reason."""
    found: dict[str, Calendar] = {}
    for table in tables:
        calendar_id, names = table.text("id"), in_languages(table, "names")
        if table.has("day_before"):
            other = _named(table, "day_before", found)
            found[calendar_id] = Calendar(
                calendar_id,
                names,
                other.first - _ONE_DAY,
                other.last - _ONE_DAY,
                frozenset(day - _ONE_DAY for day in other.days),
            )
        else:
            found[calendar_id] = _calendar(table, calendar_id, names)
        table.done()
    return found


def _calendar(table: TomlTable, calendar_id: str, names: Mapping[str, str]) -> Calendar:
    first, last = table.take("first", date), table.take("last", date)
    if last < first:
        raise table.refuse("last", msg("is before first"))
    if last - first > _LONGEST:
        raise table.refuse("last", msg("is more than a hundred years after first"))
    days: set[date] = set()
    entries = table.take("days", list)
    if not entries:
        raise table.refuse("days", msg("is empty"))
    for number, entry in enumerate(entries):
        begin, end = _stretch(table, f"days[{number}]", entry)
        if begin < first or end > last:
            raise table.refuse(
                f"days[{number}]", msg("is not between first and last of the calendar")
            )
        days |= {begin + timedelta(days=more) for more in range((end - begin).days + 1)}
    return Calendar(calendar_id, names, first, last, frozenset(days))


def _stretch(table: TomlTable, key: str, entry: object) -> tuple[date, date]:
    """The first and the last day of an entry: a day, or ``{ from, to }``, both included."""
    if type(entry) is date:
        return entry, entry
    if not isinstance(entry, dict):
        raise table.refuse(key, msg("must be a date, or a table with from and to"))
    inner = table.inner(key, entry)
    begin, end = inner.take("from", date), inner.take("to", date)
    inner.done()
    if end < begin:
        raise inner.refuse("to", msg("is before from"))
    return begin, end


def _named(table: TomlTable, key: str, calendars: Calendars) -> Calendar:
    name = table.text(key)
    if name not in calendars:
        raise table.refuse(key, msg("the calendar “%(name)s” is not declared above", name=name))
    return calendars[name]


def read_windows(ban: TomlTable, calendars: Calendars) -> tuple[Window, ...]:
    """The windows of a ban. Raises ConfigError with the dotted key and the reason."""
    entries = ban.take("windows", list)
    if not entries:
        raise ban.refuse("windows", msg("is empty"))
    return tuple(
        window
        for number, entry in enumerate(entries)
        for window in _window(ban, f"windows[{number}]", entry, calendars)
    )


def _window(ban: TomlTable, key: str, entry: object, calendars: Calendars) -> Iterator[Window]:
    """The windows of one entry, two for one that runs over midnight (half-open, as all are)."""
    whole, text = Window(0, DAY), entry
    if isinstance(entry, dict):
        table = ban.inner(key, entry)
        text = f"{table.text('from')}-{table.text('to')}"
        whole = _days(table, calendars)
        table.done()
    if not isinstance(text, str) or not _WINDOW.fullmatch(text):
        raise ban.refuse(key, msg("“%(window)s” is not a window such as 06:00-22:00", window=text))
    opens, closes = (_minutes(clock) for clock in text.split("-"))
    if opens in (closes, DAY):
        raise ban.refuse(key, msg("“%(window)s” is empty; a whole day is 00:00-24:00", window=text))
    if opens < closes:
        yield whole._replace(opens=opens, closes=closes)
        return
    yield whole._replace(opens=opens, closes=DAY)
    if closes:
        yield _day_later(whole)._replace(opens=0, closes=closes)


def _days(table: TomlTable, calendars: Calendars) -> Window:
    """A whole day on the days that an entry names."""
    weekdays, only, never = ALL_DAYS, None, frozenset[date]()
    known: list[Calendar] = []
    names = ["", ""]
    if table.has("weekdays"):
        chosen = table.words("weekdays", _WEEKDAYS)
        weekdays = frozenset(_WEEKDAYS.index(name) for name in chosen)
    if table.has("on"):
        known.append(_named(table, "on", calendars))
        only, names[0] = known[-1].days, known[-1].id
    if table.has("except"):
        known.append(_named(table, "except", calendars))
        never, names[1] = known[-1].days, known[-1].id
    if not known:
        return Window(0, DAY, weekdays)
    span = max(one.first for one in known), min(one.last for one in known)
    if span[1] < span[0]:
        raise table.refuse("except", msg("is known on no day on which the other calendar is"))
    return Window(0, DAY, weekdays, only, never, span, (names[0], names[1]))


def _day_later(window: Window) -> Window:
    """The same window on the day after each of its days."""

    def later(days: frozenset[date]) -> frozenset[date]:
        return frozenset(day + _ONE_DAY for day in days)

    return window._replace(
        weekdays=frozenset((day + 1) % 7 for day in window.weekdays),
        only=None if window.only is None else later(window.only),
        never=later(window.never),
        known=window.known and (window.known[0] + _ONE_DAY, window.known[1] + _ONE_DAY),
    )


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
