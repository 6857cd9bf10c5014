from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from schedcheck.errors import ConfigError
from schedcheck.pipeline.audit import audit
from schedcheck.results.finding import Severity
from schedcheck.results.results import Audit
from schedcheck.results.states import Version
from tests.checks.audited import programme

FILM = "Х/ф «Порог»"
DAY = date(2026, 11, 25)


def day(film: str, *more: str, number: int = 25) -> list[str]:
    """A day of November by the hour; the film of class E18 at ``film``, in place of another."""
    date_of = f"2026-11-{number:02d} "
    rows = []
    for hour in range(24):
        start, stop = f"{hour:02d}:00", f"{hour:02d}:50"
        title, rating = (FILM, "18+") if start == film else (f"Жаңалықтар {hour}", "0+")
        rows.append(programme(date_of + start, date_of + stop, title, rating=rating))
    return [*rows, *more]


def guide(path: Path, rows: list[str], made: str = "", written: int = 0) -> Path:
    issued = f' date="{made}"' if made else ""
    path.write_text(f"<tv{issued}>\n" + "\n".join(rows) + "\n</tv>", encoding="utf-8")
    if written:
        os.utime(path, (written, written))
    return path


def films(result: Audit) -> list[int]:
    return [one.start.hour for one in result.of(Severity.VIOLATION) if one.start]


def versions(result: Audit) -> list[Version]:
    return [one for report in result.channels for one in report.versions]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("ktk.xml", "ktk исправленная.xml"),
        ("ktk.xml", "ktk түзетілген.xml"),
        ("ktk (new).xml", "ktk v2.xml"),
        ("ktk_v2.xml", "ktk_v10.xml"),
        ("ktk ред. 1.xml", "ktk ред. 2.xml"),
        ("ktk.xml", "ktk (1).xml"),
        ("ktk 2026-11-19.xml", "ktk 20.11.2026.xml"),
        ("ktk-20261119.xml", "ktk-20261120.xml"),
    ],
)
def test_the_name_says_which_is_the_later(tmp_path: Path, earlier: str, later: str) -> None:
    old = guide(tmp_path / earlier, day("15:00"), written=2_000_000_000)
    new = guide(tmp_path / later, day("16:00"), written=1_000_000_000)
    result = audit([tmp_path])
    assert films(result) == [16]
    assert versions(result) == [Version(str(old), str(new), "name", DAY, DAY, 24)]
    assert result.channels[0].files == tuple(sorted((str(old), str(new))))
    assert not any(one.code == "duplicate" for one in result.findings)


def test_else_the_date_in_the_content_and_else_the_time_of_the_file(tmp_path: Path) -> None:
    a = guide(tmp_path / "a.xml", day("15:00"), "20261120", written=2_000_000_000)
    b = guide(tmp_path / "b.xml", day("16:00"), "20261119120000 +0500", written=1_000_000_000)
    result = audit([tmp_path])
    assert films(result) == [15]
    assert versions(result) == [Version(str(b), str(a), "contents", DAY, DAY, 24)]
    guide(b, day("16:00"), written=1_000_000_000)
    assert versions(audit([tmp_path])) == [Version(str(b), str(a), "time", DAY, DAY, 24)]


def test_where_nothing_says_it_both_count(tmp_path: Path) -> None:
    a = guide(tmp_path / "a.xml", day("15:00"), written=1_000_000_000)
    b = guide(tmp_path / "b.xml", day("16:00"), written=1_000_000_000)
    result = audit([tmp_path])
    assert films(result) == [15, 16]
    assert versions(result) == [Version(str(a), str(b), "undecided", DAY, DAY)]


def test_what_has_little_in_common_is_not_superseded_by_its_time(tmp_path: Path) -> None:
    other = [row.replace("Жаңалықтар", "Новости") for row in day("16:00")]
    guide(tmp_path / "a.xml", day("15:00"), written=1_000_000_000)
    guide(tmp_path / "b.xml", other, written=2_000_000_000)
    result = audit([tmp_path])
    assert films(result) == [15, 16]
    assert [one.how for one in versions(result)] == ["undecided"]


def test_only_the_days_of_the_later_one_are_superseded(tmp_path: Path) -> None:
    guide(tmp_path / "ktk.xml", [*day("15:00", number=24), *day("17:00"), *day("18:00", number=26)])
    guide(tmp_path / "ktk v2.xml", day("16:00"))
    result = audit([tmp_path])
    assert films(result) == [15, 16, 18]
    assert [one.programmes for one in versions(result)] == [24]


def test_all_may_count_and_a_run_may_refuse_to_choose(tmp_path: Path) -> None:
    guide(tmp_path / "ktk.xml", day("15:00"))
    guide(tmp_path / "ktk v2.xml", day("16:00"))
    result = audit([tmp_path], versions="all")
    assert films(result) == [15, 16]
    assert [one.how for one in versions(result)] == ["all"]
    with pytest.raises(ConfigError, match=r"ktk v2\.xml.*--versions last"):
        audit([tmp_path], versions="ask")


def test_the_same_file_twice_and_two_halves_are_no_versions(tmp_path: Path) -> None:
    guide(tmp_path / "ktk.xml", day("15:00"))
    guide(tmp_path / "ktk v2.xml", day("15:00"))
    assert versions(audit([tmp_path], versions="ask")) == []
    rows = day("15:00")
    guide(tmp_path / "ktk.xml", rows[:14])
    guide(tmp_path / "ktk v2.xml", rows[13:])
    result = audit([tmp_path], versions="ask")
    assert versions(result) == []
    assert films(result) == [15]


def test_three_versions_leave_the_last_whatever_says_so(tmp_path: Path) -> None:
    guide(tmp_path / "a.xml", day("15:00"), "20261120")
    guide(tmp_path / "b v2.xml", day("16:00"), "20261118")
    guide(tmp_path / "c v3.xml", day("17:00"), "20261119")
    result = audit([tmp_path])
    assert films(result) == [17]
    assert len(versions(result)) == 3


def test_a_file_is_of_the_channel_that_it_is_named_for_whatever_its_version(tmp_path: Path) -> None:
    row = "Дата;Начало;Конец;Название\n25.11.2026;06:00;07:00;Ән\n"
    for name in ("ktk исправленная", "КТК_v2", "ktk (1)", "KTK ред. 3", "ktk 2026-11-20"):
        path = tmp_path / f"{name}.csv"
        path.write_text(row, encoding="utf-8")
        (report,) = audit([path]).channels
        assert report.id == "ktk"


def test_short_schedules_with_the_same_starts_are_versions_too(tmp_path: Path) -> None:
    tail = [programme("2026-11-25 21:00", "2026-11-25 23:00", "Ән", rating="6+")]
    long = programme("2026-11-25 13:00", "2026-11-25 20:50", "Спектакль", rating="6+")
    film = programme("2026-11-25 18:00", "2026-11-25 19:00", FILM, rating="18+")
    first = programme("2026-11-25 13:00", "2026-11-25 18:00", "Спектакль", rating="6+")
    guide(tmp_path / "ktk.xml", [first, film, *tail])
    guide(tmp_path / "ktk v2.xml", [long, *tail])
    result = audit([tmp_path])
    # what the later one has within a long programme of its own does not count either
    assert films(result) == []
    assert [one.how for one in versions(result)] == ["name"]


def test_parts_that_meet_at_one_start_are_no_versions(tmp_path: Path) -> None:
    guide(tmp_path / "ktk.xml", day("15:00")[:13])
    guide(tmp_path / "ktk v2.xml", day("16:00")[12:])
    assert versions(audit([tmp_path])) == []
