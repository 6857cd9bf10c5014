from __future__ import annotations

import json
from html import escape

import pytest

from schedcheck.readers.documents import html as webpage
from schedcheck.schedule.reading import Reading
from tests.fixtures.tables import NO_OPTIONS, source_of

DAY = (("06:00", "Ән", "6+"), ("15:00", "Порог", "18+"), ("17:00", "Күй", "6+"))
ITEMS = [
    {"start": f"2026-11-24T{clock}:00+05:00", "title": title, "age": age}
    for clock, title, age in DAY
]
DATA = json.dumps({"props": {"day": ITEMS}}, ensure_ascii=False)
SHOWN = "<h2>24 ноября 2026</h2>" + "".join(f"<p>{a} {b} {c}</p>" for a, b, c in DAY)
PART = SHOWN.replace("<p>15:00 Порог 18+</p>", "")
LITERALS = "<script>let day = [{time: '06:00', title: 'Ән'}, {time: '15:00', age: '18+'}]</script>"


def read(body: str) -> Reading:
    return webpage.read(
        source_of(f"<html><body>{body}</body></html>".encode(), "a.html"), NO_OPTIONS
    )


@pytest.mark.parametrize(
    "script",
    [
        f'<script id="__NEXT_DATA__" type="application/json">{DATA}</script>',
        f"<script>window.state = {DATA};</script>",
        f"<script>var day = {json.dumps(ITEMS)}; show(day);</script>",
    ],
)
def test_the_data_of_a_page_without_a_list_is_read_as_json(script: str) -> None:
    reading = read(f"<div></div>{script}")
    assert reading.frame["title"].tolist() == ["Ән", "Порог", "Күй"]
    assert not reading.faults
    part = read(PART + script)
    assert [(fault.code, fault.text) for fault in part.faults] == [("unaccounted", "Порог")]
    assert not read(SHOWN + script).faults


def test_an_adult_mark_in_a_script_that_is_not_read() -> None:
    assert [fault.code for fault in read(PART + LITERALS).faults] == ["unaccounted"]
    assert not read(SHOWN + LITERALS).faults
    assert not read(f"{PART}<script>ask('Вам есть 18+'); f(18); x = '12:30'</script>").faults


def test_a_page_inside_a_frame_is_part_of_the_page() -> None:
    reading = read(f"<iframe srcdoc='{escape(SHOWN)}'></iframe>")
    assert reading.frame["title"].tolist() == ["Ән 6+", "Порог 18+", "Күй 6+"]


ENTRIES = {
    "one of the film that is shown with it": ("t('15:00', 'Порог', '18+')", 0),
    "one of a film shown without it": ("t('17:00', 'Күй', '18+')", 1),
    "one of a film that is not shown": ("t('16:30', 'Тайна', '18+')", 1),
    "escaped": (r'x = "{\"t\": \"16:30\", \"n\": \"Тайна\", \"a\": \"18+\"}"', 1),
    "a list of marks": ("ages = ['0+', '6+', '12+', '16+', '18+']", 0),
    "a text of the page": ("t('Материалы 18+')", 0),
}


@pytest.mark.parametrize(("entry", "count"), ENTRIES.values(), ids=ENTRIES)
def test_a_mark_in_a_script_is_held_against_the_programmes_that_have_one(
    entry: str, count: int
) -> None:
    other = "t('06:00', 'Ән', '6+'); t('17:00', 'Күй', '6+')"
    reading = read(f"{SHOWN}<script>{other}; {entry}</script>")
    assert [fault.code for fault in reading.faults] == ["unaccounted"] * count
