"""A workbook (xlsx) in which the library comes at once upon what it looks for behind the cells."""

from __future__ import annotations

import io
import zipfile

from schedcheck.readers.archive import DAMAGE
from schedcheck.readers.workbooks.first_look import SHEET

#: Sheets of fewer bytes are gone through in no time; more are not held a second time.
_LEAST, _MOST = 1 << 20, 64 << 20
#: Where the cells of a sheet begin and end, in whose midst texts alone may have other names.
_CELLS, _CELLS_END = b"<sheetData", b"</sheetData"
_MERGED = b"<mergeCells></mergeCells>"


def merged_first(data: bytes) -> bytes:
    """The workbook with an empty list of merged cells before the cells of each sheet without any.

    python-calamine (0.9.1) goes through each sheet a second time for that list, which stands behind
    the cells (ECMA-376, 18.3.1.99), up to its end: a third of its time. ``data`` itself where that
    gains little or names and members are unusual; unpacked no further than it says of itself.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            names = {info.filename for info in infos}
            sizes = [info.file_size for info in infos if SHEET.fullmatch(info.filename)]
            large = max(sizes, default=0) >= _LEAST
            if not large or sum(info.file_size for info in infos) > _MOST:
                return data
            if len(names) < len(infos) or not "".join(names).isascii():
                return data  # a name that two programs may read otherwise
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as copy:
                for info in infos:
                    content = archive.read(info)
                    at = _cells_at(content) if SHEET.fullmatch(info.filename) else 0
                    with copy.open(info.filename, "w") as member:
                        if at:
                            member.write(content[:at] + _MERGED)
                        member.write(memoryview(content)[at:])
            return out.getvalue()
    except (*DAMAGE, RuntimeError):
        return data  # who reads it says what is wrong


def _cells_at(sheet: bytes) -> int:
    """Where the cells of a sheet begin that has no merged ones; 0 for any other."""
    begin, end = sheet.find(_CELLS), sheet.rfind(_CELLS_END)
    if not 0 < begin < end or any(b"mergeCell" in part for part in (sheet[:begin], sheet[end:])):
        return 0
    return 0 if b"<!" in sheet[:begin] else begin  # what is in a remark is no element
