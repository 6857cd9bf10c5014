"""``schedcheck rules``: the rulebook and the checks, explained."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import click

from schedcheck.cli import completing
from schedcheck.cli.options import language
from schedcheck.messages import _, current_language

if TYPE_CHECKING:
    from schedcheck.rulebook import Rule, Rulebook


@click.command(
    help=_("Explain the checks and the rules: all in short, or one CODE or RULE in full.")
)
@click.argument(
    "name",
    required=False,
    metavar="[CODE|RULE]",
    shell_complete=completing.codes_and_rules,
)
@click.option(
    "--rulebook",
    default="kz",
    metavar="NAME|FILE",
    shell_complete=completing.rulebooks,
    help=_("The law to explain (default: kz)."),
)
@language
def rules(name: str | None, rulebook: str) -> None:
    """Print the explanation of ``name``, or the list of all there is."""
    from schedcheck.checks import CHECKS  # noqa: PLC0415 - start-up stays instant
    from schedcheck.errors import unknown_name  # noqa: PLC0415 - the same
    from schedcheck.findings import CODES  # noqa: PLC0415 - the same
    from schedcheck.messages import said  # noqa: PLC0415 - the same
    from schedcheck.rulebook import load_rulebook  # noqa: PLC0415 - the same

    book = load_rulebook(rulebook)
    by_id = {rule.id: rule for rule in book.rules}
    if name is not None and name in CHECKS:
        click.echo(f"{name} ({_(CODES[name].value)})\n")
        click.echo(inspect.getdoc(CHECKS[name]))
    elif name in by_id:
        click.echo(_explained(by_id[name], book))
    elif name is not None:
        raise unknown_name(said("check or rule"), name, [*CHECKS, *by_id])
    else:
        click.echo(_("Checks:"))
        for code, check in CHECKS.items():
            summary = (inspect.getdoc(check) or "").split("\n", 1)[0]
            click.echo(f"  {code:20} {_(CODES[code].value):10} {summary}")
        click.echo("\n" + _("Rules of the rulebook “%(name)s”:") % {"name": book.id})
        for rule in book.rules:
            click.echo(f"  {rule.id:20} {_days(rule):25} {_in_language(rule.titles)}")


def _in_language(texts: object) -> str:
    assert hasattr(texts, "get")  # noqa: S101 - the rulebook holds every language
    return str(texts.get(current_language()))


def _days(rule: Rule) -> str:
    first = rule.first.isoformat() if rule.first else "…"
    last = rule.last.isoformat() if rule.last else "…"
    return f"{first} – {last}"


def _explained(rule: Rule, book: Rulebook) -> str:
    from schedcheck.checks.windows import windows_text  # noqa: PLC0415 - start-up stays instant

    lines = [
        f"{rule.id}: {_in_language(rule.titles)}",
        "",
        _("In force: %(days)s (local dates)") % {"days": _days(rule)},
    ]
    for known in book.classes:
        if rule.windows(known.id):
            values = {"age_class": known.id, "windows": windows_text(rule, known.id)}
            lines.append(_("Forbidden: %(age_class)s at %(windows)s local time") % values)
    lines += [
        _("For: %(media)s") % {"media": ", ".join(sorted(rule.media))},
        _("Written in: %(citation)s") % {"citation": _in_language(rule.citations)},
        _("Offence: %(offence)s") % {"offence": _in_language(rule.offences)},
    ]
    lines += [_("Not verified: %(point)s") % {"point": point} for point in rule.unverified]
    return "\n".join(lines)
