"""A reader of another package that does what its file says: the harm is made here, at run time."""

from __future__ import annotations

import os
from pathlib import Path

_READER = """
import os, re, signal, sys, time
from schedcheck.readers.base import Likelihood, NOT_THIS
from schedcheck.messages import msg

NAME = "harm"

def sniff(head, name):
    return Likelihood(1.0, msg("it is not")) if head.startswith(b"HARM ") else NOT_THIS

def read(source, options):
    what = source.read().split()[1].decode()
    if what == "abort":
        os.abort()
    if what == "memory":
        held = [b"x" * (1 << 26) for _more in range(64)]
    if what == "slowly":
        held = []
        for _more in range(512):
            held.append(b"x" * (1 << 23))
            time.sleep(0.02)
    if what == "time":
        for _more in iter(int, 1):
            pass
    if what == "deep":
        deep = []
        for _more in range(100_000):
            deep = [deep]
        repr(deep)
    if what == "full":
        raise OSError(28, "No space left on device", "a copy")
    raise AssertionError(what)
"""


def installed(folder: Path) -> dict[str, str]:
    """The environment of a process in which the reader is installed, in ``folder``."""
    about = folder / "harm-1.dist-info"
    about.mkdir(parents=True)
    (folder / "harm.py").write_text(_READER, encoding="utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: harm\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[schedcheck.readers]\nharm = harm\n")
    return {**os.environ, "PYTHONPATH": str(folder)}
