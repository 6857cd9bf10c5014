from __future__ import annotations

import logging
import subprocess
from pathlib import Path

import pytest

from tests.portal.visitors import account, schedule_of, signed_in, uploaded

pytestmark = pytest.mark.usefixtures("portal")


def test_what_a_process_prints_before_it_fails_is_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from schedcheck.portal import own_process

    with caplog.at_level(logging.ERROR):
        assert own_process.run("document_process", "no json", folder=tmp_path) == "ended"
    assert "document_process" in caplog.text
    assert "JSONDecodeError" in caplog.text


def test_no_file_takes_the_place_of_a_folder(tmp_path: Path) -> None:
    from schedcheck.portal import own_process

    made = uploaded(signed_in(account()), b"a schedule", name="out")
    (tmp_path / "out").mkdir()
    assert own_process.put_file(made, tmp_path) == "out_"
    assert (tmp_path / "out_").read_bytes() == b"a schedule"


def test_no_process_is_given_what_opens_the_database_or_the_storage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from schedcheck.portal import own_process

    secrets = {"DATABASE_URL", "PGPASSWORD", "AWS_SECRET_ACCESS_KEY", "SCHEDCHECK_MAIL"}
    for name in secrets:
        monkeypatch.setenv(name, "a secret")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    given: list[dict[str, str]] = []

    def run(*_words: object, env: dict[str, str], **_more: object) -> subprocess.CompletedProcess:
        given.append(env)
        return subprocess.CompletedProcess([], 0, b"", b"")

    monkeypatch.setattr(subprocess, "run", run)
    assert not own_process.run("judge_process", folder=tmp_path)
    assert "a secret" not in given[0].values()
    assert given[0]["LC_ALL"] == "C.UTF-8"


def test_what_would_take_too_long_in_all_languages_is_ended_after_the_first(
    tmp_path: Path,
) -> None:
    from schedcheck.portal import own_process

    (tmp_path / "out").mkdir()
    (tmp_path / "ktk.csv").write_bytes(schedule_of("2026-W48"))
    given = ("ktk.csv", '{"channel": "ktk", "week": "2026-W48"}')
    assert own_process.run("judge_process", *given, "0.001", folder=tmp_path) == "time"
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"verdict.json"}
    assert not own_process.run("judge_process", *given, "300", folder=tmp_path)
    assert (tmp_path / "out" / "page-kk.html").exists()
