"""Large XMLTV files in several processes: cut in front of programmes, read, joined in order."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from xml.parsers import expat

from schedcheck.readers.xmltv_parse import (
    OwnEntitiesError,
    Piece,
    UndeclaredEntityError,
    parse_piece,
)

#: Below this many bytes another process costs more than it saves.
WORTHWHILE = 64 << 20
_PIECE = 16 << 20
_CUT = b"<programme "


class NotInPiecesError(Exception):
    """The file cannot be read piece by piece; the patient reader has to go through it."""


def pieces_of(chunks: Iterator[bytes], size: int = _PIECE) -> Iterator[bytes]:
    """``chunks`` joined to pieces of about ``size`` bytes, each but the first at a programme."""
    held: list[bytes] = []
    length = 0
    for chunk in chunks:
        held.append(chunk)
        length += len(chunk)
        if length >= size:
            joined = b"".join(held)
            cut = joined.rfind(_CUT)
            if cut > 0:
                yield joined[:cut]
                joined = joined[cut:]
            held, length = [joined], len(joined)
    yield b"".join(held)


def read_in_pieces(chunks: Iterator[bytes], jobs: int, size: int = _PIECE) -> list[Piece]:
    """The programmes of a well-formed file, read by ``jobs`` processes, in file order.

    Raises NotInPiecesError where a piece is not well-formed, be it the file or the cut.
    """
    # spawned, not forked: the caller may have threads
    context = multiprocessing.get_context("spawn")
    done: list[Piece] = []
    running: deque[tuple[Future[Piece], int]] = deque()
    lines = 0

    def collect() -> None:
        future, lines_before = running.popleft()
        piece = future.result()
        piece.columns.lines = [line + lines_before for line in piece.columns.lines]
        done.append(piece)

    with ProcessPoolExecutor(jobs, context) as pool:
        try:
            pieces = pieces_of(chunks, size)
            content, first = next(pieces), True
            while content:
                following = next(pieces, b"")
                future = pool.submit(parse_piece, content, first=first, last=not following)
                running.append((future, lines))
                lines += content.count(b"\n")
                if len(running) > jobs + 1:
                    collect()
                content, first = following, False
            while running:
                collect()
        except (expat.ExpatError, OwnEntitiesError, UndeclaredEntityError) as error:
            pool.shutdown(cancel_futures=True)
            raise NotInPiecesError from error
    return done
