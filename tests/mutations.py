"""Files of every kind with a few bytes flipped, cut out, repeated or swapped."""

from __future__ import annotations

import gzip
import io
import zipfile
from functools import cache
from random import Random

from tests.fixtures.archives import zip_of
from tests.fixtures.kinds import SAMPLES
from tests.shared_data import SHARED

_GZIP, _ZIP, _OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LARGEST = 200_000  # bytes of a seed: a part of a larger file does as well


@cache
def seeds() -> dict[str, bytes]:
    """Name -> content of what is mutated: samples of each kind, and real files or parts of them."""
    found = dict(SAMPLES)
    for path in sorted((SHARED / "data").rglob("*")) if (SHARED / "data").is_dir() else ():
        if path.is_file() and path.name != "README.md":
            found[path.relative_to(SHARED).as_posix()] = _part(path.read_bytes())
    return found


def mutation(number: int, seed: int) -> tuple[str, bytes]:
    """The name of the file that mutation ``number`` is of, and its content."""
    names = list(seeds())
    name = names[number % len(names)]
    return name, mutated(seeds()[name], Random(f"{seed}/{number}"))  # noqa: S311 - no secret


def mutated(content: bytes, random: Random) -> bytes:
    """``content`` torn; of what is compressed, every other time what is inside."""
    if content.startswith(_GZIP) and random.random() < 0.5:
        return torn(gzip.decompress(content), random)
    if content.startswith(_ZIP) and random.random() < 0.5:
        members = _members(content)
        name = random.choice(sorted(members))
        return zip_of(members | {name: torn(members[name], random)})
    return torn(content, random)


def torn(content: bytes, random: Random) -> bytes:
    """``content`` with a few bytes flipped, cut out, repeated or swapped."""
    data = bytearray(content)
    for _time in range(random.choice((1, 1, 2, 5, 20))):
        if not data:
            break
        at, to = sorted(random.randrange(len(data) + 1) for _end in range(2))
        to = min(to, at + random.choice((1, 8, 200, len(data))))
        match random.randrange(6):
            case 0:
                data[min(at, len(data) - 1)] ^= 1 << random.randrange(8)
            case 1:
                del data[at:to]
            case 2:
                data[at:at] = data[at:to]
            case 3:
                data[at:to] = random.randbytes(min(to - at, 64))
            case 4:
                del data[at:]
            case _:
                other = random.randrange(len(data))
                data[other:other] = data[at:to][:2000]
    return bytes(data)


def _part(content: bytes) -> bytes:
    """The beginning of a large file: of what it holds, where that is compressed."""
    if len(content) <= _LARGEST or content.startswith(_OLE):
        return content
    if content.startswith(_GZIP):
        return gzip.compress(gzip.decompress(content)[:_LARGEST])
    if content.startswith(_ZIP):
        members, size = {}, 0
        for name, member in _members(content).items():
            members[name] = member
            size += len(member)
            if size > _LARGEST:
                break
        return zip_of(members)
    return content[:_LARGEST]


def _members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
