"""Whether a workbook holds formulas without their values, found without reading it whole."""

from __future__ import annotations

import io
import re
import zipfile

from schedcheck.messages import Message, msg
from schedcheck.readers import ole
from schedcheck.readers.archive import DAMAGE
from schedcheck.readers.workbooks.biff import blank_formulas

#: A cell with a formula and no value; programs that reckon also keep empty texts as values.
_BARE = re.compile(
    rb"<c\b(?![^>]*\bt=\"(?:str|e|b|s|inlineStr)\")[^>]*>\s*"
    rb"<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
#: The same in a workbook of OpenDocument.
_BARE_ODS = re.compile(
    rb"<table:table-cell\b(?=[^>]*\stable:formula=)(?![^>]*\s(?:office|calcext):value-type=)[^>]*>"
)
#: What zipfile fails with, also over a member that has a password.
_DAMAGE = (*DAMAGE, RuntimeError)

NOT_COMPUTED = msg(
    "formulas without their values, which are not computed here (%(why)s), in %(count)d cells; "
    "open the file in a spreadsheet program and save it, so that their values are in it"
)


def bare_formulas(data: bytes) -> bool:
    """Whether a workbook (xlsx) holds a formula without its value."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(
                _BARE.search(archive.read(name)) is not None
                for name in archive.namelist()
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)
            )
    except _DAMAGE:
        return False


def not_computed_in(data: bytes) -> Message | None:
    """What is to be told of formulas without values in a workbook that is no xlsx (ods, xls)."""
    if data.startswith(ole.MAGIC):
        kind, count = "xls", blank_formulas(ole.content_of(data, {"Workbook", "Book"}))
    else:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                kind, count = "ods", len(_BARE_ODS.findall(archive.read("content.xml")))
        except (KeyError, *_DAMAGE):
            return None
    return msg(NOT_COMPUTED.text, why=kind, count=count) if count else None
