"""Benchmarks: ``python tests/bench/run.py``. Every figure is a ratio to something run beside it.

1. A guide of 1,000,000 programmes, rich and lean, read and judged end to end, beside what
   ``lxml.etree.iterparse`` alone needs to collect five fields of it, and beside an old build.
2. The batch over ``samples/``, beside a bare script that imports pandas and openpyxl and writes
   workbooks of the same cells with the same styles, or those of an old build, which hold half as
   many again; and beside that build: the script is Python alone, and how quick that is depends on
   how Python was compiled.
3. The batch over an archive of 46 channels, 52 weeks of it beside twice as many and beside an old
   build: programmes per second, peak memory of all processes, and the share of time by step, also
   of the old build.
4. A station's week as CSV, xlsx and XMLTV, beside the import of pandas and openpyxl, and beside an
   old build.
5. A guide of 200,000 programmes with some 17,000 findings, beside ``lxml.etree.iterparse``.
6. JTV of 155,315 entries, an xlsx of 65,000 rows and EIT of 30 MB, beside an old build.
7. The share of the census, the second search for marks and clock readings, in the check of the
   guides of 1: processor time of both, in one run.
8. The archive of 40 weeks of 46 channels by two and by four workers, beside one.

Beside each ratio of times by the clock is that of the processor's times, of a process and of all
that it started: where other programs use the machine too it is the one that tells.

The old build is commit b563fd1, from the history of the repository and with the packages installed
here; where there is no such history it is left out, and that is printed.

``--programmes N``, ``--runs N`` and ``--weeks N`` make it smaller, ``--only N`` runs
one of them; with ``--check`` it exits with 1 when a bound is exceeded.
"""

from __future__ import annotations

import argparse
import ctypes
import io
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples" / "week"
MAKE_WEEKS = HERE.parents[1] / "samples" / "make_weeks.py"
OLD_BUILD = "b563fd1"
#: Of Linux: orphaned processes are those of this one (prctl(2)).
_PR_SET_CHILD_SUBREAPER = 36
#: The most that a run may take of the time of what is beside it.
LXML_BOUND, OLD_BOUND, IMPORT_BOUND, BATCH_BOUND = 0.45, 1.03, 1.1, 0.4
YEAR_BOUND, FINDINGS_BOUND, LARGE_BOUND = 0.4, 1.0, 0.6
CENSUS_BOUND = 0.05
MEMORY_BOUND = 600  # MiB of a guide
OLD_MEMORY_BOUND = 1.0  # of a batch, beside the old build
WORKERS_BOUND = 0.555  # 1 / 1.8: of two workers on two processors, beside one
#: A check of a week takes so little that this many runs are made of it at the least.
WEEK_RUNS = 9
WEEKS = ("31-kanal.csv", "alau-tv.xlsx", "ktk.xml")
#: The file and the programmes of each large format.
LARGE = {"jtv": ("jtv.zip", 155_315), "xlsx": ("rows.xlsx", 65_000), "eit": ("eit.xml", 85_000)}
#: How many programmes the guide with many findings has.
LOUD = 200_000
#: How many weeks workers share.
SHARED_WEEKS = 40
#: What twice the weeks may take, in time and in memory.
TWICE_TIME, TWICE_MEMORY = 2.1, 1.1


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


class Beside(NamedTuple):
    """What a run is held against: a name, the words behind ``python``, and the ratio allowed.

    ``source``: a folder whose packages go before those installed.
    """

    name: str
    words: tuple[object, ...]
    bound: float = math.inf
    source: Path | None = None


class Taken(NamedTuple):
    """What a run takes: seconds by the clock, MiB at its peak (0 where it is not watched), and
    seconds of the processor, of all its processes together.
    """

    seconds: float
    peak: float
    processor: float


