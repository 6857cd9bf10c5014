"""The findings as CSV: one a row, for spreadsheets and scripts."""

from __future__ import annotations

import csv
import io

from schedcheck.law.rule import PERIOD_KINDS
from schedcheck.results.codec import finding_to_json
from schedcheck.results.results import Results

#: The columns: those of a finding in JSON, and of those that may be missing there some more: of the
#: dates that follow from an offence the days, each under its kind.
COLUMNS = (
    "code",
    "severity",
    "channel",
    "title",
    "start",
    "stop",
    "stop_from",
    "zone",
    "age_class",
    "mark",
    "mark_from",
    "minutes",
    "rule",
    "message",
    "file",
    "place",
    "earlier",
    "later",
    "known",
    "also_rules",
    "outside",
    "in_doubt",
    *PERIOD_KINDS,
    "outcome",
    "decided",
    "why",
    "penalty",
)


def dumps(audit: Results) -> str:
    """The findings as RFC 4180 has CSV: a header row, commas, CR LF, quotes where they must be.

    Values are those of the JSON. Texts are as they were read: one that begins with ``=`` is a
    formula for a spreadsheet program that opens the file, which a workbook never is.
    """
    lines = io.StringIO(newline="")
    writer = csv.DictWriter(lines, COLUMNS, restval="", extrasaction="ignore")
    writer.writeheader()
    for finding in audit.findings:
        plain = finding_to_json(finding)
        also = "; ".join(finding.also_rules)
        dates = {one.kind: one.day.isoformat() for one in finding.dates}
        decision = plain.get("decision", {})
        writer.writerow(
            {
                **plain,
                **plain.get("nearest", {}),
                "also_rules": also,
                **dates,
                **{name: decision.get(name, "") for name in ("outcome", "why", "penalty")},
                "decided": decision.get("date", ""),
            }
        )
    return lines.getvalue().encode("utf-8", "backslashreplace").decode("utf-8")
