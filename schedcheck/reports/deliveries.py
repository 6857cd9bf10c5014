"""Whom to call, in lines: channels that are missing, of other days, covered in part, or unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schedcheck.messages import Message, _, msg
from schedcheck.messages.formats import (
    days_in_words,
    moment_in_words,
    number_in_words,
    stretch_in_words,
)
from schedcheck.reports.wording import one_line
from schedcheck.results.results import ChannelReport, Results
from schedcheck.results.states import How, State

_LATER: dict[str, Message] = {
    How.NAME: msg("by its name"),
    How.CONTENTS: msg("by the date in it"),
    How.TIME: msg("by the time of the file"),
}
#: The most stretches told of one channel.
_MOST = 4


def delivery_lines(results: Results, *, reasons: bool = True) -> Iterator[str]:
    """A line for each kind of delivery that is not as it should be.

    ``reasons``: whether it says why the files of a channel were not understood.
    """
    for one in results.not_understood:
        words = _("%(channel)s: not understood: %(files)s.")
        if reasons:
            words = _("%(channel)s: not understood: %(files)s: %(reason)s.")
        yield words % {
            "channel": one_line(one.name or one.id),
            "files": _names(one.files),
            "reason": one_line(one.reason).rstrip("."),
        }
    unjudged = [one for one in results.channels if results.state(one) is State.NOT_JUDGEABLE]
    if unjudged:
        yield _("Not judgeable, for want of age marks (%(count)d): %(channels)s.") % {
            "count": len(unjudged),
            "channels": _names(report.name or report.id for report in unjudged),
        }
    for report in results.channels:
        yield from version_lines(report)
    yield from _lines_of_days(results)


def _lines_of_days(results: Results) -> Iterator[str]:
    """The lines about the days of the run; none for a run of no days."""
    if results.span is None:
        return
    days = days_in_words(results.span.days.first, results.span.days.last)
    if results.missing:
        names = _names(missing.name or missing.id for missing in results.missing)
        yield _("Missing (%(count)d): %(channels)s.") % {
            "count": len(results.missing),
            "channels": names,
        }
    others = [report for report in results.channels if results.of_other_days(report)]
    if others:
        yield _("Of other days than %(days)s (%(count)d): %(channels)s.") % {
            "days": days,
            "count": len(others),
            "channels": _names(report.name or report.id for report in others),
        }
    for report in results.channels:
        if results.partly_covered(report):
            yield _holes(report)
    for report in results.channels:
        if report.outside is not None:
            yield outside_words(report)


def version_lines(report: ChannelReport) -> Iterator[str]:
    """A line for each two files of a channel that differ for the same days, and which counts."""
    for one in report.versions:
        values = {
            "channel": one_line(report.name or report.id),
            "file": one_line(one.file),
            "by": one_line(one.by),
            "days": days_in_words(one.first, one.last),
            "why": str(_LATER.get(one.how, "")),
            "count": one.programmes,
        }
        if one.superseded:
            words = _(
                "%(channel)s: %(file)s is superseded by %(by)s for %(days)s, which is later "
                "%(why)s; programmes of it that do not count: %(count)d."
            )
        elif one.how == How.ALL:
            words = _("%(channel)s: %(file)s and %(by)s differ for %(days)s; both count.")
        else:
            words = _(
                "%(channel)s: %(file)s and %(by)s differ for %(days)s, and nothing says which is "
                "the later one: both count; take one out."
            )
        yield words % values


def _names(names: Iterable[str]) -> str:
    return ", ".join(one_line(name) for name in names)


def _holes(report: ChannelReport) -> str:
    coverage = report.coverage
    assert coverage is not None  # noqa: S101 - partly covered
    holes = [stretch_in_words(*hole) for hole in coverage.holes[:_MOST]]
    if len(coverage.holes) > _MOST:
        holes.append("…")
    return _("%(channel)s: %(hours)s of %(all)s hours are not covered: %(holes)s.") % {
        "channel": one_line(report.name or report.id),
        "hours": number_in_words(coverage.expected - coverage.covered),
        "all": number_in_words(coverage.expected),
        "holes": ", ".join(holes),
    }


def outside_words(report: ChannelReport) -> str:
    """What of a channel lies outside the days asked for; empty where nothing does."""
    outside = report.outside
    if outside is None:
        return ""
    values = {
        "channel": one_line(report.name or report.id),
        "count": outside.programmes,
        "first": moment_in_words(outside.first),
        "last": moment_in_words(outside.last),
        "violations": outside.violations,
    }
    if outside.violations:
        return (
            _(
                "%(channel)s: programmes outside the days asked for (%(first)s to %(last)s): "
                "%(count)d; violations among them, under “Outside the week”: %(violations)d."
            )
            % values
        )
    return (
        _("%(channel)s: programmes outside the days asked for (%(first)s to %(last)s): %(count)d.")
        % values
    )
