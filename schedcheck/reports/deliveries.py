"""Whom to call, in lines: channels that are missing, of other days, covered in part, or unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schedcheck.messages import _
from schedcheck.reports.wording import one_line
from schedcheck.results import ChannelReport, Results

#: The most stretches told of one channel.
_MOST = 4


def delivery_lines(results: Results) -> Iterator[str]:
    """A line for each kind of delivery that is not as it should be; none for a run of no days."""
    if results.span is None:
        return
    days = results.span.days
    values = {"first": f"{days.first:%d.%m.%Y}", "last": f"{days.last:%d.%m.%Y}"}
    if results.missing:
        names = _names(missing.name or missing.id for missing in results.missing)
        yield _("Missing (%(count)d): %(channels)s.") % {
            "count": len(results.missing),
            "channels": names,
        }
    if results.late_dated:
        names = _names(report.name or report.id for report in results.late_dated)
        told = {**values, "count": len(results.late_dated), "channels": names}
        yield _("Nothing for %(first)s–%(last)s (%(count)d): %(channels)s.") % told
    for report in results.partly_covered:
        yield _holes(report)
    for report in results.channels:
        if report.outside is not None:
            yield _outside(report)


def _names(names: Iterable[str]) -> str:
    return ", ".join(one_line(name) for name in names)


def _holes(report: ChannelReport) -> str:
    coverage = report.coverage
    assert coverage is not None  # noqa: S101 - partly covered
    holes = [f"{a:%d.%m %H:%M}–{b:%d.%m %H:%M}" for a, b in coverage.holes[:_MOST]]
    if len(coverage.holes) > _MOST:
        holes.append("…")
    return _("%(channel)s: %(hours).1f of %(all).1f hours are not covered: %(holes)s.") % {
        "channel": one_line(report.name or report.id),
        "hours": coverage.expected - coverage.covered,
        "all": coverage.expected,
        "holes": ", ".join(holes),
    }


def _outside(report: ChannelReport) -> str:
    outside = report.outside
    assert outside is not None  # noqa: S101 - asked before
    values = {
        "channel": one_line(report.name or report.id),
        "count": outside.programmes,
        "first": f"{outside.first:%d.%m.%Y %H:%M}",
        "last": f"{outside.last:%d.%m.%Y %H:%M}",
        "violations": outside.violations,
    }
    if outside.violations:
        return (
            _(
                "%(channel)s: %(count)d programmes lie outside the days asked for (%(first)s to "
                "%(last)s), %(violations)d of them in a forbidden window: check those days too."
            )
            % values
        )
    return (
        _(
            "%(channel)s: %(count)d programmes lie outside the days asked for (%(first)s to "
            "%(last)s)."
        )
        % values
    )
