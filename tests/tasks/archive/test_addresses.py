"""Sources at addresses: found, fetched once as long as they are known to be the same, and read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import fsspec  # type: ignore[import-untyped]
import pytest

from schedcheck import archive
from schedcheck.errors import ConfigError
from schedcheck.given_files import is_address
from schedcheck.messages import Message
from schedcheck.tasks.archive import addresses
from schedcheck.tasks.archive.addresses import Remote
from schedcheck.tasks.archive.archive import Archived
from schedcheck.tasks.archive.query import query
from tests.fixtures.jtv_files import pair
from tests.tasks.archive.stores import days, write

PROGRAMMES = "select * exclude (file) from programmes order by channel, start"


def taken(address: str, store: Path) -> tuple[Archived, list[str]]:
    """What a run has done, and what it has fetched."""
    fetched = []

    def progress(phase: Message, name: str, _done: int, _all: int) -> None:
        if phase.text == "Fetching":
            fetched.append(name)

    return archive(address, store, progress=progress), fetched


def later(path: Path) -> None:
    """Say that a file was changed a minute after it was."""
    os.utime(path, (path.stat().st_mtime + 60,) * 2)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server of the files in ``folder``."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_store_of_addresses_is_that_of_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder / "2026" / "ktk.csv", *days("2026-10-01", 3))
    write(folder / "2026" / "ntk.csv", *days("2026-10-01", 3, mark="12+"))
    archive(folder, tmp_path / "here")
    there, fetched = taken(f"file://{folder}/", tmp_path / "there")
    assert (there.sources, there.programmes, there.read) == (2, 18, 2)
    assert fetched == [f"file://{folder}/2026/{name}.csv" for name in ("ktk", "ntk")]
    one, other = (query(tmp_path / name, PROGRAMMES) for name in ("here", "there"))
    assert one.equals(other)
    files = query(tmp_path / "there", "select distinct file from programmes order by 1")
    assert files["file"].tolist() == fetched


def test_what_has_not_changed_is_not_fetched_again(tmp_path: Path) -> None:
    folder, store = tmp_path / "in", tmp_path / "store"
    path = write(folder / "ktk.csv", *days("2026-10-01", 3))
    address = f"file://{folder}/*.csv"
    taken(address, store)
    again, fetched = taken(address, store)
    assert (again.sources, again.read, again.judged, fetched) == (1, 0, 0, [])
    write(path, *days("2026-10-01", 3, mark="16+"))
    later(path)
    new, fetched = taken(address, store)
    assert (new.sources, new.read, len(fetched)) == (2, 1, 1)
    assert query(store, "select * from findings where severity = 'violation'").empty
    # another rulebook may read other marks
    assert archive(address, store, rulebook="ru").read == 1


def test_what_says_nothing_of_its_state_is_always_fetched(tmp_path: Path) -> None:
    system = fsspec.filesystem("memory")
    path = write(tmp_path / "ktk.csv", *days("2026-10-01", 3))
    system.pipe_file("/week/ktk.csv", path.read_bytes())
    try:
        for _time in range(2):
            result, fetched = taken("memory://week/ktk.csv", tmp_path / "store")
            assert fetched == ["memory:///week/ktk.csv"]
            assert result.sources == 1
        assert result.judged == 0
    finally:
        system.rm("/week", recursive=True)


def test_a_file_whose_name_looks_like_a_pattern_is_itself(tmp_path: Path) -> None:
    late = write(tmp_path / "in" / "ktk1.csv", *days("2026-10-01", 3))
    named = write(tmp_path / "in" / "ktk[1].csv", *days("2026-11-01", 3))
    for name, found in (
        ("ktk[1].csv", [named]),
        ("ktk[12].csv", [late]),
        ("ktk*.csv", [late, named]),
    ):
        store = tmp_path / f"store {len(name)} {len(found)}"
        result, fetched = taken(f"file://{tmp_path}/in/{name}", store)
        assert fetched == [f"file://{path}" for path in found]
        assert result.sources == len(found)
    with serving(tmp_path / "in") as server:
        assert taken(f"{server}/ktk[1].csv", tmp_path / "web")[1] == [f"{server}/ktk[1].csv"]
        assert taken(f"{server}/ktk[12].csv", tmp_path / "web")[1] == [f"{server}/ktk1.csv"]


def test_what_could_not_be_read_is_fetched_again(tmp_path: Path) -> None:
    path = tmp_path / "ktk.xlsx"
    path.write_bytes(b"\x00\x01 garbage")
    for _time in range(2):
        result, fetched = taken(f"file://{path}", tmp_path / "store")
        assert len(fetched) == 1
        (fault,) = result.faults
        assert fault.file == f"file://{path}"


def test_the_web_by_file_pattern_and_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    path = write(folder / "ktk.csv", *days("2026-10-01", 3))
    write(folder / "ntk.csv", *days("2026-10-01", 3))
    with serving(folder) as server:
        for what, names in (
            ("ktk.csv", ["ktk"]),
            ("*tk.csv", ["ktk", "ntk"]),
            ("", ["ktk", "ntk"]),
        ):
            store = tmp_path / f"store {what.partition('.')[0].replace('*', 'all')}"
            result, fetched = taken(f"{server}/{what}", store)
            assert fetched == [f"{server}/{name}.csv" for name in names]
            assert result.programmes == 9 * len(names)
        assert taken(f"{server}/", store)[1] == []
        write(path, *days("2026-10-01", 3, mark="16+"))
        later(path)
        assert taken(f"{server}/", store)[1] == [f"{server}/ktk.csv"]
        with pytest.raises(ConfigError, match=r"none\.csv: cannot be fetched"):
            taken(f"{server}/none.csv", store)


def test_the_halves_of_a_schedule_are_one_source(tmp_path: Path) -> None:
    start = datetime(2026, 10, 1, 12)  # noqa: DTZ001 - a clock reading
    halves = pair([(start, "Порог (18+)"), (start.replace(hour=13), "Ән (0+)")])
    for ending, content in zip((".ndx", ".pdt"), halves, strict=True):
        (tmp_path / f"ktk{ending}").write_bytes(content)
    result, fetched = taken(f"file://{tmp_path}/ktk.*", tmp_path / "store")
    assert (result.sources, result.programmes, len(fetched)) == (1, 2, 2)
    later(tmp_path / "ktk.pdt")
    assert len(taken(f"file://{tmp_path}/ktk.*", tmp_path / "store")[1]) == 2


def test_nothing_is_fetched_to_elsewhere(tmp_path: Path) -> None:
    class System:
        def get_file(self, _path: str, local: str) -> None:
            Path(local).write_bytes(b"x")

    for name in ("../../x", "..\\..\\x", "/x", "C:/x", "a/./..//x", "... /x"):
        remote = Remote(f"s3://bucket/{name}", System(), name, {})
        local = Path(addresses._fetched(remote, tmp_path / "to"))  # noqa: SLF001 - where it is put
        assert local.resolve().is_relative_to((tmp_path / "to").resolve())


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({"last_modified": "Thu, 01 Oct 2026 07:00:00 GMT"}, 1790838000),
        ({"updated": "2026-10-01T07:00:00.000Z"}, 1790838000),
        ({"mtime": 1790838000.0}, 1790838000),
        ({"lastmodified": datetime.fromisoformat("2026-10-01T12:00:00+05:00")}, 1790838000),
        ({"last_modified": "yesterday"}, None),
        ({}, None),
    ],
)
def test_when_a_file_was_changed(about: dict[str, object], expected: float | None) -> None:
    assert Remote("s3://b/x", None, "b/x", about).changed == expected


def test_what_tells_a_content_from_another() -> None:
    def state(**about: object) -> str:
        return Remote("s3://b/x", None, "b/x", about).state

    assert state(size=1) == ""
    assert len({state(size=1, etag="a"), state(size=1, etag="b"), state(size=2, etag="b")}) == 3


@pytest.mark.parametrize(
    ("source", "expected"),
    [("s3://b/x", True), ("https://x/y", True), ("C:/x", False), ("a/b.csv", False), ("-", False)],
)
def test_what_is_an_address(source: str, expected: bool) -> None:  # noqa: FBT001 - a parameter
    assert is_address(source) is expected


def test_what_is_wrong_with_an_address_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for address, words in (
        ("nothing://x/y", "Protocol not known"),
        (f"file://{tmp_path}/none.csv", "none.csv: cannot be fetched"),
        (f"file://{tmp_path}/*.none", "there is no such file or folder"),
    ):
        with pytest.raises(ConfigError, match=words):
            archive(address, tmp_path / "store")
    monkeypatch.setattr(addresses, "find_spec", lambda _name: None)
    with pytest.raises(ConfigError, match="pip install fsspec"):
        archive("s3://bucket/", tmp_path / "store")
