"""XMLTV: the format of guide vendors, IPTV portals and grabbers (`xmltv.dtd`).

The file is read strictly, by expat, in one pass. Where it is not well-formed the break is told
as a fault, the programme it stands in is mended as far as it can be, and strict reading goes on
with the next one. Nothing is fetched and no entity of the file's own is expanded.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import chain

import numpy as np
import pandas as pd

from schedcheck.messages import Message, said
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.encodings import EncodingError, encoding_of, utf8_chunks
from schedcheck.readers.source import Source, SourceError
from schedcheck.readers.stamps import Stamps
from schedcheck.readers.xmltv_mend import Break, PatientReader
from schedcheck.readers.xmltv_parallel import (
    WORTHWHILE,
    NotInPiecesError,
    pieces_of,
    read_in_pieces,
    spans_of,
)
from schedcheck.readers.xmltv_parse import OwnEntitiesError, Piece, finished
from schedcheck.schedule import PRINTED, STOP_FROM, UNKNOWN, Fault, Reading, make_frame

NAME = "xmltv"
#: `xmltv.dtd`: "If no explicit timezone is given, UTC is assumed".
BARE_ZONE = "UTC"
_CHUNK = 1 << 20


def sniff(head: bytes, name: str) -> bool:
    """Whether ``head`` has the root or a programme of XMLTV."""
    del name
    try:
        text = head.decode(encoding_of(head).name, errors="replace")
    except EncodingError:
        text = head.decode("latin-1")
    return re.search(r"<tv[\s>]|<programme\s", text) is not None


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme of the XMLTV file in ``source``.

    A programme whose start cannot be read is a ``bad-row`` fault and no row; a stop that cannot
    be read is a fault too, and the row has none. A programme without a channel belongs to
    ``options.channel``, else to the channel "". Large files are read by ``options.jobs``
    processes.
    """
    notes: list[Message] = []
    faults: list[Fault] = []
    try:
        encoding = encoding_of(source.head)
    except (EncodingError, SourceError) as error:
        faults.append(Fault("unread", source.file, "", "", error.words))
        return Reading(NAME, make_frame({}, 0), faults)
    if encoding.guessed:
        notes.append(said("encoding not declared, read as %(name)s", name=encoding.name))
    pieces: list[Piece] = []
    if options.jobs > 1 and _is_large(source):
        try:
            pieces = _read_in_pieces(source, encoding.name, options.jobs)
        except (NotInPiecesError, SourceError):
            pieces = []
    if not pieces:
        pieces = [_read_patiently(source, encoding.name, faults)]
    return _reading(pieces, source.file, options, faults, notes)


