from __future__ import annotations

import struct

SECTOR = 512
END, FAT, FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def ole_document(**streams: bytes) -> bytes:
    """An OLE document: a sector of the table, one of the directory, then the streams."""
    table, contents, entries = [FAT, END], b"", [_entry("Root Entry", 5, END, 0)]
    for name, content in streams.items():
        count = -(-len(content) // SECTOR)
        first = len(table) if count else END
        table += [*range(len(table) + 1, len(table) + count), END][: count or 0]
        contents += content.ljust(count * SECTOR, b"\0")
        entries.append(_entry(name, 2, first, len(content)))
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(SECTOR, b"\0"))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4096, END, 0, END, 0, 0)
    struct.pack_into("<108I", header, 80, *[FREE] * 108)
    table += [FREE] * (SECTOR // 4 - len(table))
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    return bytes(header) + struct.pack(f"<{len(table)}I", *table) + directory + contents


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    entry = bytearray((name.encode("utf-16-le")).ljust(128, b"\0"))
    struct.pack_into("<HB", entry, 64, 2 * len(name) + 2, kind)
    struct.pack_into("<II", entry, 116, first, size)
    return bytes(entry)
