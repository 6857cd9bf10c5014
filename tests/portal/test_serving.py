"""The site as it runs: a process that answers, and one beside it that judges."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from tests.portal.visitors import PASSWORD

_PATIENCE = 120


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {"SCHEDCHECK_HTTP": "1", "SCHEDCHECK_HOSTS": "127.0.0.1"}


def command(data: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "schedcheck", *words, "--data", str(data)],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    return f"{done.returncode} {done.stdout.strip()}{done.stderr.strip()}"


def until(there: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not there():
        assert time.monotonic() < end
        time.sleep(0.1)


@contextmanager
def site(data: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a site that runs, and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    bind = f"127.0.0.1:{port}"
    words = [sys.executable, "-m", "schedcheck", "serve", "--data", str(data), "--bind", bind]
    with subprocess.Popen(words, env=environment(), stderr=subprocess.DEVNULL) as running:

        def answers() -> bool:
            try:
                return visitor().open(f"http://{bind}/healthz").read() == b"ok\n"
            except URLError:
                assert running.poll() is None
                return False

        try:
            until(answers)
            yield f"http://{bind}", running
        finally:
            running.kill()


def visitor() -> OpenerDirector:
    return build_opener(HTTPCookieProcessor(CookieJar()))


def post(browser: OpenerDirector, page: str, address: str, **form: str) -> str:
    """The page that comes of a form on a page."""
    text = browser.open(page).read().decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    assert found
    body = urlencode({"csrfmiddlewaretoken": found[1], **form}).encode()
    answer: bytes = browser.open(Request(address, body)).read()  # noqa: S310 - our own site
    return answer.decode()


def test_the_site_answers_and_what_it_was_ended_with_is_there_again(tmp_path: Path) -> None:
    link = command(tmp_path, "portal", "invite", "a@example.kz", "--channel-id", "ktk")
    assert link.startswith("0 /invitations/")
    browser = visitor()
    with site(tmp_path) as (address, running):
        page = address + link.removeprefix("0 ")
        post(browser, page, page, password=PASSWORD, again=PASSWORD)
        running.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    with site(tmp_path) as (address, _running):
        page = f"{address}/sign-in"
        home = post(browser, page, page, username="a@example.kz", password=PASSWORD)
        assert "a@example.kz" in home
        for name in ("page.css", "portal.css", "portal.js", "sort.js"):
            assert browser.open(f"{address}/static/{name}").read()
    assert command(tmp_path, "portal", "check-log").startswith("0 ")


def test_what_is_asked_wrongly_is_said_in_a_line(tmp_path: Path) -> None:
    for words, said in (
        (("portal", "invite"), "takes an e-mail address"),
        (("portal", "invite", "a@example.kz"), "a station needs a channel"),
        (("portal", "invite", "a@example.kz", "--channel-id", "ktkk"), "did you mean “ktk”"),
        (("serve", "--bind", "8000"), "--bind takes an address and a port"),
    ):
        answer = command(tmp_path, *words)
        assert answer.startswith("2 ")
        assert said in answer


def test_a_worker_where_no_portal_is_says_so_in_a_line(tmp_path: Path) -> None:
    said = command(tmp_path / "data", "portal", "worker", "--lang", "en")
    assert said.splitlines() == [said]
    assert said.startswith("2 schedcheck: ")
    assert "no portal is there" in said
