"""The workbook of a repair plan: the moves, what they leave, and the week before and after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pandas as pd

from schedcheck.messages import Message, _, msg
from schedcheck.messages.formats import moment_in_words, weekday
from schedcheck.messages.message import place_in_words, where_in_words
from schedcheck.reports.view import View, all_channels, one_channel
from schedcheck.reports.wording import by_code, channel_labels, check_name, one_line
from schedcheck.reports.workbook import sheets
from schedcheck.reports.workbook.finding_sheets import clock_cell, naive
from schedcheck.reports.workbook.sheets import LIST, Book, Column, Shown
from schedcheck.reports.workbook.streaming import Value
from schedcheck.reports.workbook.week import add_weeks
from schedcheck.reports.workbook.workbook import add_about
from schedcheck.results.finding import Finding
from schedcheck.results.results import Audit
from schedcheck.tasks.repair.plan import Move, Plan

#: Of more channels the weeks are not drawn: the workbook would be slow to open.
MOST_DRAWN = 12


def _columns() -> list[Column]:
    return [
        Column(_("No."), sheets.COUNT, 4, 6),
        Column(_("Channel"), sheets.TEXT, 10, 18),
        Column(_("Move this programme"), sheets.TEXT, 18, 28),
        Column(_("Mark"), sheets.CENTRED, 6, 10),
        Column(_("Weekday now"), sheets.TEXT, 9, 11),
        Column(_("Start now"), sheets.MOMENT, 14, 15),
        Column(_("New start"), sheets.MOMENT, 14, 15),
        Column(_("New end"), sheets.TIME, 8, 11),
        Column(_("And in its place put"), sheets.TEXT, 18, 28),
        Column(_("Mark"), sheets.CENTRED, 6, 10),
        Column(_("Its new start"), sheets.MOMENT, 14, 15),
        Column(_("Its new end"), sheets.TIME, 8, 11),
        Column(_("Difference of length, min"), sheets.MINUTES, 9, 11),
        Column(_("Note"), sheets.TEXT, 18, 30),
        Column(_("Places in the files"), sheets.TEXT, 12, 22),
    ]


def write_plan(plan: Plan, path: Path) -> None:
    """Write the workbook of a repair plan. Raises OSError when ``path`` cannot be written."""
    book = Book()
    labels = channel_labels(plan.before.channels)
    rows = [_row(plan, number, move, labels) for number, move in enumerate(plan.moves, 1)]
    book.table(_("Moves"), _columns(), rows)
    _add_unmended(book, plan, labels)
    _add_proof(book, plan)
    changed = dict.fromkeys(move.channel for move in plan.moves)
    changed |= dict.fromkeys(entry.finding.channel for entry in plan.unmended)
    for channel in changed if len(changed) <= MOST_DRAWN else ():
        # the name of a sheet holds 31 signs: the id is shorter than the name, and known
        for audit, words in (
            (plan.before, msg("before %(channel)s", channel=channel)),
            (plan.after, msg("after %(channel)s", channel=channel)),
        ):
            view = one_channel(audit, channel)
            add_weeks(book, view, view.channels[0], str(words))
    about = all_channels(plan.before)
    shown = tuple(report for report in about.channels if report.id in changed)
    add_about(
        book,
        View(about.audit, shown, about.findings, about.sources, about.schedule, about.labels),
        {},
    )
    book.save(path)


def _row(plan: Plan, number: int, move: Move, labels: dict[str, str]) -> list[Value | Shown]:
    before, after = plan.before.schedule, plan.after.schedule
    zone = next(one.zone for one in plan.before.channels if one.id == move.channel)
    one, other = (before.iloc[row] for row in move.rows)
    to, gone = (_found(after, row) for row in (one, other))
    starts = [_local(value["start"], zone) for value in (one, to, gone)]
    stops = [_local(value["stop"], zone) for value in (to, gone)]
    places = dict.fromkeys(where_in_words(row["file"], row["place"]) for row in (one, other))
    return [
        number,
        labels[move.channel],
        _text(one["title"]),
        _text(one["mark"]),
        weekday(starts[0]),
        starts[0],
        starts[1],
        clock_cell(stops[0], starts[1]),
        _text(other["title"]),
        _text(other["mark"]),
        starts[2],
        clock_cell(stops[1], starts[2]),
        move.longer / 60,
        "; ".join(map(str, _notes(move))),
        "\n".join(places),
    ]


def move_line(plan: Plan, move: Move, label: str) -> str:
    """A move in a sentence, for the terminal; ``label`` is what the channel is called."""
    zone = next(one.zone for one in plan.before.channels if one.id == move.channel)
    one, other = (plan.before.schedule.iloc[row] for row in move.rows)
    to = _found(plan.after.schedule, one)
    return _(
        "%(channel)s: move “%(title)s” from %(start)s to %(to)s, and put “%(other)s” in its place."
    ) % {
        "channel": label,
        "title": one_line(_text(one["title"])),
        "start": moment_in_words(_local(one["start"], zone)),
        "to": moment_in_words(_local(to["start"], zone)),
        "other": one_line(_text(other["title"])),
    }


def _notes(move: Move) -> Iterator[Message]:
    minutes = abs(move.longer) / 60
    if move.longer > 0:
        yield msg(
            "its new slot is %(minutes)s min too short and the old one %(minutes)s min too long",
            minutes=minutes,
        )
    if move.longer < 0:
        yield msg(
            "its new slot is %(minutes)s min too long and the old one %(minutes)s min too short",
            minutes=minutes,
        )
    if move.unmarked:
        yield msg("what takes its place carries no age mark: look it up first")
    if move.mends > 1:
        yield msg("this one exchange corrects two violations")


def _found(schedule: pd.DataFrame, row: pd.Series) -> pd.Series:
    """The same programme in the other schedule: it is at the same place of its file."""
    same = (schedule["file"] == row["file"]) & (schedule["place"] == row["place"])
    same &= schedule["title"].fillna("") == _text(row["title"])
    found: pd.Series = schedule[same].iloc[0]
    return found


def _local(moment: pd.Timestamp, zone: str) -> datetime:
    local: datetime = moment.tz_convert(zone).tz_localize(None).to_pydatetime()
    return local


def _text(value: object) -> str:
    return str(value) if isinstance(value, str) else ""


def _add_unmended(book: Book, plan: Plan, labels: dict[str, str]) -> None:
    columns = [
        Column(_("Channel"), sheets.TEXT, 10, 18),
        Column(_("Start"), sheets.MOMENT, 14, 15),
        Column(_("Title"), sheets.TEXT, 18, 28),
        Column(_("Mark"), sheets.CENTRED, 6, 10),
        Column(_("Why it could not be repaired"), sheets.TEXT, 30, 50),
        Column(_("Message"), sheets.TEXT, 20, 40),
        *sheets.place_columns(),
    ]

    def row(finding: Finding, reason: Message) -> list[Value | Shown]:
        return [
            labels[finding.channel],
            naive(finding.start),
            finding.title,
            finding.mark,
            str(reason),
            finding.message,
            finding.file,
            place_in_words(finding.place),
        ]

    rows = [row(entry.finding, entry.reason) for entry in plan.unmended]
    book.table(_("Not repaired"), columns, rows)


def _add_proof(book: Book, plan: Plan) -> None:
    """What the checks find before and after: the moved week is judged like any other."""
    columns = [
        Column(_("Check"), sheets.TEXT, 16, 30),
        Column(_("Findings before"), sheets.COUNT, 12, 16),
        Column(_("Findings after"), sheets.COUNT, 12, 16),
    ]
    before, after = _counts(plan.before), _counts(plan.after)
    codes = sorted({*before, *after})
    rows: list[list[Value | Shown]] = [
        [check_name(code), before.get(code, 0), after.get(code, 0)] for code in codes
    ]
    book.table(_("The checks run again"), columns, rows, form=LIST._replace(landscape=False))


def _counts(audit: Audit) -> dict[str, int]:
    return by_code(audit.findings)
