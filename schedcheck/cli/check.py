"""``schedcheck check``: audit schedules and print the findings."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from schedcheck.cli.defaults import Command
from schedcheck.cli.options import (
    common,
    exit_code,
    form_and_output,
    keep_inputs,
    limits,
    need_a_place,
    paths_argument,
    settings_of,
)
from schedcheck.cli.progress import PIPE_WIDTH, stdout_console, telling
from schedcheck.messages import _, plural
from schedcheck.tasks.own_process import no_collection

if TYPE_CHECKING:
    from schedcheck.pipeline.run import Settings
    from schedcheck.results.results import Audit

#: What ``--format`` takes: those of ``schedcheck.reports.forms``, and the words of the terminal.
FORMS = ("text", "json", "csv", "html", "sarif", "junit", "xlsx")


@click.command(
    cls=Command,
    help=_(
        "Audit schedules and print the findings. PATH is a file, a folder, or - for standard input."
    ),
)
@paths_argument
@form_and_output(FORMS)
@click.option(
    "--annotate",
    metavar="OUT",
    type=click.Path(),
    help=_("Write the file back to OUT with its findings in it (xlsx, docx, CSV, XMLTV)."),
)
@click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help=_("Findings in this file are known: they are counted, and do not fail the run."),
)
@click.option(
    "--write-baseline",
    metavar="FILE",
    type=click.Path(),
    help=_("Write the violations and warnings of this run there; from then on they are known."),
)
@click.option(
    "--draft-mapping",
    metavar="FILE",
    type=click.Path(),
    help=_("Write a draft of a mapping there for JSON of a service that is not known."),
)
@click.option(
    "--exit-zero",
    is_flag=True,
    help=_("Exit with 0 whatever was found or could not be read; it is still reported."),
)
@common
@limits
@no_collection(last=True)
def check(  # noqa: PLR0913, PLR0917 - an option each
    paths: tuple[str, ...],
    form: str,
    output: str | None,
    annotate: str | None,
    baseline: str | None,
    write_baseline: str | None,
    draft_mapping: str | None,
    *,
    exit_zero: bool,
    **options: Any,
) -> None:
    """Audit ``paths``, print or write the findings, and exit with the code they call for."""
    need_a_place(form, output)
    if annotate and (len(paths) != 1 or not Path(paths[0]).is_file()):
        raise click.UsageError(_("--annotate takes one file"))
    if draft_mapping and Path(draft_mapping).exists():
        raise click.UsageError(
            _("%(file)s is there already; choose another name") % {"file": draft_mapping}
        )
    for written in (output, annotate, write_baseline):
        keep_inputs(written, paths, {**options, "baseline": baseline})
    from schedcheck.readers.files import find_files
    from schedcheck.tasks.limited_audit import limited_audit

    with telling(len(find_files(paths).files), quiet=options["quiet"]) as progress:
        settings = settings_of(options, progress).replace(draft_mapping=draft_mapping)
        result = limited_audit(paths, settings)
    if write_baseline:
        result = _known(result, settings, write_baseline, write=True)
    elif baseline:
        result = _known(result, settings, baseline)
    if annotate:
        _annotate(result, paths[0], annotate)
        if not options["quiet"]:
            click.echo(_("Written: %(folder)s") % {"folder": annotate}, err=True)
    _write(result, form, output, options)
    sys.exit(0 if exit_zero else exit_code(result.fresh(), options["fail_on"]))


def _known(result: Audit, settings: Settings, path: str, *, write: bool = False) -> Audit:
    """Hold ``result`` against a baseline, and say what no longer occurs."""
    from schedcheck.pipeline.run import prepare
    from schedcheck.tasks import baseline

    if write:
        baseline.write_baseline(result, path)
    compared = baseline.compare(result, baseline.load_baseline(path), prepare(settings).codes)
    for gone in compared.gone:
        words = _("no longer found, take it out of %(file)s: %(finding)s")
        finding = "  ".join(part for part in gone if part)
        click.echo("schedcheck: " + words % {"file": path, "finding": finding}, err=True)
    if compared.elsewhere:
        words = plural(
            "%(count)d entry of the baseline is of a channel or a check that this run is not "
            "about.",
            "%(count)d entries of the baseline are of channels or checks that this run is not "
            "about.",
            compared.elsewhere,
        )
        click.echo(f"schedcheck: {words}", err=True)
    return compared.audit


def _annotate(result: Audit, path: str, out: str) -> None:
    from schedcheck.messages.message import place_in_words
    from schedcheck.tasks.annotate.original import annotate_original

    for place in annotate_original(result, Path(path), Path(out)):
        words = _("%(place)s: the finding there could not be written into the file")
        click.echo(words % {"place": place_in_words(place)}, err=True)


def _write(result: Audit, form: str, output: str | None, options: dict[str, Any]) -> None:
    from schedcheck.reports.forms import encoded, write_bytes, write_report

    if form == "csv" and (result.checks.off or result.checks.unused):
        from schedcheck.reports.wording import check_lines

        for line in check_lines(result.checks):  # a table of findings has no place for it
            click.echo(f"schedcheck: {line}", err=True)
    if form in {"csv", "junit"} and options["verbose"]:
        from rich.console import Console

        from schedcheck.reports.terminal import print_notes

        print_notes(result, Console(stderr=True))
    if form != "text" and output:
        write_report(result, output, form, fail_on=options["fail_on"])
        return
    if form != "text":
        content = encoded(result, form, fail_on=options["fail_on"])
    else:
        from rich.console import Console

        from schedcheck.reports.terminal import print_audit

        if not output:
            print_audit(result, stdout_console(), verbose=options["verbose"])
            return
        lines = io.StringIO()
        print_audit(result, Console(file=lines, width=PIPE_WIDTH), verbose=options["verbose"])
        content = lines.getvalue().encode("utf-8")
    if output:
        write_bytes(content, output)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