def _is_large(source: Source) -> bool:
    if source.plain_path:
        return source.plain_path.stat().st_size >= WORTHWHILE
    with source.open() as stream:
        try:
            return all(stream.read(_CHUNK) for _chunk in range(WORTHWHILE // _CHUNK))
        except SourceError:
            return False


def _read_in_pieces(source: Source, encoding: str, jobs: int) -> list[Piece]:
    if source.plain_path and encoding == "utf-8":
        return read_in_pieces(spans_of(source.plain_path), jobs)
    with source.open() as stream:
        return read_in_pieces(pieces_of(utf8_chunks(stream, encoding, _CHUNK)), jobs)


def _read_patiently(source: Source, encoding: str, faults: list[Fault]) -> Piece:
    reader = PatientReader()
    try:
        with source.open() as stream:
            for chunk in utf8_chunks(stream, encoding, _CHUNK):
                reader.take(chunk, last=False)
        reader.take(b"", last=True)
    except SourceError as error:
        reader.take(b"", last=True)
        faults.append(Fault("unread", source.file, "", "", error.words))
    except OwnEntitiesError:
        words = said("declares entities of its own, refused for safety; save it without a DOCTYPE")
        faults.append(Fault("unread", source.file, "", "", words))
    reader.parser.finish()
    total = len(reader.columns.channels)
    faults += [_told(a_break, source.file, total) for a_break in reader.breaks]
    return finished(reader.columns)


def _reading(
    pieces: list[Piece],
    file: str,
    options: ReadOptions,
    faults: list[Fault],
    notes: list[Message],
) -> Reading:
    starts = Stamps.join([piece.start for piece in pieces])
    stops = Stamps.join([piece.stop for piece in pieces])
    columns = [piece.columns for piece in pieces]
    lines = np.concatenate([piece.lines for piece in pieces])
    places = [f"line {line}" for line in lines.tolist()]
    total = len(places)
    row = 0
    for piece in pieces:
        for bad, text in piece.bad_starts.items():
            faults.append(_bad_stamp(file, places[row + bad], "start", text))
        for bad, text in piece.bad_stops.items():
            if bad not in piece.bad_starts:
                faults.append(_bad_stamp(file, places[row + bad], "stop", text))
        row += len(piece.lines)
    clumps = sum(column.clumps for column in columns)
    if clumps:
        notes.append(said("%(count)d programmes share a slot (clumpidx)", count=clumps))
    # a stop printed with another offset is told on the clock of the start
    shift = np.where(
        starts.has_offset & stops.has_offset, starts.offset.astype(np.int64) - stops.offset, 0
    )
    offset = np.where(starts.has_offset, starts.offset, stops.offset)
    channel = [name or options.channel or "" for column in columns for name in column.channels]
    once = dict[str, str]().setdefault
    marks = {raw: _mark_text(raw) for column in columns for raw in set(column.marks)}
    frame = make_frame(
        {
            "channel": channel,
            # one object a title, however often it stands: what compares titles is quicker so
            "title": [once(title, title) for part in columns for title in _meant(part.titles)],
            "other_text": list(chain.from_iterable(column.others for column in columns)),
            "category": list(chain.from_iterable(column.categories for column in columns)),
            "mark_text": [marks[raw] for column in columns for raw in column.marks],
            "wall_start": starts.wall,
            "wall_stop": stops.wall + (shift * 60).astype("timedelta64[s]"),
            "offset": pd.arrays.IntegerArray(offset, ~(starts.has_offset | stops.has_offset)),
            "stop_from": pd.Categorical.from_codes(
                np.where(np.isnat(stops.wall), UNKNOWN, PRINTED), dtype=STOP_FROM
            ),
            "file": np.full(total, file, dtype=object),
            "place": places,
        },
        total,
    )
    unplaced = np.isnat(starts.wall)
    if unplaced.any():
        frame = frame[~unplaced].reset_index(drop=True)
    names: dict[str, str] = {}
    for column in columns:
        names |= {key: name for key, name in column.names.items() if key not in names}
    return Reading(NAME, frame, faults, names, BARE_ZONE, notes)


def _meant(titles: list[str]) -> list[str]:
    """Titles as they were meant: real guides escape twice (``&amp;amp;``)."""
    return list(map(unescape, titles)) if any("&" in title for title in titles) else titles


def _mark_text(raw: str) -> str:
    r"""``system:value`` entries out of ``\0system:`` and the texts that follow each."""
    pairs = (piece.partition(":") for piece in raw.split("\0")[1:])
    return "; ".join(f"{s}:{v.strip()}" for s, _colon, v in pairs if v.strip())


def _told(a_break: Break, file: str, total: int) -> Fault:
    words = (
        said(
            "not well-formed XML (%(error)s): %(skipped)d bytes passed over; the programme there "
            "is kept as far as it can be read; %(before)d programmes read before, %(after)d after",
            error=a_break.words,
            skipped=a_break.skipped,
            before=a_break.before,
            after=total - a_break.before,
        )
        if a_break.kept
        else said(
            "not well-formed XML (%(error)s): %(skipped)d bytes passed over and lost; "
            "%(before)d programmes read before, %(after)d after",
            error=a_break.words,
            skipped=a_break.skipped,
            before=a_break.before,
            after=total - a_break.before,
        )
    )
    return Fault("bad-row", file, f"line {a_break.line}", a_break.text, words)


def _bad_stamp(file: str, place: str, which: str, text: str) -> Fault:
    if not text:
        words = said("a programme without a start; it is not judged")
    elif which == "start":
        words = said(
            "the start “%(text)s” is no time that can be placed (wanted: 20240304213000 +0500); "
            "the programme is not judged",
            text=text,
        )
    else:
        words = said(
            "the stop “%(text)s” is no time that can be placed (wanted: 20240304213000 +0500); "
            "the end counts as unknown",
            text=text,
        )
    return Fault("bad-row", file, place, text, words)
