"""``schedcheck package`` and ``verify``: evidence in one file, and whether it still holds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from schedcheck.cli.options import language
from schedcheck.messages import _, plural

if TYPE_CHECKING:
    from schedcheck.tasks.evidence.verdicts import Verdict
    from schedcheck.tasks.evidence.verify import Verified


@click.command(
    help=_(
        "Pack what batch wrote to OUT, with the original files and a manifest of hashes, into one "
        "file of evidence that verify can check."
    )
)
@click.argument("out", metavar="OUT", type=click.Path(exists=True, file_okay=False))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=click.Path(),
    help=_("The package to write, such as case.zip."),
)
@language
@click.option("-q", "--quiet", is_flag=True, help=_("Print nothing."))
def package(out: str, output: str, *, quiet: bool) -> None:
    """Pack ``out`` into ``output``."""
    from schedcheck.tasks.evidence.package import pack

    count, notes = pack(out, output)
    for words in notes:
        click.echo(str(words), err=True)
    if not quiet:
        click.echo(
            plural("%(count)d original file packed.", "%(count)d original files packed.", count)
        )
        click.echo(_("Written: %(folder)s") % {"folder": output})


@click.command(
    help=_(
        "Verify a package of evidence: each byte of it, then each verdict, computed again from the "
        "originals. What was changed is named. Exit code 1 says that something is not as it was."
    )
)
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, readable=True))
@language
@click.option("-q", "--quiet", is_flag=True, help=_("Print nothing."))
def verify(file: str, *, quiet: bool) -> None:
    """Verify ``file``, say what is not as it was, and exit with 1 where something is not."""
    from schedcheck.tasks.evidence.verify import verify as verified

    result = verified(file)
    if not quiet:
        _print_result(result)
    sys.exit(0 if result.right else 1)


def _print_result(result: Verified) -> None:
    from schedcheck.reports.wording import whole_line

    for words in result.changed:
        click.echo(whole_line(_("Changed: %(words)s") % {"words": words}))
    if result.changed:
        click.echo(_("Nothing was computed again: the package is not as it was."))
        return
    click.echo(_("No byte of the package was changed."))
    for words in result.notes:
        click.echo(whole_line(str(words)))
    for one in result.lost:
        click.echo(whole_line(_("Does not come out again: %(verdict)s") % {"verdict": _words(one)}))
    for one in result.new:
        click.echo(whole_line(_("Not in the package: %(verdict)s") % {"verdict": _words(one)}))
    click.echo(
        plural(
            "%(count)d verdict comes out again.", "%(count)d verdicts come out again.", result.same
        )
    )


def _words(one: Verdict) -> str:
    from schedcheck.messages.formats import number_in_words
    from schedcheck.messages.message import place_in_words
    from schedcheck.reports.wording import one_line

    minutes = ""
    if one.minutes is not None:
        minutes = _("%(minutes)s min") % {"minutes": number_in_words(one.minutes)}
    told = (one.code, one.channel, one.start, one_line(one.title), minutes, *one.rules)
    return ", ".join(filter(None, (*told, f"{one.file} {place_in_words(one.place)}".strip())))
