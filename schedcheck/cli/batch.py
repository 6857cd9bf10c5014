"""``schedcheck batch``: a folder of schedules in, a workbook a channel out."""

from __future__ import annotations

import sys
from typing import Any

import click

from schedcheck.cli.defaults import Command
from schedcheck.cli.options import (
    common,
    exit_code,
    folder_argument,
    folder_output,
    limits,
    settings_of,
)
from schedcheck.cli.progress import phases, stdout_console
from schedcheck.messages import _

#: The exit code of a program that Ctrl-C has ended.
INTERRUPTED = 130


@click.command(
    cls=Command,
    help=_(
        "Audit a folder of schedules against the roster and write OUT: a workbook for each "
        "channel, summary.xlsx, summary.html and findings.json."
    ),
)
@folder_argument
@folder_output
@click.option(
    "--fresh",
    is_flag=True,
    help=_("Do everything again, also what has not changed since the last run."),
)
@common
@limits
def batch(folder: str, output: str, *, fresh: bool, **options: Any) -> None:
    """Audit ``folder``, write ``output``, say where, and exit with the code that is called for."""
    from schedcheck.reports.terminal import print_audit, print_batch
    from schedcheck.tasks.batch.batch import Interrupted, run_batch

    settings = settings_of(options, lambda _name: None)
    try:
        with phases(quiet=options["quiet"]) as progress:
            result = run_batch(folder, output, settings, progress, fresh=fresh)
    except Interrupted as interrupted:
        click.echo(f"schedcheck: {interrupted.words}", err=True)
        sys.exit(INTERRUPTED)
    if not options["quiet"]:
        if options["verbose"]:
            print_audit(result, stdout_console(), verbose=True)
        else:
            print_batch(result, stdout_console())
        click.echo(_("Written: %(folder)s") % {"folder": output})
    sys.exit(exit_code(result, options["fail_on"]))
