"""A portal whose processes are ended at random moments while stations upload and send.

``python -m tests.attack.portal [--kills N] [--seed N]``, with SQLite and with PostgreSQL. What an
answer came for is there, wholly and once; nothing is there by half, and nothing is done twice.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any, NamedTuple

from tests.portal.running import Browser, Site
from tests.portal.visitors import SCHEDULE

_CHANNELS = ("ktk", "khabar", "31-kanal", "astana-tv")
#: An upload waits for its verdict so long; then its station goes on.
_PATIENCE = 40.0
#: Seconds until every job must be done when nothing is ended any more.
_END = 600.0
#: What is there when all is over.
_SAY = """
import hashlib, json, sys
from schedcheck.portal.start import start
start(sys.argv[1])
from django_tasks_db.models import DBTaskResult
from schedcheck.portal.jobs import judge
from schedcheck.portal import store
from schedcheck.portal.models import LogEntry, Upload, check_log
def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
def made(one):
    path = store.made_of(one.id) / "verdict.json"
    return path.read_text("utf-8") if path.is_file() else ""
uploads = [
    {"id": str(one.id), "sha256": one.sha256, "file": digest(store.path_of(one.sha256)),
     "state": one.state, "version": one.version, "receipt": one.receipt,
     "of": [one.channel_id, one.week],
     "verdicts": [verdict.findings == made(one) for verdict in one.verdicts.all()]}
    for one in Upload.objects.all()]
judging = DBTaskResult.objects.filter(task_path=judge.module_path)
jobs = [[*job.args_kwargs["args"], job.status] for job in judging]
logged = LogEntry.objects.filter(what__in=("uploaded", "sent"))
log = [[entry.what, entry.about] for entry in logged]
files = {path.name: digest(path) for path in store.path_of("00" * 32).parent.parent.glob("??/*")}
print(json.dumps([uploads, jobs, log, files, check_log()]))
"""
_LEFT = """
import sys
from schedcheck.portal.start import start
start(sys.argv[1])
from django_tasks_db.models import DBTaskResult
print(DBTaskResult.objects.exclude(status__in=("SUCCESSFUL", "FAILED")).count())
"""


class _Answered(NamedTuple):
    """What stations have got an answer for: uploads with their hash, and receipts."""

    uploads: dict[str, str]
    sent: set[str]


def portal_kills(folder: Path, count: int, seed: int, url: str = "") -> Iterator[str]:
    """End web or worker ``count`` times by SIGKILL; yield what does not hold afterwards.

    ``url``: the database; SQLite where it is empty.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    site = Site(folder / f"portal-{seed}-{'postgresql' if url else 'sqlite'}", url)
    site.people([(f"{name}@station.example", "station", [name]) for name in _CHANNELS])
    answered, ended = _Answered({}, set()), threading.Event()
    site.start()
    try:
        week = _this_week()
        stations = [
            threading.Thread(target=_station, args=(site, name, week, answered, ended), daemon=True)
            for name in _CHANNELS
        ]
        for station in stations:
            station.start()
        begun, killed = time.monotonic(), {"web": 0, "worker": 0}
        while not answered.sent and time.monotonic() - begun < _END:
            time.sleep(0.1)
        # on any machine some of what is judged in between comes to its end
        most = 2 * (time.monotonic() - begun)
        begun = time.monotonic()
        for _number in range(count):
            time.sleep(chance.uniform(0.0, most))
            killed[_kill_one(site, chance)] += 1
        took = time.monotonic() - begun
        ended.set()
        for station in stations:
            station.join()
        end = time.monotonic() + _END
        while site.ask(_LEFT) and time.monotonic() < end:
            time.sleep(2)
    finally:
        ended.set()
        site.stop()
    found = site.ask(_SAY)
    yield from _wrong(found, answered)
    print(
        f"portal on {'PostgreSQL' if url else 'SQLite'}: {killed['web']} ends of web and "
        f"{killed['worker']} of a worker by kill -9 in {took:.0f} s (seed {seed}); answered: "
        f"{len(answered.uploads)} uploads, {len(answered.sent)} receipts; there: {len(found[0])} "
        f"uploads, {sum(one['version'] is not None for one in found[0])} deliveries",
        flush=True,
    )


def _kill_one(site: Site, chance: random.Random) -> str:
    workers = site.workers()
    if workers and chance.random() < 0.5:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(workers), signal.SIGKILL)
        return "worker"
    site.kill()
    site.start()
    return "web"


def _this_week() -> str:
    from datetime import UTC, datetime

    return f"{datetime.now(UTC):%G-W%V}"


