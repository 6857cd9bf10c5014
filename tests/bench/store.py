"""A store at scale: ``python -m tests.bench.store WEEKS FOLDER [JOBS]``.

Makes WEEKS weeks of the 46 channels of the samples (some 10,180 programmes a week; 982 weeks are
10,000,000), takes them into a store, takes them again, and asks the five questions of the page on
scale and for the report of all years. Each step is a process of its own, niced as this one is; of
each the seconds, the seconds of processor time of it and of its workers, and the peak of memory
together are printed, and of the store its size on disk. What FOLDER holds already is used again.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.paths import DOCS, ROOT

_QUESTION = re.compile(r"```sql\n(.*?)```", re.DOTALL)
_PAGE, _TICKS = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """What a step cost: seconds by the clock, of processors, and MiB at its peak."""

    wall: float
    processor: float
    memory: float


def main() -> None:
    """Print a line for each step."""
    weeks, folder, *jobs = sys.argv[1:]
    base = Path(folder)
    files, store = base / f"weeks-{weeks}", base / f"store-{weeks}"
    if not files.exists():
        part = files.with_name(f"{files.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        told("made", cost([ROOT / "samples" / "make_weeks.py", weeks, part]))
        part.rename(files)
    shutil.rmtree(store, ignore_errors=True)
    archive: list[str | Path] = [
        "-m",
        "schedcheck",
        "archive",
        files,
        "-o",
        store,
        "-q",
        "--no-config",
    ]
    archive += ["--jobs", jobs[0]] if jobs else []
    told("archive", cost(archive))
    told("archive again", cost(archive))
    for number, question in enumerate(questions(), 1):
        asked = cost(["-m", "schedcheck", "query", store, question, "--format", "csv"])
        told(f"question {number}", asked)
    report: list[str | Path] = [
        "-m",
        "schedcheck",
        "summary",
        store,
        "--period",
        "2000..2099",
        "-o",
        base / "report",
    ]
    told("summary", cost([*report, "-q", "--no-config"]))
    for name in ("programmes", "findings", "months", "readings"):
        print(f"{name:15}{size(store / name):10.1f} MiB")
    print(f"{'sources':15}{size(files):10.1f} MiB in {sum(1 for _ in files.rglob('*.*'))} files")


def questions() -> list[str]:
    """The questions of the page on scale."""
    return _QUESTION.findall((DOCS / "scale.md").read_text(encoding="utf-8"))


def cost(words: Sequence[str | Path]) -> Cost:
    """Run Python with ``words``; exits where it ends with an error."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *map(str, words)], stdout=subprocess.DEVNULL)
    peak, spent = 0.0, dict[int, float]()
    while process.poll() is None:
        family = _family(process.pid)
        peak = max(peak, sum(map(_memory, family)) / 2**20)
        spent |= {one: _processor(one) or spent.get(one, 0) for one in family}
        time.sleep(0.1)
    wall = time.perf_counter() - began
    if process.returncode not in {0, 1}:  # 1: something was found
        sys.exit(f"{words}: exit code {process.returncode}")
    return Cost(wall, sum(spent.values()), peak)


def _processor(pid: int) -> float:
    """Seconds of processor time of a process, as far as it still runs."""
    try:
        numbers = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(numbers[11]) + int(numbers[12])) / _TICKS


def _family(pid: int) -> list[int]:
    """A process and all that it has begun."""
    found = [pid]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:
                continue
    return found


def _memory(pid: int) -> int:
    """Bytes that a process has for itself: what is shared with others is left out."""
    try:
        numbers = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0
    return (int(numbers[1]) - int(numbers[2])) * _PAGE


def told(step: str, one: Cost) -> None:
    """Print what a step cost."""
    print(f"{step:15}{one.wall:8.1f} s {one.processor:8.1f} s of processors {one.memory:7.0f} MiB")
    sys.stdout.flush()


def size(folder: Path) -> float:
    """MiB of the files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


if __name__ == "__main__":
    main()
