"""When a source was made, as its own content says."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

from schedcheck.readers.source import Source, SourceError

#: ``date`` of the root element of XMLTV: the start of the day or the moment, offset or none.
_GUIDE = re.compile(rb"""<tv\s[^<>]*?\bdate\s*=\s*["'](\d{8}(?:\d{4}(?:\d\d)?)?)[^"']*["']""")
#: The members of packages that say it: Office Open XML (ECMA-376 part 2, 11) and OpenDocument.
_MEMBERS = {
    "docProps/core.xml": re.compile(rb"<dcterms:modified[^>]*>\s*([^<\s]+)"),
    "meta.xml": re.compile(rb"<dc:date>\s*([^<\s]+)"),
}
_PACKAGE = b"PK\x03\x04"
_MOST = 1 << 16  # bytes of such a member


def issued(source: Source) -> str:
    """When ``source`` says that it was made, ISO 8601 to the second, in UTC where it says a zone.

    Empty where it does not say it, or what it says is not a time.
    """
    try:
        if source.head.startswith(_PACKAGE):
            return _moment(_of_package(source).decode("ascii", "replace"))
        found = _GUIDE.search(source.head)
        return _moment(found[1].decode("ascii")) if found else ""
    except (SourceError, OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return ""


def _of_package(source: Source) -> bytes:
    """What the package says; its first words for that, or nothing."""
    given = source.plain_path or io.BytesIO(source.read())
    with zipfile.ZipFile(given) as package:
        for name in _MEMBERS.keys() & set(package.namelist()):
            with package.open(name) as stream:
                found = _MEMBERS[name].search(stream.read(_MOST))
                if found:
                    return found[1]
    return b""


def _moment(text: str) -> str:
    if not text:
        return ""
    if text.isdigit():
        moment = datetime.strptime(text.ljust(14, "0"), "%Y%m%d%H%M%S")  # noqa: DTZ007 - no zone
    else:
        moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(timespec="seconds")
