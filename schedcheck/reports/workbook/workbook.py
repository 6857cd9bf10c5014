"""The workbooks of violations, of a channel or of all of an audit, their first and last sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from schedcheck._version import __version__
from schedcheck.law.rule_text import offence_lines
from schedcheck.law.rulebook import Rule
from schedcheck.messages import Message, _, in_language, msg, plural
from schedcheck.messages.formats import (
    count_in_words,
    day_in_words,
    days_in_words,
    number_in_words,
    percent_in_words,
    stretch_in_words,
)
from schedcheck.reports.deliveries import outside_words, version_lines
from schedcheck.reports.overview import STATES
from schedcheck.reports.view import (
    View,
    applied_rules,
    how_read,
    lost_channel,
    period,
)
from schedcheck.reports.wording import (
    SEVERITIES,
    judged_clock,
    made_words,
    off_lines,
    offer,
    passed_over,
    places_of,
    source_clock_of,
    unused_words,
    zone_from,
)
from schedcheck.reports.workbook.finding_sheets import add_dismissed, add_findings, add_outside
from schedcheck.reports.workbook.sheets import (
    DETAILS,
    NO_COUNT,
    SECTION,
    TEXT,
    Book,
    Column,
    Look,
    Shown,
)
from schedcheck.reports.workbook.streaming import Value
from schedcheck.reports.workbook.week import MOST_WEEKS, Weeks, add_weeks
from schedcheck.results.finding import Finding, Severity, alike
from schedcheck.results.results import ChannelReport, NotUnderstood, Results, SourceReport
from schedcheck.results.states import State

_MEANINGS: Mapping[Severity, Message] = {
    Severity.VIOLATION: msg(
        "A programme of a class that a rule binds was on air inside that rule's forbidden window."
    ),
    Severity.WARNING: msg(
        "There may be a violation, and it rests on something to be looked up: "
        "a foreign or unclear mark, a clock reading, an end that is not printed."
    ),
    Severity.NOTICE: msg(
        "No violation in itself: programmes without an age mark, which could not be judged, "
        "marks that are not understood, and places where the schedule contradicts itself."
    ),
    Severity.FAULT: msg("What could not be read. It was not judged, and may hide a violation."),
}
_NAMED = 20  # files passed over
_NUMBER = Look("#,##0", across="left")
#: So many places are listed under the delivery; the sheet of faults has them all.
_MOST_PLACES = 200
_JUDGED = Look(bold=True)
_OPEN = Look(bold=True, fill="FFE8B8")

Row = tuple[Value | Shown, Value | Shown]


def add_delivery(book: Book, view: View) -> None:
    """Add the *Delivery* sheet, the first one: what came of each channel, and what did not."""
    _add_details(book, view, _("Delivery"), _delivery_rows(view))


def add_about(book: Book, view: View, weeks: Mapping[str, Weeks]) -> None:
    """Add the *About* sheet for ``view``; ``weeks`` tells by channel which weeks are drawn."""
    _add_details(book, view, _("About"), _about_rows(view, weeks))


def _add_details(book: Book, view: View, title: str, rows: Iterable[Row]) -> None:
    """Add a sheet of details, each with its name."""
    columns = [Column(title, TEXT, 24, 38), Column(_("Details"), TEXT, 60, 110)]
    names = [*view.labels.values(), *(one.name for one in view.lost)]
    captions = names[0] if len(names) == 1 else ""
    book.table(title, columns, rows, caption=captions, form=DETAILS)


def _delivery_rows(view: View) -> Iterator[Row]:
    for report in view.channels:
        yield _section(_("Channel: %(channel)s") % {"channel": view.labels[report.id]})
        yield from _delivered(view.audit, report)
    for lost in view.lost:
        yield _section(_("Channel: %(channel)s") % {"channel": lost.name})
        yield from _state_of(view.audit, State.NOT_UNDERSTOOD)
        yield _("Programmes"), _("None: nothing was read.")
    yield _section(_("Files"))
    for source in view.sources:
        yield source.file, _source(source)
    if not view.sources:
        yield _("Files"), _("None: nothing was read.")
    yield _section(_("Not understood"))
    yield from _lost(view.of(Severity.FAULT))


def _delivered(results: Results, report: ChannelReport) -> Iterator[Row]:
    yield from _state_of(results, results.state(report))
    yield _("Period covered"), period(report)
    coverage = report.coverage
    if coverage:
        yield (
            _("Hours covered"),
            _("%(covered)s of %(all)s")
            % {
                "covered": number_in_words(coverage.covered),
                "all": number_in_words(coverage.expected),
            },
        )
        if coverage.holes:
            holes = "\n".join(stretch_in_words(*hole) for hole in coverage.holes)
            yield _("No schedule for"), Shown(holes, _OPEN)
    if report.outside:
        yield _("Outside the week"), outside_words(report)
    for line in version_lines(report) if report.versions else ():
        yield _("Versions"), Shown(line, _OPEN)
    yield _("Programmes"), count_in_words(report.programmes)
    share = report.marked / report.programmes if report.programmes else None
    yield (
        _("With an age mark"),
        f"{count_in_words(report.marked)} ({percent_in_words(share)})",
    )


def _state_of(results: Results, state: State) -> Iterator[Row]:
    """What became of a delivery, and the days that it was to be about."""
    yield _("State"), Shown(str(STATES[state]), _JUDGED if state is State.JUDGED else _OPEN)
    if results.span:
        days = results.span.days
        yield _("Days of the run"), days_in_words(days.first, days.last)


def _lost(faults: Iterable[Finding]) -> Iterator[Row]:
    places = alike(faults)
    for one in places[:_MOST_PLACES]:
        words = "\n".join(filter(None, (one.finding.message, one.finding.evidence.text)))
        yield places_of(one), Shown(words, _OPEN)
    if len(places) > _MOST_PLACES:
        left = len(places) - _MOST_PLACES
        yield Shown(left, NO_COUNT), _("more places; the sheet of faults lists them all")
    if not places:
        yield _("None"), _("Everything in these files was understood.")


def _about_rows(view: View, weeks: Mapping[str, Weeks]) -> Iterator[Row]:
    yield from _program(view.audit)
    for report in view.channels:
        yield from _channel(view, report)
        if report.id in weeks:
            yield _("Weeks drawn"), _drawn(weeks[report.id])
    yield from _rules_of_all(view)
    yield _section(_("Sources"))
    for source in view.sources:
        yield source.file, _source(source, how_read(source))
    if not view.sources:
        yield _("Sources"), _("None: nothing was read.")
    if view.audit.passed_over:
        yield _("Passed over"), _passed_over(view.audit)
    yield _section(_("What the sheets mean"))
    yield from ((str(SEVERITIES[severity]), str(_MEANINGS[severity])) for severity in Severity)
    yield from _unverified(view)


def _section(title: str) -> Row:
    return Shown(title, SECTION), Shown(None, SECTION)


def _program(audit: Results) -> Iterator[Row]:
    yield _section(_("How this was made"))
    yield _("Program"), f"schedcheck {__version__}"
    yield _("Time zone data"), f"tzdata {audit.tzdata}"
    yield _("Rulebook"), f"{audit.rulebook.id}: {in_language(audit.rulebook.names)}"
    yield _("SHA-256 of the rulebook"), audit.rulebook.sha256
    checks = audit.checks
    if checks.ran:
        yield _("Checks made"), made_words(checks, all_named=True)
    if checks.off:
        yield _("Checks that were switched off"), "\n".join(off_lines(checks))
    if checks.unused:
        yield _("Settings beside the schedules, not obeyed"), unused_words(checks)


def _channel(view: View, report: ChannelReport) -> Iterator[Row]:
    label = view.labels[report.id]
    yield _section(_("Channel: %(channel)s") % {"channel": label})
    yield _("Name"), report.name or _("not given")
    known = _("in the roster") if report.in_roster else _("in no roster; judged as domestic")
    yield _("Id"), f"{report.id} ({known})"
    if report.nearest:
        yield _("May be"), offer(report)
    yield _("Zone judged"), _zone(judged_clock(report), report.zone_from)
    yield (
        _("Readings without an offset were read in"),
        _zone(source_clock_of(report), report.source_zone_from),
    )
    yield _("Programmes with a printed offset"), Shown(report.printed_offsets, _NUMBER)
    yield _("Period covered"), period(report)
    yield _("Programmes read"), Shown(report.programmes, _NUMBER)
    yield _("Programmes with an age mark"), Shown(report.marked, _NUMBER)
    yield _("Programmes without one, not judged"), Shown(report.unmarked, _NUMBER)


def _zone(zone: str, code: str) -> str:
    return _("%(zone)s (from: %(from)s)") % {"zone": zone, "from": zone_from(code)}


def _drawn(weeks: Weeks) -> str:
    if len(weeks.drawn) == weeks.total:
        return _("all (%(total)d)") % {"total": weeks.total}
    return _(
        "%(drawn)d of %(total)d: the first with violations, or the first week where there are none"
    ) % {"drawn": len(weeks.drawn), "total": weeks.total}


def _rules_of_all(view: View) -> Iterator[Row]:
    """The rules of the channels; those that several are judged by are printed once for them."""
    alike: dict[tuple[Row, ...], list[str]] = {}
    for report in view.channels:
        alike.setdefault(tuple(_rules(view.audit, report)), []).append(view.labels[report.id])
    for (heading, *rows), names in alike.items():
        yield heading
        if len(view.channels) > 1:
            yield _("Channels judged by them"), ", ".join(names)
        yield from rows


def _rules(audit: Results, report: ChannelReport) -> Iterator[Row]:
    binding = applied_rules(audit, report)
    applied = [rule for rule in binding if _in_force(rule, report)]
    yield _section(_("Rules applied"))
    for rule in applied:
        yield (
            rule.id,
            "\n".join(
                (
                    in_language(rule.titles),
                    in_language(rule.citations),
                    *offence_lines(rule),
                    _in_words(rule),
                )
            ),
        )
    if not applied:
        yield _("None"), _("No rule of the rulebook binds this channel.")
    left_out = [(entry.rule, str(entry.reason)) for entry in report.left_out]
    left_out += [(rule.id, _not_in_force(rule)) for rule in binding if rule not in applied]
    if left_out:
        yield _section(_("Rules left out"))
        yield from left_out


def _in_force(rule: Rule, report: ChannelReport) -> bool:
    """Whether a rule held on any day of the channel's schedule."""
    if report.first is None or report.last is None:
        return True
    return (rule.first is None or rule.first <= report.last.date()) and (
        rule.last is None or rule.last >= report.first.date()
    )


