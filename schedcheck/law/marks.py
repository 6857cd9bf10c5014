"""From the text of a schedule to the age class of each programme."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat
from operator import contains
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from schedcheck.law.films import films
from schedcheck.law.mark_patterns import NOTHING, FoundMark, Mark, Vocabulary, vocabulary
from schedcheck.law.rulebook import Rulebook
from schedcheck.schedule.frame import TEXT

#: The columns that :func:`classify` makes, in their order; ``film`` is bool, the others are text.
COLUMNS = (
    "age_class",
    "level",
    "mark",
    "mark_from",
    "field_class",
    "title_class",
    "unknown_mark",
    "film",
)
_PLACES = ("", "text", "title", "field")  # where a mark stood, the weaker witness first
_CHUNK = 256  # texts looked through as one for bracketed words

Objects = npt.NDArray[np.object_]
Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]


def classify(frame: pd.DataFrame, rulebook: Rulebook) -> pd.DataFrame:
    """The age marks of a schedule frame, row by row, with the frame's own index.

    Columns: ``age_class`` with its ``level`` (``equal``, ``likely``, ``unclear``), the ``mark`` as
    printed and where it stood (``mark_from``: ``field``, ``title``, ``text``), all empty where
    there is none; ``field_class`` and ``title_class``, the strictest class that an equal mark in
    the rating fields, and in the title or failing that the other text, gives; ``unknown_mark``,
    what stands in a rating field and is not known; ``film``, whether a programme of a bound class
    is a film, by a word of its category or title or by a class that is given to films alone (of
    other programmes nobody asks).

    Of several marks the stricter class counts, then the surer level, then the rating field
    before the title before the other text.
    """
    words = vocabulary(rulebook.vocabulary, tuple(known.id for known in rulebook.classes))
    titles = _objects(frame["title"])
    codes, founds, unknowns = _fields(_objects(frame["mark_text"]), words)
    kinds = [
        _in_texts(_objects(frame["other_text"]), words),
        _in_repeated(titles, words),
        (codes, founds),
    ]
    # A mark's weight, with the place as the tie-break, decides; each row takes the heaviest.
    weights = np.zeros(len(frame), np.int32)
    marks = _filled(len(frame), "")
    for place, (codes, founds) in enumerate(kinds, start=1):
        best = [found.best for found in founds]
        weight = np.array([one.weight * 4 + place if one and one.weight else 0 for one in best])
        rows = np.flatnonzero(weight[codes] > weights)
        weights[rows] = weight[codes[rows]]
        marks[rows] = _table(one.printed if one else "" for one in best)[codes[rows]]
    classes = ["", *(known.id for known in rulebook.classes)]
    ages = weights // 16
    text_class, title_class, field_class = (
        _table(found.equal for found in founds)[codes] for codes, founds in kinds
    )
    unset = np.flatnonzero(title_class == "")
    title_class[unset] = text_class[unset]
    films_only = np.array([False, *(known.films_only for known in rulebook.classes)])
    film = films_only[ages]
    bound = np.array(["", *rulebook.bound_classes])[1:]
    asked = np.flatnonzero(np.isin(classes, bound)[ages] & ~film)
    film[asked] = films(
        _objects(frame["category"])[asked],
        titles[asked],
        rulebook.film_words,
        rulebook.other_words,
    )
    columns: dict[str, Any] = {
        "age_class": _table(classes)[ages],
        "level": _table(("", "unclear", "likely", "equal"))[weights // 4 % 4],
        "mark": marks,
        "mark_from": _table(_PLACES)[weights % 4],
        "field_class": field_class,
        "title_class": title_class,
        "unknown_mark": _table(unknowns)[kinds[2][0]],
    }
    made = {name: pd.array(values, dtype=TEXT) for name, values in columns.items()}
    return pd.DataFrame({**made, "film": film}, index=frame.index, copy=False)


def _objects(series: pd.Series[Any]) -> Objects:
    """The texts of a column, missing ones as empty; the texts themselves are not copied."""
    return series.to_numpy(dtype=object, na_value="")


def _filled(length: int, value: str) -> Objects:
    return np.full(length, value, dtype=object)


def _table(values: Iterable[str]) -> Objects:
    return np.array(list(values), dtype=object)


def _fields(values: Objects, words: Vocabulary) -> tuple[Codes, list[FoundMark], list[str]]:
    """For each row the number of its reading; the readings; what is unknown in each."""
    numbers, uniques = pd.factorize(values)
    readings = [_read_field(value, words) for value in uniques]
    founds, unknowns = [one for one, _unknown in readings], [one for _found, one in readings]
    return numbers.astype(np.int32), founds, unknowns


def _read_field(value: str, words: Vocabulary) -> tuple[FoundMark, str]:
    """What rating fields say: entries ``system:value``, the system perhaps missing."""
    marks: list[Mark] = []
    unknown: list[str] = []
    for entry in value.split("; "):
        if not entry.strip(" :"):
            continue
        known = _read_entry(entry, words)
        if known:
            marks.append(known)
        else:
            unknown.append(entry.lstrip(":"))
    best = max(marks, key=lambda mark: mark.weight, default=None)
    equals = [mark for mark in marks if mark.level == "equal"]
    equal = max(equals, key=lambda mark: mark.weight).class_id if equals else ""
    return FoundMark(best, equal), "; ".join(unknown)


def _read_entry(entry: str, words: Vocabulary) -> Mark | None:
    # A system may hold colons itself (a URL), and a value may: each colon may be the one.
    at = entry.find(":")
    while at >= 0:
        known = words.field(entry[at + 1 :], entry[:at])
        if known:
            return known
        at = entry.find(":", at + 1)
    return words.field(entry)


def _in_repeated(texts: Objects, words: Vocabulary) -> tuple[Codes, list[FoundMark]]:
    """The same as :func:`_in_texts`, for texts of which most stand many times."""
    numbers, uniques = pd.factorize(texts)
    codes, founds = _in_texts(uniques, words)
    return codes[numbers], founds


def _in_texts(texts: Objects, words: Vocabulary) -> tuple[Codes, list[FoundMark]]:
    """For each text the number of what was found in it, 0 for nothing; and what was found.

    Most texts hold no mark, and are passed over by tests that run outside of Python; the same
    text is read once.
    """
    founds: list[FoundMark] = [NOTHING]
    known: dict[int, int] = {id(NOTHING): 0}

    def number(found: FoundMark) -> int:
        # By identity, for most are one and the same; the list keeps each alive.
        at = known.setdefault(id(found), len(founds))
        if at == len(founds):
            founds.append(found)
        return at

    codes = np.zeros(len(texts), np.int32)
    rows = _with_any(texts, words.signs, np.arange(len(texts)))
    numbers, uniques = pd.factorize(texts[rows])
    quick = [words.bracketed_last(text) for text in uniques]
    unread = np.array([at for at, found in enumerate(quick) if found is None], np.intp)
    for at in _with_any(uniques, words.cores, unread).tolist():
        quick[at] = words.text(uniques[at])
    told = np.array([number(found or NOTHING) for found in quick], np.int32)
    if len(rows):
        codes[rows] = told[numbers]
    for row in _with_words(texts, words):
        codes[row] = number(words.text(texts[row]))
    return codes, founds


def _with_any(texts: Objects, parts: Iterable[str], rows: Rows) -> Rows:
    """Those of ``rows`` whose text contains any of the ``parts``."""
    chosen = texts[rows]
    found = np.zeros(len(rows), bool)
    for part in parts:
        found |= np.fromiter(map(contains, chosen, repeat(part)), bool, len(rows))
    return rows[found]


def _with_words(texts: Objects, words: Vocabulary) -> list[int]:
    """The rows with a bracketed word, looked for in many texts at once."""
    return [
        row
        for start in range(0, len(texts), _CHUNK)
        if words.has_word("\n".join(texts[start : start + _CHUNK]))
        for row in range(start, min(start + _CHUNK, len(texts)))
        if words.has_word(texts[row])
    ]
