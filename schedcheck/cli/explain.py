"""``schedcheck explain``: a finding, explained to a person who has never read the law."""

from __future__ import annotations

import click

from schedcheck.cli import completing
from schedcheck.cli.options import language
from schedcheck.messages import _, plural


@click.command(
    help=_(
        "Explain findings: what was found, how the minutes were calculated, which article says so, "
        "what may be wrong. FINDING is JSON of a check or a batch, one finding of it, findings one "
        "a line, or - for standard input."
    )
)
@click.argument(
    "finding",
    metavar="FINDING",
    type=click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True),
)
@click.option(
    "--nth",
    type=click.IntRange(min=1),
    metavar="N",
    help=_("Explain the Nth finding alone (default: all but notices)."),
)
@click.option(
    "--rulebook",
    default="kz",
    metavar="NAME|FILE",
    shell_complete=completing.rulebooks,
    help=_("The law that was judged by (default: kz)."),
)
@click.option(
    "--roster", default="kz", metavar="FILE", help=_("Channels of your own, merged by id.")
)
@language
def explain(finding: str, nth: int | None, rulebook: str, roster: str) -> None:
    """Print the explanation of what is in ``finding``."""
    from schedcheck.law.roster import load_roster
    from schedcheck.law.rulebook import load_rulebook
    from schedcheck.reports.wording import single_line
    from schedcheck.results.finding import CODES, Severity
    from schedcheck.tasks.explain.explanation import explained
    from schedcheck.tasks.explain.findings_file import load_findings

    document = load_findings(finding)
    count = len(document.findings)
    if nth is not None and nth > count:
        raise click.UsageError(
            _("--nth %(nth)d: the number of findings is %(count)d") % {"nth": nth, "count": count}
        )
    chosen = [
        number
        for number, told in enumerate(document.findings, 1)
        if number == nth
        or (nth is None and (count == 1 or CODES[told.code] is not Severity.NOTICE))
    ]
    book, channels = load_rulebook(rulebook), load_roster(roster)
    for number in chosen:
        if count > 1:
            click.echo(_("Finding %(number)d of %(count)d") % {"number": number, "count": count})
            click.echo()
        for line in explained(document.findings[number - 1], document, book, channels):
            click.echo(single_line(line))
        if number != chosen[-1]:
            click.echo("\n" + "─" * 72 + "\n")
    notices = count - len(chosen)
    if nth is None and notices:
        click.echo()
        click.echo(
            plural(
                "%(count)d notice is not explained here; --nth explains it.",
                "%(count)d notices are not explained here; --nth explains one.",
                notices,
            )
        )
