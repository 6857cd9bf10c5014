"""The same batch on a disk that fills up, and in other orders, zones, locales and processes."""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.attack.kills import WEEK, few
from tests.attack.measured import batch, tree

_DISKS = 12


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
    """A disk that fills up, or a file that may not grow: exit code 2, one line, no half files.

    What the run has written is then taken away for a run that has enough, and is right at once.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    given = few(folder)
    batch(given, folder / "enough")
    whole = tree(folder / "enough")
    real = 0
    for number in range(_DISKS):
        most = chance.randrange(4096, 1_500_000)
        kept = folder / f"kept{number}"
        with _disk(folder, most) as disk:
            out = (disk or folder) / f"full{number}"
            may_grow = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most))
            done = batch(given, out, preexec_fn=None if disk else may_grow)
            real += disk is not None
            yield from _after_full(done, out, most, whole)
            if out.exists():
                shutil.copytree(out, kept)
                shutil.rmtree(out)
        batch(given, kept)
        if tree(kept) != whole:
            yield f"the run after a full disk at {most} bytes: other bytes"
        shutil.rmtree(kept)
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
        batch(given, out, "--jobs", jobs, env=environment)
        seen.add(tree(out))
    if len(seen) != 1:
        yield f"determinism: {len(seen)} results"
    print("determinism: 3 runs", flush=True)
