from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schedcheck.readers.listings import reader as textlisting
from schedcheck.readers.registry import read_source
from schedcheck.readers.source import open_sources
from schedcheck.readers.tables import csv as csvtext
from schedcheck.schedule.reading import Reading
from tests.fixtures.listings import Listing, given_back, lines_of, listings
from tests.fixtures.tables import NO_OPTIONS, notes, source_of, told, walls

RUSSIAN = (
    "Понедельник, 12 декабря 2022\n6.00 Утренние вести\n21.30 Ночной эфир, разговоры (18+)\n"
    "Вторник, 13 декабря 2022\n6.00 Утренние вести\n"
)
KAZAKH = (
    "Дүйсенбі, 12 желтоқсан 2022\n6.00 Таңғы жаңалықтар\n21.30 Түнгі қонақ, әңгіме және ән (18+)\n"
    "Сейсенбі, 13 желтоқсан 2022\n6.00 Таңғы жаңалықтар\n"
)


def read(data: bytes, name: str = "a.txt") -> Reading:
    return textlisting.read(source_of(data, name), NO_OPTIONS)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "utf-8"), (RUSSIAN, "utf-8-sig"), (RUSSIAN, "utf-16"), (RUSSIAN, "utf-16-le"),
        (RUSSIAN, "utf-16-be"), (RUSSIAN, "cp1251"), (RUSSIAN, "cp866"), (RUSSIAN, "koi8_r"),
        (KAZAKH, "utf-8"), (KAZAKH, "utf-16-le"), (KAZAKH, "utf-16-be"), (KAZAKH, "kz1048"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_every_encoding_and_line_end(text: str, encoding: str, end: str) -> None:
    data = text.replace("\n", end).encode(encoding)
    assert textlisting.sniff(data, "a.dat")
    reading = read(data)
    assert not reading.faults
    lines = text.splitlines()
    assert reading.frame["title"].tolist() == [lines[at].split(" ", 1)[1] for at in (1, 2, 4)]
    assert walls(reading)[-1] == "2022-12-13 06:00"


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.xml", "a"])
def test_the_content_decides(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(KAZAKH, encoding="kz1048")
    (source,) = open_sources(path)
    reading = read_source(source, NO_OPTIONS)
    assert (reading.format, len(reading.frame)) == ("listing", 3)
    assert reading.encoding == "kz1048"
    assert "guessed from the letters: kz1048" in notes(reading)


@pytest.mark.parametrize(
    "text",
    [
        "Дата;Время;Название\n12.12.2022;06:00;А\n12.12.2022;07:00;Б\n",
        "Понедельник, 12 декабря\nВремя;Название\n06:00;А\n07:00;Б\n",
        "Время\tПередача\n12.12.2022\n06:00\tА\n07:00\tБ\n",
        "<html><p>Понедельник, 12 декабря 2022<p>\n6.00 А\n7.00 Б</html>",
        '[{"start":\n"06:00"}]', "", "6.00 А\n", "просто текст\nещё текст",
    ],
)  # fmt: skip
def test_tables_and_other_formats_are_left_to_their_readers(text: str) -> None:
    data = text.encode()
    assert textlisting.sniff(data, "a.txt").score <= csvtext.sniff(data, "a.txt").score
    assert csvtext.sniff(data, "a.txt").score in {0.0, 0.9}


def test_commas_and_words_of_headings_make_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = f"{RUSSIAN}20.00 Время, программа передач\n22.00 Название, дата, время\n"
    path.write_text(text, encoding="utf-8")
    (source,) = open_sources(path)
    reading = read_source(source, NO_OPTIONS)
    assert (reading.format, len(reading.frame), reading.faults) == ("listing", 5, [])


def test_binary_data_is_refused() -> None:
    assert [fault[0] for fault in told(read(bytes(range(32)) * 50))] == ["unread"]


@given(listings(), st.sampled_from(("utf-8", "utf-16", "kz1048")), st.sampled_from((" ", "\t")))
def test_what_a_press_office_writes_is_given_back(
    listing: Listing, encoding: str, between: str
) -> None:
    # two letters do not tell a code page from its sister; a listing has more
    lines = ["Телеарнаның бағдарламасы: қазақ әндері, жаңа әңгіме", *lines_of(listing, between)]
    data = "\r\n".join(lines).encode(encoding)
    assert textlisting.sniff(data, "a")
    assert given_back(read(data)) == listing.showings


@pytest.mark.parametrize(
    ("place", "faults"),
    [("(Стамбул)", 1), ("– Баку", 1), ("(EST)", 1), ("CET", 1), ("(Астана)", 0), ("(МСК)", 0)],
)
def test_a_city_beside_the_day_may_name_the_clock(place: str, faults: int) -> None:
    text = KAZAKH.replace("12 желтоқсан 2022", f"12 желтоқсан 2022 {place}")
    options = replace(NO_OPTIONS, zone="Asia/Almaty")
    reading = textlisting.read(source_of(text.encode(), "a.txt"), options)
    assert sum("beside the day" in str(fault.reason) for fault in reading.faults) == faults
    assert len(reading.frame) == 3


@pytest.mark.parametrize(
    ("letters", "faults"), [("(ET)", 1), ("IST", 1), ("(время ET)", 1), ("(CT)", 1), ("ЕТ", 0)]
)
def test_letters_of_no_one_zone_beside_the_day_are_a_fault(letters: str, faults: int) -> None:
    text = KAZAKH.replace("12 желтоқсан 2022", f"12 желтоқсан 2022 {letters}")
    reading = textlisting.read(source_of(text.encode(), "a.txt"), NO_OPTIONS)
    assert sum("no zone is known" in str(fault.reason) for fault in reading.faults) == faults
    assert len(reading.frame) == 3
    told = textlisting.read(
        source_of(text.encode(), "a.txt"), replace(NO_OPTIONS, source_zone="UTC")
    )
    assert not told.faults
