from __future__ import annotations

from pathlib import Path

import pytest

from schedcheck import audit
from schedcheck.law.roster import load_roster
from schedcheck.readers.values.channel_names import channel_in
from tests.fixtures.tables import workbook_of

ROSTER = load_roster("kz")


def known(name: str) -> bool:
    return ROSTER.match(name) is not None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Программа передач телеканала «Вымысел-ТВ» с 12 по 18 декабря", "Вымысел-ТВ"),
        ("Телеканал КТК. 23-29 қараша", "КТК"),
        ("КТК", "КТК"),
        ("«Хабар» телеарнасының бағдарламасы", "Хабар"),
        ("Хабар 24 телеарнасы, 4-10 наурыз", "Хабар 24"),
        ("Программа на неделю с 12.12.2022 канал Вымысел Дубль 3", "Вымысел"),
        ("Программа «Седьмой канал» на неделю", "Седьмой канал"),
        ("Программа передач Первый канал Евразия на неделю", "Первый канал Евразия"),
        ("Бағдарлама кестесі. QAZAQSTAN ұлттық арнасы", "QAZAQSTAN"),
        ("BALAPAN channel schedule 4-10 March 2024", "BALAPAN"),
        ("Телеканал: Вымысел", "Вымысел"),
        ("Kazakh TV channel programs 01.02.2021-07.02.2021", "Kazakh TV"),
        ("Программа телеканала на неделю", ""),
        ("г. Алматы, Астана", ""),
        ("Программа передач на 4 - 10 марта", ""),
        ("«Астана» " * 40, ""),
    ],
)
def test_the_channel_that_a_heading_names(text: str, name: str) -> None:
    assert channel_in(["", text], known) == name


def test_a_place_is_no_channel_but_in_the_first_line() -> None:
    assert channel_in(["Апталық кесте", "Астана"], known) == ""


LISTING = "{}\n\nПонедельник, 4 марта 2024\n12.00 Ночной гость (18+)\n13.00 Новости\n"


@pytest.mark.parametrize(
    ("heading", "file", "channel"),
    [
        ("Программа передач телеканала «КТК»", "неделя 10.txt", "ktk"),
        ("Программа передач телеканала «Вымысел»", "неделя 10.txt", "Вымысел"),
        ("Программа передач телеканала «Вымысел»", "ktk.txt", "ktk"),
        ("Программа передач", "ktk.txt", "ktk"),
        ("Программа передач", "неделя 10.txt", "неделя 10"),
    ],
)
def test_a_listing_is_of_the_channel_above_it_else_of_its_file(
    tmp_path: Path, heading: str, file: str, channel: str
) -> None:
    path = tmp_path / file
    path.write_text(LISTING.format(heading), encoding="utf-8")
    (report,) = audit(path).channels
    assert report.id == channel


def test_the_channel_told_by_the_user_goes_before_all(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(LISTING.format("Телеканал КТК"), encoding="utf-8")
    assert [one.id for one in audit(path, channel="Седьмой канал").channels] == ["7-kanal"]


ROWS = [["Дата", "Время", "Название"], ["04.03.2024", "12:00", "Ночной гость (18+)"]]


def test_sheets_that_are_named_for_channels_are_theirs(tmp_path: Path) -> None:
    path = tmp_path / "неделя.xlsx"
    path.write_bytes(workbook_of(КТК=ROWS, Хабар=ROWS, Лист3=ROWS))
    assert {one.id for one in audit(path).channels} == {"ktk", "khabar", "неделя"}


def test_the_heading_of_a_sheet_goes_before_its_name(tmp_path: Path) -> None:
    path = tmp_path / "неделя.xlsx"
    path.write_bytes(workbook_of(КТК=[["Телеканал «Хабар»"], *ROWS]))
    assert {one.id for one in audit(path).channels} == {"khabar"}


def test_channels_side_by_side_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "неделя.xlsx"
    path.write_bytes(
        workbook_of(S=[["Дата", "Время", "КТК", "Хабар"], ["04.03.2024", "12:00", "А", "Б (18+)"]])
    )
    result = audit(path)
    assert not len(result.schedule)
    assert ["side by side" in one.message for one in result.findings] == [True]
