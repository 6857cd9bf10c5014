"""Findings as every page lists them: of a run, of its channels, of a period and of a difference.

A finding is a row of nine cells, which ``listed`` in ``templates/parts.html`` draws on all pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from schedcheck.messages import _
from schedcheck.reports.wording import decision_words, one_line
from schedcheck.results.finding import Finding


class Remark(Struct, frozen=True):
    """What else is said of a finding; ``tone``: ``violation``, ``warning``, ``open`` or nothing."""

    words: str
    tone: str = ""


class ListedFinding(Struct, frozen=True):
    """A finding in a table: ``head`` is the first cell, ``lines`` are what is said below the title.

    ``anchor``: the id of the section that the head leads to, if it is on the page. ``signed``:
    whether the head bears the sign of the severity.
    """

    finding: Finding
    head: str
    age_class: str
    lines: Sequence[str]
    more: Sequence[Remark] = ()
    anchor: str = ""
    signed: bool = False

    @property
    def remarks(self) -> list[Remark]:
        """``more``, and what every page says of a finding: doubt, outside the week, decision."""
        found = self.finding
        remarks = list(self.more)
        if found.in_doubt:
            remarks.append(Remark(_("in doubt"), "warning"))
        if found.outside:
            remarks.append(Remark(_("Outside the week"), "open"))
        if found.decision:
            remarks.append(Remark(one_line(decision_words(found.decision)), "open"))
        return remarks


def articles_of(finding: Finding, citations: Mapping[str, str]) -> list[str]:
    """The articles that a violation breaks; ``citations``: id of a rule -> article."""
    broken = (finding.rule, *finding.also_rules)
    return [citations[rule] for rule in broken if rule in citations]
