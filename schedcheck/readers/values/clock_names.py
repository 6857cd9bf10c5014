"""What names the clock of a schedule: zones, letters, places, hours beside them; and names that no
zone is known for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from schedcheck.readers.values.places import city_in, country_in, is_country
from schedcheck.readers.values.words import (
    DASHES,
    best,
    fold,
    normalise,
    one_of,
    vocabulary,
    words,
)
from schedcheck.zones import offset_text

#: An offset as it is written out: UTC+5, МСК+2, +05:00.
FIXED_OFFSET = re.compile(
    r"(?<!\w)(?:(utc|gmt|msk|мск|z(?=\s?\+))\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?|([+-])(\d{2}):?(\d{2}))(?![\w:])",
    re.IGNORECASE,
)
_MOSCOW = 180
_FARTHEST = 14 * 60
#: Hours behind the name of a clock: «московское + 2 часа».
_SHIFT = re.compile(r"(?<![\w:.])([+-])\s?(\d{1,2})(?![\d:.])")
#: A column of hours that are no offset from UTC, and hours that may not be one.
_SHIFTED, _OF_UTC = re.compile("сдвиг|смещ|ығыс|shift|offset"), re.compile("utc|gmt")
_HOURS = re.compile(r"[+-]?[0-4](?:\.0)?(?:\s?(?:ч|час|часа|h|hours?|сағ|сағат)\.?)?")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ADJECTIVE = re.compile(r"[а-я]{3,}[сц]к(?:ое|ого|ому|им|ом)")
_AROUND = " \t()[]{}«»\"'.,:;–—-"
_SHORTEST_PLACE = 3
_SHORTEST_BEGINNING = 4
#: The lists of ``listing.toml`` whose words name no place.
_WORD_LISTS = ("clock", "clock_by", "programme", "channel", "until", "talk")
#: What may be beside the name of a zone, and the most names of one. A word for a city is none of
#: these: «г. Алматы» is below a schedule, where it was signed.
_CONTINENTS, _MOST_TWINS = frozenset(("europe", "asia")), 3
#: UTC as pilots name it: «Время (Z)»; beside a word for a clock also without brackets.
_ZULU, _ZULU_ALONE = re.compile(r"[(\[]Z[)\]]\s*+\Z"), re.compile(r"(?<=\s)Z\s*+\Z")
#: Names of clocks in the names of files.
_LETTERS_OF_FILES = {"msk", "мск", "utc", "gmt"}
_LAST_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,12})[)\]]\s*\Z")
#: A longer line talks of something else.
_MOST_WORDS = 6


@lru_cache(maxsize=4096)
def zone_in(text: str) -> str | None:
    """The zone that a text names: an IANA name, ``UTC+05:00``, :data:`LOCAL`, or None.

    None too where hours are added to a clock that is not the same all year.
    """
    text = _with_hyphens(text)
    fixed = FIXED_OFFSET.search(text)
    if fixed and abs(_minutes_of(fixed)) <= _FARTHEST:
        return _named(_minutes_of(fixed))
    zone = _zone_of_words(text)
    shift = _SHIFT.search(text) if zone else None
    if zone is None or shift is None:
        return zone
    base = {"Europe/Moscow": _MOSCOW, "UTC": 0}.get(zone)
    hours_later = int(shift[2]) * (1 if shift[1] == "+" else -1)
    offset = (base or 0) + hours_later * 60
    return None if base is None or abs(offset) > _FARTHEST else _named(offset)


def _minutes_of(fixed: re.Match[str]) -> int:
    """The offset of a match of :data:`FIXED_OFFSET` in minutes."""
    letters, sign, hours, minutes, sign_alone, hours_alone, minutes_alone = fixed.groups()
    offset = int(hours or hours_alone) * 60 + int(minutes or minutes_alone or 0)
    offset = -offset if "-" in (sign, sign_alone) else offset
    return offset + (_MOSCOW if (letters or "").casefold() in {"msk", "мск"} else 0)


def _with_hyphens(text: str) -> str:
    return re.sub(f"[{DASHES}]", "-", text)


def _named(offset: int) -> str:
    """The name of a fixed offset in minutes."""
    return f"UTC{offset_text(offset)}"


def _zone_of_words(text: str) -> str | None:
    plain = normalise(text)
    if _ZULU.search(text) or (_ZULU_ALONE.search(text) and _says_clock(plain)):
        return "UTC"
    named = best(plain, "zones")[1]
    letters = _letters().search(text)
    if not named and letters is None:
        rest = (word for word in plain.split() if not word.isdecimal())
        if _known()[0].issuperset(rest):
            return None  # most headings: the names of all places are not needed for these
    if named or letters is None:
        return named or city_in(text)[0] or country_in(text)[0] or None
    return _named(_offsets()[letters[0]])


@cache
def _offsets() -> dict[str, int]:
    """Zone letters with one meaning, and their offset in minutes."""
    table = vocabulary()["letters"].items()
    return {name: int(minutes) for minutes, names in table for name in names if len(name) > 2}


@cache
def _letters() -> re.Pattern[str]:
    """Zone letters with one meaning, in capitals."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(_offsets())})(?!\w)")


