from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import invalidate_caches
from pathlib import Path

import pytest

from schedcheck.errors import ConfigError
from schedcheck.readers import registry
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.source import open_sources
from schedcheck.schedule.reading import Reading
from tests.paths import DOCS

EXAMPLE = DOCS / "example-reader"

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:1.0
BEGIN:VEVENT
DTSTART:20240304T153000Z
DTEND:20240304T170000Z
SUMMARY:Ночной эфир\\, повто
 р (18+)
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Europe/Moscow:20240304T200000
SUMMARY:Музыка
END:VEVENT
BEGIN:VEVENT
DTSTART:20240305T100000
SUMMARY:Жаңалықтар
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20240305
SUMMARY:День города
END:VEVENT
BEGIN:VEVENT
DTSTART:20240306T100000
RRULE:FREQ=DAILY
SUMMARY:Каждый день
END:VEVENT
END:VCALENDAR
"""

Installer = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installer]:
    """Lays a package out as an installer does: a module and the entry point that names it."""
    site = tmp_path / "site"
    monkeypatch.syspath_prepend(str(site))

    def lay_out(module: str, code: str, package: str = "", entry: str = "strange") -> None:
        info = site / f"{(package or module).replace('-', '_')}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {package or module}\nVersion: 1.0\n", encoding="utf-8"
        )
        (info / "entry_points.txt").write_text(
            f"[schedcheck.readers]\n{entry} = {module}\n", encoding="utf-8"
        )
        (site / f"{module}.py").write_text(code, encoding="utf-8")
        invalidate_caches()
        registry.plugins.cache_clear()

    modules = set(sys.modules)
    yield lay_out
    registry.plugins.cache_clear()
    for name in set(sys.modules) - modules:
        if name.startswith("foreign"):
            del sys.modules[name]


def reading_of(path: Path, content: str, reader: str = "") -> Reading:
    path.write_text(content, encoding="utf-8")
    (source,) = open_sources(path)
    chosen = registry.reader_named(reader) if reader else None
    return registry.read_source(source, ReadOptions(), chosen)


def said_by(reading: Reading) -> str:
    (fault,) = reading.faults
    assert fault.code == "unread"
    return str(fault.reason)


STRANGE = """
from schedcheck.schedule import Reading, make_frame
NAME = "strange"
def sniff(head, name):
    return head.startswith(b"STRANGE")
def read(source, options):
    columns = {"title": ["Эфир"], "file": [source.file], "place": ["line 1"], "channel": [""]}
    return Reading(NAME, make_frame(columns, 1))
