"""``schedcheck serve``: the portal, to which stations upload their weeks."""

from __future__ import annotations

import click

from schedcheck.cli.options import language
from schedcheck.messages import _

DATA = click.option(
    "--data",
    metavar="DIR",
    default="portal-data",
    show_default=True,
    type=click.Path(file_okay=False),
    help=_("The folder of the portal's files and, without DATABASE_URL, its database."),
)


@click.command(
    help=_(
        "Run the portal: stations upload their weeks in a browser and see the verdict at once. The "
        "tables are brought up to date first, and a worker judges beside it. Needs the extra "
        "portal."
    )
)
@DATA
@click.option(
    "--bind",
    metavar="HOST:PORT",
    default="127.0.0.1:8000",
    show_default=True,
    help=_("Answer at this address."),
)
@language
def serve(data: str, bind: str) -> None:
    """Bring the tables up to date and answer at ``bind``."""
    host, colon, port = bind.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535:
        raise click.UsageError(_("--bind takes an address and a port, such as 127.0.0.1:8000"))
    from schedcheck.portal.start import migrate, start

    start(data)
    from schedcheck.portal.serving import end_on_request
    from schedcheck.portal.serving import serve as run

    end_on_request()
    migrate()
    words = _("The portal: %(address)s") % {"address": f"http://{host}:{port}/"}
    run(host, int(port), lambda: click.echo(words, err=True))
