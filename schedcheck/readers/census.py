"""A second look at a source, independent of its reader: nothing that looks like a start or an adult
mark may be missing from what was read.

The texts of the source (``census_texts``) are searched for marks of 18 and 21, and those of running
text for clock readings at the head of a line. A mark must come back, with the word before it, in a
programme, a fault or a note; a clock reading, with the word behind it, in a programme that begins
then, or in a fault. Else it is reported with its place. So is a lone date far from those around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from schedcheck.messages import Message, msg
from schedcheck.readers.census_texts import Page, pages_of
from schedcheck.readers.mark_search import AGE_SIGNS, adult_marks, plain, texts_at_ages
from schedcheck.readers.row_faults import LOST_MARK
from schedcheck.readers.source import Source
from schedcheck.readers.values.age_names import ADULT
from schedcheck.readers.values.cells import DAY
from schedcheck.readers.values.clock_names import zone_in
from schedcheck.readers.values.day_headings import read_heading
from schedcheck.readers.values.remarks import remarks_on_adults
from schedcheck.schedule.account import Unit
from schedcheck.schedule.building import lines_of
from schedcheck.schedule.reading import Fault, Reading

#: So many places of one source are reported one by one.
_MOST = 20
_SHOWN = 200
#: So many programmes are looked at at once.
_PART = 20_000
#: Contents of so many bytes are searched text by text; shorter texts are remembered with the marks
#: in them, up to so many: in the sources of an archive the same come again.
_SMALL, _LONGEST_KNOWN, _MOST_KNOWN = 1 << 18, 200, 1 << 14
#: Signs that are written as references and escapes: a mark may go on behind the end of its text.
_WRITTEN = re.compile(rb"&\S|\\")
#: A clock reading at the head of a line, however its parts are set off, and what is behind it; a
#: number or an age mark may be before it, as in a table whose first column has them.
_CLOCK = re.compile(
    r"(?:\d{1,3}[.)]\s+|(?:\d{1,2}|[EЕ]\s?\d\d)\s?[+|]?\s(?=\d?\d[:.]\d\d\s)|[\W_]{0,4})([012]?\d)"
    r"\s?(?:[:.,;·'’*=_h]|ч\.?|сағ\.?)?\s?([0-5]\d)(?![\d./:,])(\s?(?:[ap]\.?m|утра|дня|вечера|ночи)\b)?(.*[^\W\d_]{2}.*)",
    re.IGNORECASE | re.DOTALL,
)
#: Numbers that are none: [218], 18 21к, © 2026.
_NUMBER = re.compile(
    r"[\W_]{0,4}(?:(?<=[\[(#№])\d{3}(?!\d)|\d{1,2}\s\d{2}[^\W\d_]|(?:(?<=©)|(?<=©\s))\d{4})"
)
#: One that can hardly be anything else.
_SURE = re.compile(r"\W{0,2}(?:[01]\d|2[0-3])[:.][0-5]\d\s")
#: Behind a number: a capital, a quotation mark, the kind of a film (х/ф); or a mark somewhere.
_TITLE = re.compile(
    r"\W*[«\"“„]|[\W\d_]*(?:(?=\w)[^a-zа-яёәіңғүұқөһ\W\d_]|[^\W\d_]{1,3}/)|.*\d\s?\+(?!\d)",
    re.DOTALL,
)
_WORDS = re.compile(r"[^\W\d_]{2,20}")
_TEXTS = ("title", "other_text", "category")
_HALF_DAY = DAY // 2
#: Days of a schedule follow each other; what is farther apart is another part of it.
_FAR = 20
#: A wrong year or month is this near to whole years or months, in days.
_NEAR = 7
_YEAR, _MONTH = 365.25, 30.44
#: So many programmes say what the usual days are.
_FEWEST = 3

Days = npt.NDArray[np.int64]

_LOST_START = msg(
    "begins like a clock reading, and no programme that was read begins then; write the line as "
    "06:30 and a title, or begin it with another text"
)


def unaccounted(source: Source, reading: Reading) -> list[Fault]:
    """A fault ``unaccounted`` for each adult mark that the reading lacks, and of running text for
    each clock reading at the head of a line.

    ``reading`` is what a reader made of ``source``. Never raises for what stands in the source.
    """
    lined = any(one.unit is Unit.LINE for one in reading.account)
    read = _Read(reading)
    if not len(reading.frame) or (not lined and read.has_all(reading.marks)):
        return []  # where nothing was read, that is reported by itself
    marks: dict[tuple[str, str], None] = {}
    clocks: list[tuple[str, str]] = []
    encoding = reading.encoding
    for page in pages_of(source, reading.format, lined=lined, encoding=encoding):
        if page.remarks:
            marks |= dict.fromkeys(_lost_remarks(page, marks, read))
            continue
        if not all(map(read.has, marks_in(page.content, page.ends))):
            for key, places in adult_marks(page.content, page.ends).items():
                if len(marks) == _MOST:
                    break
                at = next(filter(page.is_text, places.tolist()), None)
                if at is not None and not read.has(key):
                    marks[page.place_at(at), page.text_at(at)] = None
        if lined:
            clocks += page.lines()
    lost = [(where, LOST_MARK) for where in marks]
    lost += [(where, _LOST_START) for where in _lost_clocks(clocks, reading)]
    return [
        Fault("unaccounted", source.file, place, " ".join(text.split())[:_SHOWN], reason)
        for (place, text), reason in lost
    ]


def _lost_remarks(
    page: Page, known: Iterable[tuple[str, str]], read: _Read
) -> Iterator[tuple[str, str]]:
    """The remarks of a page that say by a mark, in words or by an age that a programme is for
    adults, but for those that are ``known`` already and those whose marks were ``read``.
    """
    reported = {plain(text) for _place, text in known}
    for text in page.all_texts():
        marks = adult_marks(text.encode(errors="replace"))
        if marks and all(map(read.has, marks)):
            continue
        same = plain(text)
        if remarks_on_adults(text) and not any(one in same or same in one for one in reported):
            yield page.place, text


class _Read:
    """The adult marks of a reading; what needs a closer look is made when it is first asked for."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._found: set[str] = set()
        self._left = _marks_by_parts(reading.frame)

    def has(self, mark: str) -> bool:
        """Whether a mark, with the word before it, came back in any text of the reading."""
        while mark not in self._found:
            part = next(self._left, None)
            if part is None:
                return mark in self._more or mark in self._at_ages
            self._found.update(part)
        return True

    def has_all(self, marks: Iterable[str] | None) -> bool:
        """Whether it is known which marks the source has, and all of them came back."""
        return marks is not None and all(map(self.has, marks))

    @cached_property
    def _others(self) -> bytes:
        return "\n".join(_other_texts(self._reading)).encode(errors="replace")

    @cached_property
    def _more(self) -> frozenset[str]:
        return frozenset(adult_marks(self._others))

    @cached_property
    def _at_ages(self) -> str:
        """What is around each age in all texts that the reading has of its source."""
        columns = (_lines_of(self._reading.frame[name]) for name in _TEXTS)
        return texts_at_ages(b"\n".join([*columns, self._others]))


