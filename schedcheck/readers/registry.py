"""Which reader reads a source: the likeliest of those that what it begins with allows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from schedcheck.errors import ConfigError, unknown_name
from schedcheck.messages import Message, msg
from schedcheck.readers.base import Likelihood, Reader, ReadOptions
from schedcheck.readers.broadcast import bxf, eit, tva, vdr
from schedcheck.readers.census import unaccounted
from schedcheck.readers.documents import doc, docx, odt, pdf, rtf
from schedcheck.readers.documents import html as webpage
from schedcheck.readers.encodings import head_text, mend
from schedcheck.readers.json_guides import reader as guides
from schedcheck.readers.jtv import reader as jtv
from schedcheck.readers.listings import reader as textlisting
from schedcheck.readers.plugins import Plugins, load_plugins
from schedcheck.readers.row_faults import PASSED_OVER
from schedcheck.readers.source import Source, SourceError
from schedcheck.readers.tables import csv as csvtext
from schedcheck.readers.workbooks import reader as spreadsheet
from schedcheck.readers.workbooks import xml_2003
from schedcheck.readers.workbooks.libraries import ANCIENT
from schedcheck.readers.xmltv import reader as xmltv
from schedcheck.schedule.account import End
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault, Reading


@dataclass(frozen=True, slots=True)
class Signature:
    """What files of a kind begin with or hold, and the ``readers`` that may read them.

    ``seen`` says in a refusal what kind it is; None where that says nothing.
    """

    pattern: re.Pattern[Any]
    seen: Message | None
    readers: tuple[Reader, ...] = ()


_ZIP = msg("a zip archive or an Office document")
#: By the first bytes. Where one of the readers takes the file, no reader of texts is asked.
_BINARY = (
    Signature(re.compile(rb"PK\x03\x04.{,196}opendocument\.text", re.DOTALL), _ZIP, (odt,)),
    Signature(re.compile(rb"PK\x03\x04.*word/", re.DOTALL), _ZIP, (docx,)),
    Signature(re.compile(rb"PK\x03\x04"), _ZIP, (spreadsheet,)),
    Signature(
        re.compile(rb"\xd0\xcf\x11\xe0"),
        msg("an old Microsoft Office document"),
        (spreadsheet, doc),
    ),
    Signature(ANCIENT, None, (spreadsheet,)),
    Signature(xml_2003.BEGIN, None, (spreadsheet,)),
    Signature(re.compile(rb"JTV |..\0\0", re.DOTALL), None, (jtv,)),
    Signature(re.compile(rb"[\xef\xbb\xbf\s]*\{\\rt"), msg("an RTF document"), (rtf,)),
    Signature(re.compile(rb".{0,1019}%PDF-", re.DOTALL), msg("a PDF document"), (pdf,)),
    Signature(
        re.compile(rb"\x89PNG|\xff\xd8\xff|II\*\0|MM\0\*"),
        msg("a picture; ask for the schedule as text"),
    ),
)
#: By the text of the head, in the encoding that it is most likely in. A text may be of several.
_TEXTS = (
    Signature(re.compile(r"\A\ufeff?[\s\0]*[\[{]"), msg("JSON"), (eit, guides)),
    Signature(eit.ELEMENTS, None, (eit,)),
    Signature(bxf.ELEMENTS, None, (bxf,)),
    Signature(tva.ELEMENTS, None, (tva,)),
    Signature(vdr.BEGIN, None, (vdr,)),
    Signature(xmltv.ELEMENTS, None, (xmltv,)),
    Signature(
        re.compile(r"\A\ufeff?\s*(?:<!doctype html|<html)", re.IGNORECASE), msg("an HTML page")
    ),
    Signature(webpage.BEGIN, None, (webpage,)),
    Signature(textlisting.TIMED_LINE, None, (textlisting,)),
    Signature(re.compile(r"\A\ufeff?\s*[^\s<]"), None, (csvtext,)),
)
#: Every reader, by its name.
READERS: Mapping[str, Reader] = {
    reader.NAME: reader for one in (*_BINARY, *_TEXTS) for reader in one.readers
}
#: Readers of running text and tables, whose sources are searched a second time.
_SEARCHED = (textlisting, csvtext, webpage, docx, odt, spreadsheet)
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
    """The schedule in ``source``, by ``reader`` or by the one that most likely reads it.

    What cannot be read comes back as ``unread`` faults of an empty reading, never as an error.
    """
    notes: list[Message] = []
    runners_up: list[Message] = []
    try:
        chosen = reader or likeliest_reader(source, notes, runners_up)
        reading = chosen.read(source, options)
        if chosen in _SEARCHED:
            reading.faults += unaccounted(source, reading)
    except SourceError as error:
        return Reading("", make_frame({}, 0), [Fault("unread", source.file, "", "", error.words)])
    reading.notes += notes
    reading.runners_up = runners_up
    mend(reading)
    _tell_open(source, reading)
    if not len(reading.frame) and not reading.faults:
        words = msg("not a single programme was found in it; ask for the file anew")
        reading.faults.append(Fault("unread", source.file, "", "", words))
    return reading


def _tell_open(source: Source, reading: Reading) -> None:
    """Tell places that ended as nothing, where the reader cannot name them one by one."""
    count = sum(one.count for one in reading.account if one.end is End.OPEN)
    if count and not any(fault.code == "unaccounted" for fault in reading.faults):
        words = msg("%(reason)s (%(count)d places)", reason=PASSED_OVER, count=count)
        reading.faults.append(Fault("unaccounted", source.file, "", "", words))


def likeliest_reader(source: Source, notes: list[Message], runners_up: list[Message]) -> Reader:
    """The reader whose format the content most likely has; of equals the first in the tables.

    Readers of other packages are always asked, after those of this one. ``notes`` takes what went
    wrong in them, ``runners_up`` what else the source could be. SourceError where none knows it.
    """
    if source.parts:
        return READERS[jtv.NAME]
    head = source.head
    likely = _asked(source, [one for one in _BINARY if one.pattern.match(head)])
    if not likely:
        text = head_text(head)
        likely = _asked(source, [one for one in _TEXTS if one.pattern.search(text)])
    for reader in plugins().readers.values():
        try:
            likelihood = reader.sniff(head, source.file)
        except SourceError as error:
            notes.append(error.words)
        else:
            likely += [(likelihood, reader)] if likelihood.score > 0 else []
    if not likely:
        words = _seen(head)
        for also in (*notes, *(broken for _name, broken in plugins().broken)):
            words = msg("%(words)s; %(also)s", words=words, also=also)
        raise SourceError(words)
    best, *others = sorted(likely, key=lambda pair: -pair[0].score)
    if others:
        named = tuple(map(_named, others))
        runners_up.append(
            msg("read as %(best)s; less likely: %(others)s", best=_named(best), others=named)
        )
    return best[1]


def _asked(source: Source, signatures: list[Signature]) -> list[tuple[Likelihood, Reader]]:
    """The readers that ``signatures`` name, each asked once, as far as they may read the source."""
    names = dict.fromkeys(reader.NAME for one in signatures for reader in one.readers)
    pairs = [(READERS[name].sniff(source.head, source.file), READERS[name]) for name in names]
    return [(likelihood, reader) for likelihood, reader in pairs if likelihood.score > 0]


def _named(pair: tuple[Likelihood, Reader]) -> Message:
    likelihood, reader = pair
    return msg(
        "%(format)s (%(score)s: %(reason)s)",
        format=reader.NAME,
        score=likelihood.score,
        reason=likelihood.reason,
    )


def _seen(head: bytes) -> Message:
    """The refusal of a format that is not known: what was seen, and what is read."""
    return msg(
        "not a schedule in a format that is read here: %(seen)s. Supported: XMLTV (also gz, "
        "xz, bz2, zip), JTV, JSON of guide services, DVB EIT (TSDuck), BXF, TV-Anytime and DVB-I, "
        "VDR; listings by days as text, docx, doc, odt, rtf, HTML and PDF; tables as CSV and TSV, "
        "xlsx, xls, xlsb, ods and XML Spreadsheet 2003",
        seen=_kind(head),
    )


def _kind(head: bytes) -> Message:
    """What a file is that no reader takes, in words."""
    text = head_text(head).removeprefix("\ufeff")
    seen = [one.seen for one in _BINARY if one.pattern.match(head)]
    seen += [one.seen for one in _TEXTS if one.pattern.search(text)]
    kind = next(filter(None, seen), None)
    if kind is not None:
        return kind
    root = _ROOT.match(text)
    if root:
        return msg("XML of another kind, whose root is <%(root)s>", root=root[1])
    if "\0" in text[:4096]:
        return msg("binary data")
    return msg("text without a recognisable header row")
