"""XMLTV: the format of guide vendors, IPTV portals and grabbers (`xmltv.dtd`).

The file is read strictly, by expat, in one pass. Where it is not well-formed the break is told
as a fault, the programme it stands in is mended as far as it can be, and strict reading goes on
with the next one. Nothing is fetched and no entity of the file's own is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from html import unescape

import numpy as np
import pandas as pd
import pyarrow as pa

from schedcheck.messages import Message, msg
from schedcheck.messages.library_errors import Reason
from schedcheck.messages.message import line_place, line_places
from schedcheck.readers.base import Likelihood, ReadOptions, element_in
from schedcheck.readers.encodings import EncodingError, encoding_of_head, notes_on, utf8_chunks
from schedcheck.readers.row_faults import LOST_MARK
from schedcheck.readers.signatures import HEAD, XMLTV
from schedcheck.readers.source import Source, SourceError
from schedcheck.readers.values.stamps import several_meanings
from schedcheck.readers.xmltv.adult_marks import MOST
from schedcheck.readers.xmltv.parallel import (
    NotInPiecesError,
    pieces_of,
    read_in_pieces,
    spans_of,
)
from schedcheck.readers.xmltv.piece import TEXT, Gathered, Piece
from schedcheck.readers.xmltv.repair import Break, PatientReader
from schedcheck.readers.xmltv.strict import BEGIN, OwnEntitiesError, finished
from schedcheck.schedule.account import PlaceCount, entries
from schedcheck.schedule.building import (
    Clocks,
    ProgrammeColumns,
    build,
    give_back_memory,
    make_frame,
)
from schedcheck.schedule.reading import Fault, Reading

NAME = "xmltv"
#: `xmltv.dtd`: "If no explicit timezone is given, UTC is assumed".
BARE_ZONE = "UTC"
#: What an XMLTV file has, even one that lost its beginning.
_CHUNK = 1 << 20
_SHOWN = 200
#: After so many pieces the memory in which they were looked through goes back to the system.
_GIVEN_BACK = 40
#: The columns of a piece whose texts come many times.
_REPEATED = ("channels", "titles", "categories", "marks")
#: Where a programme begins is no longer: the last bytes of a chunk hold no whole one.
_TAIL = len(b"<programme")
#: ``date`` of the root.
_DATE = re.compile(rb"""<tv\s[^<>]*?\bdate\s*=\s*["'](\d{8}(?:\d{4}(?:\d\d)?)?)[^"']*["']""")
_IN_COMMENT = msg("in a comment or a marked section")


def sniff(head: bytes, name: str) -> Likelihood:
    """How likely ``head`` is XMLTV: it has its root or a programme."""
    del name
    return element_in(head, XMLTV)


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme of the XMLTV file in ``source``.

    A programme whose start cannot be read is a ``bad-row`` fault and no row; a stop that cannot
    be read is a fault too, and the row has none. A programme without a channel belongs to
    ``options.channel``, else to the channel "". Files of several pieces are read by
    ``options.jobs`` threads.
    """
    notes: list[Message] = []
    faults: list[Fault] = []
    try:
        encoding = encoding_of_head(source.head)
    except (EncodingError, SourceError) as error:
        faults.append(Fault("unread", source.file, "", "", error.words))
        return Reading(NAME, make_frame({}, 0), faults)
    notes += notes_on(encoding)
    try:
        programmes, broken = _Programmes(source.file, options), False
        for piece in _read_in_pieces(source, encoding.name, options.jobs):
            programmes.add(piece)
    except (NotInPiecesError, SourceError):
        programmes, broken = _Programmes(source.file, options), True
        programmes.add(_read_patiently(source, encoding.name, faults))
    frame = programmes.frame()
    give_back_memory(programmes.begun)
    if programmes.clumps:
        notes.append(msg("%(count)d programmes share a slot (clumpidx)", count=programmes.clumps))
    faults += [*programmes.faults, *programmes.lost]
    return Reading(
        NAME,
        frame,
        faults,
        programmes.names,
        BARE_ZONE,
        notes,
        encoding.name,
        encoding.found,
        account=programmes.account(broken=broken),
        issued=_issued(source.head),
    )


def _issued(head: bytes) -> str:
    """When the root says that the guide was made: the start of a day or a moment, of no zone."""
    found = _DATE.search(head)
    if found is None:
        return ""
    try:
        moment = datetime.strptime(found[1].decode().ljust(14, "0"), "%Y%m%d%H%M%S")  # noqa: DTZ007 - no zone
    except ValueError:
        return ""
    return moment.isoformat()


def _read_in_pieces(source: Source, encoding: str, jobs: int) -> Iterator[Piece]:
    if len(source.head) < HEAD and encoding == "utf-8":  # it is all there is
        yield from read_in_pieces([source.head], jobs)
        return
    if source.plain_path and encoding == "utf-8":
        yield from read_in_pieces(spans_of(source.plain_path), jobs)
        return
    with source.open() as stream:
        yield from read_in_pieces(pieces_of(utf8_chunks(stream, encoding, _CHUNK)), jobs)


def _read_patiently(source: Source, encoding: str, faults: list[Fault]) -> Piece:
    reader = PatientReader()
    begun, tail = 0, b""
    try:
        with source.open() as stream:
            for chunk in utf8_chunks(stream, encoding, _CHUNK):
                begun += len(BEGIN.findall(tail + chunk))
                tail = chunk[-_TAIL:]
                reader.take(chunk, last=False)
        reader.take(b"", last=True)
    except SourceError as error:
        reader.take(b"", last=True)
        faults.append(Fault("unread", source.file, "", "", error.words))
    except OwnEntitiesError:
        words = msg("declares entities of its own, refused for safety; save it without a DOCTYPE")
        faults.append(Fault("unread", source.file, "", "", words))
    reader.parser.finish()
    total = len(reader.columns.channels)
    faults += [_fault_of(a_break, source.file, total) for a_break in reader.breaks]
    return finished(reader.columns, begun=begun)


