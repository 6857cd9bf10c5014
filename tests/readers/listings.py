"""Schedules as press offices write them: hypothesis builds one, ``lines_of`` writes its lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from schedcheck.schedule.frame import Reading, validate

_MONTHS = {
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
}
_WEEKDAYS = {
    "kk": "Дүйсенбі Сейсенбі Сәрсенбі Бейсенбі Жұма Сенбі Жексенбі",
    "ru": "Понедельник Вторник Среда Четверг Пятница Суббота Воскресенье",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
_LETTERS = "абвгдежзиклмнопрстуфхцчшщыэюяәғқңөұүһі"


@dataclass(frozen=True)
class Showing:
    start: datetime
    title: str


@dataclass(frozen=True)
class Listing:
    """Days in order, each with its showings; ``habit`` is how it is written."""

    days: tuple[tuple[date, tuple[Showing, ...]], ...]
    language: str
    heading: str
    clock: str
    capitals: bool

    @property
    def showings(self) -> list[tuple[datetime, str]]:
        return [(one.start, one.title) for _day, shown in self.days for one in shown]

    @property
    def has_years(self) -> bool:
        return "{year}" in self.heading


_HEADINGS = (
    "{weekday}, {day} {month}", "{day} {month}, {weekday}", "{weekday} {day} {month} {year}",
    "{day:02}.{number:02}.{year}", "{weekday}  {day:02}.{number:02}.{year}.",
    "{day} {month} {year} ({weekday})",
)  # fmt: skip
_CLOCKS = ("{hour}.{minute:02}", "{hour:02}:{minute:02}", "{hour:02}.{minute:02}")
_MARKS = ("", " (18+)", " 18+", ". 12+", " (6+). Драма", " [16+]")


@st.composite
def titles(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.text(_LETTERS, min_size=2, max_size=7), min_size=1, max_size=3))
    name = " ".join(words).capitalize()
    return f"«{name}»" + draw(st.sampled_from(_MARKS))


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    """A listing of one to three days, each begun at its hour and carried past midnight."""
    first = draw(st.dates(date(2012, 1, 1), date(2034, 12, 25)))
    begin = draw(st.sampled_from((180, 305, 360)))
    days = []
    for number in range(draw(st.integers(1, 3))):
        day = first + timedelta(days=number)
        minutes = draw(st.sets(st.integers(begin + 1, begin + 1439), min_size=2, max_size=12))
        # the day is seen to begin: without it a silence of more than 18 hours could hide midnight
        walls = [datetime.combine(day, time()) + timedelta(minutes=m) for m in sorted(minutes)]
        gaps = zip([begin, *sorted(minutes)], [*sorted(minutes), begin + 1440], strict=True)
        if any(b - a > 1000 for a, b in gaps):
            walls = [datetime.combine(day, time()) + timedelta(minutes=m)
                     for m in range(begin, begin + 1440, 360)]  # fmt: skip
        days.append((day, tuple(Showing(wall, draw(titles())) for wall in walls)))
    return Listing(
        tuple(days),
        draw(st.sampled_from(("kk", "ru", "en"))),
        draw(st.sampled_from(_HEADINGS)),
        draw(st.sampled_from(_CLOCKS)),
        draw(st.booleans()),
    )


def heading_of(listing: Listing, day: date) -> str:
    text = listing.heading.format(
        weekday=_WEEKDAYS[listing.language].split()[day.weekday()],
        month=_MONTHS[listing.language].split()[day.month - 1],
        day=day.day,
        number=day.month,
        year=day.year,
    )
    return text.upper() if listing.capitals else text


def pairs_of(listing: Listing) -> list[tuple[str, str]]:
    """Clock reading and title of each line; a heading has an empty clock reading."""
    pairs = []
    if not listing.has_years:
        first, last = listing.days[0][0], listing.days[-1][0]
        pairs.append(("", f"{first:%d.%m.%Y} - {last:%d.%m.%Y}"))
    for day, showings in listing.days:
        pairs.append(("", heading_of(listing, day)))
        for one in showings:
            clock = listing.clock.format(hour=one.start.hour, minute=one.start.minute)
            pairs.append((clock, one.title))
    return pairs


def lines_of(listing: Listing, between: str = " ") -> list[str]:
    return [f"{clock}{between}{title}" if clock else title for clock, title in pairs_of(listing)]


def given_back(reading: Reading) -> list[tuple[datetime, str]]:
    """The starts and titles that a reader gives back; it must have told no fault."""
    validate(reading.frame)
    assert not reading.faults, reading.faults
    walls = [wall.to_pydatetime() for wall in reading.frame["wall_start"]]
    return list(zip(walls, reading.frame["title"], strict=True))