def _not_in_force(rule: Rule) -> str:
    return _("not in force on the days of the schedule (%(first)s – %(last)s)") % _validity(rule)


def _in_words(rule: Rule) -> str:
    return _("In force: %(first)s – %(last)s") % _validity(rule)


def _validity(rule: Rule) -> dict[str, str]:
    return {
        "first": _day(rule.first, _("from the beginning")),
        "last": _day(rule.last, _("no end set")),
    }


def _day(day: date | None, otherwise: str) -> str:
    return day_in_words(day) if day else otherwise


def _source(source: SourceReport, notes: Iterable[str] = ()) -> str:
    read = plural("%(count)d programme", "%(count)d programmes", source.programmes)
    faults = plural("%(count)d fault", "%(count)d faults", source.faults)
    kind = source.format or _("not read")
    lines = [
        f"{kind}: {read}, {faults}",
        f"SHA-256 {source.sha256 or '–'}",
    ]
    return "\n".join([*lines, *notes])


def _passed_over(audit: Results) -> str:
    """How many files were not schedules by their names, and the first of the names."""
    names = audit.passed_over
    more = [_("and others")] if len(names) > _NAMED else []
    return "\n".join([passed_over(len(names)), *names[:_NAMED], *more])


def _unverified(view: View) -> Iterator[Row]:
    yield from _periods(view)
    cited = {rule for finding in view.findings for rule in (finding.rule, *finding.also_rules)}
    rules = [rule for rule in view.audit.rulebook.rules if rule.id in cited]
    for head, points in (
        (_("What does not show in a schedule"), {rule.id: rule.limits for rule in rules}),
        (
            _("Points of the rules cited that no text was seen for"),
            {rule.id: rule.unverified for rule in rules},
        ),
    ):
        if any(points.values()):
            yield _section(head)
        for rule_id, texts in points.items():
            if texts:
                yield rule_id, "\n".join(map(_, texts))


