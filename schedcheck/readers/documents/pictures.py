"""What pictures in documents say: a mark may be one, with its text in an attribute."""

from __future__ import annotations

import re
from collections.abc import Mapping

from schedcheck.readers.values.age_names import (
    has_adult_mark,
    names_an_age,
)

#: A longer text describes what a picture shows, and one without a digit is a logo or a star.
_LONGEST = 30
_HINTS = frozenset(("title", "aria-label", "data-tooltip", "data-title"))
_ADULT = frozenset(("18", "21"))
_DIGIT = re.compile(r"\d")
#: The name of a file that says a mark: ``18plus.png``, ``age-18.svg``.
_NAME = re.compile(
    r"(?:^|[/_-])(?:(\d{1,2})[_-]?(?:plus|\+|%2b)"
    r"|(?:age|rating|limit|plus|restrict(?:ion)?)[_-]?(\d{1,2}))"
    r"(?=[._-]|$)",
    re.IGNORECASE,
)


def attribute_text(attributes: Mapping[str, str]) -> str:
    """The age mark of a bound class that an attribute of an element says, else empty.

    A reader sees it as a hint, hears it, or sees what a style sheet makes of it.
    """
    for key, value in attributes.items():
        text = value.strip()
        if key in _HINTS and len(text) <= _LONGEST and has_adult_mark(text):
            return text
        if key.startswith("data-") and names_an_age(key[5:]) and text.rstrip("+") in _ADULT:
            return f"{text.rstrip('+')}+"
    return ""


def picture_text(*texts: str | None, name: str = "") -> str:
    """The text that represents a picture, by its descriptions and the ``name`` of its file.

    Empty where it says nothing that a schedule could need.
    """
    for text in texts:
        plain = " ".join((text or "").split())
        if 0 < len(plain) <= _LONGEST and _DIGIT.search(plain):
            return plain
    match = _NAME.search(name)
    return f"{match[1] or match[2]}+" if match else ""


def class_text(names: str) -> str:
    """The age mark of a bound class that the classes of an element without text name, else empty:
    a style sheet draws it.
    """
    matches = (_NAME.search(name) for name in names.split())
    ages = (match[1] or match[2] for match in matches if match)
    return next((f"{age}+" for age in ages if age in _ADULT), "")
