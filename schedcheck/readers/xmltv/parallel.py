"""XMLTV files in several threads: cut in front of programmes, read, joined in order.

Threads and no processes: what reads plain pieces holds the interpreter for little of its time, and
nothing is sent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from schedcheck.readers.xmltv.piece import Piece
from schedcheck.readers.xmltv.strict import (
    ByteRange,
    OwnEntitiesError,
    UndeclaredEntityError,
    parse_piece,
)

#: Small enough for what is found in one to stay near the processor, and for one that is not plain
#: to cost little.
_PIECE = 8 << 20
_CUT = b"<programme "
#: So many bytes are looked at for the next programme.
_LOOK = 1 << 16


class NotInPiecesError(Exception):
    """The file cannot be read piece by piece; the patient reader has to go through it."""


def spans_of(path: Path, size: int = _PIECE) -> Iterator[ByteRange]:
    """The file at ``path`` as spans of about ``size`` bytes, each but the first at a programme."""
    length = path.stat().st_size
    begin = 0
    if length > size:
        with path.open("rb") as stream:
            for near in range(size, length, size):
                at = _next_cut(stream, near, near + size)
                if at > begin:
                    yield ByteRange(str(path), begin, at)
                    begin = at
    yield ByteRange(str(path), begin, length)


def _next_cut(stream: BinaryIO, begin: int, end: int) -> int:
    """Where the first programme begins between two places of a file; -1 where none does."""
    for at in range(begin, end, _LOOK):
        stream.seek(at)
        found = stream.read(min(_LOOK, end - at) + len(_CUT) - 1).find(_CUT)
        if found >= 0:
            return at + found
    return -1


def pieces_of(chunks: Iterable[bytes], size: int = _PIECE) -> Iterator[bytes]:
    """``chunks`` joined to pieces of about ``size`` bytes, each but the first at a programme."""
    held = bytearray()
    seen = 0  # before this byte a programme begins at most at the first
    for chunk in chunks:
        held += chunk
        if len(held) >= size:
            cut = held.rfind(_CUT, max(1, seen))
            if cut > 0:
                yield bytes(memoryview(held)[:cut])
                del held[:cut]
            seen = max(1, len(held) - len(_CUT))
    yield bytes(held)


def read_in_pieces(contents: Iterable[bytes | ByteRange], jobs: int) -> Iterator[Piece]:
    """The programmes of a well-formed file, read by ``jobs`` threads, in file order.

    Raises NotInPiecesError where a piece is not well-formed, be it the file or the cut.
    """
    lines = 0
    try:
        for piece in _read(contents, jobs):
            piece.lines += lines
            piece.lost_marks = [(line + lines, text) for line, text in piece.lost_marks]
            lines += piece.line_ends
            yield piece
    except (expat.ExpatError, OwnEntitiesError, UndeclaredEntityError) as error:
        raise NotInPiecesError from error


def _read(contents: Iterable[bytes | ByteRange], jobs: int) -> Iterator[Piece]:
    upcoming = _with_ends(contents)
    if jobs == 1:
        for content, first, last in upcoming:
            yield parse_piece(content, first=first, last=last)
        return
    running: deque[Future[Piece]] = deque()
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for content, first, last in upcoming:
                if first and last:
                    yield parse_piece(content, first=first, last=last)
                    return
                running.append(pool.submit(parse_piece, content, first=first, last=last))
                if len(running) > jobs + 1:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _with_ends(
    contents: Iterable[bytes | ByteRange],
) -> Iterator[tuple[bytes | ByteRange, bool, bool]]:
    """Each content, and whether it is the first and the last one."""
    upcoming = iter(contents)
    content, first = next(upcoming, b""), True
    for following in upcoming:
        yield content, first, False
        content, first = following, False
    yield content, first, True
