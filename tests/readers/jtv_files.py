"""JTV as its writers write it, with the habits of each."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

#: 26 bytes, and the variant that some writers use instead.
HEADER = b"JTV 3.x TV Program Data\n\n\n"
OTHER_HEADER = b"JTV 3.x TV Program Data\xa0\xa0\xa0"

Names = Literal["flagged", "cp866", "cp1251", "utf-8"]
Programmes = Sequence[tuple[datetime, str]]


@dataclass(frozen=True)
class Habits:
    """How a writer writes: ``shared`` writes a title once, ``letters`` counts no bytes."""

    encoding: str = "cp1251"
    header: bytes = HEADER
    shared: bool = False
    letters: bool = False


def filetime(start: datetime) -> int:
    """Tenths of a microsecond since 1601, on the station's own clock."""
    return (start - datetime(1601, 1, 1)) // timedelta(microseconds=1) * 10  # noqa: DTZ001 - naive


def pair(programmes: Programmes, habits: Habits = Habits()) -> tuple[bytes, bytes]:
    """The index and the titles of one channel."""
    titles, index, known = habits.header, struct.pack("<H", len(programmes) % 65536), {}
    for start, title in programmes:
        if not habits.shared or title not in known:
            known[title] = len(titles)
            raw = title.encode(habits.encoding, errors="replace")
            titles += struct.pack("<H", len(title) if habits.letters else len(raw)) + raw
        index += struct.pack("<HQH", 0, filetime(start), known[title] % 65536)
    return index, titles


def archive(
    members: Mapping[str, bytes], names: Names = "cp866", flagged: Collection[str] = ()
) -> bytes:
    """A zip; only ``flagged`` says that its names are UTF-8, the others write plain bytes.

    ``flagged``: members whose names are UTF-8 with the flag, whatever the others are.
    """
    written = {name: name for name in members}
    if names != "flagged":
        for number, name in enumerate(members.keys() - set(flagged)):
            written[name] = f"@{number}".ljust(len(name.encode(names)), "@")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(written[name], content)
    data = stream.getvalue()
    for name, stand_in in written.items():
        if stand_in != name:
            data = data.replace(stand_in.encode(), name.encode(names))
    return data


def jtv_zip(
    channels: Mapping[str, Programmes],
    habits: Habits = Habits(),
    names: Names = "cp866",
) -> bytes:
    """A zip of the pairs of all channels."""
    members: dict[str, bytes] = {}
    for name, programmes in channels.items():
        members[f"{name}.ndx"], members[f"{name}.pdt"] = pair(programmes, habits)
    return archive(members, names)
