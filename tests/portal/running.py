"""A site that runs as processes of its own, and browsers that ask it over HTTP."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from tests.portal.visitors import PASSWORD

_PATIENCE = 120.0
#: Makes accounts: of each channel a station, and readers.
_ACCOUNTS = """
import json, sys
from schedcheck.portal.start import migrate, start
start(sys.argv[1])
migrate()
from django.conf import settings
from schedcheck.portal.models import Account
password, people = sys.argv[2], json.loads(sys.argv[3])
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
from django.contrib.auth.hashers import make_password
made = make_password(password)
for name, role, channels in people:
    account = Account.objects.create(name=name, role=role, password=made)
    account.channels.set(channels)
"""


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Site:
    """A site in ``data``, and in the database of ``url`` or SQLite, on the loopback alone.

    ``tls``: the names that it is asked by where a server with TLS is in front of it.
    """

    data: Path
    url: str = ""
    tls: str = ""
    port: int = field(default_factory=free_port)
    web: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """That of its processes."""
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        kept.pop("SCHEDCHECK_HTTP", None)
        own = {"SCHEDCHECK_HTTP": "1", "SCHEDCHECK_HOSTS": "127.0.0.1"}
        if self.tls:
            own = {"SCHEDCHECK_HOSTS": self.tls}
        return kept | own | ({"DATABASE_URL": self.url} if self.url else {})

    def ask(self, code: str, *words: str) -> Any:
        """What a process with this code prints as JSON; it gets the folder of data, then words."""
        done = subprocess.run(
            [sys.executable, "-c", code, str(self.data), *words],
            capture_output=True,
            text=True,
            check=False,
            env=self.environment(),
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def people(self, people: Sequence[tuple[str, str, Sequence[str]]]) -> None:
        """Make accounts: name, role, channels; all have the password of tests."""
        self.ask(_ACCOUNTS, PASSWORD, json.dumps(people))

    def start(self) -> None:
        """Start the web process, and with it a worker, and wait until it answers."""
        words = [sys.executable, "-m", "schedcheck", "serve", "--data", str(self.data)]
        words += ["--bind", f"127.0.0.1:{self.port}"]
        # letters go to the console where nothing else is set
        null = subprocess.DEVNULL
        self.web = subprocess.Popen(words, env=self.environment(), stdout=null, stderr=null)
        self.until(self.answers)

    def until(self, there: Callable[[], bool]) -> None:
        """Wait for something; fails where that takes too long, and where the site has ended."""
        end = time.monotonic() + _PATIENCE
        while not there():
            assert self.web
            assert self.web.poll() is None, "the site has ended"
            assert time.monotonic() < end, "it takes too long"
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether it does."""
        asked = {"X-Forwarded-Proto": "https", "Host": self.tls.partition(",")[0]}
        try:
            return self.status("/healthz", asked if self.tls else {}) == 200
        except (OSError, HTTPException):
            return False

    def status(self, path: str, headers: dict[str, str]) -> int:
        """The status of a page that is asked for so, wherever that leads."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as asked:
            asked.request("GET", path, headers=headers)
            with asked.getresponse() as answer:
                answer.read()
                return answer.status

    def workers(self) -> list[int]:
        """The processes that judge for it (Linux alone says that)."""
        assert self.web
        tasks = Path(f"/proc/{self.web.pid}/task").glob("*/children")
        return [int(number) for path in tasks for number in path.read_text().split()]

    def kill(self) -> None:
        """End the web process at once, as a loss of power does."""
        assert self.web
        self.web.kill()
        self.web.wait()

    def stop(self) -> None:
        """End it as a system does that shuts down."""
        if self.web and self.web.poll() is None:
            self.web.send_signal(signal.SIGTERM)
            try:
                self.web.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()


class Browser:
    """Somebody who is signed in, with cookies, and no other state."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._cookies = CookieJar()
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(self._cookies))

    def get(self, path: str, timeout: float = 60) -> tuple[int, str]:
        """The status and the text of a page; raises OSError where there is no answer."""
        try:
            with self._opener.open(self.address + path, timeout=timeout) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def sign_in(self, name: str) -> None:
        """Sign in with the password of tests."""
        self.get("/sign-in")
        address, text = self._post(
            "/sign-in",
            urlencode({"username": name, "password": PASSWORD, **self._token()}).encode(),
        )
        assert address in {"/", "/board"}, text[:500]  # a station's first page, and the others'

    def upload(self, channel: str, week: str, name: str, content: bytes) -> str:
        """The id of an upload for which an answer came; raises OSError where none came."""
        edge = token_hex(16)
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in {"channel": channel, "week": week, **self._token()}.items()
        ]
        head = (
            f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
        )
        body = "".join((*parts, head)).encode() + content + f"\r\n--{edge}--\r\n".encode()
        address, text = self._post("/uploads", body, f"multipart/form-data; boundary={edge}")
        found = re.fullmatch(r"/uploads/([\w-]{36})", address)
        assert found, (address, text[:500])
        return found[1]

    def send(self, upload: str) -> bool:
        """Send an upload; whether the answer is its receipt. Raises OSError where none came."""
        body = urlencode(self._token()).encode()
        address, _text = self._post(f"/uploads/{upload}/send", body)
        return address == f"/uploads/{upload}/receipt"

    def _token(self) -> dict[str, str]:
        kept = {cookie.name: cookie.value or "" for cookie in self._cookies}
        return {"csrfmiddlewaretoken": kept["csrftoken"]}

    def _post(
        self, path: str, body: bytes, kind: str = "application/x-www-form-urlencoded"
    ) -> tuple[str, str]:
        """The path that the answer to a form leads to, and its text."""
        asked = Request(self.address + path, body, {"Content-Type": kind})  # noqa: S310 - our own
        try:
            with self._opener.open(asked, timeout=60) as answer:
                return answer.url.removeprefix(self.address), answer.read().decode()
        except HTTPError as error:
            with error:
                return f"status {error.code}", error.read().decode()
