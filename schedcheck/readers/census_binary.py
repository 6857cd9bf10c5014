"""The texts of binary workbooks for the census: those around ages, and comments of cells.

What readers make of cells takes no part: strings are looked for as they lie there, comments in the
records that hold them ([MS-XLS] 2.4.329, TXO; [MS-XLSB] 2.4.28, BrtCommentText).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from itertools import islice

from schedcheck.readers import ole

#: A mark in a file that is searched as it lies there is not far from what belongs to it.
_AROUND = 60
_AGE = re.compile(r"(?<!\d)(?:18|21)(?!\d)")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_SPACE = re.compile(r"[^\w\s()+\[\].,:;«»“”\"'-]+")
#: What ends the length of a text and its kind before a text of two or three letters.
_LENGTHS = "\0\1"
#: The records of an xls workbook: the name of a sheet, its begin, a note, an object, its text, and
#: what goes on with the record before.
_SHEET, _BEGIN, _NOTE, _OBJECT, _TEXT, _MORE = 0x85, 0x0809, 0x1C, 0x5D, 0x01B6, 0x3C
_WIDE = 0x01
#: The bytes of kind and length in front of the content of a record.
_HEAD = 4
#: The text of a comment in an xlsb workbook.
_COMMENT_TEXT = 637
#: Streams of workbooks: those of Excel 97, and older ones, whose notes hold their texts themselves.
_STREAM, _OLD_STREAM, _OLD_CODE_PAGE = "Workbook", "Book", "cp1251"
#: So many comments of one workbook are looked at.
_MOST = 2_000


def texts_around_ages(data: bytes) -> list[str]:
    """What is around numbers in a binary workbook, whose strings are of one or two bytes."""
    texts = []
    for codec, begin in (("latin-1", 0), ("utf-16-le", 0), ("utf-16-le", 1)):
        text = data[begin:].decode(codec, "replace")
        for number in _AGE.finditer(text):
            first = max(number.start() - _AROUND, 0)
            before = _SPACE.split(text[first : number.start()])[-1]
            after = _SPACE.split(text[number.start() : number.end() + _AROUND])[0]
            # what else lies there may look like a mark, but has no length of a text before it
            if _LETTERS.search(before) or (not before and text[number.start() - 1] in _LENGTHS):
                texts.append(before + after)
    return texts


def comments_of_xls(data: bytes) -> list[tuple[str, str]]:
    """Place (``Sheet!C8``) and text of each comment and text box of a workbook in an OLE document.

    Nothing is given of a damaged one.
    """
    try:
        names = ole.check(data)
        old = _STREAM not in names
        stream = ole.content_of(data, {_OLD_STREAM if old else _STREAM})
        if struct.pack("<H", _NOTE if old else _TEXT) not in stream:
            return []
        return list(islice(_comments(stream, old=old), _MOST))
    except (ole.DamagedError, struct.error, IndexError):
        return []


def _comments(stream: bytes, *, old: bool) -> Iterator[tuple[str, str]]:
    sheets: dict[int, str] = {}
    sheet, number = "", -1
    texts: dict[tuple[str, int], str] = {}
    cells: dict[tuple[str, int], tuple[int, int]] = {}
    records = list(_records(stream))
    for index, (kind, at, content) in enumerate(records):
        if kind == _SHEET and len(content) > 8:
            wide = content[7] & _WIDE if not old else 0
            name = content[8:].decode("utf-16-le" if wide else "latin-1", "replace")
            sheets[struct.unpack_from("<I", content)[0]] = name
        elif kind == _BEGIN:
            sheet = sheets.get(at, sheet)
        elif kind == _NOTE and old:
            row, column, length = struct.unpack_from("<HHH", content)
            if row < 0xFFFF:  # else it goes on with the note before it
                text = content[6 : 6 + length].decode(_OLD_CODE_PAGE, "replace")
                yield _place(sheet, (row, column)), text
        elif kind == _NOTE:
            row, column, _flags, of = struct.unpack_from("<HHHH", content)
            cells[sheet, of] = row, column
        elif kind == _OBJECT:
            number = struct.unpack_from("<H", content, 6)[0]
        elif kind == _TEXT and len(content) >= 12:
            length = struct.unpack_from("<H", content, 10)[0]
            texts[sheet, number] = _text_behind(records, index + 1, length)
    for key, text in texts.items():
        yield _place(key[0], cells.get(key)), text


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Kind, place and content of each record."""
    from schedcheck.readers.workbooks.biff import records  # only these workbooks need it

    for kind, at, length in records(stream):
        yield kind, at - _HEAD, stream[at : at + length]


def _text_behind(records: list[tuple[int, int, bytes]], index: int, length: int) -> str:
    """The text of so many signs in the records from ``index`` on, whose kind each part says."""
    text = ""
    while len(text) < length and index < len(records) and records[index][0] == _MORE:
        content = records[index][2]
        wide = content[:1] == b"\1"
        part = content[1:].decode("utf-16-le" if wide else "latin-1", "replace")
        text += part[: length - len(text)]
        index += 1
    return text


def _place(sheet: str, cell: tuple[int, int] | None) -> str:
    if cell is None:
        return sheet
    from schedcheck.readers.workbooks.sheet_cells import column_letters

    named = f"{column_letters(cell[1])}{cell[0] + 1}"
    return f"{sheet}!{named}" if sheet else named


def comments_of_xlsb(part: bytes) -> list[str]:
    """The text of each comment in a part of an xlsb workbook."""
    from schedcheck.readers.workbooks.xlsb import records  # only these workbooks need it

    found = []
    for kind, content in records(part):
        if kind == _COMMENT_TEXT and len(content) >= 5:
            length = struct.unpack_from("<I", content, 1)[0]
            found.append(content[5 : 5 + 2 * length].decode("utf-16-le", "replace"))
    return found[:_MOST]
