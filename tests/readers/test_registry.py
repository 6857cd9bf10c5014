from __future__ import annotations

from pathlib import Path

import pytest

from schedcheck.errors import ConfigError
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.registry import READERS, read_source, reader_named
from schedcheck.readers.source import open_sources
from tests.checks.audited import programme

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
