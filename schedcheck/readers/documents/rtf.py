"""Rich Text Format (.rtf), as Word and its relatives save it."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from schedcheck.readers.base import NOT_THIS, SIGNATURE, Likelihood, ReadOptions
from schedcheck.readers.documents.hidden_text import read_shown
from schedcheck.readers.documents.rtf_parser import content_of
from schedcheck.readers.source import Source, SourceError
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault, Reading

NAME = "rtf"

_REVISED = re.compile(rb"\{\\revtim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")


def sniff(head: bytes, name: str) -> Likelihood:  # noqa: ARG001 - the content alone decides
    """How likely ``head`` begins an RTF document."""
    begins = head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rt")
    return SIGNATURE if begins else NOT_THIS


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme of the document; places are ``paragraph 12`` and ``table 2, row 5``."""
    try:
        data = source.read()
    except SourceError as error:
        return Reading(NAME, make_frame({}, 0), [Fault("unread", source.file, "", "", error.words)])
    modified = _modified(data) or source.modified
    content, everything = content_of(data, apart=True), partial(content_of, data, apart=False)
    return read_shown(content, everything, NAME, source.file, options, modified)


def _modified(data: bytes) -> date | None:
    """The day the document was last saved, as it says itself."""
    match = _REVISED.search(data)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
