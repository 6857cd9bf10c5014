from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedcheck.readers import ole
from tests.fixtures.documents import SECTOR, ole_document, small_ole_document
from tests.shared_data import shared_data

WHOLE = ole_document(Workbook=bytes(5000), Small=b"")


def test_a_whole_document_names_its_streams() -> None:
    assert ole.check(WHOLE) == {"Root Entry", "Workbook", "Small"}
    assert ole.names_in(WHOLE) == {"Root Entry", "Workbook", "Small"}


@settings(max_examples=60)
@given(st.integers(0, 2 * SECTOR + 5000))
def test_a_document_cut_off_anywhere_is_damaged(length: int) -> None:
    ole.names_in(WHOLE[:length])
    with pytest.raises(ole.DamagedError):
        ole.check(WHOLE[:length])


@pytest.mark.parametrize("length", [1, 64, 65, 1500])
def test_small_streams_lie_in_that_of_the_root(length: int) -> None:
    content = bytes(at % 251 for at in range(length))
    document = small_ole_document("Workbook", content)
    assert "Workbook" in ole.check(document)
    assert ole.content_of(document, {"Workbook"}) == content
    assert ole.content_of(WHOLE, {"Workbook"}) == bytes(5000)


def test_a_stream_that_follows_itself_is_damaged() -> None:
    looped = bytearray(WHOLE)
    struct.pack_into("<I", looped, SECTOR + 4 * 3, 2)
    with pytest.raises(ole.DamagedError):
        ole.check(bytes(looped))


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(8, 3 * SECTOR - 1), st.integers(0, 255)), max_size=6))
def test_damage_of_any_kind_ends(damage: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for at, value in damage:
        data[at] = value
    with suppress(ole.DamagedError):
        assert isinstance(ole.check(bytes(data)), set)


def test_real_documents_are_whole_until_they_are_cut() -> None:
    for name in ("viva07.xls", "PlaylistSave_20100901_TOP_ORI.xls", "30 11 - 06 12  2009.doc"):
        data = shared_data(f"spreadsheets/{name}").read_bytes()
        assert "Root Entry" in ole.check(data)
        with pytest.raises(ole.DamagedError):
            ole.check(data[: len(data) // 2])
