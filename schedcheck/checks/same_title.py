"""The same title elsewhere in the run, of a bound class there and not here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from schedcheck.checks.context import CheckContext, Rows
from schedcheck.checks.title_index import RatedShowing, TitleIndex, gathered
from schedcheck.messages import Message, msg
from schedcheck.messages.places import Place
from schedcheck.results.finding import Finding
from schedcheck.schedule.titles import Folded, fold
from schedcheck.zones import local


def title_index(case: CheckContext) -> TitleIndex:
    """Where the titles of bound classes stand in a case, for the checks of other cases too."""
    strict = case.marked("equal")
    if not len(strict):
        return TitleIndex({})
    numbers, folded = _folded(case, strict)
    first = _pairs(case, strict, numbers)[0]
    rows, numbers = strict[first], numbers[first]
    return gathered(
        RatedShowing(
            case.channels[code].id,
            start,
            file,
            place,
            title,
            case.channels[code].name,
            case.channels[code].zone,
            age_class,
            film,
            case.channels[code].network,
            folded[number],
        )
        for code, start, file, place, title, age_class, film, number in zip(
            case.codes[rows].tolist(),
            case.starts[rows].tolist(),
            *(case.texts(name, rows).tolist() for name in ("file", "place", "title", "age_class")),
            case.frame["film"].to_numpy()[rows].tolist(),
            numbers.tolist(),
            strict=True,
        )
    )


def titles_of(frame: pd.DataFrame) -> list[Folded]:
    """The titles of a classified frame, folded, each once: what witnesses are asked about."""
    marks = np.where(
        frame["mark_from"].to_numpy(object) == "title", frame["mark"].to_numpy(object), ""
    )
    titles = frame["title"].to_numpy(object, na_value="")
    told = dict.fromkeys(zip(titles.tolist(), marks.tolist(), strict=True))
    return fold([title.replace(mark, " ") if mark else title for title, mark in told])


def elsewhere(case: CheckContext) -> Iterator[Finding]:
    """Programmes without a bound class, inside its window, whose title has one elsewhere."""
    witnesses = title_index(case) if case.titles_of_run is None else case.titles_of_run
    if not witnesses:
        return
    weaker = np.ones(len(case.codes), np.bool_)
    weaker[case.marked("equal")] = False
    suspects = dict(_suspects(case, np.flatnonzero(weaker), witnesses))
    rows = np.array(list(suspects), np.intp)
    marks = [(one.age_class, one.film) for one, _folded in suspects.values()]
    inside = case.judge(rows, case.starts[rows], case.stops[rows], marks)
    for row in dict.fromkeys(inside.rows.tolist()):
        witness, title = suspects[row]
        branches = witnesses.branches(witness, title)
        yield case.finding("mark-conflict", row, _words(case, row, witness, title, branches))


def _suspects(
    case: CheckContext, rows: Rows, witnesses: TitleIndex
) -> Iterator[tuple[int, tuple[RatedShowing, Folded]]]:
    """Those of ``rows`` for whose title there is a witness, with it and the title folded."""
    numbers, folded = _folded(case, rows)
    known = np.fromiter(map(witnesses.knows, folded), np.bool_, len(folded))[numbers]
    rows, numbers = rows[known], numbers[known]
    first, pairs = _pairs(case, rows, numbers)
    found = [
        witnesses.find(folded[number], case.channels[code].id)
        for number, code in zip(
            numbers[first].tolist(), case.codes[rows[first]].tolist(), strict=True
        )
    ]
    some = np.fromiter((one is not None for one in found), np.bool_, len(found))[pairs]
    for row, number, pair in zip(
        rows[some].tolist(), numbers[some].tolist(), pairs[some].tolist(), strict=True
    ):
        yield row, (found[pair], folded[number])


def _pairs(case: CheckContext, rows: Rows, numbers: Rows) -> tuple[Rows, Rows]:
    """Of each pair of a title and a channel the place of its first row; each row's pair."""
    pairs = numbers * len(case.channels) + case.codes[rows]
    _every, first, inverse = np.unique(pairs, return_index=True, return_inverse=True)
    return first, inverse


def _folded(case: CheckContext, rows: Rows) -> tuple[Rows, list[Folded]]:
    """For each of ``rows`` the number of its title, and the titles folded, without their marks."""
    every, titles = case.titles
    first = np.full(len(titles), -1)
    first[every[rows[::-1]]] = rows[::-1]
    used = np.flatnonzero(first >= 0)
    titles, first, numbers = titles[used], first[used], (np.cumsum(first >= 0) - 1)[every[rows]]
    in_title = np.flatnonzero(case.texts("mark_from", first) == "title")
    for number, mark in zip(in_title.tolist(), case.texts("mark", first[in_title]), strict=True):
        titles[number] = titles[number].replace(mark, " ")
    return numbers, fold(titles.tolist())


def _words(
    case: CheckContext, row: int, witness: RatedShowing, title: Folded, branches: Sequence[str]
) -> Message:
    channel: str | Message = witness.name
    if branches:
        named, also = witness.name, tuple(branches)
        channel = msg("%(channel)s (also on %(branches)s)", channel=named, branches=also)
    values: dict[str, object] = {
        "age_class": case.rulebook.label(witness.age_class),
        "channel": channel,
        "title": witness.title,
        "start": local(witness.start, witness.zone),
        "file": witness.file,
        "place": Place(witness.place),
        "mark": case.text("mark", row) or msg("unmarked"),
    }
    if witness.folded.key != title.key:
        return msg(
            "nearly the same title, “%(title)s”, is %(age_class)s on %(channel)s at %(start)s "
            "(%(file)s, %(place)s), and here it is “%(mark)s”",
            **values,
        )
    if witness.channel != case.channels[int(case.codes[row])].id:
        return msg(
            "the same title is %(age_class)s on %(channel)s at %(start)s (%(file)s, %(place)s), "
            "and here it is “%(mark)s”",
            **values,
        )
    return msg(
        "the same title is %(age_class)s at %(start)s (%(file)s, %(place)s), and here it is "
        "“%(mark)s”",
        **values,
    )
