from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from schedcheck.tasks.originals.units import Units, lines_of


@given(st.binary(max_size=60), st.sampled_from(["utf-8", "cp1251", "utf-16-le"]))
def test_bytes_come_back_as_they_were(data: bytes, encoding: str) -> None:
    data = data[: len(data) // 2 * 2]
    units = Units.of(data, encoding, "replace")
    text = units.apart(data)
    assert units.together("".join(lines_of(text))) == data
