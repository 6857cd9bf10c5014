"""What was typed, stamped or filled in on the pages of a PDF: annotations and fields of forms.

Programs show them over a page, but they are no part of its content (ISO 32000-1, 12.5), and
nothing that takes the text of a page finds them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from schedcheck.messages.message import page_place


def make_part_of_pages(pdf: Any) -> bool:
    """Make the texts over the pages of a document of pypdfium2 part of these; whether any is.

    Hidden ones stay out, as do lines, boxes and highlights, which could be taken for a table.
    Raises PdfiumError for a page that is damaged.
    """
    from pypdfium2 import raw  # type: ignore[import-untyped]

    with_text = {raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WIDGET}
    changed = False
    for number in range(len(pdf)):
        page = pdf[number]
        kinds = [raw.FPDFAnnot_GetSubtype(one) for one in _annotations(page)]
        if with_text.intersection(kinds):
            for at in reversed(range(len(kinds))):
                if kinds[at] not in with_text:
                    raw.FPDFPage_RemoveAnnot(page, at)
            done = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
            changed |= done == raw.FLATTEN_SUCCESS
        page.close()
    return changed


def comments_in(pdf: Any) -> Iterator[tuple[str, str]]:
    """The texts of annotations that no page shows, such as notes, each with its page.

    Raises PdfiumError for a page that is damaged.
    """
    for number in range(len(pdf)):
        page = pdf[number]
        for one in _annotations(page):
            text = "" if _is_shown(one) else _contents(one)
            if text:
                yield page_place(number + 1), text
        page.close()


def _is_shown(annotation: Any) -> bool:
    """Whether a page shows the text of an annotation."""
    from pypdfium2 import raw

    hidden = raw.FPDFAnnot_GetFlags(annotation) & raw.FPDF_ANNOT_FLAG_HIDDEN
    typed = raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_FREETEXT
    drawn = raw.FPDFAnnot_GetAP(annotation, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0)
    return typed and not hidden and drawn > len("\0".encode("utf-16-le"))


def _annotations(page: Any) -> Iterator[Any]:
    """The annotations of a page; each is closed as the next is taken."""
    from pypdfium2 import raw

    for at in range(raw.FPDFPage_GetAnnotCount(page)):
        found = raw.FPDFPage_GetAnnot(page, at)
        if found:
            try:
                yield found
            finally:
                raw.FPDFPage_CloseAnnot(found)


def _contents(annotation: Any) -> str:
    from pypdfium2 import raw

    size = raw.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(
        annotation, b"Contents", ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
    )
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
