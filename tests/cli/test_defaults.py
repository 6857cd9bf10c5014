from __future__ import annotations

import json
from pathlib import Path

import pytest

from schedcheck.cli.check import check
from schedcheck.cli.defaults import KEYS, find_defaults, key_of, load_defaults
from schedcheck.errors import ConfigError
from tests.checks.audited import programme
from tests.cli.test_check import program, run


@pytest.fixture
def station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of schedules in that of a station, in which the program is run."""
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "weeks"
    folder.mkdir()
    text = "<tv>" + programme("21:30", "23:00", "Кино (18+)", channel="") + "</tv>"
    (folder / "guide.xml").write_text(text, "utf-8")
    monkeypatch.chdir(folder)
    return folder


def test_every_setting_is_an_option_of_check() -> None:
    assert set(KEYS) <= {key_of(option) for option in check.params}


def test_the_nearest_file_counts_up_to_the_root_of_the_repository(station: Path) -> None:
    assert find_defaults(station) is None
    root = station.parent
    (root.parent / "schedcheck.toml").write_text("", "utf-8")
    assert find_defaults(station) is None
    (root / "pyproject.toml").write_text("[tool.schedcheck]\nchannel = 'ktk'\n", "utf-8")
    assert find_defaults(station) == root / "pyproject.toml"
    assert load_defaults(root / "pyproject.toml") == {"channel": "ktk"}
    (station / "pyproject.toml").write_text("[tool.ruff]\n", "utf-8")
    assert find_defaults(station) == root / "pyproject.toml"
    (station / "schedcheck.toml").write_text("", "utf-8")
    assert find_defaults(station) == station / "schedcheck.toml"
    (root.parent / "schedcheck.toml").unlink()


def test_settings_are_defaults_and_the_command_line_goes_before_them(station: Path) -> None:
    (station.parent / "schedcheck.toml").write_text(
        'zone = "Asia/Tokyo"\nignore = ["unmarked"]\nlang = "ru"\n', "utf-8"
    )
    done = program("check", "guide.xml")
    assert done.returncode == 0
    assert "schedcheck.toml: zone, lang, ignore" in done.stderr.decode()
    assert "Asia/Tokyo" in done.stdout.decode()
    assert program("check", "guide.xml", "-q").stderr == b""
    assert program("check", "guide.xml", "--zone", "Asia/Almaty").returncode == 1
    assert program("check", "guide.xml", "--no-config").returncode == 1
    other = station.parent / "other.toml"
    other.write_text('zone = "Asia/Almaty"\n', "utf-8")
    assert program("check", "guide.xml", "--config", other).returncode == 1
    assert program("batch", ".", "-o", "out").returncode == 0
    assert b"Asia/Tokyo" in (station / "out" / "findings.json").read_bytes()


def test_files_are_named_from_the_folder_of_the_settings(station: Path) -> None:
    (station.parent / "own.toml").write_text("", "utf-8")
    path = station.parent / "schedcheck.toml"
    path.write_text('baseline = "known.json"\nroster = "own.toml"\nrulebook = "kz"\n', "utf-8")
    assert load_defaults(path) == {
        "baseline": str(station.parent / "known.json"),
        "roster": str(station.parent / "own.toml"),
        "rulebook": "kz",
    }


def test_a_baseline_in_the_settings_can_be_written_for_the_first_time(station: Path) -> None:
    (station.parent / "schedcheck.toml").write_text('baseline = "known.json"\n', "utf-8")
    done = program("check", "guide.xml")
    assert done.returncode == 2
    assert "known.json" in done.stderr.decode()
    assert program("check", "guide.xml", "--write-baseline", "../known.json").returncode == 0
    assert program("check", "guide.xml").returncode == 0


def test_one_code_need_be_no_list(station: Path) -> None:
    path = station / "schedcheck.toml"
    path.write_text('select = "gap"\nignore = []\n', "utf-8")
    assert load_defaults(path) == {"select": ("gap",), "ignore": ()}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('sourcezone = "Asia/Almaty"', "did you mean “source-zone”"),
        ("jobs = true", "a whole number"),
        ("quiet = 1", "true or false"),
        ('zone = ""', "is empty"),
        ("select = [1]", "must be a text"),
        ("= 3", "not TOML"),
        ('fail-on = "nothing"', "fail-on"),
        ('lang = "de"', "lang"),
        ("jobs = 0", "jobs"),
        ('mapping = "missing.toml"', "missing.toml"),
        ('zone = "Asia/Almati"', "Asia/Almaty"),
        ('ignore = ["gaps"]', "gap"),
    ],
)
def test_what_is_wrong_is_told_with_its_name_and_exit_code_2(
    station: Path, content: str, words: str
) -> None:
    (station.parent / "schedcheck.toml").write_text(content, "utf-8")
    done = program("check", "guide.xml")
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert "schedcheck.toml" in done.stderr.decode()
    assert not done.stdout


def test_a_broken_project_file_is_told(station: Path) -> None:
    (station / "pyproject.toml").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="UTF-8"):
        find_defaults(station)
    assert run("check", "guide.xml", "--no-config").exit_code == 1


@pytest.mark.parametrize("name", ["schedcheck.toml", "pyproject.toml"])
@pytest.mark.parametrize(
    "words",
    [("check", "guide.xml"), ("check", "."), ("batch", ".", "-o", "../out"), ("check", "..")],
)
def test_settings_beside_the_schedules_are_told_and_not_obeyed(
    station: Path, name: str, words: tuple[str, ...]
) -> None:
    head = "[tool.schedcheck]\n" if name == "pyproject.toml" else ""
    (station / name).write_text(f'{head}ignore = ["watershed"]\nlang = "ru"\n', "utf-8")
    done = program(*words)
    assert done.returncode == 1
    if words[-1] != "..":  # where a folder in a folder is passed over by its name
        assert f"the settings in {name}, which lies beside" in done.stderr.decode()
        assert f"Settings beside the schedules, not obeyed: {name}." in done.stdout.decode()
    named = program(*words, "--config", name)
    assert named.returncode in {0, 3}  # a project file is no schedule, and is told as a fault
    assert "beside" not in named.stderr.decode()


def test_settings_above_the_schedules_are_obeyed_where_others_lie_beside(station: Path) -> None:
    (station / "schedcheck.toml").write_text('zone = "Asia/Tokyo"\n', "utf-8")
    (station.parent / "schedcheck.toml").write_text('ignore = ["watershed"]\n', "utf-8")
    done = program("check", "guide.xml", "--format", "json")
    checks = json.loads(done.stdout)["checks"]
    assert checks["off"] == [
        {"code": "watershed", "setting": "ignore", "file": str(station.parent / "schedcheck.toml")}
    ]
    assert checks["unused_settings"] == ["schedcheck.toml"]
    assert "watershed" not in checks["ran"]


def test_what_is_wrong_in_settings_beside_the_schedules_ends_no_run(station: Path) -> None:
    (station / "schedcheck.toml").write_bytes(b"\xff")
    (station / "pyproject.toml").write_bytes(b"\xff")
    done = program("check", "guide.xml")
    assert done.returncode == 1
    assert "schedcheck.toml, which lies beside" in done.stderr.decode()
