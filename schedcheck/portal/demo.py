"""A portal to look at: a folder of schedules as deliveries already judged, and two who sign in.

The channels and the week are those that the files name. Stations that nobody signs in for have
accounts without a password. Where the deadline of the week is over, the deliveries are dated before
it, but for a few that came late; those of nobody else are expected, for the portal begins now.
"""

from __future__ import annotations

import shutil
import signal
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.core.files import File
from django.utils import timezone

from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.portal import jobs, store, taking
from schedcheck.portal.demo_process import judge_in, said_by
from schedcheck.portal.judge_process import OUT
from schedcheck.portal.models import Account, Channel, Role, Upload
from schedcheck.portal.weeks import DeliveryWeek
from schedcheck.schedule.week import parse_week

#: At most so many processes judge.
_PROCESSES = 4
#: Between two deliveries, and how many come after the deadline.
_APART, _LATE = timedelta(minutes=45), 3


class SignIn(NamedTuple):
    """Who can sign in, and with what."""

    name: str
    password: str


def fill(folder: Path) -> tuple[SignIn, SignIn]:
    """Fill the portal, which has no accounts yet, with the schedules in ``folder``, not below it.

    Returns a station, that with the most violations, and an officer. Raises ConfigError where no
    file there is of a channel of the roster.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file())
    known = {channel.id: channel for channel in Channel.objects.all()}
    pool = ProcessPoolExecutor(
        max_workers=min(_PROCESSES, cpu_count() or 1),
        mp_context=get_context("spawn"),
        # Ctrl-C is for this process, which ends the others
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    )
    try:
        said = list(zip(files, pool.map(said_by, map(str, files)), strict=True))
        weeks = Counter(one.week for _path, one in said if one.week)
        given = [
            (path, known[name]) for path, one in said for name in one.channels if name in known
        ]
        if not weeks or not given:
            raise ConfigError(msg("%(folder)s: no schedule of a known channel", folder=folder))
        week = weeks.most_common(1)[0][0]
        made = [_delivered(path, channel, week) for path, channel in given]
        _judge(pool, made)
    finally:
        pool.shutdown(cancel_futures=True)
    _date(made, week)
    return _sign_ins(made)


def _delivered(path: Path, channel: Channel, week: str) -> Upload:
    """A delivery of a file by the station of its channel, with its job."""
    name = f"{channel.pk}@station.example"
    station = Account.objects.filter(name=name).first()
    if station is None:
        station = Account(name=name, role=Role.STATION)
        station.set_unusable_password()
        station.save()
        station.channels.set([channel])
    with path.open("rb") as opened:
        return taking.take(station, channel, week, File(opened, name=path.name), send=True)


def _judge(pool: ProcessPoolExecutor, made: Sequence[Upload]) -> None:
    """Judge the deliveries, several at once; a worker finds nothing left to do in their jobs."""
    with TemporaryDirectory(prefix="schedcheck-") as place:
        folders, names = [], []
        for one in made:
            folder = Path(place) / one.id.hex
            (folder / OUT).mkdir(parents=True)
            names.append(store.plain_name(one.name))
            shutil.copyfile(store.path_of(one.sha256), folder / names[-1])
            folders.append(str(folder))
        settings = [jobs.settings_of(one) for one in made]
        for one, folder, _none in zip(
            made, folders, pool.map(judge_in, folders, names, settings), strict=True
        ):
            jobs.finish(one, Path(folder) / OUT)


def _date(made: Sequence[Upload], week: str) -> None:
    """Date the deliveries to the hours before the deadline, and the last ones after it."""
    deadline = DeliveryWeek(parse_week(week).first).deadline
    for number, one in enumerate(made, start=1):
        moment = deadline + _APART * (number + _LATE - len(made) - 0.5)
        if moment < timezone.now():
            Upload.objects.filter(id=one.id).update(uploaded_at=moment, sent_at=moment)


def _sign_ins(made: Sequence[Upload]) -> tuple[SignIn, SignIn]:
    """Give a password to the station with the most violations; make an officer."""
    station, password = _gravest(made).owner, token_urlsafe(12)
    station.set_password(password)
    station.save()
    officer = SignIn("officer@regulator.example", token_urlsafe(12))
    Account.objects.create_account(*officer, Role.OFFICER)
    return SignIn(station.name, password), officer


def _gravest(made: Sequence[Upload]) -> Upload:
    def violations(one: Upload) -> int:
        verdict = one.verdicts.first()
        return verdict.violations if verdict else 0

    return max(made, key=violations)
