"""``schedcheck query``: a question to a store, in SQL."""

from __future__ import annotations

import sys

import click

from schedcheck.cli.options import PathOrAddress, language
from schedcheck.messages import _


@click.command(
    help=_(
        "Ask a store that archive wrote a question in SQL (DuckDB). Its views are programmes, "
        "findings and channels; nothing is changed, and no other file is read. Needs the extra "
        "archive."
    )
)
@click.argument("store", metavar="STORE", type=PathOrAddress(exists=True, file_okay=False))
@click.argument("sql", metavar="SQL")
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "csv", "json")),
    default="table",
    show_default=True,
    help=_("What to print or write."),
)
@click.option("-o", "--output", metavar="PATH", help=_("Write there."))
@language
def query(store: str, sql: str, *, form: str, output: str | None) -> None:
    """Print or write the answer of ``store`` to ``sql``."""
    from pathlib import Path

    from schedcheck.cli.progress import stdout_console
    from schedcheck.reports.files import replacing
    from schedcheck.reports.wording import visible
    from schedcheck.tasks.archive.query import dumps, query_table, texts

    answer = query_table(store, sql)
    if form == "table" and not output:
        from rich.table import Table
        from rich.text import Text

        table = Table(*answer.column_names)
        for row in texts(answer):
            table.add_row(*map(Text, map(visible, row)))
        stdout_console().print(table)
        return
    text = dumps(answer, "json" if form == "json" else "csv")
    if output:
        with replacing(Path(output)) as path:
            path.write_text(text, encoding="utf-8", newline="")
    else:
        sys.stdout.write(text)
