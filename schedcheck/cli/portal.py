"""``schedcheck portal``: what the administrator of the portal does in a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from schedcheck.cli.options import language
from schedcheck.cli.serve import DATA
from schedcheck.messages import _

if TYPE_CHECKING:
    from schedcheck.portal.log_check import LogCheck

_ROLES = ("station", "reader", "officer", "head", "administrator")

#: Where a demonstration answers, where nobody else does.
_PORT = 8000


def _migrate(data: str, _name: str, _options: dict[str, Any]) -> None:
    from schedcheck.portal.start import migrate, start

    start(data)
    migrate()


def _work(data: str, _name: str, options: dict[str, Any]) -> None:
    from schedcheck.portal.start import refuse_without_tables, start

    start(data)
    refuse_without_tables(data)
    from schedcheck.portal.jobs import work
    from schedcheck.portal.serving import end_with_parent, uses_sqlite

    if options["attached"]:
        end_with_parent()
    work(alone=uses_sqlite())


def _invite(data: str, name: str, options: dict[str, Any]) -> None:
    _migrate(data, name, options)
    from schedcheck.portal.inviting import invite

    click.echo(invite(name, options["role"], options["channels"], options["days"]))


def _check_log(data: str, name: str, options: dict[str, Any]) -> None:
    _migrate(data, name, options)
    from schedcheck.portal.log_check import mark_in, verify

    _say_log(verify(mark_in(options["upto"]) if options["upto"] else ""))


def _say_log(log: LogCheck) -> None:
    """Say whether the log is as it was written, and its last entry; exit code 1 where it is not."""
    for words in log.faults:
        click.echo(f"schedcheck: {words}", err=True)
    if not log.holds:
        sys.exit(1)
    click.echo(_("The log is as it was written."))
    if log.last:
        click.echo(_("Its last entry, to be kept elsewhere: %(mark)s") % {"mark": log.last})


def _backup(data: str, name: str, options: dict[str, Any]) -> None:
    _migrate(data, name, options)
    from schedcheck.portal.backup import backup

    made = backup(Path(name))
    words = _("%(file)s: rows of the database: %(rows)d, files: %(files)d")
    click.echo(words % {"file": name, "rows": sum(made.rows.values()), "files": made.files})
    if made.last:
        click.echo(_("The last entry of the log in it: %(mark)s") % {"mark": made.last})


def _restore(data: str, name: str, _options: dict[str, Any]) -> None:
    from schedcheck.portal.start import refuse_used, start

    refuse_used(Path(data))
    if not Path(name).is_file():
        raise click.UsageError(_("%(file)s: no such file") % {"file": name})
    start(data)
    from schedcheck.portal.restore import restore

    made = restore(Path(name))
    words = _(
        "Restored into %(folder)s: accounts: %(accounts)d, uploads: %(uploads)d, of them "
        "deliveries: %(deliveries)d, files: %(files)d, entries of the log: %(entries)d"
    )
    click.echo(words % {"folder": data, **made._asdict()})
    _say_log(made.log)


def _demo(data: str, name: str, _options: dict[str, Any]) -> None:
    from schedcheck.portal.start import migrate, refuse_used, start

    if not Path(name).is_dir():
        raise click.UsageError(_("%(folder)s: no such folder") % {"folder": name})
    refuse_used(Path(data))
    os.environ.pop("DATABASE_URL", None)  # what is there is no demonstration
    os.environ |= {"SCHEDCHECK_HTTP": "1", "SCHEDCHECK_HOSTS": "127.0.0.1,localhost"}
    os.environ["SCHEDCHECK_MAIL"] = "off"  # its stations are nobody
    start(data)
    from schedcheck.portal.demo import fill
    from schedcheck.portal.serving import end_on_request, free_port, serve

    end_on_request()
    migrate()
    click.echo(_("The schedules in %(folder)s are being judged …") % {"folder": name}, err=True)
    station, officer = fill(Path(name))
    port = free_port(_PORT)

    def ready() -> None:
        click.echo(_("The portal: %(address)s") % {"address": f"http://127.0.0.1:{port}/"})
        click.echo(_("A station: %(name)s %(password)s") % station._asdict())
        click.echo(_("An officer of the regulator: %(name)s %(password)s") % officer._asdict())
        click.echo(_("Ctrl-C ends it."))
        sys.stdout.flush()

    with suppress(KeyboardInterrupt):  # the way that it is ended
        serve("127.0.0.1", port, ready)


class _Action(NamedTuple):
    """What an action does, what it takes behind its name ("" for nothing), and its help."""

    do: Callable[[str, str, dict[str, Any]], None]
    takes: str
    help: str


_ACTIONS = {
    "migrate": _Action(_migrate, "", _("migrate: bring the tables up to date.")),
    "worker": _Action(_work, "", _("worker: judge what is uploaded, until it is ended.")),
    "invite": _Action(_invite, "e-mail", _("invite EMAIL: print a link that makes an account.")),
    "check-log": _Action(
        _check_log,
        "",
        _(
            "check-log: verify the log: its chain, and that each delivery, decision and letter has "
            "its entry; prints the number and hash of the last one. Exit code 1 says that it is "
            "not as it was written."
        ),
    ),
    "demo": _Action(
        _demo,
        "folder",
        _(
            "demo FOLDER: run a portal on this machine alone, in a new folder, in which the "
            "schedules of FOLDER are deliveries already judged; two sign-ins are printed."
        ),
    ),
    "backup": _Action(
        _backup,
        "file",
        _("backup FILE: write all rows and files into one archive, while the portal runs."),
    ),
    "restore": _Action(
        _restore,
        "file",
        _("restore FILE: make a portal of such an archive, in a new folder and an empty database."),
    ),
}


@click.command(
    help="\n\n".join(
        (_("Run the portal's own tasks."), *(action.help for action in _ACTIONS.values()))
    )
)
@click.argument("action", metavar="ACTION", type=click.Choice(list(_ACTIONS)))
@click.argument("name", metavar="[NAME]", default="")
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
@click.option(
    "--upto",
    metavar="NUMBER:HASH|FILE",
    default="",
    help=_(
        "With check-log: an entry that the log had, as check-log or a receipt names it, or a "
        "backup that holds it; it is found whether the log was cut off before it."
    ),
)
@click.option("--attached", is_flag=True, hidden=True)
@language
def portal(action: str, name: str, data: str, **options: Any) -> None:
    """Do ``action`` in the portal of ``data``."""
    takes = _ACTIONS[action].takes
    if options["upto"] and action != "check-log":
        raise click.UsageError(_("--upto is for check-log"))
    if bool(takes) != bool(name):
        wrong = {
            "e-mail": _("%(action)s takes an e-mail address"),
            "folder": _("%(action)s takes the name of a folder"),
            "file": _("%(action)s takes the name of a file"),
            "": _("%(action)s takes no name"),
        }
        raise click.UsageError(wrong[takes] % {"action": action})
    _ACTIONS[action].do(data, name, options)
