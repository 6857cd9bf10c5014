"""Checks that look at the age marks themselves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from schedcheck.checks.context import CheckContext
from schedcheck.checks.same_title import elsewhere
from schedcheck.messages import msg
from schedcheck.results.finding import CODES, Evidence, Finding


def mark_conflict(case: CheckContext) -> Iterator[Finding]:
    """Two marks of one programme disagree on whether it is of a bound class.

    Either the rating field and the text say different things, and the stricter one was taken; or
    beside a certain mark of a bound class there is what may be one of a stricter class; or the same
    title is of a bound class elsewhere in the run, on this channel or another, and unmarked or
    lower here, inside the forbidden window. The finding names where it is there: channel, time,
    file and place.

    Titles are compared without case, punctuation, marks and words such as «Х/ф», and without what
    says that it is a part («1-я часть», «(ч. 2)») or a repeat («(R)», «повтор от 23 ноября»). Other
    numbers and years must agree: «Ёлки 2» is not «Ёлки 3», «Фильм (2004)» not «Фильм (2019)». From
    13 letters on one may be wrong, from 26 on two, but for the first and the last three; shorter
    titles must be equal. A title that does not say which programme it is, such as «Новости», is
    compared within its channel alone.

    Why: one of the two is wrong, and the verdict rests on it.

    Example: the field says 16+, the title «(18+)»; a film is 18+ at 23:00 on one channel and
    unmarked at 14:00 on another.

    What to do: ask the station for the age class of the programme; two programmes of one name may
    also be two programmes.
    """
    bound = set(case.rulebook.bound_classes)
    fields, titles = case.texts("field_class"), case.texts("title_class")
    both = (fields != "") & (titles != "") & (fields != titles)
    both &= case.texts("level") != "promo"  # two programmes: the announcement and what it names
    for row in np.flatnonzero(both).tolist():
        field_class, title_class = case.text("field_class", row), case.text("title_class", row)
        if (field_class in bound) != (title_class in bound):
            words = msg(
                "the rating field says %(field)s, the text says %(title)s; the stricter counts",
                field=case.rulebook.label(field_class),
                title=case.rulebook.label(title_class),
            )
            yield case.finding("mark-conflict", row, words)
    for row in np.flatnonzero(case.texts("doubt") != "").tolist():
        words = msg(
            "“%(doubt)s” may be a mark of a stricter class; %(age_class)s counts",
            doubt=case.text("doubt", row),
            age_class=case.class_label(row),
        )
        yield case.finding("mark-conflict", row, words)
    yield from elsewhere(case)


def unmarked(case: CheckContext) -> Iterator[Finding]:
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
        words = msg(
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


def unknown_mark(case: CheckContext) -> Iterator[Finding]:
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
        words = msg(
            "the rating field says “%(mark)s”, which is not known; so often on the channel: "
            "%(count)d",
            mark=value,
            count=len(members),
        )
        yield case.finding("unknown-mark", members[0], words)
