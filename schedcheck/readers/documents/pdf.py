"""PDF documents that hold text, read by PDFium; a scanned one is refused with that word."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Self

from msgspec import Struct

from schedcheck.messages import Message, msg
from schedcheck.messages.library_errors import Reason
from schedcheck.messages.message import line_place, page_place, table_place
from schedcheck.readers.base import NOT_THIS, SIGNATURE, Likelihood, ReadOptions
from schedcheck.readers.documents.document import Block, DocumentTable, read_document
from schedcheck.readers.documents.pdf_annotations import make_part_of_pages
from schedcheck.readers.documents.pdf_lines import Letter, has_days_side_by_side, lines_of
from schedcheck.readers.documents.pdf_strikes import MOST_NOTES, Strike, parted, strikes_on
from schedcheck.readers.documents.pdf_tables import (
    LEAST_LINES,
    MOST_LINES,
    RuledTable,
    RuledTables,
)
from schedcheck.readers.listings.lines import Line
from schedcheck.readers.source import Source, SourceError
from schedcheck.schedule.account import End, PlaceCount, Unit, added
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
_MANY_NOTES = msg(
    "more than %(count)d places are struck out by notes, and the others were not looked at; ask "
    "for the document as .docx or text",
    count=MOST_NOTES,
)
#: A longer text is cut off in a fault.
_SHOWN = 200
_COLUMNS = msg(
    "days side by side as columns, and no ruled lines around the cells: which title belongs to "
    "which day and time cannot be placed for sure; ask for the table as .docx or .xlsx"
)
_NOT_SURE = msg(
    "cannot be placed for sure: it may belong to the programme above or to the one below; ask for "
    "the document as .docx or .xlsx"
)


def sniff(head: bytes, name: str) -> Likelihood:  # noqa: ARG001 - the content alone decides
    """How likely ``head`` begins a PDF; some programs write a few bytes before it."""
    begins = b"%PDF-" in head[:1024]
    return SIGNATURE if begins else NOT_THIS


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme of the document; places: ``page 2, line 14``, ``page 2, table 1, row 3``.

    Columns of a page are read one after the other, and ruled tables as tables; what is struck
    through is left out. A page without text is an ``unread`` fault, and a line whose place does not
    say to which programme it belongs a ``bad-row``.
    """
    faults: list[Fault] = []
    blocks: list[Block] = []
    struck: list[Line] = []
    try:
        with _Document(source.read()) as document, RuledTables(document.data) as tables:
            modified = document.modified
            for number, page in enumerate(document.pages(), 1):
                place = page_place(number)
                refusal = _refusal(page)
                if refusal is not None:
                    faults.append(Fault("unread", source.file, place, "", refusal))
                letters, gone = parted(page.letters, page.strikes)
                struck += [Line(place, line.text) for line in lines_of(gone)]
                ruled = LEAST_LINES <= page.lines <= MOST_LINES
                found = tables.on_page(number - 1, letters, gone) if ruled else []
                blocks += _blocks(letters, found, place, source.file, faults)
    except SourceError as error:
        return _unread(source, error.words)
    if not blocks and not faults and not struck:
        return _unread(source, _SCANNED)
    modified = modified or source.modified
    reading = read_document(blocks, NAME, source.file, options, modified, struck)
    # lines whose place is in doubt are reported, and never get to the reader of listings
    doubtful = PlaceCount(Unit.LINE, End.FAULT, sum(one.code == "bad-row" for one in faults))
    reading.account = added([*reading.account, doubtful])
    reading.faults = faults + reading.faults
    return reading


def _refusal(page: _Page) -> Message | None:
    """Why a page cannot be read, or not for sure, if so."""
    text = "".join(letter.sign for letter in page.letters)
    if not text.strip():
        return _SCANNED
    if len(_LOST.findall(text)) > _MOST_LOST * len(text):
        return _NO_LETTERS
    return _MANY_NOTES if sum(one.whole for one in page.strikes) > MOST_NOTES else None


