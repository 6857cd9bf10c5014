"""A country's law as data: which rule forbids which class at which minute of which day.

The schema is described in ``docs/law.md``; the rulebooks are TOML files in ``rulebooks/``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from schedcheck.errors import unknown_name
from schedcheck.given_files import content_of
from schedcheck.law import rulebook_toml
from schedcheck.law.rule import (
    KINDS,
    AgeClass,
    Ban,
    Calendar,
    DueDate,
    MarkEntry,
    Period,
    Rule,
    RulePeriod,
    Window,
    charged_periods,
    uncertain_periods,
)
from schedcheck.messages import N_, LocalizedText, Message, msg
from schedcheck.schedule.week import WEEK_STARTS

__all__ = [
    "AgeClass",
    "Ban",
    "Calendar",
    "DueDate",
    "MarkEntry",
    "Period",
    "Rule",
    "RulePeriod",
    "Rulebook",
    "Window",
    "load_rulebook",
    "shipped_rulebooks",
]


#: What media and kinds of channel are called.
MEDIA_NAMES: Mapping[str, Message] = {"tv": msg("television"), "radio": msg("radio")}
KIND_NAMES: Mapping[str, Message] = {
    "general": msg("general"),
    "children": msg("for children"),
    "cinema": msg("cinema"),
    "sport": msg("sport"),
}


class Rulebook(Struct, frozen=True):
    """A country's law: classes from the mildest to the strictest, rules in order of precedence.

    ``zone``: where a channel is judged that has no zone of its own. ``countries``: the codes by
    which ratings name the country. ``film_words`` and
    ``other_words``: what says that a programme is a film, and that it is not one. ``promos``:
    whether an announcement is judged by the mark of what it names (``count``) or not (``exempt``).
    ``sha256``: of the file. ``week_starts``: when a broadcast week begins on Monday, in seconds
    since midnight. ``periods``: which dates follow from an offence or a penalty.
    """

    id: str
    names: Mapping[str, str]
    zone: str
    classes: tuple[AgeClass, ...]
    rules: tuple[Rule, ...]
    vocabulary: tuple[MarkEntry, ...]
    film_words: tuple[str, ...]
    sha256: str
    promos: str = "count"
    promo_words: tuple[str, ...] = ()
    other_words: tuple[str, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    countries: tuple[str, ...] = ()
    week_starts: int = WEEK_STARTS
    periods: tuple[Period, ...] = ()

    @property
    def bound_classes(self) -> tuple[str, ...]:
        """The classes that any rule forbids at any hour, from the mildest to the strictest."""
        bound = {name for rule in self.rules for ban in rule.bans for name in ban.classes}
        return tuple(known.id for known in self.classes if known.id in bound)

    def rank(self, class_id: str) -> int:
        """The place of a class, 0 for the mildest. Raises KeyError for a class not declared."""
        return self.classes.index(self.age_class(class_id))

    def age_class(self, class_id: str) -> AgeClass:
        """The class of this id. Raises KeyError for one that is not declared."""
        return {known.id: known for known in self.classes}[class_id]

    def label(self, class_id: str) -> LocalizedText:
        """How a class is written where people read of it; a class not declared by its id."""
        for known in self.classes:
            if known.id == class_id and known.labels:
                return LocalizedText(known.labels)
        return LocalizedText({"": class_id})

    def rule(self, rule_id: str) -> Rule:
        """The rule of this id. Raises KeyError for one that is not in the book."""
        return {known.id: known for known in self.rules}[rule_id]

    def due_dates(self, offence: date) -> tuple[DueDate, ...]:
        """The dates that follow from an offence on the local date ``offence``, by their order.

        Whether one counts in a case is for people to decide.
        """
        return tuple(
            DueDate(one.id, one.kind, offence, one.last_day(offence))
            for one in self.periods
            if one.kind != "repeat" and one.holds_on(offence)
        )

    def applicable(
        self,
        medium: str,
        foreign: bool,  # noqa: FBT001 - facts of a channel, in the roster's order
        conditional_access: bool,  # noqa: FBT001 - the same
        kind: str = KINDS[0],
    ) -> tuple[tuple[Rule, ...], tuple[tuple[Rule, Message], ...]]:
        """The rules that bind such a channel, and those left out with the reason.

        ``medium``: ``tv`` or ``radio``. ``foreign``: a retransmitted foreign channel.
        ``conditional_access``: paid for and received with a decoder. ``kind``: one of
        :data:`schedcheck.law.rule.KINDS`.
        """
        bound: list[Rule] = []
        left_out: list[tuple[Rule, Message]] = []
        for rule in self.rules:
            reason = _left_out(rule, medium, foreign, conditional_access, kind)
            if reason is None:
                bound.append(rule)
            else:
                left_out.append((rule, reason))
        return tuple(bound), tuple(left_out)

    def day_plan(
        self,
        rules: Sequence[Rule],
        age_class: str,
        film: bool,  # noqa: FBT001 - with the class it says what is judged
    ) -> tuple[RulePeriod, ...]:
        """The calendar in which each forbidden minute of a day is charged to exactly one rule.

        That is the first of the book's order, among ``rules``, which forbids it. Rules for films
        count where ``film`` says so or the class is given to films alone. Windows of different
        stretches never overlap; a rule ``judged_by`` the start is charged on its windows too.
        """
        return charged_periods(self._chosen(rules, age_class, film), age_class)

    def uncertain_plan(
        self,
        rules: Sequence[Rule],
        age_class: str,
        film: bool,  # noqa: FBT001 - as in day_plan
    ) -> tuple[RulePeriod, ...]:
        """The same of minutes that are perhaps forbidden: a calendar says nothing of their day."""
        return uncertain_periods(self._chosen(rules, age_class, film), age_class)

    def _chosen(
        self,
        rules: Sequence[Rule],
        age_class: str,
        film: bool,  # noqa: FBT001 - as in day_plan
    ) -> list[Rule]:
        as_film = film or self.age_class(age_class).films_only
        left_out = "other" if as_film else "film"
        given = {rule.id: rule for rule in rules}
        return [
            rule
            for rule in self.rules
            if given.get(rule.id) == rule and rule.product != left_out and rule.windows(age_class)
        ]


def _left_out(
    rule: Rule,
    medium: str,
    foreign: bool,  # noqa: FBT001 - as in applicable
    conditional_access: bool,  # noqa: FBT001 - as in applicable
    kind: str,
) -> Message | None:
    facts: tuple[tuple[bool, str, dict[str, object]], ...] = (
        (
            medium not in rule.media,
            N_("it does not cover %(medium)s"),
            {"medium": MEDIA_NAMES[medium]},
        ),
        (
            foreign and rule.foreign == "exempt",
            N_("it exempts retransmitted foreign channels"),
            {},
        ),
        (
            not foreign and rule.foreign == "only",
            N_("it is for retransmitted foreign channels"),
            {},
        ),
        (
            conditional_access and rule.conditional_access == "exempt",
            N_("it exempts paid channels received with a decoder"),
            {},
        ),
        (
            not conditional_access and rule.conditional_access == "only",
            N_("it is for paid channels received with a decoder"),
            {},
        ),
        (
            kind not in rule.kinds,
            N_("it is not for channels of the kind “%(kind)s”"),
            {"kind": KIND_NAMES[kind]},
        ),
    )
    # most rules bind: a message is made where one does not
    return next((msg(words, **values) for left_out, words, values in facts if left_out), None)


def shipped_rulebooks() -> tuple[str, ...]:
    """The names of the rulebooks that come with the program, in alphabetical order."""
    folder = files("schedcheck.law") / "rulebooks"
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def load_rulebook(name_or_path: str | Path = "kz") -> Rulebook:
    """The rulebook of a shipped name, which is read once, else of a file, which is read each time.

    Raises ConfigError for a name that is not known (with the nearest right one), a file that
    cannot be read, and a rulebook that is not right, with the key and the reason.
    """
    name = str(name_or_path)
    path = Path(name_or_path)
    if name in shipped_rulebooks():
        return _shipped(name)
    if not (path.exists() or path.suffix or len(path.parts) > 1):
        raise unknown_name(msg("rulebook"), name, shipped_rulebooks())
    content = content_of(path)
    return _parsed(content, name)


@cache
def _shipped(name: str) -> Rulebook:
    content = (files("schedcheck.law") / "rulebooks" / f"{name}.toml").read_bytes()
    return _parsed(content, f"{name}.toml", shipped=True)


def _parsed(content: bytes, file: str, *, shipped: bool = False) -> Rulebook:
    parts = rulebook_toml.parse(content, file, shipped=shipped)
    return Rulebook(
        id=parts.id,
        names=parts.names,
        zone=parts.zone,
        countries=parts.countries,
        classes=parts.classes,
        rules=parts.rules,
        vocabulary=parts.vocabulary,
        film_words=parts.film_words,
        promos=parts.promos,
        promo_words=parts.promo_words,
        sha256=hashlib.sha256(content).hexdigest(),
        other_words=parts.other_words,
        calendars=parts.calendars,
        week_starts=parts.week_starts,
        periods=parts.periods,
    )
