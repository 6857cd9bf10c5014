"""Places by which schedules name a clock: cities and countries, from CLDR by way of Babel."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from schedcheck.readers.values.words import normalise, vocabulary
from schedcheck.zones import names

_LANGUAGES = ("en", "ru", "kk")
#: A shorter stem may be the beginning of many words.
_SHORTEST_STEM = 4
#: Names of places have at most so many words.
_LONGEST_NAME = 4
_CYRILLIC = re.compile(r"[а-яәғқңөұүһі]+")
_LAST_VOWEL = re.compile(r"[аеиоуыэюяйь]$")


@lru_cache(maxsize=4096)
def city_in(text: str) -> tuple[str, str]:
    """The zone of the city that a text names, and its words there, normalised; empty for none.

    Russian and Kazakh cases count, and Russian adjectives: «по Минску», «минское».
    """
    return _longest(text, _cities())


@lru_cache(maxsize=4096)
def country_in(text: str) -> tuple[str, str]:
    """The zone of the country that a text names, as for :func:`city_in`; only countries that have
    one clock, or a main one.
    """
    return _longest(text, _countries())


def is_country(text: str) -> bool:
    """Whether a text is the name of a country, and nothing else."""
    return normalise(text) in _territories()


@cache
def _territories() -> frozenset[str]:
    """The names of all countries in three languages, normalised."""
    from babel import Locale

    named = (Locale(language).territories for language in _LANGUAGES)
    return frozenset(normalise(name) for names_ in named for name in names_.values())


def _longest(text: str, places: dict[str, str]) -> tuple[str, str]:
    words = normalise(text).split()
    # most words end no name of a place, and need no other case
    ends = [at for at, word in enumerate(words, 1) if word[:_SHORTEST_STEM] in _beginnings()]
    for length in range(min(len(words), _LONGEST_NAME), 0, -1):
        for end in ends:
            part = words[max(end - length, 0) : end]
            if len(part) == length:
                name = next((form for form in _forms(part) if form in places), None)
                if name is not None:
                    return places[name], " ".join(part)
    return "", ""


@cache
def _beginnings() -> frozenset[str]:
    """What the last words of all names of places begin with."""
    names_ = (*_cities(), *_countries())
    return frozenset(name.rpartition(" ")[2][:_SHORTEST_STEM] for name in names_)


def _forms(words: list[str]) -> list[str]:
    """What a name may be in the index: itself, or the stem of a word in another case."""
    *first, last = words
    forms = [" ".join(words)]
    if _CYRILLIC.fullmatch(last):
        stems = (last.removesuffix(ending) for ending in _endings() if last.endswith(ending))
        forms += [" ".join([*first, _stem(stem) + "*"]) for stem in stems]
    return forms


def _stem(word: str) -> str:
    return _LAST_VOWEL.sub("", word)


@cache
def _endings() -> tuple[str, ...]:
    """The endings of names in Russian and Kazakh, the longest first."""
    return (*sorted(vocabulary()["places"]["endings"], key=len, reverse=True), "")


@cache
def _cities() -> dict[str, str]:
    """The exemplar cities of all zones: name or stem -> zone."""
    from babel import Locale
    from babel.core import get_global

    found: dict[str, str] = {}
    for language in _LANGUAGES:
        cities = Locale(language).time_zones
        for zone in get_global("zone_territories"):
            if zone in names() and "/" in zone:
                city = cities.get(zone, {}).get("city")
                own = zone.rpartition("/")[2].replace("_", " ") if language == "en" else ""
                _add(found, city or own, zone)
    return found


@cache
def _countries() -> dict[str, str]:
    """The countries with one clock, or a main one: name or stem -> zone."""
    from babel import Locale
    from babel.core import get_global

    main: dict[str, str] = vocabulary()["places"]["main"]
    found: dict[str, str] = {}
    for territory, zones in get_global("territory_zones").items():
        zone = main.get(territory) or (zones[0] if len(zones) == 1 else "")
        for language in _LANGUAGES if zone in names() else ():
            _add(found, Locale(language).territories.get(territory), zone)
    return found


def _add(places: dict[str, str], name: str | None, zone: str) -> None:
    """Enter a name, and the stem of a Russian or Kazakh one, unless it is a word of schedules."""
    words = normalise(name or "").split()
    if not words or " ".join(words) in vocabulary()["places"]["words"]:
        return
    places.setdefault(" ".join(words), zone)
    stem = _stem(words[-1])
    if _CYRILLIC.fullmatch(stem) and len(stem) >= _SHORTEST_STEM:
        places.setdefault(" ".join([*words[:-1], stem]) + "*", zone)
