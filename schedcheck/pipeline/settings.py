"""What a run is told."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from schedcheck.errors import unknown_name
from schedcheck.law.roster import Roster
from schedcheck.law.rulebook import Rulebook
from schedcheck.messages import msg
from schedcheck.readers.source import SIZE_LIMIT
from schedcheck.results.states import USUAL, Limits
from schedcheck.schedule.coverage import Span
from schedcheck.schedule.week import Week, parse_clock, parse_week


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run is told; each None is left to the roster, the rulebook or the file itself.

    ``zone``: judge every channel here. ``source_zone``: read readings without an offset here.
    ``channel``: the channel of sources that name none. ``select`` and ``ignore``: codes of checks.
    ``reader``: read every source so. ``size_limit``: of a source unfolded, in bytes. ``jobs``:
    processes for large sources. ``progress``: told the name of each file before it is read.
    ``week``: the days the run is about, which also give a year to sources that print none.
    ``week_starts``: when such a week begins on its first day, in seconds since midnight.
    ``limits``: from what on a channel counts as judged.
    ``column``: the heading of the column of starts to take, of several. ``mapping``: a file that
    says where things are in the replies of a guide service. ``draft_mapping``: where to write the
    draft of one for a service that is not known; a file that is not there yet. ``memory_limit``:
    bytes that reading one file may take, and ``time_limit``: seconds of the processor for each
    100 MB of it; both hold only in processes of this program's own.
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
    week_starts: int | None = None
    limits: Limits = USUAL
    column: str | None = None
    mapping: Path | None = None
    draft_mapping: Path | None = None
    memory_limit: int = 2 * 1024**3
    time_limit: int = 60

    @property
    def span(self) -> Span | None:
        """The days that the run is about, where ``week`` says so."""
        return Span(self.week, "option") if self.week else None

    def replace(self, **changes: Any) -> Settings:
        """These settings with some changed, by their names.

        ``week`` and ``week_starts`` may be texts, as the command line takes them, and ``mapping`` a
        path as a text.
        Raises ConfigError, with the nearest right one, for a name that no setting has.
        """
        names = [field.name for field in fields(self)]
        for name in changes:
            if name not in names:
                raise unknown_name(msg("setting"), name, names)
        if isinstance(changes.get("week"), str):
            changes["week"] = parse_week(changes["week"])
        for name in ("mapping", "draft_mapping"):
            if isinstance(changes.get(name), str):
                changes[name] = Path(changes[name])
        if isinstance(changes.get("week_starts"), str):
            changes["week_starts"] = parse_clock(changes["week_starts"])
        for name in ("select", "ignore"):
            if isinstance(changes.get(name), str):
                changes[name] = (changes[name],)
        return replace(self, **changes)
