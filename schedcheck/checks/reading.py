"""Checks that tell what could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from schedcheck.checks.case import Case
from schedcheck.findings import CODES, Evidence, Finding


def _faults(case: Case, code: str) -> Iterator[Finding]:
    for fault in case.faults:
        if fault.code == code:
            yield Finding(
                code=code,
                severity=CODES[code],
                words=fault.reason,
                evidence=Evidence(fault.file, fault.place, fault.text),
            )


def bad_row(case: Case) -> Iterator[Finding]:
    """A row of a schedule could not be read, or not wholly.

    Why: a programme that was not understood was not judged, and "no violations" would be untrue.

    Example: the time `6h??` in cell B12; a bare `&` in an XMLTV file.

    What to do: look at the place named, mend the row and check the file again.
    """
    return _faults(case, "bad-row")


def unread(case: Case) -> Iterator[Finding]:
    """A file, a sheet or a member of an archive could not be read at all.

    Why: nothing in it was judged.

    Example: an HTML page of an error in place of XML; a workbook that is damaged.

    What to do: ask for the file anew, in one of the formats supported.
    """
    return _faults(case, "unread")
