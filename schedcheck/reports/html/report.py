"""The findings as one page of HTML: the page of a batch, for the schedules of a check."""

from __future__ import annotations

from collections.abc import Iterator

from schedcheck.reports.html.section import channel_section
from schedcheck.reports.html.summary_page import summary_page, verdict_content
from schedcheck.reports.view import one_channel
from schedcheck.results.results import Audit


def dumps(audit: Audit) -> str:
    """The page as a text; the same audit gives the same text."""
    return "".join(summary_page(audit, _sections(audit)))


def dumps_content(audit: Audit) -> str:
    """The verdict for a page of another make, without head and foot: violations come first."""
    sections = _sections(audit, below_verdict=True)
    return verdict_content(audit, sections)


def _sections(audit: Audit, *, below_verdict: bool = False) -> Iterator[str]:
    return (
        channel_section(one_channel(audit, channel.id), below_verdict=below_verdict)
        for channel in audit.channels
    )