def letters_behind() -> str:
    """A pattern for the zone letters that may stand behind a clock reading, in capitals."""
    return "|".join([*_offsets(), *vocabulary()["letters_by_others"]])


def only_a_zone(text: str) -> bool:
    """Whether a text names a zone and says nothing else."""
    rest = normalise(FIXED_OFFSET.sub(" ", _with_hyphens(text)))
    if not rest or best(rest, "zones")[0] == len(rest) or _letters().fullmatch(text.strip()):
        return zone_in(text) is not None
    return rest in {city_in(rest)[1], country_in(rest)[1]} or _is_one_twice(rest)


def _is_one_twice(text: str) -> bool:
    """Whether each word of a text, normalised, names one and the same zone: «Москва (МСК)», or one
    does beside a continent, «Europe/Moscow».
    """
    named = [word for word in text.split() if word not in _CONTINENTS]
    zones = {zone_in(word) if best(word, "zones")[0] == len(word) else None for word in named}
    return 0 < len(named) <= _MOST_TWINS and len(zones) == 1 and None not in zones


def zone_of_file(name: str) -> str | None:
    """The zone that the name of a file has as a word of its own, ``ktk_msk.csv``; a city is none,
    for channels are called so.
    """
    short = [word for word in normalise(name).split() if word in _LETTERS_OF_FILES]
    return zone_in(short[0]) if short else None


def sheet_zone(name: str) -> str | None:
    """The zone that a sheet is named for: by letters or hours, beside the word for a clock, or by a
    city and nothing else.
    """
    zone = zone_in(name)
    if zone is None or FIXED_OFFSET.search(name) or _letters().search(name):
        return zone
    plain = normalise(name)
    if _says_clock(plain):
        return zone
    length, named = best(plain, "zones")
    abbreviated = named in {"UTC", "Europe/Moscow"} and length <= len("msk")
    is_country = bool(plain) and plain == country_in(plain)[1]
    return zone if abbreviated or is_country or _says_no_more(plain) else None


def _says_no_more(name: str) -> bool:
    """Whether a name, normalised, is a zone or a city and words that headings have, no number."""
    length, named = best(name, "zones")
    city, at_city = city_in(name)
    rest = name.replace(at_city, " ") if city else name[length:] if named else name
    if not all(map(_is_known, rest.split())):
        words_of_zone = (word for word in name.split() if not _is_known(word))
        return all(best(word, "zones")[1] == named for word in words_of_zone)  # «Время московское»
    return bool(city or named) and not re.search(r"\d", rest)


def feed_in(name: str) -> str:
    """What in the name of a sheet means a shifted feed, empty where nothing does."""
    found = (re.search(form, fold(name)) for form in words("feeds"))
    return next((name[match.start() : match.end()].strip() for match in found if match), "")


def shifted_feed(line: str) -> str:
    """What in a short line above a schedule means a shifted feed; no telephone number does."""
    numbers = re.findall(r"\d+", line)
    return feed_in(line) if len(numbers) < 2 and len(line.split()) <= _MOST_WORDS else ""


def hours_of_shift(heading: str, cells: Iterable[object]) -> str | None:
    """What in a column of hours, «Сдвиг», means a shifted feed: in its heading or one of its cells;
    empty where there are none but zeros, None where the column may hold offsets from UTC.
    """
    folded = fold(heading)
    if not _SHIFTED.search(folded) or _OF_UTC.search(folded):
        return None
    if _SHIFT.search(heading):
        return heading
    hours = {text for one in cells if (text := "" if one is None else str(one).strip())}
    if not all(map(_HOURS.fullmatch, hours)):
        return None
    said = next((text for text in hours if text.strip("+-0.")), "")
    return f"{heading} {said}" if said else ""


def names_clock(sheet: str) -> bool:
    """Whether the name of a sheet says something of its clock: a zone, or a shifted feed."""
    return bool(sheet_zone(sheet) or feed_in(sheet))


@lru_cache(maxsize=4096)
def unknown_clock(text: str) -> str:
    """The name of the place in the heading of a clock, when no zone is known for it; else empty.

    It is what stands there beside the words that headings have: words with a capital, such as
    «Время (Зареченск)», an adjective, «время зареченское», or hours, «Время +3».
    """
    if zone_in(text) is not None:
        return ""
    hours = _SHIFT.search(_with_hyphens(text))
    if hours and int(hours[2]) * 60 <= _FARTHEST:
        return hours[0]
    found = [word for word in _WORD.findall(text) if not _is_known(normalise(word))]
    letters = vocabulary()["places"]["letters"]
    named = [
        word
        for word in found
        if (word[0].isupper() and len(word) >= _SHORTEST_PLACE) or word in letters
    ]
    if len(named) == len(found) <= _MOST_WORDS // 2:
        return " ".join(named)
    adjectives = [word for word in found if _ADJECTIVE.fullmatch(word.casefold())]
    return adjectives[0] if len(adjectives) == len(found) == 1 else ""