def _processor() -> float:
    """The seconds of the processor that all processes took that were started here, and ended.

    Those that outlived what started them too (:func:`_adopt`): they are waited for.
    """
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _adopt() -> None:
    """On Linux, let processes whose parent ended be ours, so that their time is counted."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def timed(*arguments: object, watch: float = 0, source: Path | None = None) -> Taken:
    """What a Python process takes (a script of this folder, or -m).

    ``watch``: every so many seconds look at its memory too, which holds it up.
    """
    command = [sys.executable, *map(str, arguments)]
    environment = os.environ | ({"PYTHONPATH": str(source)} if source else {})
    # else a build that nobody has run yet would be compiled anew by each run
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    used = _processor()
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=HERE, env=environment)
    peak = 0.0
    while watch and process.poll() is None:
        peak = max(peak, _memory(process.pid))
        time.sleep(watch)
    process.wait()
    seconds = time.perf_counter() - began
    if process.returncode not in {0, 1}:  # 1: violations were found
        sys.exit(f"{command} failed")
    return Taken(seconds, peak, _processor() - used)


def kept(name: str, value: float, bound: float) -> bool:
    """Print a figure with its bound; whether it keeps to that."""
    shown = f"{value:.3f}" if bound < 0.1 else f"{value:.2f}"
    if bound == math.inf:
        print(f"  {name}: {shown}")
    else:
        print(f"  {name}: {shown}, at most {bound:g}{'' if value <= bound else ': EXCEEDED'}")
    return value <= bound


def beside(ours: tuple[object, ...], others: list[Beside], runs: int) -> bool:
    """Print the medians of our time over each other's, run in turn; whether all bounds are kept."""
    ratios: dict[Beside, list[tuple[float, float]]] = {other: [] for other in others}
    timed(*ours)  # once uncounted: what is compiled and cached then is so for both
    for other in others:
        timed(*other.words, source=other.source)
    for run in range(runs):
        mine = timed(*ours)
        print(f"  run {run + 1}: schedcheck {mine.seconds:.2f} s", end="", flush=True)
        for other, values in ratios.items():
            theirs = timed(*other.words, source=other.source)
            values.append((mine.seconds / theirs.seconds, mine.processor / theirs.processor))
            print(f", {other.name} {theirs.seconds:.2f} s", end="", flush=True)
        print()
    good = True
    for other, values in ratios.items():
        clock, processor = map(statistics.median, zip(*values, strict=True))
        good &= kept(f"time / {other.name}", clock, other.bound)
        kept(f"processor's time / {other.name}", processor, math.inf)
    return good


def old_build(folder: Path) -> Path | None:
    """The package as it was in :data:`OLD_BUILD`, in ``folder``; None where it is not at hand."""
    command = ["git", "archive", "--format=zip", OLD_BUILD, "schedcheck"]
    try:
        made = subprocess.run(command, capture_output=True, check=True, cwd=HERE.parents[1])
    except (OSError, subprocess.CalledProcessError):
        print(f"commit {OLD_BUILD} is not in the history here: nothing is held against it")
        return None
    with zipfile.ZipFile(io.BytesIO(made.stdout)) as archive:
        archive.extractall(folder)
    return folder


def _old(old: Path | None, words: tuple[object, ...], bound: float = OLD_BOUND) -> list[Beside]:
    return [Beside(f"build {OLD_BUILD}", words, bound, old)] if old else []


def guide_bench(shape: str, folder: Path, programmes: int, runs: int, old: Path | None) -> bool:
    """Read and judge a guide beside lxml and the old build; whether the bounds are kept."""
    guide = folder / "guide.xml"
    timed(HERE / "make_guide.py", programmes, guide, shape)
    size = guide.stat().st_size / 1e6
    print(f"1. {programmes:,} programmes of XMLTV, {shape} ({size:.0f} MB), read and judged")
    ours = ("-m", "schedcheck", "check", guide, "--format", "json", "-o", folder / "json")
    others = [
        Beside("lxml iterparse", ("lxml_alone.py", "programmes", guide), LXML_BOUND),
        Beside("lxml iterparse on the leaves", ("lxml_alone.py", "leaves", guide)),
    ]
    good = beside(ours, [*others, *_old(old, ours)], runs)
    peak = timed(*ours, watch=0.02).peak
    return kept("peak memory, MiB", peak, MEMORY_BOUND) and good


def week_bench(folder: Path, runs: int, old: Path | None) -> bool:
    """Check a station's week in each of three forms; whether the bounds are kept."""
    good = True
    for name in WEEKS:
        print(f"4. a station's week, {name}")
        ours = ("-m", "schedcheck", "check", SAMPLES / name, "--format=json", "-o", folder / "json")
        bare = Beside(
            "import of pandas and openpyxl", ("-c", "import pandas, openpyxl"), IMPORT_BOUND
        )
        good &= beside(ours, [bare, *_old(old, ours)], max(runs, WEEK_RUNS))
    return good


