"""Programmes that change places in a table of text and in XMLTV; all else stays byte for byte."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from schedcheck.messages.message import line_number
from schedcheck.readers.encodings import encoding_of
from schedcheck.readers.values.cells import text_of
from schedcheck.tasks.originals.guide import OPENING, line_begins
from schedcheck.tasks.originals.table_text import TableText
from schedcheck.tasks.originals.units import Units, without_end
from schedcheck.tasks.repair.swaps import Swap, columns_that_stay, later_by

_CLOSING = "</programme>"
#: The digits of a stop that has seconds.
_WITH_SECONDS = 14
_STOP = re.compile(r"(\bstop\s*+=\s*+[\"']\s*+)(\d{12}(?:\d\d)?)")


def swap_in_csv(data: bytes, swaps: Sequence[Swap]) -> bytes:
    """The table in ``data`` with the programmes of ``swaps`` in each other's rows.

    Raises ValueError where a place is not a row of it, or it has no header that is known.
    """
    table = TableText.of(data, "strict")
    header, rows = table.header, table.rows
    if header is None:
        raise ValueError(swaps)
    records = ["".join(table.lines[begin - 1 : end - 1]) for begin, end in table.spans()]
    head = "".join(table.lines[: table.begins[0] - 1])
    stops = {column.index for column in header.of("stop")}
    for swap in swaps:
        one, other = (table.begins.index(line_number(place) or 0) for place in swap[:2])
        width = max(len(rows[one]), len(rows[other]))
        mine, theirs = ([*rows[at], *[""] * (width - len(rows[at]))] for at in (one, other))
        stay = columns_that_stay(header, (mine, theirs), other - one)
        for at, own, given, longer in (
            (one, mine, theirs, -swap.longer),
            (other, theirs, mine, swap.longer),
        ):
            texts = [text_of((own if column in stay else given)[column]) for column in range(width)]
            for stop in stops:
                texts[stop] = later_by(texts[stop], longer)
            buffer = io.StringIO()
            csv.writer(buffer, delimiter=table.delimiter, lineterminator="").writerow(texts)
            records[at] = table.units.written(buffer.getvalue()) + without_end(records[at])[1]
    return table.units.together(head + "".join(records))


def swap_in_xmltv(data: bytes, swaps: Sequence[Swap]) -> bytes:
    """The guide in ``data`` with the programmes of ``swaps`` at each other's start.

    Raises ValueError where no programme, or more than one, begins at the line of a place.
    """
    units = Units.of(data, encoding_of(data).name, "strict")
    text = units.apart(data)
    begins = line_begins(text)
    pieces: list[tuple[int, int, str]] = []
    for swap in swaps:
        slots = [_slot(text, begins, place) for place in swap[:2]]
        for (opening, own), (_opening, given), longer in (
            (slots[0], slots[1], -swap.longer),
            (slots[1], slots[0], swap.longer),
        ):
            tag = _with_stop(opening.group(), longer)
            pieces.append((opening.start(), own[1], tag + text[slice(*given)]))
    done, written = 0, []
    for begin, end, piece in sorted(pieces):
        written += [text[done:begin], piece]
        done = end
    return units.together("".join([*written, text[done:]]))


def _slot(text: str, begins: list[int], place: str) -> tuple[re.Match[str], tuple[int, int]]:
    """The opening tag of the one programme at a line, and where its content begins and ends."""
    line = line_number(place)
    if line is None or line >= len(begins):
        raise ValueError(place)
    begin, end = begins[line - 1], begins[line]
    opening = OPENING.search(text, begin)
    if opening is None or opening.start() >= end or opening.group().endswith("/>"):
        raise ValueError(place)
    following = OPENING.search(text, opening.end())
    if following is not None and following.start() < end:
        raise ValueError(place)
    return opening, (opening.end(), text.index(_CLOSING, opening.end()))


def _with_stop(opening: str, longer: int) -> str:
    """An opening tag with its ``stop`` moved by seconds, where it has one."""

    def moved(found: re.Match[str]) -> str:
        form = "%Y%m%d%H%M%S" if len(found[2]) == _WITH_SECONDS else "%Y%m%d%H%M"
        # the offset behind it stays
        stop = datetime.strptime(found[2], form) + timedelta(seconds=longer)  # noqa: DTZ007
        return found[1] + stop.strftime(form)

    return _STOP.sub(moved, opening) if longer else opening
