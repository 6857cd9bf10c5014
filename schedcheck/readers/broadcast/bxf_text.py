"""What a BXF event says: its title, texts and age marks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from schedcheck.readers.broadcast.programmes import join_texts
from schedcheck.readers.broadcast.xml_nodes import Node

_TEXTS = frozenset(
    {"eventtitle", "programname", "episodename", "seriesname", "description", "eventnote"}
)
#: BXF has no field of its own for age marks; these are what its extensions and PMCP have. Ratings
#: that count viewers or stars have other names.
_RATINGS = frozenset(
    {
        "rating",
        "contentrating",
        "parentalrating",
        "agerating",
        "tvrating",
        "mpaarating",
        "minimumage",
        "contentadvisory",
    }
)
_SYSTEMS = ("system", "scheme", "body", "organization", "region", "country", "type")
_VALUES = ("value", "rating", "code", "age", "minimumage", "name")


def title_of(node: Node, beside: Collection[str]) -> str:
    """The name of the event, else of the programme, else of the content; it may be empty."""
    names = list(_names(node, beside))
    for name in ("eventtitle", "programname", "name", "episodename"):
        found = next((text for known, text in names if known == name and text), "")
        if found:
            return found
    return ""


def texts_of(node: Node, title: str, beside: Collection[str]) -> str:
    """The other names and descriptions."""
    return join_texts((text for _name, text in _names(node, beside)), title)


def _names(node: Node, beside: Collection[str]) -> Iterator[tuple[str, str]]:
    for one in node.walk(beside=beside):
        of_content = one.name == "name" and one.parent is not None and one.parent.name == "content"
        if one.name in _TEXTS or of_content:
            yield one.name, " ".join(one.text.split())


def marks_of(node: Node, beside: Collection[str]) -> list[str]:
    """``system:value`` for each rating in the event, by its text or the attributes that hold it."""
    marks: dict[str, None] = {}
    for one in node.walk(*_RATINGS, beside=beside):
        value, system = " ".join(one.text.split()) or one.get(*_VALUES), one.get(*_SYSTEMS)
        if not value and not any(below.name in _RATINGS for below in one.walk()):
            value, system = _inside(one, system)
        if not value and one.attributes and not one.children:
            value = " ".join(f"{name}={told}" for name, told in one.attributes.items())
        system = system or _system_above(one) or one.name
        if value:
            marks[f"{system.replace(':', ' ')}:{value}".replace(";", ",")] = None
    return list(marks)


def _system_above(rating: Node) -> str:
    """The system that the rating around a rating names."""
    above = rating.parent
    return above.get(*_SYSTEMS) if above is not None and above.name in _RATINGS else ""


def _inside(rating: Node, system: str) -> tuple[str, str]:
    """The value and the system of a rating that holds them in elements; else all that it says."""
    inner = [(one.name.removeprefix("rating"), " ".join(one.text.split())) for one in rating.walk()]
    values = [text for name, text in inner if name in _VALUES]
    systems = [text for name, text in inner if name in _SYSTEMS]
    said = values or [text for _name, text in inner]
    return " ".join(filter(None, said)), system or " ".join(filter(None, systems))
