"""JTV: for each channel an index of starts (.ndx) and a file of titles (.pdt), often in a zip.

There is no end, no zone and no rating field; the channel is the name of its files. After
``docs/JTV.md`` of tataranovich/jtv2xmltv, and what real files were seen to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from msgspec import Struct, field

from schedcheck.messages import Message, msg
from schedcheck.messages.message import entry_place, entry_places
from schedcheck.readers.base import NOT_THIS, SIGNATURE, Likelihood, ReadOptions
from schedcheck.readers.files import INDEX, TITLES, ending, whole_name
from schedcheck.readers.jtv.titles import MAGIC, Letters, Titles
from schedcheck.readers.source import Source, SourceError
from schedcheck.schedule.account import added
from schedcheck.schedule.account import entries as account_of
from schedcheck.schedule.building import (
    Clocks,
    ProgrammeColumns,
    build,
    join,
    long_texts,
    make_frame,
)
from schedcheck.schedule.reading import Fault, Reading

NAME = "jtv"

_COUNT = 2
_ENTRY = np.dtype([("zero", "<u2"), ("filetime", "<u8"), ("offset", "<u2")])
_TICKS = 10_000_000  # FILETIME counts tenths of microseconds, since 1601
_BEFORE_1970 = 11_644_473_600  # seconds
#: FILETIME where 1950 and 2100 begin: no schedule lies outside.
_FIRST, _LAST = (
    (int(np.datetime64(year, "s").astype(np.int64)) + _BEFORE_1970) * _TICKS
    for year in ("1950", "2100")
)
_NAMED = 8  # channels named in a note
_PADDING = " \0\r\n\t"

_LONE = {
    INDEX: msg("an index of JTV without its titles; ask for the .pdt of the same name as well"),
    TITLES: msg("titles of JTV without their index; ask for the .ndx of the same name as well"),
}
_NO_START = msg("not a start that a schedule can have; the programme is not judged")


def sniff(head: bytes, name: str) -> Likelihood:
    """How likely ``head`` begins a file of titles, or an index of plausible starts."""
    del name
    if head.startswith(MAGIC):
        return SIGNATURE
    entries = _entries(head)
    counted = min(int.from_bytes(head[:_COUNT], "little"), (64 * 1024 - _COUNT) // _ENTRY.itemsize)
    if not 0 < counted <= len(entries):
        return NOT_THIS
    plausible = (_plausible(entries) & (entries["zero"] == 0)).all()
    return SIGNATURE if plausible else NOT_THIS


#: Bytes of all titles together, one that several entries share counted for each of them.
_MOST_TEXT = 64 << 20


class _Pair(Struct):
    """The files of one channel: ending -> name as cited and content; ``lost`` if one is."""

    channel: str
    halves: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    lost: bool = False


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme of every channel in ``source``; places are ``entry 17``, counted from 1.

    A start whose title cannot be found is a fault, and a row all the same: there the programme
    before it ends. A half without its other half is an ``unread`` fault. The row of an entry is
    its bytes in hexadecimal digits, the start that they say, and the title at their place.
    """
    reading = Reading(NAME, make_frame({}, 0))
    frames: list[pd.DataFrame] = []
    pages: dict[str, list[str]] = {}
    for pair in _pairs(source, reading.faults):
        if len(pair.halves) == len((INDEX, TITLES)):
            frame, page = _read_pair(pair, reading, rows=options.rows)
            frames.append(frame)
            pages.setdefault(page, []).append(pair.channel or source.file)
        elif not pair.lost:
            ((kind, (name, _data)),) = pair.halves.items()
            reading.faults.append(Fault("unread", name, "", "", _LONE[kind]))
    reading.frame = join(frames)
    reading.account = added(reading.account)
    reading.notes += [_told_page(page, channels) for page, channels in pages.items() if page]
    return reading


def _pairs(source: Source, faults: list[Fault]) -> Iterator[_Pair]:
    """The halves of a source put together, by name; what cannot be read is told."""
    pairs: dict[str, _Pair] = {}
    for part in source.parts or (source,):
        name = part.file
        # the user may say whose schedule a loose file is, but not whose an archive's member is
        loose = whole_name(name) == whole_name(source.file)
        pair = pairs.setdefault(whole_name(name), _Pair("" if loose else PurePath(name).stem))
        try:
            data = part.read()
        except SourceError as error:
            faults.append(Fault("unread", name, "", "", error.words))
            pair.lost = True
            continue
        kind = ending(name)
        if kind not in _LONE:
            kind = TITLES if data.startswith(MAGIC) else INDEX
        if kind in pair.halves:
            words = msg("this name is in the archive twice; the first was read")
            faults.append(Fault("unread", name, "", "", words))
        pair.halves.setdefault(kind, (name, data))
    return iter(pairs[name] for name in sorted(pairs))


def _entries(index: bytes) -> npt.NDArray[np.void]:
    """The whole entries of an index, whatever its first two bytes say of their number."""
    count = max(len(index) - _COUNT, 0) // _ENTRY.itemsize
    return np.frombuffer(index, _ENTRY, count, _COUNT) if count else np.empty(0, _ENTRY)


