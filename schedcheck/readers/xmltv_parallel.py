"""Large XMLTV files in several processes: cut in front of programmes, read, joined in order."""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain
from pathlib import Path
from xml.parsers import expat

from schedcheck.readers.xmltv_parse import (
    OwnEntitiesError,
    Piece,
    Span,
    UndeclaredEntityError,
    parse_piece,
)

#: Below this many bytes another process costs more than it saves.
WORTHWHILE = 64 << 20
_PIECE = 16 << 20
_CUT = b"<programme "


class NotInPiecesError(Exception):
    """The file cannot be read piece by piece; the patient reader has to go through it."""


def spans_of(path: Path, size: int = _PIECE) -> Iterator[Span]:
    """The file at ``path`` as spans of about ``size`` bytes, each but the first at a programme."""
    length = path.stat().st_size
    begin = 0
    with path.open("rb") as stream:
        for near in range(size, length, size):
            stream.seek(near)
            at = stream.read(size).find(_CUT)
            if at >= 0 and near + at > begin:
                yield Span(str(path), begin, near + at)
                begin = near + at
    yield Span(str(path), begin, length)


def pieces_of(chunks: Iterable[bytes], size: int = _PIECE) -> Iterator[bytes]:
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


def read_in_pieces(contents: Iterable[bytes | Span], jobs: int) -> list[Piece]:
    """The programmes of a well-formed file, read by ``jobs`` processes, in file order.

    Raises NotInPiecesError where a piece is not well-formed, be it the file or the cut.
    """
    # spawned, not forked: the caller may have threads
    context = multiprocessing.get_context("spawn")
    done: list[Piece] = []
    running: deque[Future[Piece]] = deque()
    lines = 0

    def collect() -> None:
        nonlocal lines
        piece = running.popleft().result()
        piece.lines += lines
        lines += piece.line_ends
        done.append(piece)

    # texts make no cycles: looking for some would only cost time
    with ProcessPoolExecutor(jobs, context, initializer=gc.disable) as pool:
        try:
            upcoming = chain(contents, [None])
            content, first = next(upcoming), True
            while content:
                following = next(upcoming)
                last = following is None
                running.append(pool.submit(parse_piece, content, first=first, last=last))
                if len(running) > jobs + 1:
                    collect()
                content, first = following, False
            while running:
                collect()
        except (expat.ExpatError, OwnEntitiesError, UndeclaredEntityError) as error:
            pool.shutdown(cancel_futures=True)
            raise NotInPiecesError from error
    return done
