"""The workbooks of violations: one channel's, or all channels of an audit."""

from __future__ import annotations

from pathlib import Path

from schedcheck.reports.view import View, all_channels, one_channel
from schedcheck.reports.workbook.about import add_about
from schedcheck.reports.workbook.delivery import add_delivery
from schedcheck.reports.workbook.finding_sheets import add_findings, add_outside
from schedcheck.reports.workbook.sheets import Book
from schedcheck.reports.workbook.week import MOST_WEEKS, add_weeks
from schedcheck.results.finding import Severity
from schedcheck.results.results import Audit


def write_workbook(audit: Audit, channel: str, path: Path) -> None:
    """Write the workbook of one channel: the delivery, findings, weeks, what verdicts rest on.

    Faults of the files that the channel was read from are shown too. Raises KeyError for a
    channel that is not in the audit, OSError when ``path`` cannot be written.
    """
    _write(one_channel(audit, channel), path)


def write_audit_workbook(audit: Audit, path: Path) -> None:
    """Write the same sheets over all channels; weeks are drawn for at most six channels.

    Raises OSError when ``path`` cannot be written.
    """
    _write(all_channels(audit), path)


def _write(view: View, path: Path) -> None:
    book = Book()
    add_delivery(book, view)
    for severity in Severity:
        add_findings(book, view, severity)
    add_outside(book, view)
    drawn = view.channels if len(view.channels) <= MOST_WEEKS else ()
    weeks = {report.id: add_weeks(book, view, report) for report in drawn}
    add_about(book, view, weeks)
    book.save(path)
