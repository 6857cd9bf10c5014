"""``schedcheck send`` to a site that runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from schedcheck.schedule.week import parse_week
from tests.portal.test_serving import command, environment, post, site, visitor
from tests.portal.visitors import PASSWORD, schedule_of


def send(token: str, *words: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "schedcheck", "send", *map(str, words)],
        capture_output=True,
        check=False,
        env=environment() | {"SCHEDCHECK_TOKEN": token, "LANG": "C"},
    )


def this_week() -> str:
    year, week, _day = parse_week("this", datetime.now(ZoneInfo("Asia/Almaty"))).first.isocalendar()
    return f"{year}-W{week:02d}"


def test_a_station_sends_its_week_from_a_terminal(tmp_path: Path) -> None:
    data, week = tmp_path / "data", this_week()
    link = command(data, "portal", "invite", "a@example.kz", "--channel-id", "ktk")
    file = tmp_path / "ktk.csv"
    file.write_bytes(schedule_of(week))
    browser = visitor()
    with site(data) as (address, _running):
        page = address + link.removeprefix("0 ")
        post(browser, page, page, password=PASSWORD, again=PASSWORD)
        page = f"{address}/sign-in"
        post(browser, page, page, username="a@example.kz", password=PASSWORD)
        page = f"{address}/tokens"
        made = post(browser, page, page, name="playout", channels="ktk")
        (token,) = re.findall(r"schedcheck_[\w-]{40,}", made)
        first, again = (send(token, file, "--to", address, "--week", week) for _each in range(2))
        other = tmp_path / "other" / "ktk.csv"
        other.parent.mkdir()
        other.write_bytes(schedule_of(week).replace(b"A film", b"Another film"))
        later = send(token, other, "--to", address, "--week", week)
        old, last = (
            send(token, file, "--to", address, "--week", week, *more) for more in ((), ("--again",))
        )
        quiet = send(token, file, "--to", address, "--week", week)
        refused = send("schedcheck_other", file, "--to", address, "--week", week)
        elsewhere = send(token, file, "--to", "http://192.0.2.1", "--week", week)
    checked = subprocess.run(
        [
            *(sys.executable, "-m", "schedcheck", "check", "--no-config", "ktk.csv"),
            *("--channel", "ktk", "--week", week),
        ],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"LANG": "C"},
    )
    assert first.returncode == again.returncode == checked.returncode == 1, first.stderr
    verdict, receipt = first.stdout[: len(checked.stdout)], first.stdout[len(checked.stdout) :]
    assert verdict == checked.stdout
    assert f"{week}-ktk-1".encode() in receipt
    assert again.stdout == first.stdout  # the same delivery
    assert first.stderr == again.stderr == later.stderr == last.stderr == b""
    # what is in force now is another file: that is said, and made otherwise on request alone
    assert old.stdout == first.stdout
    assert f"another file after it: {week}-ktk-2; --again".encode() in old.stderr
    assert f"{week}-ktk-3".encode() in last.stdout
    assert quiet.stderr == b""  # the last version is this file
    assert refused.returncode == 2
    assert b"A valid token is needed" in refused.stderr
    assert b"read the token" in elsewhere.stderr
    assert (refused.stderr + elsewhere.stderr).count(b"\n") == 2
