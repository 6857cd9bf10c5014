"""Names of fields that may hold an age mark, marks in names of pictures, and marks in texts, as far
as these are known without the law: in any format.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from urllib.parse import unquote

from schedcheck.readers.values.words import (
    fold,
    for_adults,
    normalise,
    one_of,
    vocabulary,
    words,
)

_JOINED = re.compile(
    r"age_?(?:rating|limit|restriction|class|mark|category|group|min|from)|min_?age|parental|adult"
    r"|возраст|vozrast"
)
#: Names that ask whether something is for adults: ``isAdult``, ``is_18``, ``18plus``.
_FOR_ADULTS = re.compile(
    r"adult|(?<![^\W_])(?:is|over|plus|only|for|age)_?(?:18|21)(?!\d)"
    r"|(?<!\d)(?:18|21)[_ ]?(?:plus|only|\+)"
)
#: In the name of a file or a sheet: all of it is for adults. Weeks 18+19 are none.
NAMED_18 = re.compile(r"(?<!\d)(?:18|21)\s?\+(?!\s?\d)")
#: Names that are themselves a mark: ``18``, ``R18``, ``+18``. A number may be an id as well.
_IS_A_MARK = re.compile(r"\+?(?:pg|[erxkmекхм])?[_-]?(?:18|21)\s?\+?", re.IGNORECASE)
#: Words of ratings that count stars, viewers or votes.
_SCORES = frozenset(("star", "stars", "imdb", "kp", "kinopoisk", "tmdb", "user", "users", "score"))
#: What a yes says under a name that asks for adults.
ADULTS = "adults only"
#: What a yes says under a name that asks for something that is not for everyone.
RESTRICTED = "restricted"
_ADULT_AGE = re.compile(
    r"\s*(?:(?:age|over|from|возраст|жас|от|с|старше|[eе])[\s:=_-]{0,2})?(?:18|21)"
    r"(?:[\s_-]?(?:\+|лет|года|жас|жастан|years|plus|плюс))?\s*",
    re.IGNORECASE,
)
#: The ages that marks have, here and elsewhere, and those of adults.
AGES = frozenset((0, 3, 4, 6, 7, 8, 10, 12, 13, 14, 15, 16, 17, 18, 21))
ADULT_AGES = frozenset((18, 21))
_AGES_AS_TEXTS = frozenset(map(str, AGES))
_DIGITS = re.compile(r"\d+")
_RATING = re.compile(r"(?i:ratings?|рейтинг)")
#: A number that its sign or word makes a mark: 18+, 18plus, 18%2B.
_MARKED = re.compile(r"(?<!\d)\d{1,2}(?:(?:\+|%2[Bb])(?!\w)|[ _-]?plus(?!\d))")
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_LONGEST_WORD = 40
MARK = re.compile(r"\d\s?\+")
#: Marks of the classes that are kept from the day, in the spellings that need no law to know.
ADULT = re.compile(
    r"(?<![\d.,])(?:18|21)\s?(?:\+|plus\b|плюс\b|жас|лет\b|years)|(?<!\w)[EЕ][\s-]?(?:18|21)(?!\d)"
    r"|(?<!\w)\+\s?(?:18|21)(?!\d)|[(\[]\s?(?:18|21)\s?[)\]]|\N{NO ONE UNDER EIGHTEEN SYMBOL}",
    re.IGNORECASE,
)


@cache
def _fields(kind: str) -> frozenset[str]:
    return frozenset(vocabulary()["fields"][kind])


@lru_cache(4096)
def _words(name: str) -> frozenset[str]:
    """The words of a name, those that are written in capitals or digits by themselves too."""
    return frozenset(_DIGITS.sub(" ", normalise(name)).split())


@lru_cache(4096)
def names_an_age(name: str) -> bool:
    """Whether a field of this name (``ageRating``, ``возраст``) may hold an age mark."""
    if _words(name) & _SCORES:
        return False
    return bool(
        _words(name) & _fields("age") or _JOINED.search(name.lower()) or asks_for_adults(name)
    )


@lru_cache(4096)
def is_of_ages(system: str) -> bool:
    """Whether a system of scores (``star-rating``) is one of ages: ``age``, ``FSK``."""
    return names_an_age(_RATING.sub(" ", system))


@lru_cache(4096)
def asks_for_adults(name: str) -> bool:
    """Whether a field of this name (``isAdult``, ``is_18``, ``nsfw``) says yes or no of adults."""
    return bool(_words(name) & _fields("adults")) or _FOR_ADULTS.search(name.lower()) is not None


def is_a_mark(name: str) -> bool:
    """Whether a name is itself a mark for adults (``18``, ``R18``), if a yes or no is under it."""
    return _IS_A_MARK.fullmatch(name) is not None


@lru_cache(4096)
def perhaps_names_an_age(name: str) -> bool:
    """Whether a field of this name (``limit``, ``label``) may hold an age or anything else."""
    return bool(_words(name) & _fields("perhaps"))


@lru_cache(4096)
def counts_something(name: str) -> bool:
    """Whether numbers under this name (``episode``, ``channelNumber``) count something else."""
    return bool(_words(name) & _fields("counted"))


def answer_of_restriction(name: str, value: str) -> str:
    """:data:`RESTRICTED` where a field asks for what is not for everyone and says so:
    ``restricted: yes``, ``familyFriendly: no``, or holds nothing (an empty element); else nothing.
    """
    answers = _answers_of_restriction(name)
    return RESTRICTED if answers and value.strip().casefold() in answers else ""


@lru_cache(4096)
def _answers_of_restriction(name: str) -> frozenset[str]:
    """What a field of this name says where it may mean adults; nothing for any other name."""
    ticks = vocabulary()["ticks"]
    if _words(name) & _fields("restricted"):
        return frozenset(("", *ticks["yes"]))
    words = f" {normalise(name)} "
    safe = any(f" {phrase} " in words for phrase in _fields("safe"))
    return frozenset(ticks["no"]) if safe else frozenset()


def may_be_restricted(name: str) -> bool:
    """Whether a field of this name (``restricted``, ``isFamilyFriendly``) may say so of adults."""
    return bool(_answers_of_restriction(name))


def names_another(key: str) -> bool:
    """Whether what is under a key (``name``, ``type``) names the value beside it."""
    return key.lower() in _fields("names")


def is_for_a_value(key: str) -> bool:
    """Whether a key (``value``) holds the value of what another key beside it names."""
    return key.lower() in _fields("values")


def says_adults(text: str) -> bool:
    """Whether words of a text say that something is for adults, without a mark."""
    return for_adults().search(fold(text)) is not None


def names_adults(text: str) -> bool:
    """Whether a text is a word for adults and nothing else: ``Adult``, «для взрослых»."""
    return len(text) <= _LONGEST_WORD and text.strip().casefold() in _adult_words()


@cache
def _adult_words() -> frozenset[str]:
    return frozenset(vocabulary()["ticks"]["adults"])


def is_adult_age(text: str) -> bool:
    """Whether a text is 18 or 21, with a word for age or years beside it or not, and no more."""
    return _ADULT_AGE.fullmatch(text) is not None


def says_eighteen(text: str) -> bool:
    """Whether a text is the age of adults in words, and nothing else: «восемнадцать плюс»."""
    return len(text) <= _LONGEST_WORD and _eighteen().fullmatch(fold(text).strip()) is not None


@cache
def _eighteen() -> re.Pattern[str]:
    behind = r"\+|plus|плюс|лет|years|жас[^\W\d_]*+"
    return re.compile(rf"[(\[]?{one_of(words('eighteen'))}(?:[\s-]?(?:{behind}))?[)\]]?")


def is_age(text: str) -> bool:
    """Whether a text is an age that marks have, and nothing else."""
    return text.strip().rstrip("+") in _AGES_AS_TEXTS


def answer_for_adults(name: str, value: str) -> str:
    """What a field holds: :data:`ADULTS` for a yes under a name that asks for adults, nothing for
    a no, else ``value``.
    """
    if not (asks_for_adults(name) or is_a_mark(name)):
        return value
    answer = value.strip().casefold()
    ticks = vocabulary()["ticks"]
    return ADULTS if answer in ticks["yes"] else "" if answer in ticks["no"] else value


def looks_marked(text: str) -> bool:
    """Whether a text, such as an address, holds a number that a plus makes a mark: ``18plus``."""
    return _MARKED.search(text) is not None


def picture_name(address: str) -> str:
    """The words of the name of a picture's file: ``night 18+`` of ``img/night_18%2B.png``."""
    name = unquote(address).rpartition("/")[2].partition("?")[0].rpartition(".")
    return re.sub(r"[_-]+", " ", name[0] or name[2]).strip()


def number_of_picture(address: str) -> str:
    """The age that a picture of a mark shows, by the name of its file; empty where it has none."""
    found = set(_NUMBER.findall(picture_name(address)))
    return found.pop() if len(found) == 1 else ""


def has_mark(text: str) -> bool:
    """Whether a text holds an age mark such as 12+."""
    return MARK.search(text) is not None


def has_adult_mark(text: str) -> bool:
    """Whether a text holds a mark of 18 or 21, as far as its spelling tells."""
    return ADULT.search(unicodedata.normalize("NFKC", text)) is not None


def all_marked(titles: Iterable[str], marks: Iterable[str]) -> bool:
    """Whether each programme has a mark of adults itself, in its title or its rating field."""
    return all(
        has_adult_mark(f"{title} ({mark.rpartition(':')[2]})")
        for title, mark in zip(titles, marks, strict=True)
    )
