"""What processes do for ``demo``: look into a schedule, judge one. Nothing of Django is needed."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from schedcheck.portal.judge_process import OUT, judge, write_verdict


class Said(NamedTuple):
    """The channels of a file, by their ids, and its week: ``2026-W48``, or nothing."""

    channels: tuple[str, ...]
    week: str


def said_by(path: str) -> Said:
    """What a file says of itself; where it cannot be read, its name says the channel."""
    from schedcheck.law.roster import load_roster

    with TemporaryDirectory(prefix="schedcheck-") as folder:
        write_verdict(path, Path(folder), {})
        verdict = json.loads((Path(folder) / "verdict.json").read_text("utf-8"))
    named = load_roster("kz").match(Path(path).stem)
    channels = [one["id"] for one in verdict["channels"]] or ([named.id] if named else [])
    begins = [datetime.fromisoformat(one["from"]) for one in verdict["channels"] if one.get("from")]
    return Said(tuple(channels), f"{begins[0]:%G-W%V}" if begins else "")


def judge_in(folder: str, name: str, settings: dict[str, Any]) -> None:
    """Judge the file ``name`` in ``folder``; what is made of it is in ``OUT`` there."""
    os.chdir(folder)
    judge(name, Path(OUT), settings)
