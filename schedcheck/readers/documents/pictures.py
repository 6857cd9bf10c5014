"""What pictures in documents say: a mark may be one, with its text in an attribute."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from schedcheck.readers.values.age_names import (
    ADULT,
    ADULTS,
    answer_for_adults,
    asks_for_adults,
    has_adult_mark,
    is_adult_age,
    names_adults,
    names_an_age,
    says_eighteen,
)

#: A longer text describes what a picture shows, and one without a digit is a logo or a star.
_LONGEST = 30
_HINTS = frozenset(
    (
        "title",
        "aria-label",
        "aria-description",
        "data-tooltip",
        "data-title",
        "data-original-title",
        "data-text",
        "data-content",
        "data-label",
        "abbr",
        "label",
        "alt",
        "summary",
        "placeholder",
        "value",
        "content",
    )
)
#: Attributes that name what another one of the element says.
_NAMES = ("itemprop", "name", "property")
_ADULT = frozenset(("18", "21"))
_DIGITS = re.compile(r"\d+")
#: Behind a number, a word for years: a mark in brackets alone.
_YEARS = re.compile(r"\d\s?[^\W\d_]")
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[^\W\d_]")
#: All numbers of marks in use.
CLASSES = frozenset(("0", "3", "4", "6", "7", "12", "13", "14", "16", "17", "18", "21"))
#: Where elements have the address of what they show, and those that show no picture.
_SOURCES = ("src", "data-src", "data-original", "srcset", "data-srcset", "data", "poster")
_USED = ("href", "xlink:href", "{http://www.w3.org/1999/xlink}href")
_NO_PICTURES = frozenset(("script", "iframe", "audio", "link"))
_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)")
_NUMBERED = re.compile(
    r"(?:(?:^|[/_-])[a-z]{0,12}[_-]?(?<!\d)(\d{1,2})(?:[@_-]?[23]x)?"
    r"|/[a-z_-]*[a-z]/(\d{1,2})/[a-z_-]{1,20})\.(?:png|svg|gif|webp|jpe?g|ico)$",
    re.IGNORECASE,
)
#: A picture inside of the page: ``#icon-18``.
_SYMBOL = re.compile(r"[^#]*#[a-z_-]{1,20}[_-](\d{1,2})", re.IGNORECASE)
#: The name of a file that says a mark: ``18plus.png``, ``age-18.svg``.
_NAME = re.compile(
    r"(?:^|[/_-])(?:[a-z]?(\d{1,2})[_-]?(?:plus|\+|%2b)"
    r"|(?:age|rating|limit|plus|restrict(?:ion)?|rars|fsk|pg|mark|r)s?[/_-]{0,2}(\d{1,2}))"
    r"(?=[/._-]|$)",
    re.IGNORECASE,
)


def attribute_text(attributes: Mapping[str, str]) -> str:
    """The age mark of a bound class that an attribute of an element says, else empty.

    A reader sees it as a hint, hears it, or sees what a style sheet makes of it.
    """
    named = any(names_an_age(attributes.get(key, "")) for key in _NAMES)
    for key, value in attributes.items():
        text = value.strip()
        if len(text) > _LONGEST:
            continue
        if names_adults(text) and (key in _HINTS or key.startswith("data-")):
            return f"({text})"
        if has_adult_mark(text) and (key in _HINTS or _is_whole_mark(key, text)):
            return f"({text})" if is_adult_age(text) and _YEARS.search(text) else text
        name = key.removeprefix("data-")
        of_age = names_an_age(name) or (named and key in _HINTS)
        if of_age and key not in _NAMES and text.rstrip("+") in _ADULT:
            return f"{text.rstrip('+')}+"
        # in a page an attribute without a value says yes
        asked = asks_for_adults(name) and (not text or answer_for_adults(name, text) == ADULTS)
        if asked or (is_hint(key) and says_eighteen(text)):
            return bare_mark("18")
        if key in _HINTS and key != "value" and is_adult_age(text) and _LETTER.search(text):
            return bare_mark(text)
    return ""


def is_hint(key: str) -> bool:
    """Whether an attribute of this name is shown, read aloud, or for the programs of a page."""
    return (key in _HINTS or key.startswith("data-")) and key != "value"


def _is_whole_mark(key: str, text: str) -> bool:
    """Whether an attribute for programs (``data-mark``) is a mark and nothing else."""
    return key.startswith("data-") and ADULT.fullmatch(text) is not None


def picture_text(*texts: str | None, name: str = "") -> str:
    """The text that represents a picture, by its descriptions and the ``name`` of its file.

    Empty where it says nothing that a schedule could need.
    """
    for text in texts:
        plain = " ".join((text or "").split())
        if 0 < len(plain) <= _LONGEST and _DIGIT.search(plain):
            return plain
        if names_adults(plain):
            return f"({plain})"
        if says_eighteen(plain):
            return bare_mark("18")
    match = _NAME.search(name)
    return f"{match[1] or match[2]}+" if match else ""


def source_of(name: str, attributes: Mapping[str, str]) -> str:
    """The address of the picture that an element of a page shows, also by its style; else empty."""
    if name in _NO_PICTURES:
        return ""
    keys = _USED if name in {"use", "image"} else _SOURCES
    found = next((attributes[key] for key in keys if attributes.get(key)), "")
    behind = _URL.search(attributes.get("style", "")) if not found else None
    if found.startswith("data:"):
        return found
    return behind[1] if behind else found.partition(" ")[0]


def numbered_text(address: str, others: Collection[str]) -> str:
    """An unclear mark, «(18)», for a picture whose name has the number alone: ``i/18.png``.

    ``others``: all numbers of pictures that are named so; where one is of no class, they count.
    """
    number = _number_in(address)
    return f"({number})" if number in _ADULT and CLASSES.issuperset(others) else ""


def numbers_in(root: Any) -> frozenset[str]:
    """The numbers that the names of the pictures and symbols of a page end with."""
    sources = (source_of(one.tag, one.attrib) for one in root.iter("img", "use"))
    return frozenset(map(_number_in, sources)) - {""}


def _number_in(address: str) -> str:
    """The number of one or two digits that the name of a picture's file ends with, else empty."""
    symbol = _SYMBOL.fullmatch(address.rpartition("/")[2])
    match = _NUMBERED.search(address.partition("?")[0])
    return symbol[1] if symbol else match[1] or match[2] if match else ""


def bare_mark(text: str) -> str:
    """An unclear mark for a bare 18 or 21, with a word for age or not, that is all that a picture
    or a badge says.
    """
    if has_adult_mark(text) or not is_adult_age(text):
        return ""
    number = _DIGITS.search(text)
    return f"({number[0]})" if number else ""


def class_text(names: str) -> str:
    """The age mark of a bound class that the classes of an element without text name, else empty:
    a style sheet draws it.
    """
    matches = (_NAME.search(name) for name in names.split())
    ages = (match[1] or match[2] for match in matches if match)
    return next((f"{age}+" for age in ages if age in _ADULT), "")
