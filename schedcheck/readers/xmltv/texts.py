"""Where the texts and marks of a programme of XMLTV go, element by element."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from schedcheck.readers.values.age_names import (
    ADULTS,
    RESTRICTED,
    answer_for_adults,
    answer_of_restriction,
    asks_for_adults,
    is_a_mark,
    is_of_ages,
    looks_marked,
    may_be_restricted,
    names_adults,
    names_an_age,
    number_of_picture,
    picture_name,
)
from schedcheck.readers.xmltv.piece import QUIET, rating_of

_QUIET = frozenset(QUIET)
#: Attributes that hold no mark, and the one that names the system of a mark.
_PLAIN_ATTRIBUTES = frozenset(("lang", "start", "stop", "channel", "clumpidx", "system"))
#: Before the text of an element whose very name is a mark, so that an empty one says yes; and
#: before that of one that may say that a programme is restricted. No XML can hold them.
_YES, _PERHAPS = "\1", "\2"


class OpenElement(Struct):
    """An element that is open: where its texts go, and how many pieces were there before it."""

    name: str
    pieces: list[str] | None = None
    begun: int = 0
    glued: bool = False

    def take(self, text: str) -> None:
        """Add to the text of the element what is in or behind an element in it."""
        if self.pieces is not None:
            if len(self.pieces) == self.begun:
                self.pieces.append("")
            self.pieces[-1] += text

    def handler(self) -> Callable[[str], None] | None:
        """What takes the texts that are directly in the element."""
        if self.pieces is None:
            return None
        return self.take if self.glued else self.pieces.append


class ProgrammeTexts:
    """The texts of the programme that is open, and where those of its elements go.

    A text belongs to the element that was opened last; what the DTD does not know is other text of
    the programme, inside a text it is part of that, and what names an age is a mark.
    """

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.others: list[str] = []
        self.categories: list[str] = []
        self.marks: list[str] = []
        self.more_marks: list[str] = []
        self.texts = {
            "title": self.titles,
            "sub-title": self.others,
            "desc": self.others,
            "keyword": self.others,
            "premiere": self.others,
            "last-chance": self.others,
            "review": self.others,
            "category": self.categories,
        }
        self.rated = self.valued = False
        self.system = ""

    def clear(self) -> None:
        """Forget the texts of a programme that is finished."""
        for pieces in (*self.texts.values(), self.marks, self.more_marks):
            pieces.clear()
        self.rated = False

    def pieces_of(self, name: str, attributes: dict[str, str], around: OpenElement | None) -> Any:
        """Where the texts of the element ``name`` go: a list, None for nowhere, or ``around``."""
        if attributes and ("lang" not in attributes or len(attributes) > 1):
            self.search(name, attributes)
        if name in self.texts:
            return self.texts[name]
        if name == "rating" or (name == "value" and self.rated):
            return self._pieces_of_rating(name, attributes)
        if name == "star-rating" and is_of_ages(attributes.get("system", "")):
            return self._pieces_of_rating("rating", attributes)
        if name in _QUIET:
            # other star-ratings are no age marks, though they hold a <value> too
            self.rated = self.rated and name == "icon"
            return None
        return self._pieces_of_strange(name, attributes, around)

    def _pieces_of_rating(self, name: str, attributes: dict[str, str]) -> list[str]:
        if name == "rating":
            self.rated, self.valued, self.system = True, False, attributes.get("system", "")
        if name == "rating" or self.valued:
            self.marks.append(f"\0{self.system.replace(':', ' ')}:")
        self.valued = self.valued or name == "value"
        return self.marks

    def _pieces_of_strange(
        self, name: str, attributes: dict[str, str], around: OpenElement | None
    ) -> Any:
        """The same for an element that the DTD does not know."""
        asks = asks_for_adults(name) or is_a_mark(name)
        rated = self.rated and around is not None and around.name == "rating"
        perhaps = not names_an_age(name) and may_be_restricted(name)
        if asks or names_an_age(name) or rated or perhaps:
            named = asks or perhaps
            label = name if named else attributes.get("system") or name
            sign = _YES if asks and not attributes else _PERHAPS if perhaps and not rated else ""
            self.more_marks.append(f"\0{label.replace(':', ' ')}:{sign}")
            return self.more_marks
        if around is None:
            return self.others
        if around.pieces is None:
            return None if name == "value" else self.others
        return around

    def search(self, name: str, attributes: dict[str, str]) -> None:
        """Keep the attributes that may hold an age mark, by their name or by what they say."""
        for key, value in attributes.items():
            if key in _PLAIN_ATTRIBUTES:
                continue
            if names_an_age(key) or name == "rating" or (names_an_age(name) and name not in _QUIET):
                label = key if name == "programme" else f"{name} {key}"
                self.more_marks.append(f"\0{label.replace(':', ' ')}:{value}")
            elif is_a_mark(key) and answer_for_adults(key, value) == ADULTS:
                self.more_marks.append(f"\0{key}:{value}")
            elif value and answer_of_restriction(key, value):
                self.more_marks.append(f"\0{key.replace(':', ' ')}:{RESTRICTED}")
            elif name == "icon" and self.rated and number_of_picture(value):
                self.more_marks.append(f"\0{name} {picture_name(value)}:{number_of_picture(value)}")
            elif looks_marked(value) or (name not in _QUIET and names_adults(value)):
                self.others.append(picture_name(value) if key == "src" else value)


def mark_text(raw: str) -> str:
    r"""``system:value`` entries out of ``\0system:`` and the texts that follow each."""
    entries = (entry.partition(":") for entry in raw.split("\0")[1:])
    return "; ".join(filter(None, (_mark_of(system, value) for system, _colon, value in entries)))


def _mark_of(system: str, value: str) -> str:
    sign, text = value[:1], value[1:].strip()
    if sign == _YES:
        return rating_of(system, text or "yes")
    if sign == _PERHAPS:
        return rating_of(system, answer_of_restriction(system, text))
    return rating_of(system, value)
