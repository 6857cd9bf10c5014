"""The styles of a workbook as they are written.

openpyxl writes each font, fill, border and alignment once; a workbook has those that it uses, in
the order of their first use. Given to openpyxl anew for each workbook, they take it longer than a
week's programme.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Fill, Font
from openpyxl.styles.numbers import (
    BUILTIN_FORMATS_MAX_SIZE,
    BUILTIN_FORMATS_REVERSE,
    NumberFormat,
)
from openpyxl.styles.stylesheet import write_stylesheet
from openpyxl.xml.functions import tostring

#: The lists that styles are made of, and what the elements in them are called.
_LISTS = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf"}
_NO_FORMATS = '<numFmts count="0"/>'
_STYLE = (
    '<xf numFmtId="{}" fontId="{}" fillId="{}" borderId="{}" applyAlignment="1" pivotButton="0" '
    'quotePrefix="{}" xfId="0">{}</xf>'
)


class StyleParts(NamedTuple):
    """The parts of a style but its format, as they are written."""

    font: str
    fill: str
    border: str
    alignment: str


def written_parts(font: Font, fill: Fill, border: Border, alignment: Alignment) -> StyleParts:
    """The parts of a style as openpyxl writes them."""
    parts: Any = (font, fill, border, alignment)
    return StyleParts(
        *(_text(one.to_tree(name)) for one, name in zip(parts, StyleParts._fields, strict=True))
    )


class Styles:
    """The styles of one workbook, numbered as they are asked for.

    ``normal``: the font whose digits the widths of columns are counted in.
    """

    def __init__(self, normal: Font) -> None:
        self._text, lists = _new(normal)
        # element -> its number, in order
        self._lists = {name: dict(own) for name, own in lists.items()}
        self._formats: dict[str, int] = {}

    def number(self, parts: StyleParts, number_format: str, *, quoted: bool) -> int:
        """The number of a style; ``quoted``: its cells are texts, whatever they begin with."""
        *listed, alignment = parts
        numbers = map(self._number, ("fonts", "fills", "borders"), listed)
        code = BUILTIN_FORMATS_REVERSE.get(number_format)
        if code is None:
            code = self._formats.setdefault(
                number_format, len(self._formats) + BUILTIN_FORMATS_MAX_SIZE
            )
        return self._number("cellXfs", _STYLE.format(code, *numbers, int(quoted), alignment))

    def _number(self, name: str, element: str) -> int:
        known = self._lists[name]
        return known.setdefault(element, len(known))

    def written(self) -> str:
        """The whole part of the file."""
        lists = {name: _list(name, own) for name, own in self._lists.items()}
        formats = {_format(code, number): number for code, number in self._formats.items()}
        return self._text.format(
            numFmts=_list("numFmts", formats) if formats else _NO_FORMATS, **lists
        )


def _list(name: str, elements: Mapping[str, int]) -> str:
    return f'<{name} count="{len(elements)}">{"".join(elements)}</{name}>'


@cache
def _new(normal: Font) -> tuple[str, dict[str, dict[str, int]]]:
    """The styles of a workbook that has none of its own, with places for the lists; the lists.

    openpyxl has no public way to set the normal font: a private part of it, and why pyproject.toml
    bounds its version.
    """
    workbook = Workbook()
    workbook._named_styles["Normal"].font = normal  # type: ignore[attr-defined]  # noqa: SLF001
    text = _text(write_stylesheet(workbook)).replace(_NO_FORMATS, "{numFmts}", 1)
    lists = {}
    for name, element in _LISTS.items():
        begin, end = text.index(f"<{name} "), text.index(f"</{name}>") + len(f"</{name}>")
        elements = re.findall(rf"<{element}>.*?</{element}>|<{element} .*?/>", text[begin:end])
        lists[name] = {one: number for number, one in enumerate(elements)}
        text = f"{text[:begin]}{{{name}}}{text[end:]}"
    return text, lists


@lru_cache(maxsize=64)
def _format(code: str, number: int) -> str:
    return _text(NumberFormat(number, code).to_tree("numFmt"))


def _text(element: Any) -> str:
    written: Any = tostring(element)
    return str(written, "utf-8")
