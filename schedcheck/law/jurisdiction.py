"""Where and by which rules a channel is judged: its zone, its source zone, its rules."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from schedcheck.law.roster import Channel
from schedcheck.law.rulebook import Rule, Rulebook
from schedcheck.messages import Message
from schedcheck.schedule.week import WEEK_STARTS
from schedcheck.zones import zone


class LeftOut(Struct, frozen=True):
    """A rule that was not applied to a channel, and why."""

    rule: str
    reason: Message


class JudgedChannel(NamedTuple):
    """A channel as it is judged: in ``zone``, by ``rules``.

    ``zone_from`` is ``option``, ``roster`` or ``rulebook``; ``source_zone_from`` is ``option``,
    ``roster`` or ``judged zone``. ``medium`` and ``tier`` are empty for one that is in no roster.
    ``elsewhere``: the other zones that receive it, unless the user said where to judge.
    ``nearest``: of one that is in no roster, the id that may be meant, if one is near.
    ``network``: the id of the channel whose branch it is, its own where it is not one.
    ``week_starts``: when its broadcast week begins on Monday, in seconds since midnight.
    ``roster_zone``: the zone that the roster has for it, where it is judged in another one.
    """

    id: str
    name: str
    in_roster: bool
    zone: str
    zone_from: str
    source_zone: str
    source_zone_from: str
    rules: tuple[Rule, ...]
    left_out: tuple[LeftOut, ...] = ()
    medium: str = ""
    tier: str = ""
    elsewhere: tuple[str, ...] = ()
    nearest: str = ""
    network: str = ""
    week_starts: int = WEEK_STARTS
    roster_zone: str = ""

    @property
    def source_zone_given(self) -> bool:
        """Whether the user or the roster said where bare readings are read; else it is assumed."""
        return self.source_zone_from != "judged zone"


def judged_channel(  # noqa: PLR0913 - who it is, and what the user asked for
    channel_id: str,
    name: str,
    entry: Channel | None,
    rulebook: Rulebook,
    *,
    judged_zone: str | None = None,
    source_zone: str | None = None,
    week_starts: int | None = None,
) -> JudgedChannel:
    """Where and by which rules a channel is judged.

    ``entry``: the channel in the roster; one that is in no roster is judged as domestic,
    free-to-air television. ``judged_zone``, ``source_zone`` and ``week_starts``: what the user
    asked for, which goes before the roster. Raises ConfigError for a zone that is not known.
    """
    own_zone, own_source = (entry.zone, entry.source_zone) if entry else (None, None)
    judged, judged_from = _first_given(
        (judged_zone, "option"), (own_zone, "roster"), (rulebook.zone, "rulebook")
    )
    zone(judged)
    source, source_from = _first_given(
        (source_zone, "option"), (own_source, "roster"), (judged, "judged zone")
    )
    if week_starts is None and entry is not None:
        week_starts = entry.week_starts
    rules, left_out = _applicable(entry, rulebook)
    return JudgedChannel(
        channel_id,
        name,
        entry is not None,
        judged,
        judged_from,
        source,
        source_from,
        rules,
        tuple(LeftOut(rule.id, reason) for rule, reason in left_out),
        entry.medium if entry else "",
        entry.tier if entry else "",
        tuple(name for name in entry.coverage_zones if name != judged)
        if entry and not judged_zone
        else (),
        network=(entry.network if entry else "") or channel_id,
        week_starts=rulebook.week_starts if week_starts is None else week_starts,
        roster_zone=entry.zone if entry and entry.zone != judged else "",
    )


def _first_given(*zones: tuple[str | None, str]) -> tuple[str, str]:
    """The first zone that is given, and by what."""
    return next((name, given_by) for name, given_by in zones if name)


def _applicable(
    entry: Channel | None, rulebook: Rulebook
) -> tuple[tuple[Rule, ...], tuple[tuple[Rule, Message], ...]]:
    """The rules that bind a channel, and the others with the reason why they do not."""
    if entry is None:
        return rulebook.applicable("tv", foreign=False, conditional_access=False)
    paid = entry.conditional_access == "yes"
    return rulebook.applicable(entry.medium, entry.foreign, paid, entry.kind)
