"""Checks that hold programmes against the forbidden windows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from schedcheck.checks.context import CheckContext, Rows
from schedcheck.law.periods import due_dates
from schedcheck.law.rule import windows_text
from schedcheck.messages import N_, msg
from schedcheck.results.finding import Finding
from schedcheck.schedule.placing import NAT
from schedcheck.zones import offsets_over

#: duty -> the message, and that for a programme whose end is unknown.
_TOLD = {
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
    whole, open_ended = _TOLD[duty]
    rules = case.rulebook.rules
    every = case.verdicts("equal")
    verdicts = [
        one for one in every if rules[one[1]].duty == duty and rules[one[1]].verdict == "violation"
    ]
    also, days = case.also_broken(verdicts), case.offence_days(every)
    nearest = case.nearest(list(dict.fromkeys(row for row, _number, _overlap in verdicts)))
    for row, number, overlap in verdicts:
        rule = rules[number]
        age_class = case.text("age_class", row)
        windows = windows_text(rule, age_class, case.days_of(row))
        label, more = (
            case.class_label(row),
            {
                "rule": rule.id,
                "also_rules": also.get((row, number), ()),
                "dates": due_dates(case.rulebook.periods, days[row, number]),
            },
        )
        if case.text("stop_from", row) == "unknown":
            words = msg(open_ended, age_class=label, windows=windows)
            yield case.finding(code, row, words, **more)
            continue
        words = msg(whole, age_class=label, minutes=overlap / 60, windows=windows)
        yield case.finding(code, row, words, minutes=overlap / 60, nearest=nearest[row], **more)


def _doubtful(case: CheckContext, code: str, level: str, text: str) -> Iterator[Finding]:
    """Marks that are not sure, inside the windows of the class they may mean."""
    for row, number, overlap in case.verdicts(level):
        rule, age_class = case.rulebook.rules[number], case.text("age_class", row)
        mark = case.text("mark", row)
        words = msg(
            text,
            mark=mark,
            signs=" ".join(f"U+{ord(sign):04X}" for sign in mark),
            age_class=case.class_label(row),
            minutes=overlap / 60,
            windows=windows_text(rule, age_class, case.days_of(row)),
        )
        yield case.finding(code, row, words, rule=rule.id, minutes=overlap / 60)


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


def foreign_mark(case: CheckContext) -> Iterator[Finding]:
    """A programme with a foreign mark that is likely to mean E18 is inside the forbidden window.

    Why: a foreign mark is evidence, not a Kazakh age class: a film may be 18+ in one country and
    Е16 on its Kazakh certificate. TV-MA and NC-17 mean 17 and over.

    Example: a series rated TV-MA at 15:00.

    What to do: look up the Kazakh age class of the programme; if it is E18, it may not be on air
    here.
    """
    words = N_(
        "the foreign mark “%(mark)s” is likely to mean %(age_class)s; on air for "
        "%(minutes)s min inside %(windows)s"
    )
    return _doubtful(case, "foreign-mark", "likely", words)


def unclear_mark(case: CheckContext) -> Iterator[Finding]:
    """What may be a mark of a bound class and may be something else, inside the window.

    Why: real guides write `E18.` for episode 18 and «18+ Чарт» for a music show. To take such text
    for a mark would accuse wrongly; to pass over it could hide a violation. So it is with
    words that name no age («только для взрослых»), the sign 🔞, and a number in brackets («(18)»)
    in a source that does not mark every programme so.

    Example: a title that ends with a bare Latin `E18.` at 14:00.

    What to do: find out what the text means, and have the station write marks in brackets.
    """
    words = N_(
        "“%(mark)s” may be a mark of %(age_class)s and may be something else; on air for "
        "%(minutes)s min inside %(windows)s"
    )
    return _doubtful(case, "unclear-mark", "unclear", words)


def hidden_mark(case: CheckContext) -> Iterator[Finding]:
    """A mark that a reader sees, but that is written with other or invisible characters.

    It is written with characters that look like those of a mark (full-width, superscript or
    circled digits, the letter l for the digit 1), or with invisible characters inside, and the
    programme is on air inside the window. The finding gives the code points of the characters.

    Why: whoever looks at the schedule sees the mark; to pass over it would hide a violation, by
    accident or on purpose.

    Example: `(l8+)` with the letter l, at 15:00.

    What to do: look at the schedule as it is printed. If it is a mark of a bound class, the
    programme may not be on air then; have the station write marks in plain characters.
    """
    words = N_(
        "“%(mark)s” reads as a mark of %(age_class)s, but is written with other or invisible "
        "characters (%(signs)s); on air for %(minutes)s min inside %(windows)s"
    )
    return _doubtful(case, "hidden-mark", "hidden", words)


def promo(case: CheckContext) -> Iterator[Finding]:
    """An announcement, trailer or review inside the window names a programme of a bound class.

    The rulebook lists the words: one of them is the category, or the title begins with it. If the
    rating field of the announcement itself gives a bound class, it is judged like any programme.
    Where the rulebook says that promos count, all of them are.

    Why: art. 17(1) of Law No. 169-VI forbids products that contain information of the class, not
    those that name one, and art. 15(2) exempts advertising from the mark. But a trailer of an 18+
    film may show what is of that class too.

    Example: «Анонс: х/ф «Порог» (18+), сегодня в 23:00» at 18:55.

    What to do: look at what the announcement shows. If it is long, it may be the programme itself.
    """
    words = N_(
        "announcement: “%(mark)s” (%(age_class)s) is the mark of the programme that it names; on "
        "air for %(minutes)s min inside %(windows)s"
    )
    return _doubtful(case, "promo", "promo", words)


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
        yield _finding(case, row, number, minutes)


def _on_another_clock(case: CheckContext, rows: Rows, here: str, there: str) -> Rows:
    """Those of ``rows`` at whose start or end the clocks of the two zones differ."""
    starts = case.starts[rows]
    stops = np.where(case.stops[rows] == NAT, starts, case.stops[rows])
    ours, theirs = offsets_over(here, starts, stops), offsets_over(there, starts, stops)
    differ = (ours.at(starts) != theirs.at(starts)) | (ours.at(stops) != theirs.at(stops))
    return rows[np.flatnonzero(differ)]


def _finding(case: CheckContext, row: int, number: int, minutes: _Minutes) -> Finding:
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
