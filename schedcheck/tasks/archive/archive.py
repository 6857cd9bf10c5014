"""Schedules taken into a store: each source is read once, each month judged when more comes.

Three phases, as in a batch: each source is read by itself; each channel and month is judged from
what was read, the two days around the month too; then the channels, the document of each month and
the manifest are written. A source stays in the store when its file is gone.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from glob import glob, has_magic
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from msgspec import Struct

from schedcheck._version import __version__
from schedcheck.errors import ConfigError
from schedcheck.given_files import is_address
from schedcheck.messages import msg
from schedcheck.pipeline.run import Run, Settings, prepare
from schedcheck.pipeline.scan import files_of
from schedcheck.pipeline.versions import changed
from schedcheck.readers.files import FoundFiles
from schedcheck.results.finding import Finding
from schedcheck.results.source_json import source_to_json
from schedcheck.tasks.archive.addresses import Fetched, fetch, nothing_at
from schedcheck.tasks.archive.content import gather, month_jobs
from schedcheck.tasks.archive.months import MonthJob, judge_lost, judge_months, month_groups
from schedcheck.tasks.archive.reading import (
    Entry,
    Read,
    Taking,
    load_reading,
    take,
    take_lost,
)
from schedcheck.tasks.archive.store import (
    FINDINGS,
    PROGRAMMES,
    Store,
    load_manifest,
)
from schedcheck.tasks.archive.writing import write_months
from schedcheck.tasks.batch.cluster import Cluster
from schedcheck.tasks.batch.groups import each_alone, files_in_groups
from schedcheck.tasks.batch.work_folder import (
    digest,
    key_of_file,
    key_of_run,
    recall,
    remember,
    sha256_of,
)
from schedcheck.tasks.batch.workers import Progress, Workers
from schedcheck.tasks.limits import size_of


class Archived(Struct, frozen=True):
    """What a run has done to a store, and what is in it now.

    ``read``: how many sources were read, ``judged``: how many months of channels were judged,
    ``faults``: what could not be read, of all sources of the store.
    """

    sources: int
    programmes: int
    channels: int
    months: int
    read: int
    judged: int
    faults: tuple[Finding, ...]


def archive(  # noqa: PLR0913 - sources, where to, and by whom
    sources: str | Path | Iterable[str | Path],
    store: str | Path,
    settings: Settings | None = None,
    progress: Progress = lambda _phase, _name, _done, _all: None,
    *,
    engine: Literal["processes", "dask"] = "processes",
    scheduler: str = "",
    **changes: Any,
) -> Archived:
    """Take files, folders, patterns of files and addresses into the store at ``store``.

    A source that is in the store already is not read again. A file whose content has changed since
    is one more version of itself, and the later one counts for its days. ``engine``: what does the
    work, processes here or a cluster of dask, the one of ``scheduler`` if that is given; the store
    is the same. ``changes`` are settings by their names. Raises ConfigError where nothing is found,
    and for a store that cannot be written or that another run is writing.
    """
    run = prepare((settings or Settings()).replace(**changes))
    given = list(map(str, [sources] if isinstance(sources, str | Path) else sources))
    if is_address(store):
        words = msg(
            "%(store)s: a store is written to a folder of this machine; copy it there afterwards",
            store=store,
        )
        raise ConfigError(words)
    place = Store(Path(store))
    found = files_of(found_paths(one for one in given if not is_address(one)))
    found.files = [path for path in found.files if not place.holds(Path(path))]
    addresses = [one for one in given if is_address(one)]
    if not found.files and not addresses:
        raise ConfigError(msg("there is nothing to take into the store"))
    shared = Cluster(run, scheduler) if engine == "dask" else Workers(run, len(found.files))
    with place.held():
        place.make()
        try:
            # where workers see it too
            with shared as workers, TemporaryDirectory(prefix=".fetched-", dir=place.out) as folder:
                fetched = Fetched()
                if addresses:
                    states = load_manifest(place)["states"]
                    fetched = fetch(addresses, Path(folder), states, key_of_run(run), progress)
                    below = files_of(folder) if fetched.addresses else FoundFiles()
                    found.files += below.files
                    over = (fetched.addresses.get(one, one) for one in below.passed_over)
                    found.passed_over += over
                return _archive(run, place, found, fetched, workers, progress)
        except OSError as error:  # what is wrong with a file to be read is a fault
            raise place.refused(error) from error
        finally:
            place.sweep()


def found_paths(sources: Iterable[str | Path]) -> Iterator[str]:
    """The files and folders that ``sources`` name, patterns (``**/*.xlsx``) among them.

    Raises ConfigError for a name of nothing.
    """
    for source in map(str, sources):
        if Path(source).exists():
            yield source
            continue
        # not of a folder: the pattern may begin at the root
        matching = sorted(glob(source, recursive=True)) if has_magic(source) else []  # noqa: PTH207
        if not matching:
            raise nothing_at(source)
        yield from matching


def _archive(  # noqa: PLR0913, PLR0917 - what is to be read, by whom, and where to
    run: Run,
    store: Store,
    found: FoundFiles,
    fetched: Fetched,
    workers: Workers | Cluster,
    progress: Progress,
) -> Archived:
    manifest = load_manifest(store)
    entries = [Entry(*one) for one in manifest["sources"]]
    known = {entry.key for entry in entries}
    read = judged = 0
    at_once = _takings(run, store, entries, found.files, fetched.addresses, workers.in_groups_for)
    new: list[Entry] = []
    readings: dict[str, Read | None] = {}  # looked at while the next are read
    number = len(found.files)
    for group, _nothing in workers.each(take, at_once, take_lost, each_alone, number=number):
        for taking in group:
            key = taking.entry.key
            read += key not in known
            new.append(taking.entry)
            readings[key] = load_reading(store, key)
            progress(msg("Reading"), taking.entry.file, read, number)
    taken = _merged(entries, new)
    content = gather(store, taken, readings)
    sized = month_jobs(run, store, content)
    jobs = [job for job, _rows in sized]
    of_months = month_groups(sized, workers.in_groups_for)
    done = 0
    for channels, anew in workers.each(judge_months, of_months, judge_lost, each_alone):
        judged += anew
        for job in channels:
            done += 1
            progress(msg("Judging"), f"{job.channel} {job.month}", done, len(jobs))
    workers.no_more()
    _forget(store, taken, jobs)
    over = sorted({*manifest["passed_over"], *found.passed_over, *content.passed_over})
    faults, reports = write_months(run, store, content, jobs, over)
    remember(
        store.manifest,
        {
            "schedcheck": __version__,
            "rulebook": {"id": run.rulebook.id, "sha256": run.rulebook.sha256},
            "settings": run.settings.asked,
            "sources": [list(entry) for entry in taken],
            "read_as": [source_to_json(part.source) for part in content.parts],
            "faults": faults,
            "passed_over": over,
            "states": {**manifest["states"], **_lasting_states(store, taken, fetched)},
        },
    )
    return Archived(
        len(taken),
        sum(report.programmes for report in reports),
        len({report.id for report in reports}),
        len({job.month for job in jobs if store.document(job.month).exists()}),
        read,
        judged,
        tuple(faults),
    )


def _lasting_states(store: Store, entries: Sequence[Entry], fetched: Fetched) -> dict[str, str]:
    """The states of what need not be fetched again; an empty one of what could not be read."""
    remote = (one for one in entries if one.path in fetched.states)
    unread = {one.path for one in remote if not _holds_rows(store, one)}
    return {
        address: "" if address in unread else state for address, state in fetched.states.items()
    }


def _takings(  # noqa: PLR0913, PLR0917 - what is there, what comes, and for whom
    run: Run,
    store: Store,
    known: Iterable[Entry],
    files: Iterable[str],
    addresses: Mapping[str, str],
    jobs: int | None,
) -> Iterator[tuple[Taking, ...]]:
    """The files in groups to be read together, each file hashed when its group is asked for.

    ``addresses``: file -> the address that it was fetched from.
    """
    run_key = key_of_run(run)
    by_path: dict[str, list[Entry]] = defaultdict(list)
    for entry in known:
        by_path[entry.path].append(entry)
    for group in files_in_groups(map(os.path.normpath, files), jobs, path=str, size=size_of):
        takings = []
        for local in group:
            address = addresses.get(local, "")
            versions = by_path.get(address or local, [])
            entry = _entry(store, versions, local, address, run_key)
            takings.append(Taking(entry, local, store.out))
        yield tuple(takings)


def _entry(
    store: Store, versions: Sequence[Entry], local: str, address: str, run_key: str
) -> Entry:
    """A file as an entry, under a name of its own where another content has that of the file.

    ``versions``: the entries of its path that are known. What nothing could be read of gives way to
    what its file holds now.
    """
    path = address or local
    sha256 = sha256_of(Path(local))
    same = next((one for one in versions if one.sha256 == sha256), None)
    if same is None and versions and not _holds_rows(store, versions[-1]):
        same = versions[-1]
    number = len(versions) + 1
    # the number in the name says which is the later one, see ``pipeline.versions``
    file = same.file if same else f"{path} (v{number})" if versions else path
    key = digest(key_of_file(local, run_key, address, sha256), file)
    return Entry(file, path, sha256, key, changed(local))


def _holds_rows(store: Store, entry: Entry) -> bool:
    read = load_reading(store, entry.key)
    return read is not None and any(part.pieces for part in read.parts)


def _merged(known: Iterable[Entry], taken: Iterable[Entry]) -> list[Entry]:
    """All entries, those taken now in the place of those of their names."""
    by_file = {entry.file: entry for entry in (*known, *taken)}
    return [by_file[file] for file in sorted(by_file)]


def _forget(store: Store, entries: Iterable[Entry], jobs: Sequence[MonthJob]) -> None:
    """Delete what no entry and no month needs: readings of before, months that are no more."""
    kept = {store.kept(job.channel, job.month) for job in jobs}
    for path in sorted(set(store.channels.iterdir()) - kept):
        known = recall(path)
        for kind in (PROGRAMMES, FINDINGS) if known else ():
            store.table(kind, known["channel"], known["month"]).unlink(missing_ok=True)
    store.keep_only((entry.key for entry in entries), (path.stem for path in kept))
    needed = {job.witnesses for job in jobs}
    for path in store.root.glob("titles-*.json"):
        if path.name not in needed:
            path.unlink()
