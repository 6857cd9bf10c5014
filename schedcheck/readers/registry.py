"""Which reader reads a source: the likeliest of those that what it begins with allows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import PurePath
from typing import cast

from msgspec import Struct

from schedcheck.errors import ConfigError, unknown_name
from schedcheck.messages import Message, msg
from schedcheck.readers.base import Likelihood, Reader, ReadOptions
from schedcheck.readers.encodings import head_text
from schedcheck.readers.mojibake import COMMON, mend
from schedcheck.readers.plugins import Plugins, load_plugins
from schedcheck.readers.row_faults import PASSED_OVER
from schedcheck.readers.signatures import BINARY, TEXTS, Signature
from schedcheck.readers.source import Source, SourceError
from schedcheck.readers.values.age_names import NAMED_18, all_marked
from schedcheck.schedule.account import End
from schedcheck.schedule.building import lines_of, make_frame, texts_of
from schedcheck.schedule.reading import Fault, Reading


class _Module(Struct, eq=False):
    """A reader of this package; its module is imported when its work is first asked for.

    What it needs (openpyxl, python-docx, pdfplumber) takes longer to import than a week to judge.
    """

    NAME: str
    module: str

    def sniff(self, head: bytes, name: str) -> Likelihood:
        """How likely the content is of this format."""
        return self._reader.sniff(head, name)

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """Everything in ``source`` as a reading."""
        return self._reader.read(source, options)

    @property
    def _reader(self) -> Reader:
        return cast("Reader", import_module(f"schedcheck.readers.{self.module}"))


#: Every reader, by its name.
READERS: Mapping[str, Reader] = {
    name: _Module(name, module)
    for name, module in {
        "odt": "documents.odt",
        "docx": "documents.docx",
        "spreadsheet": "workbooks.reader",
        "doc": "documents.doc",
        "parquet": "tables.parquet",
        "jtv": "jtv.reader",
        "rtf": "documents.rtf",
        "pdf": "documents.pdf",
        "eit": "broadcast.eit",
        "json": "json_guides.reader",
        "bxf": "broadcast.bxf",
        "tva": "broadcast.tva",
        "vdr": "broadcast.vdr",
        "icalendar": "broadcast.icalendar",
        "xmltv": "xmltv.reader",
        "html": "documents.html",
        "listing": "listings.reader",
        "csv": "tables.csv",
    }.items()
}
#: Readers whose sources are not searched a second time: that of XMLTV does it while it reads, and
#: the others are of formats that hold no text as it is read.
_NOT_SEARCHED = ("xmltv", "jtv", "doc")
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
        if chosen.NAME in READERS and chosen.NAME not in _NOT_SEARCHED:
            from schedcheck.readers import census  # an XMLTV guide needs none of it

            reading.faults += census.unaccounted(source, reading)
            reading.faults += census.lone_dates(source.file, reading)
    except SourceError as error:
        return Reading("", make_frame({}, 0), [Fault("unread", source.file, "", "", error.words)])
    reading.notes += notes
    reading.runners_up = runners_up
    texts = (lines_of(reading.frame[name]) for name in ("title", "mark_text"))
    # the second letters of the signs are seldom in a text
    if any(sign[1] in text and sign in text for text in texts for sign in COMMON):
        mend(reading)
    _tell_open(source, reading)
    _tell_adults(source, reading)
    if not len(reading.frame) and not reading.faults:
        words = msg("not a single programme was found in it; ask for a new copy of the file")
        reading.faults.append(Fault("unread", source.file, "", "", words))
    return reading


def _tell_open(source: Source, reading: Reading) -> None:
    """Tell places that ended as nothing, where the reader cannot name them one by one."""
    count = sum(one.count for one in reading.account if one.end is End.OPEN)
    if count and not any(fault.code == "unaccounted" for fault in reading.faults):
        words = msg("%(reason)s (places: %(count)d)", reason=PASSED_OVER, count=count)
        reading.faults.append(Fault("unaccounted", source.file, "", "", words))


def _tell_adults(source: Source, reading: Reading) -> None:
    """Tell that a file is named for adults (``ktk 18+.csv``), where not all of it is marked so."""
    name = PurePath(source.file).name
    if not NAMED_18.search(name):
        return
    columns = (texts_of(reading.frame[column]) for column in ("title", "mark_text"))
    if not all_marked(*columns):
        from schedcheck.readers.values.legends import FOR_ADULTS  # few files need it

        reading.faults.append(Fault("bad-row", source.file, "", name, FOR_ADULTS))


def likeliest_reader(source: Source, notes: list[Message], runners_up: list[Message]) -> Reader:
    """The reader whose format the content most likely has; of equals the first in the tables.

    Readers of other packages are always asked, after those of this one. ``notes`` takes what went
    wrong in them, ``runners_up`` what else the source could be. SourceError where none knows it.
    """
    if source.parts:
        return READERS["jtv"]
    head = source.head
    likely = _asked(source, [one for one in BINARY if one.pattern.match(head)])
    if not likely:
        text = head_text(head)
        likely = _asked(source, [one for one in TEXTS if _is_in(head, text, one)])
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


def _is_in(head: bytes, text: str, signature: Signature) -> bool:
    """Whether a reader may read what begins with ``head``, which is ``text``, by a signature."""
    never = signature.never is not None and signature.never.match(head)
    return not never and signature.pattern.search(text) is not None


def _asked(source: Source, signatures: list[Signature]) -> list[tuple[Likelihood, Reader]]:
    """The readers that ``signatures`` name, each asked once, as far as they may read the source."""
    names = dict.fromkeys(name for one in signatures for name in one.readers)
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
        "VDR, iCalendar; listings by days as text, docx, doc, odt, rtf, HTML and PDF; tables as CSV"
        " and TSV, xlsx, xls, xlsb, ods, XML Spreadsheet 2003, Parquet and Arrow",
        seen=_kind(head),
    )


def _kind(head: bytes) -> Message:
    """What a file is that no reader takes, in words."""
    text = head_text(head).removeprefix("\ufeff")
    seen = [one.seen for one in BINARY if one.pattern.match(head)]
    seen += [one.seen for one in TEXTS if one.pattern.search(text)]
    kind = next(filter(None, seen), None)
    if kind is not None:
        return kind
    root = _ROOT.match(text)
    if root:
        return msg("XML of another kind, whose root is <%(root)s>", root=root[1])
    if "\0" in text[:4096]:
        return msg("binary data")
    return msg("text without a recognisable header row")
