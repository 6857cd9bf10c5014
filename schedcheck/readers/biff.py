"""What the records of an xls workbook tell of its cells and its formulas ([MS-XLS], 2.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_BEGIN, _END = 0x0809, 0x000A
_FORMULA, _BLANK = 0x0006, b"\x03\0\0\0\0\0\xff\xff"
#: FORMULA, LABELSST, NUMBER, RK, BOOLERR, LABEL, BLANK, and MULRK and MULBLANK, which hold several.
_CELLS = frozenset({_FORMULA, 0x00FD, 0x0203, 0x027E, 0x0205, 0x0204, 0x0201})
_SEVERAL = frozenset({0x00BD, 0x00BE})


def widest_area(stream: bytes) -> int:
    """The most cells, blank ones too, between the first and the last cell of one sheet.

    ``stream`` is the content of the workbook; records behind its end are not looked at.
    """
    most = 0
    rows: list[int] = []
    columns: list[int] = []
    for kind, at, length in _records(stream):
        if kind in _CELLS and length >= 4:
            row, column = struct.unpack_from("<HH", stream, at)
            rows.append(row)
            columns.append(column)
        elif kind in _SEVERAL and length >= 6:
            row, column = struct.unpack_from("<HH", stream, at)
            rows.append(row)
            columns += [column, struct.unpack_from("<H", stream, at + length - 2)[0]]
        elif kind in {_BEGIN, _END}:
            most = max(most, _area(rows, columns))
            rows.clear()
            columns.clear()
    return max(most, _area(rows, columns))


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


def _area(rows: list[int], columns: list[int]) -> int:
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) if rows else 0


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
