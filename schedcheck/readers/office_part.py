"""The XML of an office file: documents and workbooks, in a package of parts or as one file."""

from __future__ import annotations

from typing import Any

from schedcheck.messages import msg
from schedcheck.readers.source import SourceError


def root_of(content: bytes) -> Any:
    """The root element of a part; nothing is fetched and no entity of its own is expanded.

    Raises SourceError where it declares a document type, which no office program writes (ECMA-376
    part 2, 8.1.4 forbids it): an entity that is not expanded is text that people see and nobody
    here does. Raises ``lxml.etree.XMLSyntaxError`` for what is not well formed.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root: Any = etree.fromstring(content, parser)
    about: Any = root.getroottree().docinfo
    if about.doctype:
        raise SourceError(
            msg("declares a document type (DOCTYPE), refused for safety; open it and save it again")
        )
    return root
