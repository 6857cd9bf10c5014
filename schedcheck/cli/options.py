"""Options that several commands share, and what they make of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from schedcheck.cli import completing
from schedcheck.cli.defaults import UNUSED, file_of, take_defaults, tell_defaults, want_none
from schedcheck.cli.languages import LANGUAGES, environment_language
from schedcheck.given_files import is_address
from schedcheck.messages import _, use_language

if TYPE_CHECKING:
    from schedcheck.pipeline.run import Settings
    from schedcheck.results.results import Results
    from schedcheck.results.states import Limits

FAIL_ON = ("violation", "warning", "never")
#: The share of the days, of 1, as in ``schedcheck.results.states``.
LEAST_COVERED = 0.9
DEFAULT_SIZE_LIMIT = 2 * 1024**3
DEFAULT_MEMORY_LIMIT = 2 * 1024**3
DEFAULT_TIME_LIMIT = 60

_Command = TypeVar("_Command", bound=Callable[..., Any])


class PathOrAddress(click.Path):
    """A path, of which click looks whether it exists, or an address, which is left as it is."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The text of it."""
        return value if is_address(value) else super().convert(value, param, ctx)


def _set_language(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    language = value or environment_language()
    use_language(language)
    return language


_CONFIG = click.option(
    "--config",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    callback=take_defaults,
    is_eager=True,
    expose_value=False,
    help=_(
        "Take defaults from this file (default: the nearest schedcheck.toml, or pyproject.toml "
        "with [tool.schedcheck], that does not lie beside the schedules)."
    ),
)
_NO_CONFIG = click.option(
    "--no-config",
    is_flag=True,
    callback=want_none,
    is_eager=True,
    expose_value=False,
    help=_("Take defaults from no file."),
)
_LANG = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    callback=_set_language,
    is_eager=True,
    expose_value=False,
    help=_("Language of what is printed (default: the environment's, else en)."),
)


def language(command: _Command) -> _Command:
    """Give a command the options of all that print for people: defaults from a file, the language.

    The file is first: it may say the language.
    """
    return _NO_CONFIG(_CONFIG(_LANG(command)))


