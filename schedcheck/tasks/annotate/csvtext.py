"""Findings written into a table of text: a column more, filled where something was found."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from schedcheck.messages import _
from schedcheck.messages.message import line_place
from schedcheck.tasks.annotate.notes import Note
from schedcheck.tasks.originals.table_text import TableText
from schedcheck.tasks.originals.units import without_end


def annotate(data: bytes, notes: Mapping[str, Note]) -> tuple[bytes, set[str]]:
    """The table in ``data`` with ``notes`` in a last column, and the places told.

    Encoding, delimiter and line ends stay, and so do all rows without a note; letters that the
    encoding lacks become ``?``.
    """
    table = TableText.of(data, "replace")
    header, rows, lines = table.header, table.rows, table.lines
    width = len(header.columns) if header else max(map(len, rows), default=0)
    told: set[str] = set()
    heading = table.begins[header.row] if header else 0
    for at, (begin, end) in enumerate(table.spans()):
        place = line_place(begin)
        note = notes.get(place)
        if note is None and begin != heading:
            continue
        if note:
            told.add(place)
        field = _field(note.text if note else _("Findings"), table.delimiter)
        missing = max(0, width - len(rows[at]))
        last = max(begin, end - 1) - 1
        body, line_end = without_end(lines[last])
        lines[last] = body + table.units.written(table.delimiter * (missing + 1) + field) + line_end
    return table.units.together("".join(lines)), told


def _field(text: str, delimiter: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="").writerow([text.replace("\n", "; ")])
    return buffer.getvalue()
