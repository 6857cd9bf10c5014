"""``schedcheck rules``: the rulebook and the checks, explained."""

from __future__ import annotations

import click

from schedcheck.cli import completing
from schedcheck.cli.options import language
from schedcheck.messages import _


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
    from schedcheck.checks import CHECKS
    from schedcheck.checks.documentation import explained, summary_of
    from schedcheck.errors import unknown_name
    from schedcheck.law.rule_text import days_text, rule_lines
    from schedcheck.law.rulebook import load_rulebook
    from schedcheck.messages import in_language, msg
    from schedcheck.reports.wording import severity_name
    from schedcheck.results.finding import CODES

    book = load_rulebook(rulebook)
    by_id = {rule.id: rule for rule in book.rules}
    if name is not None and name in CHECKS:
        click.echo(f"{name} ({severity_name(CODES[name])})\n")
        click.echo(explained(name))
        if name.startswith("watershed"):
            click.echo("\n" + _("Rules of the rulebook “%(name)s”:") % {"name": book.id})
            for rule in book.rules:
                click.echo(f"  {rule.id:20} {days_text(rule)}")
            click.echo(_("schedcheck rules RULE shows what a rule says and where it is written."))
    elif name in by_id:
        click.echo("\n".join(rule_lines(by_id[name], book)))
    elif name is not None:
        raise unknown_name(msg("check or rule"), name, [*CHECKS, *by_id])
    else:
        click.echo(_("Checks:"))
        for code in CHECKS:
            click.echo(f"  {code:20} {severity_name(CODES[code]):14} {summary_of(code)}")
        click.echo("\n" + _("Rules of the rulebook “%(name)s”:") % {"name": book.id})
        for rule in book.rules:
            click.echo(f"  {rule.id:20} {in_language(rule.titles)}; {days_text(rule)}")