class _Programmes:
    """The pieces of a file, taken in while further ones are being read, as one schedule frame."""

    def __init__(self, file: str, options: ReadOptions) -> None:
        self._file = file
        self._channel = options.channel or ""
        self._starts: list[Clocks] = []
        self._stops: list[Clocks] = []
        self._others: list[pa.Array] = []
        self._texts = {name: Gathered() for name in _REPEATED}
        self._places: list[pa.Array] = []
        self.faults: list[Fault] = []
        self.names: dict[str, str] = {}
        self.clumps = 0
        self.lost: list[Fault] = []
        self.begun = 0
        self.unplaced = 0

    def account(self, *, broken: bool) -> list[PlaceCount]:
        """The account of the programmes; of a file that is ``broken`` some are lost."""
        read = sum(map(len, self._places)) - self.unplaced
        rest = self.begun - read - self.unplaced
        faults, left_out = self.unplaced + rest * broken, rest * (not broken)
        return entries(self.begun, read, faults, [(_IN_COMMENT, left_out)])

    def _meant(self, name: str, text: str) -> str:
        """A text as it was meant: real guides escape titles twice (``&amp;amp;``)."""
        if name == "channels":
            return text or self._channel
        return unescape(text) if name == "titles" and "&" in text else text

    def add(self, piece: Piece) -> None:
        """Take in the next piece."""
        places = line_places(piece.lines)
        for row, text in piece.bad_starts.items():
            self.faults.append(_bad_stamp(self._file, places[row].as_py(), "start", text))
        for row, text in piece.bad_stops.items():
            if row not in piece.bad_starts:
                self.faults.append(_bad_stamp(self._file, places[row].as_py(), "stop", text))
        for row in piece.nested:
            words = msg(
                "a programme begins inside another one: a tag in front of it is damaged, and what "
                "is there may be lost; correct the file"
            )
            title = piece.titles.text(row)
            self.faults.append(Fault("bad-row", self._file, places[row].as_py(), title, words))
        for line, text in piece.lost_marks[: MOST - len(self.lost)]:
            place = line_place(line)
            shown = " ".join(text.split())[:_SHOWN]
            self.lost.append(Fault("unaccounted", self._file, place, shown, LOST_MARK))
        self.names = piece.names | self.names
        self.clumps += piece.clumps
        self.begun += piece.begun
        self.unplaced += len(piece.bad_starts)
        for name, gathered in self._texts.items():
            gathered.add(getattr(piece, name))
        self._places.append(places)
        self._starts.append(piece.start)
        self._stops.append(piece.stop)
        self._others.append(piece.others)
        if not len(self._others) % _GIVEN_BACK:
            give_back_memory(self.begun)

    def frame(self) -> pd.DataFrame:
        """The schedule frame of all pieces: texts that come again are one object."""
        give_back_memory(self.begun)
        channels, titles, categories, marks = (
            gathered.objects(partial(self._meant, name)) for name, gathered in self._texts.items()
        )
        self._texts.clear()
        columns = ProgrammeColumns(
            file=self._file,
            place=pa.chunked_array(self._places, TEXT),
            start=_joined(self._starts),
            stop=_joined(self._stops),
            channel=channels,
            title=titles,
            other_text=pa.chunked_array(self._others, TEXT),
            category=categories,
            mark_text=marks,
        )
        return build(columns)


def _joined(parts: list[Clocks]) -> Clocks:
    """The parts as one; the list is empty then, so that they are not held twice."""
    names = ("wall", "offset", "has_offset")
    whole = Clocks(*(np.concatenate([getattr(one, name) for one in parts]) for name in names))
    parts.clear()
    return whole


def _fault_of(a_break: Break, file: str, total: int) -> Fault:
    words = (
        msg(
            "not well-formed XML (%(error)s): bytes skipped: %(skipped)d; the programme there is "
            "kept as far as it can be read; programmes read before: %(before)d, after: %(after)d",
            error=Reason(a_break.words),
            skipped=a_break.skipped,
            before=a_break.before,
            after=total - a_break.before,
        )
        if a_break.kept
        else msg(
            "not well-formed XML (%(error)s): bytes skipped and lost: %(skipped)d; programmes read "
            "before: %(before)d, after: %(after)d",
            error=Reason(a_break.words),
            skipped=a_break.skipped,
            before=a_break.before,
            after=total - a_break.before,
        )
    )
    return Fault("bad-row", file, line_place(a_break.line), a_break.text, words)


def _bad_stamp(file: str, place: str, which: str, text: str) -> Fault:
    if not text:
        words = msg("a programme without a start; it is not judged")
    elif several_meanings(text):
        words = msg(
            "the zone letters %(letters)s in “%(text)s” have several meanings, and no other stamp "
            "of the file says which is meant; write the offset, such as +0530",
            letters=several_meanings(text),
            text=text,
        )
    elif which == "start":
        words = msg(
            "the start “%(text)s” is not a time that can be placed (wanted: 20240304213000 +0500); "
            "the programme is not judged",
            text=text,
        )
    else:
        words = msg(
            "the stop “%(text)s” is not a time that can be placed (wanted: 20240304213000 +0500); "
            "the end is taken as unknown",
            text=text,
        )
    return Fault("bad-row", file, place, text, words)
