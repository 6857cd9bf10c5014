"""``make attack``: hostile files with bounds of time and memory, kills, full disks, determinism.

``python -m tests.attack.run [KILLS] [--beside PYTHON]``. Exit code 1 where something did not hold.
What is measured is printed as a table: seconds of the processor and peak memory of ``schedcheck
check`` on each kind of ``kinds`` at a half and at the whole of its size. Then each kind is put
among good files, runs are killed, disks fill up, and the same batch is done in other circumstances.

``--beside``: the Python of another environment, whose build of schedcheck is measured on the same
files, the whole ones; only the table is made then, and no bound is of that build.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from tests.attack.kinds import KINDS
from tests.paths import SAMPLES

KILLS = 200
WEEK = SAMPLES / "week"
#: So many files of the week are enough where a run is done hundreds of times.
FEW = 6
#: Bounds of one file: seconds of the processor, how much more twice the size may take, and MiB,
#: those of the program itself and those for each byte of what the file unfolds to.
SECONDS, GROWTH, MIB, MIB_PER_BYTE = 30.0, 3.5, 512, 40 / 1024**2
#: What some kinds unfold to, as a multiple of their size.
UNFOLDS = {
    "much_in_little": 200,
    "text_that_unfolds": 500,
    "size_that_lies": 500,
    "members_of_one_name": 50,
    "much_shared_text": 200,
    "titles_that_all_share": 320,
}
#: Below this, seconds are those of the start and say nothing of growth.
_SHORT = 2.0
_DISKS = 12
#: What another build may take (seconds of the processor, bytes): one without limits has no end.
_OTHER_SECONDS, _OTHER_BYTES = 30, 8 << 30
#: As many good files as there are channels in the sample week.
_GOOD = 46


def _command(*arguments: str | Path, python: str = sys.executable) -> list[str]:
    words = [python, "-m", "schedcheck", *map(str, arguments), "--no-config"]
    return [*words, "--lang", "en", "-q"]


def _batch(folder: Path, out: Path, *more: str, **how: Any) -> subprocess.CompletedProcess[str]:
    command = _command("batch", folder, "-o", out, *more)
    return subprocess.run(command, check=False, capture_output=True, text=True, **how)


class Measured(NamedTuple):
    """A run: exit code (a signal below 0), seconds of the processor, peak, standard error."""

    code: int
    seconds: float
    mib: float
    words: str


def measured(arguments: Sequence[str], folder: Path, python: str = sys.executable) -> Measured:
    """Run the program; a ``python`` that is not this one may take no more than what is said."""

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (_OTHER_SECONDS, _OTHER_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_OTHER_BYTES, _OTHER_BYTES))

    with (folder / "stderr").open("w+b") as told:
        begun = subprocess.Popen(
            _command(*arguments, python=python),
            stdout=subprocess.DEVNULL,
            stderr=told,
            cwd=folder,
            preexec_fn=None if python == sys.executable else bound,  # noqa: PLW1509 - no threads
        )
        _pid, status, used = os.wait4(begun.pid, 0)
        begun.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        words = told.read().decode("utf-8", "replace")
    seconds = used.ru_utime + used.ru_stime
    return Measured(begun.returncode, seconds, used.ru_maxrss / 1024, words)


def _write(name: str, size: int, folder: Path) -> Path:
    file, content = KINDS[name][0](size)
    (folder / file).write_bytes(content)
    return folder / file


def written(name: str, size: int, folder: Path) -> Path:
    """A hostile file, made in a process that ends: the peak of a child is at least its parent's."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_write, name, size, folder).result()


