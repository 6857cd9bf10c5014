"""A schedule as a frame, for those who reckon with it themselves."""

from __future__ import annotations

import warnings
from pathlib import Path

import pandas as pd

from schedcheck import clock, messages
from schedcheck.audit import files_of, scan
from schedcheck.errors import ConfigError
from schedcheck.run import prepare
from schedcheck.schedule import COLUMNS, Fault, join
from schedcheck.settings import Settings
from schedcheck.zones import zone as known_zone


def read_schedule(
    path: str | Path, *, channel: str | None = None, zone: str | None = None
) -> pd.DataFrame:
    """The schedule frame of a file, ``start`` and ``stop`` placed in time, by the reader that fits.

    ``channel``: the channel of a file that names none. ``zone``: where clock readings without a
    printed offset are read; else the roster's zone of the channel, else Asia/Almaty. Rows are
    sorted by channel and start; nothing is taken out, repeated programmes neither.

    What could not be read stands in ``frame.attrs["faults"]``, each with ``code``, ``file``,
    ``place``, ``text`` and ``reason``, and a UserWarning tells their number. Raises ConfigError
    for a zone that is not known and for a file of which nothing could be read.
    """
    if zone:
        known_zone(zone)
    run = prepare(Settings(channel=channel, source_zone=zone))
    scans = [one for file in files_of([path]).files for one in scan(file, run, lambda _name: None)]
    placed = clock.in_order(join(one.frame for one in scans))
    faults = [fault for one in scans for fault in one.faults]
    if not len(placed.frame):
        values = {"file": path, "reason": faults[0].reason if faults else messages.said("empty")}
        raise ConfigError(messages.said("%(file)s: %(reason)s", **values))
    if faults:
        text = messages.plural(
            "%(count)d fault: something could not be read; see frame.attrs['faults']",
            "%(count)d faults: something could not be read; see frame.attrs['faults']",
            len(faults),
        )
        warnings.warn(text, stacklevel=2)
    frame = placed.frame[list(COLUMNS)]
    frame.attrs["faults"] = [_as_text(fault) for fault in faults]
    return frame


def _as_text(fault: Fault) -> dict[str, str]:
    """A fault in plain text: pandas copies what is attached to a frame, time and again."""
    return {
        "code": fault.code,
        "file": fault.file,
        "place": fault.place,
        "text": fault.text,
        "reason": str(fault.reason),
    }