def findings_bench(folder: Path, programmes: int, runs: int) -> bool:
    """Read and judge a guide with many findings beside lxml; whether the bound is kept."""
    guide = folder / "guide.xml"
    timed(HERE / "make_guide.py", programmes, guide, "loud")
    ours = ("-m", "schedcheck", "check", guide, "--format", "json", "-o", folder / "json")
    timed(*ours)
    found = len(json.loads((folder / "json").read_text("utf-8"))["findings"])
    print(f"5. {programmes:,} programmes of XMLTV with {found:,} findings, read and judged")
    words = ("lxml_alone.py", "programmes", guide)
    return beside(ours, [Beside("lxml iterparse", words, FINDINGS_BOUND)], runs)


def large_bench(folder: Path, runs: int, old: Path | None) -> bool:
    """Read and judge large files of other formats beside the old build."""
    good = True
    for name, (file, programmes) in LARGE.items():
        path = folder / file
        timed(HERE / "make_large.py", name, programmes, path)
        size = path.stat().st_size / 1e6
        print(f"6. {programmes:,} programmes as {name} ({size:.0f} MB), read and judged")
        ours = ("-m", "schedcheck", "check", path, "--format", "json", "-o", folder / "json")
        good &= beside(ours, _old(old, ours, LARGE_BOUND), runs)
    return good


def census_bench(shape: str, folder: Path, programmes: int, runs: int) -> bool:
    """Measure the share of the census in the check of a guide; whether it keeps to its bound."""
    guide = folder / "guide.xml"
    timed(HERE / "make_guide.py", programmes, guide, shape)
    print(f"7. {programmes:,} programmes of XMLTV, {shape}: the share of the census")
    shares = []
    for run in range(runs):
        command = [sys.executable, "census_share.py", str(guide), str(folder / "json")]
        said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE)
        taken = json.loads(said.stdout)
        shares.append(taken["census"] / taken["whole"])
        print(
            f"  run {run + 1}: {taken['census']:.2f} s of {taken['whole']:.2f} s, "
            f"{taken['searches']} searches"
        )
    return kept("census / whole", statistics.median(shares), CENSUS_BOUND)


def samples_bench(folder: Path, runs: int, old: Path | None) -> bool:
    """The batch over the samples; whether it keeps to its bounds."""
    print("2. the batch over samples/")
    out, out_before = folder / "out", folder / "before"
    ours = Beside("schedcheck", ("sample_batch.py", SAMPLES, out))
    bare = _bare_script("bare script", ours, out)
    others = [bare]
    for before in _old(old, ("sample_batch.py", SAMPLES, out_before, "schedcheck.batch")):
        named = f"bare script for the workbooks of {OLD_BUILD}"
        others += [before, _bare_script(named, before, out_before)]
    good = beside(ours.words, others, runs)
    command = ("-m", "schedcheck", "batch", SAMPLES, "-o", out, "--fresh", "-q")
    for named, jobs in (("one process", ("--jobs", 1)), ("a process for each processor", ())):
        print(f"  the command, with {named}")
        beside((*command, *jobs), [bare._replace(bound=math.inf)], runs)
    return good


def _bare_script(name: str, batch: Beside, out: Path) -> Beside:
    """A bare script that writes what ``batch`` writes to ``out``."""
    plan = out.with_suffix(".pickle")
    timed(*batch.words, source=batch.source)
    timed("bare_workbooks.py", "plan", out, plan)
    words = ("bare_workbooks.py", "write", plan, out.with_suffix(".bare"))
    return Beside(name, words, BATCH_BOUND)


def archive_bench(folder: Path, weeks: int, old: Path | None) -> bool:
    """A batch over ``weeks``, twice as many, and by the old build; whether the bounds are kept."""
    print(f"3. the batch over {weeks} and {2 * weeks} weeks of 46 channels, XMLTV and CSV")
    figures = []
    for count in (weeks, 2 * weeks):
        archive = folder / f"archive{count}"
        figures.append(_batch(archive, folder, _make_weeks(count, archive)))
    once, twice = figures
    good = True
    if old:
        print(f"  {weeks} weeks by the build {OLD_BUILD}")
        before = _batch(folder / f"archive{weeks}", folder, old=old)
        good = kept(f"time / build {OLD_BUILD}", once.seconds / before.seconds, YEAR_BOUND)
        kept(f"processor's time / build {OLD_BUILD}", once.processor / before.processor, math.inf)
        good &= kept(f"memory / build {OLD_BUILD}", once.peak / before.peak, OLD_MEMORY_BOUND)
    good &= kept("twice the weeks, time", twice.seconds / once.seconds, TWICE_TIME)
    return kept("twice the weeks, memory", twice.peak / once.peak, TWICE_MEMORY) and good


