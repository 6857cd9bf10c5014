"""The hostile kinds that are PDF documents: pages of many letters, lines and notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.attack.texts import File, filled

_WIDTH, _MARGIN, _STEP = 600, 20, 5
_LINE = "Film on air tonight for everybody at home"


def _document(content: str, high: int = 0, wide: int = _WIDTH, annotations: str = "") -> File:
    """A PDF of one page, so high and wide in points, of these drawing operators."""
    page = f"/MediaBox[0 0 {wide} {max(high, 800)}]/Resources<</Font<</F1 3 0 R>>>>{annotations}"
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[4 0 R]/Count 1>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Type/Page/Parent 2 0 R/Contents 5 0 R{page}>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
    ]
    text, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(text))
        text += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n"
    end = f"trailer<</Size {len(parts) + 1}/Root 1 0 R>>startxref\n{len(text)}\n%%EOF"
    return "a.pdf", (text + head + table + end).encode()


def _written(lines: Sequence[str], at: int, left: int = _MARGIN) -> str:
    """Lines below each other, the first so high."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    return f"BT /F1 4 Tf {_STEP} TL {left} {at} Td {shown} ET"


def _page(lines: Sequence[str], drawn: str = "", annotations: str = "") -> File:
    high = _STEP * (len(lines) + 8)
    return _document(f"{drawn} {_written(lines, high - 40)}", high, annotations=annotations)


def lines_of_a_page(size: int) -> File:
    return _page([_LINE] * (size // 50))


def titles_without_times_on_a_page(size: int) -> File:
    """Lines that are farther in than the one clock reading of their column."""
    lines = [_LINE] * (size // 50)
    high = _STEP * (len(lines) + 8)
    clock = _written(["15:00 A film"], high - 20)
    return _document(f"{clock} {_written(lines, high - 40, 60)}", high)


def digits_behind_letters_on_a_page(size: int) -> File:
    return _page(["a1" * 20] * (size // 50))


def columns_of_a_page(size: int) -> File:
    """Three clock readings in each of many columns."""
    count = max(2, size // 150)
    columns = (_written(["15:00 A", "16:00 B", "17:00 C"], 700, 40 * at) for at in range(count))
    return _document(" ".join(columns), wide=40 * count + 100)


def lines_that_all_cross(size: int) -> File:
    """Lines in one path, and others beside it: what is drawn is as little as a table has."""
    count = max(2, size // 50)
    end = 4 * count
    crossing = " ".join(
        f"{4 * at} 0 m {4 * at} {end} l 0 {4 * at} m {end} {4 * at} l" for at in range(count)
    )
    drawn = "0 0 m 100 0 l S " * 4 + crossing + " S"
    return _document(f"{drawn} {_written(['15:00 A film'] * 50, 400)}", end, end)


def letters_in_rows_of_lines(size: int) -> File:
    """As many lines as a page of a table may have, and as many letters as there are bytes."""
    lines = [_LINE] * (size // 60)
    drawn = " ".join(f"0 {_STEP * at} m 500 {_STEP * at} l S" for at in range(len(lines) // 5))
    return _page(lines, f"{drawn} 0 0 m 0 9000 l S 500 0 m 500 9000 l S")


def notes_that_strike_out(size: int) -> File:
    """Half of it are boxes of one note, each beside all letters."""
    quads = filled("550 100 555 100 550 9999 555 9999 ", size // 2)
    note = f"<</Type/Annot/Subtype/StrikeOut/Rect[0 0 600 800]/QuadPoints[{quads}]>>"
    drawn = "0 0 m 100 0 l S " * 4
    return _page([_LINE] * (size // 100), drawn, f"/Annots[{note}]")


PAPERS: Sequence[tuple[Callable[[int], File], int]] = (
    (lines_of_a_page, 500_000),
    (titles_without_times_on_a_page, 500_000),
    (digits_behind_letters_on_a_page, 500_000),
    (columns_of_a_page, 300_000),
    (lines_that_all_cross, 200_000),
    (letters_in_rows_of_lines, 500_000),
    (notes_that_strike_out, 500_000),
)
