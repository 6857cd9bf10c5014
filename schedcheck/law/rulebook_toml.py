"""From a TOML file to the parts of a rulebook; what is not right is refused by key and reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.resources import files
from typing import Any, NamedTuple

from schedcheck.errors import ConfigError
from schedcheck.law.calendars_toml import Calendars, read_calendars, read_windows
from schedcheck.law.rule import (
    KINDS,
    PERIOD_KINDS,
    AgeClass,
    Ban,
    Calendar,
    MarkEntry,
    Period,
    Rule,
)
from schedcheck.messages import msg
from schedcheck.messages.library_errors import Reason
from schedcheck.schedule.week import WEEK_STARTS, parse_clock
from schedcheck.toml_table import TomlTable, in_languages, parse_toml
from schedcheck.zones import clock_text

PLACES = (
    "field", "round", "item", "bracket", "described", "alone", "end", "title_end", "start",
    "title_start", "bare", "left_out",
)  # fmt: skip
LEVELS = ("equal", "likely", "unclear", "none")
#: Channels of a sort that a rule judges, exempts, or is for alone.
_CHANNELS = ("judged", "exempt", "only")


class Parts(NamedTuple):
    """What is in the file; the fields are those of ``Rulebook``."""

    id: str
    names: Mapping[str, str]
    zone: str
    countries: tuple[str, ...]
    classes: tuple[AgeClass, ...]
    rules: tuple[Rule, ...]
    vocabulary: tuple[MarkEntry, ...]
    film_words: tuple[str, ...]
    promos: str
    promo_words: tuple[str, ...]
    other_words: tuple[str, ...]
    calendars: tuple[Calendar, ...]
    week_starts: int
    periods: tuple[Period, ...]


def parse(content: bytes, file: str, *, shipped: bool = False) -> Parts:
    """The parts of the rulebook in ``content``; ``file`` is the name that refusals cite.

    The patterns of one that is ``shipped`` are not looked at: the tests have seen to them.
    Raises ConfigError with the dotted key and the reason.
    """
    top = parse_toml(content, file)
    book_id, zone = top.text("id"), top.text("zone")
    if zone not in _zones():
        raise top.refuse("zone", msg("“%(zone)s” is not a zone of the IANA list", zone=zone))
    starts = top.take("week_starts", str, clock_text(WEEK_STARTS))
    try:
        week_starts = parse_clock(starts)
    except ConfigError as error:
        raise top.refuse("week_starts", error.words) from error
    countries = top.texts("countries", [], empty=True)
    names = in_languages(top, "names")
    classes = tuple(_age_class(table) for table in _distinct(top.tables("class")))
    known = [age_class.id for age_class in classes]
    calendars = read_calendars(_distinct(top.tables("calendar", empty=True)))
    rules = _rules(top.tables("rule"), known, calendars)
    periods = tuple(map(_period, _distinct(top.tables("period", empty=True))))
    vocabulary = tuple(
        _mark(table, known, shipped=shipped) for table in top.tables("mark", empty=True)
    )
    film_words = top.texts("film_words", [], empty=True)
    promos = top.choice("promos", ("exempt", "count"), "count")
    promo_words = top.texts("promo_words", [], empty=True)
    other_words = top.texts("other_words", [], empty=True)
    top.done()
    return Parts(
        book_id,
        names,
        zone,
        countries,
        classes,
        rules,
        vocabulary,
        film_words,
        promos,
        promo_words,
        other_words,
        tuple(calendars.values()),
        week_starts,
        periods,
    )


def _zones() -> frozenset[str]:
    # The list of the tzdata package, for a zone that only the operating system knows is of no use.
    return frozenset(files("tzdata").joinpath("zones").read_text("ascii").split())


def _distinct(tables: Iterable[TomlTable]) -> Iterable[TomlTable]:
    seen: set[object] = set()
    for table in tables:
        name = table.peek("id")
        if name in seen:
            raise table.refuse("id", msg("“%(id)s” is given a second time here", id=name))
        seen.add(name)
        yield table


def _age_class(table: TomlTable) -> AgeClass:
    age_class = AgeClass(
        id=table.text("id"),
        names=in_languages(table, "names"),
        age=table.take("age", int),
        films_only=table.take("films_only", bool, default=False),
        labels=in_languages(table, "labels", {}),
    )
    table.done()
    return age_class


def _rules(tables: list[TomlTable], known: list[str], calendars: Calendars) -> tuple[Rule, ...]:
    ids = [table.peek("id") for table in tables]
    for table in tables:
        others = table.peek("also")
        for number, name in enumerate(others if isinstance(others, list) else ()):
            if name not in ids or name == table.peek("id"):
                reason = msg("“%(id)s” is not another rule of this rulebook", id=name)
                raise table.refuse(f"also[{number}]", reason)
    return tuple(_rule(table, known, calendars) for table in _distinct(tables))


def _rule(table: TomlTable, known: list[str], calendars: Calendars) -> Rule:
    rule = Rule(
        id=table.text("id"),
        titles=in_languages(table, "titles"),
        first=table.take("first", date, default=None),
        last=table.take("last", date, default=None),
        bans=tuple(_ban(ban, known, calendars) for ban in table.tables("bans")),
        media=frozenset(table.words("media", ("tv", "radio"))),
        product=table.choice("product", ("any", "film", "other")),
        foreign=table.choice("foreign", _CHANNELS),
        duty=table.choice("duty", ("broadcaster", "operator")),
        conditional_access=table.choice("conditional_access", _CHANNELS),
        judged_by=table.choice("judged_by", ("overlap", "start"), "overlap"),
        citations=in_languages(table, "citations"),
        offences=in_languages(table, "offences", {}),
        unverified=table.texts("unverified", [], empty=True),
        kinds=frozenset(table.words("kinds", KINDS) if table.has("kinds") else KINDS),
        also=table.texts("also", [], empty=True),
        drawn_up_by=in_languages(table, "drawn_up_by", {}),
        decided_by=in_languages(table, "decided_by", {}),
        limits=table.texts("limits", [], empty=True),
        verdict=table.choice("verdict", ("violation", "warning"), "violation"),
    )
    if rule.first and rule.last and rule.last < rule.first:
        raise table.refuse("last", msg("is before first"))
    table.done()
    return rule


def _ban(table: TomlTable, known: list[str], calendars: Calendars) -> Ban:
    classes = table.texts("classes")
    for number, name in enumerate(classes):
        if name not in known:
            raise table.refuse(f"classes[{number}]", _undeclared(name))
    windows = read_windows(table, calendars)
    table.done()
    return Ban(classes, windows)


def _undeclared(name: str) -> Any:
    return msg("the class “%(name)s” is not declared", name=name)


def _mark(table: TomlTable, known: list[str], *, shipped: bool) -> MarkEntry:
    class_id = table.take("class", str, default="")
    if class_id and class_id not in known:
        raise table.refuse("class", _undeclared(class_id))
    where = table.table("where")
    places = tuple((place, where.choice(place, LEVELS)) for place in PLACES if where.has(place))
    where.done()
    if not places:
        raise table.refuse("where", msg("is empty"))
    if any((level == "none") == bool(class_id) for _place, level in places):
        raise table.refuse(
            "where", msg("“none” is the level of a mark without class, and of no other")
        )
    entry = MarkEntry(
        class_id=class_id,
        where=places,
        spellings=table.texts("spellings"),
        systems=table.texts("systems", [], empty=True),
        script=table.choice("script", ("", "cyrillic"), ""),
        capitals=table.take("capitals", bool, default=False),
        not_after=_pattern(table, "not_after", shipped=shipped),
        not_before=_pattern(table, "not_before", shipped=shipped),
        beside=_pattern(table, "beside", shipped=shipped),
    )
    table.done()
    return entry


def _pattern(table: TomlTable, key: str, *, shipped: bool) -> str:
    pattern: str = table.take(key, str, default="")
    try:
        if not shipped:
            re.compile(pattern)
    except re.error as error:
        raise table.refuse(
            key, msg("not a regular expression: %(error)s", error=Reason.of(error))
        ) from error
    return pattern


def _period(table: TomlTable) -> Period:
    period = Period(
        id=table.text("id"),
        kind=table.choice("kind", PERIOD_KINDS),
        months=table.take("months", int),
        names=in_languages(table, "names"),
        labels=in_languages(table, "labels"),
        citations=in_languages(table, "citations"),
        first=table.take("first", date, default=None),
        last=table.take("last", date, default=None),
        unverified=table.texts("unverified", [], empty=True),
    )
    if not 1 <= period.months <= 1200:
        raise table.refuse("months", msg("must be from 1 to 1200"))
    if period.first and period.last and period.last < period.first:
        raise table.refuse("last", msg("is before first"))
    table.done()
    return period
