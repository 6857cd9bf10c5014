"""What Word and OpenDocument files have in common: XML members of a zip file, read with care."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

from schedcheck.messages import msg
from schedcheck.messages.library_errors import Reason
from schedcheck.readers.archive import DAMAGE
from schedcheck.readers.office_part import root_of
from schedcheck.readers.source import Source, SourceError

#: The refusal of a document that no program wrote.
NESTED = msg("nested too deep")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def open_members(source: Source) -> zipfile.ZipFile:
    """The zip file of a document. Raises SourceError where it is damaged."""
    try:
        return zipfile.ZipFile(io.BytesIO(source.read()))
    except DAMAGE as error:
        raise _damaged(error) from error


def member(archive: zipfile.ZipFile, name: str, limit: int) -> Any:
    """The root element of an XML member, None where there is no such member.

    Raises SourceError where it is damaged, is protected by a password, declares a document type,
    or unfolds to more than ``limit`` bytes.
    """
    from lxml import etree

    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.flag_bits & 1:
        raise SourceError(msg("protected by a password; save it without one"))
    if info.file_size > limit:
        words = msg("decompresses to more than %(limit)d bytes; raise --size-limit", limit=limit)
        raise SourceError(words)
    try:
        return root_of(archive.read(info))
    except (*DAMAGE, etree.XMLSyntaxError, RuntimeError) as error:
        raise _damaged(error) from error


def needed(archive: zipfile.ZipFile, name: str, limit: int) -> Any:
    """The same for the member without which there is no document: SourceError for none."""
    root = member(archive, name, limit)
    if root is None:
        raise SourceError(msg("a document without its text; open it and save it again as .docx"))
    return root


def _damaged(error: Exception) -> SourceError:
    return SourceError(
        msg(
            "a damaged document (%(error)s); open it and save it again as .docx",
            error=Reason.of(error),
        )
    )


def inherited(styles: Mapping[str, tuple[str, bool | None]]) -> set[str]:
    """The names of the styles that something is true of, by themselves or by their parents.

    ``styles``: name -> the name of the parent, and what the style says itself; None where nothing.
    """
    known: dict[str, bool] = {}
    for name in styles:
        line: dict[str, None] = {}
        at, said = name, None
        while said is None and at in styles and at not in known and at not in line:
            line[at] = None
            at, said = styles[at]
        known |= dict.fromkeys(line, known.get(at, False) if said is None else said)
    return {name for name, true in known.items() if true}


def day_in(text: str | None) -> date | None:
    """The date of a time stamp such as ``2022-12-09T10:00:00Z``, or None."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def raised(text: str) -> str:
    """Small digits above the line, as press offices set minutes: 6³⁰."""
    return text.translate(_SUPERSCRIPT)


def tag(element: Any) -> str:
    """The local name of an element; empty for a comment or an instruction."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""
