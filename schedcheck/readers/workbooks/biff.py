"""What the records of an xls workbook tell of its cells and its formulas ([MS-XLS], 2.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from schedcheck.readers.workbooks.package import Area

_BEGIN, _END = 0x0809, 0x000A
_FORMULA, _BLANK = 0x0006, b"\x03\0\0\0\0\0\xff\xff"
#: FORMULA, LABELSST, NUMBER, RK, BOOLERR, LABEL, BLANK, and MULRK and MULBLANK, which hold several.
_CELLS = frozenset({_FORMULA, 0x00FD, 0x0203, 0x027E, 0x0205, 0x0204, 0x0201})
_SEVERAL = frozenset({0x00BD, 0x00BE})


def areas(stream: bytes) -> Iterator[Area]:
    """The area of each sheet in the content of a workbook; what follows its end is left aside."""
    area = Area()
    for kind, at, length in _records(stream):
        if kind in _CELLS and length >= 4:
            area.add(*struct.unpack_from("<HH", stream, at))
        elif kind in _SEVERAL and length >= 6:
            row, column = struct.unpack_from("<HH", stream, at)
            last = struct.unpack_from("<H", stream, at + length - 2)[0]
            area.add(row, column, cells=max(last - column, 1))
            area.add(row, last)
        elif kind in {_BEGIN, _END}:
            yield area
            area = Area()
    yield area


def blank_formulas(stream: bytes) -> int:
    """How many formulas a workbook holds, where none of them has a value: it was never computed.

    Programs that write workbooks and do not reckon leave the result blank or nought ([MS-XLS],
    2.5.133); one nought among values is a value.
    """
    results = [
        stream[at + 6 : at + 14]
        for kind, at, length in _records(stream)
        if kind == _FORMULA and length >= 14
    ]
    return len(results) if set(results) <= {_BLANK, bytes(8)} else 0


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, place of the content and length of each record."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        at += 4
        if at + length > len(stream):
            return
        yield kind, at, length
        at += length