def clock_heading(text: str, *, alone: bool = False) -> bool:
    """Whether a line is the heading of a clock, «Время московское», and says nothing else.

    ``alone``: so is the name of a zone or a city by itself, «(Москва)», «UTC+3». A country is not:
    channels are called so.
    """
    if alone and only_a_zone(text.strip(_AROUND)) and not is_country(text):
        return True
    plain = normalise(text)
    if len(plain.split()) > _MOST_WORDS:
        return False
    if alone and (by_letters(text) or _by_place(plain)):
        return True
    return _says_clock(plain)


def clock_beside(text: str) -> str | None:
    """The zone of the clock that a text names beside other things: «24 ноября, время московское»,
    «24.11.2026 (МСК)»; None for a city by itself, where an event may be.
    """
    said = (
        _says_clock(normalise(text))
        or zone_of_file(text)
        or FIXED_OFFSET.search(_with_hyphens(text))
    )
    return zone_in(text) if said else None


def place_beside(text: str) -> str:
    """The zone of the city that the heading of a day names beside it, «24 ноября (Стамбул)», and
    nothing else, or of letters, «24.11.2026 (EST)»; empty for none. It may be the clock, or where
    something happens.
    """
    rest = _beside(text)
    named = bool(rest) and only_a_zone(rest) and not is_country(rest)
    return (zone_in(rest) or "") if named else ""


def place_chosen(text: str) -> str:
    """The zone of the city that a page says was chosen on it, «Ваш город: Москва»; empty for none.

    It may be the clock of the times below, or where the station is.
    """
    place = _chosen().match(fold(text).strip())
    return (zone_in(place[1]) or "") if place and only_a_zone(place[1]) else ""


def letters_at_end(text: str) -> str:
    """The zone of the letters in brackets that a text ends in, «КТК (МСК)»; empty for none."""
    letters = _LAST_BRACKET.search(text)
    return (zone_of_file(letters[1]) or "") if letters else ""


@cache
def _chosen() -> re.Pattern[str]:
    return re.compile(
        rf"{one_of(words('chosen'))}\s?[:{DASHES}]\s?([^\W\d_][^\n]{{2,40}}?)[ .()]*\Z"
    )


def letters_beside(text: str) -> str:
    """The letters of several zones that the heading of a day names beside it, «24.11.2026 (ET)»,
    and nothing else; empty for none.
    """
    rest = _beside(text)
    table = vocabulary()
    return rest if rest in {*table["places"]["letters"], *table["letters_by_others"]} else ""


def _beside(text: str) -> str:
    """The words of the heading of a day that are none of dates and headings."""
    zone = _letters().fullmatch  # EST is like the beginning of a word of headings
    return " ".join(
        word for word in _WORD.findall(text) if zone(word) or not _is_known(normalise(word))
    )


def _by_place(text: str) -> bool:
    """Whether a text, normalised, names a clock by a place: «Эфир по Москве»."""
    return not set(words("clock_by")).isdisjoint(text.split()) and _says_no_more(text)


def by_letters(text: str) -> bool:
    """Whether a text names a clock by letters or hours, «Эфир: МСК+2», beside nothing but words of
    headings; beside «GMT+03:00» also by names of places, as beside letters of the same clock,
    «Москва (МСК)».
    """
    fixed = FIXED_OFFSET.search(_with_hyphens(text))
    hours = fixed is not None
    rest = normalise(_letters().sub(" ", FIXED_OFFSET.sub(" ", _with_hyphens(text))))
    if fixed is not None and fixed[1] and zone_in(rest) and not re.search(r"\d", rest):
        return True
    other = [word for word in rest.split() if not _is_known(word)]
    letters = [best(word, "zones")[0] == len(word) <= len("msk") for word in other]
    short = all(letters) or (any(letters) and _is_one_twice(" ".join(other)))
    return short and (hours or bool(other) or _letters().search(text) is not None)


def _says_clock(text: str) -> bool:
    """Whether a text, normalised, has a word for a clock: «время», «time»."""
    return any(_clock_words().fullmatch(word) for word in text.split())


@cache
def _clock_words() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w).replace(r"\*", r"\w*") for w in words("clock")))


def _is_known(word: str) -> bool:
    """Whether normalised words are all among those of headings, and so name no place."""
    exact, beginnings = _known()
    return all(
        one in exact or one.isdecimal() or any(one.startswith(begin) for begin in beginnings)
        for one in word.split()
    )


@cache
def _known() -> tuple[frozenset[str], tuple[str, ...]]:
    """The words of headings, and the beginnings of those with any ending."""
    tables = ("roles", "clocks", "units", "events", "months", "weekdays")
    entries = [
        *vocabulary()["places"]["words"],
        *vocabulary()["dates"]["noise"],
        *(one for name in tables for listed in vocabulary()[name].values() for one in listed),
        *(one for name in _WORD_LISTS for one in words(name)),
    ]
    split = {word for entry in entries for word in re.split(r"[\s-]+", entry.replace("ё", "е"))}
    exact = frozenset(word.removesuffix("*") for word in split)
    long = {word.removesuffix("*") for word in split if word.endswith("*")}
    return exact, tuple(word for word in long if len(word) >= _SHORTEST_BEGINNING)
