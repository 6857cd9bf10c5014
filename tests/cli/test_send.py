from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from schedcheck.cli import cli
from schedcheck.tasks import send
from schedcheck.tasks.send import Sent

STATES = {"judged": 1, "missing": 0, "judged in part": 0}


def answer(*severities: str, faults: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "findings": [{"severity": one, "code": "a"} for one in severities],
        "totals": {"states": STATES, "faults": faults},
        "delivery": {
            "state": "judged",
            "receipt": "2026-W48-ktk-1",
            "sent_at": "2026-11-20T18:00:00+00:00",
            "sha256": "ab12",
            "fault": None,
            **more,
        },
    }


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What was sent; the answers are taken from it first."""
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setenv("SCHEDCHECK_TOKEN", "schedcheck_token")

    class Portal:
        answers: list[dict[str, Any]] = []  # noqa: RUF012 - of this test

        def __init__(self, address: str, token: str, _patience: float) -> None:
            self.known = (address, token)

        def send(self, path: Path, channel: str, week: str, *, draft: bool, again: bool) -> Sent:
            assert again is False
            calls.append((*self.known, path.name, channel, week, draft))
            value = self.answers.pop(0) if self.answers else answer()
            return Sent(value, "verdict\n" if value["delivery"]["state"] == "judged" else "")

    monkeypatch.setattr(send, "Portal", Portal)
    return calls


def run(*words: object) -> Any:
    return CliRunner().invoke(cli, ["send", "--to", "https://portal.kz", *map(str, words)])


def schedule(folder: Path, name: str = "ktk.csv") -> Path:
    path = folder / name
    path.write_text("a", encoding="utf-8")
    return path


def test_a_file_is_sent_for_the_channel_that_its_name_says(
    tmp_path: Path, sent: list[tuple[Any, ...]]
) -> None:
    result = run(schedule(tmp_path), "--week", "2026-W48")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "verdict"
    assert "2026-W48-ktk-1" in lines[1]
    assert "ab12" in lines[1]
    assert sent == [("https://portal.kz", "schedcheck_token", "ktk.csv", "ktk", "2026-W48", False)]


def test_weeks_and_channels_can_be_named(tmp_path: Path, sent: list[tuple[Any, ...]]) -> None:
    path = schedule(tmp_path, "week.csv")
    assert isinstance(run(path).exception, Exception)
    words = ("--channel-id", "khabar", "--week", "2026-11-23..2026-11-29", "--self-check")
    assert run(path, *words).exit_code == 0
    assert sent[0][3:] == ("khabar", "2026-W48", True)
    days = run(path, *words[:2], "--week", "2026-11-23..2026-11-24")
    assert "Monday to Sunday" in str(days.exception)


def test_the_json_is_that_of_the_portal(tmp_path: Path, sent: list[tuple[Any, ...]]) -> None:
    path = schedule(tmp_path)
    assert json.loads(run(path, "--format", "json").output) == answer()
    assert run(path, path, "--format", "json").exit_code == 2
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("answers", "options", "code"),
    [
        ([answer("notice", "warning")], (), 0),
        ([answer("warning")], ("--fail-on", "warning"), 1),
        ([answer("violation")], ("--fail-on", "never"), 0),
        ([answer("violation", faults=1)], (), 1),
        ([answer("fault", faults=1)], (), 3),
        ([answer(), answer("violation"), answer(faults=1)], (), 1),
        ([answer(state="queued")], (), 3),
        ([answer(state="failed", fault="took too long")], (), 3),
    ],
)
def test_exit_codes_are_those_of_check(
    tmp_path: Path, sent: list[tuple[Any, ...]], answers: list[Any], options: Any, code: int
) -> None:
    send.Portal.answers = list(answers)  # type: ignore[attr-defined]
    result = run(*[schedule(tmp_path)] * len(answers), *options)
    assert result.exit_code == code
    assert len(sent) == len(answers)
    if answers[0]["delivery"]["fault"]:
        assert result.output.startswith("took too long\n")


def test_the_token_is_from_the_environment_or_from_a_file_of_its_owner(
    tmp_path: Path, sent: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, token = schedule(tmp_path), tmp_path / "token"
    token.write_text("schedcheck_of_file\n", encoding="ascii")
    token.chmod(0o600)
    assert run(path, "--token-file", token).exit_code == 0
    assert sent[0][1] == "schedcheck_of_file"
    if os.name == "posix":
        token.chmod(0o644)
        assert "chmod 600" in str(run(path, "--token-file", token).exception)
    for wrong in ("", "two words", "токен"):
        monkeypatch.setenv("SCHEDCHECK_TOKEN", wrong)
        assert "SCHEDCHECK_TOKEN" in str(run(path).exception)
    # no option takes it, so that no list of processes shows it
    assert "--token " not in run("--help").output
    assert len(sent) == 1
