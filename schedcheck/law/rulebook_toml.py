"""From a TOML file to the parts of a rulebook; what is not right is refused by key and reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from schedcheck.law.rule import ALL_DAYS, DAY, AgeClass, Ban, MarkEntry, Rule, Window
from schedcheck.messages import msg
from schedcheck.messages.library_errors import Reason
from schedcheck.toml_table import TomlTable, one_of, parse_toml

LANGUAGES = ("kk", "ru", "en")
PLACES = ("field", "round", "bracket", "described", "alone", "end", "bare")
LEVELS = ("equal", "likely", "unclear", "none")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = r"([01]\d|2[0-3]):([0-5]\d)|(24):(00)"
_WINDOW = re.compile(rf"({_CLOCK})-({_CLOCK})")


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands in the file; the fields are those of ``Rulebook``."""

    id: str
    names: Mapping[str, str]
    zone: str
    classes: tuple[AgeClass, ...]
    rules: tuple[Rule, ...]
    vocabulary: tuple[MarkEntry, ...]
    film_words: tuple[str, ...]
    promos: str
    promo_words: tuple[str, ...]


def parse(content: bytes, file: str) -> Parts:
    """The parts of the rulebook in ``content``; ``file`` is the name that refusals cite.

    Raises ConfigError with the dotted key and the reason.
    """
    top = parse_toml(content, file)
    book_id, zone = top.text("id"), top.text("zone")
    if zone not in _zones():
        raise top.refuse("zone", msg("“%(zone)s” is no zone of the IANA list", zone=zone))
    names = _words(top, "names")
    classes = tuple(_age_class(table) for table in _distinct(top.tables("class")))
    known = [age_class.id for age_class in classes]
    rules = tuple(_rule(table, known) for table in _distinct(top.tables("rule")))
    vocabulary = tuple(_mark(table, known) for table in top.tables("mark", empty=True))
    film_words = top.texts("film_words", [], empty=True)
    promos = top.choice("promos", ("exempt", "count"), "count")
    promo_words = top.texts("promo_words", [], empty=True)
    top.done()
    return Parts(book_id, names, zone, classes, rules, vocabulary, film_words, promos, promo_words)


def _zones() -> frozenset[str]:
    # The list of the tzdata package, for a zone that only the operating system knows is of no use.
    return frozenset(files("tzdata").joinpath("zones").read_text("ascii").split())


def _words(table: TomlTable, key: str, default: Any = None) -> Mapping[str, str]:
    """One text in each language."""
    if default is not None and not table.has(key):
        return dict(default)
    words = table.table(key)
    found = {language: words.text(language) for language in LANGUAGES}
    words.done()
    return found


def _distinct(tables: Iterable[TomlTable]) -> Iterable[TomlTable]:
    seen: set[object] = set()
    for table in tables:
        name = table.peek("id")
        if name in seen:
            raise table.refuse("id", msg("“%(id)s” stands here a second time", id=name))
        seen.add(name)
        yield table


def _age_class(table: TomlTable) -> AgeClass:
    age_class = AgeClass(
        id=table.text("id"),
        names=_words(table, "names"),
        age=table.take("age", int),
        films_only=table.take("films_only", bool, default=False),
        labels=_words(table, "labels", {}),
    )
    table.done()
    return age_class


def _rule(table: TomlTable, known: list[str]) -> Rule:
    rule = Rule(
        id=table.text("id"),
        titles=_words(table, "titles"),
        first=table.take("first", date, default=None),
        last=table.take("last", date, default=None),
        bans=tuple(_ban(ban, known) for ban in table.tables("bans")),
        media=frozenset(_chosen(table, "media", ("tv", "radio"))),
        product=table.choice("product", ("any", "film")),
        foreign=table.choice("foreign", ("judged", "exempt", "only")),
        duty=table.choice("duty", ("broadcaster", "operator")),
        conditional_access=table.choice("conditional_access", ("judged", "exempt")),
        judged_by=table.choice("judged_by", ("overlap", "start"), "overlap"),
        citations=_words(table, "citations"),
        offences=_words(table, "offences", {}),
        unverified=table.texts("unverified", [], empty=True),
    )
    if rule.first and rule.last and rule.last < rule.first:
        raise table.refuse("last", msg("is before first"))
    table.done()
    return rule


def _chosen(table: TomlTable, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    values = table.texts(key)
    for number, value in enumerate(values):
        if value not in allowed:
            raise table.refuse(f"{key}[{number}]", one_of(value, allowed))
    return values


def _ban(table: TomlTable, known: list[str]) -> Ban:
    classes = table.texts("classes")
    for number, name in enumerate(classes):
        if name not in known:
            raise table.refuse(f"classes[{number}]", _undeclared(name))
    windows: list[Window] = []
    entries = table.take("windows", list)
    if not entries:
        raise table.refuse("windows", msg("is empty"))
    for number, entry in enumerate(entries):
        windows += _window(table, f"windows[{number}]", entry)
    table.done()
    return Ban(classes, tuple(windows))


def _undeclared(name: str) -> Any:
    return msg("the class “%(name)s” is not declared", name=name)


def _window(ban: TomlTable, key: str, entry: object) -> list[Window]:
    """The windows of one entry, two for one that runs over midnight (half-open, as all are)."""
    weekdays = ALL_DAYS
    text = entry
    if isinstance(entry, dict):
        table = ban.inner(key, entry)
        text = f"{table.text('from')}-{table.text('to')}"
        if table.has("weekdays"):
            weekdays = frozenset(
                _WEEKDAYS.index(name) for name in _chosen(table, "weekdays", _WEEKDAYS)
            )
        table.done()
    match = _WINDOW.fullmatch(text) if isinstance(text, str) else None
    if not match:
        raise ban.refuse(key, msg("“%(window)s” is no window such as 06:00-22:00", window=text))
    opens, closes = (_minutes(clock) for clock in str(text).split("-"))
    if opens in (closes, DAY):
        raise ban.refuse(key, msg("“%(window)s” is empty; a whole day is 00:00-24:00", window=text))
    if opens < closes:
        return [Window(opens, closes, weekdays)]
    parts = [Window(opens, DAY, weekdays)]
    if closes:
        parts.append(Window(0, closes, frozenset((day + 1) % 7 for day in weekdays)))
    return parts


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _mark(table: TomlTable, known: list[str]) -> MarkEntry:
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
    not_after = table.take("not_after", str, default="")
    try:
        re.compile(not_after)
    except re.error as error:
        raise table.refuse(
            "not_after", msg("is no regular expression: %(error)s", error=Reason.of(error))
        ) from error
    entry = MarkEntry(
        class_id=class_id,
        where=places,
        spellings=table.texts("spellings"),
        systems=table.texts("systems", [], empty=True),
        script=table.choice("script", ("", "cyrillic"), ""),
        capitals=table.take("capitals", bool, default=False),
        not_after=not_after,
    )
    table.done()
    return entry
