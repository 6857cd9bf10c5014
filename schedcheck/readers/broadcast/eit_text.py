"""What the descriptors of a DVB event say: texts, age marks and genre (ETSI EN 300 468)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from schedcheck.readers.broadcast.xml_nodes import Node

#: Up to here a rating is an age, less three (EN 300 468, 6.2.28).
_LAST_AGE = 0x0F
_LESS = 3
#: Brazil counts otherwise, in the lower four bits (ABNT NBR 15603-2); the upper say of what kind
#: the content is.
_BRAZIL = {1: "0", 2: "10", 3: "12", 4: "14", 5: "16", 6: "18"}
#: The first level of content (EN 300 468, table 29). Films and series are one group there, so
#: that no programme is called a film by it.
_GENRES = {
    1: "fiction",
    2: "news, current affairs",
    3: "show, game show",
    4: "sports",
    5: "children's, youth programmes",
    6: "music, ballet, dance",
    7: "arts, culture",
    8: "social, political issues, economics",
    9: "education, science, factual topics",
    10: "leisure hobbies",
    11: "special characteristics",
}
#: The one genre of that table that says for whom it is: “adult movie/drama”.
_ADULT, _ADULT_GENRE = (1, 8), "adult fiction"


#: The descriptors of an event by their names.
Descriptors = Mapping[str, Sequence[Node]]


def texts_of(event: Descriptors) -> tuple[list[str], list[str]]:
    """Names, in the order of the languages; and short and extended texts."""
    names, others = [], []
    for short in event.get("short_event_descriptor", ()):
        said = {child.name: child.text for child in reversed(short.children)}  # the first counts
        names.append(_plain(said.get("event_name", "")))
        others.append(_plain(said.get("text", "")))
    longer: dict[str, list[Node]] = {}
    for extended in event.get("extended_event_descriptor", ()):
        longer.setdefault(extended.get("language_code").casefold(), []).append(extended)
    for parts in longer.values():
        # a long text is cut anywhere, in words too
        ordered = sorted(parts, key=lambda part: number_of(part.get("descriptor_number")))
        cut = "".join(text.text for part in ordered for text in part.all("text"))
        others.append(_plain(cut))
        items = [item for part in ordered for item in part.all("item")]
        pairs = [
            (_plain(item.text_at("description")), _plain(item.text_at("name"))) for item in items
        ]
        others += [": ".join(filter(None, pair)) for pair in pairs]
    return list(filter(None, names)), list(filter(None, others))


@lru_cache(maxsize=4096)  # of each event that of its service is asked
def number_of(text: str) -> int:
    """A number as TSDuck writes it: ``0x00E3``, ``13,045``, in JSON plain; -1 for none."""
    digits = text.replace(",", "").strip().lower()
    try:
        return int(digits, 16) if digits.startswith("0x") else int(digits)
    except ValueError:
        return -1


def _plain(text: str) -> str:
    return " ".join(text.split())


def marks_of(event: Descriptors) -> list[str]:
    """``DVB KAZ:18`` for each country that gives an age; a value of its own stays as it is.

    Values: 0 is undefined, 1 to 15 an age less three, 16 to 255 are defined by the broadcaster and
    no age (EN 300 468, 6.2.28). What is not a number is kept as printed. A country of digits is a
    group of countries, and 902:18 would be a clock reading.
    """
    marks = []
    for country in (
        country
        for descriptor in event.get("parental_rating_descriptor", ())
        for country in descriptor.all("country")
    ):
        code = country.get("country_code").upper() or "?"
        code = f"GROUP{code}" if code.isdecimal() else code
        printed = country.get("rating")
        value = number_of(printed)
        if value == 0 or not printed:
            continue
        if value < 0:
            marks.append(f"DVB {code}:{printed}")
        elif code == "BRA" and value & 0x0F in _BRAZIL:
            marks.append(f"DVB {code}:{_BRAZIL[value & 0x0F]}")
        elif value <= _LAST_AGE:
            marks.append(f"DVB {code}:{value + _LESS}")
        else:
            marks.append(f"DVB {code}:0x{value:02X}")
    return marks


def category_of(event: Descriptors) -> str:
    """The genres of an event in words, empty where none is given."""
    if "content_descriptor" not in event:
        return ""  # of most
    levels = [
        (
            number_of(content.get("content_nibble_level_1")),
            number_of(content.get("content_nibble_level_2")),
        )
        for descriptor in event["content_descriptor"]
        for content in descriptor.all("content")
    ]
    return "; ".join(dict.fromkeys(filter(None, (genre_of(*both) for both in levels))))


def content_levels(content: int) -> dict[str, str]:
    """The two levels of content in a byte, as TSDuck names them."""
    first, second = divmod(content, 16)
    return {"content_nibble_level_1": str(first), "content_nibble_level_2": str(second)}


def genre_of(level: int, second: int = 0) -> str:
    """The genre of the two levels of content in words, empty for one that is not known."""
    return _ADULT_GENRE if (level, second) == _ADULT else _GENRES.get(level, "")
