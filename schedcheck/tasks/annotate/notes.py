"""What is written into a file: the findings of each place as one note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from schedcheck.errors import ConfigError
from schedcheck.messages import Message, _, msg
from schedcheck.messages.formats import moment_in_words
from schedcheck.readers.census_remarks import ANNOTATOR
from schedcheck.reports.wording import check_name
from schedcheck.results.finding import Finding, Severity

AUTHOR = ANNOTATOR
#: What is told in the file itself, the gravest first; notices would cover it from end to end.
TOLD = (Severity.VIOLATION, Severity.FAULT, Severity.WARNING)
#: RRGGBB of what a place is coloured with.
FILLS: Mapping[Severity, str] = {
    Severity.VIOLATION: "F4B6B6",
    Severity.FAULT: "D9CCE8",
    Severity.WARNING: "FFE2A0",
}


class AnnotateError(ConfigError):
    """A file that findings cannot be written into; ``words`` says why and the way out."""


class Note(Struct, frozen=True):
    """The findings of one place: ``severity`` of the gravest, the ``text`` of all, a line each."""

    severity: Severity
    text: str


def notes_of(findings: Iterable[Finding]) -> dict[str, Note]:
    """Place -> its note, for the findings that are told in a file and name a place in it."""
    by_place: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.severity in TOLD and finding.place:
            by_place.setdefault(finding.place, []).append(finding)
    return {place: _note(told) for place, told in by_place.items()}


def _note(findings: list[Finding]) -> Note:
    findings = sorted(findings, key=lambda one: TOLD.index(one.severity))
    lines = dict.fromkeys(line for finding in findings for line in _lines(finding))
    return Note(findings[0].severity, "\n".join(lines))


def _lines(finding: Finding) -> list[str]:
    lines = [f"{check_name(finding.code)}: {finding.message}"]
    earlier, later = finding.nearest or (None, None)
    starts = [_moment(moment, finding.start) for moment in (earlier, later) if moment]
    if starts:
        words = _("Nearest lawful start: %(starts)s")
        lines.append(words % {"starts": " / ".join(starts)})
    return lines


def _moment(moment: datetime, beside: datetime | None) -> str:
    same = beside is not None and moment.date() == beside.date()
    return f"{moment:%H:%M}" if same else moment_in_words(moment)


def refused(file: str, why: Message) -> AnnotateError:
    """The error for a file that cannot be annotated."""
    return AnnotateError(msg("%(file)s: cannot be annotated: %(why)s", file=file, why=why))