#: What readers and the clock are told.
_READING = (
    click.option(
        "--zone",
        metavar="ZONE",
        shell_complete=completing.zones,
        help=_("Judge every channel in this time zone."),
    ),
    click.option(
        "--source-zone",
        metavar="ZONE",
        shell_complete=completing.zones,
        help=_("Read times without a printed offset in this zone (default: the zone judged)."),
    ),
    click.option(
        "--channel",
        metavar="NAME",
        shell_complete=completing.channel_ids,
        help=_("The channel of files that name none."),
    ),
    click.option(
        "--week",
        metavar="WEEK",
        help=_(
            "The broadcast week the run is about, from Monday 06:00 to Monday 06:00: 2026-W48, "
            "last, this, next or 2026-11-23..2026-11-29. Dates without a year are of it."
        ),
    ),
    click.option(
        "--week-starts",
        metavar="HH:MM",
        help=_("When a week begins on Monday, for every channel (default: 06:00)."),
    ),
    click.option(
        "--column",
        metavar="HEADING",
        help=_("Take starts from the column of this heading, where a table has several."),
    ),
    click.option(
        "--mapping",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False),
        help=_("Read the JSON of a guide service as this TOML file says (see the formats)."),
    ),
    click.option(
        "--roster", default="kz", metavar="FILE", help=_("Channels of your own, merged by id.")
    ),
    click.option(
        "--rulebook",
        default="kz",
        metavar="NAME|FILE",
        shell_complete=completing.rulebooks,
        help=_("The law to judge by: kz, ru, uk or a file (default: kz)."),
    ),
    language,
    click.option("--reader", metavar="NAME", help=_("Read every file with this reader.")),
    click.option(
        "--size-limit",
        type=click.IntRange(min=1),
        default=DEFAULT_SIZE_LIMIT,
        metavar="BYTES",
        help=_("Refuse a file that decompresses to more than this (default: 2 GiB)."),
    ),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        default=None,
        metavar="N",
        help=_("Processor cores for large files (default: all)."),
    ),
    click.option("-q", "--quiet", is_flag=True, help=_("Print nothing but the results.")),
    click.option("-v", "--verbose", is_flag=True, help=_("Tell more: notices, notes of readers.")),
)
#: What becomes of the findings.
_JUDGING = (
    click.option(
        "--versions",
        type=click.Choice(("last", "all", "ask")),
        default="last",
        show_default=True,
        help=_(
            "Of several files of a channel that differ for the same days count the last or all, or "
            "end the run (ask)."
        ),
    ),
    click.option(
        "--least-covered",
        type=click.FloatRange(0, 100),
        default=100 * LEAST_COVERED,
        show_default=True,
        metavar="PERCENT",
        help=_("Below this share of the days the run is about, a channel is judged in part."),
    ),
    click.option(
        "--least-marked",
        type=click.FloatRange(0, 100),
        default=0.0,
        show_default=True,
        metavar="PERCENT",
        help=_("Below this share of programmes with an age mark, a channel is not judgeable."),
    ),
    click.option(
        "--select",
        multiple=True,
        metavar="CODE",
        shell_complete=completing.codes,
        help=_("Run only this check (repeatable)."),
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="CODE",
        shell_complete=completing.codes,
        help=_("Leave out this check (repeatable)."),
    ),
    click.option(
        "--decisions",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False),
        help=_(
            "What the authority decided on findings (TOML, or a workbook with a sheet "
            "“Decisions”): those dismissed do not count."
        ),
    ),
    click.option(
        "--fail-on",
        type=click.Choice(FAIL_ON),
        default="violation",
        show_default=True,
        help=_("Exit with 1 when there is a finding at least this grave."),
    ),
)
#: What one file may take, in the commands that read any number of them.
_LIMITS = (
    click.option(
        "--memory-limit",
        type=click.IntRange(min=1),
        default=DEFAULT_MEMORY_LIMIT,
        metavar="BYTES",
        help=_("Give up a file whose reading takes more memory (default: 2 GiB)."),
    ),
    click.option(
        "--time-limit",
        type=click.IntRange(min=1),
        default=DEFAULT_TIME_LIMIT,
        metavar="SECONDS",
        help=_(
            "Give up a file whose reading takes the processor longer, for each 100 MB of it "
            "(default: 60)."
        ),
    ),
)


def reading(command: _Command) -> _Command:
    """Give a command the options that all commands share that read schedules."""
    for option in reversed(_READING):
        command = option(command)
    return command


#: The files and folders of every command that reads any number of them.
paths_argument = click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="PATH...",
    type=click.Path(exists=True, allow_dash=True),
)
#: The folder of every command that works over one, and the one it writes.
folder_argument = click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False)
)
folder_output = click.option(
    "-o",
    "--output",
    metavar="OUT",
    required=True,
    type=click.Path(),
    help=_("The folder to write; it is made where there is none."),
)

authority_option = click.option(
    "--authority",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help=_(
        "The authority and the official who sign documents (TOML); templates of your own, such as "
        "letter.ru.docx, are taken from its folder."
    ),
)


def form_and_output(forms: Sequence[str]) -> Callable[[_Command], _Command]:
    """Give a command the options of what to print or write, and where."""

    def add(command: _Command) -> _Command:
        command = click.option(
            "-o", "--output", metavar="PATH", help=_("Write there (needed for xlsx).")
        )(command)
        return click.option(
            "--format",
            "form",
            type=click.Choice(forms),
            default="text",
            show_default=True,
            help=_("What to print or write."),
        )(command)

    return add


def need_a_place(form: str, path: str | None) -> None:
    """Raise UsageError where a workbook is asked for and no place to write it."""
    if form == "xlsx" and not path:
        raise click.UsageError(_("--format xlsx needs -o PATH: a workbook is not for the screen"))


