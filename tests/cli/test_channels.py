from __future__ import annotations

from tests.cli.test_check import program, run


def test_the_roster_is_listed() -> None:
    lines = run("channels").output.splitlines()
    assert len(lines) == 76
    assert sum(" television " in line for line in lines) == 46


def test_one_channel_is_shown_by_id_or_alias() -> None:
    for name in ("aqjaiyq", "Қазақстан-Орал"):
        assert "Asia/Oral" in run("channels", name).output


def test_an_unknown_channel_is_refused_with_the_nearest() -> None:
    result = program("channels", "aqjaiy")
    assert result.returncode == 2
    assert b"aqjaiyq" in result.stderr
