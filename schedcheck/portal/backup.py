"""The backup of a portal: its rows and files in one archive, taken while the site runs.

The archive is a zip: ``portal.json`` says what is in it, ``rows.jsonl`` has the rows as Django
serialises them, whichever database they come from, ``uploads/`` and ``made/`` the files of the
store, and ``SHA256SUMS`` the hash of each of these. The rows are of one moment. A file is stored
before its row is written, so that every file of that moment is there; where a self-check is deleted
in between, all is read again. Sessions and the key that signs them are left out: after a restore
everybody signs in again.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, NamedTuple
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.core import serializers
from django.db import connection, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from schedcheck._version import __version__
from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.portal import store, sweeping
from schedcheck.portal.models import LogEntry, State, Upload, Verdict
from schedcheck.reports.files import replacing

#: The number of the layout of an archive.
LAYOUT = 1
ABOUT, ROWS, SUMS = "portal.json", "rows.jsonl", "SHA256SUMS"
UPLOADS, MADE = "uploads", "made"
#: What migrations make anew, and what is of one run of a site alone.
_LEFT_OUT = frozenset({"auth", "contenttypes", "sessions"})
_ALIAS = "backup"
#: How often all is read again where files are gone, and seconds in between.
_TURNS, _PAUSE = 5, 1.0
_PIECE = 1 << 20


class Contents(NamedTuple):
    """What an archive holds: rows by table, such as ``portal.upload``, and files.

    ``last``: the mark of the last entry of the log.
    """

    rows: dict[str, int]
    files: int
    last: str


def tables() -> list[type[models.Model]]:
    """The tables whose rows are kept, each after those that it refers to."""
    kept = [
        (app, [model for model in app.get_models() if not model._meta.proxy])  # noqa: SLF001 - Django's name for it
        for app in apps.get_app_configs()
        if app.label not in _LEFT_OUT
    ]
    return list(serializers.sort_dependencies(kept))


def migrations() -> list[list[str]]:
    """The migrations that the database has, sorted: only the same tables take the rows."""
    done = MigrationRecorder(connection).applied_migrations()
    return sorted([app, name] for app, name in done if app not in _LEFT_OUT)


def backup(file: Path) -> Contents:
    """Write the archive ``file``, for its owner alone, in place of one that is there.

    Raises OSError, and ConfigError where a file of the store is missing.
    """
    for turn in range(_TURNS):
        try:
            with replacing(file) as part:
                part.chmod(0o600)
                return _written(part)
        except FileNotFoundError as error:
            if turn == _TURNS - 1 or error.filename is None:
                raise ConfigError(
                    msg("the store has lost a file: %(file)s", file=error.filename)
                ) from error
            time.sleep(_PAUSE)
    raise AssertionError


def _written(part: Path) -> Contents:
    sums: dict[str, str] = {}
    with part.open("wb") as opened, ZipFile(opened, "w", ZIP_DEFLATED) as archive:
        with TemporaryDirectory(prefix="schedcheck-") as scratch, _one_moment():
            rows_file = Path(scratch) / ROWS
            rows = _write_rows(rows_file)
            last = LogEntry.objects.using(_ALIAS).order_by("-number").first()
            files = list(_files())
            sums[ROWS] = _add(archive, ROWS, rows_file)
        for name, path in files:
            sums[name] = _add(archive, name, path)
        about = {
            "layout": LAYOUT,
            "schedcheck": __version__,
            "made": timezone.now().isoformat(),
            "database": connection.vendor,
            "migrations": migrations(),
            "rows": rows,
            "files": len(files),
            "log": [last.number, last.hash] if last else [],
        }
        text = json.dumps(about, indent=1, ensure_ascii=False)
        sums[ABOUT] = hashlib.sha256(text.encode()).hexdigest()
        archive.writestr(ABOUT, text)
        archive.writestr(SUMS, "".join(f"{sha256}  {name}\n" for name, sha256 in sums.items()))
    with part.open("rb+") as whole:
        os.fsync(whole.fileno())
    return Contents(rows, len(files), last.mark if last else "")


@contextmanager
def _one_moment() -> Iterator[None]:
    """A connection ``_ALIAS`` on which every reading within the block is of one moment.

    It holds up nobody who writes: SQLite keeps the old pages in its log, PostgreSQL old rows.
    """
    settings = {**connections.settings["default"]}
    if connection.vendor == "sqlite":
        settings["OPTIONS"] = {**settings["OPTIONS"], "transaction_mode": "DEFERRED"}
    connections.settings[_ALIAS] = settings
    try:
        with transaction.atomic(using=_ALIAS):
            if connection.vendor == "postgresql":
                with connections[_ALIAS].cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        connections[_ALIAS].close()
        del connections[_ALIAS]
        del connections.settings[_ALIAS]


def _write_rows(path: Path) -> dict[str, int]:
    counts: dict[str, int] = {}

    def each(model: Any) -> Iterator[models.Model]:
        name = model._meta.label_lower  # noqa: SLF001 - Django's name for it
        counts[name] = 0
        for row in model._base_manager.using(_ALIAS).order_by("pk").iterator():  # noqa: SLF001 - the same
            counts[name] += 1
            yield row

    with path.open("w", encoding="utf-8", newline="\n") as file:
        for model in tables():
            serializers.serialize("jsonl", each(model), stream=file)
    return counts


def _files() -> Iterator[tuple[str, Path]]:
    """The name in the archive and the path of each file that a row names."""
    named: set[str] = set()
    for model in sweeping.naming():
        named |= set(model._base_manager.using(_ALIAS).values_list("sha256", flat=True))  # noqa: SLF001 - Django's name for it
    for sha256 in sorted(named):
        yield f"{UPLOADS}/{sha256}", store.path_of(sha256)
    for folder, must in _made():
        place = store.made_of(folder)
        if must or place.exists():
            for path in sorted(place.iterdir()):
                yield f"{MADE}/{folder.hex}/{path.name}", path


def _made() -> Iterator[tuple[UUID, bool]]:
    """The folders of what was made of uploads, each with whether it has to be there.

    What was not judged has one where it was sent: that of its receipt. Verdicts that are no longer
    in force have their own.
    """
    uploads = Upload.objects.using(_ALIAS).order_by("id")
    for folder, state in uploads.values_list("id", "state"):
        yield folder, state == State.JUDGED
    kept = Verdict.objects.using(_ALIAS).filter(kept__isnull=False).order_by("id")
    for folder in kept.values_list("kept", flat=True):
        yield folder, True


def _add(archive: ZipFile, name: str, path: Path) -> str:
    """Put a file into the archive, piece by piece; its SHA-256."""
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        return copied(source, target)


def copied(source: IO[bytes], target: IO[bytes] | None = None) -> str:
    """Read all of ``source``, and write it to ``target``; the SHA-256 of what was read."""
    digest = hashlib.sha256()
    while piece := source.read(_PIECE):
        digest.update(piece)
        if target:
            target.write(piece)
    return digest.hexdigest()
