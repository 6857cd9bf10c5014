"""Mutated files for every reader: no traceback, no hang, no hunger for memory.

``python -m tests.fuzz [COUNT] [SEED]`` (``make fuzz``) mutates a file of each kind, and the real
files beside the project where there are some. The same seed gives the same mutations. What fails
is kept in ``out/fuzz`` with its traceback.
"""

from __future__ import annotations

import gc
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
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from schedcheck.audit import audit
from schedcheck.settings import Settings
from tests.readers.kinds import SAMPLES
from tests.shared_data import SHARED

COUNT, SEED = 20_000, 1
#: Seconds and bytes that one mutation may take.
LONGEST, MOST = 10, 1024**3
_LARGEST = 200_000  # bytes of a seed: a part of a larger file does as well
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


@cache
def seeds() -> dict[str, bytes]:
    """Name -> content of what is mutated: samples of each kind, and real files."""
    found = dict(SAMPLES)
    for path in sorted((SHARED / "data").rglob("*")) if (SHARED / "data").is_dir() else ():
        if path.is_file() and path.name != "README.md" and path.stat().st_size <= _LARGEST:
            found[path.relative_to(SHARED).as_posix()] = path.read_bytes()
    return found


def mutated(content: bytes, random: Random) -> bytes:
    """``content`` with a few bytes flipped, cut out, repeated or swapped."""
    data = bytearray(content)
    for _time in range(random.choice((1, 1, 2, 5, 20))):
        if not data:
            break
        at, to = sorted(random.randrange(len(data) + 1) for _end in range(2))
        to = min(to, at + random.choice((1, 8, 200, len(data))))
        match random.randrange(6):
            case 0:
                data[min(at, len(data) - 1)] ^= 1 << random.randrange(8)
            case 1:
                del data[at:to]
            case 2:
                data[at:at] = data[at:to]
            case 3:
                data[at:to] = random.randbytes(min(to - at, 64))
            case 4:
                del data[at:]
            case _:
                other = random.randrange(len(data))
                data[other:other] = data[at:to][:2000]
    return bytes(data)


def _mutation(number: int, seed: int) -> tuple[str, bytes]:
    """The name of the file that this mutation is of, and its content."""
    names = list(seeds())
    name = names[number % len(names)]
    return name, mutated(seeds()[name], Random(f"{seed}/{number}"))  # noqa: S311 - no secret


def _keep(number: int, seed: int, content: bytes, words: str) -> None:
    _KEPT.mkdir(parents=True, exist_ok=True)
    (_KEPT / f"{seed}-{number}").write_bytes(content)
    (_KEPT / f"{seed}-{number}.txt").write_text(words, encoding="utf-8")


def attempt(number: int, seed: int) -> Tried:
    """Audit mutation ``number``, for at most :data:`LONGEST` seconds."""
    name, content = _mutation(number, seed)
    form, failure = "", ""
    with TemporaryDirectory() as folder:
        path = Path(folder, "a file")
        path.write_bytes(content)
        begun = time.monotonic()
        signal.signal(signal.SIGALRM, _too_long)
        signal.alarm(LONGEST)
        try:
            sources = audit([path], Settings(size_limit=50_000_000)).sources
            form = "+".join(sorted({source.format for source in sources}))
        except BaseException:  # noqa: BLE001 - whatever it is, it is told
            failure = traceback.format_exc()
        finally:
            signal.alarm(0)
            gc.collect()
        seconds = time.monotonic() - begun
    if failure:
        _keep(number, seed, content, f"{name}\n{failure}")
    return Tried(number, name, form, seconds, failure)


def _too_long(_signal: int, _frame: object) -> None:
    raise TimeoutError(f"more than {LONGEST} s")


def limit() -> None:
    """Let this process take :data:`MOST` bytes more than it has."""
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + MOST, taken + MOST))


def run(count: int, seed: int, jobs: int) -> Iterator[Tried]:
    """Try ``count`` mutations in ``jobs`` processes, in their order.

    Where one ends its process, those tried beside it are tried again, each in a process of its own.
    """
    for begun in range(0, count, _AT_ONCE):
        numbers = range(begun, min(begun + _AT_ONCE, count))
        try:
            with ProcessPoolExecutor(jobs, get_context("spawn"), limit) as pool:
                yield from list(pool.map(partial(attempt, seed=seed), numbers, chunksize=20))
        except BrokenProcessPool:
            yield from _alone(numbers, seed)


def _alone(numbers: Iterable[int], seed: int) -> Iterator[Tried]:
    pool = None
    for number in numbers:
        pool = pool or ProcessPoolExecutor(1, get_context("spawn"), limit)
        try:
            yield pool.submit(attempt, number, seed).result()
        except BrokenProcessPool:
            pool = None
            name, content = _mutation(number, seed)
            _keep(number, seed, content, f"{name}\nthe process ended")
            yield Tried(number, name, "", 0.0, "the process ended")
    if pool:
        pool.shutdown()


def main() -> None:
    """Fuzz, say what was tried by reader and what was slowest; exit code 1 where one failed."""
    count, seed = (*map(int, sys.argv[1:]), *(COUNT, SEED)[len(sys.argv) - 1 :])
    tried = list(run(count, seed, os.cpu_count() or 1))
    for form, number in sorted(Counter(one.format for one in tried).items()):
        print(f"{form or '(not read)':24} {number}")
    for one in sorted(tried, key=lambda one: -one.seconds)[:5]:
        print(f"slowest: {one.seconds:.2f} s, number {one.number}, {one.seed}")
    failed = [one for one in tried if one.failure]
    for one in failed:
        print(f"FAILED: {_KEPT}/{seed}-{one.number} ({one.seed}): {one.failure.splitlines()[-1]}")
    print(f"{len(tried)} mutations of {len(seeds())} files, seed {seed}: {len(failed)} failed")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
