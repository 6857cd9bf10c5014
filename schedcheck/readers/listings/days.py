"""The programmes of a listing on their calendar days, as a schedule frame."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import zip_longest

import numpy as np
import numpy.typing as npt
import pandas as pd
from msgspec import Struct, field

from schedcheck.messages import Message, msg
from schedcheck.readers import row_faults
from schedcheck.readers.listings.lines import Entry
from schedcheck.readers.values.age_names import has_adult_mark, says_adults
from schedcheck.readers.values.cells import DAY
from schedcheck.readers.values.clock_times import offsets_at
from schedcheck.readers.values.moments import past_midnight
from schedcheck.readers.values.words import AGAIN, is_other_showing, showings
from schedcheck.readers.values.wrong_ends import drop_wrong_ends
from schedcheck.schedule.account import End, Places
from schedcheck.schedule.building import Clocks, ProgrammeColumns, build
from schedcheck.schedule.reading import Fault, Reading

_DAY = timedelta(days=1)
#: An age mark over two lines: «(18» and «+)», «(1» and «8+)».
_OPEN_MARK, _MARK_GOES_ON = re.compile(r"[(\[]\s?\d{0,2}\s?\Z"), re.compile(r"\d{0,2}\s?\+\s?[)\]]")
#: What a sentence ends with; a word that goes on in the next line; a number with its sign.
_ENDS = frozenset('.!?…:;)]»"”')
_CUT_WORD, _SIGNED = re.compile(r"[^\W\d_]{2}-\Z"), re.compile(r"\+\d")
#: So many words of a line may belong to words in the line above.
_FEW = 2
#: A date of the document, and the heading of its first day.
_MOST_HEADINGS = 2
_TOO_LONG = msg(
    "more than 24 hours after the first programme of its day: is the heading of the next "
    "day missing or not understood?"
)
_DAY_AGAIN = msg(
    "its day was listed before with other programmes: perhaps several channels in one document; "
    "part it into a file for each channel"
)


class ListedProgramme(Struct):
    """One showing: ``block`` numbers the headings of days; ``start`` and ``stop`` are seconds
    since 00:00 as printed; ``first`` of the showings that its line prints; ``zone`` is named
    behind its times, empty for the clock of the listing. ``at``: the numbers of its lines.
    """

    place: str
    day: date
    block: int
    start: int
    stop: int | None
    title: str
    other: list[str] = field(default_factory=list)
    marks: str = ""
    first: bool = False
    shift: int = 0
    zone: str = ""
    at: tuple[int, ...] = ()

    @property
    def seconds(self) -> int:
        """The start, in seconds since 00:00 of its heading's day."""
        return self.start + self.shift * DAY

    def ends_inside_mark(self, following: str) -> bool:
        """Whether its last text ends inside an age mark that the text ``following`` ends."""
        last = self.other[-1] if self.other else self.title
        return bool(_OPEN_MARK.search(last) and _MARK_GOES_ON.match(following))

    def go_on(self, text: str) -> None:
        """Add a further line to its texts; one that begins inside an age mark, or inside words for
        adults, ends the last.
        """
        last = self.other[-1] if self.other else self.title
        whole = last + text if self.ends_inside_mark(text) else _wrapped(last, text)
        if not whole:
            self.other.append(text)
        elif self.other:
            self.other[-1] = whole
        else:
            self.title = whole


def _wrapped(last: str, text: str) -> str:
    """Two lines as one where the break is inside a mark for adults or words that say so, «для
    взрос-» and «лых»; else nothing.
    """
    begun = text[:1].islower() and last[-1:] not in _ENDS
    cut = begun and _CUT_WORD.search(last) is not None
    whole = last[:-1] + text if cut else f"{last} {text}"
    if begun and says_adults(whole if cut else " ".join(text.split()[:_FEW])):
        return whole
    inside = has_adult_mark(whole) and not (has_adult_mark(last) or has_adult_mark(text))
    return whole if inside and not _SIGNED.match(text) else ""


_NEXT_DAY = msg(
    "its day was listed before, and the day behind it is missing: the heading may be wrong; "
    "correct it, or delete what is listed twice"
)
_AGAIN = msg("programme of a day that is listed twice")
#: Tells that a programme could not be placed, and why.
Tell = Callable[[ListedProgramme, Message], None]


def frame_of(  # noqa: PLR0913, PLR0917 - what a frame holds, and what is told of it
    programmes: Sequence[ListedProgramme],
    file: str,
    channel: str,
    zone: str | None,
    reading: Reading,
    account: Places,
) -> pd.DataFrame:
    """The schedule frame of the programmes; ``zone`` is None for the channel's own clock.

    As what their lines ended is put into ``account``.
    """

    def tell(programme: ListedProgramme, reason: Message) -> None:
        reading.faults.append(
            Fault("bad-row", file, programme.place, programme.title[:200], reason)
        )

    def fault(programme: ListedProgramme, reason: Message) -> None:
        account.put(programme.at, End.FAULT)
        tell(programme, reason)

    for one in programmes:
        account.put(one.at, End.LEFT_OUT, _AGAIN)
    kept = _once(programmes, fault, reading)
    kept = _shifted(kept, fault, reading)
    account.put([at for one in kept for at in one.at], End.PROGRAMME)
    days = np.array([one.day for one in kept], "datetime64[D]").astype("datetime64[s]")
    walls = days + np.array([one.seconds for one in kept], np.int64).astype("timedelta64[s]")
    lengths = [None if one.stop is None else (one.stop - one.start) % DAY for one in kept]
    stops = walls + np.array(lengths, "timedelta64[s]")
    for at in drop_wrong_ends(walls, stops, np.full(len(kept), channel, object)).tolist():
        tell(kept[at], row_faults.WRONG_STOP)
    for one in kept:
        said = " ".join([one.title, *one.other])
        others = [showing for showing in showings(said) if is_other_showing(showing, one.start)]
        if others and has_adult_mark(f"{said} ({one.marks})"):
            tell(one, row_faults.REPEAT if AGAIN in others else row_faults.OTHER_TIME)
    start = Clocks(walls, *_offsets(kept, walls, zone))
    columns = ProgrammeColumns(
        file=file,
        place=[one.place for one in kept],
        start=start,
        stop=Clocks.bare(stops),
        channel=channel,
        title=[one.title for one in kept],
        other_text=[" | ".join(one.other) for one in kept],
        category="",
        mark_text=[one.marks for one in kept],
    )
    return build(columns)


