from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schedcheck.law.rulebook import load_rulebook
from schedcheck.pipeline.scan import classified
from schedcheck.schedule.building import join, make_frame
from schedcheck.schedule.placing import read_clocks
from schedcheck.tasks.batch.frame_file import Part, pack, unpack, write

TEXTS = st.one_of(st.none(), st.text(st.characters(), max_size=8))


def made(titles: list[str | None], places: list[str | None]) -> pd.DataFrame:
    rows = len(titles)
    columns: dict[str, list[Any]] = {
        "channel": ["ktk"] * rows,
        "title": titles,
        "place": places,
        "wall_start": [f"2024-03-04T{row % 24:02}:00" for row in range(rows)],
        "offset": [None if row % 2 else 300 for row in range(rows)],
        "file": ["ktk.xml"] * rows,
    }
    frame, _faults = read_clocks(make_frame(columns, rows), {"ktk": "Asia/Almaty"})
    return classified(frame, load_rulebook())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
def test_a_frame_comes_back_as_it_was(
    rows: list[tuple[str | None, str | None]], tmp_path: Path
) -> None:
    frame = made([title for title, _place in rows], [place for _title, place in rows])
    write(pack(frame), tmp_path / "a")
    back = unpack([Part(tmp_path / "a")])
    pd.testing.assert_frame_equal(back, frame.assign(other_text=back["other_text"]))
    write(pack(back), tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_several_frames_come_back_as_one(tmp_path: Path) -> None:
    frames = [made(["A", None], ["1", "2"]), made([], []), made(["\ud800", "A"], ["1", "3"])]
    paths = [tmp_path / str(number) for number in range(len(frames))]
    for frame, path in zip(frames, paths, strict=True):
        write(pack(frame), path)
    whole = join(frames)
    back = unpack(map(Part, paths))
    pd.testing.assert_frame_equal(back, whole.assign(other_text=back["other_text"]))
    pd.testing.assert_frame_equal(unpack([]), unpack([Part(paths[1])]))


def test_another_table_is_refused(tmp_path: Path) -> None:
    table = pa.table({"title": ["A"]})
    with pa.ipc.new_file(tmp_path / "a", table.schema) as writer:
        writer.write_table(table)
    with pytest.raises(ValueError, match="not the columns"):
        unpack([Part(tmp_path / "a")])


def test_what_was_cut_off_is_refused(tmp_path: Path) -> None:
    write(pack(made(["A", "B"], ["1", "2"])), tmp_path / "a")
    (tmp_path / "b").write_bytes((tmp_path / "a").read_bytes()[:-40])
    with pytest.raises((ValueError, EOFError)):
        unpack([Part(tmp_path / "b")])
