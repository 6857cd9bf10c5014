"""What a TV-Anytime description says: titles, texts, genres and age marks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct, field

from schedcheck.readers.broadcast.xml_nodes import Node

#: Classification schemes spell ages out (Freeview Play's ContentRatingCS: ``…:fifteen``).
_AGES = {
    "six": "6",
    "seven": "7",
    "nine": "9",
    "ten": "10",
    "twelve": "12",
    "thirteen": "13",
    "fourteen": "14",
    "fifteen": "15",
    "sixteen": "16",
    "seventeen": "17",
    "eighteen": "18",
}
#: From here on the number of a term is an age; lower ones count the terms of a scheme (in that of
#: NICAM ``4`` is the fourth).
_AGE = 12
#: A keyword that is nothing else may be an age, as a number in brackets behind a title may be.
_ADULT_AGES = frozenset(("18", "21"))
_CODE = re.compile(r"[A-Za-z0-9]{2,3}")


class Description(Struct):
    """What is known of a programme; the first title is its name.

    ``nodes``: the elements outside of the event that say so.
    """

    titles: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    genres: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)

    def take_guidance(self, node: Node) -> None:
        """Add what the parental guidance in ``node`` says: marks, and the text beside them."""
        for guidance in node.all("parentalguidance"):
            self.marks += marks_of(guidance)
            self.texts += [_plain(one.text) for one in guidance.all("explanatorytext")]

    def with_more(self, other: Description) -> Description:
        """This description, completed by another. Every mark counts."""
        return Description(
            self.titles + other.titles,
            self.texts + other.texts,
            self.genres or other.genres,
            self.marks + other.marks,
            nodes=self.nodes + other.nodes,
        )


def described(root: Node) -> dict[str, Description]:
    """The description of each programme in the file, by its address (CRID).

    A programme without a mark of its own has that of the series or group it belongs to.
    """
    groups = {
        node.get("groupid"): (node, description_of(node.all("basicdescription")).marks)
        for node in root.walk("groupinformation")
    }
    programmes: dict[str, Description] = {}
    for node in root.walk("programinformation"):
        told = description_of(node.all("basicdescription"))
        told.take_guidance(node)
        told.nodes.append(node)
        if not told.marks:
            for group in node.all("memberof", "episodeof"):
                above, marks = groups.get(group.get("crid"), (node, []))
                told.marks += marks
                told.nodes += [above] if marks else []
        crid = node.get("programid")
        known = programmes.get(crid)
        programmes[crid] = known.with_more(told) if known else told
    return programmes


def description_of(nodes: Iterable[Node]) -> Description:
    """What the descriptions ``nodes`` say together."""
    told = Description()
    for node in nodes:
        titles = [one for one in node.all("title") if one.text.strip()]
        # the name first, then names of the episode, in other languages and others
        main = [one for one in titles if one.get("type") in {"", "main"}]
        told.titles += [_plain(one.text) for one in [*main[:1], *titles]]
        told.texts += [_plain(one.text) for one in node.all("synopsis")]
        keywords = (_plain(one.text) for one in node.all("keyword"))
        told.texts += [f"({word})" if word in _ADULT_AGES else word for word in keywords]
        told.take_guidance(node)
        told.genres += [
            one.text_at("name") or _plain(one.text) or one.get("href") for one in node.all("genre")
        ]
    told.titles = list(dict.fromkeys(told.titles))
    return told


def _plain(text: str) -> str:
    return " ".join(text.split())


def marks_of(guidance: Node) -> list[str]:
    """``MinimumAge KAZ:18`` and the like, ``scheme:value`` for a term of a scheme.

    Countries that a rating is limited to (``CountryCodes``) are behind ``for``, as
    :mod:`schedcheck.law.rating_fields` reads them.

    The value is the name that is printed with the term, else the term: spelt-out ages as numbers,
    numbers that only count terms as ``term 4``, so that they are not taken for ages.
    """
    region = " ".join(_plain(node.text) for node in guidance.all("region", "country"))
    codes = [code for node in guidance.all("countrycodes") for code in _CODE.findall(node.text)]
    if codes:
        region = f"{region} for {' '.join(codes)}".strip()
    marks = [
        f"{f'MinimumAge {region}'.strip()}:{age}"
        for node in guidance.all("minimumage")
        for age in [_plain(node.text) or _plain(node.get("value"))]
        if age
    ]
    for node in guidance.all("parentalrating"):
        scheme, _colon, term = node.get("href").rpartition(":")
        short = re.sub(r"^urn\b|\bmetadata\b|\bcs\b|[:;]", " ", scheme)
        system = " ".join([*short.split(), *region.split()]) or "ParentalRating"
        name, age = _plain(node.text_at("name") or node.text), _age(term)
        values = [name] if name and (not age or age.startswith("term ")) else [name, age]
        marks += [f"{system}:{value}" for value in dict.fromkeys(filter(None, values))]
    return [mark.replace(";", ",") for mark in marks]


def _age(term: str) -> str:
    spelt = term.casefold().strip()
    if spelt in _AGES:
        return _AGES[spelt]
    if re.fullmatch(r"\d+(\.\d+)*", spelt):
        return spelt if spelt.isdigit() and int(spelt[:9]) >= _AGE else f"term {term}"
    return term.strip()