def common(command: _Command) -> _Command:
    """Give a command the options that all auditing commands share."""
    for option in reversed(_JUDGING):
        command = option(command)
    return reading(command)


def limits(command: _Command) -> _Command:
    """Give a command the options of what one file may take."""
    for option in reversed(_LIMITS):
        command = option(command)
    return command


def settings_of(options: dict[str, Any], progress: Callable[[str], None]) -> Settings:
    """The settings that the common options say; unusable readers are reported too."""
    from schedcheck.pipeline.run import Settings
    from schedcheck.readers.registry import plugins
    from schedcheck.schedule.week import parse_clock, parse_week
    from schedcheck.tasks.own_process import job_count

    context = click.get_current_context(silent=True)
    if context is not None and not options["quiet"]:
        tell_defaults(context)
    for reader, words in plugins().broken:
        if reader != options["reader"]:  # else it is what ends the run
            click.echo(f"schedcheck: {words}", err=True)
    return Settings(
        zone=options["zone"],
        source_zone=options["source_zone"],
        channel=options["channel"],
        roster=options["roster"],
        rulebook=options["rulebook"],
        select=options.get("select", ()),
        ignore=options.get("ignore", ()),
        select_from=file_of(context, "select"),
        ignore_from=file_of(context, "ignore"),
        unused_settings=tuple(context.meta.get(UNUSED, ())) if context else (),
        reader=options["reader"],
        size_limit=options["size_limit"],
        jobs=job_count(options["jobs"]),
        progress=progress,
        week=parse_week(options["week"]) if options["week"] else None,
        week_starts=parse_clock(options["week_starts"]) if options["week_starts"] else None,
        limits=_limits(options),
        versions=options.get("versions", "last"),
        column=options["column"],
        mapping=Path(options["mapping"]) if options["mapping"] else None,
        decisions=Path(options["decisions"]) if options.get("decisions") else None,
        memory_limit=options.get("memory_limit", DEFAULT_MEMORY_LIMIT),
        time_limit=options.get("time_limit", DEFAULT_TIME_LIMIT),
    )


def _limits(options: Mapping[str, Any]) -> Limits:
    """From what on a channel counts as judged; commands that judge nothing have no such options."""
    from schedcheck.results.states import Limits

    covered = options.get("least_covered", 100 * LEAST_COVERED) / 100
    return Limits(covered, options.get("least_marked", 0.0) / 100)


def keep_inputs(output: str | None, paths: Iterable[str], options: Mapping[str, Any]) -> None:
    """Refuse, with ConfigError, to write ``output`` over anything that the run reads.

    ``paths`` are files and folders of schedules; ``options`` may name a roster, a rulebook, a
    mapping, a baseline or decisions.
    """
    if not output or output == "-" or not Path(output).exists():
        return
    from schedcheck.readers.files import find_files
    from schedcheck.reports.files import refuse_read

    named = [
        options.get(name) for name in ("roster", "rulebook", "mapping", "baseline", "decisions")
    ]
    read = [*find_files(paths).files, *(str(name) for name in named if name)]
    refuse_read(output, read)


def exit_code(audit: Results, fail_on: str) -> int:
    """0, 1 or 3, as contract 3 of the design has it; see ``schedcheck --help``."""
    from schedcheck.results.finding import Severity
    from schedcheck.results.states import State

    grave = {
        "violation": (Severity.VIOLATION,),
        "warning": (Severity.VIOLATION, Severity.WARNING),
        "never": (),
    }[fail_on]
    if any(one.severity in grave and not one.dismissed for one in audit.findings):
        return 1
    states = audit.states
    judged = states[State.JUDGED]
    # a channel that delivered nothing is listed, and is not a failure of what did come
    open_ = sum(states.values()) - judged - states[State.MISSING]
    lost = any(finding.code == "unaccounted" for finding in audit.findings)
    return 3 if audit.count(Severity.FAULT) or lost or open_ or not judged else 0