"""


def test_the_example_of_the_docs_is_installed_and_run_as_a_user_would(tmp_path: Path) -> None:
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", "install"]
    offline = ["--no-index", "--no-deps", "--no-build-isolation", "--no-cache-dir"]
    subprocess.run([*pip, *offline, "--target", str(site), str(EXAMPLE)], check=True)
    (tmp_path / "radio.ics").write_text(CALENDAR, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(site)}
    for options in ([], ["--reader", "vcal"]):
        words = ["check", "radio.ics", "--format", "json", *options]
        done = subprocess.run(
            [sys.executable, "-m", "schedcheck", *words],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            env=environment,
        )
        assert done.stderr == b""
        assert done.returncode == 1
        told = json.loads(done.stdout)
        assert [one["format"] for one in told["sources"]] == ["vcal"]
        assert [one["programmes"] for one in told["channels"]] == [3]
        found = {(one["code"], one["title"], one["place"]) for one in told["findings"]}
        assert ("watershed", "Ночной эфир, повтор (18+)", "line 3") in found
        (violation,) = (one for one in told["findings"] if one["code"] == "watershed")
        assert violation["start"] == "2024-03-04T20:30:00+05:00"
        assert violation["minutes"] == 90.0
        faults = {one["place"] for one in told["findings"] if one["code"] == "bad-row"}
        assert faults == {"line 17", "line 21"}


def test_the_page_shows_the_example_as_it_is() -> None:
    blocks = re.findall(
        r"^```(?:python|toml)\n(.*?)^```$",
        (DOCS / "readers.md").read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
    for name in ("schedcheck_vcal.py", "pyproject.toml"):
        assert (EXAMPLE / name).read_text(encoding="utf-8") in blocks, name


def test_a_reader_of_another_package_takes_what_no_other_takes(
    tmp_path: Path, install: Installer
) -> None:
    install("foreign_one", STRANGE)
    reading = reading_of(tmp_path / "a.txt", "STRANGE")
    assert (reading.format, reading.frame["title"].tolist()) == ("strange", ["Эфир"])
    assert reading_of(tmp_path / "a.txt", "anything", "strange").format == "strange"


def test_the_readers_of_the_package_itself_come_first(tmp_path: Path, install: Installer) -> None:
    install("foreign_one", STRANGE.replace('head.startswith(b"STRANGE")', "True"))
    table = "Дата;Время;Название\n04.03.2024;10:00;Жаңалықтар\n"
    assert reading_of(tmp_path / "a.txt", table).format == "csv"
    assert reading_of(tmp_path / "a.txt", "gibberish").format == "strange"


@pytest.mark.parametrize(("score", "reader"), [(0.95, "strange"), (0.9, "csv"), (7, "strange")])
def test_a_reader_of_another_package_may_say_how_likely_it_is(
    tmp_path: Path, install: Installer, score: float, reader: str
) -> None:
    said = f"Likelihood({score}, msg('a table of ours'))"
    imports = (
        "from schedcheck.readers.base import Likelihood\nfrom schedcheck.messages import msg\n"
    )
    install("foreign_one", imports + STRANGE.replace('head.startswith(b"STRANGE")', said))
    table = "Дата;Время;Название\n04.03.2024;10:00;Жаңалықтар\n"
    reading = reading_of(tmp_path / "a.txt", table)
    assert reading.format == reader
    notes = "\n".join(map(str, reading.runners_up))
    assert f"read as {reader}" in notes
    assert "a table of ours" in notes


def test_a_yes_counts_more_than_a_name(tmp_path: Path, install: Installer) -> None:
    install("foreign_one", STRANGE.replace('head.startswith(b"STRANGE")', "True"))
    assert reading_of(tmp_path / "a.csv", "a;b\n1;2\n").format == "strange"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import no_such_module_at_all", "ModuleNotFoundError"),
        ("raise SystemExit(7)", "SystemExit: 7"),
        ("def broken(:", "SyntaxError"),
        (STRANGE.replace("NAME = ", "OTHER = "), "no NAME"),
        (STRANGE.replace("def sniff", "def snuff"), r"no sniff\(\)"),
        (STRANGE.replace("def read", "def reed"), r"no read\(\)"),
        (STRANGE.replace('"strange"', '"csv"'), "of schedcheck itself"),
    ],
)
def test_a_reader_that_cannot_be_used_is_told_and_its_package_named(
    tmp_path: Path, install: Installer, code: str, words: str
) -> None:
    install("foreign_one", code, "foreign-package")
    told = said_by(reading_of(tmp_path / "a.txt", "STRANGE"))
    assert "foreign-package 1.0" in told
    assert re.search(words, told)
    with pytest.raises(ConfigError, match=rf"foreign-package 1\.0.*{words}"):
        registry.reader_named("strange")
    table = "Дата;Время;Название\n04.03.2024;10:00;Жаңалықтар\n"
    assert not reading_of(tmp_path / "b.txt", table).faults


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("return Reading", "raise ValueError('a\\nb') #", "ValueError: a b"),
        ("return Reading", "import sys; sys.exit(3) #", "SystemExit: 3"),
        ("return Reading", "return None #", "AttributeError"),
        ("make_frame(columns, 1)", "make_frame(columns, 1)[['title']]", "ValueError"),
        ('head.startswith(b"STRANGE")', "head.nothing", "AttributeError"),
    ],
)
def test_a_reader_that_fails_over_a_file_is_told_and_its_package_named(
    tmp_path: Path, install: Installer, old: str, new: str, words: str
) -> None:
    assert old in STRANGE
    install("foreign_one", STRANGE.replace(old, new), "foreign-package")
    told = said_by(reading_of(tmp_path / "a.txt", "STRANGE"))
    assert "foreign-package 1.0" in told
    assert words in told


def test_a_reader_that_fails_takes_nothing_from_the_next(
    tmp_path: Path, install: Installer
) -> None:
    install("foreign_bad", STRANGE.replace("strange", "a-bad-one").replace("head.st", "head.x."))
    install("foreign_good", STRANGE)
    reading = reading_of(tmp_path / "a.txt", "STRANGE")
    assert reading.format == "strange"
    assert not reading.faults
    assert "foreign_bad 1.0" in str(reading.notes[0])


def test_two_readers_of_one_name_are_both_left_out(tmp_path: Path, install: Installer) -> None:
    install("foreign_one", STRANGE)
    install("foreign_two", STRANGE)
    told = said_by(reading_of(tmp_path / "a.txt", "STRANGE"))
    assert "foreign_one 1.0, foreign_two 1.0" in told


def test_the_command_line_tells_a_broken_reader_once_and_goes_on(
    tmp_path: Path, install: Installer
) -> None:
    install("foreign_one", "import no_such_module_at_all", "foreign-package")
    (tmp_path / "a.csv").write_text(
        "Дата;Время;Название\n04.03.2024;10:00;Жаңалықтар 6+\n", encoding="utf-8"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    for options, code in (([], 0), (["--reader", "strange"], 2)):
        done = subprocess.run(
            [sys.executable, "-m", "schedcheck", "check", "a.csv", *options],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            env=environment,
        )
        assert done.returncode == code
        assert done.stderr.count(b"foreign-package 1.0") == 1
        assert b"Traceback" not in done.stderr
