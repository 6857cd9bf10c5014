"""One feed, several clocks: lawful where a channel comes from, and not where it is received."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from schedcheck.checks.context import CheckContext, Rows
from schedcheck.law.rule import windows_text
from schedcheck.messages import msg
from schedcheck.results.finding import Finding
from schedcheck.schedule.placing import NAT
from schedcheck.zones import offsets_over

_Minutes = dict[str, float]


def watershed_elsewhere(case: CheckContext) -> Iterator[Finding]:
    """Lawful in the channel's origin zone, inside the window in another zone that receives it.

    Told once a programme, with the zones and the minutes in each. Only of channels whose coverage
    zones stand in the roster; where `--zone` says on which clock to judge, no other is asked.
    Since 1 March 2024 all of Kazakhstan has one clock, and no domestic feed can be found.

    Why: the law says “local time” and not whose. One feed of the whole republic could be lawful in
    Astana (+06) and not in Aktobe (+05). No official reading for such a feed was found, so this is
    never counted as a violation.

    Example: a film marked Е 18 from 22:00 to 23:30 in February 2017 on a republican channel: in
    Aktobe it was 21:00, and 60 minutes were inside the window.

    What to do: decide by whose clock such a channel is to be judged; the zones are in the roster.
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
