"""A store checked: are its files as they were written, and do its months come out the same."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from schedcheck.messages import Message, msg
from schedcheck.messages.library_errors import Reason
from schedcheck.pipeline.run import Run, Settings, prepare
from schedcheck.tasks.archive.addresses import store_here
from schedcheck.tasks.archive.content import gather, month_jobs
from schedcheck.tasks.archive.months import MonthJob, as_written, judge_lost, tables
from schedcheck.tasks.archive.reading import Entry
from schedcheck.tasks.archive.store import Store, load_manifest, open_store
from schedcheck.tasks.batch.work_folder import recall, sha256_of
from schedcheck.tasks.batch.workers import Progress, Workers


class Checked(Struct, frozen=True):
    """What a check has found: ``differences``, in words.

    ``months`` months of channels ``of`` all were judged again; of the files taken ``files`` are as
    they were, and ``gone`` are not where they were.
    """

    differences: tuple[Message, ...]
    months: int
    of: int
    files: int
    gone: int


def check_store(
    path: str | Path,
    settings: Settings | None = None,
    progress: Progress = lambda _phase, _name, _done, _all: None,
    *,
    sample: int | None = None,
) -> Checked:
    """Hold a store against the files that were taken, and against months judged again.

    ``sample``: so many months of channels, spread evenly; else all. The settings are those that the
    store was made with. A store at an address is fetched first. Raises ConfigError for what is no
    store.
    """
    run = prepare(settings)
    shared = Workers(run)
    with store_here(path) as here:
        return _checked(run, open_store(here), shared, progress, sample)


def _checked(
    run: Run, store: Store, shared: Workers, progress: Progress, sample: int | None
) -> Checked:
    with store.held():
        content = gather(store, [Entry(*one) for one in load_manifest(store)["sources"]])
        states = [(entry, sha256_of(Path(entry.path))) for entry in content.entries]
        differences = [
            msg("%(file)s: the file has changed since it was taken", file=entry.file)
            for entry, now in states
            if now and now != entry.sha256 and _is_last(entry, content.entries)
        ]
        jobs = sorted(
            (job for job, _rows in month_jobs(run, store, content)), key=lambda job: job[:3]
        )
        step = max(1, -(-len(jobs) // sample)) if sample else 1
        chosen = jobs[::step]
        with shared as workers:
            found = workers.each(compare_month, chosen, _lost)
            by_job: dict[MonthJob, list[Message]] = {}
            for done, (job, words) in enumerate(found, 1):
                by_job[job] = words
                progress(msg("Judging"), f"{job.channel} {job.month}", done, len(chosen))
    differences += [words for job in chosen for words in by_job[job]]
    return Checked(
        tuple(differences),
        len(chosen),
        len(jobs),
        sum(now == entry.sha256 for entry, now in states),
        sum(not now for _entry, now in states),
    )


def _is_last(entry: Entry, entries: list[Entry]) -> bool:
    """Whether no later content of the same file was taken."""
    own = [one for one in entries if one.path == entry.path]
    return max(own, key=lambda one: (len(one.file), one.file)) == entry


def compare_month(run: Run, job: MonthJob) -> list[Message]:
    """What differs between the files of a month and what comes out of it now."""
    store = Store(job.out)
    known = recall(store.kept(job.channel, job.month))
    place = {"channel": job.channel, "month": job.month}
    if known is None:
        return [msg("%(channel)s, %(month)s: not in the store", **place)]
    damaged = not as_written(store, job, known)
    words = [msg("%(channel)s, %(month)s: a file is not as it was written", **place)] * damaged
    for kind, table in tables(run, job).items():
        path = store.table(kind, job.channel, job.month)
        name = path.relative_to(store.out).as_posix()
        there = partial(msg, "%(file)s: %(count)d rows differ from those judged now", file=name)
        try:
            kept = _read(path, table.schema)
        except (OSError, pa.ArrowException) as error:
            words.append(
                msg("%(file)s: cannot be read: %(error)s", file=name, error=Reason.of(error))
            )
            continue
        count = _unlike(kept, table)
        words += [there(count=count)] if count else []
    return words


def _lost(run: Run, job: MonthJob, signal: int) -> list[Message]:
    judge_lost(run, [job], signal)
    return []


def _read(path: Path, schema: pa.Schema) -> pa.Table:
    return pq.ParquetFile(path).read() if path.exists() else schema.empty_table()


def _unlike(one: pa.Table, other: pa.Table) -> int:
    """How many rows are in one of two tables and not, or elsewhere, in the other."""
    if one.schema.equals(other.schema) and one.equals(other):
        return 0
    pairs: list[tuple[Any, Any]] = list(zip(one.to_pylist(), other.to_pylist(), strict=False))
    unlike: int = sum(bool(mine != theirs) for mine, theirs in pairs)
    more: int = abs(one.num_rows - other.num_rows)
    return max(1, unlike + more)
