"""The portal as a running site: the web server in this process, a worker in another."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings

from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.messages.library_errors import Reason

#: What the server with TLS in front of this one says of who asks.
_SAID_BEFORE = {"x-forwarded-proto", "x-forwarded-for"}
#: Seconds until a worker is started again, and that one may take to end its job.
_AGAIN, _LEAVING = 1.0, 10.0


def serve(host: str, port: int, ready: Callable[[], None]) -> None:
    """Answer requests until Ctrl-C or SIGTERM; Django must be ready, the tables made.

    ``ready`` is called when whoever asks gets an answer. The worker that judges is a process of
    its own and ends with this one, however that ends: it reads a pipe that only this process holds
    open. Raises ConfigError where another program answers there, or it may not.
    """
    import waitress

    from schedcheck.portal.wsgi import application

    # else waitress takes out what the server with TLS says, and every page leads to itself
    behind = bool(settings.SECURE_PROXY_SSL_HEADER)
    proxy: dict[str, Any] = {"trusted_proxy": "*", "trusted_proxy_headers": _SAID_BEFORE}
    try:
        server = waitress.create_server(
            application(),
            host=host,
            port=port,
            threads=8,
            ident="schedcheck",
            max_request_body_size=settings.REQUEST_LIMIT,
            clear_untrusted_proxy_headers=True,
            **proxy if behind else {},
        )
    except OSError as error:
        bind = f"{host}:{port}"
        raise ConfigError(
            msg("cannot answer at %(bind)s: %(error)s", bind=bind, error=Reason.of(error))
        ) from error
    worker = _Worker()
    worker.start()
    try:
        ready()
        server.run()
    finally:
        worker.end()


class _Worker(threading.Thread):
    """Keeps a worker running until ``end``: one that is ended from outside is started again."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._leaving = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Start a worker whenever there is none."""
        words = [sys.executable, "-m", "schedcheck", "portal", "worker", "--attached"]
        words += ["--data", str(settings.DATA_FOLDER)]
        # Ctrl-C is for this process, which ends the worker
        apart = os.name == "posix"
        while not self._leaving.is_set():
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                words, stdin=subprocess.PIPE, start_new_session=apart
            )
            if self._leaving.is_set():
                self._process.terminate()
            self._process.wait()
            self._leaving.wait(_AGAIN)

    def end(self) -> None:
        """End the worker: after the job that it is at, if that takes seconds, else at once."""
        self._leaving.set()
        process = self._process
        if process is not None:
            process.terminate()
            self.join(_LEAVING)
            if process.stdin:
                process.stdin.close()
        self.join()


def end_on_request() -> None:
    """Have SIGTERM end this process as a program ends by itself: what it began is put in order."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, leave)


def free_port(wanted: int) -> int:
    """``wanted`` where nobody answers there on this machine, else a port that is free."""
    for port in (wanted, 0):
        with socket.socket() as tried:
            if os.name == "posix":  # elsewhere it would let two have one port
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(tried.getsockname()[1])
    return wanted


def end_with_parent() -> None:
    """End this process when whoever started it is gone and standard input with it."""

    def watch() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def uses_sqlite() -> bool:
    """Whether the database is the file in the folder of data, which one worker uses."""
    return Path(str(settings.DATABASES["default"]["NAME"])).suffix == ".sqlite3"
