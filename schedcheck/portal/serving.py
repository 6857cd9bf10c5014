"""The portal as a running site: the web server in this process, a worker in another."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from django.conf import settings


def serve(host: str, port: int) -> None:
    """Answer requests until the process is ended; Django must be ready, the tables made.

    The worker that judges is a process of its own and ends with this one, however that ends: it
    reads a pipe that only this process holds open.
    """
    import waitress

    from schedcheck.portal.wsgi import application

    words = [sys.executable, "-m", "schedcheck", "portal", "worker", "--attached"]
    words += ["--data", str(settings.DATA_FOLDER)]
    with subprocess.Popen(words, stdin=subprocess.PIPE) as worker:  # noqa: S603 - our own program
        try:
            waitress.serve(
                application(),
                host=host,
                port=port,
                threads=8,
                ident="schedcheck",
                max_request_body_size=2 * settings.UPLOAD_LIMIT,
            )
        finally:
            worker.terminate()


def end_with_parent() -> None:
    """End this process when whoever started it is gone and standard input with it."""

    def watch() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def uses_sqlite() -> bool:
    """Whether the database is the file in the folder of data, which one worker uses."""
    return Path(str(settings.DATABASES["default"]["NAME"])).suffix == ".sqlite3"
