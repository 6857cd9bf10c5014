"""The portal under load: ``python -m tests.bench.portal_load``. The figure is a ratio.

The stations of the roster, each with its own account, send a week of some 200 programmes at a
random moment of one minute: upload, wait for the verdict, send. Meanwhile readers look at the
board, and at a page of the same site with nothing in it but its frame (one's own account), by
turns. Printed are the 95th percentile of the board over that of the empty page, from the same
minutes, whether all weeks are judged and none is lost, and how long a station waits.

``--database postgresql`` starts a cluster of its own, as the tests do, and ``--url`` names one that
is there; without them the database is SQLite. With ``--check`` it
exits with 1 where the bound is exceeded, or a week is lost.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path

from schedcheck.law.roster import load_roster
from schedcheck.schedule.week import parse_week
from tests.portal.postgresql import cluster
from tests.portal.running import Browser, Site

BOUND = 5.0
#: The Monday of this week, and the week.
MONDAY = parse_week("this", datetime.now(UTC)).first
WEEK = f"{MONDAY:%G-W%V}"
#: Seconds in which all stations send, and until which the last must be judged.
MINUTE, END = 60.0, 600.0
BOARD, EMPTY = "/board", "/own"
#: The states of what a station has sent, as the site's own data says them.
_SAY = """
import json, sys
from schedcheck.portal.start import start
start(sys.argv[1])
from schedcheck.portal.models import Upload, check_log
print(json.dumps([
    [[one.channel_id, one.state, one.receipt or ""] for one in Upload.objects.all()], check_log()
]))
"""


@dataclass
class Seen:
    """What stations and readers saw: seconds by page, seconds of each station, and what failed.

    ``signed_in``: where all wait for one another before the minute begins.
    """

    signed_in: threading.Barrier
    pages: dict[str, list[float]] = field(default_factory=lambda: {BOARD: [], EMPTY: []})
    judged: list[float] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def week_of(channel: str, chance: random.Random) -> bytes:
    """A week of a channel as CSV: about 200 programmes, one in ten of the class E18."""
    rows = ["date;time;title;rating"]
    for day in range(7):
        for number in range(28):
            minute = 360 + 50 * number
            at = MONDAY + timedelta(days=day + minute // 1440)
            mark = "18+" if chance.random() < 0.1 else "12+"
            clock = f"{minute % 1440 // 60:02}:{minute % 60:02}"
            rows.append(f"{at:%d.%m.%Y};{clock};Film {number} of {channel};{mark}")
    return "\n".join(rows).encode()


def station(site: Site, channel: str, after: float, content: bytes, seen: Seen) -> None:
    """Upload a week ``after`` so many seconds, wait for its verdict, and send it."""
    try:
        browser = Browser(site.address)
        browser.sign_in(f"{channel}@station.example")
        seen.signed_in.wait()
        time.sleep(after)
        begun = time.monotonic()
        upload = browser.upload(channel, WEEK, f"{channel}.csv", content)
        while 'http-equiv="refresh"' in browser.get(f"/uploads/{upload}")[1]:
            if time.monotonic() - begun > END:
                seen.failed.append(f"{channel}: not judged")
                return
            time.sleep(1)
        seen.judged.append(time.monotonic() - begun)
        (seen.sent if browser.send(upload) else seen.failed).append(channel)
    except (OSError, HTTPException, AssertionError) as error:
        seen.failed.append(f"{channel}: {error!r}"[:300])


def reader(site: Site, name: str, pause: float, ended: threading.Event, seen: Seen) -> None:
    """Look at the board and at the empty page by turns, with pauses of ``pause`` on average."""
    chance = random.Random(name)  # noqa: S311 - no secret
    browser = Browser(site.address)
    browser.sign_in(name)
    seen.signed_in.wait()
    pages = [BOARD, EMPTY]
    chance.shuffle(pages)
    while not ended.wait(chance.uniform(0, 2 * pause)):
        begun = time.monotonic()
        try:
            status, _text = browser.get(pages[0])
        except (OSError, HTTPException) as error:
            seen.failed.append(f"{name}, {pages[0]}: {error!r}")
            continue
        if status == 200:
            seen.pages[pages[0]].append(time.monotonic() - begun)
        else:
            seen.failed.append(f"{name}, {pages[0]}: status {status}")
        pages.reverse()


def load(site: Site, readers: int, pause: float, stations: int | None) -> Seen:
    """Let ``stations`` of the roster, or all, and ``readers`` use a site; what they saw."""
    roster = load_roster()
    channels = [name for name, one in roster.channels.items() if one.medium == "tv"][:stations]
    names = [f"reader{number}@regulator.example" for number in range(readers)]
    site.people(
        [(f"{channel}@station.example", "station", [channel]) for channel in channels]
        + [(name, "reader", []) for name in names]
    )
    site.start()
    # the one more begins the minute
    seen = Seen(threading.Barrier(len(channels) + len(names) + 1, timeout=END))
    ended, chance = threading.Event(), random.Random(46)  # noqa: S311 - no secret
    try:
        looking = [
            threading.Thread(target=reader, args=(site, name, pause, ended, seen), daemon=True)
            for name in names
        ]
        sending = [
            threading.Thread(
                target=station,
                args=(site, channel, chance.uniform(0, MINUTE), week, seen),
                daemon=True,
            )
            for channel in channels
            for week in [week_of(channel, chance)]
        ]
        for thread in (*sending, *looking):
            thread.start()
        seen.signed_in.wait()
        begun = time.monotonic()
        for thread in sending:
            thread.join()
        took = time.monotonic() - begun
        ended.set()
        for thread in looking:
            thread.join()
        kind = "PostgreSQL" if site.url else "SQLite"
        print(
            f"{kind}: {len(channels)} stations, {readers} readers; "
            f"all was judged after {took:.0f} s"
        )
    finally:
        ended.set()
        site.stop()
    uploads, entry = site.ask(_SAY)
    there = {channel for channel, state, receipt in uploads if state == "judged" and receipt}
    seen.failed += [f"{channel}: lost" for channel in channels if channel not in there]
    if len(uploads) != len(channels) or entry is not None:
        seen.failed.append(f"{len(uploads)} uploads of {len(channels)}; log: {entry}")
    return seen


def main() -> None:
    """Print the figures; exit code 1 with ``--check`` where they do not hold."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("--readers", type=int, default=100, metavar="N")
    words.add_argument("--pause", type=float, default=5.0, help="seconds between pages of a reader")
    words.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    words.add_argument("--stations", type=int, default=None, metavar="N", help="not all, but N")
    words.add_argument("--url", default="", help="a database of PostgreSQL")
    words.add_argument("--check", action="store_true")
    asked = words.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        url = asked.url
        if asked.database == "postgresql" and not url:
            url = stack.enter_context(cluster())
        site = Site(Path(folder) / "portal", url)
        seen = load(site, asked.readers, asked.pause, asked.stations)
    late = {name: statistics.quantiles(pages, n=20)[-1] for name, pages in seen.pages.items()}
    for name, pages in seen.pages.items():
        print(
            f"  {name}: {len(pages)} times, median {statistics.median(pages):.3f} s, "
            f"95 % within {late[name]:.3f} s"
        )
    if seen.judged:
        print(
            f"  {len(seen.judged)} judged, {len(seen.sent)} sent; from upload to verdict: median "
            f"{statistics.median(seen.judged):.1f} s, the last {max(seen.judged):.1f} s"
        )
    for failed in seen.failed[:20]:
        print(f"  FAILED: {failed}")
    ratio = late[BOARD] / late[EMPTY]
    good = ratio <= BOUND and not seen.failed
    exceeded = "" if ratio <= BOUND else ": EXCEEDED"
    print(f"  board / empty page, 95th percentile: {ratio:.2f}, at most {BOUND:g}{exceeded}")
    if asked.check and not good:
        sys.exit("a bound is exceeded, or a week is lost")


if __name__ == "__main__":
    main()
