"""The settings of a run, and the run they make: rulebook, roster and checks, looked up once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from schedcheck.checks import CHECKS
from schedcheck.errors import ConfigError, unknown_name
from schedcheck.law.roster import Roster, load_roster
from schedcheck.law.rulebook import Rulebook, load_rulebook
from schedcheck.messages import msg
from schedcheck.readers.registry import reader_named
from schedcheck.readers.source import SIZE_LIMIT
from schedcheck.results.decisions import NONE, Decisions, load_decisions
from schedcheck.results.finding import CODES, Severity
from schedcheck.results.results import ChecksMade, SwitchedOff
from schedcheck.results.states import USUAL, Limits
from schedcheck.schedule.coverage import Span
from schedcheck.schedule.week import Week, parse_clock, parse_week
from schedcheck.zones import clock_text, zone


class Settings(Struct, frozen=True, kw_only=True):
    """The settings of a run; each None is left to the roster, the rulebook or the file itself.

    ``zone``: judge every channel here. ``source_zone``: read readings without an offset here.
    ``channel``: the channel of sources that name none. ``select`` and ``ignore``: codes of checks.
    ``reader``: read every source so. ``size_limit``: of a source unfolded, in bytes. ``jobs``:
    cores for large sources. ``progress``: told the name of each file before it is read.
    ``week``: the days the run is about, which also give a year to sources that print none.
    ``week_starts``: when such a week begins on its first day, in seconds since midnight.
    ``limits``: from what on a channel counts as judged. ``versions``: which of several deliveries
    for the same days count, see :func:`schedcheck.pipeline.versions.counted`.
    ``column``: the heading of the column of starts to take, of several. ``mapping``: a file that
    says where things are in the replies of a guide service. ``draft_mapping``: where to write the
    draft of one for a service that is not known; a file that is not there yet. ``memory_limit``:
    bytes that reading one file may take, and ``time_limit``: seconds of the processor for each
    100 MB of it; both hold only in processes of this program's own. ``select_from`` and
    ``ignore_from``: the files of settings that say so, which reports name; ``unused_settings``:
    those that lie beside the schedules and were not obeyed. ``decisions``: a file of what the
    authority decided on findings, see :mod:`schedcheck.results.decisions`.
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
    versions: Literal["last", "all", "ask"] = "last"
    column: str | None = None
    mapping: Path | None = None
    draft_mapping: Path | None = None
    memory_limit: int = 2 * 1024**3
    time_limit: int = 60
    select_from: str = ""
    ignore_from: str = ""
    unused_settings: Collection[str] = ()
    decisions: Path | None = None

    @property
    def span(self) -> Span | None:
        """The days that the run is about, where ``week`` says so."""
        return Span(self.week, "option") if self.week else None

    @property
    def asked(self) -> dict[str, Any]:
        """What differs from the usual settings, as plain values by the names of options.

        What says nothing of the result is left out: processes, limits of one file, progress.
        """
        usual = Settings()
        books = {"rulebook": self.rulebook, "roster": self.roster}
        values: dict[str, Any] = {
            name.replace("_", "-"): getattr(self, name)
            for name in ("zone", "source_zone", "channel", "reader", "column", "versions")
            if getattr(self, name) != getattr(usual, name)
        }
        for name, told in books.items():
            text = told.id if isinstance(told, Rulebook | Roster) else Path(told).as_posix()
            values |= {name: text} if text != "kz" else {}
        values |= {name: sorted(codes) for name in ("select", "ignore")
                   if (codes := getattr(self, name))}  # fmt: skip
        values |= {name: path.as_posix() for name in ("mapping", "decisions")
                   if (path := getattr(self, name))}  # fmt: skip
        if self.week:
            values["week"] = f"{self.week.first}..{self.week.last}"
        if self.week_starts is not None:
            values["week-starts"] = clock_text(self.week_starts)
        for name in ("covered", "marked"):
            share = getattr(self.limits, name)
            if share != getattr(USUAL, name):
                values[f"least-{name}"] = round(100 * share, 6)
        return dict(sorted(values.items()))

    def replace(self, **changes: Any) -> Settings:
        """These settings with some changed, by their names.

        ``week`` and ``week_starts`` may be texts, as the command line takes them, and ``mapping`` a
        path as a text.
        Raises ConfigError, with the nearest right one, for a name that no setting has.
        """
        names = self.__struct_fields__
        for name in changes:
            if name not in names:
                raise unknown_name(msg("setting"), name, names)
        if isinstance(changes.get("week"), str):
            changes["week"] = parse_week(changes["week"])
        for name in ("mapping", "draft_mapping", "decisions"):
            if isinstance(changes.get(name), str):
                changes[name] = Path(changes[name])
        if isinstance(changes.get("week_starts"), str):
            changes["week_starts"] = parse_clock(changes["week_starts"])
        for name in ("select", "ignore"):
            if isinstance(changes.get(name), str):
                changes[name] = (changes[name],)
        return replace(self, **changes)


class Run(NamedTuple):
    """Settings whose every name is known, and what they name. ``codes``: the checks to make."""

    settings: Settings
    rulebook: Rulebook
    roster: Roster
    codes: tuple[str, ...]
    decisions: Decisions = NONE

    @property
    def checks(self) -> ChecksMade:
        """The checks to make, those that are switched off, and by what."""
        told = self.settings
        off = (
            SwitchedOff(code, "ignore", told.ignore_from)
            if code in told.ignore
            else SwitchedOff(code, "select", told.select_from)
            for code in CHECKS
            if code not in self.codes
        )
        return ChecksMade(self.codes, tuple(off), tuple(told.unused_settings))


def prepare(settings: Settings | None = None) -> Run:
    """The run that ``settings`` ask for.

    Raises ConfigError for a zone, rulebook, roster, reader or code that is not known, and for a
    mapping or a file of decisions that is wrong, whether a file calls for it or not.
    """
    settings = settings or Settings()
    book, told = settings.rulebook, settings.roster
    for name in (settings.zone, settings.source_zone):
        if name:
            zone(name)
    if settings.reader:
        reader_named(settings.reader)
    if settings.mapping:
        from schedcheck.readers.json_guides.mapping import load_mapping  # few runs have one

        load_mapping(settings.mapping)
    return Run(
        settings,
        book if isinstance(book, Rulebook) else load_rulebook(book),
        told if isinstance(told, Roster) else load_roster(told),
        _chosen(settings),
        load_decisions(settings.decisions) if settings.decisions else NONE,
    )


def _chosen(settings: Settings) -> tuple[str, ...]:
    """The codes to run. What could not be read is always told: nothing can select it away."""
    for code in (*settings.select, *settings.ignore):
        if code not in CHECKS:
            raise unknown_name(msg("check"), code, CHECKS)
        if code in settings.ignore and CODES[code] is Severity.FAULT:
            raise ConfigError(
                msg("%(code)s reports what was not read; it cannot be ignored", code=code)
            )
    return tuple(
        code
        for code in CHECKS
        if CODES[code] is Severity.FAULT
        or ((not settings.select or code in settings.select) and code not in settings.ignore)
    )
