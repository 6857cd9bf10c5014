"""Runs ended at random moments: what the next whole run writes is the same, byte for byte."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.attack.measured import command, tree
from tests.paths import SAMPLES

WEEK = SAMPLES / "week"
#: So many files of the week, and members of an archive, are enough where a run is done often.
_FEW, _MEMBERS = 6, 3
#: After so many runs that were ended there is a whole one.
_TURN = 5
#: What asks a program to end, and the exit codes that say that it did.
_ASKED = {signal.SIGINT: {130, -signal.SIGINT}, signal.SIGTERM: {-signal.SIGTERM}}
#: A watch is there to be ended so, and says what it was doing and that it has stopped.
_WATCHED = {"watch": {0}}
_SAID = "schedcheck: "


class _Work(NamedTuple):
    """Commands that write one thing: those that are ended in turn, the first of them whole too."""

    names: tuple[str, ...]
    whole: Path
    out: Path
    seconds: float


def few(folder: Path) -> Path:
    """A folder with a few files of the sample week and an archive of others."""
    given = folder / "few"
    if not given.exists():
        given.mkdir()
        files = sorted(WEEK.iterdir())
        for path in files[:_FEW]:
            shutil.copy2(path, given)
        with zipfile.ZipFile(given / "more.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path in files[_FEW : _FEW + _MEMBERS]:
                archive.write(path, path.name)
    return given


def _done(name: str, given: Path, out: Path) -> subprocess.CompletedProcess[str]:
    words = command(name, given, "-o", out)
    return subprocess.run(words, check=False, capture_output=True, text=True)


def _work(folder: Path, given: Path, *names: str) -> _Work:
    whole = folder / f"whole-{names[0]}"
    begun = time.monotonic()
    _done(names[0], given, whole)
    return _Work(names, whole, folder / f"ended-{names[0]}", time.monotonic() - begun)


def kills(folder: Path, count: int, asked: int, seed: int = 1) -> Iterator[str]:
    """End batches, watches and the taking into a store at random moments; yield what did not hold.

    ``count`` of them by SIGKILL, and ``asked`` by what a user or a system sends first.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    given = few(folder)
    works = _work(folder, given, "batch", "watch"), _work(folder, given, "archive")
    ends = [signal.SIGKILL] * count + [chance.choice([*_ASKED]) for _number in range(asked)]
    for number, end in enumerate(ends):
        turn, place = divmod(number, _TURN)
        work = works[turn % len(works)]
        if not place:
            shutil.rmtree(work.out, ignore_errors=True)
        name = work.names[place % len(work.names)]
        yield from _ended(command(name, given, "-o", work.out), end, work.seconds, chance)
        if place == _TURN - 1 or number == len(ends) - 1:
            done = _done(work.names[0], given, work.out)
            if tree(work.out) != tree(work.whole):
                yield f"{name} after end {number + 1}: other bytes {done.stderr[-300:]}"
            if list(work.out.rglob("*.part")):
                yield f"{name} after end {number + 1}: half files"
    print(f"{count} runs ended by kill -9, {asked} by SIGINT or SIGTERM", flush=True)


def _ended(
    words: list[str], end: signal.Signals, seconds: float, chance: random.Random
) -> Iterator[str]:
    """Run a command and end it within so many seconds."""
    run = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    moment = chance.uniform(0, seconds)
    time.sleep(moment)
    early = run.poll()
    run.send_signal(end)
    _nothing, said = run.communicate()
    if early is not None or end not in _ASKED:
        return  # after SIGKILL Python's own words on semaphores may follow
    allowed = _ASKED[end] | _WATCHED.get(words[3], set())
    lines = said.splitlines()
    clean = all(line.startswith(_SAID) for line in lines) and len(lines) <= 1 + (
        words[3] == "watch"
    )
    if run.returncode not in allowed or not clean:
        at = f"after {moment:.2f} s"
        yield f"{words[3]} ended by {end.name} {at}: {run.returncode}, {said[-300:]}"
