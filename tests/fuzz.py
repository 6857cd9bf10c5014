"""Mutated files for every reader: no traceback, no hang, no hunger for memory, no false verdict.

``python -m tests.fuzz [COUNT] [SEED]`` (``make fuzz``) mutates a file of each kind, and the real
files beside the project where there are some, audits each mutation and writes its report. The same
seed gives the same mutations. What fails is kept in ``out/fuzz`` with its traceback.
"""

from __future__ import annotations

import gc
import io
import os
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from schedcheck.cli.options import exit_code
from schedcheck.pipeline.audit import audit
from schedcheck.pipeline.run import Settings, prepare
from schedcheck.reports.forms import TEXTS, WORKBOOK, write_report
from schedcheck.reports.terminal import print_audit
from schedcheck.results.results import Audit
from tests.mutations import mutation, seeds

COUNT, SEED = 20_000, 1
#: Seconds of the processor and bytes that one mutation may take, and seconds for all it waits for.
LONGEST, MOST, PATIENCE = 10, 1024**3, 120
#: Seconds of the processor that a mutation may take beside those for each MB of it.
GROUND, PER_MB = 3.0, 20.0
_FORMS = (*TEXTS, WORKBOOK)
_AT_ONCE = 1000
_KEPT = Path("out", "fuzz")


@dataclass(frozen=True)
class Tried:
    """One mutation, tried: of which seed, read as what, for how long, and how it failed."""

    number: int
    seed: str
    format: str
    seconds: float
    failure: str = ""
    size: int = 0

    @property
    def hung(self) -> bool:
        """Whether it took too long; what it waited for may be no fault of its own."""
        return TimeoutError.__name__ in self.failure


def attempt(number: int, seed: int) -> Tried:
    """Audit mutation ``number`` and write its report, for at most :data:`LONGEST` seconds.

    Seconds of the processor, so that a busy machine makes no difference.
    """
    name, content = mutation(number, seed)
    form, failure = "", ""
    with TemporaryDirectory() as folder:
        path = Path(folder, "a file")
        path.write_bytes(content)
        begun = time.process_time()
        try:
            with _for_seconds(LONGEST):
                result = audit([path], _settings())
                form = "+".join(sorted({source.format for source in result.sources}))
                failure = _false_verdict(result)
                print_audit(result, Console(file=io.StringIO()), verbose=True)
                report = _FORMS[number % len(_FORMS)]
                write_report(result, Path(folder, "report"), report)
        except BaseException:  # noqa: BLE001 - whatever it is, it is told
            failure = traceback.format_exc()
        gc.collect()
        seconds = time.process_time() - begun
    failure = failure or too_slow(seconds, len(content))
    return Tried(number, name, form, seconds, failure, len(content))


def too_slow(seconds: float, size: int) -> str:
    """How far ``seconds`` of the processor are above the bound for so many bytes; empty if not."""
    bound = GROUND + PER_MB * size / 1e6
    return f"{seconds:.1f} s for {size} bytes: the bound is {bound:.1f} s" * (seconds > bound)


@cache
def _settings() -> Settings:
    """What each mutation is audited by, looked up once a process; what is there then stays."""
    gc.freeze()
    run = prepare(Settings(size_limit=50_000_000))
    return run.settings.replace(rulebook=run.rulebook, roster=run.roster)


def _false_verdict(result: Audit) -> str:
    """What of a result calls clean what was not read; empty where nothing does."""
    for source in result.sources:
        if not source.programmes and not source.faults:
            return f"{source.file} was read as no programme, and that is no fault"
    if not any(one.programmes for one in result.channels) and exit_code(result, "never") == 0:
        return "no programme was judged, and the exit code is 0"
    return ""


@contextmanager
def _for_seconds(seconds: int) -> Iterator[None]:
    """Raise TimeoutError in what takes the processor for longer, or waits for too long."""
    signal.signal(signal.SIGPROF, _too_long)
    signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)


def _too_long(_signal: int, _frame: object) -> None:
    raise TimeoutError(f"more than {LONGEST} s of the processor, or {PATIENCE} s of waiting")


def limit() -> None:
    """Let this process take :data:`MOST` bytes more than it has."""
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + MOST, taken + MOST))


def run(count: int, seed: int, jobs: int) -> Iterator[Tried]:
    """Try ``count`` mutations in ``jobs`` processes, in their order.

    Where one ends its process, those tried beside it are tried again, each in a process of its own;
    so is once more what hung.
    """
    for begun in range(0, count, _AT_ONCE):
        numbers = range(begun, min(begun + _AT_ONCE, count))
        try:
            with ProcessPoolExecutor(jobs, get_context("spawn"), limit) as pool:
                tried = list(pool.map(partial(attempt, seed=seed), numbers, chunksize=20))
        except BrokenProcessPool:
            yield from _alone(numbers, seed)
        else:
            yield from (one for one in tried if not one.hung)
            yield from _alone((one.number for one in tried if one.hung), seed)


def _alone(numbers: Iterable[int], seed: int) -> Iterator[Tried]:
    pool = None
    for number in numbers:
        pool = pool or ProcessPoolExecutor(1, get_context("spawn"), limit)
        try:
            yield pool.submit(attempt, number, seed).result()
        except BrokenProcessPool:
            pool = None
            yield Tried(number, mutation(number, seed)[0], "", 0.0, "the process ended")
    if pool:
        pool.shutdown()


def _keep(failed: Tried, seed: int) -> None:
    name, content = mutation(failed.number, seed)
    _KEPT.mkdir(parents=True, exist_ok=True)
    (_KEPT / f"{seed}-{failed.number}").write_bytes(content)
    (_KEPT / f"{seed}-{failed.number}.txt").write_text(f"{name}\n{failed.failure}", "utf-8")


def main() -> None:
    """Fuzz, say what was tried by reader and what was slowest; exit code 1 where one failed."""
    count, seed = (*map(int, sys.argv[1:]), *(COUNT, SEED)[len(sys.argv) - 1 :])
    tried: list[Tried] = []
    failed: list[Tried] = []
    for one in run(count, seed, os.cpu_count() or 1):
        tried.append(one)
        if one.failure:
            failed.append(one)
            _keep(one, seed)
            words = one.failure.splitlines()[-1]
            print(f"FAILED: {_KEPT}/{seed}-{one.number} ({one.seed}): {words}", flush=True)
        if len(tried) % _AT_ONCE == 0:
            print(f"{len(tried)} of {count} tried, {len(failed)} failed", flush=True)
    for form, number in sorted(Counter(one.format for one in tried).items()):
        print(f"{form or '(not read)':24} {number}")
    for one in sorted(tried, key=lambda one: -one.seconds)[:5]:
        print(f"slowest: {one.seconds:.2f} s, number {one.number}, {one.seed}")
    for one in sorted(tried, key=lambda one: -one.seconds / max(one.size, 10_000))[:5]:
        rate = one.seconds * 1e6 / max(one.size, 1)
        print(f"most for each byte: {rate:.2f} µs, number {one.number}, {one.seed}")
    print(f"{len(tried)} mutations of {len(seeds())} files, seed {seed}: {len(failed)} failed")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
