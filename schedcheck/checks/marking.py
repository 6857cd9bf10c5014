"""Checks that look at the age marks themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from schedcheck.checks.case import Case, Rows
from schedcheck.findings import CODES, Evidence, Finding
from schedcheck.messages import said

_HEAD = 3  # letters by which titles are sorted out before they are compared
_QUOTES = "«\"“„'‘ "


def bare_title(title: str, mark: str) -> str:
    """A title without its age mark, case and punctuation, for comparing with another."""
    return re.sub(r"\W+", " ", title.replace(mark, " ") if mark else title).casefold().strip()


def _head(title: str) -> str:
    return title.lstrip(_QUOTES)[:_HEAD].casefold()


def mark_conflict(case: Case) -> Iterator[Finding]:
    """Two marks of one programme disagree on whether it is of a bound class.

    Either the rating field and the text say different things, and the stricter one was taken; or
    the same title is of a bound class elsewhere on the channel and unmarked or lower here, inside
    the forbidden window.

    Why: one of the two is wrong, and the verdict rests on it.

    Example: the field says 16+, the title «(18+)»; a film is 18+ at 23:00 and unmarked at 14:00.

    What to do: ask the station for the age class of the programme.
    """
    bound = set(case.rulebook.bound_classes)
    fields, titles = case.texts("field_class"), case.texts("title_class")
    both = (fields != "") & (titles != "") & (fields != titles)
    for row in np.flatnonzero(both).tolist():
        field_class, title_class = case.text("field_class", row), case.text("title_class", row)
        if (field_class in bound) != (title_class in bound):
            words = said(
                "the rating field says %(field)s, the text says %(title)s; the stricter counts",
                field=field_class,
                title=title_class,
            )
            yield case.finding("mark-conflict", row, words)
    yield from _elsewhere(case)


def _elsewhere(case: Case) -> Iterator[Finding]:
    """Programmes without a bound class whose title has one elsewhere on the channel."""
    strict = case.marked("equal")
    if not len(strict):
        return
    suspects = _same_titles(case, strict)
    others = np.array(list(suspects), np.intp)
    like = np.array(list(suspects.values()), np.intp)
    inside = case.judge(others, case.starts[others], case.stops[others], like)
    for row in dict.fromkeys(inside.rows.tolist()):
        there = suspects[row]
        words = said(
            "the same title is %(age_class)s at %(start)s (%(file)s, %(place)s), and here it is "
            "“%(mark)s”",
            age_class=case.text("age_class", there),
            start=case.local(int(case.codes[row]), int(case.starts[there])).strftime(
                "%d.%m.%Y %H:%M"
            ),
            file=case.text("file", there),
            place=case.text("place", there),
            mark=case.text("mark", row) or said("unmarked"),
        )
        yield case.finding("mark-conflict", row, words)


def _same_titles(case: Case, strict: Rows) -> dict[int, int]:
    """Rows that are not among ``strict`` -> the first of those with the same channel and title."""
    numbers, titles = pd.factorize(case.frame["title"].to_numpy(object, na_value=""))
    marks = np.where(case.texts("mark_from") == "title", case.texts("mark"), "")
    of_title = np.zeros(len(titles), np.intp)
    of_title[numbers[::-1]] = np.arange(len(numbers))[::-1]  # the first row with each title
    heads = {_head(titles[number]) for number in np.unique(numbers[strict])}
    bare = [
        bare_title(title, marks[row]) if _head(title) in heads else ""
        for title, row in zip(titles, of_title.tolist(), strict=True)
    ]
    first: dict[tuple[int, str], int] = {}
    for row in strict.tolist():
        first.setdefault((int(case.codes[row]), bare[numbers[row]]), row)
    named = {name for _code, name in first if name}
    near = np.array([name in named for name in bare], np.bool_)[numbers]
    near[strict] = False
    rows = np.flatnonzero(near).tolist()
    keys = ((int(case.codes[row]), bare[numbers[row]]) for row in rows)
    return {row: first[key] for row, key in zip(rows, keys, strict=True) if key in first}


def unmarked(case: Case) -> Iterator[Finding]:
    """Programmes of a channel carry no age mark; told once a channel, with their number.

    Why: what carries no mark cannot be judged, and art. 17(3) and 15 of Law No. 169-VI demand a
    mark of most programmes since 11 January 2019 (not of news, live programmes and advertising).

    Example: a station that exports titles and times alone.

    What to do: ask the station for an export with marks. The workbook lists the programmes.
    """
    bare = case.texts("age_class") == ""
    for code, channel in enumerate(case.channels):
        of_channel = case.codes == code
        rows = np.flatnonzero(of_channel & bare)
        if not len(rows):
            continue
        words = said(
            "%(count)d of %(all)d programmes carry no age mark and could not be judged",
            count=len(rows),
            all=int(of_channel.sum()),
        )
        first = case.frame.iloc[rows[0]]
        yield Finding(
            code="unmarked",
            severity=CODES["unmarked"],
            words=words,
            channel=channel.id,
            zone=channel.zone,
            evidence=Evidence(first["file"], first["place"]),
        )


def unknown_mark(case: Case) -> Iterator[Finding]:
    """A value in the rating field is not in the vocabulary; told once a channel and value.

    Why: a mark that is not understood is never taken for "no restriction".

    Example: `XZ-7` in a rating field.

    What to do: find out what the value means; a rulebook of your own can add it.
    """
    rows = np.flatnonzero(case.texts("unknown_mark") != "")
    seen: dict[tuple[int, str], list[int]] = {}
    for row in rows.tolist():
        value = case.text("unknown_mark", row)
        seen.setdefault((int(case.codes[row]), value), []).append(row)
    for (_code, value), members in seen.items():
        words = said(
            "the rating field says “%(mark)s”, which is not known; %(count)d times on the channel",
            mark=value,
            count=len(members),
        )
        yield case.finding("unknown-mark", members[0], words)
