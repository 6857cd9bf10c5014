"""What a run is told."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from schedcheck.readers.source import SIZE_LIMIT
from schedcheck.roster import Roster
from schedcheck.rulebook import Rulebook
from schedcheck.week import Week


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run is told; each None is left to the roster, the rulebook or the file itself.

    ``zone``: judge every channel here. ``source_zone``: read readings without an offset here.
    ``channel``: the channel of sources that name none. ``select`` and ``ignore``: codes of checks.
    ``reader``: read every source so. ``size_limit``: of a source unfolded, in bytes. ``jobs``:
    processes for large sources. ``progress``: told the name of each file before it is read.
    ``week``: the days the run is about, which also give a year to sources that print none.
    ``column``: the heading of the column of starts to take, of several. ``mapping``: a file that
    says where things are in the replies of a guide service.
    """

    zone: str | None = None
    source_zone: str | None = None
    channel: str | None = None
    rulebook: str | Path | Rulebook = "kz"
    roster: str | Path | Roster = "kz"
    select: Collection[str] = ()
    ignore: Collection[str] = ()
    reader: str | None = None
    size_limit: int = SIZE_LIMIT
    jobs: int = 1
    progress: Callable[[str], None] | None = None
    week: Week | None = None
    column: str | None = None
    mapping: Path | None = None