def _periods(view: View) -> Iterator[Row]:
    """The articles that dates of the findings follow from."""
    cited = {due.period for finding in view.findings for due in finding.dates}
    periods = [one for one in view.audit.rulebook.periods if one.id in cited]
    if periods:
        yield _section(_("Dates that follow from an offence"))
        yield (
            _("What they are"),
            _(
                "Days of the calendar, counted from the local day of the first minute in the "
                "forbidden window. They are only named: what counts in a case is decided by people."
            ),
        )
    for one in periods:
        months = plural("%(count)d month", "%(count)d months", one.months)
        lines = (f"{in_language(one.citations)}: {months}", *map(_, one.unverified))
        yield in_language(one.names), "\n".join(lines)


def write_lost_workbook(results: Results, lost: NotUnderstood, path: Path) -> None:
    """Write the workbook of a channel of which nothing could be read: what came, and why not.

    It has no sheets of violations: nothing was judged, so none of them could be empty for a reason.
    Raises OSError when ``path`` cannot be written.
    """
    view = lost_channel(results, lost)
    book = Book()
    add_delivery(book, view)
    add_findings(book, view, Severity.FAULT)
    add_about(book, view, {})
    book.save(path)


def write_workbook(view: View, path: Path) -> None:
    """Write the workbook of one channel, or of all: the delivery, findings, weeks, what verdicts
    rest on. Weeks are drawn for at most six channels.

    Raises OSError when ``path`` cannot be written.
    """
    book = Book()
    add_delivery(book, view)
    for severity in Severity:
        add_findings(book, view, severity)
    add_outside(book, view)
    add_dismissed(book, view)
    drawn = view.channels if len(view.channels) <= MOST_WEEKS else ()
    weeks = {report.id: add_weeks(book, view, report) for report in drawn}
    add_about(book, view, weeks)
    book.save(path)