def _marks_by_parts(frame: pd.DataFrame) -> Iterator[Iterable[str]]:
    """The adult marks of a frame: in most guides a part of it has all that the source has."""
    for begin in range(0, len(frame), _PART):
        part = frame if len(frame) <= _PART else frame.iloc[begin : begin + _PART]
        marks = _lines_of(part["mark_text"])
        yield marks_in(marks, b"\n:;")
        yield marks_in(marks, b"\n;")  # a cell may hold a system and its mark, kz:18+
        yield marks_in(b"\n".join(_lines_of(part[name]) for name in _TEXTS))


_known_marks: dict[bytes, tuple[str, ...]] = {}


def marks_in(content: bytes, ends: bytes = b"\n") -> Iterable[str]:
    """What :func:`adult_marks` finds in ``content``, without the places and in no order."""
    written = b"\\" in content or (b"&" in content and _WRITTEN.search(content))
    if written or len(content) > _SMALL:
        return adult_marks(content, ends)
    found: dict[bytes, tuple[str, ...]] = {}
    new: list[bytes] = []
    for text in _texts_with_ages(content, ends):
        known = _known_marks.get(text)
        if known is None:
            new.append(text)
        else:
            found[text] = known
    if new:
        read = _marks_of(new)
        found |= read
        if len(_known_marks) > _MOST_KNOWN:
            _known_marks.clear()
        _known_marks.update(
            (text, marks) for text, marks in read.items() if len(text) <= _LONGEST_KNOWN
        )
    return {mark for marks in found.values() for mark in marks}


