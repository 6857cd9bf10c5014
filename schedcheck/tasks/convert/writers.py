"""Schedules as files that this program, and others, read: csv, xlsx, parquet and XMLTV."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from schedcheck._version import __version__
from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.readers.tables.headings import LOCAL_OR_UTC, UNTITLED, WHOLE_MARKS
from schedcheck.reports.files import encodable, replacing
from schedcheck.reports.wording import visible, whole_line
from schedcheck.reports.workbook.sheets import MOST_ROWS, TEXT, Book, Column, Look
from schedcheck.tasks.convert.convert import Converted
from schedcheck.zones import offset_text

#: The headings of tables; English in any language, for programs to rely on.
HEADINGS = ("Channel", "Start", "Stop", "Zone", "Title", WHOLE_MARKS, "Genre", "Description")
#: What no XML document may hold, also not escaped (XML 1.0, section 2.2).
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOMENT = Look("yyyy-mm-dd hh:mm:ss", across="center")
_COLUMNS = (
    Column(HEADINGS[0], TEXT, 10, 24),
    *(Column(heading, _MOMENT, 19, 19) for heading in HEADINGS[1:3]),
    Column(HEADINGS[3], TEXT, 8, 14),
    *(Column(heading, TEXT, 16, 60) for heading in HEADINGS[4:]),
)


def texts(converted: Converted) -> dict[str, list[str]]:
    """The columns of ``converted`` as text: clock readings as ISO 8601, nothing as empty.

    ``offset`` is ``+05:00``, or empty where none is printed; a stop is on the clock of its start.
    """
    frame = converted.frame
    columns = {
        name: frame[name].to_numpy(object, na_value="").tolist()
        for name in ("channel", "title", "other_text", "category", "mark_text")
    }
    for name in ("wall_start", "wall_stop"):
        walls = frame[name].to_numpy("datetime64[s]")
        columns[name] = np.where(np.isnat(walls), "", np.datetime_as_string(walls)).tolist()
    there = frame["offset"].notna().to_numpy().tolist()
    minutes = frame["offset"].to_numpy(np.int64, na_value=0).tolist()
    columns["offset"] = [
        offset_text(one) if known else "" for one, known in zip(minutes, there, strict=True)
    ]
    return columns


def _table(columns: dict[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """The rows of a table under :data:`HEADINGS`; a programme is one line."""
    for channel, start, stop, offset, title, mark, category, other in zip(
        *(columns[name] for name in ("channel", "wall_start", "wall_stop", "offset", "title")),
        *(columns[name] for name in ("mark_text", "category", "other_text")),
        strict=True,
    ):
        texts = map(whole_line, (title or UNTITLED, mark, category, other))
        yield whole_line(channel), start, stop, offset or LOCAL_OR_UTC, *texts


def csv_bytes(converted: Converted) -> bytes:
    """CSV in UTF-8 with a byte order mark; starts and stops are ISO 8601 with their offset.

    Texts are as they are: a title that begins with ``=`` is a formula for a spreadsheet
    program that opens the file, and xlsx the safe form for people.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    columns = texts(converted)
    for name in ("wall_start", "wall_stop"):
        columns[name] = [
            wall and wall + offset
            for wall, offset in zip(columns[name], columns["offset"], strict=True)
        ]
    writer.writerows(_table(columns))
    return text.getvalue().encode("utf-8-sig", "replace")


