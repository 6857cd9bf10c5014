"""A cluster that loses workers: ``python -m tests.bench.cluster FOLDER [FILES]``.

A scheduler and three workers of 1 GiB each, processes of their own, take FILES files (2,000) into a
store, from a folder and from a server like S3 that is a process too. In the middle of the reading
one worker is killed, in the middle of the judging another, and one file takes memory until the
worker is ended over it, as often as it is tried. Printed are the seconds; where a store is not that
of one process alone, but for the fault of that file, the run ends with an error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from socket import socket

from schedcheck import archive
from schedcheck.law.roster import load_roster
from schedcheck.messages import Message
from tests.paths import ROOT
from tests.tasks.archive.stores import days, write
from tests.tasks.archive.test_archive import tree
from tests.tasks.batch.test_cluster import Processes
from tests.tasks.hostile_reader import installed

FIRST = date(2025, 1, 6)
HARM = "harm.dat"
_INSTALLED = "SCHEDCHECK_BENCH_CLUSTER"


def main() -> None:
    """Print a line for each store."""
    folder, files = Path(sys.argv[1]).resolve(), int([*sys.argv, "2000"][2])
    if _INSTALLED not in os.environ:  # the reader that does harm must be known in all processes
        shutil.rmtree(folder, ignore_errors=True)
        environment = {**installed(folder / "packages"), _INSTALLED: "1"}
        environment["PYTHONPATH"] += os.pathsep + str(ROOT)
        command = [sys.executable, "-m", "tests.bench.cluster", str(folder), str(files)]
        sys.exit(subprocess.run(command, env=environment, check=False).returncode)
    os.chdir(folder)
    make(Path("in"), files)
    processes = Processes(folder, dict(os.environ), "--memory-limit", "1GiB")
    try:
        compared("in", "files", processes)
        with bucket(Path("in")) as address:
            compared(address, "s3", processes)
    finally:
        processes.end()


def make(folder: Path, files: int) -> None:
    """So many files of a week and a channel each, and the one that does harm."""
    channels = sorted(load_roster().channels)[:46]
    for number in range(files):
        week, place = divmod(number, len(channels))
        monday = FIRST + timedelta(weeks=week)
        mark = "18+" if number % 4 == 0 else "12+"
        path = folder / f"{monday:%G-W%V}" / f"{channels[place]}.csv"
        write(path, *days(monday.isoformat(), 7, mark=mark))
    (folder / HARM).write_bytes(b"HARM slowly")


@contextmanager
def bucket(folder: Path) -> Iterator[str]:
    """The address of a copy of ``folder`` on a server like S3."""
    import fsspec  # type: ignore[import-untyped]

    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    os.environ |= {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", port]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        system = fsspec.filesystem("s3", skip_instance_cache=True)
        system.mkdir("exports")
        system.put(f"{folder}/", "exports/in/", recursive=True)
        yield "s3://exports/in/"
    finally:
        server.terminate()
        server.wait()


def compared(source: str, name: str, processes: Processes) -> None:
    """Take ``source`` by the cluster and by one process, and hold the stores against each other."""
    left = [0, 1]

    def progress(phase: Message, _name: str, done: int, every: int) -> None:
        now = {"Reading": 0, "Judging": 1}.get(phase.text)
        if now in left and 3 * done > every:
            left.remove(now)
            processes.kill(now)

    began = time.perf_counter()
    found = archive(source, name, progress=progress, scheduler=processes.address, engine="dask")
    shared = time.perf_counter() - began
    began = time.perf_counter()
    command = [sys.executable, "-m", "schedcheck", "archive", source, "-o", f"{name}-alone"]
    alone = subprocess.run(
        [*command, "--jobs", "1", "-q", "--no-config"], check=False, stderr=subprocess.DEVNULL
    )
    if alone.returncode != 3:
        sys.exit(f"{source}: one process ended with {alone.returncode}")
    took = time.perf_counter() - began
    unlike = differing(Path(name), Path(f"{name}-alone"))
    print(
        f"{name}: {found.sources} sources, {found.programmes} programmes, {found.months} months; "
        f"{shared:.0f} s by the cluster, {took:.0f} s by one process; "
        f"{2 - len(left)} workers killed"
    )
    for fault in found.faults:
        print(f"  fault: {fault.file}: {fault.message}")
    print(f"  files that differ, but for that fault: {unlike or 'none'}", flush=True)
    if unlike or left or [fault.file.rpartition("/")[2] for fault in found.faults] != [HARM]:
        sys.exit(1)


def differing(one: Path, other: Path) -> list[str]:
    """The files of two stores that differ in more than what is said of the one fault."""
    trees = tree(one), tree(other)
    names = sorted(
        name
        for name in trees[0].keys() | trees[1].keys()
        if trees[0].get(name) != trees[1].get(name)
    )
    return [name for name in names if not _of_the_fault(one / name, other / name)]


def _of_the_fault(one: Path, other: Path) -> bool:
    """Whether two files differ only in lines about the file that does harm, and in its hash."""
    if "channel=__HIVE_DEFAULT_PARTITION__" in one.parts:
        return True
    if one.suffix != ".json" or not (one.exists() and other.exists()):
        return False
    lines = [path.read_text("utf-8").splitlines() for path in (one, other)]
    if len(lines[0]) == 1:  # a reading, or the manifest: one line
        return HARM in lines[0][0] and HARM in lines[1][0]
    if len(lines[0]) != len(lines[1]):
        return False
    unlike = [pair for pair in zip(*lines, strict=True) if pair[0] != pair[1]]
    # its words, and its hash, which one process that is out of memory does not have
    return len(unlike) <= 2 and all(
        '"message"' in line or '"sha256"' in line for pair in unlike for line in pair
    )


if __name__ == "__main__":
    main()
