"""What an office document takes from elsewhere: it is named, and never fetched."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from schedcheck.messages import Message, msg
from schedcheck.readers.documents.office_xml import member, tag
from schedcheck.schedule.reading import Fault

_REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HREF = "{http://www.w3.org/1999/xlink}href"
#: Elements in whose place Word shows the text of another file or part (ECMA-376 part 1, 17.17.2).
_OTHERS = ("{*}altChunk", "{*}subDoc")
#: So many targets are named, each so long.
_NAMED, _LONGEST = 3, 80


def word_links(archive: zipfile.ZipFile, limit: int) -> Iterator[str]:
    """The targets outside of a Word document that its parts name, in the order of the parts."""
    for name in sorted(archive.namelist()):
        if name.startswith("word/_rels/"):
            for one in _relationships(archive, name, limit):
                if one.get("TargetMode") == "External":
                    yield one.get("Target", "")


def other_parts(
    archive: zipfile.ZipFile, name: str, root: Any, file: str, limit: int
) -> Iterator[Fault]:
    """A fault for each text that Word shows in the part ``name`` and that is not in it."""
    found = list(root.iter(*_OTHERS))
    if not found:
        return
    folder, base = posixpath.split(name)
    relations = f"{folder}/_rels/{base}.rels"
    targets = {
        one.get("Id"): one.get("Target") for one in _relationships(archive, relations, limit)
    }
    for one in found:
        target = targets.get(one.get(_REFERENCE)) or "?"
        words = msg(
            "a part of the text is kept outside of it (%(target)s), and is not read; open the "
            "document in Word, put that text into it and save it again",
            target=target[:_LONGEST],
        )
        yield Fault("unread", file, "", target, words)


def odf_links(roots: Iterable[Any]) -> Iterator[str]:
    """The targets outside of an OpenDocument package that its parts name.

    Its own members have no ``../`` before them and no scheme (OpenDocument 1.3 part 2, 3.7).
    """
    for root in roots:
        for element in root.iter():
            target = element.get(_HREF, "") if tag(element) else ""
            if ":" in target.partition("/")[0] or target.startswith(("../", "/")):
                yield target


def links_note(targets: Iterable[str]) -> Message | None:
    """The note that names what a document links to; None where it links to nothing."""
    known = list(dict.fromkeys(targets))
    if not known:
        return None
    named = [target[:_LONGEST] for target in known[:_NAMED]]
    more = [f"(+{len(known) - _NAMED})"] if len(known) > _NAMED else []
    return msg(
        "links to what is not in the document, which are not followed: %(targets)s",
        targets=(*named, *more),
    )


def _relationships(archive: zipfile.ZipFile, name: str, limit: int) -> Iterator[Any]:
    root = member(archive, name, limit)
    if root is not None:
        yield from root.iter("{*}Relationship")
