"""``schedcheck batch``: a folder of schedules in, a workbook a channel out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from schedcheck.cli import INTERRUPTED
from schedcheck.cli.defaults import Command
from schedcheck.cli.document import print_written
from schedcheck.cli.options import (
    authority_option,
    common,
    exit_code,
    folder_argument,
    folder_output,
    limits,
    settings_of,
)
from schedcheck.cli.progress import phases, stdout_console
from schedcheck.messages import _
from schedcheck.tasks.own_process import uninterrupted
from schedcheck.tasks.processes import BATCH, start_ahead

if TYPE_CHECKING:
    from schedcheck.pipeline.run import Settings
    from schedcheck.results.results import Results


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
@click.option(
    "--documents",
    is_flag=True,
    help=_("Write records, letters and reminders to OUT/documents, in Kazakh and Russian."),
)
@authority_option
@common
@limits
def batch(
    folder: str,
    output: str,
    *,
    fresh: bool,
    documents: bool,
    authority: str | None,
    **options: Any,
) -> None:
    """Audit ``folder``, write ``output``, say where, and exit with the code that is called for."""
    start_ahead(options["jobs"], BATCH)
    with uninterrupted():  # what imports catch would be lost
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
    if documents:
        _write_documents(result, settings, output, authority, quiet=options["quiet"])
    sys.exit(exit_code(result, options["fail_on"]))


def _write_documents(
    result: Results, settings: Settings, output: str, authority: str | None, *, quiet: bool
) -> None:
    from schedcheck.pipeline.run import prepare
    from schedcheck.tasks.batch.work_folder import DOCUMENTS
    from schedcheck.tasks.document.authority import load_authority
    from schedcheck.tasks.document.documents import in_languages, write_documents

    run = prepare(settings)
    folder = str(Path(output) / DOCUMENTS)
    written = write_documents(
        in_languages(result),
        folder,
        load_authority(authority) if authority else None,
        rulebook=run.rulebook,
        roster=run.roster,
        alone=True,
    )
    if not quiet:
        print_written(folder, written)
