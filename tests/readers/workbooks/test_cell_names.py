"""The names of cells, beside those that a library gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from schedcheck.readers.workbooks.cell_names import column_letters, column_of, spot_of


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
