"""Names of fields that may hold an age mark, marks in names of pictures, and marks in texts, as far
as these are known without the law: in any format.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
#: Words of names that may hold an age mark, also written together as one.
_AGES = frozenset(
    ("age", "rating", "ratings", "restriction", "restrictions", "parental", "pg", "adult", "censor")
)
_JOINED = re.compile(
    r"age_?(?:rating|limit|restriction|class|mark|category|group)|min_?age|parental|adult"
    r"|возраст|(?<![^\W_])жас(?:[_ ]|\Z)"
)
#: Names that ask whether something is for adults: ``isAdult``, ``is_18``, ``18plus``.
_FOR_ADULTS = re.compile(
    r"adult|(?<![^\W_])(?:is|over|plus|only|for)_?(?:18|21)(?!\d)|(?<!\d)(?:18|21)_?(?:plus|only|\+)"
)
#: Words of ratings that count stars, viewers or votes.
_SCORES = frozenset(("star", "stars", "imdb", "kp", "kinopoisk", "tmdb", "user", "users", "score"))
#: A number that its sign or word makes a mark: 18+, 18plus, 18%2B.
_MARKED = re.compile(r"(?<!\d)\d{1,2}(?:(?:\+|%2[Bb])(?!\w)|[ _-]?plus(?!\d))")
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
MARK = re.compile(r"\d\s?\+")
#: Marks of the classes that are kept from the day, in the spellings that need no law to know.
ADULT = re.compile(
    r"(?<![\d.,])(?:18|21)\s?(?:\+|plus\b|плюс\b|жас|лет\b|years)|(?<!\w)[EЕ][\s-]?(?:18|21)(?!\d)"
    r"|(?<!\w)\+\s?(?:18|21)(?!\d)|[(\[]\s?(?:18|21)\s?[)\]]|\N{NO ONE UNDER EIGHTEEN SYMBOL}",
    re.IGNORECASE,
)


def names_an_age(name: str) -> bool:
    """Whether a field of this name (``ageRating``, ``min_age``) may hold an age mark."""
    words = {word.lower() for word in _WORD.findall(name)}
    if words & _SCORES:
        return False
    lower = name.lower()
    return bool(words & _AGES or _JOINED.search(lower) or _FOR_ADULTS.search(lower))


def asks_for_adults(name: str) -> bool:
    """Whether a field of this name (``isAdult``, ``is_18``) says yes or no of adults."""
    return _FOR_ADULTS.search(name.lower()) is not None


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
