"""The sheets that list findings: their columns, and a row from a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count, islice, repeat
from operator import itemgetter

import numpy as np
from msgspec import Struct

from schedcheck.law.rule_text import offence_lines
from schedcheck.messages import Message, _, in_language, msg
from schedcheck.messages.formats import weekday
from schedcheck.messages.message import place_in_words
from schedcheck.reports.view import View
from schedcheck.reports.wording import (
    DUE,
    SEVERITIES,
    also_on,
    check_name,
    clock_of,
    decision_words,
    mark_from,
    zone_in_words,
)
from schedcheck.reports.workbook import sheets
from schedcheck.reports.workbook.sheets import Book, Column, Look, Shown
from schedcheck.reports.workbook.streaming import Value
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.networks import GroupedFinding
from schedcheck.schedule.building import texts_of
from schedcheck.schedule.placing import on_clock, seconds

#: key -> heading, look, width at least and at most, in characters.
_COLUMNS: Mapping[str, tuple[Message, Look, int, int]] = {
    "number": (msg("No."), sheets.COUNT, 4, 6),
    "channel": (msg("Channel"), sheets.TEXT, 10, 18),
    "also_on": (msg("Also on"), sheets.TEXT, 10, 24),
    "code": (msg("Check"), sheets.TEXT, 14, 18),
    "day": (msg("Weekday"), sheets.TEXT, 9, 11),
    "date": (msg("Date"), sheets.DATE, 10, 10),
    "start": (msg("Start"), sheets.TIME, 8, 10),
    "end": (msg("End"), sheets.TIME, 10, 11),
    "zone": (msg("Zone"), sheets.TEXT, 10, 13),
    "title": (msg("Title"), sheets.TEXT, 18, 28),
    "age_class": (msg("Age class"), sheets.CENTRED, 6, 8),
    "mark": (msg("Mark"), sheets.CENTRED, 6, 10),
    "mark_from": (msg("Mark from"), sheets.TEXT, 7, 10),
    "minutes": (msg("Minutes in the forbidden window"), sheets.MINUTES, 9, 10),
    "earlier": (msg("Lawful start before"), sheets.TIME, 10, 11),
    "later": (msg("Lawful start after"), sheets.TIME, 10, 11),
    "rule": (msg("Rule"), sheets.TEXT, 9, 12),
    "citation": (msg("Citation"), sheets.TEXT, 18, 36),
    "offence": (msg("Offence and who decides"), sheets.TEXT, 18, 60),
    **{kind: (words, sheets.DATE, 11, 14) for kind, words in DUE.items()},
    "doubt": (msg("In doubt"), sheets.CENTRED, 8, 10),
    "decision": (msg("Decision"), sheets.TEXT, 14, 26),
    "message": (msg("Message"), sheets.TEXT, 20, 32),
    "text": (msg("Text there"), sheets.TEXT, 20, 40),
    "file": (msg("File"), sheets.TEXT, 10, 17),
    "place": (msg("Place"), sheets.TEXT, 7, 11),
}
_DOUBT = Look(across="center", bold=True, fill="FFE8B8")
_WHEN = ("day", "date", "start", "end", "zone", "title")
_MARK = ("age_class", "mark", "mark_from", "minutes", "rule")
_MOVE = ("earlier", "later")
_WHERE = ("file", "place")
_LAYOUTS: Mapping[Severity, tuple[str, ...]] = {
    Severity.VIOLATION: (
        "number",
        "channel",
        "also_on",
        *_WHEN,
        *_MARK,
        *_MOVE,
        *DUE,
        "doubt",
        "decision",
        "citation",
        "offence",
        "message",
        *_WHERE,
    ),
    Severity.WARNING: (
        "number",
        "channel",
        "also_on",
        "code",
        *_WHEN,
        *_MARK,
        "decision",
        "message",
        *_WHERE,
    ),
    Severity.NOTICE: ("number", "channel", "code", *_WHEN, "mark", "message", *_WHERE),
    Severity.FAULT: ("number", "channel", "code", *_WHERE, "text", "message"),
}
#: So many programmes are taken from a schedule at once, to be listed.
_AT_ONCE = 4096
#: The texts that are shown of a programme without a mark -> where they are in a schedule.
_TEXTS = {"title": "title", "mark": "mark_text", "file": "file", "place": "place"}
#: What gets more room on the sheets that have fewer columns.
_ROOMY = frozenset({"title", "message"})
#: What could not be understood comes from two severities: this is the layout that suits both.
NOT_UNDERSTOOD = ("number", "channel", "code", "date", "start", "title", "mark", "message", "text",
                  *_WHERE)  # fmt: skip


def add_findings(book: Book, view: View, severity: Severity) -> None:
    """Add the sheet of one severity; the notices end with each programme that has no mark."""
    told = view.told(severity)
    layout = _filled(layout_of(view, _LAYOUTS[severity]), told)
    rows = FindingRows(view, told, layout, unmarked=severity is Severity.NOTICE)
    add_table(book, view, str(SEVERITIES[severity]), layout, rows)


def _filled(layout: Sequence[str], told: Sequence[GroupedFinding]) -> tuple[str, ...]:
    """``layout`` without those of some columns that would be empty."""
    filled = {due.kind for one in told for due in one.finding.dates}
    if any(one.branches for one in told):
        filled.add("also_on")
    if any(one.finding.in_doubt for one in told):
        filled.add("doubt")
    if any(one.finding.decision for one in told):
        filled.add("decision")
    optional = {"also_on", "doubt", "decision", *DUE}
    return tuple(key for key in layout if key not in optional or key in filled)


def add_outside(book: Book, view: View) -> None:
    """Add the sheet of what was found outside the week asked for, where there is any."""
    _add_aside(book, view, view.outside, _("Outside the week"))


def add_dismissed(book: Book, view: View) -> None:
    """Add the sheet of what the authority dismissed, where there is any."""
    _add_aside(book, view, view.dismissed, _("Dismissed"))


def _add_aside(book: Book, view: View, findings: Sequence[Finding], title: str) -> None:
    told = view.grouped(findings)
    if told:
        layout = _filled(layout_of(view, _LAYOUTS[Severity.WARNING]), told)
        add_table(book, view, title, layout, FindingRows(view, told, layout))


def add_table(
    book: Book,
    view: View,
    title: str,
    layout: Sequence[str],
    rows: Iterable[Sequence[Value | Shown]],
) -> None:
    """Add a sheet with the columns of ``layout``."""
    zones = view.zones
    # one zone has one clock, unless its offset changed between the schedules
    clocks = list(dict.fromkeys(map(clock_of, view.channels))) if len(zones) == 1 else []
    caption = ", ".join((*view.labels.values(), *clocks)) if len(view.channels) == 1 else ""
    columns = []
    for key in layout:
        words, look, least, most = _COLUMNS[key]
        if key in _ROOMY and len(layout) < len(_LAYOUTS[Severity.WARNING]) - 2:
            most += 14
        heading = str(words)
        if key in DUE:
            heading += _articles(view, key)
        if key == "start" and len(clocks) == 1:
            # The zone's name in one line would make the narrowest column the widest.
            heading += ",\n" + clocks[0].replace(" (", "\n(")
        columns.append(Column(heading, look, least, most))
    book.table(title, columns, rows, caption=caption)


def _articles(view: View, kind: str) -> str:
    """The articles that the dates of a kind follow from, for a heading."""
    cited = {due.period for one in view.findings for due in one.dates}
    periods = [one for one in view.audit.rulebook.periods if one.id in cited and one.kind == kind]
    return "\n({})".format("; ".join(in_language(one.labels) for one in periods))


def layout_of(view: View, layout: Sequence[str]) -> tuple[str, ...]:
    """``layout`` without what says the same in every row: the one channel, the one zone."""
    left_out = set()
    if len(view.channels) + len(view.lost) == 1:
        left_out.add("channel")
    if len(view.zones) == 1:
        left_out.add("zone")
    return tuple(key for key in layout if key not in left_out)


class FindingRows(Struct, frozen=True):
    """One row for each finding, numbered from 1, and ``unmarked`` for each programme that is.

    They are made again each time they are gone through: of a long archive they would fill memory.
    """

    view: View
    told: Sequence[GroupedFinding]
    layout: tuple[str, ...]
    unmarked: bool = False

    def __iter__(self) -> Iterator[list[Value | Shown]]:
        yield from _finding_rows(self.view, self.told, self.layout)
        if self.unmarked:
            yield from _unmarked_rows(self.view, self.layout, len(self.told))


def _finding_rows(
    view: View, told: Sequence[GroupedFinding], layout: Sequence[str]
) -> Iterator[list[Value | Shown]]:
    # the words of all rules take longer than a finding, and most sheets have none
    rules = view.audit.rulebook.rules if told else ()
    citations = {rule.id: in_language(rule.citations) for rule in rules}
    offences = {rule.id: "\n".join(offence_lines(rule)) for rule in rules}
    for number, one in enumerate(told, 1):
        finding = one.finding
        broken = (finding.rule, *finding.also_rules)
        values: dict[str, Value | Shown] = {
            "number": number,
            "channel": view.labels.get(finding.channel, finding.channel),
            "also_on": also_on(one, view.labels),
            "code": check_name(finding.code),
            "title": finding.title,
            "age_class": str(view.audit.rulebook.label(finding.age_class)),
            "mark": finding.mark,
            "mark_from": mark_from(finding.mark_from),
            "minutes": _minutes(finding),
            "rule": "\n".join(filter(None, broken)),
            "citation": "\n".join(citations.get(rule, "") for rule in broken),
            "offence": "\n".join(offences.get(rule, "") for rule in broken).strip(),
            "decision": decision_words(finding.decision) if finding.decision else None,
            "doubt": Shown(_("in doubt"), _DOUBT) if finding.in_doubt else None,
            "message": finding.message,
            "text": finding.evidence.text,
            "file": finding.file,
            "place": place_in_words(finding.place),
            **_when(naive(finding.start), naive(finding.stop), _zone(finding)),
            **_moves(finding),
            **dict.fromkeys(DUE),
            **{one.kind: one.day for one in finding.dates},
        }
        yield [values[key] for key in layout]


def _zone(finding: Finding) -> str:
    return zone_in_words(finding.zone, finding.start) if finding.zone else ""


def _minutes(finding: Finding) -> Value | Shown:
    if finding.minutes is not None:
        return finding.minutes
    # A verdict that rests on the start alone has no number of minutes: the end is not known.
    judged = finding.severity in {Severity.VIOLATION, Severity.WARNING} and finding.start
    return _unknown() if judged and finding.stop is None else None


def _unknown() -> Shown:
    return Shown(_("unknown"), sheets.CENTRED)


def naive(moment: datetime | None) -> datetime | None:
    """A moment as the reading of its own clock: cells know no zones."""
    return None if moment is None else moment.replace(tzinfo=None)


def _when(start: datetime | None, stop: datetime | None, zone: str) -> dict[str, Value | Shown]:
    if start is None:
        return {"day": None, "date": None, "start": None, "end": None, "zone": zone}
    end = _unknown() if stop is None else clock_cell(stop, start)
    return {"day": weekday(start), "date": start.date(), "start": start, "end": end, "zone": zone}


def clock_cell(moment: datetime, beside: datetime) -> Value | Shown:
    """A clock reading, with its day where that is another."""
    return moment if moment.date() == beside.date() else Shown(moment, sheets.DAY_AND_TIME)


def _moves(finding: Finding) -> dict[str, Value | Shown]:
    """The nearest lawful starts, where there are any."""
    start, pair = naive(finding.start), finding.nearest or (None, None)
    moments = zip(("earlier", "later"), map(naive, pair), strict=True)
    return {key: clock_cell(moment, start) if moment and start else None for key, moment in moments}


def _unmarked_rows(
    view: View, layout: Sequence[str], numbered: int
) -> Iterator[list[Value | Shown]]:
    message, code = _("No age mark: could not be judged."), check_name("unmarked")
    for report in view.channels:
        clock = clock_of(report)
        every = view.rows_of(report.id)
        unmarked = np.flatnonzero(texts_of(every["age_class"]) == "")
        for first in range(0, len(unmarked), _AT_ONCE):
            rows = unmarked[first : first + _AT_ONCE]
            clocks = (
                on_clock(seconds(every[name])[rows], report.zone).view("datetime64[s]").tolist()
                for name in ("start", "stop")
            )
            whens = list(map(_when, *clocks, repeat(clock)))
            texts = {
                key: every[name].array.take(rows).to_numpy(object, na_value="").tolist()
                for key, name in _TEXTS.items()
            }
            columns: dict[str, Iterable[Value | Shown]] = {
                "number": count(numbered + 1),
                "channel": repeat(view.labels[report.id]),
                "code": repeat(code),
                "message": repeat(message),
                **texts,
                "place": map(place_in_words, texts["place"]),
            }
            for key in ("day", "date", "start", "end", "zone"):
                columns[key] = map(itemgetter(key), whens)
            numbered += len(rows)
            chosen = (columns[key] for key in layout)
            yield from map(list, islice(zip(*chosen, strict=False), len(rows)))
