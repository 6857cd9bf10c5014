"""Names of places behind the clock readings of a listing: «21:30 Минск …» on nearly every line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from schedcheck.readers.values.clock_names import clock_heading, only_a_zone, unknown_clock, zone_in
from schedcheck.readers.values.clock_times import UNKNOWN_ZONE
from schedcheck.readers.values.words import LOCAL

#: So many of the titles begin with the name, and fewer titles tell nothing.
_MOST, _FEWEST = 0.8, 3
_SHORTEST = 4
_BRACKETED = re.compile(r"[(\[]([^()\[\]\d]{3,40})[)\]]\s{1,3}")
_NAME = re.compile(r"([^\W\d_]{1,20}(?:-[^\W\d_]{1,20}){0,3})\s{1,3}(?=[^\W\d_]|[«\"“„])")

#: The letters of a zone, most of which end in the T of “time”.
_LETTERS = re.compile(r"[A-Z]{2,4}T")


class ClockHead(Struct, frozen=True):
    """The ``name`` of a clock that titles begin with, in the form of a pattern, and its ``zone``
    (:data:`UNKNOWN_ZONE` for a place that nobody knows).
    """

    form: re.Pattern[str]
    name: str
    zone: str

    def behind(self, title: str) -> str | None:
        """A title without the name; None for one that does not begin with it."""
        head = self.form.match(title)
        return title[head.end() :] if head is not None and head[1] == self.name else None


def clock_head(titles: Sequence[str]) -> ClockHead | None:
    """The place that nearly all titles of a listing begin with, which names their clock.

    The title of one programme may begin with a city, those of all do not. A name in brackets for
    which no zone is known, and letters of a zone such as AQTT, make the clock unknown.
    """
    for form in (_BRACKETED, _NAME):
        heads = filter(None, map(form.match, titles))
        for name, count in Counter(head[1] for head in heads).most_common(1):
            zone = _zone(name, bracketed=form is _BRACKETED)
            if zone and count >= max(_FEWEST, _MOST * len(titles)):
                return ClockHead(form, name, zone)
    return None


def _zone(name: str, *, bracketed: bool) -> str:
    """The zone of a name, :data:`UNKNOWN_ZONE` for a place that nobody knows, else empty."""
    named = only_a_zone(name) or (bracketed and clock_heading(name, alone=True))
    zone = zone_in(name) if named else None
    if zone is not None:
        return "" if zone == LOCAL else zone
    long = bracketed and len(name) >= _SHORTEST and not name.isupper()
    unknown = _LETTERS.fullmatch(name) or (long and unknown_clock(name) == name)
    return UNKNOWN_ZONE if unknown else ""
