"""What makes a finding the same finding in another run: not its line, and not the file's name."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from schedcheck.results.finding import Finding


class Identity(NamedTuple):
    """A finding without the place it is at. ``start``: the instant, ISO 8601, UTC; else empty.

    ``text``: of a fault, what could not be read; a programme is known by the other values.
    """

    code: str
    channel: str
    start: str
    title: str
    age_class: str
    text: str = ""

    @property
    def digest(self) -> str:
        """A hash of it, the same on every machine: 32 hexadecimal digits."""
        plain = json.dumps(self, ensure_ascii=True).encode("ascii")
        return hashlib.sha256(plain).hexdigest()[:32]


def identity(finding: Finding) -> Identity:
    """The identity of ``finding``: the same after rows have moved or the file has a new name."""
    text = "" if finding.start or finding.title else finding.evidence.text or finding.words.text
    return Identity(
        finding.code,
        finding.channel,
        instant_text(finding.start) if finding.start else "",
        " ".join(finding.title.split()),
        finding.age_class,
        " ".join(text.split()),
    )


def instant_text(moment: datetime) -> str:
    """An aware time as the instant it is, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """For each finding ``digest:n``: its identity, and that it is the n-th of it in the run."""
    seen: Counter[Identity] = Counter()
    prints = []
    for finding in findings:
        known = identity(finding)
        seen[known] += 1
        prints.append(f"{known.digest}:{seen[known]}")
    return prints
