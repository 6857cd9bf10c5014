"""Make the Word templates of documents from the texts below: ``python -m tests.make_templates``.

They are Word files like those that a user puts beside the settings; only their texts are here, so
that a change of words can be read. With ``--check`` nothing is written: it exits with 1 when
something would be.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from schedcheck.tasks.document.pdf import MONO
from schedcheck.tasks.document.template import packed
from tests.paths import ROOT
from tests.template_texts import RECORD_ONLY, TEXTS, Text

TEMPLATES = ROOT / "schedcheck" / "tasks" / "document" / "templates"
_CENTER, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_FONT = "Times New Roman"
_SIZE = 12


def template(kind: str, language: str) -> bytes:
    """The template of a kind in a language, as a Word file."""
    words = TEXTS[language]
    document = Document()
    _set_up(document, wide=kind == "record")
    {"record": _record, "letter": _letter, "reminder": _reminder}[kind](document, words)
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()})


def _set_up(document: Any, *, wide: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin, section.right_margin = Cm(2.5 if not wide else 2), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(4)
    properties = document.core_properties
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    properties.author, properties.title, properties.comments = "schedcheck", "", ""


def _paragraph(  # noqa: PLR0913 - what a paragraph looks like
    where: Any,
    text: str,
    *,
    bold: bool = False,
    align: Any = None,
    size: float = 0,
    font: str = "",
    first: bool = False,
) -> Any:
    """A paragraph of ``where``; ``first``: the one that a cell has already."""
    paragraph = where.paragraphs[0] if first else where.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if font:
        run.font.name = font
    if align is not None:
        paragraph.alignment = align
    if bold and not first:
        paragraph.paragraph_format.keep_with_next = True
    if size and size < _SIZE:
        paragraph.paragraph_format.space_after = Pt(1)
    return paragraph


def _table(document: Any, widths: Sequence[float]) -> Any:
    table = document.add_table(rows=0, cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def _row(table: Any, texts: Sequence[str], widths: Sequence[float], **look: Any) -> Any:
    row = table.add_row()
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = Cm(width)
        _paragraph(cell, text, first=True, **look)
    return row


def _merged(table: Any) -> Any:
    row = table.add_row()
    _keep_whole(row)
    return row.cells[0].merge(row.cells[-1])


def _keep_whole(row: Any) -> None:
    """Keep a row on one page, if it fits on one."""
    _mark(row, "w:cantSplit")


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(row._tr.makeelement(qn(name), {}))  # noqa: SLF001 - python-docx has no other way


def _keep_with_next(row: Any) -> None:
    """Keep a row and the next one on one page."""
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.keep_together = True


def _facts(document: Any, facts: Sequence[tuple[str, str]], widths: tuple[float, float]) -> None:
    table = _table(document, widths)
    for name, value in facts:
        row = _row(table, (name, value), widths, size=11)
        row.cells[0].paragraphs[0].runs[0].bold = True
    _paragraph(document, "", size=6)


def _violations(document: Any, words: Text, *, of: str = "violations", detailed: bool) -> None:
    """The table of violations; ``detailed``: with sources, articles and dates below each."""
    names = [*words.columns, *words.source_columns] if detailed else [*words.columns, words.article]
    widths = (1.2, 4.2, 6.3, 3.4, 3.2, 4.2, 3.4) if detailed else (1.0, 2.7, 3.0, 2.6, 2.7, 5.0)
    values = ["{{ v.number }}", "{{ v.day }}, {{ v.start }}–{{ v.end }}", "{{ v.title }}"]
    values += ["{{ v.mark }} ({{ v.mark_from }})", "{{ v.minutes }}"]
    values += ["{{ v.file }}", "{{ v.place }}"] if detailed else [""]
    table = _table(document, widths)
    head = _row(table, names, widths, bold=True, size=10)
    _mark(head, "w:tblHeader")
    _keep_with_next(head)
    _row(table, (f"{{%tr for v in {of} %}}", *[""] * (len(widths) - 1)), widths)
    row = _row(table, values, widths, size=10)
    _keep_whole(row)
    if detailed:
        _keep_with_next(row)
        _details(_merged(table), words.details)
    else:
        _details(row.cells[-1], [one for one in words.details if one[0] not in RECORD_ONLY])
    _row(table, ("{%tr endfor %}", *[""] * (len(widths) - 1)), widths)
    _paragraph(document, "", size=6)


def _details(cell: Any, details: Iterable[tuple[str, str, bool]]) -> None:
    """What is said of a violation in few words each, where there is something to say."""
    first = True
    for condition, text, font in details:
        _paragraph(cell, f"{{%p {condition} %}}", first=first)
        first = False
        _paragraph(cell, text, size=9, font=MONO if font else "")
        _paragraph(cell, "{%p endfor %}" if condition.startswith("for") else "{%p endif %}")


def _if(document: Any, condition: str) -> None:
    _paragraph(document, f"{{%p if {condition} %}}")


def _end(document: Any) -> None:
    _paragraph(document, "{%p endif %}")


def _record(document: Any, words: Text) -> None:
    _paragraph(document, "{{ authority.name }}", bold=True, align=_CENTER)
    _paragraph(document, words.record, bold=True, align=_CENTER, size=14)
    _paragraph(document, words.record_about, align=_CENTER)
    _paragraph(document, words.dated)
    _facts(document, words.facts, (7.5, 18.4))
    _paragraph(document, words.method)
    _paragraph(document, words.found, bold=True)
    _if(document, "violations")
    _violations(document, words, detailed=True)
    _paragraph(document, "{%p else %}")
    _paragraph(document, words.none_found)
    _end(document)
    _if(document, "dismissed")
    _paragraph(document, words.dismissed, bold=True)
    _violations(document, words, of="dismissed", detailed=True)
    _end(document)
    _paragraph(document, words.unjudged, bold=True)
    _list(document, words)
    _paragraph(document, words.totals, bold=True)
    _paragraph(document, words.totals_are)
    _paragraph(document, words.explanation, bold=True)
    signed = [_paragraph(document, "_" * 100, size=11) for _line in range(4)]
    signed += [_paragraph(document, line) for line in (words.hearing, *words.signatures)]
    for paragraph in signed[:-1]:  # no signature is on a page of its own
        paragraph.paragraph_format.keep_with_next = True
    _annex(document, words)
    _if(document, "notes")
    _paragraph(document, words.notes, bold=True, size=10)
    _paragraph(document, "{%p for note in notes %}")
    _paragraph(document, "{{ loop.index }}. {{ note }}", size=9)
    _paragraph(document, "{%p endfor %}")
    _end(document)


def _list(document: Any, words: Text) -> None:
    _if(document, "unjudged")
    _paragraph(document, "{%p for one in unjudged %}")
    _paragraph(document, "– {{ one.what }}: {{ one.why }}", size=11)
    _paragraph(document, "{%p endfor %}")
    _paragraph(document, "{%p else %}")
    _paragraph(document, words.all_judged)
    _end(document)


def _annex(document: Any, words: Text) -> None:
    head = _paragraph(document, words.annex, bold=True, align=_CENTER)
    head.paragraph_format.page_break_before = True
    widths = (10.0, 15.9)
    table = _table(document, widths)
    _row(table, words.annex_columns, widths, bold=True, size=10)
    _row(table, ("{%tr for one in sources %}", ""), widths)
    _row(table, ("{{ one.file }}", "{{ one.sha256 }}"), widths, size=9, font=MONO)
    _row(table, ("{%tr endfor %}", ""), widths)
    _paragraph(document, "", size=6)
    _facts(document, words.annex_facts, (7.5, 18.4))


def _head(document: Any, words: Text, addressee: Sequence[str]) -> None:
    _paragraph(document, "{{ authority.name }}", bold=True, align=_CENTER)
    _paragraph(document, "{{ authority.address }}", align=_CENTER, size=11)
    _paragraph(document, "{{ authority.contacts }}", align=_CENTER, size=11)
    _paragraph(document, words.outgoing)
    for line in addressee:
        if line.startswith("{%p"):
            _paragraph(document, line)
        else:
            _paragraph(document, line, align=_RIGHT)


def _letter(document: Any, words: Text) -> None:
    _head(document, words, words.addressee)
    _paragraph(document, words.letter_about, bold=True, align=_CENTER)
    _paragraph(document, words.letter_begins)
    _violations(document, words, detailed=False)
    for line in words.letter_asks:
        _paragraph(document, line)
    for line in words.letter_ends:
        _paragraph(document, line)


def _reminder(document: Any, words: Text) -> None:
    _head(document, words, words.addressee_channel)
    _paragraph(document, words.reminder_about, bold=True, align=_CENTER)
    for line in (*words.reminder_states, *words.reminder_asks, *words.reminder_ends):
        _paragraph(document, line)


def templates() -> Iterator[tuple[str, bytes]]:
    """The name of each template, and what is in it."""
    for kind in ("record", "letter", "reminder"):
        for language in TEXTS:
            yield f"{kind}.{language}.docx", template(kind, language)


def body(content: bytes) -> bytes:
    """The text of a Word file: what is the same whatever library has packed it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("word/document.xml")


def main(arguments: Sequence[str]) -> int:
    """Write the templates whose text has changed; with ``--check`` say 1 instead."""
    changed = []
    for name, content in templates():
        path = TEMPLATES / name
        if not path.exists() or body(path.read_bytes()) != body(content):
            changed.append(name)
            if "--check" not in arguments:
                path.write_bytes(content)
    print(*changed, sep="\n")  # noqa: T201 - it is a program
    return 1 if changed and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
