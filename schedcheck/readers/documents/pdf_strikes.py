"""Text of a PDF that is struck through: by a line drawn over it, or by a note of a reviewer."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from schedcheck.readers.documents.pdf_lines import Letter

#: In heights of a letter: how thick a line is at most, and between which heights it strikes.
_THICK, _LOW, _HIGH = 0.15, 0.25, 0.7
#: A line that strikes through is so long at least, in points.
_SHORTEST = 3.0


@dataclass(frozen=True, slots=True)
class Strike:
    """A line or box over letters, in points from the lower left corner of the page.

    ``whole``: whatever is inside the box is struck, as the note of a reviewer says.
    """

    left: float
    bottom: float
    right: float
    top: float
    whole: bool = False

    def hits(self, letter: Letter) -> bool:
        """Whether it strikes a letter through."""
        if not self.left <= (letter.left + letter.right) / 2 <= self.right:
            return False
        if self.whole:
            return self.bottom <= letter.middle <= self.top
        height = ((self.top + self.bottom) / 2 - letter.bottom) / letter.height
        return self.top - self.bottom <= _THICK * letter.height and _LOW <= height <= _HIGH


def strikes_on(page: Any, paths: Sequence[Any]) -> list[Strike]:
    """The lines on a page that may strike something through: those among its ``paths`` that are
    level, and the notes that strike out. ``page`` and ``paths`` are pypdfium2's.
    """
    boxes = (path.get_bounds() for path in paths)
    level = [Strike(*box) for box in boxes if _is_level(*box)]
    return [*level, *_notes(page)]


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
    """The letters of a page that are not struck through, and those that are."""
    kept: list[Letter] = []
    struck: list[Letter] = []
    for letter in letters:
        hit = any(strike.hits(letter) for strike in strikes)
        (struck if hit else kept).append(letter)
    return kept, struck
