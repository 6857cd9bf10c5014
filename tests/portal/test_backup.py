"""A backup taken of one site and restored as another, on both databases and across them."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.portal import test_rejudging
from tests.portal.postgresql import cluster
from tests.portal.visitors import PASSWORD, account, judged, signed_in, this_week, uploaded

pytestmark = pytest.mark.usefixtures("portal")

#: What a site has, as JSON: said by a process of its own, for Django knows one database a process.
_SAY = """
import hashlib, json, sys
from schedcheck.portal.start import start
start(sys.argv[1])
from django.core import serializers
from django.test import Client
from schedcheck.portal import backup, store
from schedcheck.portal.models import Upload, check_log
rows = [row for model in backup.tables() for row in model._base_manager.order_by("pk")]
files = {str(one.id): hashlib.sha256(store.path_of(one.sha256).read_bytes()).hexdigest()
         for one in Upload.objects.all()}
visitor = Client()
form = {"username": "station@example.kz", "password": sys.argv[2]}
home = visitor.post("/sign-in", form, follow=True)
(sent,) = Upload.objects.filter(version=1)
page = visitor.get(f"/uploads/{sent.id}")
print(json.dumps([serializers.serialize("jsonl", rows), files, check_log(),
                  home.status_code, "A film" in page.content.decode()]))
"""


def process(*words: str, url: str = "") -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        check=False,
        env=kept | ({"DATABASE_URL": url} if url else {}),
    )


def restored(file: Path, data: Path, url: str = "") -> str:
    words = ("-m", "schedcheck", "portal", "restore", str(file), "--data", str(data))
    done = process(*words, url=url)
    return f"{done.returncode} {done.stdout.strip()}{done.stderr.strip()}"


@contextmanager
def other_database(kind: str) -> Iterator[str]:
    """An empty database: a new one of the cluster of these tests, or of a cluster of its own."""
    own = os.environ.get("DATABASE_URL", "")
    if kind == "sqlite":
        yield ""
    elif own:
        import psycopg

        with psycopg.connect(own, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS restored")
            connection.execute("CREATE DATABASE restored")
        yield own.replace("/postgres?", "/restored?")
    else:
        with cluster() as url:
            yield url


def filled() -> None:
    """Accounts, a delivery with a violation, a self-check not yet judged, a log."""
    from django.conf import global_settings
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS):
        owner = signed_in(account())
    account("officer@example.kz", "officer")
    sent = judged(owner)
    owner.post(f"/uploads/{sent.id}/send")
    uploaded(owner, b"not yet judged", "later.csv")


def parsed(lines: str) -> list[Any]:
    """Rows as JSON lines: PostgreSQL keeps the values of a JSON field in an order of its own.

    Django writes milliseconds where a time has microseconds: 0.4 of one is ``.000``, and 0 nothing.
    """
    return [json.loads(line.replace('.000Z"', 'Z"')) for line in lines.splitlines()]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_is_restored_is_what_was_there(kind: str, tmp_path: Path) -> None:
    from django.core import serializers

    from schedcheck.portal.backup import backup, tables
    from schedcheck.portal.models import Upload, check_log

    filled()
    file, new = tmp_path / "portal.zip", tmp_path / "new"
    made = backup(file)
    assert (made.rows["portal.upload"], made.rows["portal.verdict"]) == (2, 1)
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    managers = [model._base_manager for model in tables()]  # noqa: SLF001 - Django's name for it
    own: list[Any] = [row for manager in managers for row in manager.order_by("pk")]
    files = {str(one.id): one.sha256 for one in Upload.objects.all()}
    with other_database(kind) as url:
        answer = restored(file, new, url)
        assert answer.startswith("0 "), answer
        assert "accounts: 2, uploads: 2, of them deliveries: 1" in answer
        assert "The log is as it was written." in answer
        said = process("-c", _SAY, str(new), PASSWORD, url=url)
        assert said.returncode == 0, said.stderr
        rows, there, wrong, status, page = json.loads(said.stdout)
        assert parsed(rows) == parsed(serializers.serialize("jsonl", own))
        assert (there, wrong, status, page) == (files, check_log(), 200, True)
        assert (new / "made" / next(iter(files)).replace("-", "")).parent.is_dir()
        again = restored(file, new, url)
        assert again.startswith("2 ")
        assert "not an empty folder" in again
        if url:
            again = restored(file, tmp_path / "other", url)
            assert "the database is not empty" in again
            assert list((tmp_path / "other").iterdir()) == []


def test_it_has_every_file_that_a_row_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documents of a week, the verdict by an earlier rulebook, a receipt of what was not judged."""
    from django.conf import settings

    from schedcheck.portal import compiling, rejudging, store
    from schedcheck.portal.backup import backup
    from schedcheck.portal.models import CompiledFile, Verdict
    from schedcheck.portal.views.board import week_of

    made = test_rejudging.sent()
    monkeypatch.setattr(settings, "JUDGE_PATIENCE", 0.01)
    owner = signed_in(made.owner)
    failed = judged(owner)
    monkeypatch.undo()
    owner.post(f"/uploads/{failed.id}/send")
    test_rejudging.new_rulebook()
    rejudging.start("head@example.kz")
    monkeypatch.setattr(compiling, "expected", lambda _roster: ("ktk",))
    week = week_of(this_week())
    assert week
    compiling.ask(made.owner, "documents", week, week)
    test_rejudging.work()
    kept = Verdict.objects.get(kept__isnull=False).kept
    assert kept
    wanted = {f"uploads/{one.sha256}" for one in CompiledFile.objects.all()}
    wanted |= {f"made/{failed.id.hex}/receipt-{one}.pdf" for one in ("kk", "ru", "en")}
    wanted |= {f"made/{kept.hex}/{path.name}" for path in store.made_of(kept).iterdir()}
    assert len(wanted) > 10
    backup(tmp_path / "portal.zip")
    with zipfile.ZipFile(tmp_path / "portal.zip") as archive:
        assert wanted - set(archive.namelist()) == set()
    answer = restored(tmp_path / "portal.zip", tmp_path / "new")
    assert answer.startswith("0 "), answer
    for name in wanted - {f"uploads/{one.sha256}" for one in CompiledFile.objects.all()}:
        assert (tmp_path / "new" / name).exists()


