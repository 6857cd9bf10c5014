"""The findings as a JUnit report, which every continuous integration shows.

A channel is a suite, a violation is a test that failed, what could not be read a test that could
not be run. No clock is asked: a suite is stamped with the beginning of its schedule.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from schedcheck.messages import _
from schedcheck.messages.message import line_number, where_in_words
from schedcheck.reports.wording import (
    channel_labels,
    decision_words,
    nearest_starts,
    off_lines,
    unused_words,
    visible,
    whole_line,
)
from schedcheck.results.codec import moment_text
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.results import ChannelReport, ChecksMade, Results

#: ``--fail-on`` -> what is then a failure.
FAILURES: Mapping[str, tuple[Severity, ...]] = {
    "violation": (Severity.VIOLATION,),
    "warning": (Severity.VIOLATION, Severity.WARNING),
    "never": (),
}


def dumps(audit: Results, fail_on: str = "violation") -> str:
    """The audit as JUnit XML: what ``fail_on`` asks for has failed, other findings are skipped.

    Notices are only counted. Faults without a channel are reported in a suite of their file's name.
    """
    by_suite: dict[str, list[Finding]] = defaultdict(list)
    for finding in audit.findings:
        if finding.severity is not Severity.NOTICE:
            by_suite[finding.channel or finding.file].append(finding)
    labels = channel_labels(audit.channels, sys.maxsize)  # for programs: nothing is cut
    suites = [
        _suite(labels[report.id], by_suite.pop(report.id, []), fail_on, (report, audit.checks))
        for report in audit.channels
    ]
    suites += [_suite(name, findings, fail_on) for name, findings in sorted(by_suite.items())]
    root = etree.Element("testsuites", name="schedcheck", time="0")
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    root.extend(suites)
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return text.decode("utf-8")


def _suite(
    name: str,
    findings: Sequence[Finding],
    fail_on: str,
    judged: tuple[ChannelReport, ChecksMade] | None = None,
) -> etree._Element:
    suite = etree.Element("testsuite", name=whole_line(name), time="0")
    report = judged[0] if judged else None
    if judged and report is not None:
        if report.first is not None:
            suite.set("timestamp", str(moment_text(report.first)))
        _properties(suite, *judged)
    cases = [_case(suite, finding, fail_on) for finding in findings]
    if report is not None and not cases:
        words = _("nothing to be looked at among the programmes with an age mark: %(count)s")
        name = words % {"count": report.marked}
        cases.append(etree.SubElement(suite, "testcase", name=name, classname=report.id, time="0"))
    suite.set("tests", str(len(cases)))
    for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(sum(case.find(tag) is not None for case in cases)))
    return suite


def _properties(suite: etree._Element, report: ChannelReport, checks: ChecksMade) -> None:
    values: Iterable[tuple[str, object]] = (
        ("channel", report.id),
        ("zone", report.zone),
        ("zone-from", report.zone_from),
        ("source-zone", report.source_zone),
        ("source-zone-from", report.source_zone_from),
        ("programmes", report.programmes),
        ("marked", report.marked),
        ("unmarked", report.unmarked),
        ("violations", report.violations),
        ("warnings", report.warnings),
        ("notices", report.notices),
        ("checks", " ".join(checks.ran)),
        ("checks-off", "; ".join(off_lines(checks))),
        ("unused-settings", unused_words(checks)),
    )
    properties = etree.SubElement(suite, "properties")
    for name, value in values:
        etree.SubElement(properties, "property", name=name, value=whole_line(str(value)))


def _case(suite: etree._Element, finding: Finding, fail_on: str) -> etree._Element:
    start = f"{finding.start:%Y-%m-%d %H:%M}" if finding.start else ""
    name = " ".join(filter(None, [finding.code, start, finding.title or finding.place]))
    case = etree.SubElement(
        suite,
        "testcase",
        name=whole_line(name),
        classname=whole_line(finding.channel or finding.file),
        time="0",
        file=whole_line(finding.file),
    )
    line = line_number(finding.place)
    if line is not None:
        case.set("line", str(line))
    if finding.severity is Severity.FAULT:
        tag = "error"
    else:
        failed = finding.severity in FAILURES[fail_on] and not (finding.known or finding.dismissed)
        tag = "failure" if failed else "skipped"
    told = etree.SubElement(case, tag, type=finding.code, message=whole_line(finding.message))
    told.text = visible("\n".join(_lines(finding)))
    return case


def _lines(finding: Finding) -> Iterable[str]:
    """What the log of the test says: the finding, where it is, where it could be."""
    yield finding.message
    yield where_in_words(finding.file, finding.place)
    if finding.evidence.text:
        yield finding.evidence.text
    if finding.in_doubt:
        yield _("In doubt: a warning on the same programme contests it.")
    if finding.known:
        yield _("Known: it is in the baseline.")
    if finding.decision:
        yield decision_words(finding.decision)
    yield from nearest_starts(finding)
