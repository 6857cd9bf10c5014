"""Word documents as PDF: by LibreOffice where it is installed, else by typst.

LibreOffice draws a document as Word does, tables and all. Typst, a package of Python with fonts of
its own, needs nothing to be installed besides; it is given the paragraphs and tables of the
document as data, and draws them in a plain form.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.readers.documents import doc
from schedcheck.readers.source import SourceError

#: The font of what stands as it is in a file.
MONO = "Courier New"
#: So many documents are given to LibreOffice at once: its time is limited.
AT_ONCE = 40
LIBREOFFICE, TYPST = "LibreOffice", "typst"
_ALIGNMENTS: Mapping[Any, str] = {
    WD_ALIGN_PARAGRAPH.CENTER: "center",
    WD_ALIGN_PARAGRAPH.RIGHT: "right",
}


def pdf_maker() -> str:
    """What makes PDF here; empty where nothing does."""
    if doc.is_installed():
        return LIBREOFFICE
    return TYPST if find_spec("typst") else ""


def pdfs(documents: Mapping[str, bytes], maker: str) -> dict[str, bytes]:
    """The Word documents, by their names, as PDF. Raises ConfigError where one is not made."""
    if maker == TYPST:
        return {name: _by_typst(content) for name, content in documents.items()}
    found: dict[str, bytes] = {}
    names = list(documents)
    for first in range(0, len(names), AT_ONCE):
        found |= _by_libreoffice({name: documents[name] for name in names[first : first + AT_ONCE]})
    return found


def _by_libreoffice(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    try:
        made, _guard, said = doc.converted(documents, "pdf")
    except SourceError as error:
        raise ConfigError(error.words) from error
    found = {}
    for name in documents:
        drawn = name.removesuffix(".docx") + ".pdf"
        if drawn not in made:
            words = msg("%(file)s: LibreOffice made no PDF of it: %(said)s", file=name, said=said)
            raise ConfigError(words)
        found[name] = without_chance(made[drawn])
    return found


def without_chance(made: bytes) -> bytes:
    """The PDF of LibreOffice with nothing in it that differs when it is made of the same once more.

    That is the time of making, ids and a checksum that are made of it, and the numbers of objects:
    LibreOffice 7.4 numbers fonts by where in memory it holds them. qpdf numbers them as they are
    met from the first page on, and makes an id of the content (its ``--deterministic-id``).
    """
    import pikepdf

    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as document:
        for part, name in (
            (document.docinfo, "/CreationDate"),
            (document.trailer, "/DocChecksum"),
            (document.trailer, "/ID"),
        ):
            if name in part:
                del part[name]
        document.save(written, deterministic_id=True)
    return written.getvalue()


def _by_typst(content: bytes) -> bytes:
    import typst

    document = docx.Document(io.BytesIO(content))
    section = document.sections[0]
    wide = bool(section.page_width and section.page_height
                and section.page_width > section.page_height)  # fmt: skip
    data = {"wide": wide, "blocks": [*_blocks(document)]}
    template = (files("schedcheck.tasks.document") / "templates" / "plain.typ").read_bytes()
    made: bytes = typst.compile(
        template, ignore_system_fonts=True, sys_inputs={"data": json.dumps(data)}, timestamp=0
    )
    return made


def _blocks(document: Any) -> Iterator[dict[str, Any]]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            rows = [[*_cells(row)] for row in block.rows]
            widths = [column.width or 1 for column in block.columns]
            yield {"kind": "table", "widths": widths, "rows": rows, "heads": _heads(block)}
        else:
            yield _paragraph(block)


def _heads(table: Table) -> int:
    """How many rows at the top are printed again on each page that the table goes on."""
    heads = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows]  # noqa: SLF001 - python-docx has no other way
    return [*heads, False].index(False)


def _cells(row: _Row) -> Iterator[dict[str, Any]]:
    """The cells of a row, one that covers several columns once."""
    cells, number = row.cells, 0
    breakable = not row._tr.xpath("./w:trPr/w:cantSplit")  # noqa: SLF001 - the same
    while number < len(cells):
        span = number + 1
        while span < len(cells) and cells[span]._tc is cells[number]._tc:  # noqa: SLF001 - python-docx has no other way to tell
            span += 1
        paragraphs = [_paragraph(one) for one in cells[number].paragraphs]
        yield {"span": span - number, "paragraphs": paragraphs, "breakable": breakable}
        number = span


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    size = next((run.font.size.pt for run in paragraph.runs if run.font.size), 0)
    return {
        "kind": "paragraph",
        "align": _ALIGNMENTS.get(paragraph.alignment, "left"),
        "size": size,
        "mono": any(run.font.name == MONO for run in paragraph.runs),
        "page": bool(paragraph.paragraph_format.page_break_before),
        "runs": [{"text": run.text, "bold": bool(run.bold)} for run in paragraph.runs],
    }
