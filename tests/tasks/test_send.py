from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from schedcheck.errors import ConfigError
from schedcheck.messages import language
from schedcheck.tasks import send
from schedcheck.tasks.send import Portal

CONTENT = "date;title\n2026-11-24;№1\n".encode()
#: What closes the connection without an answer.
LOST = 0


class Site:
    """A server that gives answers in turn and remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.address = ""

    def will_say(self, status: int, value: Any = None, **headers: str) -> None:
        content = value if isinstance(value, bytes) else json.dumps(value).encode()
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        self.answers.append((status, named, content))


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            made.asked.append((self.command, self.path, dict(self.headers), body))
            status, headers, content = made.answers.pop(0)
            if status == LOST:
                self.close_connection = True
                return
            self.send_response(status)
            for name, text in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = answer  # noqa: N815 - as the library calls them

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_port}"
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    found: list[float] = []
    monkeypatch.setattr(time, "sleep", found.append)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / 'ктк "1".csv'
    path.write_bytes(CONTENT)
    return path


def delivery(state: str = "judged", **more: Any) -> dict[str, Any]:
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    return {
        "delivery": {"state": state, "number": "2026-W48-ktk-1", "sha256": sha256, **more},
        "findings": [],
    }


def sent(site: Site, file: Path, **more: Any) -> send.Sent:
    return Portal(f"{site.address}/", "token", 100).send(file, "ktk", "2026-W48", **more)


def test_a_file_is_sent_as_a_form_with_its_token_and_key(site: Site, file: Path) -> None:
    site.will_say(200, delivery())
    site.will_say(200, "вердикт".encode())
    with language("kk"):
        answer = sent(site, file)
    assert (answer.is_judged, answer.text) == (True, "вердикт")
    (method, path, headers, body), (_get, place, _more, _nothing) = site.asked
    assert (method, path) == ("POST", "/api/v1/deliveries")
    assert place == "/api/v1/deliveries/2026-W48-ktk-1/text"
    assert (headers["Authorization"], headers["Accept-Language"]) == ("Bearer token", "kk")
    head = f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode()
    parts: Any = message_from_bytes(head + body).get_payload()
    found = {part.get_param("name", header="content-disposition"): part for part in parts}
    values = {name: part.get_payload(decode=True) for name, part in found.items()}
    assert values == {"channel": b"ktk", "week": b"2026-W48", "send": b"true", "file": CONTENT}


def test_the_key_is_of_the_content_the_channel_the_week_and_whether_it_is_sent(
    site: Site, file: Path, tmp_path: Path
) -> None:
    renamed, other = tmp_path / "renamed.csv", tmp_path / "other.csv"
    renamed.write_bytes(CONTENT)
    other.write_bytes(b"other")
    site.answers = []
    for path, draft in ((file, False), (renamed, False), (file, True)):
        site.will_say(200, delivery())
        site.will_say(200, b"")
        sent(site, path, draft=draft)
    site.will_say(200, delivery(sha256=hashlib.sha256(b"other").hexdigest()))
    site.will_say(200, b"")
    sent(site, other)
    keys = [headers["Idempotency-Key"] for method, _path, headers, _body in site.asked
            if method == "POST"]  # fmt: skip
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


def test_what_gets_no_answer_is_sent_again_with_the_same_key(
    site: Site, file: Path, pauses: list[float]
) -> None:
    site.will_say(LOST)
    site.will_say(503)
    site.will_say(429, Retry_After="7")
    site.will_say(202, delivery("queued"))
    site.will_say(LOST)
    site.will_say(200, delivery())
    site.will_say(200, b"text")
    assert sent(site, file).text == "text"
    keys = {headers.get("Idempotency-Key") for method, _path, headers, _body in site.asked
            if method == "POST"}  # fmt: skip
    assert len(keys) == 1
    assert pauses == [1, 2, 7, send._LOOK, 1]  # noqa: SLF001 - as it is


def test_a_site_that_never_answers_is_a_line(site: Site, file: Path, pauses: list[float]) -> None:
    for _each in range(6):
        site.will_say(503, {"detail": "later"})
    with pytest.raises(ConfigError, match=r"127.0.0.1:\d+: later"):
        sent(site, file)
    assert pauses == [1, 2, 4, 8, 16]
    with pytest.raises(ConfigError, match="no answer"):
        Portal("http://127.0.0.1:1", "token", 100).send(file, "ktk", "2026-W48")


def test_nobody_waits_longer_than_was_said(site: Site, file: Path, pauses: list[float]) -> None:
    site.will_say(429, {"detail": "wait"}, Retry_After="3600")
    with pytest.raises(ConfigError, match="wait"):
        sent(site, file)
    site.will_say(202, delivery("queued"))
    answer = Portal(site.address, "token", 0).send(file, "ktk", "2026-W48")
    assert not answer.is_judged
    assert pauses == []


@pytest.mark.parametrize(
    ("status", "value", "words"),
    [
        (401, {"detail": "A valid token is needed"}, "A valid token is needed"),
        (404, b"<html>", "answered with status 404"),
        (302, b"", "answered with status 302"),
        (200, b"<html>", "not a portal"),
        (200, {"delivery": {}}, "not a portal"),
        (200, ["delivery"], "not a portal"),
        (200, delivery(sha256="0"), "other bytes"),
    ],
)
def test_what_the_site_refuses_is_a_line(
    site: Site, file: Path, status: int, value: Any, words: str
) -> None:
    site.will_say(status, value, Location=f"{site.address}/elsewhere")
    with pytest.raises(ConfigError, match=words):
        sent(site, file)
    assert len(site.asked) == 1  # the token goes nowhere else


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://portal.kz", "could read the token"),
        ("ftp://portal.kz", "not the address of a site"),
        ("portal.kz", "not the address of a site"),
        ("https://portal.kz:x", "not the address of a site"),
        ("https://portal.kz/?a=b", "not the address of a site"),
        ("https://a:b@portal.kz", "without a name and a password"),
    ],
)
def test_an_address_that_would_show_the_token_is_refused(address: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        Portal(address, "token", 1)


@pytest.mark.parametrize(
    "address", ["https://portal.kz", "http://localhost:8000/", "http://[::1]:8000", "http://127.1.1.1"]
)  # fmt: skip
def test_an_address_with_tls_or_of_this_machine_will_do(address: str) -> None:
    Portal(address, "token", 1)


def test_a_file_that_cannot_be_read_is_a_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        Portal("https://portal.kz", "token", 1).send(tmp_path / "none.csv", "ktk", "2026-W48")
