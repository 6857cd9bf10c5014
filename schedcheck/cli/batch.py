"""``schedcheck batch``: a folder of schedules in, a workbook a channel out."""

from __future__ import annotations

import sys
from typing import Any

import click

from schedcheck.cli.options import common, exit_code, settings_of
from schedcheck.cli.progress import stdout_console, telling
from schedcheck.messages import _


@click.command(
    help=_(
        "Audit a folder of schedules against the roster and write OUT: a workbook for each "
        "channel, summary.xlsx, summary.html and findings.json."
    )
)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False))
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    required=True,
    type=click.Path(file_okay=False),
    help=_("The folder to write; it is made where there is none."),
)
@common
def batch(folder: str, output: str, **options: Any) -> None:
    """Audit ``folder``, write ``output``, say where, and exit with the code that is called for."""
    from schedcheck.batch import run_batch  # noqa: PLC0415 - start-up stays instant
    from schedcheck.folder import schedule_files  # noqa: PLC0415 - the same
    from schedcheck.reports.terminal import print_audit  # noqa: PLC0415 - the same

    steps = len(schedule_files(folder)) * 2
    with telling(steps, quiet=options["quiet"]) as progress:
        result = run_batch(folder, output, settings_of(options, progress), progress)
    if not options["quiet"]:
        print_audit(result, stdout_console(), verbose=options["verbose"])
        click.echo(_("Written: %(folder)s") % {"folder": output})
    sys.exit(exit_code(result, options["fail_on"]))
