"""An audit in which no file harms another: each is read within limits, in a process if need be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from schedcheck.pipeline.audit import gather
from schedcheck.pipeline.judge import audited
from schedcheck.pipeline.run import Run, Settings, prepare
from schedcheck.pipeline.scan import Scan, each_source, unread_scan
from schedcheck.readers.files import Digest, FoundFiles
from schedcheck.readers.source import Source
from schedcheck.results.results import Audit
from schedcheck.schedule.building import give_back_memory
from schedcheck.tasks.limited_scan import limited_scan
from schedcheck.tasks.limits import careful, lost_words, reading_done, size_of


def limited_audit(paths: Iterable[str | Path], settings: Settings) -> Audit:
    """Audit ``paths`` as :func:`~schedcheck.pipeline.audit.audit` does, each file within limits.

    What exceeds them is a fault of its file, and the other files are judged.
    """
    run = prepare(settings)
    job = gather(paths, run, _to_judge)
    give_back_memory(len(job.frame))
    reading_done()
    return audited(job, run)


def _to_judge(found: FoundFiles, run: Run) -> Iterator[Scan]:
    """The scans of the files, of which nothing is held that judging does not need."""
    return (one.for_judging() for one in _scanned(found, run))


def _scanned(found: FoundFiles, run: Run) -> Iterator[Scan]:
    if not careful(map(size_of, found.files)):
        return each_source(found, run, limited_scan)
    return _elsewhere(found, run)


class _Sent(NamedTuple):
    """What another process sends of a file: its scans, each without its open source."""

    scans: list[tuple[str, str, Scan]]
    passed_over: list[str]


def _elsewhere(found: FoundFiles, run: Run) -> Iterator[Scan]:
    """The scans of the files, each made in another process."""
    from schedcheck.tasks.batch.workers import Workers  # most runs need none

    sent: dict[str, _Sent] = {}
    with Workers(run) as workers:
        for path, received in workers.each(_scan_and_send, found.files, _lost):
            sent[path] = received
            if run.settings.progress:
                run.settings.progress(path)
    for path in found.files:
        found.passed_over += sent[path].passed_over
        for file, sha256, one in sent[path].scans:
            source = Source(file, Digest.known(sha256) if sha256 else None)
            yield Scan(source, one.reading, one.channels, one.meant, one.frame, one.faults)


def _scan_and_send(run: Run, path: str) -> _Sent:
    passed_over: list[str] = []
    scans = [
        (
            one.file,
            one.source.sha256,
            Scan(Source(one.file), one.reading, one.channels, one.meant, one.frame, one.faults),
        )
        for one in limited_scan(path, run, passed_over.append)
    ]
    return _Sent(scans, passed_over)


def _lost(run: Run, path: str, signal_number: int) -> _Sent:
    words = lost_words(path, run.settings.time_limit, signal_number)
    return _Sent([(path, "", unread_scan(path, words, run))], [])