def _plausible(entries: npt.NDArray[np.void]) -> npt.NDArray[np.bool_]:
    times = entries["filetime"]
    plausible: npt.NDArray[np.bool_] = (times >= _FIRST) & (times < _LAST)
    return plausible


def _read_pair(pair: _Pair, reading: Reading, *, rows: bool) -> tuple[pd.DataFrame, str]:
    """The programmes of one channel and what their titles are in; faults go to ``reading``."""
    (file, index), (titles_file, data) = pair.halves[INDEX], pair.halves[TITLES]
    entries = _entries(index)
    reading.faults += _miscounted(file, index, len(entries))
    offsets = entries["offset"].tolist()
    titles = Titles.of(data, set(offsets))
    if not data.startswith(MAGIC) and not titles.hold(offsets):
        words = msg("not titles of JTV: they begin with “JTV 3.x TV Program Data”; ask again")
        reading.faults.append(Fault("unread", titles_file, "", "", words))
        reading.account += account_of(len(entries), 0, len(entries))
        return make_frame({}, 0), ""
    # entries share titles: what is in one is read once
    distinct: dict[tuple[int, ...], int] = {}
    numbers = [distinct.setdefault(known, len(distinct)) for known in titles.places(offsets)]
    which = np.array(numbers, np.intp)
    sizes = [sum(len(titles.records[at]) for at in known) for known in distinct]
    if np.array(sizes, np.int64)[which].sum() > _MOST_TEXT:
        words = msg(
            "its entries share titles that are too long for any; ask for new copies of both files"
        )
        reading.faults.append(Fault("unread", file, "", "", words))
        reading.account += account_of(len(entries), 0, len(entries))
        return make_frame({}, 0), ""
    letters = Letters([*titles.records.values()])
    texts = [
        "\n".join(letters.text(titles.records[at]) for at in known).strip(_PADDING)
        for known in distinct
    ]
    walls, placed, places = _walls(entries), _plausible(entries), [*distinct]
    faulty = np.array([titles.fault(known, 0) is not None for known in places], np.bool_)
    for row in np.flatnonzero(faulty[which] | ~placed).tolist():
        text = texts[which[row]]
        wrong = titles.fault(places[which[row]], offsets[row]) if placed[row] else _NO_START
        if wrong:
            shown = f"{walls[row]} {text}" if placed[row] else text
            fault = Fault("bad-row", file, entry_place(row + 1), shown.strip(), wrong)
            reading.faults.append(fault)
    if rows:
        held = zip(entries, walls, which.tolist(), strict=True)
        for number, (entry, wall, at) in enumerate(held, 1):
            said = (entry.tobytes().hex(" ").upper(), str(wall), " ".join(texts[at].split()))
            reading.rows[entry_place(number)] = " | ".join(said)
    # what follows on further lines is no title: a synopsis, as a rule
    parted = [text.partition("\n") for text in texts]
    named = np.array([title.strip() for title, _newline, _more in parted], object)
    others = long_texts(" ".join(more.split()) for _title, _newline, more in parted)
    columns = ProgrammeColumns(
        file=file,
        place=entry_places(len(entries)),
        start=Clocks.bare(np.where(placed, walls, np.datetime64("NaT", "s"))),
        channel=pair.channel,
        title=named[which],
        other_text=others.take(pa.array(which)),
    )
    there = int(placed.sum())
    total = len(entries) + ((len(index) - _COUNT) % _ENTRY.itemsize > 0)  # one may be cut short
    reading.account += account_of(total, there, total - there)
    return build(columns), letters.name


def _walls(entries: npt.NDArray[np.void]) -> npt.NDArray[np.datetime64]:
    """The clock readings, to the second: writers that reckon in fractions of days miss it."""
    times = entries["filetime"]
    seconds = times // _TICKS + (times % _TICKS >= _TICKS // 2)
    return (seconds.astype(np.int64) - _BEFORE_1970).astype("datetime64[s]")


def _miscounted(file: str, index: bytes, held: int) -> Iterator[Fault]:
    """What is wrong with the length of an index. All whole entries are read, come what may."""
    counted = int.from_bytes(index[:_COUNT], "little")
    if not held:
        words = msg("an index of JTV without a single programme; ask for a new copy of the file")
        yield Fault("unread", file, "", "", words)
    elif counted != held or (len(index) - _COUNT) % _ENTRY.itemsize:
        words = msg(
            "the index says that it holds %(counted)d programmes, and holds %(held)d; all of "
            "those were "
            "read; ask for a new copy of the file",
            counted=counted,
            held=held,
        )
        yield Fault("bad-row", file, entry_place(held), "", words)


def _told_page(page: str, channels: list[str]) -> Message:
    values = {
        "page": page,
        "count": len(channels),
        "channels": ", ".join(channels[:_NAMED]) + (" …" if len(channels) > _NAMED else ""),
    }
    return msg("channels with titles in %(page)s: %(count)d (%(channels)s)", **values)
