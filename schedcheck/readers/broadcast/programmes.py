"""Programmes that a reader finds one by one, and the schedule frame of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from schedcheck.messages.places import line_places
from schedcheck.schedule.frame import DURATION, PRINTED, STOP_FROM, UNKNOWN, make_frame

#: ``xs:dateTime``: a date, a time to parts of a second, and perhaps a zone.
_DATE_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(Z|[+-]\d{2}:?\d{2})?"
)
_DURATION = re.compile(
    r"P(?:(\d{1,3})W)?(?:(\d{1,4})D)?"
    r"(?:T(?:(\d{1,5})H)?(?:(\d{1,7})M)?(?:(\d{1,9}(?:[.,]\d+)?)S)?)?"
)
_MAX_OFFSET = 14 * 60
#: Years that leave room to reckon; which of them a schedule can be of, ``clock`` knows.
FIRST_DAY, LAST_DAY = "1000-01-01", "8999-12-31"


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


def parse_date_time(text: str) -> tuple[datetime, int | None]:
    """A clock reading and its offset in minutes, if printed, of an ``xs:dateTime``.

    ``24:00:00`` is the end of its day. Raises ValueError for anything else, a date alone too.
    """
    match = _DATE_TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    day, hour, minute, second, part, zone = match.groups()
    whole = timedelta(hours=int(hour), minutes=int(minute), seconds=int(second or 0))
    beyond = int(minute) > 59 or int(second or 0) > 59 or whole > timedelta(days=1)
    if beyond or not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(text)
    if part:
        whole += timedelta(seconds=float(f"0.{part}"))
    return datetime.fromisoformat(day) + whole, parse_offset(zone or "")


def parse_offset(text: str) -> int | None:
    """Minutes of ``Z``, ``+05:00`` or ``-0300``; None where there is no text."""
    if not text:
        return None
    if text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    if minutes > _MAX_OFFSET or int(text[-2:]) > 59:
        raise ValueError(text)
    return -minutes if text[0] == "-" else minutes


def parse_duration(text: str) -> timedelta:
    """The length that an ``xs:duration`` tells.

    Raises ValueError for anything else, and for years and months, which are no fixed length.
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None or not any(match.groups()) or match[0].endswith("T"):
        raise ValueError(text)
    weeks, days, hours, minutes, seconds = match.groups()
    return timedelta(
        weeks=int(weeks or 0),
        days=int(days or 0),
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=float((seconds or "0").replace(",", ".")),
    )
