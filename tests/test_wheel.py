"""The wheel: all of the program is in it, and it runs where nothing else of the project is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

import schedcheck
from tests.checks.audited import programme
from tests.paths import PACKAGE, ROOT

#: What is under ``schedcheck/`` and is no part of the program.
NOT_OURS = {"__pycache__"}


def without_checkout() -> dict[str, str]:
    """The environment of a machine that has no checkout: nothing says where modules are."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP")  # Windows starts no program without the last three
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as ``make wheel`` does, without a download."""
    folder = tmp_path_factory.mktemp("dist")
    build = ["wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    command = [sys.executable, "-m", "pip", *build, "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment with the wheel in it.

    What the program needs is taken from the environment of the tests, and the checkout, which is
    installed there, is not.
    """
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(home, symlinks=os.name != "nt")
    names = {"base": str(home), "platbase": str(home)}
    site = Path(sysconfig.get_path("purelib", "venv", names))
    install = ["install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    scripts = Path(sysconfig.get_path("scripts", "venv", names))
    python = scripts / Path(sys.executable).name
    pip = [sys.executable, "-m", "pip", "--python", str(python), *install]
    subprocess.run(pip, check=True)
    # a line of a .pth file is a folder of modules; files of that kind in it are not read
    needs = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    (site / "needs.pth").write_text("\n".join(needs), encoding="utf-8")
    return scripts


def test_everything_in_the_package_is_in_the_wheel_and_nothing_else(wheel: Path) -> None:
    expected = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and not NOT_OURS & set(path.parts)
    }
    for suffix in (".mo", ".toml", ".html", ".css"):
        assert any(name.endswith(suffix) for name in expected), suffix
    for folder in (
        "messages/locale/kk",
        "messages/locale/ru",
        "law/rosters",
        "law/rulebooks",
        "reports",
        "readers",
    ):
        assert any(name.startswith(f"schedcheck/{folder}/") for name in expected), folder
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        about = Parser().parsestr(
            archive.read(next(name for name in names if name.endswith("/METADATA"))).decode()
        )
    assert {name for name in names if ".dist-info/" not in name} == expected
    assert (about["Name"], about["Version"]) == ("schedcheck", schedcheck.__version__)
    assert f"schedcheck-{schedcheck.__version__}.dist-info/licenses/LICENSE" in names


def test_it_runs_where_there_is_no_checkout(scripts: Path, tmp_path: Path) -> None:
    python = scripts / Path(sys.executable).name
    code = "import schedcheck; print(schedcheck.__file__)"
    where = subprocess.run(
        [python, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=without_checkout(),
    ).stdout.strip()
    assert Path(where).is_relative_to(scripts.parent)
    assert not Path(where).is_relative_to(ROOT)


def test_the_program_finds_a_violation_in_every_language(scripts: Path, tmp_path: Path) -> None:
    row = programme("12:00", "13:00", "Night film", rating="18+", channel="ktk")
    (tmp_path / "week.xml").write_text(f"<tv>\n{row}\n</tv>", encoding="utf-8")
    for language, word in (("en", "violation"), ("ru", "нарушени"), ("kk", "бұзушылық")):
        run = subprocess.run(
            [scripts / "schedcheck", "check", "week.xml", "--lang", language],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            env=without_checkout(),
        )
        assert (run.returncode, run.stderr) == (1, b"")
        printed = run.stdout.decode("utf-8")
        assert "Night film" in printed
        assert word in printed.casefold()


def test_a_batch_writes_every_report(scripts: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for channel in ("ktk", "ntk", "khabar", "astana-tv", "31-kanal"):
        row = programme("12:00", "13:00", "Night film", rating="18+", channel=channel)
        (tmp_path / "in" / f"{channel}.xml").write_text(f"<tv>\n{row}\n</tv>", encoding="utf-8")
    run = subprocess.run(
        [scripts / "schedcheck", "batch", "in", "-o", "out", "--jobs", "2"],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env=without_checkout(),
    )
    assert (run.returncode, run.stderr) == (1, b"")
    assert {"summary.html", "summary.xlsx", "findings.json", "channels"} <= {
        path.name for path in (tmp_path / "out").iterdir()
    }
    assert len(list((tmp_path / "out" / "channels").glob("*.xlsx"))) == 5
    totals = json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))["totals"]
    assert totals["violations"] == 5


@pytest.mark.parametrize("rulebook", ["kz", "ru", "uk"])
def test_rulebooks_and_rosters_are_found(scripts: Path, tmp_path: Path, rulebook: str) -> None:
    for words in (["rules", "--rulebook", rulebook], ["channels", "ktk"], ["rules", "watershed"]):
        run = subprocess.run(
            [scripts / "schedcheck", *words],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            env=without_checkout(),
        )
        assert (run.returncode, run.stderr) == (0, b"")
        assert run.stdout