def _station(site: Site, name: str, week: str, answered: _Answered, ended: threading.Event) -> None:
    """Upload, wait for the verdict, send; whatever is not answered is tried no second time."""
    browser, signed_in, number = Browser(site.address), False, 0
    while not ended.is_set():
        try:
            if not signed_in:
                browser.sign_in(f"{name}@station.example")
                signed_in = True
            number += 1
            content = SCHEDULE.replace(b"A film", f"Film {number} of {name}".encode())
            upload = browser.upload(name, week, f"{name} {number}.csv", content)
            answered.uploads[upload] = hashlib.sha256(content).hexdigest()
            end = time.monotonic() + _PATIENCE
            while not ended.is_set() and time.monotonic() < end:
                if 'http-equiv="refresh"' not in browser.get(f"/uploads/{upload}")[1]:
                    break
                ended.wait(0.3)
            if number % 3 and browser.send(upload):
                answered.sent.add(upload)
        except (
            OSError,
            HTTPException,
            AssertionError,
        ):  # no answer, or an answer of a site that is ending
            ended.wait(0.2)


def _wrong(found: list[Any], answered: _Answered) -> Iterator[str]:
    """What of the whole does not hold."""
    uploads, jobs, log, files, entry = found
    there = {one["id"]: one for one in uploads}
    if not answered.uploads or not answered.sent:
        yield "nothing was answered, and so nothing was tried"
    for upload, sha256 in answered.uploads.items():
        if upload not in there or there[upload]["sha256"] != sha256:
            yield f"upload {upload} was answered and is not there"
    for upload in answered.sent:
        if upload in there and not there[upload]["receipt"]:
            yield f"upload {upload} was sent, with an answer, and has no receipt"
    for one in uploads:
        yield from _wrong_upload(one, [job for job in jobs if job[0] == one["id"]])
    if len(jobs) != len(uploads):
        yield f"{len(jobs)} jobs, {len(uploads)} uploads"
    yield from _wrong_numbers(uploads)
    yield from _wrong_log(uploads, log)
    if entry is not None:
        yield f"the log: entry {entry} is not as it was written"
    yield from (f"half a file: {name}" for name, digest in files.items() if name != digest)


def _wrong_upload(one: dict[str, Any], jobs: list[list[str]]) -> Iterator[str]:
    """What of one upload does not hold: its file, its verdict, its job, its receipt."""
    if one["file"] != one["sha256"]:
        yield f"upload {one['id']}: its file is not whole"
    if one["state"] != "judged" or one["verdicts"] != [True]:
        yield f"upload {one['id']}: {one['state']}, verdicts {one['verdicts']}"
    if jobs != [[one["id"], "SUCCESSFUL"]]:
        yield f"upload {one['id']}: its jobs are {jobs}"
    if (one["version"] is None) != (one["receipt"] is None):
        yield f"upload {one['id']}: half a delivery"


def _wrong_log(uploads: list[dict[str, Any]], log: list[Any]) -> Iterator[str]:
    """Uploads and receipts that the log does not name once."""
    logged = sorted(about["upload"] for what, about in log if what == "uploaded")
    if logged != sorted(one["id"].replace("-", "") for one in uploads):
        yield "the log does not name each upload once"
    receipts = sorted(about["receipt"] for what, about in log if what == "sent")
    if receipts != sorted(one["receipt"] for one in uploads if one["receipt"]):
        yield "the log does not name each receipt once"


def _wrong_numbers(uploads: list[dict[str, Any]]) -> Iterator[str]:
    """Receipts that are not unique, versions that are left out."""
    receipts = [one["receipt"] for one in uploads if one["receipt"]]
    if len(set(receipts)) != len(receipts):
        yield "two deliveries have one receipt"
    versions: dict[tuple[str, ...], list[int]] = {}
    for one in uploads:
        if one["version"] is not None:
            versions.setdefault(tuple(one["of"]), []).append(one["version"])
    for of, numbers in versions.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield f"{of}: versions {sorted(numbers)}"


def both(folder: Path, count: int, seed: int) -> Iterator[str]:
    """The same with SQLite and with PostgreSQL."""
    from tests.portal.postgresql import cluster

    yield from portal_kills(folder, count, seed)
    with cluster() as url:
        yield from portal_kills(folder, count, seed, url)


def main() -> None:
    """Print what does not hold; exit code 1 where there is anything."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("--kills", type=int, default=50, metavar="N", help="of each database")
    words.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as place:
        failed = list(both(Path(place), asked.kills, asked.seed))
    for fault in failed:
        print(f"FAILED: {fault}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
