from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest


def deployed(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """A process in which Django is ready as on a server with TLS."""
    kept = {name: value for name, value in os.environ.items() if "SCHEDCHECK" not in name}
    # the second is set in this process for the browser's tests alone
    for name in ("DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        kept.pop(name, None)
    code = f"from schedcheck.portal.start import start; start({str(folder)!r}); {code}"
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=kept
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
