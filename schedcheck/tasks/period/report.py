"""The report on a period: a workbook, a page, and three tables as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from schedcheck.law.rulebook import load_rulebook, shipped_rulebooks
from schedcheck.messages import Message, _, msg, plural
from schedcheck.messages.formats import (
    count_in_words,
    days_in_words,
    decimal_in_words,
    percent_in_words,
    weekday,
)
from schedcheck.messages.message import place_in_words
from schedcheck.reports.html.listed import ListedFinding, Remark, articles_of
from schedcheck.reports.html.pages import page, rendered, write_page
from schedcheck.reports.overview import HOLE, SIGNS, STATES
from schedcheck.reports.wording import check_lines, decision_words, off_lines, one_line
from schedcheck.reports.workbook import sheets
from schedcheck.reports.workbook.sheets import Book, Column, Look, Shown
from schedcheck.reports.workbook.streaming import Value
from schedcheck.results.states import State
from schedcheck.results.totals import Minutes
from schedcheck.tasks.period.csv_tables import write_tables
from schedcheck.tasks.period.period import ChannelTotals, Period, PeriodTotals, Violation
from schedcheck.tasks.period.picture import Picture, picture_of

_TIERS = {"republican": msg("republican"), "regional": msg("regional")}
_MEDIA = {"tv": msg("television"), "radio": msg("radio")}
_NONE = msg("in no roster")
_FIRST, _REPEATED = msg("first"), msg("repeated within a year")
_SUMS: tuple[tuple[Message, Look], ...] = (
    (msg("Programmes"), sheets.COUNT),
    (msg("With an age mark"), sheets.SHARE),
    (msg("Hours covered"), sheets.MINUTES),
    (msg("Violations"), sheets.COUNT),
    (msg("First"), sheets.COUNT),
    (msg("Repeated within a year"), sheets.COUNT),
    (msg("Minutes in the forbidden window"), sheets.MINUTES),
    (msg("Warnings"), sheets.COUNT),
    (msg("Dismissed"), sheets.COUNT),
)
_NOT_JUDGED = Shown("–", sheets.CENTRED)
#: So many weeks fit in the width of a page that is upright.
_WEEKS_IN_PORTRAIT = 14
_TONES = {
    "bad": Look(across="center", bold=True, colour="FFFFFF", fill="C62828"),
    "good": Look(across="center", fill="CFE8D5"),
    "open": Look(across="center", bold=True, fill="FFE8B8"),
    "hole": Look(across="center", fill="D9D9D9"),
}
CAVEAT = msg(
    "Repeated means: another violation of the same channel and the same kind of rule began less "
    "than a year before, by the dates on air and as far as the results that were joined reach. "
    "In the sense of the law it is a repetition within a year after a penalty was imposed (Code on "
    "Administrative Offences, art. 61), and a penalty can be imposed within two months of the "
    "offence (art. 62(1)): that depends on the decisions taken, of which this program knows what a "
    "file of decisions says. It never says which fine is due."
)


class TotalsLine(Struct, frozen=True):
    """A line of a table of sums; ``more`` are further columns before the sums."""

    label: str
    sum: PeriodTotals
    more: tuple[str, ...] = ()

    @property
    def share(self) -> float | None:
        """The share of programmes that carry an age mark."""
        return self.sum.marked / self.sum.programmes if self.sum.programmes else None

    @property
    def judged(self) -> bool:
        """Whether anything was judged, so that no violation means something."""
        return bool(self.sum.marked or self.sum.violations or self.sum.dismissed)

    @property
    def minutes(self) -> Minutes:
        """The minutes of the violations inside forbidden windows."""
        return Minutes(self.sum.minutes, bool(self.sum.open_ended))

    @property
    def cells(self) -> Iterator[tuple[float | None, str, bool]]:
        """The sums, in the order of ``_SUMS``: the number, None where nothing was judged, how it is
        written, and whether it stands out.
        """
        one, at_least = self.sum, "≥ " if self.minutes.at_least else ""
        yield one.programmes, count_in_words(one.programmes), False
        yield self.share or 0, percent_in_words(self.share), False
        yield one.hours, decimal_in_words(one.hours), False
        found = [
            (one.violations, count_in_words(one.violations), bool(one.violations)),
            (one.first, count_in_words(one.first), False),
            (one.repeated, count_in_words(one.repeated), False),
            (one.minutes, at_least + decimal_in_words(one.minutes), False),
        ]
        yield from found if self.judged else [(None, "–", False)] * len(found)
        yield one.warnings, count_in_words(one.warnings), False
        yield one.dismissed, count_in_words(one.dismissed), False


class TotalsTable(Struct, frozen=True):
    """A table of sums: its name, the headings before the sums, its lines."""

    title: str
    headings: tuple[str, ...]
    lines: tuple[TotalsLine, ...]


def write_period(period: Period, folder: str | Path) -> None:
    """Write ``period.xlsx`` and ``.html``, ``period.csv``, ``violations.csv`` and ``weeks.csv``.

    Raises OSError when ``folder`` cannot be written.
    """
    out = Path(folder)
    tables, picture = list(_tables(period)), picture_of(period)
    _write_book(period, tables, picture, out / "period.xlsx")
    _write_page(period, tables, picture, out / "period.html")
    write_tables(period, picture, out)


def _words(known: dict[str, Message], key: str) -> str:
    return str(known.get(key, _NONE))


def _tables(period: Period) -> Iterator[TotalsTable]:
    sums = period.by(lambda _channel, month: month)
    lines = tuple(TotalsLine(month, one) for month, one in sums.items())
    yield TotalsTable(_("By month"), (_("Month"),), lines)
    tiers = period.by(lambda channel, _month: channel.tier)
    media = period.by(lambda channel, _month: channel.medium)
    for title, heading, known, sums in (
        (_("By tier"), _("Tier"), _TIERS, tiers),
        (_("By medium"), _("Medium"), _MEDIA, media),
    ):
        lines = tuple(TotalsLine(_words(known, key), one) for key, one in sums.items())
        yield TotalsTable(title, (heading,), lines)
    sums = period.by(lambda channel, _month: channel.id)
    gravest = sorted(
        period.channels.values(),
        key=lambda one: (
            -sums.get(one.id, PeriodTotals()).violations,
            -one.undelivered,
            one.name.casefold(),
            one.id,
        ),
    )
    lines = tuple(
        TotalsLine(one.name or one.id, sums.get(one.id, PeriodTotals()), _channel(one))
        for one in gravest
    )
    headings = (_("Channel"), _("Tier"), _("Medium"), _("Delivered"), _("Not delivered"))
    yield TotalsTable(_("By channel"), headings, lines)


def _channel(one: ChannelTotals) -> tuple[str, ...]:
    tier, medium = _words(_TIERS, one.tier), _words(_MEDIA, one.medium)
    return tier, medium, str(one.delivered), str(one.undelivered)


def _days(period: Period) -> str:
    return days_in_words(period.days.first, period.days.last)


def coverage_lines(period: Period) -> list[str]:
    """How much of the period was judged: of its days, of its channels, by which checks not, and
    what counts twice.
    """
    days = (period.days.last - period.days.first).days + 1
    lines = [
        _("%(reported)d of %(all)d days of the period have results that were judged.")
        % {"reported": len(period.reported), "all": days}
    ]
    if period.states:
        judged = sum(state is State.JUDGED for state in period.states.values())
        lines.append(
            _("Of %(all)d deliveries of a channel for a week %(judged)d were judged.")
            % {"all": len(period.states), "judged": judged}
        )
    lines += [
        _("%(earlier)s and %(later)s are both about %(days)s: %(later)s counts, written later.")
        % {**one._asdict(), "days": days_in_words(one.days.first, one.days.last)}
        for one in period.overlaps
    ]
    lines += [
        _("Runs made without checks that were switched off: %(count)d of %(all)d (%(checks)s).")
        % {"count": count, "all": period.runs, "checks": "; ".join(off_lines(checks))}
        for checks, count in period.checks.items()
        if checks.off
    ]
    return lines


def _checks(period: Period) -> Iterator[tuple[str, str]]:
    """What the runs say of the checks that they made, a part for each way in which they did."""
    for checks, count in period.checks.items():
        said = list(check_lines(checks, all_named=True)) or [_("not known")]
        yield plural("Checks of %(count)d run", "Checks of %(count)d runs", count), "\n".join(said)


def _week_columns(picture: Picture) -> list[Column]:
    weeks = [Column(f"{monday:%V}", sheets.CENTRED, 4, 6) for monday in picture.weeks]
    return [Column(_("Channel"), sheets.TEXT, 12, 28), *weeks]


def _write_book(
    period: Period, tables: Sequence[TotalsTable], picture: Picture, path: Path
) -> None:
    book = Book()
    shown: list[list[Value | Shown]] = [
        [period.name_of(channel), *(Shown(cell.text, _TONES[cell.tone]) for cell in cells)]
        for channel, cells in picture.rows.items()
    ]
    # few weeks are a narrow table of many channels
    form = sheets.LIST._replace(landscape=len(picture.weeks) > _WEEKS_IN_PORTRAIT)
    columns = _week_columns(picture)
    book.table(_("Weeks"), columns, shown, caption=_days(period), form=form)
    for table in tables:
        columns = [Column(heading, sheets.TEXT, 12, 28) for heading in table.headings]
        columns += [Column(str(words), look, 9, 13) for words, look in _SUMS]
        book.table(table.title, columns, map(_line, table.lines), caption=_days(period))
    columns = [
        Column(_("Channel"), sheets.TEXT, 12, 22),
        Column(_("Weekday"), sheets.TEXT, 9, 11),
        Column(_("Date"), sheets.DATE, 10, 10),
        Column(_("Start"), sheets.TIME, 8, 10),
        Column(_("End"), sheets.TIME, 8, 10),
        Column(_("Title"), sheets.TEXT, 18, 32),
        Column(_("Age class"), sheets.CENTRED, 6, 8),
        Column(_("Mark"), sheets.CENTRED, 6, 10),
        Column(_("Minutes in the forbidden window"), sheets.MINUTES, 9, 10),
        Column(_("First or repeated"), sheets.TEXT, 9, 14),
        Column(_("In doubt"), sheets.CENTRED, 8, 10),
        Column(_("Decision"), sheets.TEXT, 12, 24),
        Column(_("Rule"), sheets.TEXT, 9, 14),
        *sheets.place_columns(),
    ]
    rows = (_violation(period, one) for one in period.violations)
    book.table(_("Violations"), columns, rows, caption=_days(period))
    about = [Column(_("About"), sheets.TEXT, 24, 38), Column(_("Details"), sheets.TEXT, 60, 110)]
    book.table(_("About"), about, _about(period), form=sheets.DETAILS)
    book.save(path)


def _line(line: TotalsLine) -> list[Value | Shown]:
    one, minutes = line.sum, line.minutes
    counts = [Shown(int(text), sheets.COUNT) if text.isdigit() else text for text in line.more]
    found = (
        one.violations,
        one.first,
        one.repeated,
        Shown(minutes.total, sheets.AT_LEAST) if minutes.at_least else minutes.total,
    )
    return [
        line.label,
        *counts,
        one.programmes,
        line.share,
        one.hours,
        *(found if line.judged else [_NOT_JUDGED] * len(found)),
        one.warnings,
        one.dismissed,
    ]


def _violation(period: Period, violation: Violation) -> list[Value | Shown]:
    one = violation.finding
    start = violation.start.replace(tzinfo=None)
    stop = one.stop.replace(tzinfo=None) if one.stop else None
    return [
        period.name_of(one.channel),
        weekday(start),
        start.date(),
        start,
        stop or Shown(_("unknown"), sheets.CENTRED),
        one.title,
        _label(period, one.age_class),
        one.mark,
        one.minutes if one.minutes is not None else Shown(_("unknown"), sheets.CENTRED),
        _standing(violation),
        _("in doubt") if one.in_doubt else None,
        decision_words(one.decision) if one.decision else None,
        one.rule,
        one.file,
        place_in_words(one.place),
    ]


def _standing(violation: Violation) -> str:
    """Whether a violation is the first or a repeated one; empty for one that was dismissed."""
    if violation.finding.dismissed:
        return ""
    return str(_REPEATED if violation.repeated else _FIRST)


def _label(period: Period, class_id: str) -> str:
    """How the rulebook that was judged by writes a class, where it is one that is shipped."""
    for book in dict.fromkeys(known.split()[0] for known in period.rulebooks):
        if book in shipped_rulebooks():
            return str(load_rulebook(book).label(class_id))
    return class_id


def _about(period: Period) -> Iterator[tuple[str, str]]:
    yield _("Period"), _days(period)
    yield _("Results joined"), plural("%(count)d run", "%(count)d runs", period.runs)
    yield _("Coverage"), "\n".join(coverage_lines(period))
    signs = [f"{SIGNS[state]}  {STATES[state]}" for state in reversed(State)]
    yield _("Weeks"), "\n".join([_("a number: violations in the week"), *signs])
    yield _("First or repeated"), str(CAVEAT)
    yield _("Faults"), plural(
        "%(count)d fault: something could not be read, and may hide a violation",
        "%(count)d faults: something could not be read, and may hide a violation",
        period.faults,
    )  # fmt: skip
    yield from _checks(period)
    yield _("Rulebook and its SHA-256"), "\n".join(period.rulebooks)
    yield _("Time zone data"), ", ".join(period.tzdata)
    for rule in period.rules.values():
        yield rule.id, f"{rule.title}\n{rule.citation}\n{rule.offence}"


def _listed(period: Period, violation: Violation) -> ListedFinding:
    """A violation as the table of the page shows it."""
    one = violation.finding
    citations = {rule.id: rule.citation for rule in period.rules.values()}
    standing = _standing(violation)
    return ListedFinding(
        one,
        period.name_of(one.channel),
        _label(period, one.age_class),
        articles_of(one, citations),
        [Remark(standing)] if standing else [],
    )


def _write_page(
    period: Period, tables: Sequence[TotalsTable], picture: Picture, path: Path
) -> None:
    book = period.rulebooks[0].split(" ") if len(period.rulebooks) == 1 else ("–", "–")
    made = {"tzdata": ", ".join(period.tzdata), "rulebook": book[0], "sha256": book[1]}
    write_page(path, page("period.html", _values(period, tables, picture), made))


def period_content(period: Period) -> str:
    """What the page has between its head and its foot, for a page of another make."""
    html = rendered("period.html", _values(period, list(_tables(period)), picture_of(period)))
    return html.encode("utf-8", "backslashreplace").decode("utf-8")


def _values(period: Period, tables: Sequence[TotalsTable], picture: Picture) -> dict[str, object]:
    return {
        "days": _days(period),
        "total": TotalsLine("", period.total),
        "coverage": coverage_lines(period),
        "whole": not (period.holes or period.unjudged or period.faults),
        "weeks": picture.weeks,
        "rows": [(period.name_of(one), cells) for one, cells in picture.rows.items()],
        "legend": [
            (SIGNS[state], "good" if state is State.JUDGED else "open", str(STATES[state]))
            for state in reversed(State)
        ],
        "hole": str(HOLE),
        "tables": tables,
        "heads": [str(words) for words, _look in _SUMS],
        "violations": [_listed(period, one) for one in period.violations],
        "about": list(_about(period)),
        "faults": period.faults,
        "undelivered": sum(bool(one.undelivered) for one in period.channels.values()),
        "caveat": str(CAVEAT),
        "short": one_line,
    }
