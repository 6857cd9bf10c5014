"""Checks that hold programmes against the forbidden windows, and say what a verdict rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

import numpy as np

from schedcheck.checks.context import CheckContext, Rows
from schedcheck.law.rule import windows_text
from schedcheck.messages import N_, Message, msg
from schedcheck.results.finding import Finding
from schedcheck.schedule.placing import LONGEST_GUESS, NAT, rows_of_each, seconds
from schedcheck.zones import Seconds, offsets_over

#: duty -> the message, and that for a programme whose end is unknown.
_WORDS = {
    "broadcaster": (
        N_("%(age_class)s is on air for %(minutes)s min inside %(windows)s, when it may not be"),
        N_(
            "%(age_class)s begins inside %(windows)s, when it may not be on air; "
            "the end is unknown, so the minutes could not be calculated"
        ),
    ),
    "operator": (
        N_(
            "%(age_class)s is on air for %(minutes)s min inside %(windows)s on a foreign channel; "
            "to restrict access to it is the duty of the operator who retransmits the channel"
        ),
        N_(
            "%(age_class)s begins inside %(windows)s on a foreign channel; to restrict access to "
            "it is the duty of the operator who retransmits the channel; the end is unknown, so "
            "the minutes could not be calculated"
        ),
    ),
}


def _by_duty(case: CheckContext, code: str, duty: str) -> Iterator[Finding]:
    whole, open_ended = _WORDS[duty]
    rules = case.rulebook.rules

    @cache  # the same for all programmes of a day
    def windows_on(number: int, age_class: str, days: tuple[date, ...]) -> str:
        return windows_text(rules[number], age_class, days)

    @cache
    def words(age_class: str, windows: str, overlap: int | None) -> Message:
        label = case.rulebook.label(age_class)
        if overlap is None:
            return msg(open_ended, age_class=label, windows=windows)
        return msg(whole, age_class=label, minutes=overlap / 60, windows=windows)

    every = case.verdicts("equal")
    verdicts = [
        one for one in every if rules[one[1]].duty == duty and rules[one[1]].verdict == "violation"
    ]
    also, days = case.also_broken(verdicts), case.offence_days(every)
    due = {day: case.rulebook.due_dates(day) for day in set(days.values())}
    nearest = case.nearest(list(dict.fromkeys(row for row, _number, _overlap in verdicts)))
    for row, number, overlap in verdicts:
        age_class = case.text("age_class", row)
        windows = windows_on(number, age_class, case.days_of(row))
        ends = case.text("stop_from", row) != "unknown"
        yield case.finding(
            code,
            row,
            words(age_class, windows, overlap if ends else None),
            minutes=overlap / 60 if ends else None,
            nearest=nearest[row] if ends else None,
            rule=rules[number].id,
            also_rules=also.get((row, number), ()),
            dates=due[days[row, number]],
        )


def watershed(case: CheckContext) -> Iterator[Finding]:
    """A programme of a bound class is on air inside its rule's forbidden window.

    The window is calculated on the local clock of the zone judged, half-open: 22:00:00 is lawful to
    begin at, 06:00:00 is lawful to end at, and one minute of overlap is a violation.

    Why: art. 17(1) of Law No. 169-VI of 2 July 2018 on protection of children from information
    harmful to their health and development (before 11 January 2019: art. 29(1) of the TV law of
    2012 and art. 28-3(2) of the Culture law); the rule cited is that of the local date of air.

    Example: a film marked «Е 18» from 05:10 to 06:40 is on air for 40 minutes inside the window.

    What to do: move the programme so that it begins at 22:00 or later and ends by 06:00. The
    finding names the nearest lawful starts, before and after, of the whole programme.
    """
    return _by_duty(case, "watershed", "broadcaster")


def watershed_operator(case: CheckContext) -> Iterator[Finding]:
    """A programme on a retransmitted foreign channel is inside the window: the operator's duty.

    The finding is about the operator, never about the foreign channel.

    Why: art. 29(2) of the TV law of 2012 puts the duty on the operator who retransmits a foreign
    channel: to restrict access by organisational and technical measures. Since 11 January 2019 it
    does so as amended by Law No. 170-VI, for what is not paid for and received with a decoder. The
    law was repealed on 20 August 2024, and no successor of that duty was found; art. 17(1) of Law
    No. 169-VI and art. 8(3) of the cinema law make no exception for foreign channels, and who
    distributes one in Kazakhstan is still its operator.

    Example: a programme marked 18+ at 20:00 on a retransmitted foreign channel.

    What to do: ask the operator which measures restrict access to the programme.
    """
    return _by_duty(case, "watershed-operator", "operator")


def watershed_unsure(case: CheckContext) -> Iterator[Finding]:
    """A programme is on air in hours that are forbidden with exceptions, or perhaps on that day.

    Either the rule has exceptions that a schedule does not show, or its hours hold on some days,
    such as school holidays, and the calendar of the rulebook does not say whether this is one of
    them. Reported once for each programme and rule; a programme that is a violation anyway is not
    reported for unknown days.

    Why: a violation could accuse wrongly, and silence could hide one. Kazakhstan has no such rule.

    Example: in France, a film of -12 at 21:00 on a Monday outside of the holidays.

    What to do: find out whether an exception was used, or bring the calendar up to date.
    """
    rules = case.rulebook.rules
    verdicts = list(case.verdicts("equal"))
    judged = {row for row, _number, _overlap in verdicts}
    for row, number, overlap in verdicts:
        if rules[number].verdict == "warning":
            yield _unsure(case, row, number, overlap, _EXCEPTIONS)
    rows = np.setdiff1d(case.marked("equal"), np.array(sorted(judged), np.intp))
    plan_of = case.rulebook.uncertain_plan
    unknown = case.judge(rows, case.starts[rows], case.stops[rows], plan_of=plan_of)
    for row, number, overlap in unknown:
        yield _unsure(case, row, number, overlap, _NO_CALENDAR)


_EXCEPTIONS = N_(
    "%(age_class)s is on air inside %(windows)s, hours that are forbidden to it with exceptions, "
    "which do not show in a schedule"
)


_NO_CALENDAR = N_(
    "%(age_class)s is on air inside %(windows)s, hours that are forbidden to it on some days, and "
    "the calendar of the rulebook does not say whether this is one of them"
)


def _unsure(case: CheckContext, row: int, number: int, overlap: int, text: str) -> Finding:
    rule, age_class = case.rulebook.rules[number], case.text("age_class", row)
    words = msg(
        text,
        age_class=case.class_label(row),
        windows=windows_text(rule, age_class, case.days_of(row)),
    )
    minutes = None if case.text("stop_from", row) == "unknown" else overlap / 60
    return case.finding("watershed-unsure", row, words, rule=rule.id, minutes=minutes)


_Minutes = dict[str, float]


def watershed_elsewhere(case: CheckContext) -> Iterator[Finding]:
    """Lawful in the channel's origin zone, inside the window in another zone that receives it.

    Reported once for each programme, with the zones and the minutes in each. Only for channels
    whose coverage zones are in the roster; where `--zone` says on which clock to judge, no other
    zone is checked. Since 1 March 2024 all of Kazakhstan has one clock, and no domestic feed can be
    found.

    Why: the law says “local time” and not whose. One feed of the whole republic could be lawful in
    Astana (+06) and not in Aktobe (+05). No official reading for such a feed was found, so this is
    never counted as a violation.

    Example: a film marked Е 18 from 22:00 to 23:30 in February 2017 on a republican channel: in
    Aktobe it was 21:00, and 60 minutes were inside the window.

    What to do: decide on which clock such a channel is to be judged; the zones are in the roster.
    """
    rows = np.setdiff1d(case.marked("equal"), case.verdicts("equal").rows)
    codes = case.codes[rows]
    found: dict[int, tuple[int, _Minutes]] = {}
    for code, channel in enumerate(case.channels):
        of_channel = rows[codes == code] if channel.elsewhere else rows[:0]
        for name in channel.elsewhere if len(of_channel) else ():
            other = _on_another_clock(case, of_channel, channel.zone, name)
            for row, number, overlap in case.judge(
                other, case.starts[other], case.stops[other], zone_name=name
            ):
                minutes = found.setdefault(row, (number, {}))[1]
                minutes[name] = minutes.get(name, 0.0) + overlap / 60
    for row, (number, minutes) in sorted(found.items()):
        yield _finding_elsewhere(case, row, number, minutes)


def _on_another_clock(case: CheckContext, rows: Rows, here: str, there: str) -> Rows:
    """Those of ``rows`` at whose start or end the clocks of the two zones differ."""
    starts = case.starts[rows]
    stops = np.where(case.stops[rows] == NAT, starts, case.stops[rows])
    ours, theirs = offsets_over(here, starts, stops), offsets_over(there, starts, stops)
    differ = (ours.at(starts) != theirs.at(starts)) | (ours.at(stops) != theirs.at(stops))
    return rows[np.flatnonzero(differ)]


def _finding_elsewhere(case: CheckContext, row: int, number: int, minutes: _Minutes) -> Finding:
    rule, age_class = case.rulebook.rules[number], case.text("age_class", row)
    values = {
        "age_class": case.class_label(row),
        "zone": case.channels[int(case.codes[row])].zone,
        "windows": windows_text(rule, age_class),
    }
    if case.text("stop_from", row) == "unknown":
        words = msg(
            "%(age_class)s is lawful in %(zone)s, but begins inside %(windows)s in other zones "
            "that receive the channel: %(zones)s; the end is unknown",
            zones=tuple(minutes),
            **values,
        )
        return case.finding("watershed-elsewhere", row, words, rule=rule.id)
    each = tuple(
        msg("%(zone)s (%(minutes)s min)", zone=name, minutes=inside)
        for name, inside in minutes.items()
    )
    words = msg(
        "%(age_class)s is lawful in %(zone)s, but inside %(windows)s in other zones that receive "
        "the channel: %(zones)s",
        zones=each,
        **values,
    )
    return case.finding(
        "watershed-elsewhere", row, words, rule=rule.id, minutes=max(minutes.values())
    )


def zone_decides(case: CheckContext) -> Iterator[Finding]:
    """Another reading of the printed time gives another verdict.

    Either the printed offset is not that of the channel's zone at that instant, and the clock
    reading may be local after all; or the format says that a reading without an offset is UTC, and
    it was read as local.

    Why: exports print a stale +0600 long after 1 March 2024, and +0000 on local times; XMLTV says
    that no offset means UTC, and few guides follow that.

    Example: a film marked 18+ at 22:00 +0600 began at 21:00 in Almaty, if the offset is right.

    What to do: ask the station which clock the export is on; then say so with --source-zone, or
    have the export corrected.
    """
    for doubt in zone_doubts(case):
        yield _zone_finding(case, doubt)


class Doubt(NamedTuple):
    """A row whose verdict would be another if it started at the other instant, ``otherwise``.

    ``violation``: whether it is one as it is read. ``printed``: its offset is, and may be wrong;
    else none is, and UTC could be meant.
    """

    row: int
    otherwise: int
    violation: bool
    printed: bool


def zone_doubts(case: CheckContext) -> Iterator[Doubt]:
    """The rows of which :func:`zone_decides` tells."""
    every = case.marked("equal")
    of_each = rows_of_each(case.codes[every], len(case.channels))
    every_wall, without = seconds(case.frame["wall_start"]), case.frame["offset"].isna().to_numpy()
    found: list[tuple[Rows, Seconds, bool]] = []
    for channel, members in zip(case.channels, of_each, strict=True):
        rows = every[members]
        if not len(rows):
            continue
        walls, bare = every_wall[rows], without[rows]
        there = offsets_over(channel.zone, case.starts[rows])
        read_with = walls - case.starts[rows]  # minus the offset it was read with
        local, _later, _never = there.instants(walls)
        stale = ~bare & (read_with != there.at(case.starts[rows]))
        if channel.source_zone != channel.zone and channel.source_zone_given:
            source = offsets_over(channel.source_zone, case.starts[rows])
            stale &= read_with != source.at(case.starts[rows])
        found.append((rows[stale], local[stale], True))
        if not channel.source_zone_given:
            as_utc = bare & np.isin(case.texts("file", rows), list(case.default_zones))
            found.append((rows[as_utc], walls[as_utc], False))
    if found:
        yield from _if_otherwise(case, found)


def _if_otherwise(
    case: CheckContext, doubted: Sequence[tuple[Rows, Seconds, bool]]
) -> Iterator[Doubt]:
    """Those rows whose verdict would be another at other starts; and whether they print an offset.

    All of them are judged at once: it takes as long for those of a channel.
    """
    rows, starts = (np.concatenate(part) for part in list(zip(*doubted, strict=True))[:2])
    lasted = case.stops[rows] - case.starts[rows]
    stops = np.where(case.stops[rows] == NAT, NAT, starts + lasted)
    otherwise = set(case.judge(rows, starts, stops).rows.tolist())
    judged = set(case.verdicts("equal").rows.tolist())
    for some, begins, printed in doubted:
        for row, start in zip(some.tolist(), begins.tolist(), strict=True):
            if (row in judged) != (row in otherwise):
                yield Doubt(row, start, row in judged, printed)


def _zone_finding(case: CheckContext, doubt: Doubt) -> Finding:
    row = doubt.row
    code = int(case.codes[row])
    values = {
        "zone": case.channels[code].zone,
        "there": case.local(code, doubt.otherwise).strftime("%H:%M"),
        "here": case.local(code, int(case.starts[row])).strftime("%H:%M"),
    }
    if doubt.printed:
        minutes = int(case.text("offset", row))
        values["offset"] = f"{minutes // 60:+03d}:{minutes % 60:02d}"
        words = (
            msg(
                "the printed offset %(offset)s is not that of %(zone)s: believed, it is "
                "%(here)s there and a violation; read as the local clock, %(there)s, lawful",
                **values,
            )
            if doubt.violation
            else msg(
                "the printed offset %(offset)s is not that of %(zone)s: believed, it is "
                "%(here)s there and lawful; read as the local clock, %(there)s, a violation",
                **values,
            )
        )
    else:
        words = (
            msg(
                "no offset is printed: read on the clock of the channel, %(here)s, it is a "
                "violation; read as UTC, as XMLTV has it, it is %(there)s there and lawful",
                **values,
            )
            if doubt.violation
            else msg(
                "no offset is printed: read on the clock of the channel, %(here)s, it is "
                "lawful; read as UTC, as XMLTV has it, it is %(there)s there and a violation",
                **values,
            )
        )
    return case.finding("zone-decides", row, words)


def end_decides(case: CheckContext) -> Iterator[Finding]:
    """The end of a programme is not printed, and the verdict rests on it.

    Either the programme reaches into the window only up to the next start on the channel, which
    was taken for its end; or its end is unknown and the window opens within six hours of its start.

    Why: a missing end is the next start only if nothing was on air between the two.

    Example: a film marked 18+ at 04:30 without an end; the next programme begins at 06:15.

    What to do: ask the station for the end of the programme.
    """
    rows = case.marked("equal")
    sources = case.texts("stop_from", rows)
    by_start = set(case.judge(rows, case.starts[rows], np.full(len(rows), NAT)).rows.tolist())
    overlapping = case.verdicts("equal")
    minutes = dict(zip(overlapping.rows.tolist(), overlapping.seconds.tolist(), strict=True))
    for row in rows[sources == "next"].tolist():
        if row in minutes and row not in by_start:
            words = msg(
                "no end is printed: taken to last up to the next start on the channel, %(stop)s, "
                "it is a violation",
                stop=case.local(int(case.codes[row]), int(case.stops[row])).strftime("%H:%M"),
            )
            yield case.finding("end-decides", row, words, minutes=minutes[row] / 60)
    unknown = rows[sources == "unknown"]
    reach = case.judge(unknown, case.starts[unknown], case.starts[unknown] + LONGEST_GUESS)
    for row in dict.fromkeys(reach.rows.tolist()):
        if row not in by_start:
            words = msg(
                "the end is unknown, and a forbidden window opens within six hours of the start"
            )
            yield case.finding("end-decides", row, words)
