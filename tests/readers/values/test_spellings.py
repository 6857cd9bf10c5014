"""One list of spellings of clock readings and of days, read alike in files of every shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.documents import docx, html, odt, rtf
from schedcheck.readers.listings import reader as listing
from schedcheck.readers.tables import csv
from schedcheck.readers.values.cells import parse_day
from schedcheck.readers.values.clock_times import Spelling
from schedcheck.readers.values.day_headings import day_heading, read_heading
from schedcheck.readers.values.leading_times import lead
from schedcheck.readers.values.moments import parse_moment, parse_range
from schedcheck.readers.workbooks import reader as workbooks
from schedcheck.schedule.reading import Reading
from tests.fixtures.papers import Blocks, docx_of, html_of, odt_of, rtf_of
from tests.fixtures.tables import NO_OPTIONS, source_of, workbook_of

TUESDAY = date(2026, 11, 24)
Spell = Callable[[int, int], str]


def half(hour: int, minute: int, form: str) -> str:
    """A time of 24 hours on the clock of 12."""
    short, capital, dotted = ("am", "AM", "a.m.") if hour < 12 else ("pm", "PM", "p.m.")
    return form.format(h=(hour - 1) % 12 + 1, m=minute, a=short, A=capital, d=dotted)


#: Spellings with minutes: how a time is written.
CLOCKS: dict[str, Spell] = {
    "06:30": lambda h, m: f"{h:02}:{m:02}",
    "6:30": lambda h, m: f"{h}:{m:02}",
    "6.30": lambda h, m: f"{h}.{m:02}",
    "06.30": lambda h, m: f"{h:02}.{m:02}",
    "06:30:00": lambda h, m: f"{h:02}:{m:02}:00",
    "06.30.00": lambda h, m: f"{h:02}.{m:02}.00",
    "full-width colon": lambda h, m: f"{h:02}\uff1a{m:02}",
    "6h30": lambda h, m: f"{h}h{m:02}",
    "6ч30": lambda h, m: f"{h}ч{m:02}",
    "6 ч. 30": lambda h, m: f"{h} ч. {m:02}",
    "6 ч. 30 мин.": lambda h, m: f"{h} ч. {m:02} мин.",
    "6 сағ 30 мин": lambda h, m: f"{h} сағ {m:02} мин",
    "6:30 AM": lambda h, m: half(h, m, "{h}:{m:02} {A}"),
    "6:30am": lambda h, m: half(h, m, "{h}:{m:02}{a}"),
    "06.30 a.m.": lambda h, m: half(h, m, "{h:02}.{m:02} {d}"),
    "6-30": lambda h, m: f"{h}-{m:02}",
    "06-30": lambda h, m: f"{h:02}-{m:02}",
    "0630": lambda h, m: f"{h:02}{m:02}",
}
#: Spellings of whole hours.
HOURS: dict[str, Spell] = {
    "6AM": lambda h, m: half(h, m, "{h}{A}"),
    "6 p.m.": lambda h, m: half(h, m, "{h} {d}"),
    "6 ч": lambda h, _m: f"{h} ч",
    "6 ч.": lambda h, _m: f"{h} ч.",
    "6 час.": lambda h, _m: f"{h} час.",
    "6h": lambda h, _m: f"{h}h",
    "6 сағ.": lambda h, _m: f"{h} сағ.",
}
#: What may stand behind a clock reading, and its offset in minutes on that day.
ZONES = {
    " МСК": 180, " (мск)": 180, " MSK": 180, " UTC+3": 180, " UTC−3": -180, " (UTC+05:00)": 300,
    " GMT": 0, " CET": 60, " (CET)": 60, " +05:00": 300, " +0300": 180,
    " по московскому времени": 180, " по мск.": 180, " (моск.)": 180, " моск. времени": 180,
}  # fmt: skip
#: What may part the end of a programme from its start.
TO = [
    *"\u2010\u2011\u2012\u2013\u2014\u2015\u2212-÷→~", " - ", " – ", " \u2212 ", " ÷ ", " → ",
    " ~ ", " по ", " до ", " to ",
]  # fmt: skip
#: Spellings of Tuesday, 24 November 2026, that are whole without their weekday.
DAYS = [
    "24.11.2026", "24.11.2026 г.", "24.11.2026 ж.", "24.11.26", "24/11/2026", "24-11-2026",
    "2026-11-24", "24.11. 2026.", "20261124", "24 ноября 2026",
    "24 ноября 2026 г.", "24 ноября 2026 года", "24 нояб. 2026", "24 қараша 2026",
    "24-ші қараша 2026 ж.", "2026 жылғы 24 қараша", "24 November 2026", "November 24, 2026",
    "24th of November 2026", "Nov 24, 2026", "24.XI.2026", "24 XI 2026", "24-ноя-2026",
    "24-Nov-2026", "24-Nov-26", "24-қар-2026", "24/ноя/2026",
]  # fmt: skip
WEEKDAYS = ["Вторник, {}", "{} (вт)", "Сейсенбі {}", "{}, Tuesday", "ВТ. {}"]


@dataclass
class Row:
    """A programme: the text of its time, the wall time, and what its name is."""

    clock: str
    wall: datetime
    title: str
    stop: datetime | None = None
    offset: int | None = field(default=None)


def at(hour: int, minute: int) -> datetime:
    return datetime.combine(TUESDAY, time(hour, minute))


def rows(spell: Spell, times: Sequence[tuple[int, int]], behind: str = "") -> list[Row]:
    return [
        Row(spell(h, m) + behind, at(h, m), f"Фильм {letter}")
        for letter, (h, m) in zip("АБВГ", times, strict=True)
    ]


SOME = [(6, 30), (9, 5), (13, 45), (21, 50)]
WHOLE = [(6, 0), (9, 0), (13, 0), (21, 0)]


# ---- every shape: the rows of one day under its heading


def lines(day: str, listed: Sequence[Row]) -> list[str]:
    return [day, *(f"{row.clock} {row.title}" for row in listed)]


def cells(day: str, listed: Sequence[Row]) -> list[list[str]]:
    """A grid: that day, and the next one with programmes at times of their own."""
    head = [day, "25.11.2026"]
    return [head, *([f"{row.clock} {row.title}", f"{row.clock} Другое"] for row in listed)]


def side(day: str, listed: Sequence[Row]) -> list[list[str]]:
    return [["Время", day, "25.11.2026"], *([row.clock, row.title, "Другое"] for row in listed)]


def table(day: str, listed: Sequence[Row]) -> list[list[str]]:
    return [["Дата", "Время", "Название"], *([day, row.clock, row.title] for row in listed)]


def timed(day: str, listed: Sequence[Row]) -> list[list[str]]:
    return [["Время", "Название"], [day, ""], *([row.clock, row.title] for row in listed)]


def column(day: str, listed: Sequence[Row]) -> list[list[str]]:
    return [[line] for line in lines(day, listed)]


def semicolons(grid: list[list[str]]) -> bytes:
    return "\n".join(";".join(row) for row in grid).encode()


def bare(grid: list[list[str]]) -> bytes:
    return workbook_of(S=grid)


TABLES = {
    "row table": table,
    "times and titles": timed,
    "grid": cells,
    "grid with times beside": side,
    "one column": column,
}
PAPERS = {
    "docx": (docx, docx_of),
    "odt": (odt, odt_of),
    "rtf": (rtf, rtf_of),
    "html": (html, html_of),
}


def shapes(day: str, listed: Sequence[Row]) -> Iterator[tuple[str, Reading]]:
    for name, form in TABLES.items():
        grid = form(day, listed)
        yield f"csv, {name}", csv.read(source_of(semicolons(grid), "a.csv"), NO_OPTIONS)
        yield f"xlsx, {name}", workbooks.read(source_of(bare(grid), "a.xlsx"), NO_OPTIONS)
    text = "\n".join(lines(day, listed)).encode()
    assert listing.sniff(text, "a.txt")
    yield "txt", listing.read(source_of(text, "a.txt"), NO_OPTIONS)
    for name, (reader, write) in PAPERS.items():
        blocks: dict[str, Blocks] = {
            "lines": lines(day, listed),
            "table without headings": [day, [[row.clock, row.title] for row in listed]],
            "table": [day, [["Время", "Название"], *([r.clock, r.title] for r in listed)]],
            "table of dates": [table(day, listed)],
            "grid": [cells(day, listed)],
            "grid with times beside": [side(day, listed)],
        }
        for kind, block in blocks.items():
            yield f"{name}, {kind}", reader.read(source_of(write(block), "a"), NO_OPTIONS)


def read_alike(listed: Sequence[Row], day: str = "24.11.2026") -> None:
    wrong = {}
    for shape, reading in shapes(day, listed):
        frame = reading.frame[reading.frame["title"] != "Другое"]
        offsets = [None if missing else int(offset) for offset, missing in
                   zip(frame["offset"], frame["offset"].isna(), strict=True)]  # fmt: skip
        got = list(zip(frame["wall_start"], frame["title"], offsets, strict=True))
        want = [(row.wall, row.title, row.offset) for row in listed]
        faults = [(str(fault.place), fault.text, str(fault.reason)) for fault in reading.faults]
        stops = list(frame["wall_stop"].dropna())
        ends = [row.stop for row in listed if row.stop is not None]
        if got != want or faults or (ends and stops != ends):
            wrong[shape] = (got, stops, faults)
    assert not wrong


@pytest.mark.parametrize("name", CLOCKS)
def test_a_spelling_with_minutes(name: str) -> None:
    read_alike(rows(CLOCKS[name], SOME))


@pytest.mark.parametrize("name", HOURS)
def test_a_spelling_of_whole_hours(name: str) -> None:
    read_alike(rows(HOURS[name], WHOLE))


@pytest.mark.parametrize("behind", ZONES)
def test_a_zone_behind_the_clock(behind: str) -> None:
    listed = rows(CLOCKS["06:30"], SOME, behind)
    for row in listed:
        row.offset = ZONES[behind]
    read_alike(listed)


@pytest.mark.parametrize("to", TO)
def test_an_end_behind_a_start(to: str) -> None:
    spell = CLOCKS["6.30"]
    listed = rows(spell, SOME)
    for row in listed:
        row.stop = row.wall + timedelta(minutes=40)
        row.clock += to + spell(row.stop.hour, row.stop.minute)
    read_alike(listed)


def test_the_half_of_the_day_behind_the_end_alone() -> None:
    listed = [
        Row("10:30-11:45 AM", at(10, 30), "А", at(11, 45)),
        Row("11:50-1:30 PM", at(11, 50), "Б", at(13, 30)),
        Row("1:30-2:30 PM", at(13, 30), "В", at(14, 30)),
    ]
    read_alike(listed)


def test_hours_past_midnight_are_of_the_next_day() -> None:
    late = at(0, 0) + timedelta(days=1)
    listed = [
        Row("22:00", at(22, 0), "А"), Row("24:00", late, "Б"),
        Row("25:30", late + timedelta(minutes=90), "В"),
    ]  # fmt: skip
    read_alike(listed)
    listed[1].clock, listed[2].clock = "0:00", "1:30"
    read_alike(listed)


def test_the_film_in_a_cell_is_at_one_in_the_afternoon() -> None:
    listed = [Row("6:00 AM", at(6, 0), "Show"), Row("1:00 PM", at(13, 0), "Film (18+)")]
    read_alike(listed)


@pytest.mark.parametrize("day", DAYS)
def test_a_spelling_of_a_day(day: str) -> None:
    assert parse_day(day) == TUESDAY
    read_alike(rows(CLOCKS["06:30"], SOME), day)


@pytest.mark.parametrize("form", WEEKDAYS)
@pytest.mark.parametrize("day", ["24.11.2026", "24 ноября 2026 г.", "24.XI.2026", "24-Nov-2026"])
def test_a_weekday_beside_the_day(day: str, form: str) -> None:
    read_alike(rows(CLOCKS["06:30"], SOME), form.format(day))


@pytest.mark.parametrize(
    "title",
    ["1+1", "24 часа", "100 лет", "2 х 2", "18+", "1941 год", "2012 жыл", "10-12 серии", "5 минут",
     "7 дней", "21.00% годовых", "12.12.2022", "101 далматинец", "5'nizza"],
)  # fmt: skip
def test_what_is_no_clock_reading(title: str) -> None:
    assert lead(title, Spelling.ANY) is None
    assert parse_moment(title) is None


@pytest.mark.parametrize("text", ["24 х 11", "ноябрь", "1.2.3", "33.11.2026", "24.13.2026", "XI"])
def test_what_is_no_day(text: str) -> None:
    assert day_heading(text) is None


times = st.tuples(st.integers(0, 23), st.integers(0, 59))


@given(times, st.sampled_from(sorted(CLOCKS)))
def test_every_time_in_every_spelling(clock: tuple[int, int], name: str) -> None:
    text, seconds = CLOCKS[name](*clock), clock[0] * 3600 + clock[1] * 60
    moment, found = parse_moment(text), lead(f"{text} Ән", Spelling.ANY)
    assert moment is not None
    assert found is not None
    assert (moment.seconds, moment.day, moment.offset, moment.drift) == (seconds, None, None, False)
    assert [(one.start, one.stop) for one in found.showings] == [(seconds, None)]
    assert found.text == "Ән"


@given(times, times, st.sampled_from(sorted(CLOCKS)), st.sampled_from(TO))
def test_every_range_in_every_spelling(
    start: tuple[int, int], stop: tuple[int, int], name: str, to: str
) -> None:
    text = CLOCKS[name](*start) + to + CLOCKS[name](*stop)
    both = parse_range(text, Spelling.ANY)
    assert both is not None
    wanted = tuple(hour * 3600 + minute * 60 for hour, minute in (start, stop))
    assert tuple(moment.seconds for moment in both) == wanted
    found = lead(f"{text} Ән", Spelling.ANY)
    assert found is not None
    assert (found.showings[0].start, found.showings[0].stop, found.text) == (*wanted, "Ән")


FORMS = [
    "{d:%d.%m.%Y}", "{d.day}.{d.month}.{d.year} г.", "{d:%d/%m/%Y}", "{d:%Y-%m-%d}", "{d:%Y%m%d}",
    "{d:%d}.{roman}.{d.year}", "{d.day} {ru} {d.year} г.", "{d.year} жылғы {d.day} {kk}",
    "{en} {d.day}, {d.year}", "{d:%d}-{en3}-{d:%Y}", "{d.day}-{ru3}-{d:%Y}",
]  # fmt: skip


def named(months: str) -> list[str]:
    return months.split()


ROMAN = named("I II III IV V VI VII VIII IX X XI XII")
RU = named("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
KK = named("қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан")
EN = named("January February March April May June July August September October November December")


@given(st.dates(date(1990, 1, 1), date(2069, 12, 31)), st.sampled_from(FORMS))
def test_every_day_in_every_spelling(day: date, form: str) -> None:
    month = day.month - 1
    text = form.format(
        d=day, roman=ROMAN[month], ru=RU[month], kk=KK[month], en=EN[month], en3=EN[month][:3],
        ru3={4: "мая"}.get(month, RU[month][:3]),
    )  # fmt: skip
    assert parse_day(text) == day
    heading = read_heading(f"{text} {['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'][day.weekday()]}")
    assert heading is not None
    assert (heading.whole, heading.weekday, heading.exact) == (day, day.isoweekday(), True)


@pytest.mark.parametrize("blank", [" ", "\t", "-", ".", "21:", "1 ", "ч", "T", "T ", ", "])
def test_long_runs_are_read_in_no_time(blank: str) -> None:
    for text in (f"21{blank * 50_000}30", f"04.03.2024{blank * 50_000}21:30", blank * 50_000):
        for parse in (parse_moment, parse_range, parse_day, lead, read_heading):
            parse(text)