def test_what_was_changed_in_an_archive_is_named_and_nothing_is_restored(tmp_path: Path) -> None:
    from schedcheck.portal.backup import backup

    filled()
    file, new = tmp_path / "portal.zip", tmp_path / "new"
    backup(file)
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    upload = next(name for name in entries if name.startswith("uploads/"))
    rows = entries["rows.jsonl"].replace(b"officer", b"station")
    for changed, word in (
        ({upload: b"other"}, upload),
        ({"rows.jsonl": rows}, "rows.jsonl"),
        ({"../escaped": b""}, "../escaped"),
        ({"SHA256SUMS": b""}, "is damaged"),
    ):
        other = tmp_path / "changed.zip"
        with zipfile.ZipFile(other, "w") as archive:
            for name, content in (entries | changed).items():
                archive.writestr(name, content)
        answer = restored(other, new)
        assert answer.startswith("2 "), answer
        assert word in answer
        assert not new.exists() or not list(new.iterdir())
    file.write_bytes(file.read_bytes()[:-100])
    assert "is damaged, or is not a backup" in restored(file, new)


def test_a_log_that_was_changed_is_restored_and_said(tmp_path: Path) -> None:
    from schedcheck.portal.backup import backup
    from schedcheck.portal.models import LogEntry

    filled()
    LogEntry._base_manager.filter(number=2).update(who="other@example.kz")  # noqa: SLF001 - unguarded
    backup(tmp_path / "portal.zip")
    answer = restored(tmp_path / "portal.zip", tmp_path / "new")
    assert answer.startswith("1 ")
    assert "entry 2 is not as it was written" in answer


def test_each_backup_taken_while_files_come_in_is_of_one_moment(tmp_path: Path) -> None:
    from django.db import connection

    from schedcheck.portal.backup import backup

    owner = signed_in(account())
    ended = threading.Event()

    def station() -> None:
        number = 0
        while not ended.is_set() and number < 100:
            uploaded(owner, f"file {number}".encode(), f"{number}.csv")
            number += 1
        connection.close()

    sending = threading.Thread(target=station)
    sending.start()
    counts = []
    try:
        for number in range(4):
            file = tmp_path / f"{number}.zip"
            backup(file)
            counts.append(_of_one_moment(file))
    finally:
        ended.set()
        sending.join()
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def _of_one_moment(file: Path) -> int:
    """The uploads in an archive, each with its job, its entry in the log and its file."""
    with zipfile.ZipFile(file) as archive:
        rows = [json.loads(line) for line in archive.read("rows.jsonl").splitlines()]
        uploads = [row for row in rows if row["model"] == "portal.upload"]
        for row in uploads:
            sha256 = row["fields"]["sha256"]
            assert hashlib.sha256(archive.read(f"uploads/{sha256}")).hexdigest() == sha256
    jobs = [row for row in rows if row["model"] == "django_tasks_database.dbtaskresult"]
    logged = [row for row in rows if row["model"] == "portal.logentry"
              if row["fields"]["what"] == "uploaded"]  # fmt: skip
    assert len(uploads) == len(jobs) == len(logged)
    return len(uploads)


def test_a_file_that_the_store_has_lost_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from schedcheck.errors import ConfigError
    from schedcheck.portal import backup, store

    monkeypatch.setattr(backup, "_PAUSE", 0.0)
    made = uploaded(signed_in(account()))
    store.path_of(made.sha256).unlink()
    with pytest.raises(ConfigError, match=made.sha256):
        backup.backup(tmp_path / "portal.zip")
    assert list(tmp_path.iterdir()) == []
