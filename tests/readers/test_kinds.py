from __future__ import annotations

import json
from pathlib import Path

import pytest

from schedcheck.readers.base import ReadOptions
from schedcheck.readers.registry import READERS, read_source
from schedcheck.readers.source import open_sources
from tests.cli.test_check import run
from tests.fixtures.kinds import EMPTY, FIRST, SAMPLES

NAMES = ["a.xml", "a.csv", "a.xlsx", "a.doc", "a.txt", "a.jpg", "a"]
KINDS = [name for name in SAMPLES if name in READERS]


def test_there_is_a_sample_of_every_kind() -> None:
    # only LibreOffice makes a doc: test_doc.py
    assert not set(READERS) - set(SAMPLES) - {"doc"}, "add one to tests/fixtures/kinds.py"


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_each_kind_is_read_whatever_it_is_called(tmp_path: Path, kind: str) -> None:
    for name in NAMES:
        path = tmp_path / name
        path.write_bytes(SAMPLES[kind])
        (source,) = open_sources(path)
        reading = read_source(source, ReadOptions())
        assert (reading.format, len(reading.frame)) == (kind, 2), name
        assert not reading.faults
        assert reading.frame["title"].tolist()[0] == FIRST


@pytest.mark.parametrize("kind", KINDS)
def test_a_violation_is_found_in_a_file_of_each_kind(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "ktk.dat"
    path.write_bytes(SAMPLES[kind])
    result = run("check", path, "--zone", "Asia/Almaty", "--format", "json")
    assert result.exit_code == 1
    (found,) = (one for one in json.loads(result.stdout)["findings"] if one["code"] == "watershed")
    assert found["start"] == "2024-03-04T12:00:00+05:00"


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "a picture"),
        (b"G@\0\x10\0\0\xb0\r\0\1", "binary data"),
        (b"Dear all,\nsee you.\n", "text"),
        (b"<?xml version='1.0'?>\n<!-- a feed --><rss version='2.0'/>", "<rss>"),
        ("<?xml version='1.0'?><opml/>".encode("utf-16"), "<opml>"),
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_no_kind_is_refused_with_what_was_seen(
    tmp_path: Path, name: str, content: bytes, seen: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = run("check", path)
    assert result.exit_code == 3
    assert seen in result.output or name in {"a.csv", "a.xlsx"}


def test_the_refusal_names_every_format_that_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"Dear all,\nsee you.\n")
    shown = run("check", path).output.casefold()
    named = {"listing": "listings", "spreadsheet": "xlsx", "tva": "tv-anytime"}
    for name in READERS:
        assert named.get(name, name) in shown


@pytest.mark.parametrize("kind", [kind for kind in EMPTY if kind in READERS])
@pytest.mark.parametrize(
    "told", [(), ("--select", "watershed"), ("--ignore", "unmarked"), ("--fail-on", "never")]
)
def test_nothing_read_is_never_clean(tmp_path: Path, kind: str, told: tuple[str, ...]) -> None:
    path = tmp_path / "ktk.dat"
    path.write_bytes(EMPTY[kind])
    for reader in ((), ("--reader", kind)):
        result = run("check", path, "--format", "json", *told, *reader)
        data = json.loads(result.stdout)
        assert (result.exit_code, data["totals"]["programmes"]) == (3, 0)
        assert data["totals"]["faults"]
