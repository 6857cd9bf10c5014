"""The command line: one module a command. Nothing heavy is imported before it is needed."""

from __future__ import annotations

import sys

import click

import schedcheck
from schedcheck.cli.batch import batch
from schedcheck.cli.channels import channels
from schedcheck.cli.check import check
from schedcheck.cli.rules import rules
from schedcheck.messages import _


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_(
        "Check television and radio schedules against the watershed law of Kazakhstan: content "
        "of age class E18 may not be on air from 06:00 to 22:00 local time."
    ),
    epilog=_(
        "Exit codes: 0 nothing found at or above --fail-on and everything read; 1 findings at or "
        "above it; 3 nothing found but something could not be read; 2 wrong usage or configuration."
    ),
)
@click.version_option(schedcheck.__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Group the commands."""


for _command in (check, batch, rules, channels):
    cli.add_command(_command)


def main() -> None:
    """Run the program; what is wrong with the configuration is told in one line (exit code 2)."""
    from schedcheck.errors import ConfigError  # noqa: PLC0415 - start-up stays instant

    try:
        cli(prog_name="schedcheck")
    except ConfigError as error:
        click.echo(f"schedcheck: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        # whoever read our output has read enough
        sys.stderr.close()
        sys.exit(1)
