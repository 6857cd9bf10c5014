"""Texts of a table that say something of the schedule and are no programmes: sums, page numbers,
what is written below; and what the cells beside them say of its starts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, time
from functools import cache

from schedcheck.messages import Message, msg
from schedcheck.readers.listings.lines import is_issued, names_days
from schedcheck.readers.row_faults import ABOVE, BELOW, PAGE, TOTALS
from schedcheck.readers.tables.headings import Header, Heading, days_above
from schedcheck.readers.tables.rows import TableJob
from schedcheck.readers.values.age_names import (
    has_adult_mark,
    has_mark,
    names_adults,
    says_adults,
)
from schedcheck.readers.values.cells import Cell, blank, text_of
from schedcheck.readers.values.clock_names import clock_heading
from schedcheck.readers.values.day_headings import dates_in
from schedcheck.readers.values.leading_times import may_say_more
from schedcheck.readers.values.legends import (
    FOR_ADULTS,
    LEGEND,
    announces_adults,
    is_adult_legend,
)
from schedcheck.readers.values.moments import is_range, parse_moment
from schedcheck.readers.values.words import fold, one_of, pattern, words, words_to_number
from schedcheck.readers.values.years import Years, day_in

_OF_THE_DAY = msg("rows without a date are of the day above the header")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d")
#: A reading that is before noon, and after it with the word for that half behind it.
_THREE, _FIFTEEN = 3 * 3600, 15 * 3600


def text_beside(texts: Sequence[str], *, below: bool) -> Message | None:
    """What the filled cells of a row are: a sum, a page number, or (where nothing but such texts is
    ``below`` the last programme) other text; None for what may be a programme.

    No age mark is in it, nor words for adults, a clock reading, a clock or a day in the text.
    """
    if any(has_mark(text) or has_adult_mark(text) or says_adults(text) for text in texts):
        return None
    if _begins_sum(texts[0]) and any(_NUMBER.search(text) for text in texts):
        return TOTALS
    if len(texts) > 1:
        return None
    text = texts[0]
    if _page().fullmatch(text):
        return PAGE
    is_word = _WORD.search(text) is not None
    says = may_say_more(text) or names_a_day(text) or clock_heading(text, alone=True)
    return BELOW if below and is_word and not says else None


def tell_above(job: TableJob, rows: Sequence[Sequence[Cell]]) -> None:
    """Report what is in the first ``rows`` of a sheet, above its headings, and is more than a text
    about the schedule: what looks like a programme, and legends.
    """
    for at, row in enumerate(rows):
        if _may_be_programme(row, job.years):
            job.fault(at, None, ABOVE)
        for column, cell in enumerate(row):
            if not isinstance(cell, str):
                continue
            if is_adult_legend(cell):
                job.fault(at, column, LEGEND)
            elif announces_adults(cell) or names_adults(cell):
                job.fault(at, column, FOR_ADULTS)


def day_above(job: TableJob, rows: Sequence[Sequence[Cell]]) -> tuple[bool, date | None]:
    """The one day that the ``rows`` above the headings of a table say, nearest to these, and
    whether they say any: a row of days, or the title of the table, «Сетка вещания на 24.11.2026».
    """
    above = days_above(rows, job.years)
    if above is None:
        titles = (text_of(cell) for row in rows for cell in row if not blank(cell))
        days = {day for text in titles if _is_schedule_of(text) for day in dates_in(text)}
        if len(days) == 1:
            job.reading.notes.append(_OF_THE_DAY)
        return len(days) == 1, next(iter(days)) if len(days) == 1 else None
    row, column, found = above
    first = found[0]
    if isinstance(first, Message) and len(found) == 1:
        job.fault(row, column, first)
    if isinstance(first, Message) or any(one != first for one in found):
        return True, None
    job.reading.notes.append(_OF_THE_DAY)
    return True, first


def _is_schedule_of(text: str) -> bool:
    """Whether a text says that it is a schedule, and not when it was made nor of several days."""
    said = pattern("programme").search(fold(text)) is not None
    return said and not is_issued(text) and not names_days(text)


def _may_be_programme(row: Sequence[Cell], years: Years) -> bool:
    """Whether a row has a time and, beside it, a text that is neither a day nor a range."""
    moments = [(cell, parse_moment(cell)) for cell in row if not blank(cell)]
    clocks = [cell for cell, moment in moments if moment and not moment.bare_day]
    texts = [cell for cell, _moment in moments if isinstance(cell, str) and cell not in clocks]
    return bool(clocks) and any(
        day_in(cell, years) is None and not is_range(cell) for cell in texts
    )


def without_legends(
    job: TableJob, header: Header, rows: Sequence[Sequence[Cell]]
) -> Sequence[Sequence[Cell]]:
    """The rows under ``header`` without the legends in columns that have no heading, which are
    reported: they are of no row.
    """
    named = {column.index for column in header.columns if column.text}
    kept: list[Sequence[Cell]] = []
    for column in sorted(set(range(max(map(len, rows), default=0))) - named):
        for row, cells in enumerate(rows):
            if column < len(cells) and is_adult_legend(text_of(cells[column])):
                job.fault(header.body + row, column, LEGEND)
                kept = kept or list(rows)
                kept[row] = [*kept[row][:column], None, *kept[row][column + 1 :]]
    return kept or rows


def with_halves(
    rows: Sequence[Sequence[Cell]], columns: Sequence[Heading]
) -> Sequence[Sequence[Cell]]:
    """The rows with the half of the day, AM or PM, behind the start that it is beside, where one of
    the ``columns``, each behind a column of starts, says nothing else.
    """
    for half in columns:
        words_ = {text_of(row[half.index]) for row in rows if half.index < len(row)} - {""}
        if _are_halves(words_):
            rows = [_with_half(row, half.index) for row in rows]
    return rows


def _are_halves(texts: Collection[str]) -> bool:
    """Whether texts are words for halves of the day, of which one is that after noon."""
    if not all(text.replace(".", "").isalpha() for text in texts):
        return False
    moments = [parse_moment(f"3:00 {text}") for text in texts]
    seconds = {None if moment is None else moment.seconds for moment in moments}
    return _FIFTEEN in seconds and seconds <= {_THREE, _FIFTEEN}


def _with_half(row: Sequence[Cell], half: int) -> Sequence[Cell]:
    if half >= len(row) or blank(row[half - 1]) or blank(row[half]):
        return row
    start = row[half - 1]
    text = f"{start:%H:%M:%S}" if isinstance(start, time) else text_of(start)
    return [*row[: half - 1], f"{text} {text_of(row[half])}", *row[half:]]


def _begins_sum(text: str) -> bool:
    """Whether a text begins a sum: «Итого», «Всего передач: 4»; not «Total Recall», a title."""
    word = pattern("totals").match(fold(text))
    rest = text[word.end() :] if word else "A"
    return not any(one[:1].isupper() for one in _WORD.findall(rest))


@cache
def _page() -> re.Pattern[str]:
    """The number of a page: «Стр. 2 из 5»."""
    return re.compile(rf"(?i:{one_of(words('page'))})[^\w]{{0,3}}\d+(?:\W{{0,3}}(?:из|of)? ?\d+)?")


def names_a_day(text: str) -> bool:
    """Whether a weekday or a month is among the words of a text."""
    known = words_to_number("weekdays").keys() | words_to_number("months").keys()
    return not known.isdisjoint(_WORD.findall(text.casefold()))
