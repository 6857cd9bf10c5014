"""A finding explained: what was found, the sum, the law, the doubts, and where it could be.

Everything is calculated again from the programme's times; what the finding says is held against it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from schedcheck.checks.documentation import part_of, summary_of
from schedcheck.law.jurisdiction import JudgedChannel, judged_channel
from schedcheck.law.roster import Channel, Roster
from schedcheck.law.rule import RulePeriod, windows_text
from schedcheck.law.rule_text import days_text, source_lines
from schedcheck.law.rulebook import Rulebook
from schedcheck.messages import Message, _, in_language, msg
from schedcheck.messages.formats import (
    clock_reading,
    moment_in_words,
    number_in_words,
    short_weekday,
)
from schedcheck.messages.message import where_in_words
from schedcheck.reports.wording import mark_from, one_line, severity_name
from schedcheck.results.document import Document
from schedcheck.results.finding import CODES, Finding
from schedcheck.tasks.explain.working import OnClock, clock_of, nearest_slots
from schedcheck.zones import TZDATA, zone

#: Checks whose minutes are those on the clock judged, and the one whose minutes are elsewhere.
_HERE = frozenset(
    {
        "watershed",
        "watershed-operator",
        "watershed-unsure",
        "foreign-mark",
        "unclear-mark",
        "hidden-mark",
        "promo",
        "end-decides",
    }
)
_ELSEWHERE = "watershed-elsewhere"
#: Where the end of a programme comes from, and how sure that makes it.
_END_FROM: Mapping[str, Message] = {
    "printed": msg("The end is printed in the file."),
    "duration": msg(
        "The end was calculated from the start and the duration, which the file prints."
    ),
    "next": msg(
        "The file prints no end: the start of the next programme on the channel was taken for it. "
        "If something else was on air between the two, the minutes are different."
    ),
    "unknown": msg("The end is unknown: only the start was judged."),
}
_END_UNTOLD = msg("Where the file prints no end, the end is the start of the programme after it.")
_NEAR = 0.006  # minutes in JSON are rounded to two decimals


class _Case(Struct):
    told: Finding
    document: Document
    book: Rulebook
    entry: Channel | None
    channel: JudgedChannel
    plan: Sequence[RulePeriod]
    clocks: Sequence[OnClock]


def explained(told: Finding, document: Document, book: Rulebook, roster: Roster) -> Iterator[str]:
    """The lines of the explanation; an empty one is before each part."""
    entry = roster.match(told.channel) if told.channel else None
    judged = told.zone or (entry.zone if entry else book.zone)
    as_judged = judged_channel(told.channel, told.channel, entry, book)
    zones = (judged, *(one for one in (as_judged.zone, *as_judged.elsewhere) if one != judged))
    plan: tuple[RulePeriod, ...] = ()
    clocks: list[OnClock] = []
    classes = {known.id for known in book.classes}
    if told.start is not None and told.age_class in classes:
        rules = {rule.id: rule for rule in book.rules}
        film = told.rule in rules and rules[told.rule].product == "film"
        bound = as_judged.rules
        plan = book.day_plan(bound, told.age_class, film)
        plan += book.uncertain_plan(bound, told.age_class, film)
        start, stop = told.start, told.stop
        clocks = [clock_of(plan, name, start, stop) for name in dict.fromkeys(zones)]
    case = _Case(told, document, book, entry, as_judged, plan, clocks)
    yield from _found(case)
    yield from _sum(case)
    yield from _law(case)
    yield from _doubts(case)
    yield from _slots(case)


def _head(text: str) -> Iterator[str]:
    yield ""
    yield text


def _found(case: _Case) -> Iterator[str]:
    told = case.told
    yield _("What was found")
    name = case.entry.name if case.entry else told.channel
    values = {"channel": name, "title": one_line(told.title), "start": _moment(told.start)}
    if told.start is None:
        yield one_line(told.message)
    elif told.stop is None:
        yield _("“%(title)s” on %(channel)s begins on %(start)s; its end is unknown.") % values
    else:
        length = (told.stop - told.start).total_seconds() / 60
        values |= {"stop": _moment(told.stop), "minutes": number_in_words(length)}
        yield (
            _(
                "“%(title)s” on %(channel)s begins on %(start)s and ends on %(stop)s: "
                "%(minutes)s min."
            )
            % values
        )
    if told.start is not None:
        yield _("The finding says: “%(message)s”") % {"message": one_line(told.message)}
    names = {known.id: in_language(known.names) for known in case.book.classes}
    if told.mark and told.age_class:
        values = {
            "mark": one_line(told.mark),
            "where": mark_from(told.mark_from),
            "name": names.get(told.age_class, told.age_class),
        }
        yield _("Its mark is “%(mark)s” (%(where)s): class %(name)s.") % values
    values = {
        "code": told.code,
        "severity": severity_name(CODES[told.code]),
        "summary": summary_of(told.code),
    }
    yield _("The check is %(code)s (%(severity)s): %(summary)s") % values


def _sum(case: _Case) -> Iterator[str]:
    told = case.told
    if told.start is None or not case.clocks:
        return
    yield from _head(_("How the minutes were calculated"))
    if not case.plan:
        words = _("No rule that binds this channel forbids %(age_class)s at any hour.")
        yield words % {"age_class": case.book.label(told.age_class)}
        return
    judged, *others = case.clocks
    yield from _on_clock(case, judged, judged=True)
    alike = [clock.zone for clock in others if clock.readings == judged.readings]
    for clock in others:
        if clock.zone not in alike:
            yield from _on_clock(case, clock, judged=False)
    if alike:
        words = _("The clocks of %(zones)s, where it is received too, show the same.")
        yield words % {"zones": ", ".join(alike)}
    yield from _compared(case)


def _on_clock(case: _Case, clock: OnClock, *, judged: bool) -> Iterator[str]:
    told = case.told
    start = told.start.astimezone(zone(clock.zone)) if told.start else None
    values = {"zone": clock.zone, "start": _moment(start), "offset": _offset(start)}
    if judged:
        yield (
            _("On the clock of %(zone)s, the zone judged, it begins %(start)s (%(offset)s).")
            % values
        )
    else:
        yield _("On the clock of %(zone)s, which receives it too, %(start)s (%(offset)s).") % values
    if not clock.overlaps:
        yield "  " + _("No minute of it lies in forbidden time.")
    for one in clock.overlaps:
        values = {
            "rule": one.rule.id,
            "opens": _moment(one.opens),
            "closes": _moment(one.closes),
            "begins": clock_reading(one.begins),
            "ends": clock_reading(one.ends),
            "minutes": number_in_words(one.minutes),
        }
        if told.stop is None:
            words = _("%(rule)s forbids from %(opens)s to %(closes)s, and it begins inside.")
        else:
            words = _(
                "%(rule)s forbids from %(opens)s to %(closes)s; on air inside from %(begins)s to "
                "%(ends)s: %(minutes)s min."
            )
        yield "  " + words % values
    if len(clock.overlaps) > 1 and told.stop is not None:
        total = " + ".join(number_in_words(one.minutes) for one in clock.overlaps)
        summed = number_in_words(sum(one.minutes for one in clock.overlaps))
        yield "  " + _("Together: %(parts)s = %(minutes)s min.") % {
            "parts": total,
            "minutes": summed,
        }


def _compared(case: _Case) -> Iterator[str]:
    """Hold the minutes that the finding says against those calculated."""
    told = case.told
    if told.minutes is None or told.stop is None or told.code not in {*_HERE, _ELSEWHERE}:
        return
    here = case.clocks[:1]
    asked = case.clocks[1:] if told.code == _ELSEWHERE else here
    rules = [told.rule] if told.rule else [part.rule.id for part in case.plan]
    sums = [sum(clock.minutes(rule) for rule in dict.fromkeys(rules)) for clock in asked]
    values = {
        "told": number_in_words(told.minutes),
        "minutes": number_in_words(max(sums, default=0)),
    }
    if any(abs(one - told.minutes) < _NEAR for one in sums):
        yield _("The finding says %(told)s min: that is right.") % values
    else:
        yield (
            _(
                "MISMATCH: the finding says %(told)s min, and these times, this zone and this "
                "rulebook give %(minutes)s min. It was changed, or made with another rulebook or "
                "roster."
            )
            % values
        )


def _law(case: _Case) -> Iterator[str]:
    told = case.told
    cited = [told.rule, *told.also_rules]
    rules = [rule for rule in case.book.rules if rule.id in cited]
    rules.sort(key=lambda rule: cited.index(rule.id))
    yield from _head(_("What the law says"))
    known = {rule.id for rule in rules}
    for missing in (one for one in cited if one and one not in known):
        values = {"rule": missing, "rulebook": case.book.id}
        yield _("MISMATCH: rule %(rule)s is not in the rulebook “%(rulebook)s”.") % values
    for rule in rules:
        if rule.id in told.also_rules:
            yield _("The same programme breaks another act too:")
        yield f"{rule.id}: {in_language(rule.titles)}"
        values = {
            "age_class": str(case.book.label(told.age_class)),
            "windows": windows_text(rule, told.age_class),
        }
        if values["windows"]:
            yield _("It forbids %(age_class)s at %(windows)s local time.") % values
        yield _("It holds %(days)s.") % {"days": days_text(rule)}
        yield from source_lines(rule)
    for left in case.channel.left_out if rules else ():
        yield _("Not applied to this channel: %(rule)s, for %(reason)s.") % {
            "rule": left.rule,
            "reason": left.reason,
        }
    if not rules:
        yield part_of(told.code, "Why")


def _doubts(case: _Case) -> Iterator[str]:
    told, document = case.told, case.document
    yield from _head(_("What may be wrong with the evidence"))
    where = where_in_words(told.file, told.place)
    yield _("Look it up: %(where)s") % {"where": one_line(where)}
    if told.mark_from in {"title", "text"}:
        yield _("The mark was read out of running text, not out of a field for marks.")
    if told.start is not None:
        source = "unknown" if told.stop is None else told.stop_from
        yield str(_END_FROM.get(source, _END_UNTOLD))
    yield from _zone_doubts(case)
    if document.sha256 and document.sha256 != case.book.sha256:
        yield _("MISMATCH: it was judged by another rulebook than the one it is explained by.")
    if document.tzdata and document.tzdata != TZDATA:
        values = {"then": document.tzdata, "now": TZDATA}
        yield _("The time zones were those of tzdata %(then)s; now they are of %(now)s.") % values
    digest = {source.file: source.sha256 for source in document.sources}.get(told.file)
    path = Path(told.file)
    if digest and path.is_file():
        if hashlib.sha256(path.read_bytes()).hexdigest() == digest:
            yield _("The file is still the one that was judged: its hash is the same.")
        else:
            yield _("MISMATCH: the file has changed since: its hash is another.")


def _zone_doubts(case: _Case) -> Iterator[str]:
    told, entry = case.told, case.entry
    if told.start is None:
        return
    values = {"zone": told.zone, "channel": told.channel}
    if entry is None:
        yield (
            _(
                "The channel is in no roster: it is taken for domestic, free-to-air television, "
                "and its zone %(zone)s was given or assumed."
            )
            % values
        )
    elif entry.zone == told.zone:
        yield _("The zone %(zone)s is the one that the roster has for the channel.") % values
    else:
        values["roster"] = entry.zone
        yield _("The roster has %(roster)s for the channel; it was judged in %(zone)s.") % values
    yield _(
        "A clock reading without a printed offset was read in a zone that is not printed anywhere."
    )


def _slots(case: _Case) -> Iterator[str]:
    told = case.told
    overlapping = any(clock.overlaps for clock in case.clocks)
    if told.start is None or told.stop is None or not overlapping:
        yield from _head(_("What to do"))
        yield part_of(told.code, "What to do")
        return
    yield from _head(_("The nearest lawful starts"))
    zones = [clock.zone for clock in case.clocks]
    slots = nearest_slots(case.plan, zones, told.start, told.stop)
    length = told.stop - told.start
    for slot, words in zip(slots, (_("earlier: %(slot)s"), _("later: %(slot)s")), strict=True):
        shown = _("none within a week")
        if slot is not None:
            shown = f"{_moment(slot)} – {_moment(slot + length)}"
        yield words % {"slot": shown}
    if told.nearest is not None and slots != told.nearest:
        values = {"earlier": _moment(told.nearest[0]), "later": _moment(told.nearest[1])}
        yield _("MISMATCH: the finding says %(earlier)s and %(later)s.") % values


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return "–"
    return f"{short_weekday(moment)} {moment_in_words(moment)}"


def _offset(moment: datetime | None) -> str:
    """``UTC+05:00``."""
    return f"UTC{moment.isoformat()[-6:]}" if moment else ""
