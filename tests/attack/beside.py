"""All hostile kinds beside good files in a watched folder, in a package of evidence, in a store."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.attack.files import judged
from tests.attack.kills import WEEK
from tests.attack.kinds import KINDS
from tests.attack.measured import Write, batch, command

#: The first files of the week and their channels, one of which has two; what part of its size a
#: hostile file has here.
_FILES, _CHANNELS, _PART = 6, 5, 16
#: Seconds in which a watch must have judged them all.
_PATIENCE = 600.0
_ASKED = "select channel, count(*) as violations from findings where severity = 'violation'"


def beside_good_files(write: Write, folder: Path) -> Iterator[str]:
    """Watch, package, verify and archive a folder of good and hostile files; yield what failed."""
    given, out = folder / "beside", folder / "watched"
    given.mkdir()
    for path in sorted(WEEK.iterdir())[:_FILES]:
        shutil.copy(path, given)
    batch(given, folder / "alone")
    good = judged(folder / "alone")
    if len(good) != _CHANNELS:
        yield f"good files: {len(good)} channels are judged"
    for kind in KINDS:
        made = write(kind, KINDS[kind][1] // _PART, folder)
        made.rename(given / f"{kind}{''.join(made.suffixes)}")
    steps: tuple[Callable[[], tuple[str, str]], ...] = (
        lambda: _watched(given, out, good),
        lambda: _packed(out, folder / "case.zip"),
        lambda: _archived(given, folder / "store", good),
    )
    for step in steps:
        begun = time.monotonic()
        words, fault = step()
        yield from [f"{words} beside hostile files: {fault}"] if fault else []
        took = time.monotonic() - begun
        print(f"{words}: {len(good)} good and {len(KINDS)} hostile files, {took:.0f} s", flush=True)


def _watched(given: Path, out: Path, good: dict[str, int]) -> tuple[str, str]:
    words = command("watch", given, "-o", out, "--settle", "0.2")
    run = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + _PATIENCE
    while not (out / "findings.json").exists() and run.poll() is None and time.monotonic() < end:
        time.sleep(0.2)
    run.send_signal(signal.SIGTERM)
    _nothing, said = run.communicate()
    fault = ""
    if run.returncode not in {0, -signal.SIGTERM} or "Traceback" in said:
        fault = f"exit code {run.returncode}: {said[-300:]}"
    elif not (out / "findings.json").exists() or not judged(out).items() >= good.items():
        fault = "good files are judged otherwise"
    return "watch", fault


def _done(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    words = [one for one in command(*arguments) if one != "-q"]
    return subprocess.run(words, check=False, capture_output=True, text=True)


def _packed(out: Path, package: Path) -> tuple[str, str]:
    for words in (("package", out, "-o", package), ("verify", package)):
        done = _done(*words)
        if done.returncode or "Traceback" in done.stderr:
            said = (done.stdout + done.stderr)[-300:]
            return "package and verify", f"{words[0]}: exit code {done.returncode}: {said}"
    return "package and verify", ""


def _archived(given: Path, store: Path, good: dict[str, int]) -> tuple[str, str]:
    words = command("archive", given, "-o", store)
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    fault = ""
    if done.returncode not in {0, 1, 3} or "Traceback" in done.stderr:
        fault = f"exit code {done.returncode}: {done.stderr[-300:]}"
    else:
        asked = _done("query", store, f"{_ASKED} group by 1", "--format", "json")
        found = {row["channel"]: row["violations"] for row in json.loads(asked.stdout)}
        if not found.items() >= {name: n for name, n in good.items() if n}.items():
            fault = f"good files are judged otherwise: {found}, and alone {good}"
    return "archive", fault
