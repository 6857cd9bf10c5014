"""Findings on one programme of a network, reported once.

A network's programme that several branches carry breaks the law on each of them, so every finding
is in its channel's workbook and in JSON, and counts; :func:`group_by_network` groups them for
lists over a whole run.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from schedcheck.results.finding import Finding, Severity
from schedcheck.results.results import ChannelReport
from schedcheck.schedule.titles import fold

_GROUPED = frozenset({Severity.VIOLATION, Severity.WARNING})


class GroupedFinding(NamedTuple):
    """A finding, and the same on the other channels of its network, by channel."""

    finding: Finding
    branches: tuple[Finding, ...] = ()

    @property
    def all(self) -> tuple[Finding, ...]:
        """All the findings that are reported here."""
        return (self.finding, *self.branches)


def group_by_network(
    findings: Sequence[Finding], channels: Iterable[ChannelReport]
) -> list[GroupedFinding]:
    """``findings`` in their order, those on one programme of a network as one.

    One programme: of the same title, as letters and numbers, that begins at the same instant on
    several channels of one network, found by the same check and rule. It is reported where it is on
    the network's own channel, else on the first of the branches by id. Only violations and warnings
    are.
    """
    groups: dict[object, list[Finding]] = defaultdict(list)
    for finding, key in _with_keys(findings, channels):
        groups[key].append(finding)
    heads = {report.id for report in channels if report.id == report.network}
    branches: dict[int, tuple[Finding, ...]] = {}
    told: set[int] = set()  # with the first of their group
    for group in groups.values():
        first, *others = sorted(group, key=lambda one: (one.channel not in heads, one.channel))
        branches[id(first)] = tuple(others)
        told.update(map(id, others))
    return [
        GroupedFinding(one, branches.get(id(one), ())) for one in findings if id(one) not in told
    ]


def _with_keys(
    findings: Sequence[Finding], channels: Iterable[ChannelReport]
) -> Iterator[tuple[Finding, object]]:
    """Each finding that others may be grouped with, and what it shares with those on the same
    programme of its network.
    """
    networks = {report.id: report.network for report in channels if report.network}
    several = {network for network, count in Counter(networks.values()).items() if count > 1}
    own = [
        one
        for one in findings
        if one.severity in _GROUPED and one.start and networks.get(one.channel) in several
    ]
    titles = fold(list(map(_bare, own)))
    seen: Counter[Any] = Counter()
    for one, title in zip(own, titles, strict=True):
        key = (networks[one.channel], one.code, one.rule, one.start, title.key or one.title)
        # two findings of one channel are two, whatever its branches have
        yield one, (*key, seen[key, one.channel])
        seen[key, one.channel] += 1


def _bare(finding: Finding) -> str:
    """The title without its mark, which each branch may print in its own way."""
    if finding.mark_from != "title" or not finding.mark:
        return finding.title
    return finding.title.replace(finding.mark, " ")
