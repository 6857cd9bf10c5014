"""Known findings: written once, and from then on told apart from new ones.

A baseline is a JSON file that people can read and keep under version control. It holds violations
and warnings; notices end no run, and what could not be read is never taken as known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from schedcheck.errors import ConfigError
from schedcheck.given_files import content_of, json_value
from schedcheck.messages import msg
from schedcheck.messages.library_errors import Reason
from schedcheck.reports.data.json_text import json_text
from schedcheck.reports.files import replacing
from schedcheck.results.codec import WRONG, known_from_json, known_to_json
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.identity import Identity, identity
from schedcheck.results.results import Audit

#: The version of the file's schema, see ``docs/automation.md``.
VERSION = 1
HELD = frozenset({Severity.VIOLATION, Severity.WARNING})


class Compared(Struct, frozen=True):
    """A run beside a baseline.

    ``audit``: the run, its known findings marked as such. ``gone``: what the baseline holds and the
    run, which would have found it, has not. ``elsewhere``: how many entries are of channels or
    checks that the run is not about.
    """

    audit: Audit
    gone: tuple[Identity, ...]
    elsewhere: int


def write_baseline(audit: Audit, path: str | Path) -> None:
    """Write the violations and warnings of ``audit`` as a baseline, sorted; one is one entry.

    ``start`` is an instant in UTC. Raises OSError for a path that cannot be written.
    """
    counts = Counter(identity(finding) for finding in audit.findings if finding.severity in HELD)
    entries = [known_to_json(known, count) for known, count in sorted(counts.items())]
    plain = {"schedcheck_baseline": VERSION, "findings": entries}
    with replacing(Path(path)) as part:
        part.write_text(json_text(plain), encoding="utf-8", newline="")


def load_baseline(path: str | Path) -> Counter[Identity]:
    """How often each finding is known. Raises ConfigError for what is not a baseline."""
    try:
        plain = json_value(content_of(path).decode("utf-8"))
    except ValueError as error:
        raise ConfigError(
            msg("%(file)s: not JSON: %(error)s", file=path, error=Reason.of(error))
        ) from error
    if not isinstance(plain, dict) or plain.get("schedcheck_baseline") != VERSION:
        words = msg(
            "%(file)s: not a baseline of this version; --write-baseline makes one", file=path
        )
        raise ConfigError(words)
    try:
        return Counter(dict(known_from_json(entry) for entry in plain["findings"]))
    except WRONG as error:
        words = msg("%(file)s: an entry is not right: %(error)s", file=path, error=Reason.of(error))
        raise ConfigError(words) from error


def compare(audit: Audit, baseline: Counter[Identity], codes: Collection[str]) -> Compared:
    """Mark what is known in ``audit``, a run of the checks ``codes``.

    Where there are more of one identity than the baseline holds, the first are known.
    """
    left = Counter(baseline)
    findings: list[Finding] = []
    for finding in audit.findings:
        key = identity(finding)
        known = finding.severity in HELD and left[key] > 0
        if known:
            left[key] -= 1
        findings.append(finding._replace(known=True) if known else finding)
    channels = {report.id for report in audit.channels}
    missing = sorted(left.elements())
    gone = tuple(one for one in missing if one.channel in channels and one.code in codes)
    return Compared(
        replace(audit, findings=tuple(findings)), gone, elsewhere=len(missing) - len(gone)
    )
