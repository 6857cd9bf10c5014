from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from schedcheck.readers.workbooks.libraries import areas
from schedcheck.readers.workbooks.sheet_cells import (
    column_letters,
    column_of,
    compact,
    pieces_of,
    spot_of,
)
from tests.fixtures.archives import zip_of

CELLS = st.lists(st.tuples(st.integers(1, 1_048_576), st.integers(0, 16_383)), max_size=4)


def sheet(cells: list[tuple[int, int]], quote: str = '"', filler: str = "") -> str:
    names = (f"{column_letters(column)}{row}" for row, column in cells)
    return "".join(f"{filler}<c s='1' r={quote}{name}{quote}><v>1</v></c>" for name in names)


@given(cells=CELLS, quote=st.sampled_from("'\""))
def test_a_compact_sheet_is_never_scattered(cells: list[tuple[int, int]], quote: str) -> None:
    text = sheet(cells, quote).encode()
    (area,) = areas(zip_of({"xl/worksheets/sheet1.xml": text}))
    assert compact(pieces_of(io.BytesIO(text))) is not area.scattered


@pytest.mark.parametrize("size", [*range((1 << 20) - 20, (1 << 20) + 3, 2)])
def test_a_cell_astray_is_seen_wherever_the_text_is_cut(size: int) -> None:
    text = sheet([(1, 0)]) + "-" * size + sheet([(1_048_576, 16_383)])
    assert not compact(pieces_of(io.BytesIO(text.encode())))
    assert compact(pieces_of(io.BytesIO((sheet([(1, 0)]) + "-" * size + sheet([(9, 9)])).encode())))


@given(st.integers(0, 16_383), st.integers(1, 1_048_576))
def test_names_are_those_that_openpyxl_gives(column: int, row: int) -> None:
    letters = column_letters(column)
    assert letters == get_column_letter(column + 1)
    assert column_of(letters) == column
    assert spot_of(f"{letters}{row}") == (row - 1, column)
    assert coordinate_to_tuple(f"{letters}{row}") == (row, column + 1)


@pytest.mark.parametrize("name", ["", "A", "1", "ABCD1", "A1:B2", "Б1", "A-1"])
def test_what_is_not_the_name_of_a_cell(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name}$"):
        spot_of(name)
