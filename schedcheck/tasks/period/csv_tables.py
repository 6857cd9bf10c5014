"""The three tables of a period as CSV, for people who open them in a spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from schedcheck.reports.files import replacing
from schedcheck.reports.workbook.sheets import FORMULA
from schedcheck.results.codec import moment_text
from schedcheck.results.finding import Finding
from schedcheck.tasks.period.period import Period, PeriodTotals
from schedcheck.tasks.period.picture import Picture

_FACTS = ("channel", "name", "medium", "tier", "month")
_VIOLATION = ("channel", "name", "medium", "tier", "start", "stop", "title", "age_class", "mark",
              "minutes", "rule", "message", "file", "place")  # fmt: skip
_DECISION = ("outcome", "decided", "why", "penalty", "after_penalty_of")
_WEEK = ("channel", "name", "week", "state", "violations")


def write_tables(period: Period, picture: Picture, folder: Path) -> None:
    """Write ``period.csv``, ``weeks.csv`` and ``violations.csv``.

    They have a row for each channel and month, channel and week, and violation. A text that would
    be a formula has an apostrophe before it; the headings are English in every language. Raises
    OSError when ``folder`` cannot be written.
    """
    _write(folder / "weeks.csv", _WEEK, _week_rows(period, picture))
    _write(folder / "period.csv", (*_FACTS, *PeriodTotals.__struct_fields__), _fact_rows(period))
    headings = (*_VIOLATION, "repeated", *_DECISION, "in_doubt")
    _write(folder / "violations.csv", headings, _violation_rows(period))


def _fact_rows(period: Period) -> Iterator[list[object]]:
    for (channel, month), one in sorted(period.facts.items()):
        known = period.channels[channel]
        sums = [getattr(one, name) for name in PeriodTotals.__struct_fields__]
        yield [channel, known.name, known.medium, known.tier, month, *map(_plain, sums)]


def _week_rows(period: Period, picture: Picture) -> Iterator[list[object]]:
    for channel, cells in picture.rows.items():
        for monday, cell in zip(picture.weeks, cells, strict=True):
            year, week, _day = monday.isocalendar()
            state = cell.state.value if cell.state else "no results"
            yield [channel, period.name_of(channel), f"{year}-W{week:02}", state, cell.violations]


def _violation_rows(period: Period) -> Iterator[list[object]]:
    for violation in period.violations:
        one = violation.finding
        known = period.channels[one.channel]
        yield [
            *(one.channel, known.name, known.medium, known.tier),
            moment_text(violation.start),
            moment_text(one.stop) or "",
            *(one.title, one.age_class, one.mark),
            "" if one.minutes is None else _plain(one.minutes),
            *(one.rule, one.message, one.file, one.place),
            "yes" if violation.repeated else "no",
            *_decision(one),
            "yes" if one.in_doubt else "no",
        ]


def _decision(one: Finding) -> list[str]:
    """The columns of a decision, and of the penalty that a violation follows within a year."""
    after = next((due.since.isoformat() for due in one.dates if due.kind == "repeat"), "")
    if one.decision is None:
        return ["", "", "", "", after]
    made = one.decision
    return [made.outcome.value, made.day.isoformat(), made.why, made.penalty, after]


def _plain(number: float) -> float:
    return round(number, 2)


def _write(path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """UTF-8 with its mark, so that office programs know it; text is never a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_safe(value) for value in row] for row in rows)
    content = text.getvalue().encode("utf-8", "backslashreplace")
    with replacing(path) as part:
        part.write_bytes(b"\xef\xbb\xbf" + content)


def _safe(value: object) -> object:
    if not isinstance(value, str):
        return value
    return f"'{value}" if value[:1] in FORMULA else value
