"""Tabs of days on a web page: days to choose from, of which the page shows one."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from msgspec import Struct, field

from schedcheck.readers.documents.office_xml import tag
from schedcheck.readers.values.day_headings import read_heading
from schedcheck.readers.values.leading_times import lead

_LONGEST = 60  # letters of the name of a day
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ACTIVE = re.compile(
    r"(?:^|[\s_-])(?:active|current|selected|checked|chosen)(?:$|[\s_-])", re.IGNORECASE
)


def names_day(text: str) -> bool:
    """Whether a text is the name of a day and nothing else."""
    name = read_heading(" ".join(text.split())) if len(text) <= _LONGEST else None
    return name is not None and name.exact


class DayTabs(Struct):
    """Finds the tabs of the days that a page does not show.

    Tabs are neighbours with the same tag that each name a day and nothing else. One of them is
    marked as the active one, by its class or by ARIA; or the last heading before them names the
    one day that the page shows. Where nothing tells, none is off.
    """

    _seen: set[Any] = field(default_factory=set)
    _off: set[Any] = field(default_factory=set)
    _headed: bool = False

    def inside(self) -> DayTabs:
        """The same tabs, as a part of the page sees them that has headings of its own."""
        return DayTabs(self._seen, self._off)

    def is_off(self, element: Any) -> bool:
        """Whether this is the tab of a day that the page does not show; asked in their order."""
        name, parent = tag(element), element.getparent()
        if name in _HEADINGS:
            day = read_heading(" ".join(element.text_content().split()))
            self._headed = day is not None and day.day is not None
        elif self._headed and lead((element.text or "").strip()[:_LONGEST]) is not None:
            self._headed = False  # its list has begun: days below are headings of their own
        # not by len, which counts the children of the parent each time
        if parent is None or (element.getprevious() is None and element.getnext() is None):
            return False
        if parent not in self._seen:
            self._seen.add(parent)
            for _key, run in groupby(parent, lambda one: (tag(one), _is_day(one))):
                self._take(list(run))
        return element in self._off

    def _take(self, run: list[Any]) -> None:
        if len(run) == 1 or not _is_day(run[0]) or len({_shown(one) for one in run}) == 1:
            return
        active = [one for one in run if any(map(_is_active, one.iter()))]
        if len(active) == 1:
            self._off |= {one for one in run if one is not active[0]}
        elif self._headed and not active and tag(run[0]) not in _HEADINGS:
            self._off |= set(run)


def _shown(element: Any) -> str:
    return " ".join(element.text_content().split())


def _is_day(element: Any) -> bool:
    return bool(tag(element)) and names_day(_shown(element))


def _is_active(element: Any) -> bool:
    if not tag(element):
        return False
    return (
        _ACTIVE.search(element.get("class", "")) is not None
        or element.get("aria-selected") == "true"
        or element.get("aria-current", "false") != "false"
    )
