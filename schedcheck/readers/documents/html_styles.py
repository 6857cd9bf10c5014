"""What the styles of an HTML page say of its text: that it is struck through, or not shown.

Only what says so by itself counts: the style of an element, the rules of the page's own style
sheets for a class alone, and not those for some screens (``@media``). Of style sheets that are not
in the page, the names that common ones have for what they hide.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from schedcheck.readers.documents.hidden_text import pale
from schedcheck.readers.documents.pictures import picture_text

_THROUGH = "line-through"
_RULE = re.compile(r"(?<![^{}])([^{}]*+)\{([^}]*+)(?:\}|\Z)")
_FOR_SOME = re.compile(r"@[^{};]*+\{(?>(?:[^{}]*+\{[^{}]*+\})*)[^{}]*+\}")
_CLASS = re.compile(r"\.([\w-]+)\s*(?:,|$)", re.MULTILINE)
_ALONE = re.compile(r"(?:\A|,)\s*+\w*+\.([\w-]++)\s*+(?=,|\Z)")
#: What a style sheet shows beside elements of a class: .e18::after { content: "18+" }.
_ADDING = re.compile(r"\.([\w-]++)::?(?:before|after)\s*+(?=,|\Z)")
_CONTENT, _DIGIT = re.compile(r"content\s*+:\s*+([\"'])([^\"']{1,60})\1"), re.compile(r"\d")
#: Letters by their numbers, \\31 8+, and a picture that a style sheet shows.
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_URL = re.compile(r"url\(\s*+[\"']?([^\"')]{1,200})")
_LONGEST_ADDED = 30
_BEHIND = re.compile(r"(?:\A|[;{\s])background(?:-color|-image)?\s*+:\s*+([^;}]{1,60})")
#: Styles under which a browser shows nothing, in small letters and without blanks.
_UNSEEN = re.compile(
    r"(?:\A|[;{])(?:display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0*)?(?![.\d])"
    r"|(?:max-)?(?:height|width):0(?:px)?(?![.\d%]).*overflow(?:-[xy])?:hidden"
    r"|overflow(?:-[xy])?:hidden.*;(?:max-)?(?:height|width):0(?:px)?(?![.\d%])"
    r"|clip:rect\((?:0(?:px)?,?){4}\)|clip:rect\((?:1px,?){4}\)|clip-path:inset\((?:50|100)%"
    r"|transform:scale[xy]?\(0(?:,0)?\)"
    r"|font-size:(?:0(?![.\d])|[01](?:\.\d{1,9})?(?:px|pt))"
    r"|(?:left|right|top|text-indent|margin-left):-\d{3,9}(?:px|em|pt))"
)
#: What the style sheets of common libraries call what they hide (what only is read aloud is not
#: among these) or strike through, and how a class says that it is shown on some screens all the
#: same: d-none d-md-block, hidden md:block.
_HIDDEN_BY = frozenset({"d-none", "hidden", "is-hidden", "hide", "invisible", "is-invisible"})
_STRUCK_BY = frozenset({"line-through", "strikethrough", "text-decoration-line-through"})
_SHOWN_ELSEWHERE = re.compile(r"\bd-\w+-|[a-z]:")
_COLOUR = re.compile(r"(?:\A|[;{])color:([^;}!]{1,40})")


class PageStyles(Struct, frozen=True):
    """The classes that the style sheets of a page strike through, hide, and set on a colour.

    ``elsewhere``: the page has style sheets that are not in it. ``adding``: class -> the short text
    with a number that is shown before or behind its elements.
    """

    struck: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    shaded: frozenset[str] = frozenset()
    elsewhere: bool = False
    adding: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Any) -> PageStyles:
        """The styles of a page."""
        struck: set[str] = set()
        hidden: set[str] = set()
        shaded: set[str] = set()
        adding: dict[str, str] = {}
        linked = any("stylesheet" in one.get("rel", "").casefold() for one in root.iter("link"))
        for style in root.iter("style"):
            text = style.text or ""
            linked = linked or "@import" in text
            for rule in _RULE.finditer(text):
                if said := _text_added(rule[2]):
                    adding |= dict.fromkeys(_ADDING.findall(rule[1]), said)
                if said := _text_of_picture(rule[2]):
                    names = [*_ADDING.findall(rule[1]), *_ALONE.findall(rule[1])]
                    adding |= dict.fromkeys(names, said)
                if _THROUGH in rule[2].casefold():
                    struck.update(_CLASS.findall(rule[1]))
            for rule in _RULE.finditer(_FOR_SOME.sub("", text)):
                names = _ALONE.findall(rule[1])
                shaded.update(names if _is_dark(rule[2]) else ())
                if _hides(rule[2]):
                    hidden.update(names)
                elif "display" in rule[2]:  # the last rule holds
                    hidden.difference_update(names)
        return cls(frozenset(struck), frozenset(hidden), frozenset(shaded), linked, adding)

    def strike(self, element: Any) -> bool:
        """Whether an element is struck through."""
        style = element.get("style")
        if style is not None and _THROUGH in style.casefold():
            return True
        return _of(element, self.struck) or (self.elsewhere and _of(element, _STRUCK_BY))

    def hide(self, element: Any) -> bool:
        """Whether an element is not shown, or shown in white on white."""
        style, colour = element.get("style"), element.get("color")
        if "hidden" in element.attrib or _of(element, self.hidden):
            return True
        if self.elsewhere and _of(element, _HIDDEN_BY):
            return _SHOWN_ELSEWHERE.search(element.get("class")) is None
        if style is None and colour is None:
            return False
        if style is not None and _hides(style):
            return True
        return pale(_colour(style or "") or colour or "") and not self._is_shaded(element)

    def added(self, element: Any) -> str:
        """The text that a style sheet adds to an element, empty where none."""
        names = element.get("class", "").split() if self.adding else ()
        return next((self.adding[name] for name in names if name in self.adding), "")

    def hide_row(self, row: Any, table: Any) -> bool:
        """Whether a row of a table is not shown, or the part of the table that it is in."""
        while row is not table:
            if self.hide(row):
                return True
            row = row.getparent()
        return False

    def _is_shaded(self, element: Any) -> bool:
        """Whether a colour is behind an element, or may be by style sheets that are elsewhere.

        LibreOffice sets it on an element within that of the colour of the letters.
        """
        for one in (*element.iter(), *element.iterancestors()):
            behind = one.get("bgcolor")
            if (behind and not pale(behind)) or _is_dark(one.get("style", "")):
                return True
            if _of(one, self.shaded) or (self.elsewhere and one.get("class")):
                return True
        return False


def _text_added(rule: str) -> str:
    """The short text with a number that a rule adds, empty where it adds none."""
    content = _CONTENT.search(rule)
    text = _ESCAPE.sub(_letter, content[2]) if content else ""
    return text if len(text) <= _LONGEST_ADDED and _DIGIT.search(text) else ""


def _letter(escape: re.Match[str]) -> str:
    number = int(escape[1], 16)
    return chr(number) if number <= sys.maxunicode else ""


def _text_of_picture(rule: str) -> str:
    """The mark that the picture of a rule is named for, ``18plus.png``; empty for none."""
    address = _URL.search(rule)
    return picture_text(name=address[1]) if address else ""


def _of(element: Any, classes: frozenset[str]) -> bool:
    if not classes:
        return False
    named = element.get("class")
    return named is not None and not classes.isdisjoint(named.split())


def _is_dark(style: str) -> bool:
    """Whether the declarations of a style set a background that is not white."""
    found = _BEHIND.search(style)
    value = found[1].strip().casefold() if found else ""
    return value not in {"", "none", "inherit", "initial", "unset"} and not pale(value)


def _hides(style: str) -> bool:
    """Whether the declarations of a style leave a text unseen, whatever its colour."""
    return _UNSEEN.search("".join(style.casefold().split())) is not None


def _colour(style: str) -> str:
    """The colour of text that the declarations of a style set, empty where none."""
    found = _COLOUR.search("".join(style.casefold().split()))
    return found[1] if found else ""
