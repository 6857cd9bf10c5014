"""What a sheet has around its rows: columns, view, print set-up, heads and feet of the pages.

Most sheets are set up alike. openpyxl writes one sheet of each form, and what differs is put into
what it wrote: the widths of the columns, the range of the filter, the caption.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.compat import safe_string
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from schedcheck._version import __version__
from schedcheck.messages import _
from schedcheck.reports.wording import visible
from schedcheck.reports.workbook.streaming import Frame, frame_of

_COLUMN = '<col width="{}" customWidth="1" min="{}" max="{}"/>'
#: What is written of the one column of a form, and of its filter.
_COLUMNS = f"<cols>{_COLUMN.format(1, 1, 1)}</cols>"
_FILTER = '<autoFilter ref="{}"'


class Form(NamedTuple):
    """How a sheet is set up, always to be printed on A4.

    ``frozen``: the first cell that moves. ``pages``: over so many it is printed side by side.
    ``whole``: on one page, in its middle and with small margins. ``choice``: the range of cells
    that take one of the texts of a list, and the list as a formula.
    """

    landscape: bool = True
    frozen: str = ""
    filtered: bool = False
    pages: int = 1
    whole: bool = False
    choice: tuple[str, str] | None = None


def frame(form: Form, caption: str = "", widths: Sequence[float] = (), area: str = "") -> Frame:
    """The frame of a sheet of a form.

    ``caption`` is in the head of each printed page; ``area``: the range of the filter.
    """
    before, after = _empty(form, _("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"})
    columns = [_COLUMN.format(safe_string(one), at, at) for at, one in enumerate(widths, 1)]
    return Frame(
        before.replace(_COLUMNS, f"<cols>{''.join(columns)}</cols>" if columns else "", 1),
        after.replace(_FILTER.format("A1"), _FILTER.format(area), 1).replace(
            _head(""), _head(caption), 1
        ),
    )


@lru_cache(maxsize=64)
def _empty(form: Form, foot: str) -> Frame:
    """The frame of a sheet with one column, a filter of one cell and no caption."""
    sheet: Any = Workbook().active
    setup = sheet.page_setup
    setup.orientation = "landscape" if form.landscape else "portrait"
    setup.paperSize = 9  # A4
    setup.fitToWidth, setup.fitToHeight = form.pages, int(form.whole)
    if form.pages > 1:
        setup.pageOrder = "overThenDown"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3)
    if form.whole:
        sheet.page_margins = PageMargins(0.3, 0.3, 0.45, 0.45, 0.2, 0.2)
        sheet.print_options.horizontalCentered = True
    if form.choice:
        cells, choice = form.choice
        sheet.add_data_validation(DataValidation("list", formula1=choice, sqref=cells))
    sheet.freeze_panes = form.frozen or None
    sheet.auto_filter.ref = "A1" if form.filtered else None
    sheet.column_dimensions["A"].width = 1
    _captioned(sheet.oddHeader, "")
    sheet.oddFooter.left.text = f"schedcheck {__version__}"
    sheet.oddFooter.right.text = foot
    return frame_of(sheet)


@lru_cache(maxsize=64)  # the sheets of a workbook have two or three captions
def _head(caption: str) -> str:
    """The head of the pages as it is written."""
    head = HeaderFooterItem()
    _captioned(head, caption)
    # as openpyxl writes it, which takes nothing but ASCII
    words = escape(str(head)).encode("ascii", "xmlcharrefreplace").decode()
    return f"<oddHeader>{words}</oddHeader>"


def _captioned(head: Any, caption: str) -> None:
    head.left.text = visible(caption).replace("&", "&&") or None
    head.right.text = "&A"
