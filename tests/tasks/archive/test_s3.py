"""Sources and stores in a storage like S3, which a server of this process is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec  # type: ignore[import-untyped]
import pytest

from schedcheck import archive, query
from schedcheck.errors import ConfigError
from schedcheck.tasks.archive.check import check_store
from schedcheck.tasks.period.runs import load_runs
from tests.cli.test_check import run
from tests.like_s3 import ask_it, server_like_s3
from tests.tasks.archive.stores import days, write
from tests.tasks.archive.test_addresses import PROGRAMMES, taken
from tests.tasks.archive.test_archive import tree


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with server_like_s3() as address:
        yield address


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Any:
    """A bucket of this test, and the file system that it is in."""
    name = ask_it(server, monkeypatch, request)
    # not the instance that the program has, which would know of what is written here
    system = fsspec.filesystem("s3", skip_instance_cache=True)
    system.mkdir(name)
    return system, name


def put(bucket: Any, folder: Path, to: str, names: str = "*") -> str:
    """Copy the files of a folder into the bucket; its address there."""
    system, name = bucket
    for path in sorted(folder.rglob(names)):
        if path.is_file():
            key = f"{name}/{to}/{path.relative_to(folder).as_posix()}"
            system.pipe_file(key, path.read_bytes())
    return f"s3://{name}/{to}"


def schedules(folder: Path) -> Path:
    for name in ("ktk", "ntk", "stv", "khabar"):
        for month in ("2026-10", "2026-11"):
            write(folder / month / f"{name}.csv", *days(f"{month}-28", 3))
    (folder / "garbage.xlsx").write_bytes(b"\x00\x01 garbage")
    return folder


def test_a_store_of_a_bucket_is_that_of_the_files(tmp_path: Path, bucket: Any) -> None:
    folder = schedules(tmp_path / "in")
    address = put(bucket, folder, "exports")
    here = archive(folder, tmp_path / "here")
    there, fetched = taken(f"{address}/", tmp_path / "there")
    assert len(fetched) == 9
    assert (there.sources, there.programmes, there.months) == (9, 72, 2)
    assert here.judged == there.judged
    assert [fault.file for fault in there.faults] == [f"{address}/garbage.xlsx"]
    findings = "select * exclude (file) from findings order by all"
    for question in (PROGRAMMES, findings):
        assert query(tmp_path / "here", question).equals(query(tmp_path / "there", question))
    # what was read is not fetched again, what could not be read is
    again, fetched = taken(f"{address}/", tmp_path / "there")
    assert (again.read, again.judged, fetched) == (0, 0, [f"{address}/garbage.xlsx"])


@pytest.mark.processes
def test_processes_and_a_cluster_give_the_same_bytes_of_a_bucket(
    tmp_path: Path, bucket: Any
) -> None:
    address = f"{put(bucket, schedules(tmp_path / 'in'), 'exports')}/**/*.csv"
    archive(address, tmp_path / "one")
    archive(address, tmp_path / "shared", jobs=2)
    archive(address, tmp_path / "cluster", jobs=2, engine="dask")
    assert tree(tmp_path / "one") == tree(tmp_path / "shared") == tree(tmp_path / "cluster")


def test_what_has_changed_in_the_bucket_is_fetched_by_the_same_process(
    tmp_path: Path, bucket: Any
) -> None:
    """s3fs keeps what it has listed for as long as the process runs."""
    folder, store = schedules(tmp_path / "in"), tmp_path / "store"
    address = f"{put(bucket, folder, 'exports')}/*/*.csv"
    taken(address, store)
    changed = write(folder / "2026-10" / "ktk.csv", *days("2026-10-28", 3, mark="16+"))
    new = write(folder / "2026-12" / "ktk.csv", *days("2026-12-01", 1))
    for path in (changed, new):
        put(bucket, path.parent, f"exports/{path.parent.name}", path.name)
    result, fetched = taken(address, store)
    names = [f"{path.parent.name}/{path.name}" for path in (changed, new)]
    assert [name.partition("/exports/")[2] for name in fetched] == names
    assert (result.sources, result.read) == (10, 2)


def test_a_store_in_a_bucket_is_asked_summed_up_and_checked(tmp_path: Path, bucket: Any) -> None:
    store = tmp_path / "store"
    archive(schedules(tmp_path / "in"), store)
    address = put(bucket, store, "store")
    assert query(address, PROGRAMMES).equals(query(store, PROGRAMMES))
    sound = check_store(address)
    assert (sound.differences, sound.months) == ((), sound.of)
    names = [document.file for document in load_runs([address])]
    assert names == [f"{address}/months/2026-{month}/findings.json" for month in (10, 11)]
    reports = []
    for number, place in enumerate((store, address)):
        out = tmp_path / str(number)
        code = run("summary", place, "--period", "2026", "-o", out).exit_code
        reports.append((code, (out / "weeks.csv").read_bytes()))
    assert reports[0] == reports[1]
    answer = run("query", address, "select count(*) as n from programmes", "--format", "json")
    assert json.loads(answer.output) == [{"n": 72}]
    system, name = bucket
    system.pipe_file(f"{name}/store/programmes/channel=ktk/month=2026-10/programmes.parquet", b"x")
    result = run("archive", "--check", address, "--jobs", "1")
    assert result.exit_code == 3
    assert "\nprogrammes/channel=ktk/month=2026-10/programmes.parquet: cannot" in result.output


def test_what_an_address_cannot_be_is_said(tmp_path: Path, bucket: Any) -> None:
    _system, name = bucket
    path = write(tmp_path / "ktk.csv", *days("2026-10-01", 1))
    with pytest.raises(ConfigError, match="a store is written to a folder of this machine"):
        archive(path, f"s3://{name}/store")
    with pytest.raises(ConfigError, match="there is no such file or folder"):
        query(f"s3://{name}/store", "select 1")
    with pytest.raises(ConfigError, match="no-bucket"):
        archive("s3://no-bucket/*.csv", tmp_path / "store")
    result = run("query", "s3://no-bucket/store", "select 1")
    assert isinstance(result.exception, ConfigError)
