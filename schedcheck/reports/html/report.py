"""The findings as one page of HTML: the page of a batch, for the schedules of a check."""

from __future__ import annotations

from schedcheck.reports.html.section import channel_section
from schedcheck.reports.html.summary_page import summary_page
from schedcheck.results.results import Audit


def dumps(audit: Audit) -> str:
    """The page as a text; the same audit gives the same text."""
    sections = (channel_section(audit, channel.id) for channel in audit.channels)
    return "".join(summary_page(audit, sections))
