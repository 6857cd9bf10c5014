"""Where the database is: the file of SQLite in the folder of data, or PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from schedcheck.errors import ConfigError
from schedcheck.messages import msg

#: What Django calls the parts of an address.
_NAMES = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}


def database(url: str, folder: Path) -> dict[str, Any]:
    """The setting of Django for ``postgresql://...``, or for nothing, which is SQLite.

    Raises ConfigError for what names no database of PostgreSQL; a password in it is not cited.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "portal.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        given = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except ProgrammingError:
        given = {}
    if not given.get("dbname"):
        words = msg("DATABASE_URL takes an address such as postgresql://user@host/portal")
        raise ConfigError(words)
    known = {_NAMES[name]: given.pop(name) for name in tuple(given) if name in _NAMES}
    return {"ENGINE": "django.db.backends.postgresql", **known, "OPTIONS": given}
