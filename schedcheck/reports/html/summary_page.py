"""``summary.html``: all channels of a run on one page that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from schedcheck.messages import _, in_language, plural
from schedcheck.messages.formats import (
    count_in_words,
    days_in_words,
    number_in_words,
    percent_in_words,
    stretch_in_words,
)
from schedcheck.reports.closing import zone_lines
from schedcheck.reports.html.listed import ListedFinding, articles_of
from schedcheck.reports.html.pages import anchor, page, rendered, write_page
from schedcheck.reports.html.picture import SIGNS, TONES
from schedcheck.reports.overview import SIGNS as STATE_SIGNS
from schedcheck.reports.overview import STATES, Row, day_picture, overview
from schedcheck.reports.view import Tone, how_read
from schedcheck.reports.wording import (
    also_on,
    check_lines,
    in_doubt,
    judged_channels,
    nearest_starts,
    on_branches,
    places_of,
)
from schedcheck.results.finding import AlikeFaults, Finding, Severity, alike
from schedcheck.results.networks import group_by_network
from schedcheck.results.results import Results
from schedcheck.results.states import State
from schedcheck.results.totals import (
    minutes_of,
    repeated_on_branches,
    violations_by_hour,
)

#: The most rows of what was not understood; the workbook has them all.
MOST_LOST = 200
#: The most rows of the list of all violations; the workbook has them all.
MOST_VIOLATIONS = 1000
_MOST_BARS = 24
_LONGEST_BAR = 52.0


class Tile(Struct, frozen=True):
    """A total: ``tone`` is ``bad``, ``open`` (to be looked up) or nothing."""

    words: str
    value: str
    tone: str = ""


class Bar(Struct, frozen=True):
    """A bar of a chart; its width in percent of the chart's."""

    words: str
    count: int
    width: float


class Chart(Struct, frozen=True):
    """Bars, and what they say for those who do not see them."""

    title: str
    words: str
    bars: tuple[Bar, ...]
    more: str = ""


