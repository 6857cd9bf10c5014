"""Checks of the age marks: missing, unknown, unclear, or against each other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

import numpy as np
import pandas as pd

from schedcheck.checks.context import CheckContext, Rows
from schedcheck.law.rule import windows_text
from schedcheck.messages import N_, Message, msg
from schedcheck.messages.message import Place
from schedcheck.results.finding import CODES, Evidence, Finding
from schedcheck.schedule.building import distinct
from schedcheck.schedule.placing import rows_of_each
from schedcheck.schedule.titles import Folded, RatedShowing, TitleIndex, fold, gathered
from schedcheck.zones import local


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
    """Programmes of a channel carry no age mark; reported once for each channel, with their number.

    Why: what carries no mark cannot be judged, and art. 17(3) and 15 of Law No. 169-VI demand a
    mark of most programmes since 11 January 2019 (not of news, live programmes and advertising).

    Example: a station that exports titles and times alone.

    What to do: ask the station for an export with marks. The workbook lists the programmes.
    """
    bare = case.texts("age_class") == ""
    of_each = rows_of_each(case.codes, len(case.channels))
    for channel, of_channel in zip(case.channels, of_each, strict=True):
        rows = of_channel[bare[of_channel]]
        if not len(rows):
            continue
        words = msg(
            "programmes without an age mark, which could not be judged: %(count)d of %(all)d",
            count=len(rows),
            all=len(of_channel),
        )
        first = int(rows[0])
        yield Finding(
            code="unmarked",
            severity=CODES["unmarked"],
            words=words,
            channel=channel.id,
            zone=channel.zone,
            evidence=Evidence(case.text("file", first), case.text("place", first)),
        )


def unknown_mark(case: CheckContext) -> Iterator[Finding]:
    """A value in the rating field is not known; reported once for each channel and value.

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


def foreign_mark(case: CheckContext) -> Iterator[Finding]:
    """A programme with a foreign mark that is likely to mean E18 is inside the forbidden window.

    Why: a foreign mark is evidence, not a Kazakh age class: a film may be 18+ in one country and
    Е16 on its Kazakh certificate. TV-MA and NC-17 mean 17 and over.

    Example: a series rated TV-MA at 15:00.

    What to do: look up the Kazakh age class of the programme; if it is E18, it may not be on air
    here.
    """
    words = N_(
        "the foreign mark “%(mark)s” is likely to mean %(age_class)s; on air for "
        "%(minutes)s min inside %(windows)s"
    )
    return _doubtful(case, "foreign-mark", "likely", words)


def unclear_mark(case: CheckContext) -> Iterator[Finding]:
    """What may be a mark of a bound class and may be something else, inside the window.

    Why: real guides write `E18.` for episode 18 and «18+ Чарт» for a music show. To take such text
    for a mark would accuse wrongly; to pass over it could hide a violation. So it is with
    words that name no age («только для взрослых»), the sign 🔞, and a number in brackets («(18)»)
    in a source that does not mark every programme so.

    Example: a title that ends with a bare Latin `E18.` at 14:00.

    What to do: find out what the text means, and have the station write marks in brackets.
    """
    words = N_(
        "“%(mark)s” may be a mark of %(age_class)s and may be something else; on air for "
        "%(minutes)s min inside %(windows)s"
    )
    return _doubtful(case, "unclear-mark", "unclear", words)


def hidden_mark(case: CheckContext) -> Iterator[Finding]:
    """A mark that a reader sees, but that is written with other or invisible characters.

    It is written with characters that look like those of a mark (full-width, superscript or
    circled digits, the letter l for the digit 1), or with invisible characters inside, and the
    programme is on air inside the window. The finding gives the code points of the characters.

    Why: whoever looks at the schedule sees the mark; to pass over it would hide a violation, by
    accident or on purpose.

    Example: `(l8+)` with the letter l, at 15:00.

    What to do: look at the schedule as it is printed. If it is a mark of a bound class, the
    programme may not be on air then; have the station write marks in plain characters.
    """
    words = N_(
        "“%(mark)s” reads as a mark of %(age_class)s, but is written with other or invisible "
        "characters (%(signs)s); on air for %(minutes)s min inside %(windows)s"
    )
    return _doubtful(case, "hidden-mark", "hidden", words)


def promo(case: CheckContext) -> Iterator[Finding]:
    """An announcement, trailer or review inside the window names a programme of a bound class.

    The rulebook lists the words: one of them is the category, or the title begins with it. If the
    rating field of the announcement itself gives a bound class, it is judged like any programme.
    Where the rulebook says that promos count, all of them are.

    Why: art. 17(1) of Law No. 169-VI forbids products that contain information of the class, not
    those that name one, and art. 15(2) exempts advertising from the mark. But a trailer of an 18+
    film may show what is of that class too.

    Example: «Анонс: х/ф «Порог» (18+), сегодня в 23:00» at 18:55.

    What to do: look at what the announcement shows. If it is long, it may be the programme itself.
    """
    words = N_(
        "announcement: “%(mark)s” (%(age_class)s) is the mark of the programme that it names; on "
        "air for %(minutes)s min inside %(windows)s"
    )
    return _doubtful(case, "promo", "promo", words)


