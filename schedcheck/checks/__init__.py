"""Checks: one function a code, in one plain table; its docstring is its documentation page.

A check may import its context, the law and the results, never a reader or another check's findings;
it knows nothing of files, settings and reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from schedcheck.checks import marks, reading, windows
from schedcheck.checks.context import CheckContext
from schedcheck.results.finding import Finding

Check = Callable[[CheckContext], Iterator[Finding]]

CHECKS: Mapping[str, Check] = {
    "watershed": windows.watershed,
    "watershed-operator": windows.watershed_operator,
    "watershed-unsure": windows.watershed_unsure,
    "watershed-elsewhere": windows.watershed_elsewhere,
    "foreign-mark": marks.foreign_mark,
    "mark-conflict": marks.mark_conflict,
    "zone-decides": windows.zone_decides,
    "end-decides": windows.end_decides,
    "unclear-mark": marks.unclear_mark,
    "hidden-mark": marks.hidden_mark,
    "promo": marks.promo,
    "unmarked": marks.unmarked,
    "unknown-mark": marks.unknown_mark,
    "lost-letters": reading.lost_letters,
    "overlap": reading.overlap,
    "gap": reading.gap,
    "duplicate": reading.duplicate,
    "odd-length": reading.odd_length,
    "unaccounted": reading.unaccounted,
    "bad-row": reading.bad_row,
    "unread": reading.unread,
}
