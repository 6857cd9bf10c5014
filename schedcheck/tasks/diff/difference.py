"""Two deliveries compared: which programmes differ, and which violations are new or mended."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from schedcheck.reports.view import Programmes, all_channels
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.identity import Identity, identity
from schedcheck.results.results import Audit, ChannelReport


class Programme(NamedTuple):
    """A programme of one of the deliveries; times are readings of the clock judged by."""

    start: datetime
    stop: datetime | None
    title: str
    mark: str
    file: str
    place: str


class What(StrEnum):
    """What became of a programme: ``CHANGED`` is its end or its mark, at the same start."""

    MOVED = "moved"
    CHANGED = "changed"
    ADDED = "added"
    DROPPED = "dropped"


class Change(NamedTuple):
    """A programme that differs; ``old`` is None for one added, ``new`` for one dropped."""

    what: What
    channel: str
    old: Programme | None
    new: Programme | None

    @property
    def start(self) -> datetime:
        """When it begins, in the new delivery where it is there."""
        told = self.new or self.old
        assert told is not None  # noqa: S101 - one of the two is there
        return told.start


class Verdict(StrEnum):
    """What became of a violation."""

    NEW = "new"
    MENDED = "mended"
    UNCHANGED = "unchanged"


class Difference(Struct, frozen=True):
    """What differs between ``old`` and ``new``; ``unchanged`` counts the programmes that do not.

    ``changes``: by channel and start. ``violations``: each of either delivery, with what became of
    it. ``labels``: channel id -> what it is called.
    """

    old: Audit
    new: Audit
    changes: tuple[Change, ...]
    unchanged: int
    violations: tuple[tuple[Verdict, Finding], ...]
    labels: dict[str, str]

    def of(self, what: What) -> list[Change]:
        """The changes of one kind."""
        return [change for change in self.changes if change.what is what]

    def verdicts(self, verdict: Verdict) -> list[Finding]:
        """The violations of which one thing became."""
        return [finding for known, finding in self.violations if known is verdict]

    @property
    def faults(self) -> tuple[int, int]:
        """What could not be read of either: it is in no comparison."""
        return self.old.count(Severity.FAULT), self.new.count(Severity.FAULT)


def difference(old: Audit, new: Audit) -> Difference:
    """Compare two deliveries, channel by channel.

    Two deliveries of one channel each are compared whatever their channels are called. A title
    that stands at other times is moved, to the nearest of them.
    """
    before, after = _by_channel(old), _by_channel(new)
    same = dict(zip(before, after, strict=True)) if len(before) == len(after) == 1 else {}
    before = {same.get(channel, channel): rows for channel, rows in before.items()}
    changes: list[Change] = []
    unchanged = 0
    for channel in sorted({*before, *after}):
        told = list(_changes(channel, before.get(channel, []), after.get(channel, [])))
        changes += sorted(told, key=lambda change: (change.start, change.what))
        unchanged += len(before.get(channel, [])) - sum(one.old is not None for one in told)
    labels = {**_labels(old.channels), **_labels(new.channels)}
    violations = tuple(_verdicts(old.findings, new.findings, same))
    return Difference(old, new, tuple(changes), unchanged, violations, labels)


def _labels(reports: Iterable[ChannelReport]) -> dict[str, str]:
    return {report.id: report.name or report.id for report in reports}


def _by_channel(audit: Audit) -> dict[str, list[Programme]]:
    view = all_channels(audit)
    return {report.id: list(_programmes(view.placed(report))) for report in audit.channels}


def _programmes(rows: Programmes) -> Iterator[Programme]:
    times = (column.view("datetime64[s]").tolist() for column in (rows.starts, rows.stops))
    texts = (column.tolist() for column in (rows.titles, rows.marks, rows.files, rows.places))
    yield from map(Programme, *times, *texts)


def _changes(channel: str, old: list[Programme], new: list[Programme]) -> Iterator[Change]:
    left: dict[str, list[Programme]] = defaultdict(list)
    there = _by_start(new)
    for one in old:
        others = there.get((one.start, one.title))
        if not others:
            left[one.title].append(one)
            continue
        other = others.pop(0)
        if (one.stop, one.mark) != (other.stop, other.mark):
            yield Change(What.CHANGED, channel, one, other)
    for title, others in _by_title(there.values()).items():
        known = left.get(title, [])
        for other in others:
            near = _nearest(known, other)
            yield Change(What.MOVED if near else What.ADDED, channel, near, other)
    for one in (one for known in left.values() for one in known):
        yield Change(What.DROPPED, channel, one, None)


def _nearest(known: list[Programme], other: Programme) -> Programme | None:
    """Take out of ``known``, which is sorted, the one that begins nearest to ``other``."""
    at = bisect_left(known, other.start, key=lambda one: one.start)
    near = known[max(0, at - 1) : at + 1]
    if not near:
        return None
    found = min(near, key=lambda one: abs(one.start - other.start))
    known.remove(found)
    return found


def _by_start(programmes: Iterable[Programme]) -> dict[tuple[datetime, str], list[Programme]]:
    found: dict[tuple[datetime, str], list[Programme]] = defaultdict(list)
    for one in programmes:
        found[one.start, one.title].append(one)
    return found


def _by_title(programmes: Iterable[list[Programme]]) -> dict[str, list[Programme]]:
    found: dict[str, list[Programme]] = defaultdict(list)
    for one in (one for some in programmes for one in some):
        found[one.title].append(one)
    return found


def _verdicts(
    old: Iterable[Finding], new: Iterable[Finding], same: dict[str, str]
) -> Iterator[tuple[Verdict, Finding]]:
    def known(finding: Finding) -> Identity:
        own = identity(finding)
        return own._replace(channel=same.get(own.channel, own.channel))

    before = [one for one in old if one.severity is Severity.VIOLATION]
    after = [one for one in new if one.severity is Severity.VIOLATION]
    left = Counter(map(known, before))
    for finding in after:
        stays = left[identity(finding)] > 0
        left[identity(finding)] -= stays
        yield (Verdict.UNCHANGED if stays else Verdict.NEW), finding
    for finding in before:
        if left[known(finding)] > 0:
            left[known(finding)] -= 1
            yield Verdict.MENDED, finding