def _doubtful(case: CheckContext, code: str, level: str, text: str) -> Iterator[Finding]:
    """Marks that are not sure, inside the windows of the class they may mean."""
    for row, number, overlap in case.verdicts(level):
        rule, age_class = case.rulebook.rules[number], case.text("age_class", row)
        mark = case.text("mark", row)
        words = msg(
            text,
            mark=mark,
            signs=" ".join(f"U+{ord(sign):04X}" for sign in mark),
            age_class=case.class_label(row),
            minutes=overlap / 60,
            windows=windows_text(rule, age_class, case.days_of(row)),
        )
        yield case.finding(code, row, words, rule=rule.id, minutes=overlap / 60)


def title_index(case: CheckContext) -> TitleIndex:
    """Where the titles of bound classes are in a case, for the checks of other cases too.

    The rows of the case may be in any order.
    """
    return gathered(showing for _code, showing in rated_showings(case))


def rated_showings(case: CheckContext) -> Iterator[tuple[int, RatedShowing]]:
    """The first showing of each title of a bound class on each channel, with the channel's code."""
    strict = case.marked("equal")
    if not len(strict):
        return
    strict = strict[np.lexsort((case.starts[strict], case.codes[strict]))]
    numbers, titles = _titles(case, strict)
    folded = fold(titles)
    first = _pairs(case, strict, numbers)[0]
    rows, numbers = strict[first], numbers[first]
    for code, start, file, place, title, age_class, film, number in zip(
        case.codes[rows].tolist(),
        case.starts[rows].tolist(),
        *(case.texts(name, rows).tolist() for name in ("file", "place", "title", "age_class")),
        case.frame["film"].to_numpy()[rows].tolist(),
        numbers.tolist(),
        strict=True,
    ):
        channel = case.channels[code]
        yield (
            code,
            RatedShowing(
                channel.id,
                start,
                file,
                place,
                title,
                channel.name,
                channel.zone,
                age_class,
                film,
                channel.network,
                folded[number],
            ),
        )


def titles_of(frame: pd.DataFrame) -> list[Folded]:
    """The titles of a classified frame, folded, each once: what showings are asked about."""
    marks = np.where(
        frame["mark_from"].to_numpy(object) == "title", frame["mark"].to_numpy(object), ""
    )
    titles = frame["title"].to_numpy(object, na_value="")
    told = dict.fromkeys(zip(titles.tolist(), marks.tolist(), strict=True))
    return fold([title.replace(mark, " ") if mark else title for title, mark in told])


def elsewhere(case: CheckContext) -> Iterator[Finding]:
    """Programmes without a bound class, inside its window, whose title has one elsewhere."""
    showings = title_index(case) if case.titles_of_run is None else case.titles_of_run
    if not showings:
        return
    weaker = np.ones(len(case.codes), np.bool_)
    weaker[case.marked("equal")] = False
    suspects = dict(_suspects(case, np.flatnonzero(weaker), showings))
    rows = np.array(list(suspects), np.intp)
    marks = (
        np.array([one.age_class for one, _folded in suspects.values()], object),
        np.array([one.film for one, _folded in suspects.values()], np.bool_),
    )
    inside = case.judge(rows, case.starts[rows], case.stops[rows], marks)
    words = cache(partial(_words, case, showings))  # the same for a title as often as it is shown
    for row in dict.fromkeys(inside.rows.tolist()):
        told = words(*suspects[row], int(case.codes[row]), case.text("mark", row))
        yield case.finding("mark-conflict", row, told)


def _suspects(
    case: CheckContext, rows: Rows, showings: TitleIndex
) -> Iterator[tuple[int, tuple[RatedShowing, Folded]]]:
    """Those of ``rows`` for whose title there is a showing, with it and the title folded."""
    numbers, titles = _titles(case, rows)
    folded = showings.known(titles)
    known = np.isin(numbers, [*folded])
    rows, numbers = rows[known], numbers[known]
    first, pairs = _pairs(case, rows, numbers)
    found = [
        showings.find(folded[number], case.channels[code].id)
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


def _titles(case: CheckContext, rows: Rows) -> tuple[Rows, list[str]]:
    """For each of ``rows`` the number of its title, and the titles, without their marks."""
    every, titles = case.titles
    in_title = np.flatnonzero(case.texts("mark_from", rows) == "title")
    marks, printed = distinct(case.texts("mark", rows[in_title]))
    pairs = every[rows] * (len(printed) + 1)
    pairs[in_title] += marks + 1
    numbers, used = pd.factorize(pairs, sort=True)
    of_title, of_mark = divmod(used, len(printed) + 1)
    texts = titles[of_title].tolist()
    for at in np.flatnonzero(of_mark).tolist():
        texts[at] = texts[at].replace(printed[of_mark[at] - 1], " ")
    return numbers, texts


def _words(  # noqa: PLR0913, PLR0917 - all that makes the words other ones
    case: CheckContext,
    showings: TitleIndex,
    showing: RatedShowing,
    title: Folded,
    code: int,
    mark: str,
) -> Message:
    channel: str | Message = showing.name
    branches = showings.branches(showing, title)
    if branches:
        named = showing.name
        channel = msg("%(channel)s (also on %(branches)s)", channel=named, branches=branches)
    values: dict[str, object] = {
        "age_class": case.rulebook.label(showing.age_class),
        "channel": channel,
        "title": showing.title,
        "start": local(showing.start, showing.zone),
        "file": showing.file,
        "place": Place(showing.place),
        "mark": mark or msg("unmarked"),
    }
    if showing.folded.key != title.key:
        return msg(
            "nearly the same title, “%(title)s”, is %(age_class)s on %(channel)s at %(start)s "
            "(%(file)s, %(place)s), and here it is “%(mark)s”",
            **values,
        )
    if showing.channel != case.channels[code].id:
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
