"""``schedcheck portal``: what the administrator of the portal does in a terminal."""

from __future__ import annotations

import sys

import click

from schedcheck.cli.options import language
from schedcheck.cli.serve import DATA
from schedcheck.messages import _

_ROLES = ("station", "reader", "officer", "head", "administrator")
_ACTIONS = ("migrate", "worker", "invite", "check-log")


@click.command(
    help=_(
        "Run the portal's own tasks. ACTION is migrate (bring the tables up to date), worker "
        "(judge what is uploaded), invite (print a link that makes an account) or check-log "
        "(verify the chain of the log; exit code 1 says that an entry is not as it was written)."
    )
)
@click.argument("action", metavar="ACTION", type=click.Choice(_ACTIONS))
@click.argument("name", metavar="[EMAIL]", default="")
@DATA
@click.option(
    "--role",
    type=click.Choice(_ROLES),
    default="station",
    show_default=True,
    help=_("The role of the one invited."),
)
@click.option(
    "--channel-id",
    "channels",
    metavar="ID",
    multiple=True,
    help=_("A channel of the one invited, by its id in the roster; can be repeated."),
)
@click.option(
    "--days",
    type=click.FloatRange(min=0, min_open=True),
    default=7.0,
    show_default=True,
    help=_("How long the link of an invitation holds."),
)
@click.option("--attached", is_flag=True, hidden=True)
@language
def portal(  # noqa: PLR0913, PLR0917 - an option each
    action: str,
    name: str,
    data: str,
    role: str,
    channels: tuple[str, ...],
    days: float,
    *,
    attached: bool,
) -> None:
    """Do ``action`` in the portal of ``data``."""
    if (action == "invite") != bool(name):
        raise click.UsageError(_("invite takes an e-mail address, and nothing else does"))
    from schedcheck.portal.start import migrate, start

    start(data)
    if action == "worker":
        _work(attached=attached)
        return
    migrate()
    if action == "invite":
        from schedcheck.portal.inviting import invite

        click.echo(invite(name, role, channels, days))
    elif action == "check-log":
        from schedcheck.portal.models import check_log

        wrong = check_log()
        if wrong is not None:
            words = _("the log: entry %(number)d is not as it was written")
            click.echo("schedcheck: " + words % {"number": wrong}, err=True)
            sys.exit(1)
        click.echo(_("The log is as it was written."))


def _work(*, attached: bool) -> None:
    from schedcheck.portal.jobs import work
    from schedcheck.portal.serving import end_with_parent, uses_sqlite

    if attached:
        end_with_parent()
    work(alone=uses_sqlite())
