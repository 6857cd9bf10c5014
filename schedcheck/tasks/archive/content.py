"""What the readings of a store hold, without the rows, and what is to be judged of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain

import numpy as np
from msgspec import Struct, field

from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.pipeline.run import Run
from schedcheck.schedule.coverage import Span, span_of
from schedcheck.schedule.reading import Fault
from schedcheck.schedule.titles import RatedShowing, gathered
from schedcheck.tasks.archive.months import MonthJob
from schedcheck.tasks.archive.reading import Entry, Piece, Read, ReadPart, load_reading
from schedcheck.tasks.archive.store import Store
from schedcheck.tasks.batch.value_json import dumps as plain_dumps
from schedcheck.tasks.batch.witnesses import to_plain
from schedcheck.tasks.batch.work_folder import digest, key_of_judging, remember

_DAY = 86400


class Content(Struct, dict=True):
    """What the readings of a store hold, without the rows."""

    entries: list[Entry] = field(default_factory=list)
    parts: list[ReadPart] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    witnesses: dict[str, list[RatedShowing]] = field(default_factory=lambda: defaultdict(list))
    pieces: dict[str, list[tuple[Entry, Piece]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def faults(self) -> list[Fault]:
        """What could not be read, of every source."""
        return [fault for part in self.parts for fault in part.faults]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """File -> the places of its parts; of those of which nothing was read under no name."""
        places: dict[str, list[int]] = defaultdict(list)
        for at, part in enumerate(self.parts):
            places[part.file if part.pieces else ""].append(at)
        return places

    def parts_of(self, files: Iterable[str]) -> list[ReadPart]:
        """The parts of ``files``, and those of which nothing was read, as they stand."""
        ats = {at for file in ("", *files) for at in self._places.get(file, ())}
        return [self.parts[at] for at in sorted(ats)]


def gather(
    store: Store, entries: Sequence[Entry], known: Mapping[str, Read | None] | None = None
) -> Content:
    """What the readings of ``entries`` hold; those ``known`` by their keys are not read again.

    Raises ConfigError where one is missing.
    """
    content = Content(list(entries))
    for entry in entries:
        read = (known or {}).get(entry.key) or load_reading(store, entry.key)
        if read is None:
            raise ConfigError(
                msg(
                    "%(file)s: what was read of it is not in the store any more; give the file "
                    "again, or begin a new store",
                    file=entry.file,
                )
            )
        content.parts += read.parts
        content.passed_over += read.passed_over
        for month, showings in read.titles.items():
            content.witnesses[month] += showings
        for part in read.parts:
            for piece in part.pieces:
                content.pieces[piece.channel].append((entry, piece))
    return content


def month_jobs(run: Run, store: Store, content: Content) -> list[tuple[MonthJob, int]]:
    """The channels to be judged in each month, those of one month together, with their rows."""
    key = digest(
        key_of_judging(run),
        (run.settings.limits, run.settings.versions, run.decisions.sha256),
    )
    spans = _spans(content)
    witnesses = {month: _witnesses(store, content, month) for month in spans}
    sized: list[tuple[MonthJob, int]] = []
    for channel, every in content.pieces.items():
        by_month: dict[int, list[tuple[int, Entry, Piece]]] = defaultdict(list)
        for number, (entry, piece) in enumerate(every):
            by_month[_number(piece.month)].append((number, entry, piece))
        for month in sorted({one for _entry, piece in every for one in _months(piece)}):
            at = _number(month)
            around = (by_month.get(one, []) for one in (at - 1, at, at + 1))
            near = [(entry, piece) for _number_, entry, piece in sorted(chain(*around))]
            pieces = tuple(piece.file for _entry, piece in near)
            readings = tuple(dict.fromkeys(entry.key for entry, _piece in near))
            times = tuple(sorted({(entry.file, entry.changed) for entry, _piece in near}))
            name, span = every[0][1].name, spans.get(month)
            of_month = witnesses.get(month) or _witnesses(store, content, month)
            told = digest(key, channel, name, month, readings, pieces, str(span), times)
            job = MonthJob(
                channel, name, month, readings, pieces, span, times, told, of_month, store.out
            )
            sized.append((job, sum(piece.rows for _entry, piece in near)))
    return sorted(sized, key=lambda one: (one[0].month, one[0].channel))


def _months(piece: Piece) -> set[str]:
    """The months that rows of a piece may lie in, on whatever clock."""
    moments = np.array([piece.first - _DAY, piece.last + _DAY], "datetime64[s]")
    return {piece.month, *map(str, moments.astype("datetime64[M]"))}


def _number(month: str) -> int:
    """The number of a month, such that the next one has the next."""
    year, of_year = month.split("-")
    return int(year) * 12 + int(of_year)


def _spans(content: Content) -> dict[str, Span | None]:
    """Month -> the days of it that the store is about: those that most channels cover."""
    days: dict[str, dict[str, set[date]]] = defaultdict(lambda: defaultdict(set))
    for channel, pieces in content.pieces.items():
        for _entry, piece in pieces:
            for day in map(date.fromordinal, piece.days):
                days[f"{day:%Y-%m}"][channel].add(day)
    return {month: span_of(None, of_month.values()) for month, of_month in sorted(days.items())}


def _witnesses(store: Store, content: Content, month: str) -> str:
    """The name of the file of a month's marked titles, which is written."""
    index = to_plain(gathered(content.witnesses.get(month, ())))
    name = f"titles-{month}-{digest(plain_dumps(index))}.json"
    if not (store.root / name).exists():
        remember(store.root / name, index)
    return name