def hostile_files(folder: Path, beside: str = "") -> Iterator[str]:
    """Try each kind; yield what did not hold. ``beside``: the Python of another build."""
    before = f"{'s before':>10}{'MiB':>8}{'ended by':>12}" if beside else ""
    print(f"{'kind':32}{'bytes':>10}{'s (half)':>10}{'s':>8}{'MiB':>8}{'may be':>8}{before}")
    for name, (_make, size) in KINDS.items():
        taken: list[float] = []
        for much in (size // 2, size):
            path = written(name, much, folder)
            length = path.stat().st_size
            done = measured(["check", str(path)], folder)
            other = (
                measured(["check", str(path)], folder, beside) if beside and much == size else None
            )
            path.unlink()
            taken.append(done.seconds)
            if done.code not in {0, 1, 3} or "Traceback" in done.words:
                yield f"{name}: exit code {done.code}: {done.words[-300:]}"
        most = MIB + size * UNFOLDS.get(name, 1) * MIB_PER_BYTE
        line = f"{name:32}{length:10}{taken[0]:10.2f}{taken[1]:8.2f}{done.mib:8.0f}{most:8.0f}"
        if other:
            line += f"{other.seconds:10.2f}{other.mib:8.0f}{_ended_by(other):>12}"
        print(line, flush=True)
        if taken[1] > SECONDS:
            yield f"{name}: {taken[1]:.1f} s"
        if done.mib > most:
            yield f"{name}: {done.mib:.0f} MiB"
        if taken[1] > _SHORT and taken[1] > GROWTH * taken[0]:
            yield f"{name}: twice the size takes {taken[1] / taken[0]:.1f} times as long"


def _ended_by(run: Measured) -> str:
    """What ended a run that gave no verdict; empty for one that did."""
    if run.code < 0:
        return signal.Signals(-run.code).name
    return "traceback" if "Traceback" in run.words else "" if run.code in {0, 1, 3} else "error"


def tree(out: Path) -> str:
    """The hash of all that a batch has written for people and programs."""
    found = hashlib.sha256()
    for path in sorted(out.rglob("*")):
        if path.is_file() and ".schedcheck" not in path.parts:
            found.update(f"{path.relative_to(out)}\0".encode() + path.read_bytes())
    return found.hexdigest()


def _judged(out: Path) -> dict[str, int]:
    """The channels that a batch has judged, and the violations of each."""
    found = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    return {one["id"]: one["violations"] for one in found["channels"]}


def among_good_files(folder: Path) -> Iterator[str]:
    """A batch of the week of every channel with one hostile file judges them as without it."""
    given, out = folder / "week", folder / "among"
    make = [sys.executable, str(SAMPLES / "make_weeks.py"), "1", str(given)]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    _batch(given, out)
    good = _judged(out)
    if len(good) != _GOOD:
        yield f"good files: {len(good)} channels are judged"
    for name, (_make, size) in KINDS.items():
        made = written(name, size // 4, folder)
        path = made.rename(given / f"{name}{''.join(made.suffixes)}")
        done = _batch(given, out)
        path.unlink()
        if done.returncode not in {1, 3} or "Traceback" in done.stderr:
            yield f"{name} among good files: exit code {done.returncode}: {done.stderr[-300:]}"
        elif not _judged(out).items() >= good.items():
            yield f"{name} among good files: others are judged otherwise"
    print(f"{len(KINDS)} batches of {len(good)} good files and a hostile one", flush=True)


def _few(folder: Path) -> Path:
    given = folder / "few"
    given.mkdir(exist_ok=True)
    for path in sorted(WEEK.iterdir())[:FEW]:
        shutil.copy2(path, given)
    return given


def kills(folder: Path, count: int, seed: int = 1) -> Iterator[str]:
    """End batches and watches at random moments; the next whole run gives the same bytes."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    given, whole, out = _few(folder), folder / "whole", folder / "killed"
    begun = time.monotonic()
    _batch(given, whole)
    longest = time.monotonic() - begun
    for number in range(count):
        if number % 5 == 0:
            shutil.rmtree(out, ignore_errors=True)
        what = "watch" if number % 4 == 3 else "batch"
        run = subprocess.Popen(
            _command(what, given, "-o", out), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0, longest))
        run.send_signal(signal.SIGKILL)
        run.wait()
        if number % 5 == 4:
            done = _batch(given, out)
            if tree(out) != tree(whole):
                yield f"after kill {number + 1}: other bytes {done.stderr[-300:]}"
            if list(out.rglob("*.part")):
                yield f"after kill {number + 1}: half files"
    print(f"{count} runs ended by kill -9", flush=True)


@contextmanager
def _disk(folder: Path, size: int) -> Iterator[Path | None]:
    """A disk of so many bytes, in memory; None where this user may not make one."""
    place = folder / "disk"
    place.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    try:
        made = subprocess.run(words, check=False, capture_output=True).returncode == 0
    except OSError:
        made = False
    try:
        yield place if made else None
    finally:
        if made:
            subprocess.run(["umount", str(place)], check=False)


def full_disks(folder: Path, seed: int = 2) -> Iterator[str]:
    """A disk that fills up, or a file that may not grow: exit code 2, one line, no half files."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    given, whole = _few(folder), tree(folder / "whole")
    real = 0
    for number in range(_DISKS):
        most = chance.randrange(4096, 1_500_000)
        with _disk(folder, most) as disk:
            out = (disk or folder) / f"full{number}"
            may_grow = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most))
            done = _batch(given, out, preexec_fn=None if disk else may_grow)
            real += disk is not None
            yield from _after_full(done, out, most, whole)
            shutil.rmtree(out, ignore_errors=True)
    print(f"{_DISKS} full disks, {real} of them real", flush=True)


