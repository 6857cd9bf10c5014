"""Whether the log is whole: its chain, its end, and an entry for each row that must have one.

The chain shows what was changed or taken out, and not what was cut off at the end. That is seen
from outside: by a mark of an entry that somebody has kept (a backup, a receipt, a piece of paper),
and by the deliveries, decisions and letters themselves, each of which has an entry.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from msgspec import Struct

from schedcheck.errors import ConfigError
from schedcheck.messages import _, msg, plural
from schedcheck.portal.backup import ABOUT
from schedcheck.portal.models import Decision, Letter, LogEntry, Upload, check_log
from schedcheck.results.finding import Outcome

_MARK = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")
#: What the entries of letters say.
_LETTERS = ("asked", "objected", "answered")
#: The most receipts that are named.
_NAMED = 10


class LogCheck(Struct, frozen=True):
    """What is wrong with the log, and the mark of its last entry.

    ``wrong``: the number of the first entry that is not as it was written. ``cut``: the mark that
    was given, where the log does not have that entry. ``without``: the receipts of deliveries, and
    of decisions and letters about them, that have no entry.
    """

    wrong: int | None
    cut: str
    without: tuple[str, ...]
    last: str

    @property
    def faults(self) -> list[str]:
        """What is wrong, each in words."""
        words = []
        if self.wrong is not None:
            said = _("the log: entry %(number)d is not as it was written")
            words.append(said % {"number": self.wrong})
        if self.cut:
            said = _("the log: entry %(mark)s is not in it; entries were cut off or replaced")
            words.append(said % {"mark": self.cut})
        if self.without:
            said = plural(
                "the log: %(count)d delivery, decision or letter has no entry",
                "the log: %(count)d deliveries, decisions or letters have no entry",
                len(self.without),
            )
            more = ", …" if len(self.without) > _NAMED else ""
            words.append(f"{said}: {', '.join(self.without[:_NAMED])}{more}")
        return words

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return self.wrong is None and not self.cut and not self.without


def mark_in(given: str) -> str:
    """The mark that is ``given``: itself, or the file of a backup that has one.

    Raises ConfigError for anything else.
    """
    if _MARK.fullmatch(given):
        return given
    try:
        with ZipFile(Path(given)) as archive:
            kept = json.loads(archive.read(ABOUT))["log"]
        mark = "{}:{}".format(*kept) if kept else ""
    except (OSError, BadZipFile, KeyError, ValueError, TypeError, IndexError):
        mark = "-"
    if mark and not _MARK.fullmatch(mark):
        raise ConfigError(
            msg(
                "“%(given)s” is neither the number and hash of an entry (57:ab12…) nor a backup of "
                "a portal",
                given=given,
            )
        )
    return mark


def verify(upto: str = "") -> LogCheck:
    """Verify the log. ``upto``: the mark of an entry that was in it once."""
    wrong, cut = check_log(), ""
    if upto:
        number, _colon, sha256 = upto.partition(":")
        there = LogEntry.objects.filter(number=int(number), hash=sha256)
        cut = "" if there.exists() else upto
    without = tuple(_without())
    last = LogEntry.objects.order_by("-number").first()
    return LogCheck(wrong, cut, without, last.mark if last else "")


def _without() -> Iterator[str]:
    """The receipts of what has no entry."""
    # the rows before the entries: what is done meanwhile has its entry by then
    sent = list(
        Upload.objects.filter(version__isnull=False).values_list("receipt", "sha256").order_by("id")
    )
    names = ("channel", "week", "version", "finding", "number", "outcome", "reason")
    decided = list(Decision.objects.order_by("id").values_list(*names))
    letters = list(Letter.objects.order_by("id").values_list("id", "delivery__receipt"))
    known = {(about.get("receipt"), about.get("sha256")) for _what, about in _entries("sent")}
    yield from (receipt for receipt, sha256 in sent if (receipt, sha256) not in known)
    known_decisions = {
        (*(about.get(name) for name in (*names[:4], "decision")), what, about.get("reason"))
        for what, about in _entries(*Outcome)
    }
    for row in decided:
        if row not in known_decisions:
            channel, week, version, *_more = row
            yield f"{week}-{channel}-{version}"
    written = {about.get("letter") for _what, about in _entries(*_LETTERS)}
    yield from (receipt for letter, receipt in letters if letter not in written)


def _entries(*what: str) -> Iterator[tuple[str, dict[str, object]]]:
    entries = LogEntry.objects.filter(what__in=what).order_by("number")
    return ((what, about) for what, about in entries.values_list("what", "about").iterator()
            if isinstance(about, dict))  # fmt: skip
