"""``schedcheck convert``: any schedules in, one schedule out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from schedcheck.cli.defaults import Command
from schedcheck.cli.options import keep_inputs, paths_argument, reading, settings_of
from schedcheck.cli.progress import telling
from schedcheck.messages import _, plural

if TYPE_CHECKING:
    from schedcheck.tasks.convert.convert import Converted

_ENDINGS = {
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".xml": "xmltv",
    ".xmltv": "xmltv",
}


@click.command(
    cls=Command,
    help=_(
        "Write schedules of any form as one: csv, xlsx, parquet or xmltv, with local times and "
        "their offset. PATH is a file, a folder, or - for standard input."
    ),
)
@paths_argument
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=click.Path(allow_dash=True),
    help=_("The file to write; - is standard output, for csv and xmltv."),
)
@click.option(
    "--to",
    "form",
    type=click.Choice(("csv", "xlsx", "parquet", "xmltv")),
    help=_("What to write (default: as the ending of FILE says)."),
)
@reading
def convert(paths: tuple[str, ...], output: str, form: str | None, **options: Any) -> None:
    """Convert ``paths`` to ``output``; what could not be read is reported, and exit code 3."""
    form = form or _ENDINGS.get(Path(output).suffix.casefold())
    if form is None:
        known = ", ".join(_ENDINGS)
        raise click.UsageError(
            _(
                "the ending of %(file)s is not that of a known form (%(known)s); give the form "
                "with --to"
            )
            % {"file": output, "known": known}
        )
    if output == "-" and form not in {"csv", "xmltv"}:
        raise click.UsageError(_("--to %(form)s needs a file to write") % {"form": form})
    keep_inputs(output, paths, options)
    from schedcheck.readers.files import find_files
    from schedcheck.tasks.convert.convert import converted
    from schedcheck.tasks.convert.writers import STREAMS, WRITERS

    with telling(len(find_files(paths).files), quiet=options["quiet"]) as progress:
        result = converted(paths, settings_of(options, progress))
    if len(result.frame) and output == "-":
        sys.stdout.buffer.write(STREAMS[form](result))
        sys.stdout.buffer.flush()
    elif len(result.frame):
        WRITERS[form](result, Path(output))
    _tell(result, output, quiet=options["quiet"])
    sys.exit(3 if result.faults else 0)


def _tell(result: Converted, output: str, *, quiet: bool) -> None:
    """Report what could not be read, always, and what was done, on standard error."""
    from schedcheck.messages.message import where_in_words
    from schedcheck.reports.wording import one_line

    for fault in result.faults:
        where = where_in_words(fault.file, fault.place)
        text = f" [{fault.text}]" if fault.text else ""
        click.echo(one_line(f"{where}: {fault.reason}{text}"), err=True)
    doubted = int(result.doubted.sum())
    if doubted:
        words = plural(
            "%(count)d programme keeps its clock reading as printed: whether there is a "
            "violation depends on "
            "its zone; give it with --source-zone.",
            "%(count)d programmes keep their clock readings as printed: whether there are "
            "violations depends on "
            "their zone; give it with --source-zone.",
            doubted,
        )
        click.echo(words, err=True)
    if not len(result.frame):
        click.echo(_("Nothing was written: no programme was read."), err=True)
    elif not quiet:
        words = plural("%(count)d programme", "%(count)d programmes", len(result.frame))
        click.echo(
            _("Written: %(file)s (%(programmes)s).") % {"file": output, "programmes": words},
            err=True,
        )
