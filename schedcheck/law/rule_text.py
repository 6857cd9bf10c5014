"""The law in words, for a person who has never read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from schedcheck.law.rule import Rule, windows_text
from schedcheck.law.rulebook import Rulebook
from schedcheck.messages import Message, _, in_language, msg
from schedcheck.messages.formats import day_in_words

_MEDIA = {"tv": msg("television"), "radio": msg("radio")}
_FOREIGN: Mapping[str, Message] = {
    "judged": msg("Retransmitted foreign channels are judged like any other."),
    "exempt": msg("Retransmitted foreign channels are exempt."),
    "only": msg("It is for retransmitted foreign channels alone."),
}
_ACCESS: Mapping[str, Message] = {
    "judged": msg("Paid channels received with a decoder are judged like any other."),
    "exempt": msg("Paid channels received with a decoder are exempt."),
}
_DUTY: Mapping[str, Message] = {
    "broadcaster": msg("The duty is the broadcaster's."),
    "operator": msg("The duty is that of the operator who retransmits the channel."),
}


def rule_lines(rule: Rule, book: Rulebook) -> Iterator[str]:
    """What a rule forbids, to whom, since when, where it is written, and how sure that is."""
    yield f"{rule.id}: {in_language(rule.titles)}"
    yield ""
    yield _("Rulebook: %(name)s") % {"name": in_language(book.names)}
    yield _("In force: %(days)s") % {"days": days_text(rule)}
    for known in book.classes:
        if rule.windows(known.id):
            values = {
                "age_class": book.label(known.id),
                "name": in_language(known.names),
                "windows": windows_text(rule, known.id),
            }
            yield (
                _("Forbidden: %(age_class)s at %(windows)s local time; it means %(name)s") % values
            )
    yield ""
    yield from _meaning(rule)
    media = ", ".join(str(_MEDIA.get(one, one)) for one in sorted(rule.media))
    yield _("For: %(media)s") % {"media": media}
    if rule.product == "film":
        yield _("It is for films alone.")
    yield str(_FOREIGN.get(rule.foreign, rule.foreign))
    yield str(_ACCESS.get(rule.conditional_access, rule.conditional_access))
    yield str(_DUTY.get(rule.duty, rule.duty))
    yield ""
    yield from source_lines(rule)


def _meaning(rule: Rule) -> Iterator[str]:
    if rule.judged_by == "start":
        yield _("Only the start counts: a programme may not begin inside these hours.")
    else:
        yield _(
            "No minute of a programme may lie inside these hours. To begin just when they end is "
            "lawful, and to end just when they begin."
        )
    yield _(
        "Which rule holds is asked for each minute by its local date, so a programme that runs "
        "over midnight into another rule is judged by both."
    )


def source_lines(rule: Rule) -> Iterator[str]:
    """Where a rule is written, what its breach is called, and what of it was not verified."""
    yield _("Written in: %(citation)s") % {"citation": in_language(rule.citations)}
    if rule.offences:
        yield _("Offence: %(offence)s") % {"offence": in_language(rule.offences)}
    for point in rule.unverified:
        yield _("Not verified: %(point)s") % {"point": _(point)}


def days_text(rule: Rule) -> str:
    """From when to when a rule holds, in words."""
    values = {"first": _day(rule.first), "last": _day(rule.last)}
    if rule.first and rule.last:
        return _("from %(first)s to %(last)s, both included, by the local date") % values
    if rule.first:
        return _("since %(first)s, by the local date, and still") % values
    if rule.last:
        return _("up to %(last)s, included, by the local date") % values
    return _("on all days")


def _day(day: date | None) -> str:
    return day_in_words(day) if day else ""
