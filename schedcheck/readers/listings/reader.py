"""Press-office listings as plain text: day headings, and a line for each programme."""

from __future__ import annotations

import re
from itertools import islice

from schedcheck.messages import Message, msg
from schedcheck.messages.message import line_place
from schedcheck.readers.base import NOT_THIS, Likelihood, ReadOptions
from schedcheck.readers.encodings import (
    Encoding,
    EncodingError,
    cyrillic_page,
    decode,
    head_text,
    is_binary,
    is_text,
    looks_cyrillic,
    notes_on,
    text_encoding,
)
from schedcheck.readers.listings.lines import Line, entries_of
from schedcheck.readers.listings.listing import looks_like_listing, read_listing
from schedcheck.readers.signatures import NO_LISTING, TIMED_FIRST_LINE, TIMED_LINE
from schedcheck.readers.source import Source, SourceError
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import EncodingFrom, Fault, Reading

NAME = "listing"

_ENDS = re.compile(r"\r\n|[\r\n\x0b\x0c\u2028\u2029]")
_STARTS = re.compile(
    r"^\W{0,4}\d{1,2}(?:\s?[:.чh\uff1a-]?\s?[\d⁰-⁹]{2}|\s?[ap]\.?m\b|\s?(?:ч|h|сағ))",
    re.MULTILINE | re.IGNORECASE,
)
#: As many lines show whether a text is a listing; the first of them mostly do.
_FIRST_LINES, _SEARCHED_LINES = 40, 400
#: What press offices of the region write in, beside what the letters suggest.
_CODE_PAGES = ("kz1048", "cp1251", "cp866", "koi8_r", "cp1250", "cp1252")


def sniff(head: bytes, name: str) -> Likelihood:  # noqa: ARG001 - the content alone decides
    """How likely ``head`` is text with a day and lines that begin with clock readings.

    A table may look so too: its reader is then the likelier one.
    """
    if NO_LISTING.match(head) or not _may_be(head):
        return NOT_THIS
    try:
        encoding = _most_days(head, text_encoding(head))
        text = decode(head, encoding)
    except (EncodingError, UnicodeDecodeError):
        return NOT_THIS
    if not is_text(text, encoding):
        return NOT_THIS
    lines = _lines(text)
    if not any(looks_like_listing(lines[:most]) for most in (_FIRST_LINES, _SEARCHED_LINES)):
        return NOT_THIS
    return Likelihood(0.7, msg("lines that begin with times, and a day"))


def _may_be(head: bytes) -> bool:
    """Whether two lines may begin with clock readings: most files tell at once that none do."""
    text = head_text(head)
    first = TIMED_FIRST_LINE.match(text) is not None
    return first + sum(1 for _line in islice(TIMED_LINE.finditer(text), 2)) > 1


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme of the listing in ``source``; places are ``line 812``, counted from 1."""
    try:
        data = source.read()
        encoding = _most_days(data, text_encoding(data))
        text = decode(data, encoding)
    except (EncodingError, SourceError) as error:
        return _unread(source, error.words)
    if not is_text(text, encoding):
        return _unread(source, msg("binary data, no text; ask for the listing as text or .docx"))
    lines = _lines(text.replace("\0", ""))
    reading = read_listing(lines, source.file, options, source.modified)
    reading.rows = {line.place: line.text for line in lines} if options.rows else {}
    reading.format = NAME
    reading.encoding, reading.encoding_from = encoding.name, encoding.found
    reading.notes += notes_on(encoding, text)
    return reading


def _unread(source: Source, words: Message) -> Reading:
    return Reading(NAME, make_frame({}, 0), [Fault("unread", source.file, "", "", words)])


def _lines(text: str) -> list[Line]:
    """The lines with their numbers; all line ends count, also a lone carriage return."""
    return [Line(line_place(at), line) for at, line in enumerate(_ENDS.split(text), 1)]


def _most_days(data: bytes, encoding: Encoding) -> Encoding:
    """The encoding: where it is guessed, the one in which most names of days are known."""
    if not encoding.guessed or encoding.name.startswith("utf") or is_binary(data):
        return encoding
    begun = data[: 1 << 16]

    def days(name: str) -> int:
        lines = _lines(begun.decode(name, errors="replace"))[:_SEARCHED_LINES]
        plain = [line for line in lines if not _STARTS.match(line.text)]
        return sum(entry.name is not None for entry in entries_of(plain))

    likely = encoding.name
    if likely in {"cp1250", "cp1252"} and looks_cyrillic(data):
        likely = cyrillic_page(data)
    best = max(dict.fromkeys((likely, *_CODE_PAGES)), key=days)
    return Encoding(best, EncodingFrom.LETTERS)
