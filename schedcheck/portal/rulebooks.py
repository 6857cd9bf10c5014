"""Which rulebook a week is judged by: that of the latest version that began by its Monday.

Before anyone gives a version every week is judged by the rulebook ``kz`` of the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from django.db import transaction

from schedcheck.errors import unknown_name
from schedcheck.law.rulebook import Rulebook, load_rulebook, shipped_rulebooks
from schedcheck.messages import msg
from schedcheck.portal import law_files
from schedcheck.portal.models import Account, RulebookVersion, log
from schedcheck.schedule.week import parse_week

#: What a rulebook that was given is called beside a file that is judged.
FILE = "rulebook.toml"
_USUAL = "kz"


@lru_cache(maxsize=8)
def _read(content: bytes, name: str) -> Rulebook:
    return law_files.read(load_rulebook, content, name)


def rulebook_of(version: RulebookVersion | None) -> Rulebook:
    """The rulebook of a version; of None that of weeks before every version."""
    if version is None or version.shipped:
        return load_rulebook(version.shipped if version else _USUAL)
    return _read(version.content.encode(), FILE)


def valid_for(week: str, versions: Sequence[RulebookVersion]) -> RulebookVersion | None:
    """The one of all ``versions``, in their order, by which ``week`` (``2026-W48``) is judged."""
    monday = parse_week(week).first
    return next((one for one in versions if one.first <= monday), None)


def versions() -> list[RulebookVersion]:
    """All versions, the one that begins last first."""
    return list(RulebookVersion.objects.all())


def wanted(week: str) -> str:
    """The SHA-256 of the rulebook that ``week`` is to be judged by."""
    return rulebook_of(valid_for(week, versions())).sha256


def put_rulebook(week: str, folder: Path) -> dict[str, str]:
    """Put the rulebook of a week beside a file that is judged; the setting that names it."""
    version = valid_for(week, versions())
    if version is None or version.shipped:
        return {"rulebook": version.shipped} if version else {}
    (folder / FILE).write_bytes(version.content.encode())
    return {"rulebook": f"{folder.name}/{FILE}"}


def put_judging(sha256: str, folder: Path) -> None:
    """Put the rulebook that a verdict was made by where it was then, if it was given as a file."""
    judging = RulebookVersion.objects.filter(rulebook=sha256, shipped="").first()
    if judging is not None:
        (folder / FILE).write_bytes(judging.content.encode())


def give_shipped(who: Account, first: date, shipped: str) -> RulebookVersion:
    """Have weeks judged by a rulebook of the program, from the first Monday from ``first`` on.

    Raises ConfigError for a name that the program does not ship.
    """
    if shipped not in shipped_rulebooks():  # a path would be read, whatever is there
        raise unknown_name(msg("rulebook"), shipped, shipped_rulebooks())
    return _given(who, first, load_rulebook(shipped), shipped=shipped)


def give_file(who: Account, first: date, name: str, content: bytes) -> RulebookVersion:
    """The same by the rulebook in a file.

    Raises ConfigError, as the program does, for a file that is not a rulebook.
    """
    book = _read(content, name)
    return _given(who, first, book, name=name[-255:], content=content.decode("utf-8"))


def _given(who: Account, first: date, book: Rulebook, **values: str) -> RulebookVersion:
    monday = first + timedelta(days=-first.weekday() % 7)
    with transaction.atomic():
        made = RulebookVersion.objects.create(
            first=monday, rulebook=book.sha256, by=who.name, **values
        )
        file = made.shipped or made.name
        log(who.name, "rulebook given", begins=f"{monday}", file=file, rulebook=book.sha256)
    return made
