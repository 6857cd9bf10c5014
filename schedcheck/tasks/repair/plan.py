"""Plans a repair: a week is judged, exchanges chosen, and the week that they make judged too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import tomli
from msgspec import Struct
from msgspec.structs import replace

from schedcheck.checks.context import CheckContext
from schedcheck.law.forbidden import ForbiddenStarts
from schedcheck.messages import Message, msg
from schedcheck.pipeline.audit import gather
from schedcheck.pipeline.judge import audit_of, audited, judge
from schedcheck.pipeline.run import Settings, prepare
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.results import Audit
from schedcheck.schedule.frame import PRINTED, STOP_FROM
from schedcheck.schedule.placing import NAT, instants, rows_of_each
from schedcheck.tasks.repair.exchanges import (
    Exchange,
    PlannedProgramme,
    best_exchanges,
    lawful_exchanges,
)
from schedcheck.zones import offsets_over

#: What is bound by no rule may begin at any time.
ANYWHERE = ForbiddenStarts(np.zeros(0, np.int64), np.zeros(0, np.int64))

_DAY = 86400
_DAWN = 6 * 3600  # when a broadcast day begins on the channel's clock


class Move(Struct, frozen=True):
    """Two programmes of ``channel`` change places.

    ``rows``: both in the schedule before, first the one that was there unlawfully. ``longer``: by
    how many seconds the first is longer than the second: so much the slot it comes to is overrun,
    and the slot it leaves is short (negative: the other way round). ``unmarked``: the second
    carries no age mark, and nothing says that it is lawful by day. ``mends``: how many violations.
    """

    channel: str
    rows: tuple[int, int]
    longer: int
    unmarked: bool
    mends: int


class Unmended(Struct, frozen=True):
    """A violation that no exchange repairs, and why."""

    finding: Finding
    reason: Message


class Plan(Struct, frozen=True):
    """A repair: the week ``before``, the ``moves``, the week ``after`` as the checks find it.

    ``unmended`` are violations of the week after; there are no others.
    """

    before: Audit
    after: Audit
    moves: tuple[Move, ...]
    unmended: tuple[Unmended, ...]


def plan_repair(paths: Iterable[str | Path], settings: Settings | None = None) -> Plan:
    """The fewest exchanges of programmes that make the schedules in ``paths`` lawful.

    Two programmes of one channel and of like length change places, on the same day before other
    days; news and live programmes are never moved. What cannot be repaired so is reported with the
    reason. Raises ConfigError as :func:`schedcheck.audit` does.
    """
    run = prepare(settings)
    job = gather(paths, run)
    judged = judge(job, run)
    case, before = judged.case, audit_of(judged, job, run)
    guilty = {_key(finding) for finding in before.of(Severity.VIOLATION)}
    moves: list[Move] = []
    reasons: dict[int, Message] = {}
    for code, rows in enumerate(rows_of_each(case.codes, len(case.channels))):
        keys = zip(rows.tolist(), case.starts[rows].tolist(), strict=True)
        channel = case.channels[code].id
        broken = [(channel, start, case.text("title", row)) in guilty for row, start in keys]
        if any(broken):
            moves += _mend(case, code, rows, broken, reasons)
    after = audited(replace(job, frame=_moved(case, moves)), run) if moves else before
    return Plan(before, after, tuple(moves), tuple(_unmended(case, reasons, after)))


def _key(finding: Finding) -> tuple[str, int, str]:
    assert finding.start is not None  # noqa: S101 - violations without a start are none
    return finding.channel, int(finding.start.timestamp()), finding.title


def _mend(
    case: CheckContext, code: int, rows: np.ndarray, broken: list[bool], reasons: dict[int, Message]
) -> Iterator[Move]:
    """The best exchanges on one channel; the reason for each violation that is in none."""
    places = _places(case, code, rows, broken)
    possible = list(lawful_exchanges(places))
    chosen = best_exchanges(possible)
    moved = {at for exchange in chosen for at in (exchange.one, exchange.other)}
    for at, place in enumerate(places):
        if place.broken and at not in moved:
            reasons[int(rows[at])] = _reason(at, place, possible)
    for exchange in chosen:
        yield Move(
            case.channels[code].id,
            (int(rows[exchange.one]), int(rows[exchange.other])),
            places[exchange.one].length - places[exchange.other].length,
            not places[exchange.other].marked,
            exchange.mends,
        )


def _places(
    case: CheckContext, code: int, rows: np.ndarray, broken: list[bool]
) -> list[PlannedProgramme]:
    starts, stops = case.starts[rows], case.stops[rows]
    lengths = np.where(stops == NAT, 0, stops - starts)
    walls = starts + offsets_over(case.channels[code].zone, starts).at(starts)
    days = (walls - _DAWN) // _DAY
    slots = case.slots(rows[lengths > 0].tolist())
    fixed = _fixed(case, rows)
    marked = case.texts("age_class", rows) != ""
    return [
        PlannedProgramme(*values)
        for values in zip(
            starts.tolist(),
            lengths.tolist(),
            days.tolist(),
            (slots.get(row, ANYWHERE) for row in rows.tolist()),
            broken,
            fixed,
            marked.tolist(),
            strict=True,
        )
    ]


@cache
def _fixed_words() -> re.Pattern[str]:
    text = (files("schedcheck.tasks.repair") / "words.toml").read_text("utf-8")
    words = sorted(tomli.loads(text)["fixed"], key=len, reverse=True)
    inner = "|".join(
        re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in words
    )
    return re.compile(rf"(?<!\w)(?:{inner})(?!\w)")


def _fixed(case: CheckContext, rows: np.ndarray) -> list[bool]:
    """Whether each programme is news or live, by a word of its title or category."""
    pattern = _fixed_words()
    texts = (f"{case.text('title', row)}\n{case.text('category', row)}" for row in rows.tolist())
    return [pattern.search(text.casefold()) is not None for text in texts]


def _reason(at: int, place: PlannedProgramme, possible: list[Exchange]) -> Message:
    if not place.length:
        return msg("its end is not known, so no slot can be found for it")
    if place.fixed:
        return msg("it is news or live by its title or category, and such are never moved")
    if place.forbidden.nearest(place.start) == (None, None):
        return msg("it is longer than any lawful stretch of a day")
    if any(at in (exchange.one, exchange.other) for exchange in possible):
        return msg("each programme that it could change places with is needed for another one")
    return msg(
        "no programme of similar length within a week, at an hour that is lawful for this one, "
        "could itself be shown at this hour"
    )


def _moved(case: CheckContext, moves: Iterable[Move]) -> pd.DataFrame:
    """The schedule with the programmes of ``moves`` in each other's places."""
    whence = np.arange(len(case.frame))
    for move in moves:
        whence[list(move.rows)] = move.rows[::-1]
    moved = whence != np.arange(len(whence))
    lengths = np.where(moved, case.stops - case.starts, 0)  # others may have no stop
    stops = np.where(moved, case.starts[whence] + lengths, case.stops)
    walls = case.frame["wall_start"].to_numpy()[whence]
    wall_stops = case.frame["wall_stop"].to_numpy()
    codes = case.frame["stop_from"].cat.codes.to_numpy()
    return case.frame.assign(
        start=instants(case.starts[whence]),
        stop=instants(stops),
        wall_start=walls,
        wall_stop=np.where(moved, walls + lengths.astype("timedelta64[s]"), wall_stops),
        offset=case.frame["offset"].array.take(whence),
        stop_from=pd.Categorical.from_codes(np.where(moved, PRINTED, codes), dtype=STOP_FROM),
    )


def _unmended(case: CheckContext, reasons: dict[int, Message], after: Audit) -> Iterator[Unmended]:
    """What is left, as the checks of the week after find it."""
    why = {
        (case.channels[case.codes[row]].id, int(case.starts[row]), case.text("title", row)): reason
        for row, reason in reasons.items()
    }
    for finding in after.of(Severity.VIOLATION):
        known = why.get(_key(finding))
        yield Unmended(finding, known or msg("the moves brought it there"))
