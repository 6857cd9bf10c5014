"""Comments of a worksheet: their texts, and the boxes in which spreadsheet programs show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree
from openpyxl.utils import coordinate_to_tuple

from schedcheck.reports.wording import escapes_kept
from schedcheck.tasks.annotate.notes import AUTHOR, Note
from schedcheck.tasks.originals.package import Package

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: What may follow the reference to the boxes in a worksheet (ECMA-376, part 1, CT_Worksheet).
_BEHIND = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_EMPTY_BOXES = (
    f"<xml {_SPACES}>"
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_KIND = (
    f'<v:shapetype {_SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    f"<v:shape {_SPACES} "
    'id="_x0000_s{number}" type="#_x0000_t202" '
    'style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
_WIDE, _LINE = 4, 40  # columns of a box, and about how many letters they hold
_FIRST = 900_001  # boxes are numbered; those of other programs begin at 1025


def add_comments(package: Package, sheet: str, notes: Mapping[str, Note]) -> None:
    """Add a comment to each cell in ``notes``; one that is there already is added to."""
    related = dict(package.relations(sheet).values())
    part = related.get("comments") or _new_comments(package, sheet)
    root = package.edit(part)
    space = etree.QName(root).namespace or ""
    authors = next(root.iterchildren("{*}authors"))
    listed = next(root.iterchildren("{*}commentList"))
    author = str(len(authors))
    etree.SubElement(authors, f"{{{space}}}author").text = AUTHOR
    known = {one.get("ref"): one for one in listed}
    fresh = []
    for address, note in notes.items():
        if address in known:
            text = next(known[address].iterchildren("{*}text"))
            _add_run(text, space, f"\n{AUTHOR}: {note.text}")
            continue
        comment = etree.SubElement(
            listed, f"{{{space}}}comment", ref=address, authorId=author, shapeId="0"
        )
        _add_run(etree.SubElement(comment, f"{{{space}}}text"), space, note.text)
        fresh.append(address)
    listed[:] = sorted(listed, key=lambda one: coordinate_to_tuple(one.get("ref")))
    if fresh:
        _add_boxes(package, sheet, {address: notes[address] for address in fresh})


def _add_run(text: Any, space: str, words: str) -> None:
    plain = text.find(f"{{{space}}}t")
    if plain is not None:
        # a text without runs becomes one: the two are not allowed next to each other
        run = etree.Element(f"{{{space}}}r")
        text.replace(plain, run)
        run.append(plain)
    run = etree.SubElement(text, f"{{{space}}}r")
    properties = etree.SubElement(run, f"{{{space}}}rPr")
    etree.SubElement(properties, f"{{{space}}}sz", val="9")
    etree.SubElement(properties, f"{{{space}}}rFont", val="Tahoma")
    made = etree.SubElement(run, f"{{{space}}}t")
    made.text = escapes_kept(words)
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _new_comments(package: Package, sheet: str) -> str:
    space = etree.QName(package.tree(sheet)).namespace
    spaces: Any = {None: space}  # the stubs of lxml know no default namespace
    root = etree.Element(f"{{{space}}}comments", nsmap=spaces)
    etree.SubElement(root, f"{{{space}}}authors")
    etree.SubElement(root, f"{{{space}}}commentList")
    part = package.free("xl/comments%d.xml")
    package.put(part, root)
    package.declare(part, _COMMENTS)
    package.relate(sheet, part, f"{_OFFICE}/comments")
    return part


def _add_boxes(package: Package, sheet: str, notes: Mapping[str, Note]) -> None:
    """Add the boxes, without which spreadsheet programs show no comment."""
    root = package.edit(sheet)
    relations = package.relations(sheet)
    reference = next(root.iterchildren("{*}legacyDrawing"), None)
    if reference is None:
        part = package.free("xl/drawings/vmlDrawing%d.vml")
        package.put(part, _EMPTY_BOXES.encode())
        package.declare_ending("vml", _DRAWING)
        space = etree.QName(root).namespace
        made = etree.Element(f"{{{space}}}legacyDrawing", nsmap={"r": _OFFICE})
        made.set(f"{{{_OFFICE}}}id", package.relate(sheet, part, f"{_OFFICE}/vmlDrawing"))
        behind = [one for one in root if etree.QName(one).localname in _BEHIND]
        root.insert(root.index(behind[0]) if behind else len(root), made)
    else:
        identity = next(value for key, value in reference.attrib.items() if key.endswith("}id"))
        part = relations[identity][1]
    # the language of boxes is older than well-formed XML: it is added to as text
    content = package.bytes(part).decode("utf-8", errors="surrogateescape")
    before, closing, rest = content.rpartition("</xml>")
    shapes = [_box(number, address, note) for number, (address, note) in enumerate(notes.items())]
    if not closing:
        raise KeyError(part)
    kind = "" if 'id="_x0000_t202"' in content else _KIND
    added = f"{before}{kind}{''.join(shapes)}{closing}{rest}"
    package.put(part, added.encode("utf-8", errors="surrogateescape"))


def _box(number: int, address: str, note: Note) -> str:
    row, column = (part - 1 for part in coordinate_to_tuple(address))
    lines = sum(1 + len(line) // _LINE for line in note.text.split("\n"))
    top = max(0, row - 1)
    return _BOX.format(
        number=_FIRST + number,
        left=column + 1,
        right=column + 1 + _WIDE,
        top=top,
        bottom=top + lines + 1,
        row=row,
        column=column,
    )
