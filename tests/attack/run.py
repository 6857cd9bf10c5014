"""``make attack``: hostile files with bounds of time and memory, kills, a full disk, determinism.

``python -m tests.attack.run [KILLS]``. Exit code 1 where something did not hold. What is measured
is printed as a table: seconds of the processor and peak memory of ``schedcheck check`` on each kind
of ``kinds`` at a half and at the whole of its size. Then come a batch of good files with all of the
kinds among them, kills, a full disk, and the same batch in other circumstances.
"""

from __future__ import annotations

import hashlib
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
from functools import partial
from pathlib import Path

from tests.attack.kinds import KINDS
from tests.paths import SAMPLES

KILLS = 200
SAMPLE_WEEK = SAMPLES / "week"
#: Bounds of one file: seconds of the processor, MiB, and how much more twice the size may take.
SECONDS, MIB, GROWTH = 30.0, 1536, 3.5
#: Below this, seconds are those of the start and say nothing of growth.
_SHORT = 2.0


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "schedcheck", *arguments, "--no-config", "--lang", "en"]


def measured(arguments: Sequence[str], folder: Path) -> tuple[int, float, float, str]:
    """The exit code, the seconds of the processor, the peak in MiB and standard error of a run."""
    with (folder / "stderr").open("w+b") as told:
        begun = subprocess.Popen(_command(*arguments), stdout=subprocess.DEVNULL, stderr=told)
        _pid, status, used = os.wait4(begun.pid, 0)
        begun.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        words = told.read().decode("utf-8", "replace")
    return begun.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, words


def hostile_files(folder: Path) -> Iterator[str]:
    """Try each kind; yield what did not hold."""
    print(f"{'kind':28}{'bytes':>12}{'s (half)':>10}{'s':>8}{'MiB':>8}")
    for name, (make, size) in KINDS.items():
        taken: list[float] = []
        for much in (size // 2, size):
            file, content = make(much)
            path = folder / file
            path.write_bytes(content)
            code, seconds, mib, words = measured(["check", str(path)], folder)
            path.unlink()
            taken.append(seconds)
            if code not in {0, 1, 3} or "Traceback" in words:
                yield f"{name}: exit code {code}: {words[-300:]}"
        print(f"{name:28}{len(content):12}{taken[0]:10.2f}{taken[1]:8.2f}{mib:8.0f}", flush=True)
        if taken[1] > SECONDS:
            yield f"{name}: {taken[1]:.1f} s"
        if mib > MIB:
            yield f"{name}: {mib:.0f} MiB"
        if taken[1] > _SHORT and taken[1] > GROWTH * taken[0]:
            yield f"{name}: twice the size takes {taken[1] / taken[0]:.1f} times as long"


def tree(out: Path) -> str:
    """The hash of all that a batch has written for people and programs."""
    found = hashlib.sha256()
    for path in sorted(out.rglob("*")):
        if path.is_file() and ".schedcheck" not in path.parts:
            found.update(f"{path.relative_to(out)}\0".encode() + path.read_bytes())
    return found.hexdigest()


def among_good_files(folder: Path) -> Iterator[str]:
    """A batch of the sample week with each hostile kind in it judges as many channels."""
    given = folder / "week"
    shutil.copytree(SAMPLE_WEEK, given)
    subprocess.run(_command("batch", str(given), "-o", str(folder / "good"), "-q"), check=False)
    for name, (make, size) in KINDS.items():
        file, content = make(size // 4)
        (given / f"{name}{Path(file).suffix}").write_bytes(content)
    command = _command("batch", str(given), "-o", str(folder / "among"), "-q")
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode not in {1, 3} or "Traceback" in done.stderr:
        yield f"among good files: exit code {done.returncode}: {done.stderr[-300:]}"
    good = {path.name for path in (folder / "good" / "channels").iterdir()}
    missing = good - {path.name for path in (folder / "among" / "channels").iterdir()}
    if missing:
        yield f"among good files: not judged: {sorted(missing)}"
    print(f"{len(good)} channels judged with {len(KINDS)} hostile files beside them", flush=True)


def kills(folder: Path, count: int, seed: int = 1) -> Iterator[str]:
    """End a batch ``count`` times at random moments; the next whole run gives the same bytes."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    whole, out = folder / "whole", folder / "killed"
    begun = time.monotonic()
    subprocess.run(_command("batch", str(SAMPLE_WEEK), "-o", str(whole), "-q"), check=False)
    longest = time.monotonic() - begun
    for number in range(count):
        if number % 10 == 0:
            shutil.rmtree(out, ignore_errors=True)
        command = _command("batch", str(SAMPLE_WEEK), "-o", str(out), "-q")
        run = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(chance.uniform(0, longest))
        run.send_signal(signal.SIGKILL)
        run.wait()
        if number % 10 == 9:
            time.sleep(0.5)  # until its workers are gone
            subprocess.run(_command("batch", str(SAMPLE_WEEK), "-o", str(out), "-q"), check=False)
            if tree(out) != tree(whole):
                yield f"after kill {number + 1}: other bytes"
    print(f"{count} runs ended by kill -9", flush=True)


def full_disk(folder: Path) -> Iterator[str]:
    """A file that may not grow stands for a full disk: exit code 2, one line, no half files."""
    out = folder / "full"
    for most in (1, 20_000, 200_000):
        command = _command("batch", str(SAMPLE_WEEK), "-o", str(out), "-q", "--jobs", "1")
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most)),
        )
        half = [path.name for path in out.rglob("*.part")]
        if done.returncode not in {1, 2} or "Traceback" in done.stderr or half:
            yield f"full disk at {most} bytes: {done.returncode}, {half}, {done.stderr[-300:]}"
    subprocess.run(_command("batch", str(SAMPLE_WEEK), "-o", str(out), "-q"), check=False)
    if tree(out) != tree(folder / "whole"):
        yield "after a full disk: other bytes"
    print("full disk: 3 runs", flush=True)


def determinism(folder: Path) -> Iterator[str]:
    """The same bytes for any number of processes, seed, zone, locale and time of files."""
    given = folder / "copied"
    shutil.copytree(SAMPLE_WEEK, given)
    seen = set()
    for number, (jobs, zone, locale) in enumerate(
        (("1", "UTC", "C"), ("2", "Asia/Tokyo", "C.UTF-8"), ("3", "America/Lima", "ru_RU.UTF-8"))
    ):
        for path in given.rglob("*"):
            os.utime(path, (1_764_000_000, 1_764_000_000 + number))
        environment = {**os.environ, "PYTHONHASHSEED": str(number), "TZ": zone, "LC_ALL": locale}
        out = folder / f"out{number}"
        command = _command("batch", str(given), "-o", str(out), "-q", "--jobs", jobs)
        subprocess.run(command, check=False, env=environment)
        seen.add(tree(out))
    if len(seen) != 1:
        yield f"determinism: {len(seen)} results"
    print("determinism: 3 runs", flush=True)


def main() -> None:
    """Attack, print what was measured, and exit with 1 where something did not hold."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    begun = time.monotonic()
    failed = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for part in (
            hostile_files(folder),
            among_good_files(folder),
            kills(folder, count),
            full_disk(folder),
            determinism(folder),
        ):
            for words in part:
                print(f"FAILED: {words}", flush=True)
                failed.append(words)
    print(f"{len(failed)} failed, {time.monotonic() - begun:.0f} s")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
