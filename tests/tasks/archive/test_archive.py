from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from schedcheck import archive, audit, findings_frame
from schedcheck.errors import ConfigError
from schedcheck.pipeline.run import Run
from schedcheck.results.finding import Severity
from schedcheck.tasks.archive import months
from schedcheck.tasks.archive.check import check_store
from schedcheck.tasks.archive.query import query
from schedcheck.tasks.archive.reading import Taking, take
from schedcheck.tasks.archive.store import Store, folder_name
from schedcheck.tasks.batch.workers import Workers
from tests.checks.audited import programme
from tests.cli.test_check import run
from tests.fixtures.failing import failing_on
from tests.fixtures.replaced import replaced_after_its_key
from tests.tasks.archive.stores import days, write


def tree(store: Path) -> dict[str, str]:
    """Every file of a store but its lock, and its hash."""
    return {
        path.relative_to(store).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(store.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def test_programmes_and_findings_are_those_of_an_audit_of_the_same_files(tmp_path: Path) -> None:
    folder, store = tmp_path / "in", tmp_path / "store"
    write(folder / "ktk.csv", *days("2026-10-30", 4))
    write(folder / "ntk.csv", *days("2026-10-30", 4, mark="16+"))
    result = archive([folder], store)
    whole = audit(folder)
    assert (result.sources, result.programmes, result.months) == (2, 24, 2)
    assert len(whole.schedule) == 24
    found = query(store, "select code, channel, title, start, minutes, rule from findings")
    told = findings_frame(whole.findings)
    told = told[told["severity"] != "fault"]

    def keys(frame: object) -> list[tuple[object, ...]]:
        rows = frame[["code", "channel", "title", "start"]].itertuples(index=False)  # type: ignore[index]
        return sorted((str(a), str(b), str(c), str(d)) for a, b, c, d in rows)

    assert keys(found) == keys(told)
    assert whole.count(Severity.VIOLATION) == 4
    sums = query(store, "select month, sum(minutes) m from programmes group by 1 order by 1")
    assert sums["m"].tolist() == [120.0, 120.0]


def test_files_and_channels_taken_together_are_taken_as_each_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    # a guide of several channels, at the turn of a month that is not at one instant for all
    starts = [f"202402{day} {time}" for day in (28, 29) for time in ("12:00", "18:30", "23:30")]
    for name, ids in {"a": ("ktk", "ntk", "bn"), "b": ("ntk", "aktobe"), "c": ("mir",)}.items():
        rows = [
            programme(start, None, f"«Ночь» {name}", rating=rating, channel=channel)
            for channel, rating in zip(ids, ("18+", "12+", "18+"), strict=False)
            for start in starts
        ]
        rows.append(programme("20249999", None, name, channel=ids[0]))
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.xml").write_text(f"<tv>{''.join(rows)}</tv>", encoding="utf-8")
    write(folder / "ktk.csv", *days("2024-02-28", 4, film="«Ночь» b"))
    (folder / "khabar.xlsx").write_bytes(b"\x00\x01 garbage")
    together = archive([folder], tmp_path / "together", jobs=1)
    monkeypatch.setattr(Workers, "in_groups_for", None)
    assert archive([folder], tmp_path / "alone", jobs=1) == together
    assert tree(tmp_path / "together") == tree(tmp_path / "alone")
    assert (together.read, together.judged) == (5, 10)
    found = query(tmp_path / "alone", "select distinct code, month from findings order by all")
    assert {*found["month"].dropna()} == {"2024-02", "2024-03"}
    assert {"watershed", "bad-row"} <= {*found["code"]}


def test_where_the_program_fails_on_a_source_the_others_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ktk", "ntk", "mir"):
        write(tmp_path / "in" / f"{name}.csv", *days("2026-10-30", 1))
    monkeypatch.setattr("schedcheck.tasks.batch.reading.together", failing_on("ntk.csv"))
    result = archive([tmp_path / "in"], tmp_path / "store", jobs=1)
    assert (result.channels, result.programmes) == (2, 6)
    (fault,) = result.faults
    assert fault.file.endswith("ntk.csv")
    assert "ZeroDivisionError" in str(fault)
    monkeypatch.undo()  # it is read again, for what failed may have been mended
    assert archive([tmp_path / "in"], tmp_path / "store", jobs=1).programmes == 9


def deadly_take(run: Run, takings: Sequence[Taking]) -> None:
    if any(taking.local.endswith("c.csv") for taking in takings):
        os.kill(os.getpid(), signal.SIGKILL)
    take(run, takings)


@pytest.mark.processes
def test_a_file_over_which_its_process_dies_is_told_and_harms_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schedcheck.tasks.batch.groups._SHARE", 1)  # it is not alone at first
    for name in "abcdefghi":
        write(tmp_path / "in" / f"{name}.csv", *days("2026-10-30", 1))
    with monkeypatch.context() as patched:
        patched.setattr("schedcheck.tasks.archive.archive.take", deadly_take)
        result = archive([tmp_path / "in"], tmp_path / "store", jobs=2)
    assert (result.channels, result.programmes) == (8, 24)
    (fault,) = result.faults
    assert fault.file.endswith("c.csv")
    assert "memory ran out; split the file" in fault.message
    # it is not taken for what the next run would find
    assert archive([tmp_path / "in"], tmp_path / "store", jobs=2).channels == 9


def test_a_second_run_takes_only_what_is_new(tmp_path: Path) -> None:
    folder, store = tmp_path / "in", tmp_path / "store"
    write(folder / "ktk.csv", *days("2026-10-01", 3))
    first = archive([folder], store)
    before = tree(store)
    again = archive([folder], store)
    assert (first.read, again.read, again.judged) == (1, 0, 0)
    assert first.judged
    assert tree(store) == before
    write(tmp_path / "more" / "ntk.csv", *days("2026-12-10", 3))
    shutil.rmtree(folder)  # what was taken is in the store
    more = archive([tmp_path / "more"], store)
    assert (more.sources, more.read, more.judged) == (2, 1, 1)
    assert more.channels == 2


@pytest.mark.processes
def test_the_order_and_the_number_of_runs_make_no_difference(tmp_path: Path) -> None:
    for name, first in (("a", "2026-10-01"), ("b", "2026-10-04"), ("c", "2026-11-01")):
        write(tmp_path / "in" / name / "ktk.csv", *days(first, 3))
    parts = [tmp_path / "in" / name for name in "abc"]
    archive(parts, tmp_path / "once")
    for part in reversed(parts):
        archive(part, tmp_path / "parts")
    archive(parts, tmp_path / "shared", jobs=2)
    assert tree(tmp_path / "once") == tree(tmp_path / "parts") == tree(tmp_path / "shared")


def test_a_corrected_export_replaces_its_days(tmp_path: Path) -> None:
    store = tmp_path / "store"
    path = write(tmp_path / "ktk.csv", *days("2026-10-01", 3))
    archive(path, store)
    write(tmp_path / "ktk_исправленный.csv", *days("2026-10-02", 1, film="Мультфильм", mark="0+"))
    archive(tmp_path / "ktk_исправленный.csv", store, channel="ktk")
    films = query(store, "select title, sum(minutes) m from programmes group by 1 order by 1")
    assert dict(zip(films["title"], films["m"], strict=True)) == {
        "Жаңалықтар": 0.0,
        "Концерт": 0.0,
        "Мультфильм": 0.0,
        "Фильм": 120.0,
    }


def test_a_file_written_over_keeps_its_old_days_and_replaces_those_of_both(tmp_path: Path) -> None:
    store = tmp_path / "store"
    path = write(tmp_path / "ktk.csv", *days("2026-10-01", 3))
    archive(path, store)
    write(path, *days("2026-10-03", 3, film="Мультфильм", mark="0+"))
    result = archive(path, store)
    assert result.sources == 2
    films = query(
        store,
        "select title, count(*) n, min(file) f from programmes where hour(local_start) = 12 "
        "group by 1 order by 1",
    )
    assert films["n"].tolist() == [3, 2]
    assert [Path(name).name for name in films["f"]] == ["ktk.csv (v2)", "ktk.csv"]


@pytest.mark.processes
def test_what_is_not_understood_is_in_the_store_and_shown(tmp_path: Path) -> None:
    store = tmp_path / "store"
    write(tmp_path / "in" / "ktk.csv", *days("2026-10-01", 2))
    (tmp_path / "in" / "ntk.bin").write_bytes(bytes(range(256)) * 9)
    result = run("archive", tmp_path / "in", "-o", store)
    assert result.exit_code == 3
    assert "ntk.bin" in result.output
    assert "Sources: 2 (read now: 2), programmes: " in result.output
    manifest = json.loads((store / "manifest.json").read_text("utf-8"))
    assert "ntk.bin" in json.dumps(manifest)
    faults = query(store, "select file, code from findings where severity = 'fault'")
    assert [(Path(name).name, code) for name, code in faults.to_numpy()] == [("ntk.bin", "unread")]
    document = json.loads(Store(store).document("2026-10").read_text("utf-8"))
    assert document["totals"]["faults"] == 1
    # still there where nothing new is taken, and gone once the file can be read
    assert run("archive", tmp_path / "in" / "ktk.csv", "-o", store).exit_code == 3
    write(tmp_path / "in" / "ntk.bin", *days("2026-10-01", 2))
    assert run("archive", tmp_path / "in", "-o", store).exit_code == 0


def test_patterns_and_names_of_nothing(tmp_path: Path) -> None:
    write(tmp_path / "2026" / "10" / "ktk.csv", *days("2026-10-01", 2))
    assert archive(str(tmp_path / "**" / "*.csv"), tmp_path / "store").sources == 1
    with pytest.raises(ConfigError, match="no such file"):
        archive(tmp_path / "nothing.csv", tmp_path / "store")
    with pytest.raises(ConfigError, match="no such file"):
        archive(str(tmp_path / "*.xml"), tmp_path / "store")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "manifest.json").write_text("[]")
    with pytest.raises(ConfigError, match="not the manifest"):
        archive(tmp_path / "2026", tmp_path / "broken")


def test_readings_that_were_deleted_are_named(tmp_path: Path) -> None:
    store = tmp_path / "store"
    archive(write(tmp_path / "ktk.csv", *days("2026-10-01", 2)), store)
    for path in (store / "readings" / "scans").iterdir():
        path.unlink()
    with pytest.raises(ConfigError, match=r"ktk\.csv: what was read of it is not in the store"):
        archive(write(tmp_path / "ntk.csv", *days("2026-10-01", 2)), store)
    assert archive([tmp_path / "ktk.csv", tmp_path / "ntk.csv"], store).sources == 2


def test_a_check_finds_nothing_and_then_what_was_changed(tmp_path: Path) -> None:
    store = tmp_path / "store"
    path = write(tmp_path / "ktk.csv", *days("2026-10-30", 4))
    archive(path, store)
    sound = check_store(store)
    assert (sound.differences, sound.months, sound.of, sound.files) == ((), 2, 2, 1)
    assert check_store(store, sample=1).months == 1
    table = Store(store).table("programmes", "ktk", "2026-10")
    pq.write_table(pq.ParquetFile(table).read().slice(1), table)
    write(path, *days("2026-10-30", 1))
    words = [str(one) for one in check_store(store).differences]
    assert [part for part in words if "has changed since" in part]
    assert [part for part in words if "not as it was written" in part]
    assert [part for part in words if "6 rows differ" in part]
    table.write_bytes(b"no table")
    assert any("cannot be read" in str(one) for one in check_store(store).differences)
    result = run("archive", "--check", store, "--jobs", "1")
    assert (result.exit_code, "cannot be read" in result.output) == (3, True)
    # the next run writes anew what is not as it was written
    archive(path, store)
    assert not check_store(store).differences


def test_a_month_that_is_no_more_goes(tmp_path: Path) -> None:
    store = tmp_path / "store"
    path = write(tmp_path / "ktk.csv", *days("2026-10-10", 1))
    archive(path, store)
    manifest = json.loads((store / "manifest.json").read_text("utf-8"))
    Store(store).manifest.unlink()
    assert manifest
    write(path, *days("2026-12-10", 1))
    archive(path, store)
    months_there = {one.name for one in (store / "months").iterdir() if any(one.iterdir())}
    assert months_there == {"2026-12"}
    assert query(store, "select distinct month from programmes")["month"].tolist() == ["2026-12"]


@pytest.mark.parametrize(
    ("channel", "folder"),
    [("ktk", "ktk"), ("KTK", "%4B%54%4B"), ("a/b.c", "a%2Fb%2Ec"), ("қ", "%D2%9B")],
)
def test_ids_as_names_of_folders(channel: str, folder: str) -> None:
    assert folder_name(channel) == folder
    assert len(folder_name("қ" * 300)) < 200
    assert folder_name("қ" * 300) != folder_name("қ" * 301)


def test_wrong_usage(tmp_path: Path) -> None:
    assert run("archive").exit_code == 2
    assert run("archive", tmp_path).exit_code == 2
    assert run("archive", tmp_path, "--check", tmp_path).exit_code == 2
    assert run("archive", "--check", tmp_path).exit_code != 0


def test_half_a_letter_is_no_obstacle() -> None:
    half = np.array(["a", "\ud800"], object)
    assert months._texts(half).to_pylist() == ["a", "?"]  # noqa: SLF001


def test_a_file_replaced_before_it_is_read_is_not_taken_for_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hash in the manifest would be of other bytes than the rows."""
    folder, store = tmp_path / "in", tmp_path / "store"
    path = write(folder / "ktk.csv", *days("2026-10-30", 4))
    before = path.read_bytes()

    replaced = replaced_after_its_key(path, before.replace(b"18+", b"12+"))
    with monkeypatch.context() as patch:
        patch.setattr("schedcheck.tasks.archive.archive.key_of_file", replaced)
        result = archive([folder], store, jobs=1)
    assert result.programmes == 0
    assert ["changed while it was read" in str(fault) for fault in result.faults] == [True]
    path.write_bytes(before)
    assert archive([folder], store, jobs=1).programmes == 12
    assert len(query(store, "select * from findings where severity = 'violation'")) == 4
