"""``schedcheck document``: findings in, the record, the letter and the reminder out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from schedcheck.cli import completing
from schedcheck.cli.options import authority_option, folder_output, language
from schedcheck.messages import _

if TYPE_CHECKING:
    from schedcheck.tasks.document.documents import Written


@click.command(
    help=_(
        "Write documents about findings as Word files and PDF, in Kazakh and Russian: a record for "
        "each channel, a letter where there are violations, a reminder where nothing usable came. "
        "FINDINGS is the JSON of a check or a batch; what it says in words stays in its language."
    )
)
@click.argument(
    "findings", metavar="FINDINGS", type=click.Path(exists=True, dir_okay=False, readable=True)
)
@folder_output
@authority_option
@click.option(
    "--in",
    "languages",
    multiple=True,
    type=click.Choice(("kk", "ru")),
    help=_("Write the documents in this language (repeatable; default: both)."),
)
@click.option(
    "--rulebook",
    metavar="NAME|FILE",
    shell_complete=completing.rulebooks,
    help=_("The law that was judged by (default: the one that FINDINGS names)."),
)
@click.option(
    "--roster",
    metavar="FILE",
    help=_("Channels of your own, merged by id (default: the one that FINDINGS names)."),
)
@language
@click.option("-q", "--quiet", is_flag=True, help=_("Print nothing."))
def document(  # noqa: PLR0913 - one for each option
    findings: str,
    output: str,
    *,
    authority: str | None,
    languages: tuple[str, ...],
    rulebook: str | None,
    roster: str | None,
    quiet: bool,
) -> None:
    """Write the documents about ``findings`` to the folder ``output``."""
    from schedcheck.law.roster import load_roster
    from schedcheck.law.rulebook import load_rulebook
    from schedcheck.tasks.document.authority import load_authority
    from schedcheck.tasks.document.documents import LANGUAGES, write_documents
    from schedcheck.tasks.explain.findings_file import load_findings

    results = load_findings(findings)
    written = write_documents(
        [(name, results) for name in languages or LANGUAGES],
        output,
        load_authority(authority) if authority else None,
        rulebook=load_rulebook(rulebook) if rulebook else None,
        roster=load_roster(roster) if roster else None,
    )
    if not quiet:
        print_written(output, written)


def print_written(folder: str, written: Written) -> None:
    """Say how many documents were written, where, and what made the PDF."""
    from schedcheck.tasks.document.pdf import TYPST

    count = sum(name.endswith(".docx") for name in written.names)
    click.echo(_("Documents: %(count)d in %(folder)s") % {"count": count, "folder": folder})
    for name in written.kept:
        words = _("%(file)s was filled in and is left as it is: give it another name.")
        click.echo(words % {"file": name})
    for name in written.unseen:
        words = _("%(file)s is not where it was, or has changed: its rows are not shown.")
        click.echo(words % {"file": name})
    if written.pdf:
        click.echo(_("PDF made by %(program)s.") % {"program": written.pdf})
        if written.pdf == TYPST:
            click.echo(
                _("Pictures and the heads and feet of pages of your templates are not in it.")
            )
    else:
        click.echo(_("No PDF was made: neither LibreOffice nor the package typst is installed."))
