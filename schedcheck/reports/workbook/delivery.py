"""The *Delivery* sheet: what came of each channel, what did not, and what was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schedcheck.messages import _, plural
from schedcheck.messages.formats import (
    count_in_words,
    days_in_words,
    number_in_words,
    percent_in_words,
    stretch_in_words,
)
from schedcheck.reports.deliveries import outside_words, version_lines
from schedcheck.reports.overview import STATES
from schedcheck.reports.view import View, period
from schedcheck.reports.wording import places_of
from schedcheck.reports.workbook.sheets import NO_COUNT, SECTION, TEXT, Book, Column, Look, Shown
from schedcheck.reports.workbook.streaming import Value
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.results import ChannelReport, Results, SourceReport
from schedcheck.results.states import State
from schedcheck.results.totals import alike

#: So many places are listed here; the sheet of faults has them all.
_MOST_PLACES = 200
_JUDGED = Look(bold=True)
_OPEN = Look(bold=True, fill="FFE8B8")

Row = tuple[Value | Shown, Value | Shown]


def add_delivery(book: Book, view: View) -> None:
    """Add the *Delivery* sheet for the channels of ``view``, the first one of a workbook."""
    columns = [Column(_("Delivery"), TEXT, 24, 38), Column(_("Details"), TEXT, 60, 110)]
    captions = ", ".join(view.labels.values()) if len(view.channels) == 1 else ""
    sheet = book.table(_("Delivery"), columns, _rows(view), caption=captions, landscape=False)
    sheet.auto_filter.ref = None  # not a list


def _rows(view: View) -> Iterator[Row]:
    for report in view.channels:
        yield _section(_("Channel: %(channel)s") % {"channel": view.labels[report.id]})
        yield from _channel(view.audit, report)
    yield _section(_("Files"))
    for source in view.sources:
        yield source.file, _source(source)
    if not view.sources:
        yield _("Files"), _("None: nothing was read.")
    yield _section(_("Not understood"))
    yield from _lost(view.of(Severity.FAULT))


def _section(title: str) -> Row:
    return Shown(title, SECTION), Shown(None, SECTION)


def _channel(results: Results, report: ChannelReport) -> Iterator[Row]:
    state = results.state(report)
    look = _JUDGED if state is State.JUDGED else _OPEN
    yield _("State"), Shown(str(STATES[state]), look)
    if results.span:
        days = results.span.days
        yield _("Days of the run"), days_in_words(days.first, days.last)
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
    for line in version_lines(report):
        yield _("Versions"), Shown(line, _OPEN)
    yield _("Programmes"), count_in_words(report.programmes)
    share = report.marked / report.programmes if report.programmes else None
    yield (
        _("With an age mark"),
        f"{count_in_words(report.marked)} ({percent_in_words(share)})",
    )


def _source(source: SourceReport) -> str:
    read = plural("%(count)d programme", "%(count)d programmes", source.programmes)
    faults = plural("%(count)d fault", "%(count)d faults", source.faults)
    return f"{source.format or _('not read')}: {read}, {faults}\nSHA-256 {source.sha256 or '–'}"


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
