"""``schedcheck watch``: the batch of a drop folder, again, whenever a file arrives."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from schedcheck.cli.defaults import Command
from schedcheck.cli.options import common, folder_argument, folder_output, limits, settings_of
from schedcheck.messages import Message, _


@click.command(
    cls=Command,
    help=_(
        "Watch the folder DIR and run the batch into OUT whenever files have arrived in it and "
        "settled, until stopped by Ctrl-C or SIGTERM. A file that is still being written is "
        "waited for; names that end as partial downloads do (.part, .tmp, .crdownload) are left "
        "alone. Ends with exit code 0."
    ),
)
@folder_argument
@folder_output
@click.option(
    "--settle",
    type=click.FloatRange(min=0.05),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help=_("A file has arrived when it has not changed for so long."),
)
@common
@limits
def watch(folder: str, output: str, settle: float, **options: Any) -> None:
    """Watch ``folder`` until stopped; each round is reported in a line or a few."""
    from schedcheck.reports.closing import closing_lines
    from schedcheck.reports.wording import one_line
    from schedcheck.results.results import Results
    from schedcheck.tasks.watch import watch_folder

    def told(what: Message | Results) -> None:
        if not isinstance(what, Results):
            click.echo(f"schedcheck: {what}", err=True)
        elif not options["quiet"]:
            for line in closing_lines(what):
                click.echo(line)
            click.echo(_("Written: %(folder)s") % {"folder": output})
        sys.stdout.flush()

    def arrived(files: Sequence[str]) -> None:
        if files and not options["quiet"]:
            now = datetime.now().astimezone()
            click.echo(f"{now:%Y-%m-%d %H:%M:%S}  {', '.join(map(one_line, files))}")
            sys.stdout.flush()

    def stop(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    # a shell that starts it in the background has it ignore Ctrl-C: who sends it still means it
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, stop)
    watch_folder(
        Path(folder),
        output,
        settings_of(options, lambda _name: None),
        told,
        settle,
        arrived=arrived,
    )
