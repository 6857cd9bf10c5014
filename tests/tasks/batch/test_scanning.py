from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.pipeline.run import Run, Settings, prepare
from schedcheck.pipeline.scan import Named, Together, together
from schedcheck.readers.files import file_state
from schedcheck.tasks.batch import reading, scanning
from schedcheck.tasks.batch.frame_file import Part, unpack
from schedcheck.tasks.batch.groups import each_alone
from schedcheck.tasks.batch.scanning import File, KeptScan, file_groups, load_scan
from schedcheck.tasks.batch.scanning import scan_files as scanned
from schedcheck.tasks.batch.work_folder import WorkFolder
from tests.checks.audited import programme
from tests.fixtures.failing import failing_on


def _file(path: str, size: int) -> File:
    return File(path, path, Path("out"), (0, 0, size, 0, 0))


@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 6 << 20)), max_size=200),
    st.integers(1, 8),
)
def test_every_file_is_in_one_group_and_no_group_is_large(
    sizes: list[tuple[str, int]], jobs: int
) -> None:
    files = [_file(f"{at:03}/{name}.csv", size) for at, (name, size) in enumerate(sizes)]
    groups = file_groups(files, jobs)
    assert sorted(file.path for group in groups for file in group) == [one.path for one in files]
    totals = [sum(file.state[2] for file in group) for group in groups]
    assert totals == sorted(totals, reverse=True)
    for group, total in zip(groups, totals, strict=True):
        assert len(group) <= (32 if jobs == 1 else max(1, min(32, len(files) // (2 * jobs))))
        assert len(group) == 1 or total <= 4 << 20
    assert all(len(each_alone(group)) == len(group) for group in groups)


def test_the_files_of_a_channel_are_scanned_together() -> None:
    files = [_file(f"W{week:02}/{name}.csv", 9) for week in range(32) for name in ("ktk", "ntk")]
    groups = file_groups(files, 2)
    assert [len(group) for group in groups] == [16, 12, 9, 6, 5, 4, 3, 2, 1, 1, 1, 1, 1, 1, 1]
    mixed = [group for group in groups if len({Path(one.path).name for one in group}) > 1]
    assert len(mixed) <= 1


def _scan(folder: Path, run: Run, *, write: bool = True) -> dict[str, KeptScan]:
    """The scans of three files that are made together, by their names."""
    work = WorkFolder(folder / "out")
    work.make_root()
    work.make()
    files = []
    for name, rating in [("ktk", "18+"), ("ntk", "12+"), ("mir", "6+")]:
        path = folder / f"{name}.xml"
        if write:
            rows = programme("12:00", "13:00", f"A {name}", rating=rating, channel=name)
            path.write_text(f"<tv>{rows}</tv>", encoding="utf-8")
        files.append(File(str(path), name, work.out, file_state(path)))
    scanned(run, files)
    kept = {file.key: load_scan(work.scans / f"{file.key}.json") for file in files}
    return {name: one for name, one in kept.items() if one is not None}


def _rows(folder: Path, channel: str, scans: Iterable[KeptScan]) -> list[str]:
    """The titles that are left of a channel, as it is judged."""
    parts = [part for scan in scans for one in scan.sources for part in one.parts]
    own = [part for part in parts if part.channel == channel]
    places = (folder / "out" / ".schedcheck" / "scans" / part.piece for part in own)
    rows = unpack(
        Part(path, part.begin, part.begin + part.rows)
        for path, part in zip(places, own, strict=True)
    )
    assert set(rows["channel"]) == {channel}
    return rows["title"].tolist()


@pytest.mark.parametrize("rows_together", [1, 100])
def test_each_channel_has_its_rows_of_all_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows_together: int
) -> None:
    monkeypatch.setattr(scanning, "ROWS", rows_together)
    work = WorkFolder(tmp_path / "out")
    work.make_root()
    work.make()
    files = []
    for name, channels in [("a", ("ktk", "mir")), ("b", ("mir",)), ("c", ("ntk", "mir", "ktk"))]:
        path = tmp_path / f"{name}.xml"
        rows = (
            programme(f"{hour}:00", f"{hour + 1}:00", f"{channel} {name}{hour}", channel=channel)
            for channel in channels
            for hour in (12, 13)
        )
        path.write_text(f"<tv>{''.join(rows)}</tv>", encoding="utf-8")
        files.append(File(str(path), name, work.out, file_state(path)))
    scanned(prepare(Settings()), files)
    scans = [load_scan(work.scans / f"{file.key}.json") for file in files]
    kept = [scan for scan in scans if scan is not None]
    for channel, of in {"ktk": "ac", "mir": "abc", "ntk": "c"}.items():
        titles = [f"{channel} {name}{hour}" for name in of for hour in (12, 13)]
        assert _rows(tmp_path, channel, kept) == titles


@pytest.mark.parametrize(("rows_together", "pieces"), [(3, 1), (2, 3)])
def test_each_scan_has_its_own_rows_and_titles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows_together: int, pieces: int
) -> None:
    monkeypatch.setattr(scanning, "ROWS", rows_together)
    kept = _scan(tmp_path, prepare(Settings()))
    parts = [part for scan in kept.values() for one in scan.sources for part in one.parts]
    assert len({part.piece for part in parts}) == pieces
    for name, scan in kept.items():
        ((part,),) = (one.parts for one in scan.sources)
        assert (part.channel, part.rows, scan.lasting) == (name, 1, True)
        path = tmp_path / "out" / ".schedcheck" / "scans" / part.piece
        rows = unpack([Part(path, part.begin, part.begin + part.rows)])
        assert rows["title"].tolist() == [f"A {name}"]
    assert [[one.title for one in scan.witnesses] for scan in kept.values()] == [["A ktk"], [], []]


def test_where_the_program_fails_on_a_source_the_others_are_scanned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "together", failing_on("ntk.xml"))
    kept = _scan(tmp_path, prepare(Settings()))
    assert {name: len(scan.sources[0].parts) for name, scan in kept.items()} == {
        "ktk": 1,
        "ntk": 0,
        "mir": 1,
    }
    (fault,) = kept["ntk"].sources[0].faults
    assert "ZeroDivisionError" in str(fault.reason)
    assert (kept["ntk"].lasting, kept["ktk"].lasting) == (False, True)
    assert kept["ntk"].sources[0].source.channel == "ntk"
    monkeypatch.undo()
    # what is known is not scanned again
    before = (tmp_path / "out" / ".schedcheck" / "scans" / "ktk.json").stat().st_mtime_ns
    _scan(tmp_path, prepare(Settings()), write=False)
    assert (tmp_path / "out" / ".schedcheck" / "scans" / "ktk.json").stat().st_mtime_ns == before


def test_so_many_rows_are_held_at_once_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []

    def counting(sources: Sequence[Named], run: Run) -> Together:
        held.append(len(sources))
        return together(sources, run)

    monkeypatch.setattr(reading, "together", counting)
    monkeypatch.setattr(reading, "_ROWS", 1)
    kept = _scan(tmp_path, prepare(Settings()))
    assert (held, len(kept)) == ([2, 1], 3)
