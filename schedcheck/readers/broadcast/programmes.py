"""Programmes that a reader finds one by one, and the schedule frame of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from msgspec import Struct

from schedcheck.messages.message import line_place, line_places
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.broadcast.xml_nodes import Node
from schedcheck.readers.encodings import encoding_of
from schedcheck.readers.source import Source
from schedcheck.schedule.building import Clocks, ProgrammeColumns, build
from schedcheck.schedule.frame import DURATION, PRINTED
from schedcheck.schedule.reading import Reading


class Programme(Struct):
    """One row of the schedule frame: ``start`` and ``stop`` are clock readings without a zone.

    ``offset``: the printed UTC offset in minutes, of both. ``lasts``: whether the stop is
    calculated from a length. ``line``: where it is in its file, from 1. ``nodes``: the elements
    that it was read from, where the file is a tree.
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
    nodes: Sequence[Node] = ()


def rows_of(programmes: Iterable[Programme]) -> dict[str, str]:
    """Place -> what the file has there of the programmes: the elements of each on a line."""
    rows: dict[str, list[str]] = defaultdict(list)
    for one in programmes:
        if one.nodes:
            rows[line_place(one.line)].append(" ".join(node.shown() for node in one.nodes))
    return {place: "\n".join(texts) for place, texts in rows.items()}


def completed(
    reading: Reading, source: Source, options: ReadOptions, programmes: Iterable[Programme]
) -> Reading:
    """``reading`` of a tree of elements with its encoding, and the rows of its programmes where
    they are asked for.
    """
    encoding = encoding_of(source.head)
    reading.encoding, reading.encoding_from = encoding.name, encoding.found
    reading.rows = rows_of(programmes) if options.rows else {}
    return reading


def rows_of_lines(
    programmes: Iterable[Programme], lines: Iterable[tuple[int, str]], last: re.Pattern[str]
) -> dict[str, str]:
    """Place -> the lines of each programme, from its own to one that ``last`` matches.

    ``lines``: numbers from 1 and texts.
    """
    begun = {one.line for one in programmes}
    rows: dict[str, str] = {}
    place = ""
    for number, line in lines:
        if number in begun:
            place = line_place(number)
        if place:
            rows[place] = f"{rows.get(place, '')} {line.strip()}".strip()
        if last.match(line):
            place = ""
    return rows


def frame_of(programmes: Sequence[Programme], file: str) -> pd.DataFrame:
    """The schedule frame of ``programmes``, in their order."""
    offsets = np.array([one.offset or 0 for one in programmes], np.int16)
    has_offset = np.array([one.offset is not None for one in programmes], np.bool_)
    columns = ProgrammeColumns(
        file=file,
        place=line_places([one.line for one in programmes]),
        start=Clocks(_walls(one.start for one in programmes), offsets, has_offset),
        stop=Clocks.bare(_walls(one.stop for one in programmes)),
        stop_from=np.array([DURATION if one.lasts else PRINTED for one in programmes], np.int8),
        channel=[one.channel for one in programmes],
        title=[one.title for one in programmes],
        other_text=[one.other_text for one in programmes],
        category=[one.category for one in programmes],
        mark_text=[one.mark_text for one in programmes],
    )
    return build(columns)


def _walls(times: Iterable[datetime | None]) -> Any:
    """Clock readings to the nearest second."""
    half = np.timedelta64(500_000, "us")
    return (np.array(list(times), "datetime64[us]") + half).astype("datetime64[s]")


def join_texts(texts: Iterable[str], besides: str = "") -> str:
    """Different texts as one, in their order; ``besides`` is elsewhere already."""
    kept = dict.fromkeys(" ".join(text.split()) for text in texts)
    return " / ".join(text for text in kept if text and text != besides)
