"""``schedcheck send``: deliver files to a portal and print their verdicts."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from schedcheck.cli.options import FAIL_ON, language
from schedcheck.messages import _

if TYPE_CHECKING:
    from schedcheck.tasks.send import Sent

#: The variable of the token. On the command line every user of the machine could read it.
TOKEN = "SCHEDCHECK_TOKEN"  # noqa: S105 - its name
FORMS = ("text", "json")


@click.command(
    help=_(
        "Deliver files to the regulator's portal, and print the verdict as check does, with the "
        "receipt. The token, which the portal gives, is read from the environment variable "
        "SCHEDCHECK_TOKEN or from --token-file: on the command line every user of the machine "
        "could read it. The same file sent again is the same delivery."
    ),
    epilog=_(
        "Exit codes: those of check for the verdicts; 3 also where the portal has not judged a "
        "file yet; 2 where it refuses a file or does not answer."
    ),
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False),
)
@click.option("--to", "address", metavar="URL", required=True, help=_("The address of the portal."))
@click.option(
    "--week",
    metavar="WEEK",
    default="next",
    show_default=True,
    help=_("The week that the files are of: 2026-W48, last, this or next."),
)
@click.option(
    "--channel-id",
    "channel",
    metavar="ID",
    help=_("The channel of the files, by its id in the roster (default: by the name of the file)."),
)
@click.option(
    "--self-check", is_flag=True, help=_("Have the files checked only; nobody else sees them.")
)
@click.option(
    "--again",
    is_flag=True,
    help=_(
        "Send the files as new versions even where the same were sent before, so that they are the "
        "last ones again."
    ),
)
@click.option(
    "--token-file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help=_("Read the token from this file, which only its owner may read."),
)
@click.option(
    "--patience",
    metavar="SECONDS",
    type=click.FloatRange(min=0),
    default=600,
    show_default=True,
    help=_("Wait so long for the portal and its verdicts."),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="text",
    show_default=True,
    help=_("What to print; json takes one file."),
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="violation",
    show_default=True,
    help=_("Exit with 1 when there is a finding at least this grave."),
)
@language
def send(  # noqa: PLR0913, PLR0917 - an option each
    files: tuple[str, ...],
    address: str,
    week: str,
    channel: str | None,
    token_file: str | None,
    patience: float,
    form: str,
    fail_on: str,
    *,
    self_check: bool,
    again: bool,
) -> None:
    """Send each of ``files`` and exit with the gravest code."""
    if form == "json" and len(files) > 1:
        raise click.UsageError(_("--format json takes one file"))
    from schedcheck.tasks.send import Portal

    portal = Portal(address, _token(token_file), patience)
    name = _week(week)
    channels = [channel or _channel_of(file) for file in files]
    codes = []
    for file, of_channel in zip(files, channels, strict=True):
        sent = portal.send(Path(file), of_channel, name, draft=self_check, again=again)
        _print(sent, form)
        codes.append(_code(sent, fail_on))
    sys.exit(max(codes, key=(0, 3, 1).index))


def _token(path: str | None) -> str:
    """The token, from the file or the environment. Raises ConfigError where there is none."""
    from schedcheck.errors import ConfigError
    from schedcheck.messages import msg

    if path is None:
        token = os.environ.get(TOKEN, "")
    else:
        if os.name == "posix" and stat.S_IMODE(Path(path).stat().st_mode) & 0o077:
            words = msg("%(file)s: others may read this token; run: chmod 600 %(file)s", file=path)
            raise ConfigError(words)
        token = Path(path).read_text("utf-8", "replace")
    token = token.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        words = msg("a token of the portal is needed, in SCHEDCHECK_TOKEN or in --token-file")
        raise ConfigError(words)
    return token


def _week(text: str) -> str:
    """The week as the portal names it: ``2026-W48``."""
    from schedcheck.errors import ConfigError
    from schedcheck.messages import msg
    from schedcheck.schedule.week import parse_week

    week = parse_week(text)
    year, number, day = week.first.isocalendar()
    if day != 1 or (week.last - week.first).days != 6:
        raise ConfigError(
            msg("%(week)s: a delivery is of one week from Monday to Sunday", week=text)
        )
    return f"{year}-W{number:02d}"


def _channel_of(file: str) -> str:
    """The channel that the name of a file says. Raises ConfigError where it says none."""
    from schedcheck.errors import ConfigError
    from schedcheck.law.roster import load_roster
    from schedcheck.messages import msg

    name = Path(file).name.partition(".")[0]
    found = load_roster("kz").match(name)
    if found is None:
        words = msg("%(file)s: its name says no channel; name it with --channel-id", file=file)
        raise ConfigError(words)
    return found.id


def _print(sent: Sent, form: str) -> None:
    import json

    delivery = sent.delivery
    if form == "json":
        text = json.dumps(sent.answer, ensure_ascii=False, indent=2) + "\n"
    else:
        last = [_receipt(delivery)]
        if not sent.is_judged:
            last.insert(0, delivery["fault"] or _("The portal has not judged this file yet."))
        text = sent.text + "".join(f"{line}\n" for line in last)
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()
    later = delivery.get("superseded_by")  # portals before this member have none
    if later:
        words = _(
            "%(file)s was sent before, and another file after it: %(receipt)s; --again makes it "
            "the last version"
        )
        words %= {"file": delivery["file"], "receipt": later}
        click.echo(f"schedcheck: {words}", err=True)


def _receipt(delivery: dict[str, Any]) -> str:
    if delivery["receipt"] is None:
        return _("Self-check, not sent. SHA-256: %(sha256)s") % delivery
    return _("Receipt: %(receipt)s, sent %(sent_at)s, SHA-256: %(sha256)s") % delivery


def _code(sent: Sent, fail_on: str) -> int:
    """The exit code of ``check`` for the verdict; 3 where there is none."""
    if not sent.is_judged:
        return 3
    grave = {
        "violation": ("violation",),
        "warning": ("violation", "warning"),
        "never": (),
    }[fail_on]
    counted = [one for one in sent.answer["findings"] if not one.get("outside")]
    if any(one["severity"] in grave for one in counted):
        return 1
    totals = sent.answer["totals"]
    states = totals["states"]
    open_ = sum(states.values()) - states["judged"] - states["missing"]
    lost = any(one["code"] == "unaccounted" for one in counted)
    return 3 if totals["faults"] or lost or open_ or not states["judged"] else 0
