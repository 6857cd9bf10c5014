"""The channels of the portal: of the roster that the program ships, and of a file given to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from schedcheck.errors import ConfigError
from schedcheck.law.roster import Roster, load_roster
from schedcheck.messages import msg
from schedcheck.portal import law_files, store
from schedcheck.portal.models import Account, Channel, RosterFile, begun_at, log

#: What the roster is called beside a file that is judged.
FILE = "roster.toml"
_ID = re.compile(r"[^\W_][\w.-]{0,99}")


@lru_cache(maxsize=4)
def _read(content: bytes, name: str) -> Roster:
    return law_files.read(load_roster, content, name)


def roster_in_force() -> Roster:
    """The roster that schedules are judged by; one query."""
    last = RosterFile.objects.first()
    return load_roster("kz") if last is None else _read(last.content.encode(), FILE)


def put_roster(folder: Path) -> dict[str, str]:
    """Put the roster that was given beside a file that is judged; the setting that names it."""
    last = RosterFile.objects.first()
    if last is None:
        return {}
    (folder / FILE).write_bytes(last.content.encode())
    return {"roster": f"{folder.name}/{FILE}"}


def take_roster() -> None:
    """Put each channel of the roster in force into the database, with its names as they are now."""
    known = {channel.id: channel.names for channel in Channel.objects.all()}
    # before the portal is used there is no moment to note
    new = {"since": timezone.now()} if begun_at() else {}
    for channel in roster_in_force().channels.values():
        names = {"names": dict(channel.names)}
        if channel.id not in known:
            Channel.objects.create(id=channel.id, **names, **new)
        elif known[channel.id] != names["names"]:
            Channel.objects.filter(id=channel.id).update(**names)


def since(channels: Iterable[Channel]) -> dict[str, datetime | None]:
    """When each channel came into the portal: with it, or later. None where nothing was done yet.

    One query, beside that of ``channels``.
    """
    begun = begun_at()
    return {one.id: one.since or begun for one in channels}


def give_roster(who: Account, name: str, content: bytes) -> RosterFile:
    """Put a roster in force, with its channels.

    Raises ConfigError, as the program does, for a file that is not a roster, and for an id that
    could not be a part of an address or of a receipt.
    """
    ids = list(_read(content, name).channels)
    for one in ids:
        if not _ID.fullmatch(one):
            raise ConfigError(
                msg(
                    "%(file)s: “%(id)s” is not an id of a channel that the portal takes: up to 100 "
                    "letters, digits, dots, dashes and underscores, the first a letter or a digit",
                    file=store.plain_name(name),
                    id=one,
                )
            )
    count = len(ids)
    with transaction.atomic():
        made = RosterFile.objects.create(
            name=name[-255:], content=content.decode("utf-8"), channels=count, by=who.name
        )
        take_roster()
        log(who.name, "roster given", file=made.name, count=count)
    return made
