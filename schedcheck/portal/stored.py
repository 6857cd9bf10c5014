"""Stored verdicts as documents of findings: what records, letters and reports are made from.

Nothing is judged here. Of a delivery of which nothing usable was read, and of a channel that did
not deliver, the document says so.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable

from msgspec.structs import replace

from schedcheck._version import __version__
from schedcheck.law.roster import Roster
from schedcheck.law.rulebook import load_rulebook
from schedcheck.results.document import Document
from schedcheck.results.finding import Severity
from schedcheck.results.results import Missing, NotUnderstood
from schedcheck.schedule.coverage import Span
from schedcheck.schedule.week import parse_week


def expected(roster: Roster) -> tuple[str, ...]:
    """The channels that deliver each week: those of television in the roster, as in a batch."""
    return tuple(channel.id for channel in roster.channels.values() if channel.medium == "tv")


def _facts_of(channel: str, roster: Roster) -> dict[str, str]:
    """What the roster says of a channel; of one that it does not have, its id."""
    entry = roster.channels.get(channel)
    if entry is None:
        return {"id": channel, "name": channel, "medium": "", "tier": "", "zone": "Asia/Almaty"}
    return {name: getattr(entry, name) for name in ("id", "name", "medium", "tier", "zone")}


def of_nothing(week: str) -> Document:
    """A document of a week without findings, for what did not come or could not be judged."""
    book = load_rulebook("kz")
    return Document(
        findings=(),
        program=__version__,
        rulebook=book.id,
        sha256=book.sha256,
        span=Span(parse_week(week), "option"),
    )


def missing(document: Document, channels: Iterable[str], roster: Roster) -> Document:
    """The document with ``channels`` that did not deliver."""
    absent = (Missing(**_facts_of(channel, roster)) for channel in channels)
    return replace(document, missing=(*document.missing, *absent))


def delivered(
    document: Document, channel: str, file: str, roster: Roster, why: str = ""
) -> Document:
    """The document of a delivery of ``channel``, which says so where nothing of it was read.

    ``file``: its name; ``why`` it was not judged, else the first fault is the reason.
    """
    known = {one.id for one in document.channels} | {one.id for one in document.not_understood}
    if channel in known:
        return document
    faults = (one.message for one in document.findings if one.severity is Severity.FAULT)
    reason = why or next(faults, "")
    lost = NotUnderstood(**_facts_of(channel, roster), files=(file,), reason=reason)
    return replace(document, not_understood=(*document.not_understood, lost))


def apart(document: Document, channel: str, sent: Container[str]) -> tuple[Document, Document]:
    """What a delivery says of its own channel, and what it says of others that are not in ``sent``.

    A file of one channel does not replace that of another, which has delivered.
    """

    def part(kept: Callable[[str], bool]) -> Document:
        return replace(
            document,
            findings=tuple(one for one in document.findings if kept(one.channel)),
            channels=tuple(one for one in document.channels if kept(one.id)),
        )

    own = {channel, ""}
    others = part(lambda name: name not in own and name not in sent)
    others = replace(others, written=0.0, not_understood=(), missing=())
    return part(own.__contains__), others