def _texts_with_ages(content: bytes, ends: bytes) -> Iterable[bytes]:
    """The texts that may have a mark in them, each once."""
    content = content.translate(bytes.maketrans(ends, b"\n" * len(ends)))
    texts: dict[bytes, None] = {}
    for sign in AGE_SIGNS:
        at = content.find(sign)
        while at >= 0:
            begin, end = content.rfind(b"\n", 0, at) + 1, content.find(b"\n", at)
            end = end if end >= 0 else len(content)
            texts[content[begin:end]] = None
            at = content.find(sign, end)
    return texts


def _marks_of(texts: list[bytes]) -> dict[bytes, tuple[str, ...]]:
    """The marks in each of some texts, which are searched at once."""
    content = b"\n".join([b"", *texts, b""])
    begins = np.cumsum([1, *(len(text) + 1 for text in texts)])
    found: dict[bytes, tuple[str, ...]] = dict.fromkeys(texts, ())
    for mark, places in adult_marks(content).items():
        for at in set(np.searchsorted(begins, places, "right").tolist()):
            found[texts[at - 1]] += (mark,)
    return found


def _lines_of(column: pd.Series[str]) -> bytes:
    return lines_of(column).encode(errors="replace")


def _lost_clocks(clocks: list[tuple[str, str]], reading: Reading) -> list[tuple[str, str]]:
    """Where the clock readings are at whose time no programme with that word begins."""
    if not clocks:
        return []
    starts = _Starts(reading.frame)
    told = plain("\n".join(fault.text for fault in reading.faults))
    places = {fault.place for fault in reading.faults}
    struck = {plain(text) for text in reading.not_on_air} - {""}
    found: list[tuple[int | None, str, str]] = []  # its start, if a programme has it; else its text
    for place, text in clocks:
        clock = _CLOCK.match(text)
        if clock is None:
            continue
        if starts.has(clock):
            found.append((_seconds(clock), place, text))
            continue
        if _NUMBER.match(text):
            continue
        line = plain(text[:_SHOWN])
        known = place in places or line in told or any(one in line for one in struck)
        if not known and read_heading(text) is None:
            found.append((None, place, text))
    return _in_order(found)


def _in_order(found: list[tuple[int | None, str, str]]) -> list[tuple[str, str]]:
    """Those without a programme that are surely clock readings, or have a title behind them and are
    between their neighbours in the order of the day: a number in a description hardly ever is.
    """
    nexts: list[int | None] = []
    for seconds, _place, _text in reversed(found):
        nexts.append(seconds if seconds is not None or not nexts else nexts[-1])
    lost, before = [], None
    for (seconds, place, text), after in zip(found, reversed(nexts), strict=True):
        if seconds is not None:
            before = seconds
        elif (clock := _CLOCK.match(text)) and (
            _SURE.match(text)
            or (_TITLE.match(clock[4]) and _is_between(before, _seconds(clock), after))
        ):
            lost.append((place, text))
        if len(lost) == _MOST:
            break
    return lost


def _is_between(before: int | None, seconds: int, after: int | None) -> bool:
    """Whether a clock time is between two others in the order of the day."""
    if before is None or after is None:
        return True
    return (seconds - before) % DAY <= (after - before) % DAY


