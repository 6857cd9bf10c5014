"""Findings written into a table of text: a column more, filled where something was found."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from itertools import pairwise

from schedcheck.messages import _
from schedcheck.messages.message import line_place
from schedcheck.readers.encodings import text_encoding
from schedcheck.readers.tables.csv import delimiter_of, records_of
from schedcheck.readers.tables.headings import find_header
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Reading
from schedcheck.tasks.annotate.notes import Note
from schedcheck.tasks.originals.units import Units, lines_of, without_end


def annotate(data: bytes, notes: Mapping[str, Note]) -> tuple[bytes, set[str]]:
    """The table in ``data`` with ``notes`` in a last column, and the places told.

    Encoding, delimiter and line ends stay, and so do all rows without a note; letters that the
    encoding lacks become ``?``.
    """
    encoding = text_encoding(data)
    units = Units.of(data, encoding.name, "replace")
    text = data.decode(encoding.name, errors="replace").removeprefix("\ufeff")
    delimiter = delimiter_of(text)
    rows, begins = records_of(text, delimiter, "", Reading("", make_frame({}, 0)))
    header = find_header(rows)
    width = len(header.columns) if header else max(map(len, rows), default=0)
    lines = lines_of(units.apart(data))
    told: set[str] = set()
    heading = begins[header.row] if header else 0
    for at, (begin, end) in enumerate(pairwise([*begins, len(lines) + 1])):
        place = line_place(begin)
        note = notes.get(place)
        if note is None and begin != heading:
            continue
        if note:
            told.add(place)
        field = _field(note.text if note else _("Findings"), delimiter)
        missing = max(0, width - len(rows[at]))
        last = max(begin, end - 1) - 1
        body, line_end = without_end(lines[last])
        lines[last] = body + units.written(delimiter * (missing + 1) + field) + line_end
    return units.together("".join(lines)), told


def _field(text: str, delimiter: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="").writerow([text.replace("\n", "; ")])
    return buffer.getvalue()
