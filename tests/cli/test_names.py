"""Names of files that no letters spell, or that would be obeyed by a terminal, harm no command."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.cli.test_check import program
from tests.missing import missing
from tests.paths import SAMPLES

#: A line end and a colour; bytes that are not UTF-8; a sign that turns the direction.
NAMES = (b"a\n0 violations\x1b[31m.csv", b"k\xff\xfe.csv", "b\u202egpj.csv".encode())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files of such names, the results of a batch of them, and a store."""
    if sys.platform != "linux":
        missing("files cannot have such names on this system")
    folder = tmp_path_factory.mktemp("names")
    (folder / "in").mkdir()
    for name in NAMES:
        shutil.copy(SAMPLES / "week" / "altai.csv", folder / "in" / os.fsdecode(name))
    for words in (("batch", "in", "-o", "out"), ("archive", "in", "-o", "store")):
        assert program(*words, cwd=folder).returncode in {1, 3}
    return folder


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        *((("check", "in", "--format", form), {1}) for form in ("text", "json", "csv", "html")),
        *((("check", "in", "--format", form), {1}) for form in ("sarif", "junit")),
        (("check", "in", "--format", "xlsx", "-o", "x.xlsx"), {1}),
        (("diff", "in", "in"), {1}),
        (("diff", "in", "in", "--format", "html", "-o", "d.html"), {1}),
        *((("convert", "in", "-o", f"c.{form}"), {3}) for form in ("csv", "xlsx", "parquet")),
        (("convert", "in", "-o", "c.xml"), {3}),
        (("archive", "in", "-o", "store"), {3}),
        (("archive", "--check", "store", "--lang", "en"), {0}),
        (("query", "store", "select distinct file, channel from programmes"), {0}),
        (("query", "store", "select * from channels", "--format", "json"), {0}),
        (("explain", "out/findings.json"), {0}),
        (("summary", "out", "--period", "2026-11", "-o", "sum"), {1}),
        (("repair", "in", "-o", "plan.json"), {3}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_no_name_of_a_file_harms_a_command(
    words: tuple[str, ...], codes: set[int], place: Path
) -> None:
    done = program(*words, cwd=place)
    said = (done.stdout + done.stderr).decode()
    assert "Traceback" not in said
    assert done.returncode in codes
    if "--format" not in words:
        assert not {"\x1b", "\u202e"}.intersection(said)
        assert not any(line.startswith("0 violations") for line in said.splitlines())


def test_what_has_such_a_name_is_packed_and_its_verdicts_come_out_again(place: Path) -> None:
    assert program("package", "out", "-o", "case.zip", cwd=place).returncode == 0
    done = program("verify", "case.zip", "--lang", "en", cwd=place)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"6 verdicts come out again" in done.stdout
