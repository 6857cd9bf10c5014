"""Findings as tables for a terminal, or as plain lines for a pipe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from schedcheck.law.rule_text import offence_lines
from schedcheck.messages import _, in_language, plural
from schedcheck.messages.formats import clock_beside, day_in_words, decimal_in_words, short_weekday
from schedcheck.messages.message import where_in_words
from schedcheck.reports.closing import closing_lines, is_unknown
from schedcheck.reports.view import account_lines, source_line
from schedcheck.reports.wording import (
    SEVERITIES,
    also_on,
    by_code,
    channel_labels,
    check_name,
    clock_of,
    decision_words,
    nearest_starts,
    offer,
    one_line,
    places_of,
    visible,
    zone_from,
)
from schedcheck.results.finding import AlikeFaults, Finding, Severity, alike
from schedcheck.results.networks import GroupedFinding, group_by_network
from schedcheck.results.results import Results
from schedcheck.results.totals import faults_by_channel

#: Below this width, tables would lose their columns: their rows are stacked.
_STACKED = 100
#: Texts up to this width share lines there.
_SHORT = 30
#: By how much the lines of a text after its first are further in, and what is left for them.
_FURTHER_IN = "  "
_LEAST_ROOM = 20
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
    printer.dismissed()
    printer.faults()
    printer.notes()
    printer.channels()
    for line in closing_lines(audit, reasons=bool(audit.known)):
        printer.say(line)


def print_notes(audit: Results, console: Console) -> None:
    """Print how each source was read: beside the formats that have no place for it."""
    _Printer(audit, console, verbose=True).notes()


def print_batch(results: Results, console: Console) -> None:
    """Print how many channels were judged, those with violations, files not read well, totals."""
    printer = _Printer(results.fresh(), console, verbose=False)
    headline, *totals = closing_lines(results, reasons=bool(results.known))
    printer.say(headline, "bold")
    printer.violations_by_channel()
    printer.outside()
    printer.dismissed()
    printer.bad_files()
    for line in totals:
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
        """Print a text; on a terminal in lines of its width, all but the first further in."""
        if self._plain or cell_len(text) <= self._console.width:
            self._console.print(Text(text, style), soft_wrap=True)
            return
        bare = text.lstrip()
        begin = " " * (len(text) - len(bare))
        room = max(self._console.width - len(begin) - len(_FURTHER_IN), _LEAST_ROOM)
        for number, line in enumerate(Text(bare).wrap(self._console, room)):
            margin = begin + (_FURTHER_IN if number else "")
            self._console.print(Text(f"{margin}{line.plain.rstrip()}", style), soft_wrap=True)

    def programmes(self, severity: Severity) -> None:
        """Violations, warnings or notices; notices only as counts unless verbose."""
        findings = list(self._audit.of(severity))
        if not findings:
            return
        if severity is Severity.NOTICE and not self._verbose:
            counts = ", ".join(
                f"{check_name(code)} {count}" for code, count in by_code(findings).items()
            )
            self.say(f"{SEVERITIES[severity]} ({len(findings)}): {counts}", _STYLES[severity])
            return
        self._programmes(findings, str(SEVERITIES[severity]), _STYLES[severity])

    def violations_by_channel(self) -> None:
        """A line for each channel that has violations, the gravest first."""
        from schedcheck.reports.overview import STATES, overview  # of batches alone

        guilty = [row for row in overview(self._audit) if row.report and row.report.violations]
        if not guilty:
            return
        violations = self._audit.of(Severity.VIOLATION)
        doubt = Counter(one.channel for one in violations if one.in_doubt)
        headings = [_("Channel"), str(SEVERITIES[Severity.VIOLATION]), _("In doubt")]
        headings += [_("Minutes"), _("State")]
        rows = [
            [
                row.label,
                str(row.report.violations if row.report else 0),
                str(doubt[row.channel.id]),
                ("≥ " if row.minutes.at_least else "") + decimal_in_words(row.minutes.total),
                str(STATES[row.state]),
            ]
            for row in guilty
        ]
        self._table(headings, rows, set(headings))

    def bad_files(self) -> None:
        """A line for each file that was not read wholly: how many faults, and the first."""
        by_file: dict[str, list[Finding]] = {}
        for fault in self._audit.of(Severity.FAULT):
            by_file.setdefault(fault.file, []).append(fault)
        for file, faults in by_file.items():
            count = plural("%(count)d fault", "%(count)d faults", len(faults))
            words = one_line(f"{file}: {count}: {faults[0].message}")
            self.say(words, _STYLES[Severity.FAULT])

    def outside(self) -> None:
        """Violations and warnings outside the week asked for."""
        graver = [one for one in self._audit.outside if one.severity is not Severity.NOTICE]
        if graver:
            self._programmes(graver, _("Outside the week"), _STYLES[graver[0].severity])

    def dismissed(self) -> None:
        """What the authority dismissed."""
        dismissed = self._audit.dismissed
        if dismissed:
            self._programmes(dismissed, _("Dismissed"), _STYLES[Severity.NOTICE])

    def _programmes(self, findings: Sequence[Finding], name: str, style: str) -> None:
        told = group_by_network(findings, self._audit.channels)
        heading = f"{name} ({len(findings)})"
        if len(told) < len(findings):
            heading = _("%(severity)s (%(count)d, rows: %(rows)d)") % {
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
        rule = check_name(finding.code)
        if finding.severity is Severity.VIOLATION:
            rule = " + ".join((finding.rule, *finding.also_rules))
        words = nearest_starts(finding)
        if finding.in_doubt:
            words.append(_("in doubt"))
        if finding.decision:
            words.append(decision_words(finding.decision))
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
        """What could not be read may hide a violation; each place of it by itself if verbose."""
        findings = list(self._audit.of(Severity.FAULT))
        if findings:
            self.say(f"{SEVERITIES[Severity.FAULT]} ({len(findings)})", _STYLES[Severity.FAULT])
            told = [AlikeFaults(one, 1) for one in findings] if self._verbose else alike(findings)
            rows = [
                [
                    one_line(places_of(one)),
                    check_name(one.finding.code),
                    one_line(one.finding.message),
                    one_line(one.finding.evidence.text),
                ]
                for one in told
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
        unknown = [finding.channel for finding in self._audit.findings if is_unknown(finding)]
        faults = faults_by_channel(self._audit)
        rows = []
        for report in self._audit.channels:
            numbers = (
                *(report.programmes, report.marked, report.unmarked),
                *(report.violations, report.warnings, report.notices),
                *(faults.get(report.id, 0), unknown.count(report.id)),
            )
            assumed = "" if report.zone_from in _KNOWN_ZONES else "*"
            rows.append(
                [self._labels[report.id], *map(str, numbers), f"{clock_of(report)}{assumed}"]
            )
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
        least = _least_width(headings, rows, unbroken)
        if self._console.width < max(_STACKED, least):
            self._stacked(headings, rows)
            return
        table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
        for heading in headings:
            longest = max(map(cell_len, heading.split()), default=1)
            table.add_column(
                Text(heading), no_wrap=heading in unbroken, overflow="fold", min_width=longest
            )
        for row in rows:
            table.add_row(*(_dim_below(text) for text in row))
        self._console.print(table)

    def _stacked(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Each row below its first cell, long texts by themselves, without empty cells and 0."""
        for row in rows:
            self._console.print(Text(one_line(row[0]), "bold"))
            told = [one for one in zip(headings, row, strict=True) if one[1] not in {"", "0"}][1:]
            long = [one for one in told if "\n" in one[1] or cell_len(one[1]) > _SHORT]
            short = [f"{heading}: {text}" for heading, text in told if (heading, text) not in long]
            lines = packed(short, self._console.width - len(_FURTHER_IN))
            for heading, text in long:
                lines += f"{heading}: {visible(text)}".split("\n")
            for line in lines:
                self.say(f"{_FURTHER_IN}{line}")
        self.say("")

    def _lines(self, rows: Sequence[Sequence[str]]) -> None:
        cells = [[one_line(text) for text in row] for row in rows]
        widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
        padded = (
            (text + " " * (width - cell_len(text)) for text, width in zip(row, widths, strict=True))
            for row in cells
        )
        # each line printed by itself would take as long as judging
        self.say("\n".join("  ".join(row).rstrip() for row in padded))


