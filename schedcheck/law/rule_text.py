"""The law in words, for a person who has never read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from schedcheck.law.rule import ALL_DAYS, KINDS, Rule, Window
from schedcheck.law.rulebook import KIND_NAMES, MEDIA_NAMES, Rulebook
from schedcheck.messages import Message, _, in_language, msg
from schedcheck.messages.formats import day_in_words, short_weekday

_FOREIGN: Mapping[str, Message] = {
    "judged": msg("Retransmitted foreign channels are judged like any other."),
    "exempt": msg("Retransmitted foreign channels are exempt."),
    "only": msg("It is for retransmitted foreign channels alone."),
}
_ACCESS: Mapping[str, Message] = {
    "judged": msg("Paid channels received with a decoder are judged like any other."),
    "exempt": msg("Paid channels received with a decoder are exempt."),
    "only": msg("It is for paid channels received with a decoder alone."),
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
                "windows": _windows_in_words(rule, known.id, book),
            }
            yield (
                _("Forbidden: %(age_class)s at %(windows)s local time; it means %(name)s") % values
            )
    yield ""
    yield from _meaning(rule)
    media = ", ".join(str(MEDIA_NAMES.get(one, one)) for one in sorted(rule.media))
    yield _("For: %(media)s") % {"media": media}
    if rule.product == "film":
        yield _("It is for films alone.")
    if rule.product == "other":
        yield _("It applies to everything but films.")
    if len(rule.kinds) < len(KINDS):
        kinds = ", ".join(str(KIND_NAMES[kind]) for kind in KINDS if kind in rule.kinds)
        yield _("Kinds of channel: %(kinds)s") % {"kinds": kinds}
    yield str(_FOREIGN.get(rule.foreign, rule.foreign))
    yield str(_ACCESS.get(rule.conditional_access, rule.conditional_access))
    yield str(_DUTY.get(rule.duty, rule.duty))
    if rule.verdict == "warning":
        yield _("A breach gives a warning, because there are exceptions.")
    yield ""
    yield from source_lines(rule)


def _windows_in_words(rule: Rule, age_class: str, book: Rulebook) -> str:
    """The windows that a rule forbids to a class, each with the days on which it holds."""
    words: dict[str, list[str]] = {}
    for window in rule.windows(age_class):
        hours = window.hours
        words.setdefault(hours, []).append(_days_of(window, book))
    parts = []
    for hours, days in words.items():
        each = "" in days  # one of them holds on every day
        parts.append(hours if each else f"{hours} ({'; '.join(dict.fromkeys(days))})")
    return ", ".join(parts)


def _days_of(window: Window, book: Rulebook) -> str:
    """The days on which a window holds, in words; empty for every day."""
    named = {one.id: in_language(one.names) for one in book.calendars}
    only, never = (named.get(one, one) for one in window.days)
    monday = date(2024, 1, 1)
    weekdays = ", ".join(
        short_weekday(monday + timedelta(days=number)) for number in sorted(window.weekdays)
    )
    parts = [weekdays if len(window.weekdays) < len(ALL_DAYS) else "", only]
    if never:
        parts.append(_("not on %(days)s") % {"days": never})
    return ", ".join(filter(None, parts))


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
    yield from offence_lines(rule)
    for point in rule.limits:
        yield _("A schedule does not show: %(words)s") % {"words": _(point)}
    for point in rule.unverified:
        yield _("Not verified: %(point)s") % {"point": _(point)}


def offence_lines(rule: Rule) -> Iterator[str]:
    """What a breach is called, who may draw up the protocol of it, and who decides."""
    if rule.offences:
        yield _("Offence: %(offence)s") % {"offence": in_language(rule.offences)}
    if rule.drawn_up_by:
        yield _("Protocol drawn up by: %(who)s") % {"who": in_language(rule.drawn_up_by)}
    if rule.decided_by:
        yield _("Decided by: %(who)s") % {"who": in_language(rule.decided_by)}


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
