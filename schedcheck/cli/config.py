"""``schedcheck config``: each setting, its value, and where it came from."""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource

from schedcheck.cli.check import check
from schedcheck.cli.defaults import KEYS, TAKEN, key_of
from schedcheck.messages import _, current_language

_OPTIONS = [
    option
    for option in check.params
    if isinstance(option, click.Option) and key_of(option) in {*KEYS, "config", "no-config"}
]


@click.command(
    params=list(_OPTIONS),
    help=_(
        "Show each setting, its value and where it came from: the command line, a file "
        "(schedcheck.toml, or [tool.schedcheck] in pyproject.toml), or the program's default."
    ),
)
@click.pass_context
def config(context: click.Context, /, **options: Any) -> None:
    """Print the settings that a check would be given here, with these options."""
    by_key = {key_of(option): option for option in _OPTIONS}
    options["lang"] = current_language()
    rows = []
    for key in KEYS:
        name = str(by_key[key].name)
        rows.append((key, _shown(options[name]), _source(context, name)))
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for key, value, source in rows:
        click.echo(f"{key:{widths[0]}}  {value:{widths[1]}}  {source}")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return ", ".join(value) or "–"
    return "–" if value is None else str(value)


def _source(context: click.Context, name: str) -> str:
    source = context.get_parameter_source(name)
    if source is ParameterSource.DEFAULT_MAP:
        return str(context.meta[TAKEN])
    if source is ParameterSource.COMMANDLINE:
        return _("command line")
    return _("default")
