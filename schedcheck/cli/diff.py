"""``schedcheck diff``: what a corrected delivery changes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from schedcheck.cli.defaults import Command
from schedcheck.cli.options import (
    common,
    exit_code,
    form_and_output,
    keep_inputs,
    need_a_place,
    settings_of,
)
from schedcheck.messages import _

#: What ``--format`` takes.
FORMS = ("text", "json", "html", "xlsx")


@click.command(
    cls=Command,
    help=_(
        "Compare two deliveries, files or folders: which programmes were moved, changed, added and "
        "dropped, and which violations are new, mended and unchanged. Exits as check does for NEW, "
        "and with 3 where OLD could not be read completely."
    ),
)
@click.argument("old", type=click.Path(exists=True))
@click.argument("new", type=click.Path(exists=True))
@form_and_output(FORMS)
@common
def diff(old: str, new: str, form: str, output: str | None, **options: Any) -> None:
    """Compare ``old`` with ``new``, print or write it, and exit by what ``new`` holds."""
    need_a_place(form, output)
    keep_inputs(output, (old, new), options)
    from schedcheck.pipeline.audit import audit
    from schedcheck.results.finding import Severity
    from schedcheck.tasks.diff.difference import difference
    from schedcheck.tasks.diff.report import dumps, write

    settings = settings_of(options, lambda _name: None)
    told = difference(audit([old], settings), audit([new], settings))
    if output:
        write(told, form, Path(output))
    else:
        sys.stdout.buffer.write(dumps(told, form).encode("utf-8"))
        sys.stdout.buffer.flush()
    code = exit_code(told.new, options["fail_on"])
    sys.exit(3 if code == 0 and told.old.count(Severity.FAULT) else code)
