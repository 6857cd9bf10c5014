from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from schedcheck.schedule import building
from schedcheck.schedule.building import (
    Clocks,
    ProgrammeColumns,
    build,
    join,
    make_frame,
    matching,
    no_texts,
    taken,
    texts_of,
)
from schedcheck.schedule.frame import COLUMNS, DURATION, LONG_TEXT, STOP_FROM, validate


def clocks(*printed: tuple[str, int | None]) -> Clocks:
    return Clocks(
        np.array([wall for wall, _offset in printed], "datetime64[s]"),
        np.array([offset or 0 for _wall, offset in printed], np.int16),
        np.array([offset is not None for _wall, offset in printed], np.bool_),
    )


def test_columns_that_are_not_given_are_empty() -> None:
    frame = validate(make_frame({"title": ["A", None]}, 2))
    assert frame["title"].isna().tolist() == [False, True]
    assert frame.drop(columns=["title", "stop_from"]).isna().all(axis=None)
    assert frame["stop_from"].tolist() == ["unknown", "unknown"]


def test_a_column_of_another_name_is_refused() -> None:
    with pytest.raises(KeyError, match="titel"):
        make_frame({"titel": ["A"]}, 1)


def test_frames_are_joined_and_numbered_anew() -> None:
    one, two = make_frame({"title": ["A"]}, 1), make_frame({"title": ["B"]}, 1)
    joined = validate(join([one, make_frame({}, 0), two]))
    assert joined["title"].tolist() == ["A", "B"]
    assert joined.index.tolist() == [0, 1]
    assert list(validate(join([])).columns) == list(COLUMNS)


def test_a_frame_of_columns_keeps_to_the_contract() -> None:
    columns = ProgrammeColumns(
        file="a.xml",
        place=["line 1", "line 2"],
        start=Clocks.bare(np.array(["2024-03-04T06:00", "2024-03-04T07:00"], "datetime64[s]")),
        stop=Clocks.bare(np.array(["2024-03-04T07:00", "NaT"], "datetime64[s]")),
        stop_from=DURATION,
        channel="ktk",
        title=["Бір", "Екі"],
    )
    frame = validate(build(columns))
    assert frame["stop_from"].tolist() == ["duration", "unknown"]
    assert frame["offset"].isna().all()
    assert frame["channel"].tolist() == ["ktk", "ktk"]
    assert frame["file"].tolist() == ["a.xml", "a.xml"]
    assert frame["mark_text"].isna().all()
    assert not len(validate(build(ProgrammeColumns(file="a", place=[], start=clocks()))))


def test_a_stop_is_put_on_the_clock_of_its_start() -> None:
    frame = build(
        ProgrammeColumns(
            file="a.xml",
            place=["1", "2", "3"],
            start=clocks(
                ("2024-03-04T21:00", 300), ("2024-03-04T21:00", None), ("2024-03-04T21:00", 300)
            ),
            stop=clocks(
                ("2024-03-04T17:00", 0), ("2024-03-04T17:00", 0), ("2024-03-04T22:00", None)
            ),
        )
    )
    stops = [f"{stop:%H:%M}" for stop in frame["wall_stop"]]
    assert stops == ["22:00", "17:00", "22:00"]
    assert frame["offset"].tolist() == [300, 0, 300]


def test_programmes_without_a_start_are_left_out() -> None:
    columns = ProgrammeColumns(
        file="a.xml",
        place=["1", "2"],
        start=clocks(("NaT", None), ("2024-03-04T06:00", None)),
        title=["lost", "kept"],
    )
    frame = validate(build(columns))
    assert frame["title"].tolist() == ["kept"]
    assert frame.index.tolist() == [0]


def test_a_frame_without_rows_is_of_its_own() -> None:
    one = make_frame({}, 0)
    one["extra"] = 1
    assert list(make_frame({}, 0).columns) == list(COLUMNS)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("sizes", [(0,), (3,), (20, 300), (40_000, 7, 40_000)])
def test_texts_that_a_pattern_finds_by_any_number_of_threads(
    sizes: tuple[int, ...], jobs: int
) -> None:
    chunks = [
        pa.array(["18+" if row % 7 == 0 else "Кино" for row in range(size)], pa.large_string())
        for size in sizes
    ]
    few = 10
    wanted = [[*range(size)] if size <= few else [*range(0, size, 7)] for size in sizes]
    found = [rows.tolist() for rows in matching(chunks, "18", few, jobs)]
    assert found == wanted


@pytest.mark.parametrize("rows", [0, 1, 50_000, 120_001])
def test_a_column_without_texts_is_as_long_as_asked_and_small(rows: int) -> None:
    column = no_texts(rows)
    assert len(column) == rows
    assert column.isna().all()
    assert column.dtype == LONG_TEXT
    assert pa.array(column).get_total_buffer_size() <= 1 << 20


@pytest.mark.parametrize("many", [1000, 50_000])
@pytest.mark.parametrize("together", [1, 500])
def test_rows_are_taken_in_another_order_wherever_they_are(
    together: int, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_MANY", many)
    rows = 2000
    frame = make_frame(
        {
            "channel": [f"c{row // 500}" for row in range(rows)],
            "title": [None if row % 3 else f"t{row}" for row in range(rows)],
            "other_text": [None if row % 4 else "д" * (row % 9) for row in range(rows)],
            "wall_start": np.arange(rows).astype("datetime64[s]"),
            "stop_from": pd.Categorical(["next", "printed"] * 1000, dtype=STOP_FROM),
        },
        rows,
    )
    order = np.arange(rows).reshape(-1, together)[::-1].ravel()
    wanted = frame.take(order).reset_index(drop=True)
    pd.testing.assert_frame_equal(taken(frame, order), wanted)
    assert frame.empty == (rows > many)


def test_texts_that_are_missing_are_empty_and_others_are_not_copied() -> None:
    frame = make_frame({"title": ["a", None, ""], "file": ["b", "c", "d"]}, 3)
    assert texts_of(frame["title"]).tolist() == ["a", "", ""]
    assert texts_of(frame["other_text"]).tolist() == ["", "", ""]
    assert frame["title"].isna().tolist() == [False, True, False]
    assert np.shares_memory(texts_of(frame["file"]), frame["file"].to_numpy(object))
