"""OLE documents, the shell around xls and doc files: what they hold, and whether it is whole.

The libraries that read workbooks trust the shell: cut off or damaged, it makes them crash, take
memory without end, or give back half a sheet as if it were the whole ([MS-CFB]).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_LAST_SECTOR = 0xFFFFFFFA
_STREAM, _ROOT = 2, 5


class DamagedError(Exception):
    """An OLE document that is cut off or contradicts itself."""


def names_in(head: bytes) -> set[str]:
    """The streams that the first sector of the directory names, as far as ``head`` reaches."""
    if len(head) < _HEADER:
        return set()
    begin, size = _span(head, struct.unpack_from("<I", head, 48)[0])
    return {name for name, _kind, _first, _size in _entries(head[begin : begin + size])}


def check(data: bytes) -> set[str]:
    """The streams of a document; DamagedError unless each is there in its whole length."""
    if len(data) < _HEADER:
        raise DamagedError
    table = _table(data)
    directory = b""
    for begin, size in _chain(data, table, struct.unpack_from("<I", data, 48)[0]):
        if begin + size > len(data):
            raise DamagedError
        directory += data[begin : begin + size]
    cutoff = struct.unpack_from("<I", data, 56)[0]
    names = set()
    for name, kind, first, size in _entries(directory):
        names.add(name)
        # smaller streams live inside that of the root
        if kind == _ROOT or (kind == _STREAM and size >= cutoff):
            left = size
            for begin, length in _chain(data, table, first):
                if begin + min(left, length) > len(data):
                    raise DamagedError
                left = max(left - length, 0)
            if left:
                raise DamagedError
    return names


def content_of(data: bytes, names: set[str]) -> bytes:
    """The first stream with one of ``names``, of a document that :func:`check` has passed.

    Empty where there is none.
    """
    table = _table(data)
    entries = list(_entries(_sectors(data, table, struct.unpack_from("<I", data, 48)[0])))
    cutoff = struct.unpack_from("<I", data, 56)[0]
    for name, kind, first, size in entries:
        if kind == _STREAM and name in names:
            if size >= cutoff:
                return _sectors(data, table, first)[:size]
            return _small(data, table, entries[0][2], first, size)
    return b""


def _sectors(data: bytes, table: list[int], first: int) -> bytes:
    """The content of a chain of sectors."""
    return b"".join(data[at : at + size] for at, size in _chain(data, table, first))


def _small(data: bytes, table: list[int], root: int, first: int, length: int) -> bytes:
    """A stream that is small enough to lie in that of the root, in sectors of its own size."""
    within = _sectors(data, table, root)
    listed = _sectors(data, table, struct.unpack_from("<I", data, 60)[0])
    following = struct.unpack_from(f"<{len(listed) // 4}I", listed)
    size = 1 << min(struct.unpack_from("<H", data, 32)[0], 16)
    parts = []
    for _step in range(-(-length // size)):
        if first >= len(following):
            raise DamagedError
        parts.append(within[first * size : (first + 1) * size])
        first = following[first]
    return b"".join(parts)[:length]


def _span(data: bytes, sector: int) -> tuple[int, int]:
    """Where a sector begins, and how long sectors are."""
    shift = min(struct.unpack_from("<H", data, 30)[0], 16)
    return (sector + 1) << shift, 1 << shift


def _table(data: bytes) -> list[int]:
    """For each sector the one that follows it in its stream."""
    sectors = list(struct.unpack_from("<109I", data, 76))
    following, seen = struct.unpack_from("<I", data, 68)[0], set[int]()
    while following < _LAST_SECTOR:
        begin, size = _span(data, following)
        if following in seen or begin + size > len(data):
            raise DamagedError
        seen.add(following)
        *more, following = struct.unpack_from(f"<{size // 4}I", data, begin)
        sectors += more
    table: list[int] = []
    for sector in sectors:
        if sector < _LAST_SECTOR:
            begin, size = _span(data, sector)
            if begin + size > len(data):
                raise DamagedError
            table += struct.unpack_from(f"<{size // 4}I", data, begin)
    return table


def _chain(data: bytes, table: list[int], sector: int) -> Iterator[tuple[int, int]]:
    """Place and length of each sector of a stream."""
    for _step in range(len(table) + 1):
        if sector >= _LAST_SECTOR:
            return
        begin, size = _span(data, sector)
        if begin >= len(data) or sector >= len(table):
            raise DamagedError
        yield begin, size
        sector = table[sector]
    raise DamagedError


def _entries(directory: bytes) -> Iterator[tuple[str, int, int, int]]:
    """Name, kind, first sector and size of each entry of a directory."""
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        entry = directory[at : at + _ENTRY]
        length = struct.unpack_from("<H", entry, 64)[0]
        if entry[66]:
            name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", errors="replace")
            first, size = struct.unpack_from("<II", entry, 116)
            yield name, entry[66], first, size
