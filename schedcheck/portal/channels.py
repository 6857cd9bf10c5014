"""The channels of the portal are those of the roster that the program ships."""

from __future__ import annotations

from schedcheck.law.roster import load_roster
from schedcheck.portal.models import Channel


def take_roster() -> None:
    """Put each channel of the roster into the database, with its names as they are now."""
    known = {channel.id: channel.names for channel in Channel.objects.all()}
    for channel in load_roster("kz").channels.values():
        names = dict(channel.names)
        if known.get(channel.id) != names:
            Channel.objects.update_or_create(id=channel.id, defaults={"names": names})
