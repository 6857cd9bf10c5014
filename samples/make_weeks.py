"""Makes an archive: ``python samples/make_weeks.py WEEKS OUT [CHANNELS]``.

A file a week and channel, of the 46 channels of the sample week by turns in XMLTV and in CSV, from
6 January 2025 on. On one channel in four a film of class E18 stands in the afternoon, another one
each week. Always the same for the same numbers.
"""

# ruff: noqa: INP001 - a script, as make_samples.py is

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

from sample_files import Guide, Table, delimited, xmltv
from sample_stations import STATIONS
from sample_week import Week

FIRST = datetime(2025, 1, 6, 6)  # noqa: DTZ001 - a clock reading, as stations print it
_TABLE = Table("channel date start stop title kind mark text")


def write_weeks(weeks: int, out: Path, channels: int = len(STATIONS)) -> int:
    """Write the files below ``out``, a folder a week; returns how many programmes are in them."""
    programmes = 0
    for number in range(weeks):
        monday = FIRST + timedelta(weeks=number)
        year, iso_week, _day = monday.isocalendar()
        folder = out / f"{year}-W{iso_week:02}"
        folder.mkdir(parents=True, exist_ok=True)
        for place, (channel, style) in enumerate([*STATIONS.items()][:channels]):
            week = Week(channel, style, monday=monday)
            week.fill()
            if (number + place) % 4 == 0:
                week.put(2, "15:00", 50, "Х/ф «Средь бела дня»", mark="18+")
            programmes += len(week.programmes)
            if place % 2:
                content = delimited([(week, channel)], _TABLE)
                (folder / f"{channel}.csv").write_bytes(content)
            else:
                content = xmltv([(week, channel, channel)], Guide())
                (folder / f"{channel}.xml").write_bytes(content)
    return programmes


if __name__ == "__main__":
    print(write_weeks(int(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:])))  # noqa: T201 - what was asked for
