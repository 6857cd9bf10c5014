"""The findings as one page of HTML: the page of a batch, for the schedules of a check."""

from __future__ import annotations

from collections.abc import Iterator

from schedcheck.reports.html.section import channel_section
from schedcheck.reports.html.summary_page import summary_content, summary_page
from schedcheck.results.results import Audit


def dumps(audit: Audit) -> str:
    """The page as a text; the same audit gives the same text."""
    return "".join(summary_page(audit, _sections(audit)))


def dumps_content(audit: Audit) -> str:
    """What the page has between its head and its foot, for a page of another make."""
    return summary_content(audit, _sections(audit))


def _sections(audit: Audit) -> Iterator[str]:
    return (channel_section(audit, channel.id) for channel in audit.channels)
