"""Checks that tell what could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from schedcheck.checks.context import CheckContext
from schedcheck.messages import msg
from schedcheck.results.finding import CODES, Evidence, Finding

#: Where a question mark stands for a letter that the encoding did not have: at the beginning of
#: a word, inside of one (but not in «Что?Где?Когда?»), for a word or a title as a whole, or
#: beside the number of a mark.
_LOST = re.compile(
    r"""\ufffd
      | (?<![^\W_])(?<![?!.…])\?+(?=[^\W\d_])
      | (?<=[^\W\d_])\?+(?=[a-zа-яёіїєґўәғқңөұүһ])
      | (?<=[A-ZА-ЯЁІЇЄҐЎӘҒҚҢӨҰҮҺ])\?+(?=[A-ZА-ЯЁІЇЄҐЎӘҒҚҢӨҰҮҺ])
      | \s\?{2,}\s+\w
      | ["'«„“(\[/]\?+\ ?\d
      | \A[\W\d_]*\?{2,}[\W\d_]*\Z""",
    re.VERBOSE,
)


def _faults(case: CheckContext, code: str) -> Iterator[Finding]:
    for fault in case.faults:
        if fault.code == code:
            yield Finding(
                code=code,
                severity=CODES[code],
                words=fault.reason,
                evidence=Evidence(fault.file, fault.place, fault.text),
            )


def lost_letters(case: CheckContext) -> Iterator[Finding]:
    """Letters of titles were lost on the way, told once a channel with the number of titles.

    A question mark stands inside a word or at its beginning, as programs write it for letters
    that an encoding does not have.

    Why: a mark may be lost with them: «Е18» becomes `?18`, and the programme counts as unmarked.

    Example: `Жар?ыла?ан`: windows-1251 has no қ, ғ, ң, ә, ө, ү, ұ and һ.

    What to do: ask the station for an export in UTF-8, or in KZ-1048.
    """
    numbers, titles = case.titles
    odd = np.fromiter(map(_is_odd, titles), np.bool_, len(titles))
    rows = np.flatnonzero(odd[numbers])
    lost: dict[int, list[int]] = {}
    for row, code in zip(rows.tolist(), case.codes[rows].tolist(), strict=True):
        lost.setdefault(code, []).append(row)
    for members in lost.values():
        words = msg(
            "letters are lost in %(count)d titles of the channel, of which this is the first; a "
            "mark may be lost with them",
            count=len(members),
        )
        yield case.finding("lost-letters", members[0], words)


def _is_odd(title: str) -> bool:
    return ("?" in title or "\ufffd" in title) and _LOST.search(title) is not None


def bad_row(case: CheckContext) -> Iterator[Finding]:
    """A row of a schedule could not be read, or not wholly.

    Why: a programme that was not understood was not judged, and "no violations" would be untrue.

    Example: the time `6h??` in cell B12; a bare `&` in an XMLTV file.

    What to do: look at the place named, mend the row and check the file again.
    """
    return _faults(case, "bad-row")


def unaccounted(case: CheckContext) -> Iterator[Finding]:
    """A mark of 18 or 21 stands in the file, and no programme that was read has it.

    The text of the file is searched a second time, without the rules by which it was read: hidden
    parts and comments too. The exit code is then 3 where it would be 0.

    Why: the mark may be that of a programme that was judged without it.

    Example: `18+` in a comment of a cell, or in a part of a page that is not shown.

    What to do: look at the place named, and write the mark beside the programme that it is of.
    """
    return _faults(case, "unaccounted")


def unread(case: CheckContext) -> Iterator[Finding]:
    """A file, a sheet or a member of an archive could not be read at all.

    Why: nothing in it was judged.

    Example: an HTML page of an error in place of XML; a workbook that is damaged.

    What to do: ask for the file anew, in one of the formats supported.
    """
    return _faults(case, "unread")
