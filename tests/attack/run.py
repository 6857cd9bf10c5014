"""``make attack``: hostile files with bounds of time and memory, kills, full disks, determinism.

``python -m tests.attack.run [PART...] [--kills N] [--beside PYTHON]``. Exit code 1 where something
did not hold. What is measured is printed as a table: seconds of the processor and peak memory of
``schedcheck check`` on each kind of ``kinds`` at a half and at the whole of its size. Then they are
put among good files, in a watched folder, a package and a store too; runs are ended, disks fill
up, and the same batch is done in other circumstances. Each part may be asked for alone, and so may
``portal``, whose processes are then ended: that takes as long as all others, and is ``make
attack-portal``.

``--beside``: the Python of another environment, whose build of schedcheck is measured on the same
files, the whole ones; no bound is of that build.
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.attack.beside import beside_good_files
from tests.attack.circumstances import determinism, full_disks
from tests.attack.files import among_good_files, hostile_files
from tests.attack.kills import kills
from tests.attack.measured import writing
from tests.attack.portal import both

#: Runs ended by SIGKILL, and for how many of them there is one more ended by a milder signal.
KILLS, _MILDER = 200, 10
#: Ends of the portal's processes, with each database.
_PORTAL_KILLS = 50
#: The part that is only done where it is asked for.
_APART = "portal"


def main() -> None:
    """Attack, print what was measured, and exit with 1 where something did not hold."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument(
        "parts", nargs="*", metavar="PART", help="files, among, beside, kills, disks, same, portal"
    )
    words.add_argument("--kills", type=int, default=KILLS, metavar="N")
    words.add_argument("--beside", default="", metavar="PYTHON")
    asked = words.parse_args()
    # a shell that starts this in the background has Ctrl-C ignored, and so would what is ended here
    signal.signal(signal.SIGINT, signal.default_int_handler)
    begun = time.monotonic()
    failed = []
    with tempfile.TemporaryDirectory() as place, writing() as write:
        folder = Path(place)
        parts: dict[str, Callable[[], Iterator[str]]] = {
            "files": lambda: hostile_files(write, folder, asked.beside),
            "among": lambda: among_good_files(write, folder),
            "beside": lambda: beside_good_files(write, folder),
            "kills": lambda: kills(folder, asked.kills, asked.kills // _MILDER),
            "disks": lambda: full_disks(folder),
            "same": lambda: determinism(folder),
            _APART: lambda: both(folder, _PORTAL_KILLS, random.SystemRandom().randrange(10**6)),
        }
        for name in asked.parts or [name for name in parts if name != _APART]:
            for fault in parts[name]():
                print(f"FAILED: {fault}", flush=True)
                failed.append(fault)
            print(f"{name}: after {time.monotonic() - begun:.0f} s", flush=True)
    used = sum(
        sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    seconds = f"{time.monotonic() - begun:.0f} s, {used:.0f} s of the processor"
    print(f"{len(failed)} failed, {seconds}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
