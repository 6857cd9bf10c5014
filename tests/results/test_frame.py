from __future__ import annotations

import pandas as pd

from schedcheck.results.finding import Severity
from schedcheck.results.frame import findings_frame
from schedcheck.schedule.frame import INSTANT, TEXT, WALL
from tests.checks.audited import audited, programme

TIMES = {"start": INSTANT, "stop": INSTANT, "earlier": INSTANT, "later": INSTANT}
WALLS = {"local_start": WALL, "local_stop": WALL}


def test_a_finding_is_a_row_of_instants_clock_readings_and_words() -> None:
    result = audited(programme("20:30", "23:00", "Ночь (18+)"), programme("10:00", "11:00"))
    (row,) = result.violations.to_dict("records")
    assert row["start"] == pd.Timestamp("2024-03-04T15:30Z")
    assert row["local_start"] == pd.Timestamp("2024-03-04T20:30")
    assert row["zone"] == "Asia/Almaty"
    assert row["later"] == pd.Timestamp("2024-03-04T17:00Z")
    assert row["minutes"] == 90.0
    assert row["message"].startswith("E18 is on air for 90 min")
    assert result.notices["code"].tolist() == ["unmarked", "gap"]
    assert result.warnings.empty


def test_the_types_are_the_same_with_and_without_rows() -> None:
    full = findings_frame(audited(programme("20:30", None, "Ночь (18+)")).findings)
    empty = findings_frame(())
    assert list(full.columns) == list(empty.columns)
    for frame in (full, empty):
        for name, dtype in {**TIMES, **WALLS}.items():
            assert frame[name].dtype == dtype, name
        assert frame["minutes"].dtype == "float64"
        assert all(
            frame[name].dtype == TEXT for name in frame if name not in {*TIMES, *WALLS, "minutes"}
        )
    endless = full[full["code"] == "watershed"]
    assert endless["stop"].isna().all()
    assert endless["minutes"].isna().all()


def test_a_frame_holds_what_the_result_counts() -> None:
    result = audited(
        "<programme start='x'><title>?</title></programme>",
        programme("20:30", "23:00", "Ночь (18+)"),
    )
    assert len(result.faults) == result.count(Severity.FAULT) == 1
    assert len(result.violations) == result.count(Severity.VIOLATION) == 1
