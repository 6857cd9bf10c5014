"""What a shell is offered when a word is completed. Nothing heavy is loaded for it."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

import click
from click.shell_completion import CompletionItem

from schedcheck.messages import _


def codes(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The codes of the checks, each with its severity."""
    from schedcheck.results.finding import CODES

    return [
        CompletionItem(code, help=_(severity.value))
        for code, severity in CODES.items()
        if code.startswith(begun)
    ]


def codes_and_rules(
    context: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """The codes of the checks and the rules of the rulebook."""
    from schedcheck.errors import ConfigError
    from schedcheck.law.rulebook import load_rulebook

    try:
        rules = load_rulebook(context.params.get("rulebook") or "kz").rules
    except ConfigError:
        rules = ()
    return [*codes(context, parameter, begun), *_beginning(begun, (rule.id for rule in rules))]


def zones(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The names of the time zones; upper and lower case are alike."""
    names = (files("tzdata") / "zones").read_text(encoding="utf-8").split()
    return [CompletionItem(name) for name in names if name.lower().startswith(begun.lower())]


def rulebooks(
    _context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """The rulebooks that come with the program; for anything else, files."""
    from schedcheck.law.rulebook import shipped_rulebooks

    return _beginning(begun, shipped_rulebooks()) or [CompletionItem(begun, type="file")]


def channel_ids(
    context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """The ids of the roster's channels, each with its name."""
    from schedcheck.errors import ConfigError
    from schedcheck.law.roster import load_roster

    try:
        channels = load_roster(context.params.get("roster") or "kz").channels.values()
    except ConfigError:
        return []
    return [CompletionItem(one.id, help=one.name) for one in channels if one.id.startswith(begun)]


def _beginning(begun: str, names: Iterable[str]) -> list[CompletionItem]:
    return [CompletionItem(name) for name in names if name.startswith(begun)]
