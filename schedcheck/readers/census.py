"""A second look at a source, independent of its reader: nothing that looks like a start or an adult
mark may be missing from what was read.

The texts of the source (``census_texts``) are searched for marks of 18 and 21, and those of running
text for clock readings at the head of a line. A mark must come back, with the word before it, in a
programme, a fault or a note; a clock reading, with the word behind it, in a programme that begins
then, or in a fault. Else it is reported with its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape

import pandas as pd

from schedcheck.messages import Message, msg
from schedcheck.readers.census_texts import texts_of
from schedcheck.readers.row_faults import LOST_MARK
from schedcheck.readers.source import Source
from schedcheck.readers.values.cells import DAY
from schedcheck.readers.values.clock_names import zone_in
from schedcheck.readers.values.day_headings import read_heading
from schedcheck.readers.values.leading_times import ADULT
from schedcheck.schedule.account import Unit
from schedcheck.schedule.reading import Fault, Reading

#: So many places of one source are reported one by one.
_MOST = 20
_SHOWN = 200
#: The word before a mark, by which it is found again.
_WORD = re.compile(r"([^\W\d_]{1,20})[\W_]*\Z")
#: A clock reading at the head of a line, however its parts are set off, and what stands behind it.
_CLOCK = re.compile(
    r"(?:\d{1,3}[.)]\s+|[\W_]{0,4})([012]?\d)\s?(?:[:.,;·'’*=_h]|ч\.?|сағ\.?)?\s?([0-5]\d)"
    r"(?![\d./:,])(\s?(?:[ap]\.?m|утра|дня|вечера|ночи)\b)?(.*[^\W\d_]{2}.*)",
    re.IGNORECASE | re.DOTALL,
)
_WORDS = re.compile(r"[^\W\d_]{2,20}")
_TEXTS = ("title", "other_text", "category", "mark_text")
_SIGNS = re.compile(r"[^\w+]|_")
_HALF_DAY = DAY // 2

_LOST_START = msg(
    "begins like a clock reading, and no programme that was read begins then; write the line as "
    "06:30 and a title, or begin it with another text"
)


def unaccounted(source: Source, reading: Reading) -> list[Fault]:
    """A fault ``unaccounted`` for each adult mark that the reading lacks, and of running text for
    each clock reading at the head of a line.

    ``reading`` is what a reader made of ``source``. Never raises for what stands in the source.
    """
    if not len(reading.frame):
        return []  # that is reported by itself
    lined = any(one.unit is Unit.LINE for one in reading.account)
    marks: dict[str, tuple[str, str]] = {}
    clocks: list[tuple[str, str]] = []
    exact: set[str] | None = None
    for place, raw in texts_of(source, reading.format, lined=lined):
        text = unescape(raw)
        if lined and _CLOCK.match(text):
            clocks.append((place, text))
        found = [_key(text, mark) for mark in ADULT.finditer(text)]
        if not found:
            continue
        exact = _whole_texts(reading) if exact is None else exact
        if text.strip() not in exact:
            for key in found:
                marks.setdefault(key, (place, text))
    lost = [(where, LOST_MARK) for where in _lost_marks(marks, reading)]
    lost += [(where, _LOST_START) for where in _lost_clocks(clocks, reading)]
    return [
        Fault("unaccounted", source.file, place, " ".join(text.split())[:_SHOWN], reason)
        for (place, text), reason in lost
    ]


def _key(text: str, mark: re.Match[str]) -> str:
    """A mark with the word before it."""
    word = _WORD.search(text, max(mark.start() - 40, 0), mark.start())
    return _plain((word[1] if word else "") + mark[0])


def _lost_marks(marks: dict[str, tuple[str, str]], reading: Reading) -> list[tuple[str, str]]:
    """Where the marks stand that are in no text of the reading."""
    if not marks:
        return []
    known = _plain("\n".join(_accounted(reading)))
    missing = dict.fromkeys(where for key, where in marks.items() if key not in known)
    return list(missing)[:_MOST]


def _lost_clocks(clocks: list[tuple[str, str]], reading: Reading) -> list[tuple[str, str]]:
    """Where the clock readings stand at whose time no programme with that word begins."""
    if not clocks:
        return []
    starts = _by_start(reading.frame)
    told = _plain("\n".join(fault.text for fault in reading.faults))
    struck = {_plain(text) for text in reading.not_on_air} - {""}
    lost = []
    for place, text in clocks:
        clock = _CLOCK.match(text)
        if clock is None or read_heading(text) is not None:
            continue
        seconds = int(clock[1]) * 3600 + int(clock[2]) * 60
        halves = (seconds, seconds + _HALF_DAY) if clock[3] else (seconds,)
        known = "\n".join(starts.get(one % DAY, "") for one in halves)
        words = _WORDS.findall(clock[4][:_SHOWN])
        found = any(_plain(word) in known for word in words)
        named = known and zone_in(clock[4]) is not None  # its title stands in another line
        line = _plain(text[:_SHOWN])
        if not found and not named and line not in told and not any(one in line for one in struck):
            lost.append((place, text))
    return lost[:_MOST]


def _by_start(frame: pd.DataFrame) -> dict[int, str]:
    """The texts of the programmes by their starts in seconds since midnight, to the minute."""
    starts = frame["wall_start"]
    seconds = (starts.dt.hour * 3600 + starts.dt.minute * 60).tolist()
    found: dict[int, list[str]] = {}
    for second, title, other in zip(
        seconds, frame["title"].fillna(""), frame["other_text"].fillna(""), strict=True
    ):
        found.setdefault(second, []).append(f"{title} {other}")
    return {second: _plain("\n".join(texts)) for second, texts in found.items()}


def _plain(text: str) -> str:
    """The letters, digits and plus signs of a text."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", unescape(text))).casefold()


def _whole_texts(reading: Reading) -> set[str]:
    """Texts of programmes that need no closer look: what is the same is accounted for."""
    texts = {text for column in _TEXTS for text in reading.frame[column].dropna().unique()}
    marks = reading.frame["mark_text"].dropna().unique()
    texts.update(part.partition(":")[2] for text in marks for part in text.split("; "))
    return texts


def _accounted(reading: Reading) -> Iterator[str]:
    """All texts that a reading has of its source."""
    for column in _TEXTS:
        yield from reading.frame[column].dropna().unique()
    yield from _marked(reading.frame)
    for fault in reading.faults:
        yield fault.text
        yield from _words(fault.reason)
    for note in reading.notes:
        yield from _words(note)
    yield from reading.names.values()
    yield from reading.not_on_air


def _marked(frame: pd.DataFrame) -> Iterator[str]:
    """Texts with the adult marks that stand in columns behind them, as a page prints the row."""
    rated = frame[frame["mark_text"].fillna("").str.contains(ADULT)]
    columns = [rated[name].fillna("") for name in ("mark_text", "title", "other_text", "category")]
    for marks, *texts in zip(*columns, strict=True):
        values = [part.partition(":")[2] for part in marks.split("; ")]
        yield from (f"{text} {value}" for value in values for text in texts if text)


def _words(message: Message) -> Iterator[str]:
    """The values in a message, those of messages in it too."""
    for value in dict(message.values).values():
        parts: Iterable[object] = value if isinstance(value, tuple) else (value,)
        for one in parts:
            if isinstance(one, Message):
                yield from _words(one)
            elif isinstance(one, str):
                yield one
