"""One rule of law and what it is made of: classes, windows, days, duties, words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

DAY = 24 * 60
ALL_DAYS = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class AgeClass:
    """What an age mark means: ``age`` in years, ``names`` and ``labels`` per language.

    ``labels``: how the class is written where people read of it, the id where there are none.
    ``films_only``: the mark is given to films alone, so what bears it is judged as a film.
    """

    id: str
    names: Mapping[str, str]
    age: int
    films_only: bool
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch within one local day, half-open: minutes after midnight, 0 ≤ opens < closes ≤ 1440.

    ``weekdays``: 0 is Monday.
    """

    opens: int
    closes: int
    weekdays: frozenset[int] = ALL_DAYS


@dataclass(frozen=True, slots=True)
class Ban:
    """Classes that may not be on air inside the windows."""

    classes: tuple[str, ...]
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what is forbidden when, from ``first`` to ``last`` (local dates, both included).

    ``foreign``: retransmitted foreign channels are ``judged``, ``exempt``, or the ``only`` ones
    meant. ``duty``: whose it is, ``broadcaster`` or ``operator``. ``offences`` name the article
    and the range it sets, never what is due. ``unverified`` says what no text was seen for.
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

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on the local date ``day``."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def windows(self, age_class: str) -> tuple[Window, ...]:
        """The forbidden windows of a class, as the rule has them."""
        return tuple(w for ban in self.bans if age_class in ban.classes for w in ban.windows)


@dataclass(frozen=True, slots=True)
class MarkEntry:
    """Spellings of one mark: ``where`` it may stand and how sure it is there (place → level).

    ``class_id`` is empty for a mark that is known and says nothing of age. ``systems``: the
    rating systems (of XMLTV) in which alone it means this. ``script`` ``cyrillic``: one letter as
    printed must be Cyrillic. ``capitals``: only in capitals. ``not_after``: a pattern for what
    may not stand before it. See ``docs/law.md``.
    """

    class_id: str
    where: tuple[tuple[str, str], ...]
    spellings: tuple[str, ...]
    systems: tuple[str, ...]
    script: str
    capitals: bool
    not_after: str


@dataclass(frozen=True, slots=True)
class RulePeriod:
    """Days on which one rule forbids these windows to the class and the product asked for."""

    first: date | None
    last: date | None
    rule: Rule
    windows: tuple[Window, ...]


def week_mask(windows: Iterable[Window]) -> int:
    """The minutes of a week that windows cover, as the bits of a number (bit 0: Monday 00:00)."""
    mask = 0
    for window in windows:
        day = ((1 << (window.closes - window.opens)) - 1) << window.opens
        for weekday in window.weekdays:
            mask |= day << (weekday * DAY)
    return mask


def windows_of(mask: int) -> tuple[Window, ...]:
    """The fewest windows that cover just the minutes of ``mask``, one a stretch and set of days."""
    days: dict[tuple[int, int], set[int]] = {}
    for weekday in range(7):
        day = (mask >> (weekday * DAY)) & ((1 << DAY) - 1)
        opens = 0
        while day:
            gap = (day & -day).bit_length() - 1
            day >>= gap
            length = (~day & (day + 1)).bit_length() - 1
            day >>= length
            opens += gap
            days.setdefault((opens, opens + length), set()).add(weekday)
            opens += length
    return tuple(
        Window(opens, closes, frozenset(weekdays))
        for (opens, closes), weekdays in sorted(days.items(), key=lambda item: item[0])
    )


def clock_text(minutes: int) -> str:
    """Minutes after midnight as a clock shows them: ``06:00``, ``24:00``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def windows_text(rule: Rule, age_class: str) -> str:
    """The windows a rule forbids to a class, as text: ``06:00-22:00``."""
    parts = (f"{clock_text(w.opens)}-{clock_text(w.closes)}" for w in rule.windows(age_class))
    return ", ".join(dict.fromkeys(parts))
