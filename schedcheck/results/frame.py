"""Findings as a pandas frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd

from schedcheck.results.finding import Finding
from schedcheck.schedule.frame import INSTANT, TEXT, WALL


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """``findings`` as a frame, one row a finding, in the order given.

    Columns: ``code``, ``severity``, ``channel`` and ``title``; ``start`` and ``stop``, UTC
    instants; ``local_start`` and ``local_stop``, the same on the clock of ``zone``, the zone
    judged; ``stop_from``, where the end comes from; ``age_class``, ``mark`` and ``mark_from``;
    ``minutes`` inside the forbidden window (NaN where none were calculated); ``rule``, and
    ``also_rules``, those of other acts, between semicolons; ``earlier`` and ``later``, the nearest
    lawful starts, UTC; ``message``, in the language now chosen; ``file`` and ``place``. A time that
    is not known is NaT, a text that there is none of is empty.
    """
    rows = list(findings)

    def every(name: str) -> Iterator[Any]:
        return map(attrgetter(name), rows)

    nearest = [one or (None, None) for one in every("nearest")]
    columns: dict[str, Any] = {
        "code": _texts(every("code")),
        "severity": _texts(every("severity.value")),
        "channel": _texts(every("channel")),
        "title": _texts(every("title")),
        "start": _instants(every("start")),
        "stop": _instants(every("stop")),
        "local_start": _walls(every("start")),
        "local_stop": _walls(every("stop")),
        "stop_from": _texts(every("stop_from")),
        "zone": _texts(every("zone")),
        "age_class": _texts(every("age_class")),
        "mark": _texts(every("mark")),
        "mark_from": _texts(every("mark_from")),
        "minutes": np.array([*every("minutes")], np.float64),
        "rule": _texts(every("rule")),
        "also_rules": _texts(map("; ".join, every("also_rules"))),
        "earlier": _instants(earlier for earlier, _later in nearest),
        "later": _instants(later for _earlier, later in nearest),
        "message": _texts(every("message")),
        "file": _texts(every("file")),
        "place": _texts(every("place")),
    }
    return pd.DataFrame(columns, copy=False)


def _texts(values: Iterable[str]) -> Any:
    return pd.array(list(values), dtype=TEXT)


def _instants(moments: Iterable[datetime | None]) -> Any:
    return pd.array(
        _stamps(None if one is None else one.astimezone(UTC) for one in moments), INSTANT
    )


def _walls(moments: Iterable[datetime | None]) -> Any:
    return pd.array(_stamps(moments), WALL)


def _stamps(moments: Iterable[datetime | None]) -> Any:
    """Clock readings as they are, to the second, whatever their zone."""
    bare = [None if one is None else one.replace(tzinfo=None) for one in moments]
    return np.array(bare, "datetime64[s]")
