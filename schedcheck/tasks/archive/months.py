"""Channels judged in a month, and the Parquet files of what comes of it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec.structs import replace

from schedcheck.checks.context import CheckContext
from schedcheck.errors import ConfigError
from schedcheck.law.jurisdiction import JudgedChannel
from schedcheck.messages import msg
from schedcheck.pipeline.judge import Job, Judged, judge
from schedcheck.pipeline.run import Run
from schedcheck.reports.files import encodable, replacing
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.frame import findings_frame
from schedcheck.schedule.coverage import Span, covered, edges
from schedcheck.schedule.placing import NAT, seconds
from schedcheck.schedule.titles import TitleIndex
from schedcheck.schedule.week import Week
from schedcheck.tasks.archive.reading import ReadPart, load_reading
from schedcheck.tasks.archive.store import FINDINGS, PROGRAMMES, Store
from schedcheck.tasks.batch.frame_file import Part, unpack
from schedcheck.tasks.batch.groups import CHANNELS, ROWS, in_groups
from schedcheck.tasks.batch.whole_run import channels_judged
from schedcheck.tasks.batch.witnesses import index_in, is_kept, titles_in, told_of
from schedcheck.tasks.batch.work_folder import remember, sha256_of
from schedcheck.zones import offsets_over

#: What begins so near to a month is looked at with it: it may end a programme, or be a version.
_AROUND = 2 * 86400
_UTC, _WALL = pa.timestamp("ms", "UTC"), pa.timestamp("ms")
_TEXTS = ("title", "category", "stop_from", "age_class", "level", "mark", "mark_from")

PROGRAMME_COLUMNS = pa.schema(
    [
        ("title", pa.string()),
        ("start", _UTC),
        ("stop", _UTC),
        ("local_start", _WALL),
        ("local_stop", _WALL),
        *((name, pa.string()) for name in _TEXTS[1:3]),
        ("zone", pa.string()),
        *((name, pa.string()) for name in _TEXTS[3:]),
        ("film", pa.bool_()),
        ("minutes", pa.float64()),
        ("rule", pa.string()),
        ("file", pa.string()),
        ("place", pa.string()),
    ]
)
_OF_TYPE = {"start": _UTC, "stop": _UTC, "earlier": _UTC, "later": _UTC}
_OF_TYPE |= {"local_start": _WALL, "local_stop": _WALL, "minutes": pa.float64()}
#: Of findings the flags that their frame does not have.
_FLAGS = ("in_doubt", "dismissed")
FINDING_COLUMNS = pa.schema(
    [
        *((name, _OF_TYPE.get(name, pa.string())) for name in findings_frame(()).columns),
        *((name, pa.bool_()) for name in _FLAGS),
    ]
).remove(findings_frame(()).columns.get_loc("channel"))


class MonthJob(NamedTuple):
    """A channel to be judged in a month.

    ``readings``: the keys of the sources that have something of it; ``pieces``: the files of its
    rows. ``days`` of the month that the store is about. ``times``: file -> when it was last
    changed. ``key``: the hash of all that the results depend on but the titles of other channels;
    ``witnesses``: the file of those, by a name that is their hash.
    """

    channel: str
    name: str
    month: str
    readings: tuple[str, ...]
    pieces: tuple[str, ...]
    days: Span | None
    times: tuple[tuple[str, int | None], ...]
    key: str
    witnesses: str
    out: Path


def month_days(month: str) -> Week:
    """The days of a month, by the calendar: ``2026-11``."""
    year, number = map(int, month.split("-"))
    last = monthrange(year, number)[1]
    return Week(date(year, number, 1), date(year, number, last), calendar=True)


def month_groups(
    sized: Sequence[tuple[MonthJob, int]], jobs: int | None
) -> list[tuple[MonthJob, ...]]:
    """Jobs with their rows in groups of one month, see :func:`in_groups`."""
    return in_groups(sized, jobs, most=CHANNELS, size=ROWS, kind=lambda job: job.month)


def judge_months(run: Run, jobs: Sequence[MonthJob]) -> int:
    """Judge channels in a month and write their files, each where that is not all there already;
    how many were judged.
    """
    store = Store(jobs[0].out)
    witnesses = store.root / jobs[0].witnesses
    left = [
        job
        for job in jobs
        if not is_kept(
            store.kept(job.channel, job.month),
            job.channel,
            witnesses,
            partial(_is_of_now, store, job),
        )
    ]
    if left:
        index = index_in(witnesses)
        judged = _judged(run, left, index)
        programmes = programmes_table(judged.case)
        for job in left:
            _write(store, job, judged, programmes, index)
    return len(left)


def _write(
    store: Store, job: MonthJob, judged: Judged, programmes: pa.Table, index: TitleIndex
) -> None:
    """Write the tables of a channel in a month, and what a later run needs."""
    findings = _own(judged, job)
    rows = _rows(judged.case, job)
    hashes = {
        kind: write_table(table, store.table(kind, job.channel, job.month))
        for kind, table in (
            (PROGRAMMES, _part(programmes, rows)),
            (FINDINGS, findings_table(findings)),
        )
    }
    titles = titles_in(judged.case.frame[rows])
    remember(
        store.kept(job.channel, job.month),
        {
            "key": job.key,
            "channel": job.channel,
            "month": job.month,
            "witnesses": job.witnesses,
            **told_of(titles, job.channel, index),
            "hashes": hashes,
            "report": _report(job, judged, rows),
            "findings": findings,
        },
    )


def judge_lost(_run: Run, jobs: Sequence[MonthJob], _signal: int) -> int:
    """End the run over a month over which a process that had nothing else to do has died."""
    (job,) = jobs
    raise ConfigError(
        msg(
            "%(channel)s, %(month)s: the process that judged it, and did nothing else, was ended "
            "from outside: most likely memory ran out; what is done is kept, so run it again where "
            "there is more memory",
            channel=job.channel,
            month=job.month,
        )
    )


def _is_of_now(store: Store, job: MonthJob, known: dict[str, Any]) -> bool:
    """Whether what is known was made of the same, and is still there as it was written."""
    return bool(known["key"] == job.key) and as_written(store, job, known)


def as_written(store: Store, job: MonthJob, known: dict[str, Any]) -> bool:
    """Whether the files of a month are still there as they were written."""
    return all(
        (sha256_of(store.table(kind, job.channel, job.month)) or None) == hash_
        for kind, hash_ in known["hashes"].items()
    )


def tables(run: Run, job: MonthJob) -> dict[str, pa.Table]:
    """The tables of a month, judged anew, by their kinds; nothing is written."""
    judged = _judged(run, [job], index_in(Store(job.out).root / job.witnesses))
    return {
        PROGRAMMES: programmes_table(judged.case),
        FINDINGS: findings_table(_own(judged, job)),
    }


def _judged(run: Run, jobs: Sequence[MonthJob], index: TitleIndex) -> Judged:
    """Channels judged in a month, together."""
    store = Store(jobs[0].out)
    channels = channels_judged(run, ((job.channel, job.name) for job in jobs))
    frame = unpack(Part(store.scans / piece) for job in jobs for piece in job.pieces)
    month = month_days(jobs[0].month)
    return judge(
        Job(
            frame=frame[_near(month, frame, channels)].reset_index(drop=True),
            channels=channels,
            sources=_sources(store, jobs),
            span=Span(month, "option"),
            titles=index,
            times={file: time for job in jobs for file, time in job.times}.get,
        ),
        run,
    )


def _near(month: Week, frame: pd.DataFrame, channels: Mapping[str, JudgedChannel]) -> Any:
    """Which rows of a frame lie in a month or near it, by the clocks of their channels."""
    zones = np.array([channels[name].zone for name in frame["channel"].tolist()], object)
    starts = seconds(frame["start"])
    near = np.zeros(len(frame), np.bool_)
    for zone in {channel.zone for channel in channels.values()}:
        begin, end = edges(month, zone)
        near |= (zones == zone) & (starts >= begin - _AROUND) & (starts < end + _AROUND)
    return near


def _sources(store: Store, jobs: Sequence[MonthJob]) -> list[ReadPart]:
    channels = {job.channel for job in jobs}
    read = (
        load_reading(store, key) for key in sorted({key for job in jobs for key in job.readings})
    )
    return [
        part
        for one in read
        if one is not None
        for part in one.parts
        if any(piece.channel in channels for piece in part.pieces)
    ]


def _rows(case: CheckContext, job: MonthJob) -> slice:
    """The rows of a channel in a case, which is sorted by channels."""
    names = [channel.id for channel in case.channels]
    if job.channel not in names:  # all that was read of it lies elsewhere
        return slice(0, 0)
    code = names.index(job.channel)
    return slice(*np.searchsorted(case.codes, [code, code + 1]).tolist())


def _part(table: pa.Table, rows: slice) -> pa.Table:
    return table.slice(rows.start, rows.stop - rows.start)


def _own(judged: Judged, job: MonthJob) -> list[Finding]:
    """The findings of the month itself: what could not be read is of no month."""
    return [
        one
        for one in judged.findings
        if one.channel == job.channel and not one.outside and one.severity is not Severity.FAULT
    ]


def _report(job: MonthJob, judged: Judged, rows: slice) -> Any:
    """The report of the channel on the days of the month that the store is about."""
    if rows.start == rows.stop:
        return None
    (report,) = (one for one in judged.channels if one.id == job.channel)
    starts, stops = judged.case.starts[rows], judged.case.stops[rows]
    days = job.days and covered(job.days.days, report.zone, starts, stops, 0)
    return replace(report, coverage=days or None, week_starts=0, outside=None)


def programmes_table(case: CheckContext) -> pa.Table:
    """The programmes of a case as a table, its columns :data:`PROGRAMME_COLUMNS`.

    ``minutes`` inside forbidden time: 0 where there are none, missing where the end is not known;
    of several rules the one that forbids most, and ``rule`` is its id.
    """
    frame, rules = case.frame, case.rulebook.rules
    minutes, rule = np.zeros(len(frame)), np.full(len(frame), "", object)
    verdicts = case.verdicts("equal")
    for row, number, overlap in verdicts:
        if rules[number].verdict == "violation" and overlap / 60 > minutes[row]:
            minutes[row], rule[row] = overlap / 60, rules[number].id
    open_ended = (frame["stop_from"] == "unknown").to_numpy() & (rule != "")
    zones = np.array([channel.zone for channel in case.channels], object)
    columns: dict[str, Any] = {
        "start": _instants(case.starts, _UTC),
        "stop": _instants(case.stops, _UTC),
        "local_start": _instants(_walls(case, case.starts), _WALL),
        "local_stop": _instants(_walls(case, case.stops), _WALL),
        "zone": _texts(zones[case.codes] if len(frame) else rule),
        "film": pa.array(frame["film"].to_numpy(np.bool_)),
        "minutes": pa.array(minutes, pa.float64(), mask=open_ended),
        "rule": _texts(rule),
    }
    texts = {name: _texts(case.texts(name)) for name in (*_TEXTS, "file", "place")}
    columns |= texts
    return pa.table([columns[name] for name in PROGRAMME_COLUMNS.names], schema=PROGRAMME_COLUMNS)


def findings_table(findings: list[Finding]) -> pa.Table:
    """Findings as a table, its columns :data:`FINDING_COLUMNS`."""
    frame = findings_frame(findings)
    columns: list[Any] = []
    for name, kind in zip(FINDING_COLUMNS.names, FINDING_COLUMNS.types, strict=True):
        if name in _FLAGS:
            columns.append(pa.array([getattr(one, name) for one in findings], pa.bool_()))
        elif pa.types.is_string(kind):
            columns.append(_texts(frame[name].to_numpy(object, na_value="")))
        elif pa.types.is_timestamp(kind):
            columns.append(_instants(seconds(frame[name]), kind))
        else:
            columns.append(pa.array(frame[name].to_numpy(), kind, from_pandas=True))
    return pa.table(columns, schema=FINDING_COLUMNS)


def _walls(case: CheckContext, moments: Any) -> Any:
    """Instants as the clocks of their channels read them; NAT stays."""
    walls = moments.copy()
    for code in np.unique(case.codes).tolist():
        rows = np.flatnonzero((case.codes == code) & (moments != NAT))
        if len(rows):
            offsets = offsets_over(case.channels[code].zone, moments[rows])
            walls[rows] += offsets.at(moments[rows])
    return walls


def _instants(moments: Any, kind: pa.DataType) -> pa.Array:
    values = np.where(moments == NAT, 0, moments) * 1000
    return pa.array(values, pa.int64(), mask=np.asarray(moments == NAT)).cast(kind)


def _texts(values: Any) -> pa.Array:
    """Texts as Arrow; half of a pair of UTF-16, which no UTF-8 holds, becomes ``?``."""
    texts: list[str] = values.tolist()
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:
        return pa.array([encodable(text) for text in texts], pa.string())


def write_table(table: pa.Table, path: Path) -> str | None:
    """Write a table in one step; its hash. None for one without rows, whose file goes."""
    if not len(table):
        path.unlink(missing_ok=True)
        return None
    with replacing(path) as part:
        pq.write_table(table, part, compression="zstd")
    return sha256_of(path)
