from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import openpyxl

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.source import Source
from schedcheck.readers.tables import csv as csvtext
from schedcheck.readers.workbooks import reader as spreadsheet
from schedcheck.schedule.frame import Reading, validate

NO_OPTIONS = ReadOptions()


def source_of(data: bytes, name: str = "a.csv") -> Source:
    return Source(name, None, lambda _stack: io.BytesIO(data))


def read_csv(text: str | bytes, options: ReadOptions = NO_OPTIONS, name: str = "a.csv") -> Reading:
    data = text.encode() if isinstance(text, str) else text
    reading = csvtext.read(source_of(data, name), options)
    validate(reading.frame)
    return reading


def workbook_of(**sheets: Sequence[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_book(data: bytes, options: ReadOptions = NO_OPTIONS, name: str = "a.xlsx") -> Reading:
    reading = spreadsheet.read(source_of(data, name), options)
    validate(reading.frame)
    return reading


def walls(reading: Reading) -> list[str]:
    """The clock readings of the starts, ``2024-03-04 21:30`` each (with seconds if any)."""
    return [_shown(wall) for wall in reading.frame["wall_start"]]


def stops(reading: Reading) -> list[str]:
    """The clock readings of the ends, empty where there is none."""
    known = reading.frame["wall_stop"].notna()
    pairs = zip(reading.frame["wall_stop"], known, strict=True)
    return [_shown(wall) if there else "" for wall, there in pairs]


def _shown(wall: datetime) -> str:
    return f"{wall:%Y-%m-%d %H:%M}" + (f":{wall:%S}" if wall.second else "")


def told(reading: Reading) -> list[tuple[str, str, str]]:
    """Code, place and text of each fault."""
    return [(fault.code, fault.place, fault.text) for fault in reading.faults]


def notes(reading: Reading) -> str:
    return "\n".join(map(str, reading.notes))
