"""Hostile files tried alone, with bounds of time and memory, and among good ones."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.attack.kinds import KINDS
from tests.attack.measured import Measured, Write, batch, measured
from tests.paths import SAMPLES

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
#: As many good files as there are channels in the sample week, and so many hostile ones with them.
_GOOD, _TOGETHER = 46, 8


def hostile_files(write: Write, folder: Path, beside: str = "") -> Iterator[str]:
    """Try each kind; yield what did not hold. ``beside``: the Python of another build."""
    before = f"{'s before':>10}{'MiB':>8}{'ended by':>12}" if beside else ""
    print(f"{'kind':32}{'bytes':>10}{'s (half)':>10}{'s':>8}{'MiB':>8}{'may be':>8}{before}")
    for name, (_make, size) in KINDS.items():
        taken: list[float] = []
        for much in (size // 2, size):
            path = write(name, much, folder)
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


def judged(out: Path) -> dict[str, int]:
    """The channels that a batch has judged, and the violations of each."""
    found = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    return {one["id"]: one["violations"] for one in found["channels"]}


def among_good_files(write: Write, folder: Path) -> Iterator[str]:
    """A batch of the week of every channel with hostile files judges them as without.

    Several are tried at a time, and where something did not hold each of them alone.
    """
    given, out = folder / "week", folder / "among"
    make = [sys.executable, str(SAMPLES / "make_weeks.py"), "1", str(given)]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    batch(given, out)
    good = judged(out)
    if len(good) != _GOOD:
        yield f"good files: {len(good)} channels are judged"
    batches = 0
    names = [*KINDS]
    for first in range(0, len(names), _TOGETHER):
        kinds = names[first : first + _TOGETHER]
        batches += 1
        if _harmed(write, kinds, given, out, good):
            batches += len(kinds)
            alone = [_harmed(write, [kind], given, out, good) for kind in kinds]
            yield from filter(None, alone)
            if not any(alone):
                yield f"{', '.join(kinds)}: harm good files together, and none of them alone"
    words = f"{batches} batches of {len(good)} good files and up to {_TOGETHER} of"
    print(words, f"{len(KINDS)} hostile ones", flush=True)


def _harmed(
    write: Write, kinds: Sequence[str], given: Path, out: Path, good: dict[str, int]
) -> str:
    """What a batch did not do right with hostile files of these kinds among the good ones."""
    hostile = []
    for kind in kinds:
        made = write(kind, KINDS[kind][1] // 4, given.parent)
        hostile.append(made.rename(given / f"{kind}{''.join(made.suffixes)}"))
    done = batch(given, out)
    for path in hostile:
        path.unlink()
    if done.returncode not in {1, 3} or "Traceback" in done.stderr:
        words = f"exit code {done.returncode}: {done.stderr[-300:]}"
    else:
        words = "" if judged(out).items() >= good.items() else "others are judged otherwise"
    return f"{', '.join(kinds)} among good files: {words}" if words else ""
