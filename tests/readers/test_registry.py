from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from schedcheck.errors import ConfigError
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.registry import READERS, likeliest_reader, read_source, reader_named
from schedcheck.readers.source import SourceError, open_sources
from tests.checks.audited import programme
from tests.fixtures.kinds import SAMPLES

GUIDE = "<tv>" + programme("10:00", "11:00", "Жаңалықтар") + "</tv>"
TABLE = "Дата;Время;Название\n04.03.2024;10:00;Жаңалықтар\n"


@pytest.mark.parametrize("name", ["a.xml", "a.csv", "a.xlsx", "a.txt", "a"])
@pytest.mark.parametrize(("content", "reader"), [(GUIDE, "xmltv"), (TABLE, "csv")])
def test_the_content_decides_and_not_the_name(
    tmp_path: Path, name: str, content: str, reader: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    (source,) = open_sources(path)
    reading = read_source(source, ReadOptions())
    assert (reading.format, reading.frame["title"].tolist()) == (reader, ["Жаңалықтар"])


@pytest.mark.parametrize(
    ("name", "mark", "told"),
    [
        ("ktk 18+.csv", "", 1),
        ("ktk 18+.csv", "12+", 1),
        ("КТК (21 +) ночь.csv", "", 1),
        ("ktk 18+.csv", "18+", 0),
        ("ktk недели 18+19.csv", "", 0),
        ("ktk 118+.csv", "", 0),
        ("18+/ktk.csv", "", 0),  # a folder may hold many
    ],
)
@pytest.mark.parametrize("kind", ["csv", "xmltv"])
def test_a_file_that_is_named_for_adults_is_told_where_it_does_not_say_so_itself(
    name: str, mark: str, told: int, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    rows = "".join(f"24.11.2026;1{hour}:00;Кино;{mark}\n" for hour in range(6))
    content = f"Дата;Время;Название;Возраст\n{rows}"
    if kind == "xmltv":
        content = f"<tv>{programme('10:00', '11:00', 'Кино', rating=mark)}</tv>"
    path.write_text(content, encoding="utf-8")
    (source,) = open_sources(path)
    reading = read_source(source, ReadOptions())
    assert (reading.format, len(reading.frame) > 0) == (kind, True)
    found = [(one.file, one.text) for one in reading.faults if "for adults" in str(one.reason)]
    assert found == [(str(path), path.name)] * told


def test_a_reader_can_be_forced_and_says_what_it_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(GUIDE, encoding="utf-8")
    (source,) = open_sources(path)
    reading = read_source(source, ReadOptions(), reader_named("csv"))
    assert reading.faults
    assert not len(reading.frame)


def test_a_reader_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match="spreadsheet"):
        reader_named("spreadshet")


def test_every_reader_has_the_name_it_is_found_by() -> None:
    assert all(name == reader.NAME for name, reader in READERS.items())


def seen(tmp_path: Path, content: str, name: str = "a.csv") -> tuple[str, list[str], str]:
    """The reader of a content, its titles, and the runners-up."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    (source,) = open_sources(path)
    reading = read_source(source, ReadOptions(known={"КТК", "Мир"}.__contains__))
    return reading.format, reading.frame["title"].tolist(), "\n".join(map(str, reading.runners_up))


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize(
    "grid",
    [
        "23.11.2026;24.11.2026\n06:00 А;06:00 В\n07:00 Б;07:00 Г\n",
        "Время;23.11.2026;24.11.2026\n06:00;А;В\n07:00;Б;Г\n",
        ";Понедельник;Вторник\nВремя;23.11.2026;24.11.2026\n06:00;А;В\n07:00;Б;Г\n",
        "Понедельник 23.11.2026;;Вторник 24.11.2026;\n06:00;А;06:00;В\n07:00;Б;07:00;Г\n",
        ";06:00;07:00\nПонедельник 23.11.2026;А;Б\nВторник 24.11.2026;В;Г\n",
    ],
)
def test_a_grid_in_a_text_is_read_as_one(tmp_path: Path, grid: str, delimiter: str) -> None:
    name, titles, _notes = seen(tmp_path, grid.replace(";", delimiter), "a.txt")
    assert (name, sorted(titles)) == ("csv", ["А", "Б", "В", "Г"])


@pytest.mark.parametrize(
    "heading", ["Понедельник, 23 ноября 2026", "23 ноября 2026, понедельник", "23.11.2026, пн"]
)
def test_a_comma_in_a_heading_of_a_day_makes_no_grid(tmp_path: Path, heading: str) -> None:
    lines = [heading, "06:00 Новости, погода", "07:00 Спорт, музыка", "08:00 Утро, кино"]
    name, titles, _notes = seen(tmp_path, "\n".join(lines))
    assert (name, titles) == ("listing", ["Новости, погода", "Спорт, музыка", "Утро, кино"])


def test_channels_side_by_side_are_refused_and_not_read_as_one(tmp_path: Path) -> None:
    rows = "".join(f"{hour:02}:00;Новости;Кино (18+)\n" for hour in range(6, 16))
    content = f"Понедельник, 23 ноября 2026;;\nВремя;КТК;Мир\n{rows}"
    name, titles, _notes = seen(tmp_path, content)
    assert (name, titles) == ("csv", [])


def test_what_a_file_could_be_too_is_told(tmp_path: Path) -> None:
    name, titles, notes = seen(
        tmp_path, "Понедельник, 23 ноября 2026\nВремя;Название\n06:00;А\n07:00;Б\n"
    )
    assert (name, titles) == ("csv", ["А", "Б"])
    assert "read as csv (0.9: a row of headings that are known); less likely: listing (0.7" in notes
    assert "less likely" not in seen(tmp_path, TABLE)[2]


#: a zip of pairs is no content of one reader
CONTENTS = {name: content for name, content in SAMPLES.items() if name != "jtv"}


@pytest.mark.parametrize("kind", CONTENTS)
def test_every_likelihood_has_a_score_and_a_reason(kind: str) -> None:
    for name, reader in READERS.items():
        found = reader.sniff(CONTENTS[kind][:65536], "a")
        assert 0.0 <= found.score <= 1.0
        assert str(found.reason)
        assert name != kind or found.score >= 0.7


def as_utf16(content: bytes) -> bytes:
    return content.decode(errors="replace").encode("utf-16")


def without_mark(content: bytes) -> bytes:
    return content.decode(errors="replace").encode("utf-16-le")


@pytest.mark.parametrize("kind", CONTENTS)
@pytest.mark.parametrize(
    "change",
    [
        bytes,
        as_utf16,
        without_mark,
        b"\xef\xbb\xbf".__add__,
        b"\n\n \n".__add__,
        b"# saved\n".__add__,
    ],
)
def test_the_signatures_leave_out_no_reader_that_would_take_a_file(
    tmp_path: Path, kind: str, change: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "a"
    path.write_bytes(change(CONTENTS[kind]))
    (source,) = open_sources(path)
    scores = {name: reader.sniff(source.head, "a").score for name, reader in READERS.items()}
    best = max(scores.values())
    if best:
        assert scores[likeliest_reader(source, [], []).NAME] == best
    else:
        with pytest.raises(SourceError, match="not a schedule"):
            likeliest_reader(source, [], [])
