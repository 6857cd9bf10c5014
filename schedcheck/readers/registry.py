"""Which reader reads a source: found by content first and by name second."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from schedcheck.errors import unknown_name
from schedcheck.messages import Message, said
from schedcheck.readers import csvtext, spreadsheet, xmltv
from schedcheck.readers.base import Reader, ReadOptions
from schedcheck.readers.source import Source, SourceError
from schedcheck.schedule import Fault, Reading, make_frame

#: Asked in this order: the formats that cannot be mistaken for another stand first.
READERS: Mapping[str, Reader] = {
    reader.NAME: cast("Reader", reader) for reader in (spreadsheet, xmltv, csvtext)
}

_SEEN: tuple[tuple[re.Pattern[bytes], Message], ...] = (
    (re.compile(rb"\s*(<!doctype html|<html)", re.IGNORECASE), said("an HTML page")),
    (re.compile(rb"\s*[\[{]"), said("JSON")),
    (re.compile(rb"%PDF-"), said("a PDF document")),
    (re.compile(rb"\xd0\xcf\x11\xe0"), said("an old Microsoft Office document")),
    (re.compile(rb"PK\x03\x04"), said("a zip archive or an Office document")),
    (re.compile(rb"\{\\rtf"), said("an RTF document")),
    (re.compile(rb"\s*<"), said("XML of another kind")),
)


def reader_named(name: str) -> Reader:
    """The reader of this name; ConfigError, with the nearest right name, for any other."""
    if name not in READERS:
        raise unknown_name(said("reader"), name, READERS)
    return READERS[name]


def read_source(source: Source, options: ReadOptions, reader: Reader | None = None) -> Reading:
    """The schedule in ``source``, by ``reader`` or by the one that its content calls for.

    What cannot be read comes back as ``unread`` faults of an empty reading, never as an error.
    """
    try:
        chosen = reader or _find(source)
        if chosen is None:
            return _unread(source, _seen(source.head))
        reading = chosen.read(source, options)
    except SourceError as error:
        return _unread(source, error.words)
    if not len(reading.frame) and not reading.faults:
        words = said("not a single programme was found in it; ask for the file anew")
        reading.faults.append(Fault("unread", source.file, "", "", words))
    return reading


def _find(source: Source) -> Reader | None:
    head = source.head
    return next((one for one in READERS.values() if one.sniff(head, source.file)), None)


def _unread(source: Source, words: Message) -> Reading:
    return Reading("", make_frame({}, 0), [Fault("unread", source.file, "", "", words)])


def _seen(head: bytes) -> Message:
    binary = b"\0" in head[:4096]
    other = said("binary data") if binary else said("text without a recognisable header row")
    start = head.removeprefix(b"\xef\xbb\xbf")
    seen = next((words for pattern, words in _SEEN if pattern.match(start)), other)
    return said(
        "not a schedule in a format that is read here: %(seen)s. Supported: XMLTV (also gz, xz, "
        "bz2, zip), CSV and TSV, xlsx, xls, xlsb and ods with a row per programme",
        seen=seen,
    )
