"""What changes in a file when two of its programmes change places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from schedcheck.readers.tables.headings import Header
from schedcheck.readers.values.cells import Cell, text_of

_DAY = 86400
#: Roles of columns that say when a slot is, and on which channel: they stay where they are.
_STAYS = ("date", "start", "stop", "zone", "channel")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})([:.])([0-5]\d)(?:\2([0-5]\d))?(?!\d)")


class Swap(NamedTuple):
    """Two programmes of a file by their places; ``longer``: the first is so many seconds longer."""

    one: str
    other: str
    longer: int


def columns_that_stay(
    header: Header, rows: tuple[Sequence[Cell], Sequence[Cell]], apart: int
) -> set[int]:
    """The columns of a table whose cells belong to the slot, and not to the programme in it.

    ``rows``: the cells of both, the second ``apart`` rows below the first. A column that counts the
    rows is one of them.
    """
    stay = {column.index for column in header.of(*_STAYS)}
    for index, (mine, theirs) in enumerate(zip(*rows, strict=False)):
        numbers = [text_of(cell) for cell in (mine, theirs)]
        if all(map(str.isdecimal, numbers)) and int(numbers[1]) - int(numbers[0]) == apart:
            stay.add(index)
    return stay


def later_by(text: str, seconds: int) -> str:
    """The text of an end with its clock reading moved, in the form in which it is printed."""
    readings = list(_CLOCK.finditer(text))
    if not readings or not seconds:
        return text
    last = readings[-1]
    hour, sign, minute, second = last.groups()
    moved = (int(hour) * 60 + int(minute)) * 60 + int(second or 0) + seconds
    hours, rest = divmod(moved % _DAY, 3600)
    parts = [str(hours).zfill(len(hour)), f"{rest // 60:02d}"]
    if second:
        parts.append(f"{rest % 60:02d}")
    return text[: last.start()] + sign.join(parts) + text[last.end() :]
