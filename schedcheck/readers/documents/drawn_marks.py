"""Marks that a page shows without a text of their own: a style sheet draws them for a class, a
picture shows them, or they are a number that is set apart beside a title.

A number alone may be anything: it is held against those of all elements of the page that are named
alike, and is an unclear mark, «(18)», where all of these are numbers of age classes.
"""

from __future__ import annotations

import base64
import re
from binascii import Error as Base64Error
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from msgspec import Struct, field

from schedcheck.messages import msg
from schedcheck.readers.documents.html_styles import PageStyles
from schedcheck.readers.documents.office_xml import tag
from schedcheck.readers.documents.pictures import (
    CLASSES,
    attribute_text,
    bare_mark,
    class_text,
    is_hint,
    numbered_text,
    numbers_in,
    picture_text,
    source_of,
)
from schedcheck.readers.values.age_names import (
    asks_for_adults,
    counts_something,
    has_adult_mark,
    has_mark,
    names_an_age,
)
from schedcheck.schedule.reading import Fault, Reading

_ADULT = frozenset(("18", "21"))
_ADULT_VALUE = re.compile(r"\s*(18|21)\s*(?:\+\s*)?")
#: A class or id that ends with a number, and what the number is of: icon-18, r18, b18plus.
_NUMBERED = re.compile(r"([a-z_-]*)(\d{1,2})(?:plus|p)?", re.IGNORECASE)
#: Classes of a programme for adults, which hold its text.
_OF_ADULTS = re.compile(
    r"(?:(?:is|for|only)[_-]?)?adults?(?:[_-]?only)?|erotica?|nsfw"
    r"|(?:[a-z]{2,12}[_-])?[a-z]?(?:(?:18|21|eighteen)[_-]?plus|plus[_-]?(?:18|21))",
    re.IGNORECASE,
)
#: Classes of what is for adults, which say no number.
_FOR_ADULTS = re.compile(
    r"(?:\w{0,40}[_-])?(?:adults?(?:[_-]?only)?|(?:over|from|is)[_-]?(?:18|21)|erotica?|eighteen)"
    r"(?:[_-]\w{0,40})?",
    re.IGNORECASE,
)
#: The address of a page that lists what is for adults: /18plus/, /age/18, ?age=18, /adult/.
_LINK = re.compile(
    r"(?:^|[/?&_=-])(?:(18|21)[_-]?(?:plus|\+|%2b)"
    r"|(?:age|rating|limit|adult|vozrast)s?[/=_-]?(18|21)|(?<=/)adults?(?=/))(?=[/._?&#-]|$)",
    re.IGNORECASE,
)
#: Elements that set a number apart.
_APART = frozenset(
    ("abbr", "b", "big", "em", "font", "i", "label", "mark", "small", "span", "strong", "sub",
     "sup", "u")
)  # fmt: skip
_NUMBER = re.compile(r"\d{1,2}")
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")
#: Before a number that counts something else.
_COUNTED = re.compile(
    r"(?:[\d:№#.,/-]|(?<!\w)(?:сери[яи]|сер\.?|выпуск|вып\.?|част[ьи]|ч\.|сезон|эпизод|тур|бөлім|"
    r"шығарылым|маусым|топ|s|e|ep\.?|episode|season|part|no\.?))\s*\Z",
    re.IGNORECASE,
)
CLOCK = re.compile(r"(?<!\d)[012]?\d[:.][0-5]\d(?!\d)")
#: Letters for which a style sheet takes a text: --age: "18+".
_PROPERTY = re.compile(r"(?<![\w-])--[\w-]+\s*:\s*([^;]+)")
_MARKS = re.compile(r"(?<![\d.])\d{1,2}\s?\+(?!\d)")
#: So many marks make a page one that prints them.
_FEW = 2
_SVG = "data:image/svg+xml"
_LARGEST = 100_000
_TAG = re.compile(r"<[^<>]*>")
#: So many pictures of one page are reported.
_MOST = 20
_UNREAD = msg(
    "a picture beside this programme, which has no mark where others have one, and nothing here "
    "reads pictures: look at it, and write the mark as text"
)


