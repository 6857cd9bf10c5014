"""What people read: the one way from a message in the code to words in a language.

English is the source language; ``locale/`` holds the others (gettext catalogues).
A finding keeps a :class:`Message`, and the words are made when it is printed.

A place in a file is part of the evidence and the same in every language: ``line 8739``,
``page 2, line 5``, ``table 1, row 3, column 2``, ``entry 12``, ``Sheet1!C14``, ``$.epg[3]``. It is
written by the functions here, kept so in the schedule and in JSON, and read back by
:func:`place_in_words`, which says it in the language chosen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field

from schedcheck.messages.language import catalogue, current_language

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa


def _(text: str) -> str:
    """``text`` in the current language."""
    if not text:
        return ""  # which the catalogues give their own heads for
    return catalogue().gettext(text)


def N_(text: str) -> str:  # noqa: N802 - the name that extractors of translations know
    """``text`` itself: marked for translation where it is, said elsewhere."""
    return text


def in_language(texts: Mapping[str, str]) -> str:
    """Of a text that data gives in several languages that of the one chosen, or the English one."""
    for language in (current_language(), "en"):
        if texts.get(language):
            return texts[language]
    return next(iter(texts.values()), "")


def plural(one: str, many: str, count: int) -> str:
    """The form of a counted message that ``count`` asks for, with ``%(count)d`` filled in."""
    return catalogue().ngettext(one, many, count) % {"count": count}


class Message(Struct, frozen=True):
    """A message not yet in any language: the English text and the values for its places."""

    text: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        from schedcheck.messages.formats import in_words

        return _(self.text) % {name: in_words(value) for name, value in self.values.items()}

    def __reduce__(self) -> tuple[object, ...]:
        """How it goes to another process: a view of a mapping goes nowhere."""
        return _again, (self.text, dict(self.values))


def _again(text: str, values: dict[str, object]) -> Message:
    return Message(text, MappingProxyType(values))


class LocalizedText(Struct, frozen=True):
    """A text that data gives in several languages, said in that of the message it is in."""

    texts: Mapping[str, str]

    def __str__(self) -> str:
        return in_language(self.texts)


def msg(text: str, /, **values: object) -> Message:
    """A :class:`Message`; the name is what the extractor of translations looks for."""
    return Message(text, MappingProxyType(values))


def as_printed(text: str) -> Message:
    """A message that was put into words before: the same in every language."""
    return Message("%(text)s", MappingProxyType({"text": text}))


#: The old name of :func:`msg`, which readers of other packages may use.
said = msg


#: What is counted in a file -> how the one of a number is called.
_NUMBERED: Mapping[str, str] = {
    "line": N_("line %(number)s"),
    "page": N_("page %(number)s"),
    "paragraph": N_("paragraph %(number)s"),
    "table": N_("table %(number)s"),
    "row": N_("row %(number)s"),
    "column": N_("column %(number)s"),
    "entry": N_("entry %(number)s"),
}
#: So few places are written faster one by one.
_FEW = 1000
PAGE_HEADER = "page header"
_PART = re.compile(rf"({'|'.join(_NUMBERED)}) (\d+)")
#: A reply that is a line of its own, and the path in it.
_IN_REPLY = re.compile(r"(line \d+) (\$.*)", re.DOTALL)
_APART = ", "


def line_place(number: int, of: str = "") -> str:
    """The place of a line, the first being 1, in the whole file or in the page ``of``."""
    return f"{of}{_APART}line {number}" if of else f"line {number}"


def line_places(numbers: Sequence[int] | npt.NDArray[np.int64]) -> pa.Array:
    """The places of many lines, as an Arrow array of large_string: a guide has millions."""
    return _numbered("line", numbers)


def _numbered(what: str, numbers: Sequence[int] | npt.NDArray[np.int64]) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = pa.large_string()
    counted = pa.array(numbers, pa.int64())
    if len(counted) <= _FEW:
        return pa.array([f"{what} {number}" for number in counted.to_pylist()], kind)
    digits = pc.cast(counted, kind)
    return pc.binary_join_element_wise(pa.scalar(what, kind), digits, pa.scalar(" ", kind))


def page_place(number: int) -> str:
    """The place of a page."""
    return f"page {number}"


def paragraph_place(number: int) -> str:
    """The place of a paragraph of a document."""
    return f"paragraph {number}"


def table_place(number: int, of: str = "") -> str:
    """The place of a table, in the whole document or in the page ``of``."""
    return f"{of}{_APART}table {number}" if of else f"table {number}"


def row_place(table: str, number: int) -> str:
    """The place of a row of the table at ``table``."""
    return f"{table}{_APART}row {number}"


def cell_place(table: str, row: int, column: int) -> str:
    """The place of a cell of the table at ``table``."""
    return f"{row_place(table, row)}{_APART}column {column}"


def entry_place(number: int) -> str:
    """The place of an entry of a file that has no lines."""
    return f"entry {number}"


def entry_places(count: int) -> pa.Array:
    """The places of the entries 1 to ``count``, as :func:`line_places` gives them."""
    return _numbered("entry", range(1, count + 1))


def reply_place(number: int) -> str:
    """The place of the whole of a reply that begins in a line of a file of several."""
    return f"line {number} $"


def without_column(place: str) -> str:
    """The place of the row that a place is in, where it is a column of one."""
    return place.partition(f"{_APART}column ")[0]


def line_number(place: str) -> int | None:
    """The number of the line, where a place is a line and nothing else."""
    found = _PART.fullmatch(place)
    return int(found[2]) if found and found[1] == "line" else None


def place_in_words(place: str) -> str:
    """A place as people read it: ``строка 65``; an address in a sheet or a path as it is."""
    if part := _PART.fullmatch(place):  # nearly all are so
        return _(_NUMBERED[part[1]]) % {"number": part[2]}
    if place == PAGE_HEADER:
        return _("page header")
    if reply := _IN_REPLY.fullmatch(place):
        return f"{place_in_words(reply[1])} {reply[2]}"
    parts = place.split(_APART)
    return _APART.join(map(place_in_words, parts)) if all(map(_PART.fullmatch, parts)) else place


def where_in_words(file: str, place: str) -> str:
    """A file and the place in it."""
    return f"{file}{_APART}{place_in_words(place)}" if place else file


class Place(Struct, frozen=True):
    """A place in a message: said in the language in which the message is."""

    text: str

    def __str__(self) -> str:
        return place_in_words(self.text)
