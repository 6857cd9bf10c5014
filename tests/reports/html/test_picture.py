from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from schedcheck.law.rulebook import load_rulebook
from schedcheck.reports.html.local_days import ClockFace
from schedcheck.reports.html.picture import HOUR, PictureProgramme, draw, when
from schedcheck.reports.view import Tone

ALMATY = ZoneInfo("Asia/Almaty")
SIX = 6 * 3600
DAYS = [date(2026, 11, 28), date(2026, 11, 29)]


def _clock(day_starts: int, zone: ZoneInfo = ALMATY) -> ClockFace:
    first, last = datetime(2026, 10, 1, tzinfo=zone), datetime(2026, 12, 4, tzinfo=zone)
    return ClockFace(zone.key, int(first.timestamp()), int(last.timestamp()), day_starts)


def _windows(day_starts: int, days: list[date] = DAYS) -> list[list[tuple[float, float]]]:
    rulebook = load_rulebook("kz")
    plan = rulebook.day_plan(rulebook.rules, "E18", False)  # noqa: FBT003 - its signature
    picture = draw(days, (), (), plan, _clock(day_starts))
    return [
        [(box.y / HOUR, (box.y + box.height) / HOUR) for box in column.windows]
        for column in picture.columns
    ]


def test_the_windows_of_a_day_from_six_to_six_begin_with_it() -> None:
    assert _windows(0) == [[(6, 22)], [(6, 22)]]
    assert _windows(SIX) == [[(0, 16)], [(0, 16)]]
    # from seven to seven: the first hour of the window is in the day before
    assert _windows(SIX + 3600) == [[(0, 15), (23, 24)], [(0, 15), (23, 24)]]


def test_the_hours_beside_a_day_are_readings_of_the_clock() -> None:
    axes = {
        since: [reading for _hour, reading in draw(DAYS, (), (), (), _clock(since)).axis]
        for since in (0, SIX, SIX - 1800)
    }
    assert axes[0] == ["00", "03", "06", "09", "12", "15", "18", "21", "24"]
    assert axes[SIX] == ["06", "09", "12", "15", "18", "21", "00", "03", "06"]
    assert axes[SIX - 1800][:3] == ["05:30", "08:30", "11:30"]


def test_a_change_of_clocks_at_night_is_named_by_its_own_date() -> None:
    london = ZoneInfo("Europe/London")
    days = [date(2026, 10, 24), date(2026, 10, 25)]
    picture = draw(days, (), (), (), _clock(SIX, london))
    words = [column.changes for column in picture.columns]
    assert [len(told) for told in words] == [1, 0]
    assert "25" in words[0][0]
    assert "01:00–02:00" in words[0][0]


def _programme(start: datetime, minutes: int | None) -> PictureProgramme:
    stop = None if minutes is None else start + timedelta(minutes=minutes)
    return PictureProgramme(
        begins=int(start.timestamp()),
        ends=int(stop.timestamp()) if stop else None,
        starts=start.replace(tzinfo=None),
        when=when(start, stop),
        title="Кино",
        mark="18+",
        class_label="E18",
        told="",
        place="",
        tone=Tone.VIOLATION,
    )


def test_what_goes_on_after_the_last_day_says_until_when() -> None:
    night = datetime(2026, 11, 30, 5, 10, tzinfo=ALMATY)
    programmes = [_programme(night, minutes) for minutes in (90, 50, None)]
    last = draw(DAYS, programmes, (), (), _clock(SIX)).columns[-1]
    assert [box.runs_on for box in last.blocks] == [True, False, False]
    assert [box.label for box in last.blocks] == [
        "↓ 06:40 × E18 Кино",
        "× E18 Кино",
        "× E18 Кино",
    ]
    # over the midnight between two days of the picture nothing is cut
    evening = _programme(datetime(2026, 11, 29, 5, 10, tzinfo=ALMATY), 90)
    columns = draw(DAYS, [evening], (), (), _clock(SIX)).columns
    assert [box.runs_on for column in columns for box in column.blocks] == [False, False]
