"""One rule of law and what it is made of: classes, windows, days, duties, words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

DAY = 24 * 60
ALL_DAYS = frozenset(range(7))
#: The kinds of channel that a rule may be bound to; the first is that of a channel of no other.
KINDS = ("general", "children", "cinema", "sport")


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
class Calendar:
    """Days that rules treat in their own way, such as public or school holidays.

    ``days`` are known from ``first`` to ``last``, both included; of other days nothing is known.
    """

    id: str
    names: Mapping[str, str]
    first: date
    last: date
    days: frozenset[date]


@dataclass(frozen=True, slots=True)
class Window:
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


@dataclass(frozen=True, slots=True)
class Ban:
    """Classes that may not be on air inside the windows."""

    classes: tuple[str, ...]
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what is forbidden when, from ``first`` to ``last`` (local dates, both included).

    ``product``: ``any``, ``film``, or ``other``, what is no film. ``foreign``: retransmitted
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


def clock_text(minutes: int) -> str:
    """Minutes after midnight as a clock shows them: ``06:00``, ``24:00``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def windows_text(rule: Rule, age_class: str, days: Iterable[date] = ()) -> str:
    """The windows a rule forbids to a class, as text: ``06:00-22:00``.

    With ``days``, local dates, only those windows that hold, or may hold, on one of them.
    """
    asked = tuple(days)
    parts = (
        f"{clock_text(w.opens)}-{clock_text(w.closes)}"
        for w in rule.windows(age_class)
        if not asked or any(w.holds_on(day) or not w.known_on(day) for day in asked)
    )
    return ", ".join(dict.fromkeys(parts))
