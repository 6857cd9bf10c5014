"""Programmes that change places in a table of text and in XMLTV; all else stays byte for byte."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate, pairwise

from schedcheck.messages.message import line_number
from schedcheck.readers.encodings import encoding_of, text_encoding
from schedcheck.readers.tables.csv import delimiter_of, records_of
from schedcheck.readers.tables.headings import find_header
from schedcheck.readers.values.cells import text_of
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Reading
from schedcheck.tasks.originals.units import Units, lines_of, without_end
from schedcheck.tasks.repair.swaps import Swap, columns_that_stay, later_by

_OPENING = re.compile(r"<programme\b(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+>")
_CLOSING = "</programme>"
#: The digits of a stop that has seconds.
_WITH_SECONDS = 14
_STOP = re.compile(r"(\bstop\s*+=\s*+[\"']\s*+)(\d{12}(?:\d\d)?)")


def swap_in_csv(data: bytes, swaps: Sequence[Swap]) -> bytes:
    """The table in ``data`` with the programmes of ``swaps`` in each other's rows.

    Raises ValueError where a place is not a row of it, or it has no header that is known.
    """
    encoding = text_encoding(data)
    units = Units.of(data, encoding.name, "strict")
    text = data.decode(encoding.name, errors="replace").removeprefix("\ufeff")
    delimiter = delimiter_of(text)
    rows, begins = records_of(text, delimiter, "", Reading("", make_frame({}, 0)))
    header = find_header(rows)
    if header is None:
        raise ValueError(swaps)
    lines = lines_of(units.apart(data))
    records = ["".join(lines[a - 1 : b - 1]) for a, b in pairwise([*begins, len(lines) + 1])]
    head = "".join(lines[: begins[0] - 1])
    stops = {column.index for column in header.of("stop")}
    for swap in swaps:
        one, other = (begins.index(line_number(place) or 0) for place in swap[:2])
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
            csv.writer(buffer, delimiter=delimiter, lineterminator="").writerow(texts)
            records[at] = units.written(buffer.getvalue()) + without_end(records[at])[1]
    return units.together(head + "".join(records))


def swap_in_xmltv(data: bytes, swaps: Sequence[Swap]) -> bytes:
    """The guide in ``data`` with the programmes of ``swaps`` at each other's start.

    Raises ValueError where no programme, or more than one, begins at the line of a place.
    """
    units = Units.of(data, encoding_of(data).name, "strict")
    text = units.apart(data)
    begins = [0, *accumulate(map(len, text.split("\n")), lambda sum_, more: sum_ + more + 1)]
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
    line = line_number(place) or len(begins)
    begin, end = begins[line - 1], begins[line] if line < len(begins) else len(text)
    opening = _OPENING.search(text, begin)
    if opening is None or opening.start() >= end or opening.group().endswith("/>"):
        raise ValueError(place)
    following = _OPENING.search(text, opening.end())
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
