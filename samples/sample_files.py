"""Writes weeks as the files that stations send: XMLTV, delimited text and workbooks.

Each writer returns the bytes; nothing in them depends on the day or the machine.
"""

# ruff: noqa: INP001 - a part of make_samples.py, which is run as a script

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.styles import Font
from sample_week import Programme, Week

Cell = str | date | time | datetime | int | None

_HEADINGS = {
    "ru": {
        "channel": "Канал",
        "date": "Дата",
        "start": "Начало",
        "stop": "Окончание",
        "duration": "Хронометраж",
        "title": "Название передачи",
        "mark": "Возраст",
        "kind": "Жанр",
        "text": "Описание",
    },
    "kk": {
        "channel": "Арна",
        "date": "Күні",
        "start": "Басталуы",
        "stop": "Аяқталуы",
        "duration": "Ұзақтығы",
        "title": "Бағдарлама атауы",
        "mark": "Жас санаты",
        "kind": "Жанр",
        "text": "Сипаттама",
    },
    "en": {
        "channel": "Channel",
        "date": "Date",
        "start": "Start",
        "stop": "End",
        "duration": "Duration",
        "title": "Title",
        "mark": "Rating",
        "kind": "Genre",
        "text": "Synopsis",
    },
}
_GENRES = {
    "ru": {"film": "фильм", "series": "сериал", "news": "новости", "cartoon": "мультфильм"},
    "kk": {
        "film": "көркем фильм",
        "series": "телехикая",
        "news": "жаңалықтар",
        "kids": "балаларға",
    },
}
_MONTHS = {"ru": "ноября", "kk": "қараша"}
_FIXED = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


@dataclass(slots=True, frozen=True)
class Guide:
    """How an XMLTV file is written. ``offset``: as printed after each time, or empty."""

    offset: str = " +0500"
    stops: bool = True
    short_by: int = 0
    system: str = ""
    doctype: bool = False
    raw_title: str = ""


