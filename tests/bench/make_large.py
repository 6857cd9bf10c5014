"""Write a large file of another format: ``make_large.py jtv|xlsx|eit PROGRAMMES FILE``.

46 channels, round the clock, as in ``make_guide.py``. JTV: a zip of pairs, each title once. xlsx: a
sheet with a row a programme, texts in their cells. EIT: the XML of TSDuck, some 330 bytes an event.
Always the same for the same numbers.
"""

from __future__ import annotations

import random
import struct
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import openpyxl
from make_guide import (  # type: ignore[import-not-found]  # of this folder, as all here are run
    CHANNELS,
    LENGTHS,
    MARKS,
    WORDS,
)

TITLES = 1_000  # of a channel: the places of titles in JTV have two bytes
EPOCH = datetime(1601, 1, 1)  # noqa: DTZ001 - a clock reading, as JTV counts them


class Programme(NamedTuple):
    """A programme on the clock of its channel; ``mark`` is empty where it has none."""

    start: datetime
    stop: datetime
    title: str
    mark: str


def channels_of(programmes: int) -> Iterator[tuple[str, list[Programme]]]:
    """Each channel and its programmes, ``programmes`` in all."""
    rng = random.Random(1)  # noqa: S311 - nothing secret
    for channel in range(CHANNELS):
        titles = [" ".join(rng.choices(WORDS, k=rng.randint(2, 4))) for _title in range(TITLES)]
        start, listed = datetime(2024, 3, 4), []  # noqa: DTZ001 - the same
        for _programme in range(programmes // CHANNELS + (channel < programmes % CHANNELS)):
            stop = start + timedelta(minutes=rng.choice(LENGTHS))
            number = rng.randrange(TITLES)
            strict = number < TITLES // 20 and (start.hour >= 22 or stop.hour < 6)
            mark = "18+" if strict else MARKS[number % len(MARKS)]
            listed.append(Programme(start, stop, titles[number].capitalize(), mark))
            start = stop
        yield f"Канал {channel}", listed


def write_jtv(programmes: int, path: Path) -> None:
    """A zip with an index and a file of titles for each channel."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for channel, listed in channels_of(programmes):
            titles, known = bytearray(b"JTV 3.x TV Program Data\n\n\n"), dict[str, int]()
            index = bytearray(struct.pack("<H", len(listed)))
            for one in listed:
                title = f"{one.title} ({one.mark})" if one.mark else one.title
                if title not in known:
                    known[title] = len(titles)
                    raw = title.encode("cp1251", errors="replace")
                    titles += struct.pack("<H", len(raw)) + raw
                ticks = (one.start - EPOCH) // timedelta(microseconds=1) * 10
                index += struct.pack("<HQH", 0, ticks, known[title])
            packed.writestr(f"{channel}.ndx", bytes(index))
            packed.writestr(f"{channel}.pdt", bytes(titles))


def write_xlsx(programmes: int, path: Path) -> None:
    """A sheet with a heading and a row a programme."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Сетка")
    sheet.append(["Канал", "Дата", "Начало", "Окончание", "Название", "Возраст"])
    for channel, listed in channels_of(programmes):
        for one in listed:
            times = one.start.date(), one.start.time(), one.stop.time()
            sheet.append([channel, *times, one.title, one.mark])
    book.save(path)


def write_eit(programmes: int, path: Path) -> None:
    """The tables of each service, with its events."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<tsduck>\n')
        for service, (_channel, listed) in enumerate(channels_of(programmes), 1):
            out.write(
                f'  <EIT type="0" version="1" current="true" actual="true" service_id="{service}" '
                'transport_stream_id="1" original_network_id="1" last_table_id="0x50">\n'
            )
            for number, one in enumerate(listed):
                age = int(one.mark.removesuffix("+") or 0)
                rating = (
                    f'      <parental_rating_descriptor><country country_code="KAZ" '
                    f'rating="{age - 3}"/></parental_rating_descriptor>\n'
                    if age > 3
                    else ""
                )
                out.write(
                    f'    <event event_id="{number}" start_time="{one.start:%Y-%m-%d %H:%M:%S}" '
                    f'duration="{one.stop - one.start!s:0>8}" running_status="undefined" '
                    'CA_mode="false">\n      <short_event_descriptor language_code="rus">'
                    f"<event_name>{one.title}</event_name><text></text></short_event_descriptor>\n"
                    f"{rating}    </event>\n"
                )
            out.write("  </EIT>\n")
        out.write("</tsduck>\n")


if __name__ == "__main__":
    write = {"jtv": write_jtv, "xlsx": write_xlsx, "eit": write_eit}[sys.argv[1]]
    write(int(sys.argv[2]), Path(sys.argv[3]))
