"""A workbook (xlsx) in which the library comes at once upon what it looks for behind the cells."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from typing import IO

from schedcheck.readers.archive import DAMAGE
from schedcheck.readers.workbooks.first_look import SHEET
from schedcheck.readers.workbooks.sheet_cells import compact, pieces_of

#: Sheets of fewer bytes are gone through in no time; more are not held unpacked.
_LEAST, _MOST = 1 << 20, 64 << 20
#: What is before the first cell is shorter.
_HEAD = 1 << 16
_CELLS, _MERGED, _NONE_MERGED = b"<sheetData", b"mergeCell", b"<mergeCells></mergeCells>"
#: What then is the last that a sheet says of merged cells, and what is behind it.
_LAST = b"mergeCells>" + _CELLS


def merged_first(data: bytes) -> tuple[bytes, frozenset[str]]:
    """The workbook with an empty list of merged cells before the cells of each sheet without any;
    and the names of the sheets whose cells were seen to lie near each other, as far as looked at.

    python-calamine (0.9.1) goes through each sheet a second time for that list, which stands behind
    the cells (ECMA-376, 18.3.1.99), up to its end: a third of its time. ``data`` itself where that
    gains little, or sheets and names are unusual; unpacked no further than it says of itself.
    """
    as_it_is: tuple[bytes, frozenset[str]] = data, frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            names = {info.filename for info in infos}
            sheets = {name for name in names if SHEET.fullmatch(name)}
            sizes = [info.file_size for info in infos if info.filename in sheets]
            if max(sizes, default=0) < _LEAST or sum(info.file_size for info in infos) > _MOST:
                return as_it_is
            if len(names) < len(infos) or not "".join(names).isascii():
                return as_it_is  # a name that two programs may read otherwise
            near: set[str] = set()
            ends: list[int] = []
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as copy:
                for info in infos:
                    name = info.filename
                    with archive.open(info) as stream, copy.open(name, "w") as member:
                        if name not in sheets:
                            shutil.copyfileobj(stream, member)
                        elif compact(_copied(stream, member)):
                            near.add(name)
                    ends.append(out.tell())
    except (*DAMAGE, RuntimeError):
        return as_it_is  # who reads it says what is wrong
    whole = out.getvalue()
    begin = 0
    for info, end in zip(infos, ends, strict=True):
        last = whole.rfind(_MERGED, begin, end)
        if info.filename in sheets and not whole.startswith(_LAST, last):
            return as_it_is  # it has merged cells, or does not begin as most do
        begin = end
    return whole, frozenset(near)


def _copied(sheet: IO[bytes], copy: IO[bytes]) -> Iterator[bytes]:
    """The pieces of a sheet, copied with an empty list before its cells; nothing, and no copy, of
    one that does not begin as most do.
    """
    head = sheet.read(_HEAD)
    at = head.find(_CELLS)
    # what is in a remark is no element
    if at < 0 or b"<!" in head[:at] or _MERGED in head[:at]:
        return
    copy.write(head[:at] + _NONE_MERGED + head[at:])
    yield head
    for piece in pieces_of(sheet):
        copy.write(piece)
        yield piece
