"""PDF documents that hold text, read by PDFium; a scanned one is refused with that word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Self

from schedcheck.messages import Message, msg
from schedcheck.messages.library_errors import Reason
from schedcheck.messages.places import line_place, page_place
from schedcheck.readers.base import NOT_THIS, SIGNATURE, Likelihood, ReadOptions
from schedcheck.readers.documents.document import read_document
from schedcheck.readers.documents.pdf_lines import Letter, lines_of
from schedcheck.readers.listings.lines import Line
from schedcheck.readers.source import Source, SourceError
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault, Reading

NAME = "pdf"

_DATED = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
#: Letters that no font can mean: those that were not told, and controls.
_LOST = re.compile("[\ufffd\ufffe\uffff\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
#: Of the letters of a page so many may be lost.
_MOST_LOST = 0.1

_SCANNED = msg(
    "a scanned PDF: pictures of pages, without text; ask for the document itself, as .docx or text"
)
_NO_LETTERS = msg(
    "its letters are pictures of letters: the document does not say which they are; ask for it as "
    ".docx or text"
)


def sniff(head: bytes, name: str) -> Likelihood:  # noqa: ARG001 - the content alone decides
    """How likely ``head`` begins a PDF; some programs write a few bytes before it."""
    begins = b"%PDF-" in head[:1024]
    return SIGNATURE if begins else NOT_THIS


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme of the document; places are ``page 2, line 14``.

    Columns of a page are read one after the other. A page without text is an ``unread`` fault.
    """
    faults: list[Fault] = []
    lines: list[Line] = []
    pages = 0
    try:
        with _Document(source.read()) as document:
            modified = document.modified
            for number, letters in enumerate(document.pages(), 1):
                pages += 1
                place, text = page_place(number), "".join(letter.sign for letter in letters)
                if not text.strip():
                    faults.append(Fault("unread", source.file, place, "", _SCANNED))
                elif len(_LOST.findall(text)) > _MOST_LOST * len(text):
                    faults.append(Fault("unread", source.file, place, "", _NO_LETTERS))
                found = enumerate(lines_of(letters), 1)
                lines += [Line(line_place(at, place), line) for at, line in found]
    except SourceError as error:
        return _unread(source, error.words)
    if not lines:
        return _unread(source, _SCANNED)
    reading = read_document(lines, NAME, source.file, options, modified or source.modified)
    reading.faults = faults + reading.faults
    return reading


def _unread(source: Source, words: Message) -> Reading:
    return Reading(NAME, make_frame({}, 0), [Fault("unread", source.file, "", "", words)])


class _Document:
    """A PDF opened. Raises SourceError where it is damaged or has a password."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2  # type: ignore[import-untyped]

        self._error: type[Exception] = pypdfium2.PdfiumError
        try:
            self._pdf: Any = pypdfium2.PdfDocument(data)
            self._count = len(self._pdf)
        except self._error as error:
            raise self._told(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._pdf.close()

    @staticmethod
    def _told(error: Exception) -> SourceError:
        if "assword" in str(error):
            return SourceError(msg("protected by a password; save it without one"))
        return SourceError(
            msg("a damaged PDF (%(error)s); ask for it anew, or as .docx", error=Reason.of(error))
        )

    @property
    def modified(self) -> date | None:
        """The day it was last changed, or made, as it says itself."""
        told = self._pdf.get_metadata_dict()
        match = _DATED.match(told.get("ModDate") or told.get("CreationDate") or "")
        try:
            return date(*map(int, match.groups())) if match else None
        except ValueError:
            return None

    def pages(self) -> Iterator[list[Letter]]:
        """The letters of each page."""
        for number in range(self._count):
            try:
                page = self._pdf[number]
                text = page.get_textpage()
                yield list(_letters(text))
                text.close()
                page.close()
            except self._error as error:
                raise self._told(error) from error


def _letters(text: Any) -> Iterator[Letter]:
    """The letters of a page with their boxes, as wide and high as their font makes them."""
    signs = text.get_text_range()
    count = text.count_chars()
    whole = len(signs) == count
    for at in range(count):
        sign = signs[at] if whole else text.get_text_range(at, 1)
        if sign and not sign.isspace():
            left, bottom, right, top = text.get_charbox(at, loose=True)
            yield Letter(sign, left, bottom, right, top)
