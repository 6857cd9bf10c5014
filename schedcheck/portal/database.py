"""Where the database is: the file of SQLite in the folder of data, or PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

#: What Django calls the parts of an address.
_NAMES = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}


def database(url: str, folder: Path) -> dict[str, Any]:
    """The setting of Django for ``postgresql://...``, or for nothing, which is SQLite."""
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
    from psycopg.conninfo import conninfo_to_dict

    given = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    known = {_NAMES[name]: given.pop(name) for name in tuple(given) if name in _NAMES}
    return {"ENGINE": "django.db.backends.postgresql", **known, "OPTIONS": given}
