"""``schedcheck summary``: the results of many batches joined into a report on a period."""

from __future__ import annotations

import sys

import click

from schedcheck.cli.options import PathOrAddress, language
from schedcheck.messages import _, plural


@click.command(
    help=_(
        "Join the results of batches into a report on a period: by tier, medium, channel and "
        "month, with repeated violations. OUT is what batch has written, or a folder of such "
        "folders, or a store of archive."
    )
)
@click.argument("outs", nargs=-1, required=True, metavar="OUT...", type=PathOrAddress(exists=True))
@click.option(
    "--period",
    required=True,
    metavar="PERIOD",
    help=_(
        "The days to report on: 2026, 2026-03, 2026-Q1 or 2019..2026 by the calendar; 2026-W48, "
        "last or 2026-01-01..2026-06-30 from 06:00 to 06:00, as batch --week has them."
    ),
)
@click.option(
    "-o",
    "--output",
    metavar="DEST",
    required=True,
    type=click.Path(),
    help=_("The folder to write; it is made where there is none."),
)
@click.option(
    "--decisions",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help=_(
        "What the authority decided on findings (TOML, or a workbook with a sheet "
        "“Decisions”): those dismissed do not count."
    ),
)
@language
@click.option("-q", "--quiet", is_flag=True, help=_("Print nothing."))
def summary(
    outs: tuple[str, ...], period: str, output: str, *, decisions: str | None, quiet: bool
) -> None:
    """Join ``outs`` into ``output``; exit with 1 for violations, 3 for holes, else 0."""
    from schedcheck.results.decisions import load_decisions
    from schedcheck.tasks.period.period import join, parse_period
    from schedcheck.tasks.period.report import coverage_lines, write_period
    from schedcheck.tasks.period.runs import load_runs

    days = parse_period(period)
    joined = join(load_runs(outs), days, load_decisions(decisions) if decisions else None)
    write_period(joined, output)
    if not quiet:
        total = joined.total
        violations, repeated = total.violations, total.repeated
        for line in coverage_lines(joined):
            click.echo(line)
        if joined.reported or violations:
            click.echo(plural("%(count)d violation.", "%(count)d violations.", violations))
        if repeated:
            click.echo(
                plural(
                    "%(count)d of them is repeated within a year.",
                    "%(count)d of them are repeated within a year.",
                    repeated,
                )
            )
        click.echo(_("Written: %(folder)s") % {"folder": output})
    open_ = joined.holes or joined.unjudged or joined.faults
    sys.exit(1 if joined.total.violations else 3 if open_ else 0)
