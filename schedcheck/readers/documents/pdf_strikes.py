"""Text of a PDF that is struck through: by a line drawn over it, or by a note of a reviewer."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import compress, islice
from typing import Any

import numpy as np
from msgspec import Struct

from schedcheck.readers.documents.pdf_lines import Letter

#: In heights of a letter: how thick a line is at most, and between which heights it strikes.
_THICK, _LOW, _HIGH = 0.15, 0.25, 0.7
#: A line that strikes through is so long at least, in points.
_SHORTEST = 3.0
#: A page has so many boxes of such notes at most, or nobody would read it.
MOST_NOTES = 4000


class Strike(Struct, frozen=True):
    """A line or box over letters, in points from the lower left corner of the page.

    ``whole``: whatever is inside the box is struck, as the note of a reviewer says.
    """

    left: float
    bottom: float
    right: float
    top: float
    whole: bool = False


def strikes_on(page: Any, paths: Sequence[Any]) -> list[Strike]:
    """The lines on a page that may strike something through: those among its ``paths`` that are
    level, and the notes that strike out, one more than ``MOST_NOTES`` at most. ``page`` and
    ``paths`` are pypdfium2's.
    """
    boxes = (path.get_bounds() for path in paths)
    level = [Strike(*box) for box in boxes if _is_level(*box)]
    return [*level, *islice(_notes(page), MOST_NOTES + 1)]


def _is_level(left: float, bottom: float, right: float, top: float) -> bool:
    return right - left >= max(_SHORTEST, 2 * (top - bottom))


def _notes(page: Any) -> Iterator[Strike]:
    """The boxes of the notes that strike out."""
    from pypdfium2 import raw  # type: ignore[import-untyped]

    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, number)
        if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_STRIKEOUT:
            quad = raw.FS_QUADPOINTSF()
            for part in range(raw.FPDFAnnot_CountAttachmentPoints(note)):
                raw.FPDFAnnot_GetAttachmentPoints(note, part, ctypes.byref(quad))
                across = (quad.x1, quad.x2, quad.x3, quad.x4)
                high = (quad.y1, quad.y2, quad.y3, quad.y4)
                yield Strike(min(across), min(high), max(across), max(high), whole=True)
        raw.FPDFPage_CloseAnnot(note)


def parted(
    letters: Sequence[Letter], strikes: Sequence[Strike]
) -> tuple[list[Letter], list[Letter]]:
    """The letters of a page that are not struck through, and those that are.

    A line strikes what it crosses at the height of small letters, a note all that is in its box.
    """
    if not strikes:
        return list(letters), []
    by_height = sorted(letters, key=lambda one: one.middle)
    boxes = np.array([(one.left, one.bottom, one.right, one.top) for one in by_height], float)
    left, bottom, right, top = boxes.reshape(-1, 4).T
    middle, centre, height = (top + bottom) / 2, (left + right) / 2, np.maximum(top - bottom, 0.1)
    tallest = float(height.max(initial=0.0))
    hit = np.zeros(len(by_height), dtype=bool)
    for strike in strikes:
        # only letters about as high on the page: on a page of many lines it strikes few
        low, high = np.searchsorted(middle, (strike.bottom - tallest, strike.top + tallest))
        near = slice(int(low), int(high))
        struck = (strike.left <= centre[near]) & (centre[near] <= strike.right)
        if strike.whole:
            struck &= (strike.bottom <= middle[near]) & (middle[near] <= strike.top)
        else:
            at = ((strike.top + strike.bottom) / 2 - bottom[near]) / height[near]
            struck &= (strike.top - strike.bottom <= _THICK * height[near]) & (at >= _LOW)
            struck &= at <= _HIGH
        hit[near] |= struck
    gone = {id(one) for one in compress(by_height, hit.tolist())}
    kept = [one for one in letters if id(one) not in gone]
    return kept, [one for one in letters if id(one) in gone]
