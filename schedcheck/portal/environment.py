"""Settings as the environment has them; one that is empty is as if it were not there."""

from __future__ import annotations

import math
import os

from schedcheck.errors import ConfigError
from schedcheck.messages import msg

#: The most hours before its week that a schedule can be due, or that a reminder can come.
_MOST = 1000


def hours(name: str, usual: float) -> float:
    """The hours in the variable ``name``. Raises ConfigError for what is not a number of hours."""
    text = os.environ.get(name, "").strip()
    try:
        value = float(text) if text else usual
    except ValueError:
        value = math.nan
    if not 0 <= value <= _MOST:
        raise ConfigError(
            msg(
                "%(name)s takes a number of hours from 0 to %(most)d, not “%(text)s”",
                name=name,
                most=_MOST,
                text=text,
            )
        )
    return value


def words(name: str, usual: str) -> list[str]:
    """What is between the commas in the variable ``name``."""
    given = os.environ.get(name, "").strip() or usual
    return [word for word in map(str.strip, given.split(",")) if word]