def _seconds(clock: re.Match[str]) -> int:
    return int(clock[1]) * 3600 + int(clock[2]) * 60


class _Starts:
    """The texts of programmes by their starts in seconds since midnight, to the minute."""

    def __init__(self, frame: pd.DataFrame) -> None:
        starts = frame["wall_start"]
        seconds = (starts.dt.hour * 3600 + starts.dt.minute * 60).tolist()
        titles, others = (frame[name].fillna("").tolist() for name in ("title", "other_text"))
        texts: dict[int, set[str]] = {}
        for second, title, other in zip(seconds, titles, others, strict=True):
            if second not in texts:
                texts[second] = set()
            texts[second].add(title)
            texts[second].add(other)
        self._texts = {second: "\n".join(each) for second, each in texts.items()}
        self._plain: dict[int, str] = {}

    def has(self, clock: re.Match[str]) -> bool:
        """Whether a programme begins at a clock reading that has a word of the text behind it."""
        seconds = _seconds(clock)
        first = _WORDS.search(clock[4])
        if first and first[0] in self._texts.get(seconds, ""):
            return True  # most are written as they were read
        halves = (seconds, seconds + _HALF_DAY) if clock[3] else (seconds,)
        begun = [one % DAY for one in halves if one % DAY in self._texts]
        words = _WORDS.findall(clock[4][:_SHOWN])
        if any(plain(word) in self._plain_at(one) for word in words for one in begun):
            return True
        return bool(begun) and zone_in(clock[4]) is not None  # its title is in another line

    def _plain_at(self, seconds: int) -> str:
        if seconds not in self._plain:
            self._plain[seconds] = plain(self._texts[seconds])
        return self._plain[seconds]


def _other_texts(reading: Reading) -> Iterator[str]:
    """The texts that a reading has of its source beside those of programmes."""
    yield from reading.frame["mark_text"].dropna().unique()
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
    adult = [text for text in frame["mark_text"].dropna().unique() if ADULT.search(text)]
    rated = frame[frame["mark_text"].isin(adult)]
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


def lone_dates(file: str, reading: Reading) -> list[Fault]:
    """A ``bad-row`` fault for the first of programmes whose date is whole years or months away
    from that of the programmes around them, in the order of the source.

    One such run of one or two days is a slip; more of them are a source of another order, of which
    nothing is said. The programmes are judged as printed.
    """
    frame = reading.frame
    if len(frame) <= _FEWEST:
        return []
    days = frame["wall_start"].to_numpy("datetime64[D]").astype(np.int64)
    cuts = np.flatnonzero(np.abs(np.diff(days)) > _FAR) + 1
    if not 1 <= len(cuts) <= 2:
        return []
    return list(_lone_run(file, reading, days, cuts))


def _lone_run(file: str, reading: Reading, days: Days, cuts: Days) -> Iterator[Fault]:
    parts = [np.arange(len(days))[a:b] for a, b in zip([0, *cuts], [*cuts, len(days)], strict=True)]
    run = parts[1] if len(parts) > len(cuts) and len(cuts) > 1 else min(parts, key=len)
    rest = np.setdiff1d(np.arange(len(days)), run)
    if len(rest) < max(_FEWEST, len(run)) or np.ptp(days[run]) > 1 or np.ptp(days[rest]) > _FAR:
        return
    near = rest[np.argmin(np.abs(rest - run[0]))]
    apart = abs(int(days[run[0]] - days[near]))
    if min(min(apart % one, one - apart % one) for one in (_YEAR, _MONTH)) > _NEAR:
        return
    frame = reading.frame
    dates = frame["wall_start"].dt.date
    words = msg(
        "the date %(date)s is far from %(other)s, the date around it (programmes: %(count)d): "
        "correct its year or month, if that is a slip; they were judged as printed",
        date=dates.iloc[run[0]],
        count=len(run),
        other=dates.iloc[near],
    )
    yield Fault("bad-row", file, frame["place"].iloc[run[0]], frame["title"].iloc[run[0]], words)