class DrawnMarks(Struct):
    """What a page draws. ``numbers``: in the names of its pictures. ``drawn``: what the names of
    its classes begin with where a number behind it is a mark; ``apart``: elements and classes in
    which a number is one; ``hints``: elements and their
    attributes in which one is. ``unread``: pictures that say nothing, by the places of their lines.
    """

    styles: PageStyles = field(default_factory=PageStyles)
    numbers: frozenset[str] = frozenset()
    drawn: frozenset[str] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()
    hints: frozenset[tuple[str, str]] = frozenset()
    unread: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Any) -> DrawnMarks:
        """What the page under ``root`` draws."""
        text = "".join(root.itertext())
        starts, printed = len(CLOCK.findall(text)), len(_MARKS.findall(text))
        empty: dict[str, Counter[str]] = defaultdict(Counter)
        apart: dict[tuple[str, str], set[str]] = defaultdict(set)
        hints: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in root.iter():
            words = (one.text or "").strip()
            for key, value in one.attrib.items():
                if value.strip().isdecimal() and is_hint(key) and not counts_something(key):
                    hints[tag(one), key].add(value.strip())
            if len(one):
                continue
            if not words:
                for begun, number in _numbers_of(one):
                    empty[begun][number] += 1
            elif _NUMBER.fullmatch(words) and tag(one) in _APART:
                apart[tag(one), one.get("class", "")].add(words)
        return cls(
            PageStyles.of(root),
            numbers_in(root),
            # one number beside every programme is a size
            frozenset(
                begun
                for begun, found in empty.items()
                if _are_ages(found, several=2 * found.total() > starts)
            ),
            frozenset(
                kind for kind, found in apart.items() if _are_ages(found, several=printed < _FEW)
            ),
            frozenset(kind for kind, found in hints.items() if _are_ages(found, several=True)),
        )

    def beside(self, element: Any, line: str, *, listed: bool) -> str:
        """The mark that an element says beside its text: in an attribute, or by a style sheet.

        ``line``: the text before it in its line. ``listed``: a schedule has begun.
        """
        attributes = element.attrib
        said = attribute_text(attributes) or self.styles.added(element)
        text, name = (element.text or "").strip(), tag(element)
        if not said:
            hinted = (element.get(key, "") for kind, key in self.hints if kind == name)
            said = next(filter(None, map(bare_mark, hinted)), "")
        if not said and not len(element):
            said = self._leaf(element, name, text, line, listed=listed)
        if not said and listed and name == "a" and not has_adult_mark(element.text_content()):
            found = _LINK.search(attributes.get("href", ""))
            said = bare_mark(found[1] or found[2] or "18") if found else ""
        said = said or _of_custom(name, attributes)
        return said or self._drawn(source_of(name, attributes))

    def _leaf(self, element: Any, name: str, text: str, line: str, *, listed: bool) -> str:
        classes = element.get("class", "")
        if text:
            names = (classes, element.get("itemprop", ""), name)
            # ages of schema.org: 18- is 18 and over
            said = bare_mark(text.removesuffix("-")) if any(map(names_an_age, names)) else ""
            apart = (name, classes) in self.apart and not _is_counted(element, line)
            return said or (bare_mark(text) if apart else "")
        said = class_text(classes) or class_text(element.get("id", ""))
        if said or not listed or name == "a":
            return said
        if asks_for_adults(name):
            return bare_mark("18")
        if any(_FOR_ADULTS.fullmatch(one) for one in classes.split()):
            return bare_mark("18")
        found = (number for begun, number in _numbers_of(element) if begun in self.drawn)
        return next((bare_mark(number) for number in found if number in _ADULT), "")

    def of_field(self, field_: Any) -> str:
        """The mark that a ticked field says."""
        attributes = field_.attrib
        if "checked" not in attributes:
            return ""
        asked = asks_for_adults(attributes.get("name", ""))
        return attribute_text(attributes) or (bare_mark("18") if asked else "")

    def of_classes(self, element: Any, *, listed: bool) -> str:
        """An unclear mark for an element with the text of one programme whose class or id says
        that it is for adults.
        """
        names = (*element.get("class", "").split(), element.get("id", ""))
        if not any(map(_is_of_adults, names)) or not (len(element) or element.text):
            return ""
        text = element.text_content()
        clocks = len(CLOCK.findall(text))
        one = clocks == 1 or (listed and not clocks)
        clock_alone = _DIGIT.search(text) and not _LETTER.search(text)
        return "" if not one or clock_alone or has_mark(text) else bare_mark("18")

    def of_picture(self, name: str, element: Any, place: str) -> str:
        """What a picture says: in its texts, or by the name of its file. ``place``: of its line."""
        if name == "svg":
            inner = list(element.iter("use", "image", "text", "title", "desc"))
            said = attribute_text(element.attrib)
            if said:
                return said
            text = " ".join(" ".join(filter(None, (one.text for one in inner))).split())
            drawn = (self._drawn(source_of(tag(one), one.attrib)) for one in inner)
            return picture_text(text) or next(filter(None, drawn), "")
        address = source_of(name, element.attrib)
        texts = (element.get("alt"), element.get("title"))
        said = picture_text(*texts, name="" if address.startswith("data:") else address)
        said = bare_mark(said) or said or self._drawn(address)
        if not said and address and not any(text and text.strip() for text in texts):
            self.unread.setdefault(place, set()).add(address)
        return said

    def _drawn(self, address: str) -> str:
        """The mark that a picture says by what is in it, its name, or the number of that alone."""
        if address.startswith("data:"):
            return picture_text(_text_in(address))
        if not address:
            return ""
        return picture_text(name=address.lstrip("#")) or numbered_text(address, self.numbers)

    def faults(self, reading: Reading, file: str) -> Iterator[Fault]:
        """An ``unaccounted`` fault for each programme without a mark that has a picture beside it
        which no programme with a mark has, where most programmes have marks.
        """
        frame = reading.frame
        if not self.unread or frame.empty:
            return
        texts = frame["title"].fillna("") + " " + frame["other_text"].fillna("")
        marked = (frame["mark_text"].fillna("") != "") | texts.map(has_mark)
        places = frame["place"]
        if marked.sum() < max(_FEW, len(frame) / 2):
            return
        common = set().union(*(self.unread.get(place, set()) for place in places[marked]))
        lost = [place for place in places[~marked] if self.unread.get(place, set()) - common]
        titles = dict(zip(places, frame["title"], strict=True))
        for place in lost[:_MOST]:
            yield Fault("unaccounted", file, place, titles[place], _UNREAD)


