"""What the members of a workbook (xlsx) say of its cells beside their values."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable
from typing import Any

from lxml import etree
from msgspec import Struct, field

from schedcheck.readers.office_part import root_of
from schedcheck.readers.workbooks.number_formats import (
    enter_number,
    hides_mark,
    says_more,
    text_form,
)
from schedcheck.readers.workbooks.sheet_cells import Extras, spot_of

#: Only a sheet with one of these is gone through: most have none. Texts first, which are found
#: many times as fast as a pattern that has a choice at its beginning.
_ERRORS, _HIDDEN = (b't="e"', b"t='e'"), re.compile(rb"hidden=[\"'](?:1|true)")
_TRUE = ("1", "true")
#: The types of cells that hold texts.
_TEXTS = {"s", "str", "inlineStr"}


class _Styles(Struct):
    """What the styles of a workbook say: numbers of those that strike through, and the formats of
    those that add to a number; ``texts``: shared text -> the text without what is struck through.
    """

    struck: set[str] = field(default_factory=set)
    formats: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        return bool(self.struck or self.formats or self.texts)


def extras_of(data: bytes) -> tuple[list[Extras], bool]:
    """What each sheet says, in the order of the workbook, and whether its days count from 1904.

    Raises what zipfile and lxml do for a workbook that is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        book = root_of(archive.read("xl/workbook.xml"))
        later = any(one.get("date1904") in _TRUE for one in _named(book, "workbookPr"))
        members = _members(archive, book)
        styles = _styles(archive, names)
        found = []
        for member in members:
            extras = Extras()
            if member in names:
                content = archive.read(member)
                if styles.any or _says_more(content):
                    _read(content, styles, extras)
            found.append(extras)
    return found, later


def _says_more(content: bytes) -> bool:
    return any(sign in content for sign in _ERRORS) or _HIDDEN.search(content) is not None


def _named(element: Any, name: str) -> Iterable[Any]:
    """The elements of a local name, whatever the edition of the format."""
    found: Iterable[Any] = element.iter("{*}" + name)
    return found


def _members(archive: zipfile.ZipFile, book: Any) -> list[str]:
    """The names of the members that hold the sheets, in their order."""
    links = root_of(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in _named(links, "Relationship")}
    ids = (
        next((value for key, value in one.attrib.items() if key.endswith("}id")), "")
        for one in _named(book, "sheet")
    )
    return [posixpath.normpath(posixpath.join("/xl", targets.get(id_, "")))[1:] for id_ in ids]


def _is_struck(font: Any) -> bool:
    strikes = [one for name in ("strike", "dstrike") for one in _named(font, name)]
    return any(one.get("val", "1") in _TRUE for one in strikes)


def _styles(archive: zipfile.ZipFile, names: set[str]) -> _Styles:
    styles = _Styles()
    if "xl/styles.xml" in names:
        root = root_of(archive.read("xl/styles.xml"))
        fonts = [_is_struck(font) for group in _named(root, "fonts") for font in group]
        codes = {one.get("numFmtId"): one.get("formatCode", "") for one in _named(root, "numFmt")}
        forms = [form for group in _named(root, "cellXfs") for form in group]
        for number, form in enumerate(forms):
            font = int(form.get("fontId") or 0)
            if font < len(fonts) and fonts[font]:
                styles.struck.add(str(number))
            code = codes.get(form.get("numFmtId")) or ""  # no format of those built in says more
            if says_more(code) or hides_mark(code):
                styles.formats[str(number)] = code
    if "xl/sharedStrings.xml" in names:
        content = archive.read("xl/sharedStrings.xml")
        if b"strike" in content:
            texts = _named(root_of(content), "si")
            styles.texts = {str(at): _left(one) for at, one in enumerate(texts) if _is_struck(one)}
    return styles


def _left(text: Any) -> str:
    """A text of several runs without those that are struck through."""
    runs = list(_named(text, "r"))
    return "".join(
        part.text or "" for run in runs if not _is_struck(run) for part in _named(run, "t")
    )


def _read(content: bytes, styles: _Styles, extras: Extras) -> None:
    row = column = -1
    for event, element in etree.iterparse(
        io.BytesIO(content), events=("start", "end"), tag=("{*}row", "{*}c", "{*}col"),
        resolve_entities=False, no_network=True, huge_tree=True,
    ):  # fmt: skip
        name = element.tag.rpartition("}")[2]
        if event == "start":
            if name == "row":
                row, column = int(element.get("r") or row + 2) - 1, -1
                if element.get("hidden") in _TRUE:
                    extras.hidden_rows.add(row)
            continue
        if name == "c":
            column += 1
            _cell(element, (row, column), styles, extras)
            continue
        if name == "col" and element.get("hidden") in _TRUE:
            extras.hide_columns(int(element.get("min", "1")) - 1, int(element.get("max", "1")))
        element.clear()


def _cell(element: Any, counted: tuple[int, int], styles: _Styles, extras: Extras) -> None:
    """Enter what a cell says beside its value; ``counted``: its place if it names none itself."""
    style, kind = element.get("s", "0"), element.get("t", "n")
    struck, shown = style in styles.struck, None
    form = text_form(styles.formats[style]) if kind in _TEXTS and style in styles.formats else ""
    if kind == "s" and styles.texts:
        shown = styles.texts.get(element.findtext("{*}v") or "")
    elif kind == "inlineStr" and _is_struck(element):
        shown = _left(element)
    number = element.findtext("{*}v") if kind == "n" and style in styles.formats else None
    if not struck and shown is None and kind != "e" and not form and not number:
        return
    place = element.get("r")
    spot = spot_of(place) if place else counted
    if number and not struck:
        enter_number(extras, spot, float(number), styles.formats[style])
    if form:
        extras.forms[spot] = form
    if struck:
        extras.struck.add(spot)
    elif kind == "e":
        extras.errors[spot] = element.findtext("{*}v") or ""
    elif shown is not None:
        extras.shown[spot] = shown
