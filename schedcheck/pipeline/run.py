"""What a run is told, looked up once: the rulebook, the roster, and the checks to make."""

from __future__ import annotations

from dataclasses import dataclass

from schedcheck.checks import CHECKS
from schedcheck.errors import ConfigError, unknown_name
from schedcheck.law.roster import Roster, load_roster
from schedcheck.law.rulebook import Rulebook, load_rulebook
from schedcheck.messages import msg
from schedcheck.pipeline.settings import Settings
from schedcheck.readers.json_guides.mapping import load_mapping
from schedcheck.readers.registry import reader_named
from schedcheck.results.finding import CODES, Severity
from schedcheck.zones import zone


@dataclass(frozen=True, slots=True)
class Run:
    """Settings whose every name is known, and what they name. ``codes``: the checks to make."""

    settings: Settings
    rulebook: Rulebook
    roster: Roster
    codes: tuple[str, ...]


def prepare(settings: Settings | None = None) -> Run:
    """The run that ``settings`` ask for.

    Raises ConfigError for a zone, rulebook, roster, reader or code that is not known, and for a
    mapping that is wrong, whether a file calls for it or not.
    """
    settings = settings or Settings()
    book, told = settings.rulebook, settings.roster
    for name in (settings.zone, settings.source_zone):
        if name:
            zone(name)
    if settings.reader:
        reader_named(settings.reader)
    if settings.mapping:
        load_mapping(settings.mapping)
    return Run(
        settings,
        book if isinstance(book, Rulebook) else load_rulebook(book),
        told if isinstance(told, Roster) else load_roster(told),
        _chosen(settings),
    )


def _chosen(settings: Settings) -> tuple[str, ...]:
    """The codes to run. What could not be read is always told: nothing can select it away."""
    for code in (*settings.select, *settings.ignore):
        if code not in CHECKS:
            raise unknown_name(msg("check"), code, CHECKS)
        if code in settings.ignore and CODES[code] is Severity.FAULT:
            raise ConfigError(
                msg("%(code)s tells what was not read; it cannot be ignored", code=code)
            )
    return tuple(
        code
        for code in CHECKS
        if CODES[code] is Severity.FAULT
        or ((not settings.select or code in settings.select) and code not in settings.ignore)
    )
