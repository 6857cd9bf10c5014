from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest

import schedcheck
from schedcheck import Finding, read_schedule
from schedcheck.errors import ConfigError
from schedcheck.results.codec import finding_to_json
from schedcheck.schedule.frame import COLUMNS, validate

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


def as_rows(findings: Iterable[Finding]) -> list[dict[str, object]]:
    return [finding_to_json(finding) for finding in findings]


def test_the_steps_one_by_one_find_what_an_audit_finds(tmp_path: Path) -> None:
    (tmp_path / "ktk.csv").write_text(
        "Date;Start;Title\n02.03.2026;21:00;Кино (18+)\n02.03.2026;22:30;Film\n03.03.2026;x;?\n",
        encoding="utf-8",
    )
    guide(tmp_path, '<programme channel="x" start="nonsense"><title>Bad</title></programme>')
    whole = schedcheck.audit(tmp_path)
    frame = schedcheck.read(tmp_path)
    assert frame["start"].isna().all()
    steps = schedcheck.judge(schedcheck.classify(schedcheck.place(frame)))
    assert as_rows(steps.findings) == as_rows(whole.findings)
    assert schedcheck.dumps(steps) == schedcheck.dumps(whole)
    assert schedcheck.dumps(schedcheck.judge(frame)) == schedcheck.dumps(whole)
    assert len(whole.violations) == 1
    assert len(whole.faults) == 2


def test_a_frame_made_by_hand_is_judged() -> None:
    frame = schedcheck.make_frame(
        {
            "title": ["Evening", "Night"],
            "mark_text": ["18+", "18+"],
            "wall_start": ["2026-03-02T21:00", "2026-03-02T22:00"],
            "wall_stop": ["2026-03-02T22:00", "2026-03-02T23:00"],
        },
        2,
    )
    (row,) = schedcheck.judge(frame, channel="ktk").violations.itertuples()
    assert (row.channel, row.title, row.minutes) == ("ktk", "Evening", 60.0)
    instants = schedcheck.make_frame(
        {
            "channel": ["ktk"],
            "title": ["Evening (18+)"],
            "start": pd.to_datetime(["2026-03-02T16:00Z"]),
            "stop": pd.to_datetime(["2026-03-02T17:30Z"]),
        },
        1,
    )
    assert schedcheck.judge(instants).violations["minutes"].tolist() == [60.0]
    with pytest.raises(ConfigError, match="no channel"):
        schedcheck.judge(frame)
    with pytest.raises(ValueError, match="schedule frame"):
        schedcheck.place(pd.DataFrame({"title": ["x"]}))


def test_a_mark_corrected_between_the_steps_counts(tmp_path: Path) -> None:
    marked = schedcheck.classify(schedcheck.place(schedcheck.read(guide(tmp_path))))
    late = marked["title"] == "Late"
    marked.loc[late, ["age_class", "level", "mark"]] = ["E18", "equal", "18+"]
    assert not len(schedcheck.judge(marked, zone="Asia/Almaty").violations)
    found = schedcheck.judge(marked, zone="Europe/Moscow").violations
    assert found["title"].tolist() == ["Late"]


def test_nothing_read_is_nothing_judged_and_told(tmp_path: Path) -> None:
    result = schedcheck.judge(schedcheck.read(tmp_path / "missing.xml"))
    assert result.faults["code"].tolist() == ["unread"]


def test_settings_are_taken_by_name_and_a_wrong_name_is_told_the_right_one(tmp_path: Path) -> None:
    path = guide(tmp_path)
    result = schedcheck.audit(path, schedcheck.Settings(zone="Asia/Tokyo"), ignore="unmarked")
    assert result.channels[0].zone == "Asia/Tokyo"
    assert "unmarked" not in result.notices["code"].tolist()
    week = schedcheck.audit(str(path), week="2026-W10").span
    assert week is not None
    assert str(week.days) == "2026-03-02..2026-03-08"
    with pytest.raises(ConfigError, match="source_zone"):
        schedcheck.audit(path, sourcezone="Asia/Almaty")
