"""A portal made of a backup, in an empty folder and an empty database of either kind.

The whole archive is verified before anything of it is used: every file against its hash.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, connection, transaction

from schedcheck._version import __version__
from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.messages.message import Message
from schedcheck.portal import backup, store
from schedcheck.portal.log_check import LogCheck, mark_in, verify
from schedcheck.portal.models import Account, LogEntry, Upload
from schedcheck.portal.start import migrate

_NAMES = re.compile(r"portal\.json|rows\.jsonl|uploads/[0-9a-f]{64}|made/[0-9a-f]{32}/[\w-]+\.\w+")

#: What reading raises where an archive is not as it was written.
_OF_DAMAGE = (BadZipFile, KeyError, ValueError, EOFError, DeserializationError, DatabaseError)


class Restored(NamedTuple):
    """What was restored; ``log``: whether the log is as it was written."""

    accounts: int
    uploads: int
    deliveries: int
    files: int
    entries: int
    log: LogCheck


def restore(file: Path) -> Restored:
    """Fill the empty folder and database that Django was made ready for with the archive ``file``.

    Raises ConfigError where the archive is damaged or of other tables, and where the database is
    not empty; then nothing of it is left in either.
    """
    try:
        with ZipFile(file) as archive:
            about = _verified(archive, file)
            migrate()
            _refuse_others(about, file)
            files = _unpack(archive, Path(settings.DATA_FOLDER))
            with transaction.atomic():
                _load(archive)
                _check_counts(about["rows"], file)
                log = verify(mark_in(str(file)))
    except BaseException as error:
        connection.close()
        for left in Path(settings.DATA_FOLDER).iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        if isinstance(error, _OF_DAMAGE):
            raise ConfigError(_damaged(file)) from error
        raise
    return Restored(
        Account.objects.count(),
        Upload.objects.count(),
        Upload.objects.filter(version__isnull=False).count(),
        files,
        LogEntry.objects.count(),
        log,
    )


def _refuse_others(about: dict[str, Any], file: Path) -> None:
    """Raise ConfigError where the database has other tables or is in use."""
    if about["migrations"] != backup.migrations():
        raise ConfigError(
            msg(
                "%(file)s is of schedcheck %(version)s, whose tables are not those of %(own)s: "
                "restore it with that version, then update",
                file=file,
                version=about["schedcheck"],
                own=__version__,
            )
        )
    if Account.objects.exists() or LogEntry.objects.exists():
        raise ConfigError(msg("the database is not empty: name another one in DATABASE_URL"))


def _damaged(file: Path, name: str = "") -> Message:
    if name:
        return msg("%(file)s is damaged: %(name)s is not as it was written", file=file, name=name)
    return msg("%(file)s is damaged, or is not a backup of a portal", file=file)


def _verified(archive: ZipFile, file: Path) -> dict[str, Any]:
    """What the archive says of itself; raises ConfigError for what is not as it was written."""
    lines = archive.read(backup.SUMS).decode().splitlines()
    sums = {name: sha256 for sha256, _spaces, name in (line.partition("  ") for line in lines)}
    there = set(archive.namelist()) - {backup.SUMS}
    for name in sorted(there | sums.keys()):
        if name not in sums or name not in there or not _NAMES.fullmatch(name):
            raise ConfigError(_damaged(file, name))
        with archive.open(name) as packed:
            sha256 = backup.copied(packed)
        place = name.partition("/")
        if sha256 != sums[name] or (place[0] == backup.UPLOADS and place[2] != sha256):
            raise ConfigError(_damaged(file, name))
    about: dict[str, Any] = json.loads(archive.read(backup.ABOUT))
    if about["layout"] != backup.LAYOUT:
        raise ConfigError(
            msg(
                "%(file)s was made by schedcheck %(version)s: restore it with that version",
                file=file,
                version=about["schedcheck"],
            )
        )
    return about


def _unpack(archive: ZipFile, folder: Path) -> int:
    """Write the files of the store, each on the disk; how many."""
    count = 0
    for name in archive.namelist():
        kind, _slash, rest = name.partition("/")
        if kind not in {backup.UPLOADS, backup.MADE}:
            continue
        path = store.path_of(rest) if kind == backup.UPLOADS else folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as packed, path.open("wb") as target:
            shutil.copyfileobj(packed, target)
            target.flush()
            os.fsync(target.fileno())
        count += 1
    return count


def _load(archive: ZipFile) -> None:
    """Put the rows into the tables in place of those that migrations have made."""
    tables = backup.tables()
    for model in reversed(tables):
        model._base_manager.all().delete()  # noqa: SLF001 - Django's name for it
    with archive.open(backup.ROWS) as packed:
        for row in serializers.deserialize("jsonl", io.TextIOWrapper(packed, "utf-8")):
            row.save()
    with connection.cursor() as cursor:
        for words in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(words)


def _check_counts(rows: dict[str, int], file: Path) -> None:
    """Raise ConfigError where a table does not have as many rows as the archive says."""
    for model in backup.tables():
        name = model._meta.label_lower  # noqa: SLF001 - Django's name for it
        if model._base_manager.count() != rows.get(name, 0):  # noqa: SLF001 - the same
            raise ConfigError(_damaged(file, name))
