from __future__ import annotations

import warnings
from pathlib import Path

import pandas as pd
import pytest

from schedcheck import read_schedule
from schedcheck.errors import ConfigError
from schedcheck.schedule import COLUMNS, validate

GUIDE = """<tv><channel id="x"><display-name>X</display-name></channel>
<programme channel="x" start="20260302233000" stop="20260303003000"><title>Late</title></programme>
<programme channel="x" start="20260302220000"><title>No end</title></programme>
<programme channel="x" start="20260303003000 +0300" stop="20260303010000 +0300">
<title>Printed offset</title></programme>
{more}</tv>
"""


def guide(folder: Path, more: str = "") -> Path:
    path = folder / "guide.xml"
    path.write_text(GUIDE.format(more=more), encoding="utf-8")
    return path


def starts(frame: pd.DataFrame) -> dict[str, str]:
    return {
        str(title): start.strftime("%dT%H:%M")
        for title, start in zip(frame["title"], frame["start"], strict=True)
    }


def test_the_frame_is_that_of_the_contract_and_placed_in_time(tmp_path: Path) -> None:
    frame = read_schedule(guide(tmp_path))
    assert list(validate(frame).columns) == list(COLUMNS)
    assert starts(frame) == {
        "No end": "02T17:00",
        "Late": "02T18:30",
        "Printed offset": "02T21:30",
    }
    assert frame["stop_from"].tolist() == ["next", "printed", "printed"]
    assert frame["stop"].iloc[0] == frame["start"].iloc[1]
    assert frame.attrs["faults"] == []


def test_readings_without_an_offset_are_read_in_the_zone_given(tmp_path: Path) -> None:
    frame = read_schedule(guide(tmp_path), zone="Europe/Moscow")
    assert starts(frame) == {
        "No end": "02T19:00",
        "Late": "02T20:30",
        "Printed offset": "02T21:30",
    }


def test_a_table_that_names_no_channel_is_of_the_channel_given(tmp_path: Path) -> None:
    path = tmp_path / "week.csv"
    path.write_text("Date;Start;Title\n02.03.2026;22:00;News\n02.03.2026;22:30;Film\n", "utf-8")
    assert set(read_schedule(path, channel="КТК")["channel"]) == {"ktk"}
    assert set(read_schedule(path)["channel"]) == {"week"}


def test_what_could_not_be_read_is_told_and_can_be_carried_along(tmp_path: Path) -> None:
    path = guide(tmp_path, '<programme channel="x" start="nonsense"><title>Bad</title></programme>')
    with pytest.warns(UserWarning, match="1 fault"):
        frame = read_schedule(path)
    (fault,) = frame[frame["title"] == "Late"].copy().attrs["faults"]
    assert fault["code"] == "bad-row"
    assert fault["file"] == str(path)
    assert fault["place"] == "line 6"
    assert fault["reason"]
    assert len(frame) == 3


def test_repeated_programmes_stay(tmp_path: Path) -> None:
    late = '<programme channel="x" start="20260302233000"><title>Late</title></programme>'
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = read_schedule(guide(tmp_path, late))
    assert frame["title"].tolist().count("Late") == 2


def test_a_file_of_which_nothing_can_be_read_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.xml"
    page.write_text("<!doctype html><html><body>502</body></html>", encoding="utf-8")
    with pytest.raises(ConfigError, match="HTML"):
        read_schedule(page)
    with pytest.raises(ConfigError, match="cannot be opened"):
        read_schedule(tmp_path / "missing.xml")


def test_a_zone_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Asia/Almaty"):
        read_schedule(guide(tmp_path), zone="Asia/Almati")