def _make_weeks(count: int, folder: Path) -> int:
    """Make ``count`` weeks of 46 channels in ``folder``; how many programmes they have."""
    command = [sys.executable, str(MAKE_WEEKS), str(count), str(folder)]
    made = subprocess.run(command, capture_output=True, text=True, check=True)
    print(f"  {count} weeks, {int(made.stdout):,} programmes")
    return int(made.stdout)


def _batch(archive: Path, folder: Path, programmes: int = 0, old: Path | None = None) -> Taken:
    """Run a batch into an empty folder, and print what it takes and the share of each step."""
    jobs = os.cpu_count() or 1
    told = folder / "steps.json"
    with tempfile.TemporaryDirectory(dir=folder) as out:
        taken = timed("archive_batch.py", archive, out, jobs, told, watch=0.02, source=old)
    speed = f", {programmes / taken.seconds:,.0f} programmes/s" if programmes else ""
    print(f"    {taken.seconds:.1f} s in {jobs} processes{speed}, peak {taken.peak:.0f} MiB")
    steps = json.loads(told.read_text())
    for step, spent in steps.items():
        print(f"    {step}: {spent / sum(steps.values()):.0%}")
    return taken


def workers_bench(folder: Path, weeks: int) -> bool:
    """The archive of ``weeks`` by one, two and four workers; whether the bound is kept."""
    print(f"8. the archive of {weeks} weeks of 46 channels by one, two and four workers")
    sources = folder / "shared"
    _make_weeks(weeks, sources)
    ours = ("-m", "schedcheck", "archive", sources, "-q", "--no-config")
    taken = {}
    for count in (1, 2, 4):
        jobs = ("--jobs", count)
        # who watches the memory takes the processor from those who work
        peak = timed(*ours, "-o", folder / f"watched{count}", *jobs, watch=0.5).peak
        taken[count] = timed(*ours, "-o", folder / f"store{count}", *jobs)._replace(peak=peak)
        print(f"    by {count}: {taken[count].seconds:.1f} s, peak {peak:.0f} MiB")
    several = (os.cpu_count() or 1) > 1
    good = True
    for count in (2, 4):
        bound = WORKERS_BOUND if count == 2 and several else math.inf
        good &= kept(f"time, {count} workers / 1", taken[count].seconds / taken[1].seconds, bound)
        kept(f"memory, {count} workers / 1", taken[count].peak / taken[1].peak, math.inf)
    return good


def main() -> None:
    """Run them, print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programmes", type=int, default=1_000_000)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--only", type=int, choices=range(1, 9), help="one of the benchmarks")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    good = True
    _adopt()
    wanted = {options.only} if options.only else set(range(1, 9))
    with tempfile.TemporaryDirectory() as folder:
        old = old_build(Path(folder) / "old") if wanted & {1, 2, 3, 4, 6} else None
        for shape in ("rich", "lean") if 1 in wanted else ():
            good &= guide_bench(shape, Path(folder), options.programmes, options.runs, old)
        if 2 in wanted:
            good &= samples_bench(Path(folder), options.runs, old)
        if 3 in wanted:
            good &= archive_bench(Path(folder), options.weeks, old)
        if 4 in wanted:
            good &= week_bench(Path(folder), options.runs, old)
        if 5 in wanted:
            good &= findings_bench(Path(folder), min(LOUD, options.programmes), options.runs)
        if 6 in wanted:
            good &= large_bench(Path(folder), options.runs, old)
        for shape in ("rich", "lean") if 7 in wanted else ():
            good &= census_bench(shape, Path(folder), options.programmes, options.runs)
        if 8 in wanted:
            good &= workers_bench(Path(folder), min(SHARED_WEEKS, options.weeks))
    if options.check and not good:
        sys.exit("a bound is exceeded")


if __name__ == "__main__":
    main()
