"""``schedcheck channels``: the roster."""

from __future__ import annotations

import click

from schedcheck.cli import completing
from schedcheck.cli.options import language
from schedcheck.messages import _, msg

#: What is in the roster, in words.
_WORDS = {
    "yes": msg("yes"),
    "no": msg("no"),
    "unknown": msg("unknown"),
    "tv": msg("television"),
    "radio": msg("radio"),
    "republican": msg("republican"),
    "regional": msg("regional"),
}
_SURE = {"H": msg("sure"), "M": msg("likely"), "L": msg("not sure")}


@click.command(help=_("List the channels of the roster, or show one."))
@click.argument("name", required=False, metavar="[ID]", shell_complete=completing.channel_ids)
@click.option(
    "--roster", default="kz", metavar="FILE", help=_("Channels of your own, merged by id.")
)
@language
def channels(name: str | None, roster: str) -> None:
    """Print the roster, or the channel of that id, name or alias."""
    from schedcheck.errors import unknown_name
    from schedcheck.law.roster import load_roster

    book = load_roster(roster)
    if name is None:
        for entry in book.channels.values():
            medium, tier = str(_WORDS[entry.medium]), str(_WORDS[entry.tier])
            click.echo(f"{entry.id:24} {medium:11} {tier:16} {entry.zone:15} {entry.name}")
        return
    found = book.match(name)
    if found is None:
        raise unknown_name(msg("channel"), name, [*book.channels])
    for label, value in (
        (_("id"), found.id),
        (_("names"), " / ".join(dict.fromkeys(found.names.values()))),
        (_("medium"), str(_WORDS[found.medium])),
        (_("tier"), str(_WORDS[found.tier])),
        (_("city"), _(found.city)),
        (_("origin zone"), found.zone),
        (_("coverage zones"), ", ".join(found.coverage_zones)),
        (_("network"), found.network),
        (_("foreign"), _("yes") if found.foreign else _("no")),
        (_("conditional access"), str(_WORDS[found.conditional_access])),
        (_("aliases"), ", ".join(found.aliases)),
        (_("how sure"), str(_SURE.get(found.confidence, found.confidence))),
    ):
        click.echo(f"{label:20} {value}")
