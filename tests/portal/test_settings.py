from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest


def deployed(folder: Path, code: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A process in which Django is ready as on a server with TLS."""
    kept = {name: value for name, value in os.environ.items() if "SCHEDCHECK" not in name}
    # the second is set in this process for the browser's tests alone
    for name in ("DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        kept.pop(name, None)
    code = f"from schedcheck.portal.start import start; start({str(folder)!r}); {code}"
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=kept | more
    )


def test_django_finds_nothing_wrong_with_the_site_as_it_is_deployed(tmp_path: Path) -> None:
    check = "from django.core.management import call_command as c"
    done = deployed(tmp_path, f"{check}; c('check', deploy=True, fail_level='WARNING')")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    say = "from django.conf import settings; print(settings.SECRET_KEY)"
    first, second = (deployed(tmp_path, say).stdout for _start in range(2))
    assert first == second
    assert len(first) > 50
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"secret-key"}


def test_the_folder_is_made_for_its_owner_alone_and_one_that_is_there_stays_as_it_is(
    tmp_path: Path,
) -> None:
    new, shared = tmp_path / "new" / "portal", tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o750)
    for folder in (new, shared):
        assert deployed(folder, "pass").returncode == 0
    assert new.is_dir()
    if os.name == "posix":
        assert stat.S_IMODE(new.stat().st_mode) == 0o700
        assert stat.S_IMODE(shared.stat().st_mode) == 0o750


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "sqlite:///secret", "DATABASE_URL takes an address such as postgresql"),
        ("DATABASE_URL", "postgres://", "DATABASE_URL takes an address such as postgresql"),
        ("DATABASE_URL", "postgresql://p@127.0.0.1:1/x", "the database does not answer: "),
        ("SCHEDCHECK_DEADLINE_HOURS", "tomorrow", "a number of hours from 0 to 1000, not"),
        ("SCHEDCHECK_REMIND_HOURS", "nan", "a number of hours from 0 to 1000, not"),
        ("SCHEDCHECK_AUTHORITY", "none.toml", "none.toml"),
    ],
)
def test_what_is_not_right_in_the_environment_is_said_in_a_line(
    name: str, value: str, words: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "schedcheck", "portal", "migrate", "--data", str(tmp_path)]
    kept = {one: text for one, text in os.environ.items() if one != "DATABASE_URL"}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=kept | {name: value, "LANG": "C"}
    )
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr


def test_what_is_empty_in_the_environment_has_its_usual_value(tmp_path: Path) -> None:
    names = ("HOSTS", "DEADLINE_HOURS", "REMIND_HOURS", "MAIL", "MAIL_FROM", "ADDRESS", "AUTHORITY")
    say = "from django.conf import settings as s; print(s.ALLOWED_HOSTS, s.DEADLINE_HOURS, "
    say += "s.REMIND_HOURS, s.DEFAULT_FROM_EMAIL)"
    usual = deployed(tmp_path, say)
    empty = deployed(tmp_path, say, **{f"SCHEDCHECK_{name}": "" for name in names})
    assert usual.stdout == empty.stdout != ""
    given = deployed(tmp_path, say, SCHEDCHECK_HOSTS=" a.kz, b.kz,", SCHEDCHECK_DEADLINE_HOURS="2")
    assert "['a.kz', 'b.kz'] 2.0 24 " in given.stdout


@pytest.mark.parametrize(
    ("url", "host"),
    [("postgresql://p:w%40@db:5433/portal", "db"), ("host=/run port=5433 dbname=portal", "/run")],
)
def test_an_address_of_a_database_is_read(url: str, host: str) -> None:
    from schedcheck.portal.database import database

    made = database(url, Path())
    assert made["ENGINE"].endswith("postgresql")
    assert (made["HOST"], made["NAME"], made["PORT"]) == (host, "portal", "5433")
    assert made.get("PASSWORD", "w@") == "w@"