def packed(texts: Iterable[str], width: int) -> list[str]:
    """``texts`` in lines of at most ``width`` characters, two spaces between them, none broken."""
    lines: list[str] = []
    for text in texts:
        if lines and cell_len(lines[-1]) + 2 + cell_len(text) <= width:
            lines[-1] += f"  {text}"
        else:
            lines.append(text)
    return lines


def _least_width(
    headings: Sequence[str], rows: Sequence[Sequence[str]], unbroken: Collection[str]
) -> int:
    """The characters that a table needs: unbroken columns whole, others a word of the heading."""
    columns = zip(headings, *rows, strict=True)
    return sum(
        2 + max(map(cell_len, column if column[0] in unbroken else column[0].split()))
        for column in columns
    )


def _dim_below(text: str) -> Text:
    """The first line as it is, what is below it dimmed."""
    first, *below = visible(text).split("\n")
    return Text.assemble(first, *((f"\n{line}", "dim") for line in below))


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
            key = clock_of(report), report.zone_from
            assumed[key] = assumed.get(key, 0) + 1
    for (zone, code), count in assumed.items():
        channels = plural("%(count)d channel", "%(count)d channels", count)
        yield _("* Zone assumed: %(zone)s for %(channels)s (from: %(from)s).") % {
            "zone": zone,
            "channels": channels,
            "from": zone_from(code),
        }