def _is_of_adults(name: str) -> bool:
    """Whether a class or id says by a word or an age (``age-18``) that it is for adults."""
    numbered = _NUMBERED.fullmatch(name)
    aged = numbered and numbered[2] in _ADULT and names_an_age(numbered[1])
    return bool(aged) or _OF_ADULTS.fullmatch(name) is not None


def _are_ages(numbers: Iterable[str], *, several: bool) -> bool:
    """Whether numbers of elements that are named alike are ages. ``several``: one is not enough."""
    found = set(numbers)
    return bool(found & _ADULT) and found <= CLASSES and (len(found) > 1 or not several)


def _numbers_of(element: Any) -> Iterator[tuple[str, str]]:
    """The numbers that the classes and the id of an element end with, and what is before each."""
    for name in (*element.get("class", "").split(), element.get("id", "")):
        if found := _NUMBERED.fullmatch(name):
            yield found[1].rstrip("_-"), found[2]


def _is_counted(element: Any, line: str) -> bool:
    """Whether a number that is set apart belongs to the words before or behind it."""
    if not _LETTER.search(line) or _COUNTED.search(line):
        return True
    inner = element
    while True:
        behind = [
            inner.tail or "",
            *(one.text_content() + (one.tail or "") for one in _next(inner)),
        ]
        if "".join(behind).strip():
            return True
        inner = inner.getparent()
        if inner is None or tag(inner) not in _APART | {"a"}:
            return False


def _next(element: Any) -> Iterator[Any]:
    """The elements behind one up to the end of its line."""
    for one in element.itersiblings():
        if not isinstance(one.tag, str):
            continue
        if tag(one) not in _APART | {"a"}:
            return
        yield one


def _of_custom(name: str, attributes: Mapping[str, str]) -> str:
    """The mark that an element of a name of its own says: a script draws it, or a style sheet of
    the page a property that holds it.
    """
    for key, value in attributes.items():
        found = _ADULT_VALUE.fullmatch(value) if "-" in name else None
        if found and (names_an_age(key) or names_an_age(name)):
            return f"{found[1]}+"
        if key == "style" and "--" in value:
            said = (one[1].strip("\"' ") for one in _PROPERTY.finditer(value))
            return next(filter(has_adult_mark, said), "")
    return ""


def _text_in(address: str) -> str:
    """The text of a drawing that an address holds itself; empty for other pictures."""
    if not address.casefold().startswith(_SVG) or len(address) > _LARGEST:
        return ""
    head, _comma, content = address.partition(",")
    data = unquote_to_bytes(content)
    if head.casefold().endswith(";base64"):
        try:
            data = base64.b64decode(data)
        except Base64Error:
            return ""
    return " ".join(_TAG.sub(" ", data.decode(errors="replace")).split())