def _blocks(
    letters: Sequence[Letter],
    tables: Sequence[RuledTable],
    place: str,
    file: str,
    faults: list[Fault],
) -> Iterator[Block]:
    """The tables of a page, and the lines above, between and below them."""
    left = [letter for letter in letters if not any(one.holds(letter) for one in tables)]
    count = 0
    for number, table in enumerate([*tables, None], 1):
        low = table.bottom if table else float("-inf")
        here = [letter for letter in left if letter.middle >= low]
        left = [letter for letter in left if letter.middle < low]
        if has_days_side_by_side(here):
            faults.append(Fault("unread", file, place, "", _COLUMNS))
            here = []
        for line in lines_of(here):
            count += 1
            at = line_place(count, place)
            if line.doubt:
                faults.append(Fault("bad-row", file, at, line.text[:_SHOWN], _NOT_SURE))
            else:
                yield Line(at, line.text)
        if table is not None:
            yield DocumentTable(table_place(number, place), table.rows, table.merged)


def _unread(source: Source, words: Message) -> Reading:
    return Reading(NAME, make_frame({}, 0), [Fault("unread", source.file, "", "", words)])


class _Document:
    """A PDF opened, with what is typed over its pages in them.

    ``data``: its bytes. Raises SourceError where it is damaged or has a password.
    """

    def __init__(self, data: bytes) -> None:
        import pypdfium2  # type: ignore[import-untyped]
        from pypdfium2 import raw

        self._error: type[Exception] = pypdfium2.PdfiumError
        self._path = raw.FPDF_PAGEOBJ_PATH
        try:
            self._pdf: Any = pypdfium2.PdfDocument(data)
            self._count = len(self._pdf)
            changed = make_part_of_pages(self._pdf)
            self.data = self._saved() if changed else data
            #: the document with the notes that strike out, which are in no page any more
            self._noted: Any = pypdfium2.PdfDocument(data) if changed else self._pdf
        except self._error as error:
            raise self._refusal(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._pdf.close()
        self._noted.close()

    def _saved(self) -> bytes:
        buffer = io.BytesIO()
        self._pdf.save(buffer)
        return buffer.getvalue()

    @staticmethod
    def _refusal(error: Exception) -> SourceError:
        if "assword" in str(error):
            return SourceError(msg("protected by a password; save it without one"))
        return SourceError(
            msg(
                "a damaged PDF (%(error)s); ask for a new copy, or for .docx",
                error=Reason.of(error),
            )
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

    def pages(self) -> Iterator[_Page]:
        """The letters and lines of each page."""
        for number in range(self._count):
            try:
                page = self._pdf[number]
                text = page.get_textpage()
                paths = list(page.get_objects(filter=[self._path]))
                drawn = paths if len(paths) <= MOST_LINES else []
                noted = page if self._noted is self._pdf else self._noted[number]
                yield _Page(list(_letters(text)), len(paths), strikes_on(noted, drawn))
                text.close()
                page.close()
            except self._error as error:
                raise self._refusal(error) from error


class _Page(Struct, frozen=True):
    """The letters of a page, how many lines and boxes are drawn on it, and what may strike
    letters through.
    """

    letters: list[Letter]
    lines: int
    strikes: list[Strike]


def _letters(text: Any) -> Iterator[Letter]:
    """The letters of a page with their boxes, as wide and high as their font makes them."""
    from pypdfium2 import raw

    signs = text.get_text_range()
    count = text.count_chars()
    whole = len(signs) == count
    blank = False
    for at in range(count):
        sign = signs[at] if whole else text.get_text_range(at, 1)
        # what PDFium makes of a hyphen at the end of a line, which may be a dash of the title
        sign = "-" if sign == "\ufffe" else sign
        if sign and not sign.isspace():
            left, bottom, right, top = text.get_charbox(at, loose=True)
            yield Letter(sign, left, bottom, right, top, blank)
            blank = False
        else:  # PDFium puts blanks of its own where gaps are wide
            blank |= not raw.FPDFText_IsGenerated(text, at)
