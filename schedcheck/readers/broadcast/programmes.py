"""Programmes that a reader finds one by one, and the schedule frame of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from schedcheck.messages.places import line_places
from schedcheck.schedule.frame import DURATION, PRINTED, STOP_FROM, UNKNOWN, make_frame


@dataclass(slots=True)
class Programme:
    """One row of the schedule frame: ``start`` and ``stop`` are clock readings without a zone.

    ``offset``: the printed UTC offset in minutes, of both. ``lasts``: whether the stop is reckoned
    from a length. ``line``: where it stands in its file, from 1.
    """

    channel: str
    title: str
    start: datetime
    line: int
    stop: datetime | None = None
    offset: int | None = None
    lasts: bool = False
    other_text: str = ""
    category: str = ""
    mark_text: str = ""


def frame_of(programmes: Sequence[Programme], file: str) -> pd.DataFrame:
    """The schedule frame of ``programmes``, in their order."""
    texts = ("channel", "title", "other_text", "category", "mark_text")
    columns: dict[str, Any] = {name: [getattr(one, name) for one in programmes] for name in texts}
    ends = [
        UNKNOWN if one.stop is None else DURATION if one.lasts else PRINTED for one in programmes
    ]
    columns |= {
        "wall_start": _walls(one.start for one in programmes),
        "wall_stop": _walls(one.stop for one in programmes),
        "offset": [pd.NA if one.offset is None else one.offset for one in programmes],
        "stop_from": pd.Categorical.from_codes(ends, dtype=STOP_FROM),
        "file": [file] * len(programmes),
        "place": line_places(one.line for one in programmes),
    }
    return make_frame(columns, len(programmes))


def _walls(times: Iterable[datetime | None]) -> Any:
    """Clock readings to the nearest second."""
    stamps = [
        np.datetime64("NaT", "us") if one is None else np.datetime64(one, "us") for one in times
    ]
    half = np.timedelta64(500_000, "us")
    return (np.array(stamps, "datetime64[us]") + half).astype("datetime64[s]")


def join_texts(texts: Iterable[str], besides: str = "") -> str:
    """Different texts as one, in their order; ``besides`` stands elsewhere already."""
    kept = dict.fromkeys(" ".join(text.split()) for text in texts)
    return " / ".join(text for text in kept if text and text != besides)
