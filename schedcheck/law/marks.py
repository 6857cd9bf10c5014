"""From the texts of a schedule to the age class of each programme, and whether it is a film."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from schedcheck.law.mark_patterns import LEVELS, NOTHING, FoundMark, Vocabulary, vocabulary
from schedcheck.law.plain_text import has_pieces, odd_signs
from schedcheck.law.rating_fields import (
    IN_TITLES,
    WHOLE,
    by_listing,
    left_out,
    read_field,
    sources_of,
)
from schedcheck.law.rulebook import Rulebook
from schedcheck.schedule.building import distinct, long_texts, matching, text_chunks, texts_of
from schedcheck.schedule.frame import TEXT

_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|„[^„“”]*[“”]|\"[^\"]*\"")
#: What a text says: it is a film, it is not one, or (None) nothing.
_Answer = bool | None

Objects = npt.NDArray[np.object_]
T = TypeVar("T")


#: The columns that :func:`classify` makes, in their order; ``film`` is bool, the others are text.
COLUMNS = (
    "age_class",
    "level",
    "mark",
    "mark_from",
    "field_class",
    "title_class",
    "unknown_mark",
    "doubt",
    "film",
)
_PLACES = ("", "text", "title", "field")  # where a mark was, the weaker witness first
_STEPS = len(_PLACES)
_OF_CLASS = 8 * _STEPS  # what lies between the weights of two classes
_CHUNK = 256  # texts looked through as one for words and odd signs
_REMEMBERED = 1 << 14  # texts of which it is kept what was found in them

Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]
Kind = tuple[int, Codes, list[FoundMark]]


def classify(
    frame: pd.DataFrame, rulebook: Rulebook, jobs: int = 1, owners: Rows | None = None
) -> pd.DataFrame:
    """The age marks of a schedule frame, row by row, with the frame's own index.

    Many long texts are searched by ``jobs`` threads. ``owners``: for each row the number of its
    source, whose programmes are marked alike; None where each file is one.

    Columns: ``age_class`` with its ``level`` (``equal``, ``likely``, ``unclear``, ``hidden``: a
    mark that shows only in the plain form of the text, ``promo``: one of what is announced), the
    ``mark`` as printed and where it was (``mark_from``: ``field``, ``title``, ``text``), all
    empty where there is none; ``field_class`` and ``title_class``, the strictest class that an
    equal mark in the rating fields, and in the title or failing that the other text, gives;
    ``unknown_mark``, what is in a rating field and is not known; ``doubt``, what may be a mark
    of a stricter class than the bound one that is sure; ``film``, whether a programme of a bound
    class is a film, by a word of its category or title or by a class that is given to films alone
    (of other programmes nobody asks).

    Of several marks the stricter class counts, then the surer level, then the rating field
    before the title before the other text (the category is part of it); but what is not sure never
    silences a sure mark of a bound class.
    """
    words = vocabulary(rulebook.vocabulary, tuple(known.id for known in rulebook.classes))
    texts = list(text_chunks(frame["other_text"]))
    found = matching(texts, words.sieve, _CHUNK, jobs)
    titles, categories = texts_of(frame["title"]), texts_of(frame["category"])
    field_codes, field_founds, unknowns = _fields(texts_of(frame["mark_text"]), words, rulebook)
    in_title = _in_repeated(titles, words)
    in_other = _in_texts(texts, found, words, described=True)
    sources = sources_of(distinct(texts_of(frame["file"]))[0] if owners is None else owners)
    listed = partial(by_listing, sources=sources, read=words.field, doubted=words.doubted)
    _add(in_title, listed(titles.__getitem__, shapes=IN_TITLES))
    _add(in_other, listed(_texts_at(frame["other_text"]), shapes=WHOLE))
    kinds = [
        (1, *in_other),
        (1, *_in_repeated(categories, words, each_alone=True)),
        (2, *in_title),
        (3, field_codes, field_founds),
    ]
    classes = _table(["", *(known.id for known in rulebook.classes)])
    bound = np.isin(classes, rulebook.bound_classes)
    weights, marks, doubt = _weighed(kinds, len(frame), bound)
    for row, mark in left_out(titles, sources, weights > 0, words.left_out).items():
        weights[row], marks[row] = mark.weight * _STEPS + _PLACES.index("title"), mark.printed
    ages = weights // _OF_CLASS
    ranks = {known: rank for rank, known in enumerate(classes)}
    *others, in_titles, in_fields = (
        np.array([ranks[found.equal] for found in founds], np.int32).take(codes)
        for _place, codes, founds in kinds
    )
    for other in others:
        in_titles = np.where(in_titles == 0, other, in_titles)
    del kinds, others, in_title  # the columns that are made now take enough
    levels = _table(LEVELS)[weights // _STEPS % 8]
    films_only = np.array([False, *(known.films_only for known in rulebook.classes)])
    film = films_only[ages]
    asked = np.flatnonzero(bound[ages] & ~film)
    film[asked] = films(categories[asked], titles[asked], rulebook.film_words, rulebook.other_words)
    if rulebook.promos == "exempt":
        own = bound[in_fields]
        asked = np.flatnonzero(bound[ages] & ~own & (weights % _STEPS < _PLACES.index("field")))
        promos = are_promos(categories[asked], titles[asked], rulebook.promo_words)
        levels[asked[promos]] = "promo"
    columns: dict[str, Any] = {
        "age_class": classes[ages],
        "level": levels,
        "mark": marks,
        "mark_from": _table(_PLACES)[weights % _STEPS],
        "field_class": classes[in_fields],
        "title_class": classes[in_titles],
        "unknown_mark": _table(unknowns)[field_codes],
        "doubt": doubt,
    }
    made = {name: pd.array(values, dtype=TEXT, copy=False) for name, values in columns.items()}
    return pd.DataFrame({**made, "film": film}, index=frame.index, copy=False)


def marks_of_nothing() -> pd.DataFrame:
    """What :func:`classify` makes of a schedule without rows."""
    made: dict[str, Any] = {name: pd.array([], dtype=TEXT) for name in COLUMNS}
    return pd.DataFrame({**made, "film": np.zeros(0, np.bool_)})


def _weighed(kinds: Sequence[Kind], rows: int, bound: Flags) -> tuple[Codes, Objects, Objects]:
    """For each row the weight of the mark that counts, its text, and that of one that is doubted.

    ``bound``: which classes are bound, by their number.
    """
    weights, marks = _heaviest(kinds, rows, "best")
    sure, sure_marks = _heaviest(kinds, rows, "sure")
    passed = np.flatnonzero(bound[sure // _OF_CLASS] & (weights > sure + _STEPS))
    doubt = _filled(rows, "")
    doubt[passed] = marks[passed]
    weights[passed], marks[passed] = sure[passed], sure_marks[passed]
    return weights, marks, doubt


def _heaviest(kinds: Iterable[Kind], rows: int, which: str) -> tuple[Codes, Objects]:
    """The weight of each row's heaviest mark, with the place as the tie-break, and its text.

    ``which``: the ``best`` of each text, or the ``sure`` one.
    """
    weights, printed = np.zeros(rows, np.int32), _filled(rows, "")
    for place, codes, founds in kinds:
        marks = [getattr(found, which) for found in founds]
        known = [one.weight * _STEPS + place if one and one.weight else 0 for one in marks]
        if not any(known):
            continue
        weight = np.array(known, np.int32).take(codes)
        heavier = np.flatnonzero(weight > weights)
        weights[heavier] = weight[heavier]
        printed[heavier] = _table(one.printed if one else "" for one in marks)[codes[heavier]]
    return weights, printed


def _add(kind: tuple[Codes, list[FoundMark]], found: dict[int, FoundMark]) -> None:
    """Put what was found in single rows in the place of what their texts alone say."""
    codes, founds = kind
    for row, mark in found.items():
        founds.append(mark)
        codes[row] = len(founds) - 1


def _texts_at(column: pd.Series[Any]) -> Callable[[Rows], Objects]:
    """What gives the texts in some rows, each by itself: Arrow joins all chunks to take them."""
    arrow = pa.array(column.array)
    return lambda rows: _table(arrow[row].as_py() or "" for row in rows.tolist())


def _filled(length: int, value: str) -> Objects:
    column = np.empty(length, object)
    column.fill(value)  # numpy.full would make the text anew for each
    return column


def _table(values: Iterable[Any]) -> Objects:
    return np.array(list(values), dtype=object)


def _fields(
    values: Objects, words: Vocabulary, rulebook: Rulebook
) -> tuple[Codes, list[FoundMark], list[str]]:
    """For each row the number of its reading; the readings; what is unknown in each."""
    countries, bound = rulebook.countries, rulebook.bound_classes
    numbers, readings = _each_once(values, lambda value: read_field(value, words, countries, bound))
    founds, unknowns = [one for one, _unknown in readings], [one for _found, one in readings]
    return numbers, founds, unknowns


def _each_once(texts: Objects, ask: Callable[[str], T]) -> tuple[Codes, list[T]]:
    """For each row the number of its answer, and the answers: most texts occur many times."""
    numbers, uniques = distinct(texts)
    return numbers.astype(np.int32), list(map(ask, uniques))


def _in_repeated(
    texts: Objects, words: Vocabulary, *, each_alone: bool = False
) -> tuple[Codes, list[FoundMark]]:
    """The same as :func:`_in_texts`, for texts of which most occur many times.

    ``each_alone``: several in one text, parted by ``; ``, are lines of their own.
    """
    numbers, uniques = distinct(texts)
    if each_alone:
        uniques = _table(text.replace("; ", "\n") for text in uniques.tolist())
    if len(uniques) > _CHUNK:
        every = [long_texts(uniques)]
        codes, founds = _in_texts(every, matching(every, words.sieve, _CHUNK), words)
        return codes[numbers], founds
    return numbers.astype(np.int32), _remembered(uniques.tolist(), words)


def _remembered(texts: list[str], words: Vocabulary) -> list[FoundMark]:
    """What is found in each of a few texts: in many small files the same ones come again."""
    known = words.remembered
    # another thread may empty it meanwhile
    found = {text: one for text in texts if (one := known.get(text)) is not None}
    new = [text for text in dict.fromkeys(texts) if text not in found]
    found |= zip(new, _read(new, words, described=False), strict=True)
    if len(known) > _REMEMBERED:
        known.clear()
    known |= found
    return [found[text] for text in texts]


def _in_texts(
    chunks: Iterable[pa.Array],
    chosen: Iterable[Rows],
    words: Vocabulary,
    *,
    described: bool = False,
) -> tuple[Codes, list[FoundMark]]:
    """For each text of Arrow arrays the number of what was found in it, 0 for nothing; and what.

    ``chosen``: of each array the rows that may hold a mark, which are few: most are passed over by
    one pattern (:func:`matching`). Of these the same text is read once. ``described``: they are
    descriptions.
    """
    founds: list[FoundMark] = [NOTHING]
    known: dict[int, int] = {id(NOTHING): 0}

    def number(found: FoundMark) -> int:
        # By identity, for most are one and the same; the list keeps each alive.
        at = known.setdefault(id(found), len(founds))
        if at == len(founds):
            founds.append(found)
        return at

    every = [np.zeros(0, np.int32)]
    for texts, rows in zip(chunks, chosen, strict=True):
        codes = np.zeros(len(texts), np.int32)
        some = texts.take(pa.array(rows)).dictionary_encode()
        read = _read(some.dictionary.to_pylist(), words, described=described)
        codes[rows] = np.array(list(map(number, read)), np.int32)[some.indices.to_numpy()]
        every.append(codes)
    return np.concatenate(every), founds


def _read(texts: Sequence[str], words: Vocabulary, *, described: bool) -> list[FoundMark]:
    """What is found in each of the texts, of which many hold a mark."""
    found = [
        _read_numbers(text, words, described=described)
        if any(sign in text for sign in words.signs)
        else NOTHING
        for text in texts
    ]
    for row, odd in _read_whole(texts, words):
        known = words.text(texts[row], described=described)
        found[row] = words.hidden(texts[row], known) if odd else known
    return found


def _read_numbers(text: str, words: Vocabulary, *, described: bool) -> FoundMark:
    found = words.bracketed_last(text)
    if found is None and any(core in text for core in words.cores):
        return words.numbers(text, described=described)
    return found or NOTHING


def _read_whole(texts: Sequence[str], words: Vocabulary) -> Iterator[tuple[int, bool]]:
    """The rows with words that are marks or with odd signs (and whether it is these).

    They are looked for in many texts at once.
    """
    for start in range(0, len(texts), _CHUNK):
        joined = "\n".join(texts[start : start + _CHUNK])
        odd = odd_signs(joined)
        stems = [stem for stem in words.stems if stem in joined]
        word = words.has_word(joined)
        pieces = has_pieces(joined)
        if not (odd or stems or word or pieces):
            continue
        for row in range(start, min(start + _CHUNK, len(texts))):
            text = texts[row]
            if any(sign in text for sign in odd) or (pieces and has_pieces(text)):
                yield row, True
            elif any(stem in text for stem in stems) or (word and words.has_word(text)):
                yield row, False


def films(
    categories: Objects, titles: Objects, film_words: Iterable[str], other_words: Iterable[str]
) -> Flags:
    """Whether each programme is a film.

    The category decides where it holds a word of either list, the first in it if it holds
    several. Else the title does: what is outside of its quotation marks before what is
    within, for «Ток-шоу «Кино»» is not a film, and there a word for films before one for others.
    """
    film, other = frozenset(map(str.lower, film_words)), frozenset(map(str.lower, other_words))
    ask_category = partial(_of_category, _pattern(film | other), film)
    ask_title = partial(_of_title, _pattern(film), _pattern(other))
    numbers, by_category = _each_once(categories, ask_category)
    title_numbers, by_title = _each_once(titles, ask_title)
    category, title = _table(by_category)[numbers], _table(by_title)[title_numbers]
    return np.where(category == None, title, category).astype(np.bool_)  # noqa: E711 - item by item


def _of_category(either: re.Pattern[str], film: frozenset[str], category: str) -> _Answer:
    first = either.search(category.lower())
    return first[0] in film if first else None


def _of_title(film: re.Pattern[str], other: re.Pattern[str], title: str) -> _Answer:
    title = title.lower()
    outside = _QUOTED.sub(" ", title)
    if film.search(outside):
        return True
    if other.search(outside):
        return False
    return bool(film.search(title))


@cache
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    # The longest first, for of two that begin alike the longer is meant.
    known = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known)) or '(?!)'})(?!\w)")


def are_promos(categories: Objects, titles: Objects, promo_words: tuple[str, ...]) -> Flags:
    """Whether the category, or the beginning of the title, is a word for announcements.

    A title in quotation marks, «Анонс», is a name and no such word.
    """
    pattern = _promo_pattern(promo_words)
    return np.fromiter(
        (
            bool(pattern.match(title)) or any(map(pattern.match, re.split("[;,/|]", category)))
            for category, title in zip(categories, titles, strict=True)
        ),
        np.bool_,
        len(titles),
    )


@cache
def _promo_pattern(promo_words: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(promo_words, key=len, reverse=True)))
    return re.compile(rf"[\s\[(]{{0,2}}(?:{words or '(?!)'})(?!\w)", re.IGNORECASE)
