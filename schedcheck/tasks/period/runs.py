"""The results of runs: which counts for a channel at a time, and what became of each week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from schedcheck.errors import ConfigError
from schedcheck.given_files import content_of, is_address, json_value
from schedcheck.messages import msg
from schedcheck.messages.library_errors import Reason
from schedcheck.results.codec import WRONG
from schedcheck.results.document import ChannelRecord, Document, document_from_json
from schedcheck.results.states import State
from schedcheck.schedule.coverage import edges
from schedcheck.schedule.week import DAY, Week
from schedcheck.tasks.archive.addresses import store_here

#: States of a delivery of which something was read for the days that its run is about.
CAME = frozenset({State.JUDGED, State.IN_PART, State.NOT_JUDGEABLE})
Stretch = tuple[float, float]
#: What every findings.json has that can be joined; the release before did not have all of it.
_NEEDED = ("rulebook", "span", "sources", "channels", "missing", "findings")


def load_runs(paths: Iterable[str | Path]) -> list[Document]:
    """The ``findings.json`` of each path: a file, or a folder that holds any, at any depth.

    A path may be the address of such a folder.

    Raises ConfigError for a path that has none, and for a file that is none or is of a release
    that did not write what joining needs.
    """
    documents: dict[str, Document] = {}
    for path in paths:
        with store_here(path, "findings.json") as here:
            for file in _files(here):
                name = str(file)
                if is_address(path):
                    below = file.relative_to(here.resolve()).as_posix()
                    name = f"{str(path).rstrip('/')}/{below}"
                if name not in documents:
                    documents[name] = _load(file, name)
    return [document for _name, document in sorted(documents.items())]


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path.resolve()]
    found = sorted(path.rglob("findings.json"))
    if not found:
        raise ConfigError(
            msg("%(path)s: not a folder that batch wrote: it has no findings.json", path=path)
        )
    return [file.resolve() for file in found]


def _load(file: Path, name: str) -> Document:
    """The document in a file that is cited by ``name``."""
    try:
        value: Any = json_value(content_of(file))
    except ValueError as error:
        raise ConfigError(
            msg("%(file)s: cannot be read: %(error)s", file=name, error=Reason.of(error))
        ) from error
    try:
        if any(name not in value for name in _NEEDED):
            raise ValueError(file)
        document = document_from_json(value)
        return replace(document, file=name, written=file.stat().st_mtime)
    except WRONG as error:
        raise ConfigError(
            msg(
                "%(file)s: not the findings of a batch of this release; run batch again",
                file=name,
            )
        ) from error


class Overlap(NamedTuple):
    """Two runs that are about the same ``days`` of a channel: those of ``later`` count."""

    earlier: str
    later: str
    days: Week


class Turn(NamedTuple):
    """The time (seconds since 1970) that a run, by its number, is about on a channel."""

    run: int
    begin: float
    end: float

    def meets(self, begin: float, end: float) -> bool:
        """Whether some of it lies between two times."""
        return max(self.begin, begin) < min(self.end, end)


class Turns:
    """For each channel which runs are about which time, the last one counting.

    ``runs`` are in the order in which they were written.
    """

    def __init__(self, runs: Sequence[Document]) -> None:
        self._runs = runs
        self._turns: dict[str, list[Turn]] = defaultdict(list)
        for number, run in enumerate(runs):
            for channel in run.channels:
                turn = _turn(number, run, channel)
                if turn:
                    self._turns[channel.id].append(turn)

    def of(self, channel: str, run: int) -> Turn | None:
        """The time that a run is about on a channel; None where it tells of no days of it."""
        return next((turn for turn in self._turns[channel] if turn.run == run), None)

    def counts(self, run: int, channel: str, moment: float) -> bool:
        """Whether what a run says of a channel at a time counts.

        It does where no later run is about that time; and where it lies outside of the days of the
        run, where no run at all is about it.
        """
        about = [turn.run for turn in self._turns[channel] if turn.begin <= moment < turn.end]
        return run >= max(about, default=run) if run in about or not about else False

    def later(self, run: int, channel: str) -> list[Turn]:
        """The times that later runs are about."""
        return [turn for turn in self._turns[channel] if turn.run > run]

    def left(self, run: int, channel: str, stretch: Stretch) -> Iterator[Stretch]:
        """What of a stretch of a run no later run is about."""
        begin, end = stretch
        for turn in sorted(self.later(run, channel), key=lambda turn: turn.begin):
            if turn.meets(begin, end):
                if turn.begin > begin:
                    yield begin, turn.begin
                begin = max(begin, turn.end)
        if begin < end:
            yield begin, end

    def overlaps(self) -> list[Overlap]:
        """The pairs of runs that are about the same days of a channel."""
        found: dict[tuple[int, int], Overlap] = {}
        for turns in self._turns.values():
            for turn in turns:
                for other in turns:
                    if turn.run < other.run and turn.meets(other.begin, other.end):
                        days = _common(self._runs[turn.run], self._runs[other.run])
                        files = self._runs[turn.run].file, self._runs[other.run].file
                        found[turn.run, other.run] = Overlap(*files, days)
        return [found[pair] for pair in sorted(found)]


def _turn(number: int, run: Document, channel: ChannelRecord) -> Turn | None:
    if run.span is None or channel.state not in CAME:
        return None
    return Turn(number, *map(float, edges(run.span.days, channel.zone, channel.week_starts)))


def _common(one: Document, other: Document) -> Week:
    assert one.span and other.span  # noqa: S101, PT018 - they have turns
    first = max(one.span.days.first, other.span.days.first)
    last = min(one.span.days.last, other.span.days.last)
    return Week(min(first, last), max(first, last))


def mondays(days: Week) -> list[date]:
    """The Mondays of the weeks (ISO 8601) that ``days`` lie in."""
    monday = days.first - timedelta(days=days.first.weekday())
    return [monday + 7 * DAY * number for number in range((days.last - monday).days // 7 + 1)]


def week_states(runs: Iterable[Document], days: Week) -> dict[tuple[str, date], State]:
    """What became of each channel in each week of ``days``, by the Monday; holes are not there.

    ``runs`` are in the order in which they were written: the last one of which something came
    counts, and a channel is missing only where no run has it.
    """
    states: dict[tuple[str, date], State] = {}
    for run in runs:
        told = {channel.id: State(channel.state) for channel in run.channels}
        told |= {one.id: State.MISSING for one in run.missing}
        told |= {one.id: State.NOT_UNDERSTOOD for one in run.not_understood}
        weeks = [monday for monday in mondays(days) if run.span and _holds(run.span.days, monday)]
        for channel, state in told.items():
            for monday in weeks:
                known = states.get((channel, monday), State.MISSING)
                if state in CAME or known is State.MISSING:
                    states[channel, monday] = state
    return states


def _holds(days: Week, monday: date) -> bool:
    return days.first <= monday + 6 * DAY and days.last >= monday