def xmltv_bytes(converted: Converted) -> bytes:
    """XMLTV, as ``xmltv.dtd`` has it; channels with their names, a rating for each mark."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE tv SYSTEM "xmltv.dtd">',
        f'<tv generator-info-name="schedcheck {__version__}">',
    ]
    for channel, name in converted.names.items():
        named = f"<display-name>{_text(name)}</display-name>"
        lines.append(f"<channel id={_attribute(channel)}>{named}</channel>")
    lines += _programmes(texts(converted))
    lines += ["</tv>", ""]
    return "\n".join(lines).encode("utf-8", "replace")


def _programmes(columns: dict[str, list[str]]) -> Iterator[str]:
    names = ("channel", "wall_start", "wall_stop", "offset", "title", "other_text", "category")
    for channel, start, stop, offset, title, other, category, marks in zip(
        *(columns[name] for name in names), columns["mark_text"], strict=True
    ):
        zone = f" {offset.replace(':', '')}" if offset else ""
        ends = f' stop="{_stamp(stop)}{zone}"' if stop else ""
        yield "".join(
            (
                f'<programme start="{_stamp(start)}{zone}"{ends} channel={_attribute(channel)}>',
                f"<title>{_text(_as_meant(title))}</title>",
                f"<desc>{_text(other)}</desc>" if other else "",
                f"<category>{_text(category)}</category>" if category else "",
                *_ratings(marks),
                "</programme>",
            )
        )


def _stamp(wall: str) -> str:
    return re.sub(r"\D", "", wall)


def _as_meant(title: str) -> str:
    """A title so that it is read as it is: readers resolve entities that were escaped twice."""
    return title if unescape(title) == title else title.replace("&", "&amp;")


def _ratings(marks: str) -> Iterator[str]:
    for entry in marks.split("; ") if marks else ():
        system, colon, value = entry.partition(":")
        if not colon:
            system, value = "", entry
        named = f" system={_attribute(system)}" if system else ""
        yield f"<rating{named}><value>{_text(value)}</value></rating>"


def _legal(text: str) -> str:
    return _NOT_XML.sub(lambda found: visible(found[0]), text)


def _text(text: str) -> str:
    return escape(_legal(text), {"\r": "&#13;"})


def _attribute(text: str) -> str:
    return quoteattr(_legal(text))


def _write_bytes(make: Callable[[Converted], bytes]) -> Callable[[Converted, Path], None]:
    def write(converted: Converted, path: Path) -> None:
        content = make(converted)
        with replacing(path) as part:
            part.write_bytes(content)

    return write


def _write_xlsx(converted: Converted, path: Path) -> None:
    """A sheet with real dates on the clock of each channel, and its offset beside them."""
    if len(converted.frame) >= MOST_ROWS:
        raise ConfigError(
            msg(
                "%(count)d programmes do not fit on a sheet; write csv or parquet",
                count=len(converted.frame),
            )
        )
    columns: dict[str, Any] = texts(converted)
    for name in ("wall_start", "wall_stop"):
        walls = converted.frame[name].to_numpy("datetime64[s]")
        # midnight is a cell of a date alone: a column of nothing else would be one of days
        if not (walls == walls.astype("datetime64[D]")).all():
            columns[name] = walls.astype(object).tolist()
    book = Book()
    book.table("Schedule", _COLUMNS, _table(columns))
    book.save(path)


def _write_parquet(converted: Converted, path: Path) -> None:
    """The whole schedule frame, with its types."""
    with replacing(path) as part:
        try:
            converted.frame.to_parquet(part, engine="pyarrow", index=False)
        except UnicodeEncodeError:
            # the name of a file may have bytes that are no letters
            whole = converted.frame.assign(
                **{
                    name: converted.frame[name].map(encodable, na_action="ignore")
                    for name in ("file", "channel")
                }
            )
            whole.to_parquet(part, engine="pyarrow", index=False)


#: Form -> what writes it.
WRITERS: Mapping[str, Callable[[Converted, Path], None]] = {
    "csv": _write_bytes(csv_bytes),
    "xlsx": _write_xlsx,
    "parquet": _write_parquet,
    "xmltv": _write_bytes(xmltv_bytes),
}
#: Form -> its bytes, for those that can go to standard output.
STREAMS: Mapping[str, Callable[[Converted], bytes]] = {"csv": csv_bytes, "xmltv": xmltv_bytes}