def summary_page(
    results: Results, sections: Iterable[str], workbooks: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The page of a run, in pieces, from what was found and the ``sections`` of its channels.

    The sections are those that ``channel_section`` makes, in the order of ``results.channels``;
    they are taken one at a time and may come from an iterator. ``workbooks``: channel -> where its
    workbook is, from the page.
    """
    book = results.rulebook
    made = {"tzdata": results.tzdata, "rulebook": book.id, "sha256": book.sha256}
    return page("summary.html", _values(results, sections, workbooks), made)


def _values(
    results: Results, sections: Iterable[str], workbooks: Mapping[str, str] | None
) -> dict[str, object]:
    rows = overview(results)
    labels = {row.channel.id: row.label for row in rows}
    lost = alike(results.of(Severity.FAULT))
    lost += [AlikeFaults(one, 1) for one in results.findings if one.code == "unknown-mark"]
    violations = [one for one in results.findings if one.severity is Severity.VIOLATION]
    violations.sort(key=lambda one: one.dismissed)
    cited = {rule for finding in violations for rule in (finding.rule, *finding.also_rules)}
    return {
        "period": period_of(results),
        "verdict": _verdict(results, rows),
        "violations": _listed_violations(results, violations[:MOST_VIOLATIONS], labels),
        "violations_more": max(0, len(violations) - MOST_VIOLATIONS),
        "places_of": places_of,
        "tiles": _tiles(results, rows),
        "rows": rows,
        "labels": labels,
        "workbooks": {channel: quote(file) for channel, file in (workbooks or {}).items()},
        "days": day_picture(results, rows),
        "signs_of_states": _signs_of_states(),
        "absent": [row for row in rows if row.absent],
        "holes": _holes,
        "reckoned": any(row.hours is not None for row in rows if row.report),
        "carried": _carried(results, labels),
        "charts": (_by_hour(results), _by_channel(rows)),
        "lost": lost[:MOST_LOST],
        "lost_more": max(0, len(lost) - MOST_LOST),
        "legend": _legend(),
        "sections": sections,
        "rules": [rule for rule in results.rulebook.rules if rule.id in cited],
        "sources": results.sources,
        "how_read": how_read,
        "checks": list(check_lines(results.checks)),
    }


def _listed_violations(
    results: Results, violations: Iterable[Finding], labels: Mapping[str, str]
) -> list[ListedFinding]:
    """The violations as their table shows them, with the articles that they break."""
    citations = {rule.id: in_language(rule.citations) for rule in results.rulebook.rules}
    judged = {report.id for report in results.channels}
    return [
        ListedFinding(
            one,
            labels.get(one.channel, one.channel),
            str(results.rulebook.label(one.age_class)),
            articles_of(one, citations),
            anchor=anchor(one.channel) if one.channel in judged else "",
        )
        for one in violations
    ]


def verdict_content(results: Results, sections: Iterable[str]) -> str:
    """The verdict on one schedule as a part of a page of another make: violations come first.

    ``sections``: those of ``channel_section`` with ``below_verdict``.
    """
    values = _values(results, sections, None)
    citations = {rule.id: in_language(rule.citations) for rule in results.rulebook.rules}
    violations = sorted(results.of(Severity.VIOLATION), key=lambda one: one.dismissed)
    values["violations"] = [
        ListedFinding(
            one,
            " + ".join((one.rule, *one.also_rules)),
            str(results.rulebook.label(one.age_class)),
            [*articles_of(one, citations), *nearest_starts(one)],
        )
        for one in violations[:MOST_VIOLATIONS]
    ]
    html = rendered("verdict.html", values)
    return html.encode("utf-8", "backslashreplace").decode("utf-8")


def _signs_of_states() -> list[tuple[str, str, str]]:
    """The sign of each state of a channel, its tone, and what it means."""
    return [
        (STATE_SIGNS[state], "good" if state is State.JUDGED else "open", str(STATES[state]))
        for state in reversed(State)
    ]


def _carried(results: Results, labels: Mapping[str, str]) -> list[tuple[Finding, str]]:
    """The findings on programmes that branches of a network carry too, and on which."""
    grouped = group_by_network(results.findings, results.channels)
    return [(one.finding, also_on(one, labels)) for one in grouped if one.branches]


def write_summary_page(
    results: Results,
    sections: Iterable[str],
    path: Path,
    workbooks: Mapping[str, str] | None = None,
) -> None:
    """Write :func:`summary_page`; raises OSError when ``path`` cannot be written."""
    write_page(path, summary_page(results, sections, workbooks))


def period_of(results: Results) -> str:
    """The days that a run is about, else those its schedules cover."""
    if results.span:
        first, last = results.span.days.first, results.span.days.last
    else:
        starts = [report.first.date() for report in results.channels if report.first]
        ends = [report.last.date() for report in results.channels if report.last]
        if not starts:
            return _("no days")
        first, last = min(starts), max(ends)
    return days_in_words(first, last)


def _holes(row: Row) -> str:
    """From when to when a channel has no schedule, or why what came of it was not understood."""
    if row.reason:
        return row.reason
    holes = row.report.coverage.holes if row.report and row.report.coverage else ()
    return "; ".join(stretch_in_words(begin, end) for begin, end in holes)


class _Verdict(Struct, frozen=True):
    tone: str
    words: str
    besides: tuple[str, ...]


def _verdict(results: Results, rows: Sequence[Row]) -> _Verdict:
    """What was found, and beside it everything that could not be judged."""
    violations = results.count(Severity.VIOLATION)
    marked = sum(report.marked for report in results.channels)
    unmarked = sum(report.unmarked for report in results.channels)
    faults = results.count(Severity.FAULT)
    missing = sum(row.absent for row in rows)
    besides = []
    if results.in_doubt:
        besides.append(in_doubt(results.in_doubt))
    repeated = repeated_on_branches(results)
    if repeated:
        besides.append(on_branches(repeated))
    if unmarked:
        besides.append(
            plural(
                "%(count)d programme carries no age mark and could not be judged.",
                "%(count)d programmes carry no age mark and could not be judged.",
                unmarked,
            )
        )
    if faults:
        besides.append(
            plural(
                "%(count)d fault: something could not be read, and may hide a violation.",
                "%(count)d faults: something could not be read, and may hide a violation.",
                faults,
            )
        )
    if missing:
        besides.append(
            plural(
                "%(count)d channel has not delivered, or not for all of these days.",
                "%(count)d channels have not delivered, or not for all of these days.",
                missing,
            )
        )
    if violations:
        words = plural(
            "%(count)d violation was found.", "%(count)d violations were found.", violations
        )
    else:
        words = plural(
            "No violation was found in %(count)d programme that carries an age mark.",
            "No violation was found in %(count)d programmes that carry an age mark.",
            marked,
        )
    besides += zone_lines(results)
    judged = results.states[State.JUDGED]
    tone = "bad" if violations else "open" if besides or judged < len(rows) else ""
    return _Verdict(tone, f"{judged_channels(results)} {words}", tuple(besides))


def _tiles(results: Results, rows: Sequence[Row]) -> list[Tile]:
    reports = results.channels
    programmes = sum(report.programmes for report in reports)
    marked = sum(report.marked for report in reports)
    minutes = minutes_of(reports)
    counts = {severity: results.count(severity) for severity in Severity}
    absent = sum(row.absent for row in rows)
    judged = results.states[State.JUDGED]
    at_least = "≥ " if minutes.at_least else ""
    return [
        Tile(_("Violations"), count_in_words(counts[Severity.VIOLATION]),
             "bad" if counts[Severity.VIOLATION] else ""),
        Tile(_("Minutes in the forbidden window"), at_least + number_in_words(minutes.total)),
        Tile(_("Warnings"), count_in_words(counts[Severity.WARNING]),
             "open" if counts[Severity.WARNING] else ""),
        Tile(_("Notices"), count_in_words(counts[Severity.NOTICE])),
        Tile(_("Faults"), count_in_words(counts[Severity.FAULT]),
             "open" if counts[Severity.FAULT] else ""),
        Tile(_("Channels judged"), count_in_words(judged), "open" if judged < len(rows) else ""),
        Tile(_("Not delivered, or only in part"), count_in_words(absent), "open" if absent else ""),
        Tile(_("Programmes"), count_in_words(sum(source.programmes for source in results.sources))),
        Tile(_("With an age mark"), percent_in_words(marked / programmes if programmes else None)),
    ]  # fmt: skip


def _by_hour(results: Results) -> Chart:
    hours = violations_by_hour(results.findings)
    most = max(hours.values(), default=0)
    bars = tuple(
        Bar(f"{hour:02d}:00–{hour + 1:02d}:00", hours[hour], _width(hours[hour], most))
        for hour in (range(24) if hours else ())
    )
    words = _("Violations by the hour in which the programme begins: %(list)s") % {
        "list": _listed(bars)
    }
    return Chart(_("Violations by hour of the day"), words, bars)


def _by_channel(rows: Sequence[Row]) -> Chart:
    guilty = [(row.label, row.report.violations) for row in rows if row.report]
    guilty = [(label, count) for label, count in guilty if count]
    most = max((count for _label, count in guilty), default=0)
    bars = tuple(Bar(label, count, _width(count, most)) for label, count in guilty[:_MOST_BARS])
    left = guilty[_MOST_BARS:]
    more = ""
    if left:
        more = plural(
            "%(count)d more channel has violations; it is in the table above.",
            "%(count)d more channels have violations; they are in the table above.",
            len(left),
        )
    words = _("Violations by channel: %(list)s") % {"list": _listed(bars)}
    return Chart(_("Violations by channel"), words, bars, more)


def _width(count: int, most: int) -> float:
    return round(_LONGEST_BAR * count / most, 1) if count else 0


def _listed(bars: Sequence[Bar]) -> str:
    return "; ".join(f"{bar.words} {bar.count}" for bar in bars if bar.count)


def _legend() -> list[dict[str, str]]:
    looks = {
        "violation": (str(TONES[Tone.VIOLATION]), SIGNS[Tone.VIOLATION], "violation"),
        "warning": (str(TONES[Tone.WARNING]), SIGNS[Tone.WARNING], "warning"),
        "lawful": (str(TONES[Tone.LAWFUL]), "18+", "lawful"),
        "plain": (str(TONES[Tone.PLAIN]), "", ""),
        "window": (_("forbidden window"), "", ""),
        "uncovered": (_("no schedule for this time"), "", ""),
        "runs-on": (_("goes on after the last day shown, until the time named"), "↓", ""),
    }
    return [
        {"look": look, "words": words, "sign": sign, "tone": tone}
        for look, (words, sign, tone) in looks.items()
    ]
