"""``schedcheck archive``: years of schedules taken into a store of Parquet files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from schedcheck.cli.defaults import Command
from schedcheck.cli.options import PathOrAddress, common, limits, settings_of
from schedcheck.cli.progress import phases
from schedcheck.messages import _, plural
from schedcheck.tasks.own_process import uninterrupted
from schedcheck.tasks.processes import ARCHIVE, start_ahead

if TYPE_CHECKING:
    from schedcheck.pipeline.run import Settings

#: Faults that are printed; the store has all of them.
_SHOWN = 20


@click.command(
    cls=Command,
    help=_(
        "Take files, folders, patterns of files and addresses into STORE: programmes and findings "
        "as Parquet by channel and month, for summary and query. What is in the store already is "
        "not read again; of a file that has changed the later content counts for its days. Exit "
        "codes: 0 everything read, 3 something in the store could not be read, or --check found a "
        "difference."
    ),
)
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option(
    "-o", "--output", metavar="STORE", type=click.Path(), help=_("The store to write or to add to.")
)
@click.option(
    "--check",
    "checked",
    metavar="STORE",
    type=PathOrAddress(exists=True, file_okay=False),
    help=_("Take nothing: judge months of this store again, and print what differs."),
)
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    metavar="N",
    help=_("With --check, so many months of channels, spread evenly (default: all)."),
)
@click.option(
    "--engine",
    type=click.Choice(("processes", "dask")),
    default="processes",
    help=_("What does the work: processes here, or a cluster."),
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help=_("The scheduler of a cluster that exists; its workers see the same files."),
)
@common
@limits
def archive(  # noqa: PLR0913 - one for each option
    sources: tuple[str, ...],
    output: str | None,
    *,
    checked: str | None,
    sample: int | None,
    engine: str,
    scheduler: str | None,
    **options: Any,
) -> None:
    """Take ``sources`` into ``output``, or check a store."""
    if checked:
        if sources or output:
            raise click.UsageError(_("--check STORE takes no SOURCE and no -o"))
        sys.exit(_check(checked, sample, settings_of(options, lambda _name: None), options))
    if not sources or not output:
        raise click.UsageError(_("SOURCE... and -o STORE are needed, or --check STORE"))
    cluster = {"engine": "dask" if scheduler else engine, "scheduler": scheduler or ""}
    if cluster["engine"] == "processes":
        start_ahead(options["jobs"], ARCHIVE)
    sys.exit(_take(sources, output, settings_of(options, lambda _name: None), options, cluster))


def _take(
    sources: tuple[str, ...],
    output: str,
    settings: Settings,
    options: dict[str, Any],
    cluster: dict[str, Any],
) -> int:
    with uninterrupted():  # what imports catch would be lost
        from schedcheck.reports.wording import whole_line
        from schedcheck.tasks.archive.archive import archive as take

    with phases(quiet=options["quiet"]) as progress:
        result = take(sources, output, settings, progress, **cluster)
    for fault in result.faults[:_SHOWN]:
        words = f"{fault.file} {fault.place}".rstrip() + f": {fault.message}"
        click.echo(whole_line(words), err=True)
    more = len(result.faults) - _SHOWN
    if more > 0:
        rest = plural(
            "%(count)d more fault: see the findings in the store",
            "%(count)d more faults: see the findings in the store",
            more,
        )
        click.echo(rest, err=True)
    if not options["quiet"]:
        words = _(
            "Sources: %(sources)d (read now: %(read)d), programmes: %(programmes)d, channels: "
            "%(channels)d, months: %(months)d (months of channels judged now: %(judged)d)."
        )
        click.echo(
            words
            % {
                "sources": result.sources,
                "read": result.read,
                "programmes": result.programmes,
                "channels": result.channels,
                "months": result.months,
                "judged": result.judged,
            }
        )
        click.echo(_("Written: %(folder)s") % {"folder": output})
    return 3 if result.faults else 0


def _check(store: str, sample: int | None, settings: Settings, options: dict[str, Any]) -> int:
    from schedcheck.reports.wording import whole_line
    from schedcheck.tasks.archive.check import check_store

    with phases(quiet=options["quiet"]) as progress:
        checked = check_store(store, settings, progress, sample=sample)
    for difference in checked.differences:
        click.echo(whole_line(str(difference)))
    if not options["quiet"]:
        words = _(
            "Months of channels judged again: %(months)d of %(all)d; files that are as they were: "
            "%(files)d, not there any more: %(gone)d."
        )
        click.echo(
            words
            % {
                "months": checked.months,
                "all": checked.of,
                "files": checked.files,
                "gone": checked.gone,
            }
        )
    return 3 if checked.differences else 0
