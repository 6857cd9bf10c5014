"""Columns of ticks under a mark whose ticks are not known, and legends beside the headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schedcheck.messages import Message, msg
from schedcheck.readers.mark_search import plain
from schedcheck.readers.tables.headings import Header, Heading, says_no
from schedcheck.readers.values.age_names import has_mark
from schedcheck.readers.values.cells import Body, blank, text_of
from schedcheck.readers.values.legends import LEGEND, announces_adults, is_adult_legend

MAYBE_TICKS = msg(
    "“%(heading)s” is the heading of a mark, and what its cells say is not known (%(cell)s): write "
    "“yes” or “no” in them, or the mark itself"
)

#: A column of ticks of any kind has so few different texts, each so short.
_FEW_TICKS, _LONGEST_TICK = 3, 12


def unknown_ticks(columns: Iterable[Heading], rows: Body) -> Iterator[tuple[Heading, Message]]:
    """A fault for each of the ``columns``, which an adult mark heads, whose cells seem to be ticks
    that are not known: a letter that Wingdings or Marlett draw as a tick, a word.
    """
    # the ticks that are known, and what is in the heading, were put in the place of cells before
    for column in columns:
        texts = {text_of(cell) for cell in rows.cells(column.index).values} - {""}
        known = plain(column.text)
        unknown = sorted(text for text in texts if not says_no(text) and plain(text) not in known)
        short = all(len(text) <= _LONGEST_TICK and not has_mark(text) for text in texts)
        if unknown and short and len(texts) <= _FEW_TICKS:
            yield column, msg(MAYBE_TICKS.text, heading=column.name, cell=unknown[0])


def legends_beside(
    header: Header, columns: Iterable[Heading], rows: Body
) -> Iterator[tuple[Heading, Message]]:
    """A fault for each of the ``columns`` of ``header`` that is a legend and has nothing under it:
    it names a sign or a colour, or a cell without a text, perhaps coloured, is before it.
    """
    for column in columns:
        apart = column.index > 0 and not header.columns[column.index - 1].text
        said = is_adult_legend(column.text) or (apart and announces_adults(column.text))
        if said and all(map(blank, rows.cells(column.index).values)):
            yield column, LEGEND
