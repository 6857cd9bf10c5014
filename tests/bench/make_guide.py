"""Write a large XMLTV guide of our own making: ``make_guide.py PROGRAMMES FILE [lean|loud]``.

46 channels, round the clock. In size and shape it is like the guides of vendors that we have seen:
some 530 bytes and six elements a programme (title, description, category, picture, and a rating
where there is a mark). A title has one class; one programme in twenty is of class E18, nearly all
of those at night. A lean one has neither pictures nor categories, and all its marks are ratings.
In a loud one every third channel gives its strict titles another mark: findings for one programme
in ten or so.
"""

from __future__ import annotations

import random
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

WORDS = (  # noqa: SIM905 - words read better than a list of literals
    "новости вечерний рассказ жаңалықтар кино музыка любовь город ночь дом человек история "
    "время путь ветер степь батыр айтыс балалар тағдыр дорога встреча тайна әуен кеш"
).split()
LENGTHS = (15, 25, 30, 45, 55, 60, 90, 120)
CHANNELS = 46
TITLES = 20_000
STRICT = 1_000  # so many titles are of class E18, wherever they stand
MARKS = ("16+", "12+", "6+", "12+", "", "")


def write_guide(programmes: int, path: Path, shape: str = "rich", *, seed: int = 1) -> None:
    """Write ``programmes`` programmes to ``path``; the same seed gives the same file."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    titles: dict[str, None] = {}  # in order, each once: a title has one class
    while len(titles) < TITLES:
        titles[" ".join(rng.choices(WORDS, k=rng.randint(2, 5))).capitalize()] = None
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tv SYSTEM "xmltv.dtd">\n<tv>\n'
        )
        for channel in range(CHANNELS):
            out.write(
                f'  <channel id="ch{channel}.kz">\n    <display-name lang="ru">Канал {channel}'
                "</display-name>\n  </channel>\n"
            )
        for channel in range(CHANNELS):
            count = programmes // CHANNELS + (channel < programmes % CHANNELS)
            _write_channel(out, rng, [*titles], channel, count, shape)
        out.write("</tv>\n")


def _write_channel(  # noqa: PLR0913, PLR0917 - the whole shape of a channel
    out: TextIO, rng: random.Random, titles: list[str], channel: int, count: int, shape: str
) -> None:
    lean, loud = shape == "lean", shape == "loud"
    start = datetime(2024, 3, 4)  # noqa: DTZ001 - a clock reading, the offset is printed
    for _programme in range(count):
        stop = start + timedelta(minutes=rng.choice(LENGTHS))
        night = start.hour >= 22 or stop.hour < 6
        luck = rng.random()
        strict = luck < (0.12 if night or loud else 0.004)
        number = rng.randrange(STRICT) if strict else rng.randrange(STRICT, TITLES)
        title, mark = titles[number], "18+" if strict else MARKS[number % len(MARKS)]
        if loud and strict and channel % 3 == 0:
            mark = "16+"
        in_title = bool(mark) and number % 4 == 0 and not lean
        rating = f'    <rating system="KZ">\n      <value>{mark}</value>\n    </rating>\n'
        more = (
            ""
            if lean
            else (
                f'    <category lang="ru">{rng.choice(WORDS)}</category>\n'
                f'    <icon src="https://guide.example.kz/pictures/{number:05d}_large.jpg" />\n'
            )
        )
        out.write(
            f'  <programme start="{start:%Y%m%d%H%M%S} +0500" stop="{stop:%Y%m%d%H%M%S} +0500" '
            f'channel="ch{channel}.kz">\n'
            f'    <title lang="ru">{title}{f" ({mark})" if in_title else ""}</title>\n'
            f'    <desc lang="ru">{" ".join(rng.choices(WORDS, k=14))}</desc>\n'
            f"{more}{rating if mark and not in_title else ''}"
            "  </programme>\n"
        )
        start = stop


if __name__ == "__main__":
    write_guide(int(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:4])