def _offsets(
    kept: Sequence[ListedProgramme], walls: npt.NDArray[np.datetime64], zone: str | None
) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.bool_]]:
    """The offsets of the clocks that lines, or the whole listing, name, and where one does."""
    zones = np.array([one.zone or zone or "" for one in kept], object)
    offsets = np.zeros(len(kept), np.int16)
    for named in {name for name in zones.tolist() if name}:
        offsets[zones == named] = offsets_at(named, walls[zones == named])
    return offsets, np.array(zones != "", np.bool_)


def _once(
    programmes: Sequence[ListedProgramme], fault: Tell, reading: Reading
) -> list[ListedProgramme]:
    """The programmes, day by day; a day that is listed again with the same starts is merged."""
    blocks: dict[date, dict[int, list[ListedProgramme]]] = {}
    for one in programmes:
        blocks.setdefault(one.day, {}).setdefault(one.block, []).append(one)
    kept, again = [], 0
    for parts in blocks.values():
        listed: list[ListedProgramme] = []
        for block in parts.values():
            reason = _NEXT_DAY if _is_next_day(block, blocks) else _DAY_AGAIN
            same = [one.start for one in block] == [one.start for one in listed]
            if not listed or block[0].start > listed[-1].start:
                listed += block
            elif same and reason is _DAY_AGAIN:
                again += len(block)
                for one, other in zip(listed, block, strict=True):
                    one.other += [other.title, *other.other]
            else:
                for one in block:
                    fault(one, reason)
        kept += listed
    if again:
        reading.notes.append(
            msg(
                "days that are listed twice with the same starts were taken once, with the texts "
                "of both; programmes of them: %(count)d",
                count=again,
            )
        )
    return kept


def _is_next_day(
    block: Sequence[ListedProgramme], blocks: Mapping[date, Mapping[int, object]]
) -> bool:
    """Whether a day that is listed again may be the next one, which is missing before others."""
    day, number = block[0].day, block[0].block
    following = [other for other in blocks if min(blocks[other]) > number]
    return day + _DAY not in blocks and any(other > day + _DAY for other in following)


def _shifted(
    kept: Sequence[ListedProgramme], fault: Tell, reading: Reading
) -> list[ListedProgramme]:
    """The programmes that can be placed, those after midnight on the next calendar day."""
    rows = [at for at, one in enumerate(kept) if one.first]
    starts = np.array([kept[at].start for at in rows], np.int64)
    days = np.array([kept[at].day for at in rows], "datetime64[D]")
    none = np.zeros(len(rows), np.int64)
    shift, doubt = past_midnight(starts, days, none, none.astype(np.bool_))
    placed, late = [], 0
    begun: dict[date, int] = {}
    for at, by, doubtful in zip(rows, shift.tolist(), doubt.tolist(), strict=True):
        one = kept[at]
        one.shift = by
        first = begun.setdefault(one.day, one.seconds)
        if doubtful:
            fault(one, row_faults.DOUBT)
            continue
        if one.seconds - first > DAY:
            fault(one, _TOO_LONG)
            continue
        late += by > 0
        placed.append(one)
        for behind in range(at + 1, len(kept)):
            other, before = kept[behind], kept[behind - 1]
            if other.first:
                break
            other.shift = before.shift + (other.start < before.start)
            placed.append(other)
    if late:
        reading.notes.append(
            msg(
                "listed after midnight under the day before, placed on the next calendar day: "
                "%(count)d",
                count=late,
            )
        )
    return placed


def days_in_doubt(body: Sequence[Entry], days: Sequence[date | Message]) -> list[date | Message]:
    """The days of the headings; the last of several side by side is in doubt.

    So look the tabs of a page when it is pasted: nothing says whose day the list below is. It is
    that of a heading that repeats one of them; and a date far from the day is one of a letter.
    """
    sure = list(days)
    heading, run = -1, list[date]()
    for entry, following in zip_longest(body, body[1:]):
        if entry.name is None:
            continue
        heading += 1
        day = days[heading]
        run = [] if isinstance(day, Message) else [*run, day]
        if following is not None and following.name is not None:
            continue
        others = run[:-1]
        tabs = len(set(run)) > _MOST_HEADINGS or (others and abs(run[-1] - others[-1]) == _DAY)
        if tabs and run[-1] not in others and not entry.dated:
            sure[heading] = msg(
                "%(count)d days are side by side above one list, and nothing says which of them it "
                "is for; keep only the heading of its day",
                count=len(set(run)),
            )
        run = []
    return sure
