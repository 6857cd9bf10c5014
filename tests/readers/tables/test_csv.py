from __future__ import annotations

import pytest

from schedcheck.readers.tables import csv as csvtext
from tests.fixtures.tables import notes, read_csv, told, walls

RUSSIAN = (
    "Дата;Время;Название;Возраст\n"
    "04.03.2024;21:30;Ночной эфир, разговоры о жизни;18+\n04.03.2024;23:00;Вечерние новости;\n"
)
KAZAKH = (
    "Күні;Уақыты;Бағдарлама;Жас санаты\n"
    "04.03.2024;21:30;Түнгі қонақ, әңгіме және ән;18+\n04.03.2024;23:00;Жаңалықтар;\n"
)


@pytest.mark.parametrize(
    ("text", "encoding", "guessed"),
    [
        (RUSSIAN, "utf-8", False), (RUSSIAN, "utf-8-sig", False), (RUSSIAN, "utf-16", False),
        (RUSSIAN, "utf-16-le", True), (RUSSIAN, "utf-16-be", True), (RUSSIAN, "cp1251", True),
        (KAZAKH, "utf-8", False), (KAZAKH, "utf-16", False), (KAZAKH, "kz1048", True),
    ],
)  # fmt: skip
def test_every_encoding(text: str, encoding: str, guessed: bool) -> None:  # noqa: FBT001 - a case
    data = text.encode(encoding)
    assert csvtext.sniff(data, "a.dat")
    reading = read_csv(data)
    assert not reading.faults
    titles = [line.split(";")[2] for line in text.splitlines()[1:]]
    assert reading.frame["title"].tolist() == titles
    assert (f": {encoding}" in notes(reading)) == guessed


@pytest.mark.parametrize(
    ("title", "encoding"),
    [("L'été à la mer, forêt", "cp1252"), ("Der Müller grüßt", "latin-1"),
     ("Žena, která běží příběhem", "cp1250"), ("Dnevnik – čaršija i život", "cp1250")],
)  # fmt: skip
def test_western_letters(title: str, encoding: str) -> None:
    text = f"Date de diffusion;Horaire;Titre\n05.06.2010;07:00;{title}\n"
    assert read_csv(text.encode(encoding)).frame["title"].tolist() == [title]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end(delimiter: str, end: str) -> None:
    text = end.join([
        f"sep={delimiter}", "Date;Start;Title;Notes".replace(";", delimiter),
        "04.03.2024;06:00;A;b".replace(";", delimiter), "",
        f'04.03.2024{delimiter}07:00{delimiter}"Who{delimiter} where"{delimiter}',
    ])  # fmt: skip
    reading = read_csv(text)
    assert not reading.faults
    assert reading.frame["title"].tolist() == ["A", " ".join(f"Who{delimiter} where".split())]
    assert reading.frame["place"].tolist() == ["line 3", "line 5"]


def test_a_text_over_several_lines_keeps_the_line_it_begins_on() -> None:
    reading = read_csv(
        'Date;Start;Title;Notes\n04.03.2024;06:00;"A\nB";"x\ny\nz"\n04.03.2024;07:00;C;\n'
    )
    assert not reading.faults
    assert reading.frame["title"].tolist() == ["A B", "C"]
    assert reading.frame["place"].tolist() == ["line 2", "line 6"]


def test_a_quotation_mark_that_never_closes_swallows_nothing() -> None:
    reading = read_csv(
        'Date;Start;Title\n04.03.2024;06:00;A\n04.03.2024;07:00;"B\n04.03.2024;08:00;C\n'
    )
    assert reading.frame["title"].tolist() == ["A", "C"]
    assert told(reading) == [("bad-row", "line 3", '04.03.2024;07:00;"B')]


def test_a_text_that_is_too_long_is_told_as_that() -> None:
    reading = read_csv(f"Date;Start;Title\n04.03.2024;06:00;A\n04.03.2024;07:00;{'B' * 200_000}\n")
    assert reading.frame["title"].tolist() == ["A"]
    assert [(fault.code, fault.place) for fault in reading.faults] == [("bad-row", "line 3")]
    assert "more than 131072 characters" in str(reading.faults[0].reason)


