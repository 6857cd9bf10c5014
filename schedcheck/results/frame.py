"""Findings as a pandas frame."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
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
    ``minutes`` inside the forbidden window (NaN where none were reckoned); ``rule``, and
    ``also_rules``, those of other acts, between semicolons; ``earlier`` and ``later``, the nearest
    lawful starts, UTC; ``message``, in the language now chosen; ``file`` and ``place``. A time that
    is not known is NaT, a text that there is none of is empty.
    """
    rows = list(findings)
    nearest = [one.nearest or (None, None) for one in rows]
    columns: dict[str, Any] = {
        "code": _texts(one.code for one in rows),
        "severity": _texts(one.severity.value for one in rows),
        "channel": _texts(one.channel for one in rows),
        "title": _texts(one.title for one in rows),
        "start": _instants(one.start for one in rows),
        "stop": _instants(one.stop for one in rows),
        "local_start": _walls(one.start for one in rows),
        "local_stop": _walls(one.stop for one in rows),
        "stop_from": _texts(one.stop_from for one in rows),
        "zone": _texts(one.zone for one in rows),
        "age_class": _texts(one.age_class for one in rows),
        "mark": _texts(one.mark for one in rows),
        "mark_from": _texts(one.mark_from for one in rows),
        "minutes": np.array([one.minutes for one in rows], np.float64),
        "rule": _texts(one.rule for one in rows),
        "also_rules": _texts("; ".join(one.also_rules) for one in rows),
        "earlier": _instants(earlier for earlier, _later in nearest),
        "later": _instants(later for _earlier, later in nearest),
        "message": _texts(one.message for one in rows),
        "file": _texts(one.file for one in rows),
        "place": _texts(one.place for one in rows),
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
    """Clock readings as they stand, to the second, whatever their zone."""
    bare = [None if one is None else one.replace(tzinfo=None) for one in moments]
    return np.array(bare, "datetime64[s]")