def _after_full(
    done: subprocess.CompletedProcess[str], out: Path, most: int, whole: str
) -> Iterator[str]:
    lines = done.stderr.splitlines()
    half = [path.name for path in out.rglob("*.part")]
    told = done.returncode == 2 and len(lines) == 1 and "cannot be written" in lines[0]
    if half or not (told or (done.returncode in {1, 3} and tree(out) == whole)):
        yield f"full disk at {most} bytes: {done.returncode}, {half}, {done.stderr[-300:]}"


def determinism(folder: Path) -> Iterator[str]:
    """The same bytes for any order, number of processes, seed, zone, locale and time of files."""
    given = folder / "copied"
    seen = set()
    for number, (jobs, zone, locale) in enumerate(
        (("1", "UTC", "C"), ("2", "Asia/Tokyo", "C.UTF-8"), ("3", "America/Lima", "ru_RU.UTF-8"))
    ):
        shutil.rmtree(given, ignore_errors=True)
        given.mkdir()
        files = sorted(WEEK.iterdir(), reverse=bool(number % 2))
        for path in files:
            shutil.copy(path, given)
            os.utime(given / path.name, (1_764_000_000, 1_764_000_000 + number))
        environment = {**os.environ, "PYTHONHASHSEED": str(number), "TZ": zone, "LC_ALL": locale}
        out = folder / f"out{number}"
        _batch(given, out, "--jobs", jobs, env=environment)
        seen.add(tree(out))
    if len(seen) != 1:
        yield f"determinism: {len(seen)} results"
    print("determinism: 3 runs", flush=True)


def main() -> None:
    """Attack, print what was measured, and exit with 1 where something did not hold."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("kills", type=int, nargs="?", default=KILLS)
    words.add_argument("--beside", default="", metavar="PYTHON")
    asked = words.parse_args()
    begun = time.monotonic()
    failed = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        parts = [hostile_files(folder, asked.beside)]
        if not asked.beside:
            parts += [
                among_good_files(folder),
                kills(folder, asked.kills),
                full_disks(folder),
                determinism(folder),
            ]
        for part in parts:
            for fault in part:
                print(f"FAILED: {fault}", flush=True)
                failed.append(fault)
            print(f"after {time.monotonic() - begun:.0f} s", flush=True)
    print(f"{len(failed)} failed, {time.monotonic() - begun:.0f} s")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