def test_a_quotation_mark_that_closes_rows_later_is_told() -> None:
    reading = read_csv(
        'Date;Start;Title;Notes\n04.03.2024;06:00;"A;\n04.03.2024;07:00;B;\n'
        '04.03.2024;08:00;C";\n04.03.2024;09:00;D;\n'
    )  # fmt: skip
    assert reading.frame["title"].tolist() == ["D"]
    assert [(code, place) for code, place, _text in told(reading)] == [("bad-row", "line 2")]


def test_zero_bytes_are_left_out_and_told() -> None:
    reading = read_csv(RUSSIAN.replace("эфир", "эф\0ир").encode() + b"\n" * 3000)
    assert reading.frame["title"][0].startswith("Ночной эфир")
    assert "zero bytes" in notes(reading)


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(5000), b"", b"   \n\n", b"\0" * 100],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    assert not csvtext.sniff(data, "a.csv")
    reading = read_csv(data)
    assert not len(reading.frame)
    assert [fault.code for fault in reading.faults] == ["unread"]


@pytest.mark.parametrize(
    ("text", "name", "taken"),
    [
        (RUSSIAN, "a.xml", True),
        ("<tv><programme/></tv>", "a.csv", False),
        ('[{"Дата": 1, "Время": 2, "Название": 3}]', "a.csv", False),
        ('{"date": 1, "time": 2, "title": 3}', "a", False),
        ("Понедельник, 12 декабря\n6.30 Субтитры. «По делам…» (16+). Шоу.\n", "a.txt", False),
        ("a;b;c\n1;2;3\n", "a.csv", True),
        ("a;b;c\n1;2;3\n", "a.txt", False),
        ("Название\nНовости\n", "a.txt", False),
    ],
)
def test_what_is_taken_for_a_table(text: str, name: str, taken: bool) -> None:  # noqa: FBT001 - a case
    assert bool(csvtext.sniff(text.encode(), name)) is taken


def test_stamps_in_an_unknown_zone_are_those_of_a_table() -> None:
    rows = [f"2026-07-24 {hour}:00:00 XYZ,2026-07-24 {hour + 1}:00:00 XYZ,А" for hour in (20, 21)]
    text = "\n".join(["start,end,title", *rows])
    assert csvtext.sniff(text.encode(), "a.csv").score > 0.7
    assert [fault.place for fault in read_csv(text).faults] == ["line 2", "line 3", ""]


@pytest.mark.parametrize("text", ["a;b;c\n1;2;3\n", "Название\nНовости\n"])
def test_a_table_without_a_header_is_told_with_its_first_cells(text: str) -> None:
    (fault,) = read_csv(text).faults
    assert fault.code == "unread"
    assert fault.text
    assert "Start" in str(fault.reason)


def test_a_title_that_looks_like_a_number_stays_as_it_is_written() -> None:
    reading = read_csv("Date;Start;Title\n04.03.2024;06:00;007\n04.03.2024;07:00;=1+1\n")
    assert reading.frame["title"].tolist() == ["007", "=1+1"]
    assert walls(reading) == ["2024-03-04 06:00", "2024-03-04 07:00"]


def test_texts_written_as_formulas_are_read_as_they_are_meant() -> None:
    rows = [["Дата", "Время", "Название"], ["04.03.2024", "06:00", "Таң"]]
    text = "\n".join(";".join(f'="{cell}"' for cell in row) for row in rows)
    assert walls(read_csv(text)) == ["2024-03-04 06:00"]
    quoted = "\n".join(",".join(f'"=""{cell}"""' for cell in row) for row in rows)
    assert read_csv(quoted).frame["title"].tolist() == ["Таң"]


def test_a_title_that_ends_as_such_a_text_is_kept() -> None:
    reading = read_csv('Date,Start,Title\n2026-11-23,21:00,"Код=""18+"""\n')
    assert reading.frame["title"].tolist() == ['Код="18+"']


def test_lengths_that_are_not_minutes_are_a_fault_of_their_column() -> None:
    table = "Дата;Начало;{};Название\n24.11.2026;06:00;{};Ән\n24.11.2026;07:00;{};Күй\n"
    milliseconds = read_csv(table.format("Длительность", 3_600_000, 5_400_000))
    assert [fault.text for fault in milliseconds.faults] == ["Длительность"]
    assert not read_csv(table.format("Длит., сек", 3600, 5400)).faults
    assert not read_csv(table.format("Длительность", 60, 90)).faults
