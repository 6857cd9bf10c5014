"""An Office Open XML package with some of its parts changed; all others stay byte for byte."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

_TYPES = "[Content_Types].xml"
_CT = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Package:
    """The parts of a package by name; those that are edited or put in are written again.

    Raises KeyError for parts that are not there, BadZipFile and XMLSyntaxError for damaged ones.
    """

    def __init__(self, path: Path) -> None:
        self._archive = ZipFile(path)
        self._trees: dict[str, Any] = {}
        self._changed: set[str] = set()
        self._texts: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._archive.NameToInfo or name in self._trees or name in self._texts

    def bytes(self, name: str) -> bytes:
        """A part as it is now."""
        if name in self._changed:
            return etree.tostring(
                self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True
            )
        return self._texts[name] if name in self._texts else self._archive.read(name)

    def tree(self, name: str) -> Any:
        """The root element of a part, to be looked at."""
        if name not in self._trees:
            self._trees[name] = etree.fromstring(self.bytes(name), _PARSER)
        return self._trees[name]

    def edit(self, name: str) -> Any:
        """The root element of a part, to be changed in place."""
        root = self.tree(name)
        self._changed.add(name)
        return root

    def put(self, name: str, content: Any) -> None:
        """Put a part in: bytes, or the root element of a tree."""
        if isinstance(content, bytes):
            self._texts[name] = content
        else:
            self._trees[name] = content
            self._changed.add(name)

    def free(self, pattern: str) -> str:
        """The first name that no part has; ``pattern`` holds ``%d``."""
        number = 1
        while pattern % number in self:
            number += 1
        return pattern % number

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Id -> (the last word of its type, the part named) of the relations of ``part``."""
        name = _relations_of(part)
        if name not in self:
            return {}
        return {
            one.get("Id", ""): (
                one.get("Type", "").rsplit("/", 1)[-1],
                _resolved(part, one.get("Target", "")),
            )
            for one in self.tree(name)
            if one.get("TargetMode") != "External"
        }

    def relate(self, part: str, other: str, kind: str) -> str:
        """Relate ``part`` to ``other``; ``kind`` is the whole type. Returns the id."""
        name = _relations_of(part)
        if name not in self:
            # the stubs of lxml know no default namespace
            spaces: Any = {None: _RELS}
            self.put(name, etree.Element(f"{{{_RELS}}}Relationships", nsmap=spaces))
        root = self.edit(name)
        taken = {one.get("Id") for one in root}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        target = posixpath.relpath(other, posixpath.dirname(part))
        values = {"Id": f"rId{number}", "Type": kind, "Target": target}
        etree.SubElement(root, f"{{{_RELS}}}Relationship", values)
        return f"rId{number}"

    def declare(self, part: str, content_type: str) -> None:
        """Say what kind of content a part has."""
        values = {"PartName": f"/{part}", "ContentType": content_type}
        etree.SubElement(self.edit(_TYPES), f"{{{_CT}}}Override", values)

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Say what kind of content all parts of an ending have, where it is not said."""
        root = self.edit(_TYPES)
        known = {one.get("Extension", "").casefold() for one in root.findall(f"{{{_CT}}}Default")}
        if ending not in known:
            values = {"Extension": ending, "ContentType": content_type}
            root.insert(0, etree.Element(f"{{{_CT}}}Default", values))

    def save(self, path: Path) -> None:
        """Write the package; parts that were not touched are copied as they are."""
        changed = {*self._changed, *self._texts}
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            for info in self._archive.infolist():
                content = self.bytes(info.filename)
                archive.writestr(info, content, compress_type=ZIP_DEFLATED)
                changed.discard(info.filename)
            for name in sorted(changed):
                archive.writestr(ZipInfo(name, _EPOCH), self.bytes(name), ZIP_DEFLATED)


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
