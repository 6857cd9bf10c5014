"""A draft of the file of decisions: an entry for each violation, to be filled in by people."""

from __future__ import annotations

import json
from collections.abc import Iterator

from schedcheck.messages import _
from schedcheck.results.document import Document
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.identity import identity

#: What an entry is known by, see :mod:`schedcheck.results.decisions`.
_MEMBERS = ("code", "channel", "start", "title", "age_class")


def draft(document: Document) -> str:
    """The violations that were not decided on, as a TOML file whose outcomes are left open."""
    words = _(
        "Fill in outcome (confirmed or dismissed), date, and why or penalty; delete the rest."
    )
    found = (one for one in document.findings if one.severity is Severity.VIOLATION)
    entries = ("\n".join(_entry(one)) for one in found if not one.decision and not one.outside)
    return "\n\n".join([f"# {words}", *entries]) + "\n"


def _entry(finding: Finding) -> Iterator[str]:
    yield "[[decision]]"
    known = identity(finding)._asdict()
    if finding.start is not None:
        known["start"] = finding.start.isoformat(timespec="seconds")
    for name in _MEMBERS:
        yield f"{name} = {_text(known[name])}"
    yield 'outcome = ""'
    yield "# date = 2026-12-31"
    yield '# why = ""'
    yield '# penalty = ""'


def _text(value: str) -> str:
    """A text as TOML has it: as JSON, with what is no letter for TOML as a replacement."""
    sound = value.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(sound, ensure_ascii=False).replace("\x7f", "\\u007f")
