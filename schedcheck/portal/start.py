"""Django made ready for a data folder: called before anything else of the portal is imported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from schedcheck.errors import ConfigError
from schedcheck.messages import msg
from schedcheck.messages.library_errors import Reason

#: What names the folder of data to ``schedcheck.portal.settings``.
DATA = "SCHEDCHECK_DATA"
_NEEDED = (
    "django",
    "axes",
    "csp",
    "django_otp",
    "django_tasks_db",
    "ninja",
    "psycopg",
    "segno",
    "waitress",
    "whitenoise",
)


def start(data: str | Path) -> None:
    """Make Django ready for the portal whose files are in the folder ``data``, which is made.

    Raises ConfigError where the extra ``portal`` is not installed, or a setting is not right.
    """
    if not all(map(find_spec, _NEEDED)):
        raise ConfigError(msg("the portal needs more packages: install the extra “portal”"))
    import django

    os.environ[DATA] = str(Path(data).absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "schedcheck.portal.settings"
    django.setup()
    from django.conf import settings

    from schedcheck.portal.remote import remote
    from schedcheck.tasks.document.authority import load_authority

    # what is not right ends the program now
    remote()
    if settings.AUTHORITY_FILE:
        load_authority(settings.AUTHORITY_FILE)


def refuse_used(data: Path) -> None:
    """Raise ConfigError where the folder has anything in it; to be called before ``start``."""
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise ConfigError(
            msg("%(folder)s is not an empty folder: name a new one with --data", folder=data)
        )


def refuse_without_tables(data: str | Path) -> None:
    """Raise ConfigError where there is no portal yet; to be called after ``start``."""
    from django.db import connection

    from schedcheck.portal.models import Upload

    with _database():
        tables = connection.introspection.table_names()
    if Upload._meta.db_table not in tables:  # noqa: SLF001 - the public name of it
        words = msg(
            "%(folder)s: no portal is there; make its tables with schedcheck portal migrate",
            folder=data,
        )
        raise ConfigError(words)


@contextmanager
def _database() -> Iterator[None]:
    """Raise ConfigError where the database does not answer."""
    from django.db import OperationalError

    try:
        yield
    except OperationalError as error:
        reason = Reason.of(" ".join(str(error).split()))
        words = msg("the database does not answer: %(error)s", error=reason)
        raise ConfigError(words) from error


def migrate() -> None:
    """Bring the tables of the database up to date, with the channels of the roster in them.

    Raises ConfigError where the database does not answer.
    """
    from django.core.management import call_command
    from django.db import connection

    from schedcheck.portal.channels import take_roster

    with _database():
        connection.ensure_connection()
    call_command("migrate", verbosity=0, interactive=False)
    take_roster()
