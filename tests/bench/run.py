"""Benchmarks: ``python tests/bench/run.py``. Every figure is a ratio to something run beside it.

1. A guide of 1,000,000 programmes, rich and lean, read and judged end to end, beside what
   ``lxml.etree.iterparse`` alone needs to collect five fields of it.
2. The batch over ``samples/``, beside a bare script that imports pandas and openpyxl and writes
   workbooks of the same cells with the same styles.
3. The batch over an archive of 46 channels, 52 weeks of it beside twice as many: programmes per
   second, peak memory of all processes, and the share of time by step.

``--programmes N``, ``--runs N`` and ``--weeks N`` make it smaller, ``--only N`` runs
one of them; with ``--check`` it exits with 1 when a bound is exceeded.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples" / "week"
MAKE_WEEKS = HERE.parents[1] / "samples" / "make_weeks.py"
MEMORY_BOUND = 1.5 * 1024
TIME_BOUND, BATCH_BOUND = 1.0, 2.0
#: What twice the weeks may take, in time and in memory.
TWICE_TIME, TWICE_MEMORY = 2.2, 1.2


def _memory(pid: int) -> float:
    """What a process and its children hold now, in MiB (shared pages counted once a sharer)."""
    total, queue = 0.0, [pid]
    while queue:
        current = queue.pop()
        try:
            status = Path(f"/proc/{current}/smaps_rollup").read_text()
            children = Path(f"/proc/{current}/task/{current}/children").read_text()
        except OSError:
            continue
        pss = next((line for line in status.splitlines() if line.startswith("Pss:")), "Pss: 0")
        total += int(pss.split()[1]) / 1024
        queue += map(int, children.split())
    return total


def timed(*arguments: object, watch: bool = False) -> tuple[float, float]:
    """Seconds that a Python process takes (a script of this folder, or -m), and its peak MiB."""
    command = [sys.executable, *map(str, arguments)]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=HERE)
    peak = 0.0
    while process.poll() is None:
        if watch:
            peak = max(peak, _memory(process.pid))
        time.sleep(0.02)
    seconds = time.perf_counter() - began
    if process.returncode not in {0, 1}:  # 1: violations were found
        sys.exit(f"{command} failed")
    return seconds, peak


def beside(
    ours: tuple[object, ...], others: dict[str, tuple[object, ...]], runs: int
) -> tuple[dict[str, float], float]:
    """Medians of our time over each other's, run in turn after a warm-up, and our peak in MiB."""
    ratios: dict[str, list[float]] = {name: [] for name in others}
    peaks = []
    timed(*ours)  # once uncounted: what is compiled and cached then is so for both
    for other in others.values():
        timed(*other)
    for run in range(runs):
        mine, _peak = timed(*ours)
        print(f"  run {run + 1}: schedcheck {mine:.2f} s", end="", flush=True)
        for name, other in others.items():
            theirs, _peak = timed(*other)
            ratios[name].append(mine / theirs)
            print(f", {name} {theirs:.2f} s", end="", flush=True)
        print()
    _seconds, peak = timed(*ours, watch=True)
    peaks.append(peak)
    return {name: statistics.median(values) for name, values in ratios.items()}, max(peaks)


def guide_bench(shape: str, folder: Path, programmes: int, runs: int) -> bool:
    """Read and judge a guide beside lxml; whether the bounds are kept."""
    guide = folder / "guide.xml"
    timed(HERE / "make_guide.py", programmes, guide, shape)
    size = guide.stat().st_size / 1e6
    print(f"1. {programmes:,} programmes of XMLTV, {shape} ({size:.0f} MB), read and judged")
    ratios, peak = beside(
        ("-m", "schedcheck", "check", guide, "--format", "json", "-o", folder / "json"),
        {
            "lxml iterparse": ("lxml_alone.py", "programmes", guide),
            "lxml iterparse on the leaves": ("lxml_alone.py", "leaves", guide),
        },
        runs,
    )
    for name, ratio in ratios.items():
        print(f"  time / {name}: {ratio:.2f}")
    print(f"  peak memory: {peak:.0f} MiB = {peak / MEMORY_BOUND:.2f} of 1.5 GiB")
    return ratios["lxml iterparse"] <= TIME_BOUND and peak <= MEMORY_BOUND


def samples_bench(folder: Path, runs: int) -> bool:
    """The batch over the samples; whether it keeps to its bound."""
    print("2. the batch over samples/")
    out, plan = folder / "out", folder / "plan.pickle"
    timed("sample_batch.py", SAMPLES, out)
    timed("bare_workbooks.py", "plan", out, plan)
    ratios, _peak = beside(
        ("sample_batch.py", SAMPLES, out),
        {"bare script": ("bare_workbooks.py", "write", plan, folder / "bare")},
        runs,
    )
    print(f"  time / bare script: {ratios['bare script']:.2f}")
    return ratios["bare script"] <= BATCH_BOUND


def archive_bench(folder: Path, weeks: int) -> bool:
    """A batch over ``weeks`` and over twice as many; whether the ratios keep to their bounds."""
    print(f"3. the batch over {weeks} and {2 * weeks} weeks of 46 channels, XMLTV and CSV")
    figures = []
    for count in (weeks, 2 * weeks):
        archive, out, told = (folder / f"{what}{count}" for what in ("archive", "out", "told"))
        made = subprocess.run(
            [sys.executable, MAKE_WEEKS, str(count), archive],
            capture_output=True,
            text=True,
            check=True,
        )
        programmes = int(made.stdout)
        jobs = os.cpu_count() or 1
        seconds, peak = timed("archive_batch.py", archive, out, jobs, told, watch=True)
        figures.append((seconds, peak))
        print(
            f"  {count} weeks: {programmes:,} programmes, {seconds:.1f} s in {jobs} processes, "
            f"{programmes / seconds:,.0f} programmes/s, peak {peak:.0f} MiB"
        )
        steps = json.loads(told.read_text())
        for step, spent in steps.items():
            print(f"    {step}: {spent / sum(steps.values()):.0%}")
    (once, least), (twice, most) = figures
    print(f"  twice the weeks: time {twice / once:.2f}, memory {most / least:.2f}")
    return twice / once <= TWICE_TIME and most / least <= TWICE_MEMORY


def main() -> None:
    """Run both, print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programmes", type=int, default=1_000_000)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--only", type=int, choices=(1, 2, 3), help="one of the benchmarks")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    good = True
    wanted = {options.only} if options.only else {1, 2, 3}
    with tempfile.TemporaryDirectory() as folder:
        for shape in ("rich", "lean") if 1 in wanted else ():
            good &= guide_bench(shape, Path(folder), options.programmes, options.runs)
        if 2 in wanted:
            good &= samples_bench(Path(folder), options.runs)
        if 3 in wanted:
            good &= archive_bench(Path(folder), options.weeks)
    if options.check and not good:
        sys.exit("a bound is exceeded")


if __name__ == "__main__":
    main()