def xmltv(weeks: list[tuple[Week, str, str]], guide: Guide) -> bytes:
    """An XMLTV file of the weeks, each with its channel id and display name.

    In the programme titled ``guide.raw_title`` the ampersand stays bare, which is not XML.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    if guide.doctype:
        lines.append('<!DOCTYPE tv SYSTEM "xmltv.dtd">')
    lines.append('<tv generator-info-name="schedule office">')
    for week, channel, name in weeks:
        words = f'<display-name lang="{week.style.language}">{escape(name)}</display-name>'
        lines.append(f"  <channel id={quoteattr(channel)}>{words}</channel>")
    for week, channel, _name in weeks:
        for one in week.programmes:
            lines += [_element(one, week, channel, guide)] * one.repeats
    return "\n".join([*lines, "</tv>", ""]).encode()


def _element(one: Programme, week: Week, channel: str, guide: Guide) -> str:
    lang = week.style.language
    stop = one.printed_stop or one.stop - timedelta(seconds=guide.short_by)
    times = f'start="{one.start:%Y%m%d%H%M%S}{guide.offset}"'
    if guide.stops:
        times += f' stop="{stop:%Y%m%d%H%M%S}{guide.offset}"'
    title = one.title if one.title == guide.raw_title else escape(one.title)
    parts = [f'<title lang="{lang}">{title}</title>']
    if one.text:
        parts.append(f'<desc lang="{lang}">{escape(one.text)}</desc>')
    if one.kind in _GENRES[lang]:
        parts.append(f"<category>{_GENRES[lang][one.kind]}</category>")
    if one.mark:
        system = "VCHIP" if one.mark.startswith("TV-") else guide.system
        attribute = f' system="{system}"' if system else ""
        parts.append(f"<rating{attribute}><value>{escape(one.mark)}</value></rating>")
    return f"  <programme {times} channel={quoteattr(channel)}>{''.join(parts)}</programme>"


def gzipped(content: bytes) -> bytes:
    """``content`` under gzip, without the time of day."""
    return gzip.compress(content, mtime=0)


@dataclass(slots=True, frozen=True)
class Table:
    """How a table is written.

    ``columns``: keys of the headings. ``night``: under which date the hours after midnight stand:
    ``calendar``, ``broadcast``, or ``over24``, which also counts them on (25:30). ``clock``: a
    strftime pattern. ``once``: the date stands on the first row of a day only. ``real``: cells are
    dates and times, not text. ``above``: rows before the header. ``extra``: (start of the
    programme behind it, what stands for its time, title) of rows that cannot be read.
    """

    columns: str
    language: str = "ru"
    night: str = "calendar"
    day: str = "%d.%m.%Y"
    clock: str = "%H:%M"
    once: bool = False
    real: bool = False
    above: tuple[str, ...] = ()
    extra: tuple[datetime, str, str] | None = None
    encoding: str = "utf-8"
    delimiter: str = ";"
    sheets: str = "Неделя 48"


def _broadcast_day(at: datetime) -> date:
    return (at - timedelta(hours=6)).date()


def _cells(
    one: Programme, name: str, week: Week, table: Table, shown: dict[str, date]
) -> list[Cell]:
    day = one.start.date() if table.night == "calendar" else _broadcast_day(one.start)
    repeated = table.once and shown.get(name) == day
    shown[name] = day
    cells: list[Cell] = []
    for column in table.columns.split():
        if column == "date":
            cells.append(None if repeated else _day(day, week, table))
        elif column in ("start", "stop"):
            at = one.start if column == "start" else one.printed_stop or one.stop
            cells.append(_clock(at, day, table))
        elif column == "datetime":
            cells.append(one.start if table.real else f"{one.start:%Y-%m-%d %H:%M}")
        elif column == "duration":
            minutes = (one.stop - one.start) // timedelta(minutes=1)
            cells.append(f"{minutes // 60}:{minutes % 60:02}:00")
        elif column == "channel":
            cells.append(name)
        elif column == "kind":
            cells.append(_GENRES[week.style.language].get(one.kind))
        else:
            cells.append({"title": one.title, "mark": one.mark, "text": one.text}[column] or None)
    return cells


def _day(day: date, week: Week, table: Table) -> Cell:
    if table.real:
        return day
    if table.day == "words":
        return f"{day.day} {_MONTHS[week.style.language]} {day.year}"
    return day.strftime(table.day)


def _clock(at: datetime, day: date, table: Table) -> Cell:
    if table.night == "over24":
        minutes = (at - datetime.combine(day, time())) // timedelta(minutes=1)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if table.real:
        return at.time()
    text = at.strftime(table.clock)
    return text.removeprefix("0") if table.clock == "%H.%M" else text


def _rows(weeks: list[tuple[Week, str]], table: Table) -> Iterator[tuple[datetime, list[Cell]]]:
    """Each row and the start that it stands for."""
    shown: dict[str, date] = {}
    columns = table.columns.split()
    for week, name in weeks:
        for one in week.programmes:
            if table.extra and table.extra[0] == one.start:
                broken = _cells(one, name, week, table, dict(shown))
                for column, cell in (("start", table.extra[1]), ("title", table.extra[2])):
                    broken[columns.index(column)] = cell or None
                for column in {"stop", "duration", "mark", "kind", "text"} & set(columns):
                    broken[columns.index(column)] = None
                yield one.start, broken
            cells = _cells(one, name, week, table, shown)
            for _copy in range(one.repeats):
                yield one.start, cells


def _header(table: Table) -> list[Cell]:
    words = _HEADINGS[table.language] | {"datetime": _HEADINGS[table.language]["start"]}
    return [words[column] for column in table.columns.split()]


def delimited(weeks: list[tuple[Week, str]], table: Table) -> bytes:
    """A CSV or TSV file of the weeks, each with its name as the channel column prints it."""
    rows = [[line] for line in table.above]
    rows.append([str(cell) for cell in _header(table)])
    rows += [
        ["" if cell is None else str(cell) for cell in cells] for _at, cells in _rows(weeks, table)
    ]
    lines = (table.delimiter.join(_quoted(cell, table.delimiter) for cell in row) for row in rows)
    return "".join(f"{line}\r\n" for line in lines).encode(table.encoding)


def _quoted(cell: str, delimiter: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"' if delimiter in cell or '"' in cell or "\n" in cell else cell


def workbook(weeks: list[tuple[Week, str]], table: Table) -> bytes:
    """A workbook of the weeks; ``table.sheets`` names its one sheet, or is ``days``."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for at, cells in _rows(weeks, table):
        name = f"{_broadcast_day(at):%d.%m.%Y}" if table.sheets == "days" else table.sheets
        if name not in book.sheetnames:
            sheet = book.create_sheet(name)
            for line in table.above:
                sheet.append([line] if line else [])
            sheet.append(_header(table))
            for cell in sheet[sheet.max_row]:
                cell.font = Font(bold=True)
        book[name].append(cells)
    for sheet in book:
        for column, key in zip("ABCDEFGHIJ", table.columns.split(), strict=False):
            sheet.column_dimensions[column].width = 44 if key in ("title", "text") else 13
    content = io.BytesIO()
    book.save(content)
    return _without_times(content.getvalue())


def _without_times(content: bytes) -> bytes:
    """The same workbook, its parts in order and without the time at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist()):
            info = zipfile.ZipInfo(name, _FIXED)
            part = _STAMP.sub(rb"\g<1>2026-11-20T12:00:00Z", old.read(name))
            new.writestr(info, part, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()
