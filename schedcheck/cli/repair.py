"""``schedcheck repair``: a plan of moves that makes a week lawful."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from schedcheck.cli.defaults import Command
from schedcheck.cli.options import common, exit_code, keep_inputs, paths_argument, settings_of
from schedcheck.cli.progress import telling
from schedcheck.messages import _, plural

if TYPE_CHECKING:
    from schedcheck.tasks.repair.plan import Plan


@click.command(
    cls=Command,
    help=_(
        "Propose the fewest moves that make schedules lawful: programmes of like length change "
        "places, on the same day before other days; news and live programmes are never moved. "
        "Exits with 1 when a violation is left."
    ),
)
@paths_argument
@click.option(
    "-o",
    "--output",
    metavar="PLAN",
    type=click.Path(),
    help=_("The workbook to write: the moves, what is left, the week before and after."),
)
@click.option(
    "--apply",
    "applied",
    metavar="OUT",
    type=click.Path(),
    help=_(
        "Write the file to OUT with the programmes exchanged (xlsx, CSV, XMLTV); it is read again "
        "as proof."
    ),
)
@common
def repair(paths: tuple[str, ...], output: str | None, applied: str | None, **options: Any) -> None:
    """Plan the repair of ``paths``, write the plan and the week, and exit by what is left."""
    from schedcheck.pipeline.scan import files_of
    from schedcheck.tasks.repair.apply import apply_plan
    from schedcheck.tasks.repair.plan import plan_repair
    from schedcheck.tasks.repair.workbook import write_plan

    outputs = [name for name in (output, applied) if name]
    if not outputs:
        raise click.UsageError(_("say where to write: -o PLAN, --apply OUT, or both"))
    if applied and (len(paths) > 1 or not Path(paths[0]).is_file()):
        raise click.UsageError(_("--apply takes one file; run it for each file"))
    for name in outputs:
        keep_inputs(name, paths, options)
    with telling(len(files_of(paths).files), quiet=options["quiet"]) as progress:
        settings = settings_of(options, progress)
        plan = plan_repair(paths, settings)
    if output:
        write_plan(plan, Path(output))
    if applied:
        apply_plan(plan, Path(paths[0]), Path(applied), settings)
    if not options["quiet"]:
        for line in _lines(plan):
            click.echo(line)
        for name in outputs:
            click.echo(_("Written: %(folder)s") % {"folder": name})
    sys.exit(exit_code(plan.after, options["fail_on"]))


def _lines(plan: Plan) -> list[str]:
    from schedcheck.messages.formats import moment_in_words
    from schedcheck.reports.wording import channel_labels
    from schedcheck.results.finding import Severity
    from schedcheck.tasks.repair.workbook import move_line

    labels = channel_labels(plan.before.channels)
    violations = plan.before.count(Severity.VIOLATION)
    left = len(plan.unmended)
    if not violations:
        lines = [_("Nothing to repair: no violation found.")]
    else:
        moves = plural(
            "%(count)d exchange is proposed.", "%(count)d exchanges are proposed.", len(plan.moves)
        )
        after = plural("%(count)d violation is left.", "%(count)d violations are left.", left)
        clean = _("The checks find no violation in the week that it makes.")
        lines = [moves, *(move_line(plan, move, labels[move.channel]) for move in plan.moves)]
        lines.append(after if left else clean)
    for entry in plan.unmended:
        finding = entry.finding
        start = moment_in_words(finding.start) if finding.start else ""
        lines.append(f"{labels[finding.channel]}, {start}, {finding.title}: {entry.reason}")
    faults = plan.before.count(Severity.FAULT)
    if faults:
        lines.append(
            plural(
                "%(count)d fault: something could not be read, and may hide a violation.",
                "%(count)d faults: something could not be read, and may hide a violation.",
                faults,
            )
        )
    return lines
