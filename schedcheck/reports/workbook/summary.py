"""``summary.xlsx``: all channels on one sheet, what has not come, and what was not understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from schedcheck.messages import Message, _, msg
from schedcheck.reports.overview import STATES, Row, overview
from schedcheck.reports.view import all_channels
from schedcheck.reports.wording import clock_of, zone_in_words
from schedcheck.reports.workbook import sheets
from schedcheck.reports.workbook.finding_sheets import (
    NOT_UNDERSTOOD,
    FindingRows,
    add_dismissed,
    add_findings,
    add_outside,
    add_table,
    layout_of,
)
from schedcheck.reports.workbook.sheets import Book, Column, Look, Shown
from schedcheck.reports.workbook.streaming import Value
from schedcheck.reports.workbook.workbook import add_about
from schedcheck.results.finding import Severity
from schedcheck.results.networks import GroupedFinding
from schedcheck.results.results import ChannelReport, Results
from schedcheck.results.states import State
from schedcheck.results.totals import Minutes

_COLUMNS: tuple[tuple[Message, tuple[Look, int, int]], ...] = (
    (msg("Id"), (sheets.TEXT, 10, 18)),
    (msg("Channel"), (sheets.TEXT, 14, 30)),
    (msg("State"), (sheets.CENTRED, 10, 14)),
    (msg("Hours covered"), (sheets.MINUTES, 8, 10)),
    (msg("First day"), (sheets.DATE, 10, 10)),
    (msg("Last day"), (sheets.DATE, 10, 10)),
    (msg("Programmes"), (sheets.COUNT, 8, 14)),
    (msg("With an age mark"), (sheets.SHARE, 8, 10)),
    (msg("Violations"), (sheets.COUNT, 8, 13)),
    (msg("Minutes in the forbidden window"), (sheets.MINUTES, 10, 12)),
    (msg("Warnings"), (sheets.COUNT, 8, 12)),
    (msg("Notices"), (sheets.COUNT, 8, 12)),
    (msg("Faults"), (sheets.COUNT, 8, 12)),
    (msg("Zone"), (sheets.TEXT, 12, 18)),
)
_ABSENT: tuple[tuple[Message, tuple[Look, int, int]], ...] = (
    (msg("Id"), (sheets.TEXT, 10, 18)),
    (msg("Channel"), (sheets.TEXT, 14, 30)),
    (msg("State"), (sheets.CENTRED, 10, 14)),
    (msg("Hours not covered"), (sheets.MINUTES, 8, 10)),
    (msg("No schedule from"), (sheets.MOMENT, 15, 16)),
    (msg("No schedule to"), (sheets.MOMENT, 15, 16)),
    (msg("Why"), (sheets.TEXT, 14, 50)),
    (msg("Zone"), (sheets.TEXT, 12, 18)),
)
_BAD = Look("#,##0", across="center", bold=True, colour="FFFFFF", fill="C62828")
_MISSING = Look(across="center", bold=True, fill="FFE8B8")
_NOT_JUDGED = Shown("–", sheets.CENTRED)


def write_summary(results: Results, path: Path) -> None:
    """Write the summary of a run: overview, violations, what is missing or not understood.

    Raises OSError when ``path`` cannot be written.
    """
    view = all_channels(results)
    channels = overview(results)
    book = Book()
    book.table(_("Overview"), _columns(_COLUMNS), map(_overview_row, channels))
    add_findings(book, view, Severity.VIOLATION)
    add_outside(book, view)
    add_dismissed(book, view)
    absent = (line for row in channels if row.absent for line in _absent_rows(row))
    book.table(_("Missing deliveries"), _columns(_ABSENT), absent)
    layout = layout_of(view, NOT_UNDERSTOOD)
    lost = [*view.of(Severity.FAULT), *(f for f in view.findings if f.code == "unknown-mark")]
    rows = FindingRows(view, [GroupedFinding(one) for one in lost], layout)
    add_table(book, view, _("Not understood"), layout, rows)
    add_about(book, view, {})
    book.save(path)


def _columns(shapes: Sequence[tuple[Message, tuple[Look, int, int]]]) -> list[Column]:
    return [Column(str(words), *shape) for words, shape in shapes]


def _overview_row(row: Row) -> list[Value | Shown]:
    if row.report is None:
        empty = [None] * (len(_COLUMNS) - 5)
        faults = Shown(row.faults, sheets.NO_COUNT) if row.faults else None
        return [row.channel.id, row.channel.name, _state(row), *empty, faults, _clock(row)]
    return _judged(row, row.report)


def _state(row: Row) -> Value | Shown:
    words = str(STATES[row.state])
    return words if row.state is State.JUDGED else Shown(words, _MISSING)


def _judged(row: Row, report: ChannelReport) -> list[Value | Shown]:
    return [
        report.id,
        report.name,
        _state(row),
        row.hours,
        report.first.date() if report.first else None,
        report.last.date() if report.last else None,
        report.programmes or Shown(0, sheets.NO_COUNT),
        row.share if report.marked else Shown(row.share, sheets.NO_SHARE),
        *_found(row),
        report.warnings,
        report.notices,
        Shown(row.faults, sheets.NO_COUNT) if row.faults else 0,
        _clock(row),
    ]


def _clock(row: Row) -> str:
    return clock_of(row.report) if row.report else zone_in_words(row.channel.zone)


def _found(row: Row) -> tuple[Value | Shown, Value | Shown]:
    """The violations and their minutes, a dash for each where nothing was judged."""
    if row.violations is None:
        return _NOT_JUDGED, _NOT_JUDGED
    return Shown(row.violations, _BAD) if row.violations else 0, _minutes(row.minutes)


def _minutes(minutes: Minutes) -> float | Shown:
    """The minutes; "at least" where an end is unknown."""
    return Shown(minutes.total, sheets.AT_LEAST) if minutes.at_least else minutes.total


def _absent_rows(row: Row) -> Iterator[list[Value | Shown]]:
    """A row for each time without a schedule; one alone where nothing came at all."""
    holes = row.report.coverage.holes if row.report and row.report.coverage else ()
    named: list[Value | Shown] = [row.channel.id, row.channel.name, _state(row)]
    if not holes:
        yield [*named, row.missing_hours, None, None, row.reason, _clock(row)]
    for begin, end in holes:
        hours = (end - begin).total_seconds() / 3600
        edges = (begin.replace(tzinfo=None), end.replace(tzinfo=None))
        yield [*named, hours, *edges, row.reason, _clock(row)]
