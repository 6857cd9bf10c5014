"""Which reader reads a source: found by content first and by name second."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import cast

from schedcheck.errors import ConfigError, unknown_name
from schedcheck.messages import Message, msg
from schedcheck.readers.base import Reader, ReadOptions
from schedcheck.readers.broadcast import bxf, eit, tva
from schedcheck.readers.documents import doc, docx, odt, pdf, rtf
from schedcheck.readers.documents import html as webpage
from schedcheck.readers.encodings import head_text
from schedcheck.readers.json_guides import reader as services
from schedcheck.readers.jtv import reader as jtv
from schedcheck.readers.listings import reader as textlisting
from schedcheck.readers.plugins import Plugins, load_plugins
from schedcheck.readers.source import Source, SourceError
from schedcheck.readers.tables import csv as csvtext
from schedcheck.readers.workbooks import reader as spreadsheet
from schedcheck.readers.xmltv import reader as xmltv
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault, Reading

#: Asked in this order: the formats that cannot be mistaken for another stand first.
READERS: Mapping[str, Reader] = {
    reader.NAME: cast("Reader", reader)
    for reader in (
        spreadsheet,
        jtv,
        eit,
        bxf,
        tva,
        doc,
        docx,
        odt,
        rtf,
        pdf,
        xmltv,
        services,
        webpage,
        textlisting,
        csvtext,
    )
}

#: What files that are no schedules begin with.
_BINARY: tuple[tuple[bytes, Message], ...] = (
    (b"%PDF-", msg("a PDF document")),
    (b"\xd0\xcf\x11\xe0", msg("an old Microsoft Office document")),
    (b"PK\x03\x04", msg("a zip archive or an Office document")),
    (b"\x89PNG", msg("a picture; ask for the schedule as text")),
    (b"\xff\xd8\xff", msg("a picture; ask for the schedule as text")),
    (b"II*\0", msg("a picture; ask for the schedule as text")),
    (b"MM\0*", msg("a picture; ask for the schedule as text")),
)
_TEXTS: tuple[tuple[re.Pattern[str], Message], ...] = (
    (re.compile(r"\s*(<!doctype html|<html)", re.IGNORECASE), msg("an HTML page")),
    (re.compile(r"\s*[\[{]"), msg("JSON")),
    (re.compile(r"\{\\rtf"), msg("an RTF document")),
)
#: The first element of an XML document, behind what may stand before it.
_ROOT = re.compile(r"\s*(?:<[?!][^>]*>\s*)*<([\w:.-]+)")


@cache
def plugins() -> Plugins:
    """The readers of other packages, and what is wrong with those that could not be loaded."""
    return load_plugins(READERS)


def reader_named(name: str) -> Reader:
    """The reader of this name; ConfigError for any other.

    The error says what is wrong with a reader of this name that could not be loaded, else it names
    the nearest right name.
    """
    known = READERS if name in READERS else {**READERS, **plugins().readers}
    if name in known:
        return known[name]
    for broken, words in plugins().broken:
        if broken == name:
            raise ConfigError(words)
    raise unknown_name(msg("reader"), name, known)


def read_source(source: Source, options: ReadOptions, reader: Reader | None = None) -> Reading:
    """The schedule in ``source``, by ``reader`` or by the one that its content calls for.

    What cannot be read comes back as ``unread`` faults of an empty reading, never as an error.
    """
    failed: list[Message] = []
    try:
        reading = (reader or _find(source, failed)).read(source, options)
    except SourceError as error:
        return Reading("", make_frame({}, 0), [Fault("unread", source.file, "", "", error.words)])
    reading.notes += failed
    if not len(reading.frame) and not reading.faults:
        words = msg("not a single programme was found in it; ask for the file anew")
        reading.faults.append(Fault("unread", source.file, "", "", words))
    return reading


def _find(source: Source, failed: list[Message]) -> Reader:
    """The first reader that knows the content: those of this package, then the others by name.

    ``failed`` takes what went wrong in readers of other packages. SourceError where none knows it.
    """
    if source.parts:
        return READERS[jtv.NAME]
    head = source.head
    for reader in READERS.values():
        if reader.sniff(head, source.file):
            return reader
    for reader in plugins().readers.values():
        try:
            if reader.sniff(head, source.file):
                return reader
        except SourceError as error:
            failed.append(error.words)
    words = _seen(head)
    for also in (*failed, *(broken for _name, broken in plugins().broken)):
        words = msg("%(words)s; %(also)s", words=words, also=also)
    raise SourceError(words)


def _seen(head: bytes) -> Message:
    """The refusal of a format that is not known: what was seen, and what is read."""
    return msg(
        "not a schedule in a format that is read here: %(seen)s. Supported: XMLTV (also gz, "
        "xz, bz2, zip), JTV, JSON of guide services, DVB EIT (TSDuck), BXF, TV-Anytime and DVB-I; "
        "listings by days as text, docx, doc, odt, rtf, HTML and PDF; tables as CSV and TSV, xlsx, "
        "xls, xlsb and ods",
        seen=_kind(head),
    )


def _kind(head: bytes) -> Message:
    for magic, words in _BINARY:
        if head.startswith(magic):
            return words
    text = head_text(head).removeprefix("\ufeff")
    for pattern, words in _TEXTS:
        if pattern.match(text):
            return words
    root = _ROOT.match(text)
    if root:
        return msg("XML of another kind, whose root is <%(root)s>", root=root[1])
    if "\0" in text[:4096]:
        return msg("binary data")
    return msg("text without a recognisable header row")
