"""Findings as tables for a terminal, or as plain lines for a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from schedcheck.law.rule_text import offence_lines
from schedcheck.messages import _, in_language, plural
from schedcheck.messages.formats import clock_beside, day_in_words, decimal_in_words, short_weekday
from schedcheck.messages.message import where_in_words
from schedcheck.reports.deliveries import delivery_lines
from schedcheck.reports.view import account_lines, source_line
from schedcheck.reports.wording import (
    SEVERITIES,
    also_on,
    by_code,
    channel_labels,
    judged_channels,
    nearest_starts,
    offer,
    on_branches,
    one_line,
    passed_over,
    visible,
    zone_from,
)
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.results import GroupedFinding, Results, told_once
from schedcheck.results.states import State
from schedcheck.results.totals import faults_by_channel, repeated_on_branches

#: From this width on, the place has a column of its own; below, it is under the title.
_WIDE = 150
_STYLES = {
    Severity.VIOLATION: "bold red",
    Severity.WARNING: "yellow",
    Severity.NOTICE: "cyan",
    Severity.FAULT: "magenta",
}
_KNOWN_ZONES = frozenset({"option", "roster"})


def print_audit(audit: Results, console: Console, *, verbose: bool = False) -> None:
    """Print the findings, most serious first, then the totals and what was not understood.

    Notices are only counted unless ``verbose``, which also tells the notes of the readers and,
    where the terminal is narrow, the messages of violations. What the baseline knows is only
    counted. Where ``console`` is not a terminal,
    every finding is one plain line, and nothing is cut.
    """
    printer = _Printer(audit.fresh(), console, verbose=verbose)
    printer.programmes(Severity.VIOLATION)
    printer.rules()
    printer.programmes(Severity.WARNING)
    printer.programmes(Severity.NOTICE)
    printer.outside()
    printer.faults()
    printer.notes()
    printer.channels()
    for line in closing_lines(audit):
        printer.say(line)


class _Printer:
    def __init__(self, audit: Results, console: Console, *, verbose: bool) -> None:
        self._audit = audit
        self._console = console
        self._verbose = verbose
        self._plain = not console.is_terminal
        self._apart = self._plain or console.width >= _WIDE
        self._labels = channel_labels(audit.channels)

    def say(self, text: str, style: str = "") -> None:
        self._console.print(Text(text, style), soft_wrap=self._plain)

    def programmes(self, severity: Severity) -> None:
        """Violations, warnings or notices; notices only as counts unless verbose."""
        findings = list(self._audit.of(severity))
        if not findings:
            return
        if severity is Severity.NOTICE and not self._verbose:
            counts = ", ".join(f"{code} {count}" for code, count in by_code(findings).items())
            self.say(f"{SEVERITIES[severity]} ({len(findings)}): {counts}", _STYLES[severity])
            return
        self._programmes(findings, str(SEVERITIES[severity]), _STYLES[severity])

    def outside(self) -> None:
        """Violations and warnings outside the week asked for."""
        graver = [one for one in self._audit.outside if one.severity is not Severity.NOTICE]
        if graver:
            self._programmes(graver, _("Outside the week"), _STYLES[graver[0].severity])

    def _programmes(self, findings: Sequence[Finding], name: str, style: str) -> None:
        told = told_once(findings, self._audit.channels)
        heading = f"{name} ({len(findings)})"
        if len(told) < len(findings):
            heading = _("%(severity)s (%(count)d, in %(rows)d rows)") % {
                "severity": name,
                "count": len(findings),
                "rows": len(told),
            }
        self.say(heading, style)
        headings = [_("Day"), _("Time"), _("Title"), _("Mark"), _("Minutes"), _("Rule")]
        last = [_("Place"), _("Message")] if self._apart else []
        rows = [self._row(one) for one in told]
        if len(self._labels) > 1:
            headings.insert(0, _("Channel"))
            rows = [
                [self._labels.get(one.finding.channel, one.finding.channel), *row]
                for one, row in zip(told, rows, strict=True)
            ]
        unbroken = {_("Day"), _("Time"), _("Minutes")}
        self._table([*headings, *last], rows, unbroken)

    def _row(self, told: GroupedFinding) -> list[str]:
        finding = told.finding
        day, clock = _when(finding)
        title = one_line(finding.title)
        mark, label = finding.mark, str(self._audit.rulebook.label(finding.age_class))
        if label not in {"", mark}:
            mark = f"{mark} ({label})"
        rule = finding.code
        if finding.severity is Severity.VIOLATION:
            rule = " + ".join((finding.rule, *finding.also_rules))
        words = nearest_starts(finding)
        if self._verbose or self._apart or finding.severity is not Severity.VIOLATION:
            words = [finding.message, *words]
        if told.branches:
            branches = also_on(told, self._labels)
            words = [_("also on: %(channels)s") % {"channels": branches}, *words]
        last = [_place(finding), "; ".join(map(one_line, words))]
        if not self._apart:
            title = "\n".join(filter(None, [title, *last]))
            last = []
        return [day, clock, title, one_line(mark), _minutes(finding), rule, *last]

    def rules(self) -> None:
        """For each rule that a violation breaks where it is written and who decides."""
        violations = list(self._audit.of(Severity.VIOLATION))
        cited = {rule for one in violations for rule in (one.rule, *one.also_rules)}
        rules = [rule for rule in self._audit.rulebook.rules if rule.id in cited]
        for rule in rules:
            self.say(f"{rule.id}: {in_language(rule.citations)}")
            for line in offence_lines(rule):
                self.say(f"  {line}", "dim")
        if rules:
            self.say("")

    def faults(self) -> None:
        """Every fault: what could not be read may hide a violation."""
        findings = list(self._audit.of(Severity.FAULT))
        if findings:
            self.say(f"{SEVERITIES[Severity.FAULT]} ({len(findings)})", _STYLES[Severity.FAULT])
            rows = [
                [_place(fault), fault.code, one_line(fault.message), one_line(fault.evidence.text)]
                for fault in findings
            ]
            self._table([_("Place"), _("Check"), _("Message"), _("Text there")], rows, set())

    def notes(self) -> None:
        """How each source was read and what its reader decided, when asked for."""
        for source in self._audit.sources if self._verbose else ():
            self.say(one_line(source_line(self._audit, source)))
            for line in account_lines(source):
                self.say(one_line(line))
            for note in dict.fromkeys(map(str, (*source.notes, *source.runners_up))):
                self.say(one_line(f"{source.file}: {note}"))
        for name in self._audit.passed_over if self._verbose else ():
            self.say(one_line(_("%(file)s: passed over") % {"file": name}))

    def channels(self) -> None:
        """A line a channel: what was read, what was judged, what was not understood."""
        if not self._audit.channels:
            return
        counted = [
            *(_("Programmes"), _("Marked"), _("Unmarked")),
            *(str(SEVERITIES[severity]) for severity in Severity),
        ]
        unknown = [finding.channel for finding in self._audit.findings if _is_unknown(finding)]
        faults = faults_by_channel(self._audit)
        rows = []
        for report in self._audit.channels:
            numbers = (
                *(report.programmes, report.marked, report.unmarked),
                *(report.violations, report.warnings, report.notices),
                *(faults.get(report.id, 0), unknown.count(report.id)),
            )
            assumed = "" if report.zone_from in _KNOWN_ZONES else "*"
            rows.append([self._labels[report.id], *map(str, numbers), f"{report.zone}{assumed}"])
        headings = [_("Channel"), *counted, _("Unknown marks"), _("Zone")]
        self._table(headings, rows, {*counted, _("Zone")})
        for line in _assumed_zones(self._audit):
            self.say(line)
        for report in self._audit.unmatched:
            if report.nearest:
                self.say(one_line(offer(report)))

    def _table(self, headings: list[str], rows: Sequence[list[str]], unbroken: set[str]) -> None:
        """A table; on a terminal the columns in ``unbroken`` are not wrapped, the others may be."""
        if self._plain:
            self._lines([headings, *rows])
            return
        table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
        for heading in headings:
            table.add_column(Text(heading), no_wrap=heading in unbroken, overflow="fold")
        for row in rows:
            table.add_row(*(_dim_below(text) for text in row))
        self._console.print(table)

    def _lines(self, rows: Sequence[Sequence[str]]) -> None:
        cells = [[one_line(text) for text in row] for row in rows]
        widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
        for row in cells:
            padded = (
                text + " " * (width - cell_len(text))
                for text, width in zip(row, widths, strict=True)
            )
            self.say("  ".join(padded).rstrip())


def _dim_below(text: str) -> Text:
    """The first line as it is, what is below it dimmed."""
    first, *below = visible(text).split("\n")
    return Text.assemble(first, *((f"\n{line}", "dim") for line in below))


def _is_unknown(finding: Finding) -> bool:
    return finding.code == "unknown-mark"


def _place(finding: Finding) -> str:
    return one_line(where_in_words(finding.file, finding.place))


def _minutes(finding: Finding) -> str:
    if finding.minutes is not None:
        return decimal_in_words(finding.minutes)
    return _("unknown") if finding.start is not None and finding.stop is None else ""


def _when(finding: Finding) -> tuple[str, str]:
    if finding.start is None:
        return "", ""
    stop = clock_beside(finding.stop, finding.start) if finding.stop else _("unknown")
    day = f"{short_weekday(finding.start)} {day_in_words(finding.start)}"
    return day, f"{finding.start:%H:%M}–{stop}"


def _assumed_zones(audit: Results) -> Iterator[str]:
    """A line for each zone that is in no option and no roster."""
    assumed: dict[tuple[str, str], int] = {}
    for report in audit.channels:
        if report.zone_from not in _KNOWN_ZONES:
            key = report.zone, report.zone_from
            assumed[key] = assumed.get(key, 0) + 1
    for (zone, code), count in assumed.items():
        channels = plural("%(count)d channel", "%(count)d channels", count)
        yield _("* Zone assumed: %(zone)s for %(channels)s (from: %(from)s).") % {
            "zone": zone,
            "channels": channels,
            "from": zone_from(code),
        }


def closing_lines(audit: Results) -> Iterator[str]:
    """The last lines: whom to call, what was found, and beside it all that was not judged."""
    states = audit.states
    if sum(states.values()) > 1 or not states[State.JUDGED]:
        yield judged_channels(audit)
    yield from delivery_lines(audit)
    known, audit = audit.known, audit.fresh()
    marked = sum(report.marked for report in audit.channels)
    unmarked = sum(report.unmarked for report in audit.channels)
    yield _verdict(audit, marked, unmarked, known=bool(known))
    repeated = repeated_on_branches(audit)
    if repeated:
        yield on_branches(repeated)
    if known:
        yield plural(
            "%(count)d finding is known: it is in the baseline and is not shown here.",
            "%(count)d findings are known: they are in the baseline and are not shown here.",
            known,
        )
    unknown = sum(map(_is_unknown, audit.findings))
    if unknown:
        yield plural(
            "%(count)d age mark was not understood.",
            "%(count)d age marks were not understood.",
            unknown,
        )
    if audit.passed_over:
        yield passed_over(len(audit.passed_over))
    if marked and not (unmarked or known or audit.passed_over or _left_open(audit)):
        yield (
            _("Everything was read and judged; nothing else was found.")
            if audit.count(Severity.VIOLATION)
            else _("Everything was read and judged.")
        )
    faults = audit.count(Severity.FAULT)
    if faults:
        yield plural(
            "%(count)d fault: something could not be read, and may hide a violation.",
            "%(count)d faults: something could not be read, and may hide a violation.",
            faults,
        )


def _verdict(audit: Results, marked: int, unmarked: int, *, known: bool) -> str:
    """How many violations among how many programmes, or that nothing was judged, and why.

    ``marked``, ``unmarked``: the programmes with an age mark and without. ``known``: whether
    findings of the baseline are left out.
    """
    violations = audit.count(Severity.VIOLATION)
    left = plural(
        "%(count)d programme carries no mark and could not be judged",
        "%(count)d programmes carry no mark and could not be judged",
        unmarked,
    )
    if not marked and not violations:
        if unmarked:
            return _("Nothing was judged: no programme with an age mark was read; %(left)s.") % {
                "left": left
            }
        if any(report.outside for report in audit.channels):
            return _("Nothing was judged: no programme lies in the week asked for.")
        return _("Nothing was judged: no programme was read.")
    among = plural(
        "among %(count)d programme with an age mark",
        "among %(count)d programmes with an age mark",
        marked,
    )
    found = plural("%(count)d violation found", "%(count)d violations found", violations)
    if not violations and known:
        found = _("No violation found that the baseline has not")
    elif not violations:
        found = _("No violation found")
    return f"{found} {among}; {left}." if unmarked else f"{found} {among}."


def _left_open(audit: Results) -> bool:
    """Whether there is more than violations: other findings, or days not delivered."""
    others = any(finding.severity is not Severity.VIOLATION for finding in audit.findings)
    return others or any(delivery_lines(audit))
