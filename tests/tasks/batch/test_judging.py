from __future__ import annotations

import unicodedata

import pytest

from schedcheck.tasks.batch.judging import file_names


def test_file_names_never_leave_the_folder_and_never_collide() -> None:
    ids = ["ktk", "a/b", "a_b", "../x", "", "Қазақстан", "con:", "x" * 300, "電" * 300, "\udc80"]
    names = list(file_names(ids).values())
    assert len(set(names)) == len(ids)
    assert not any("/" in name or name.startswith(".") for name in names)
    assert max(len(f".{name}.xlsx.01234567.part".encode()) for name in names) < 255


def test_ids_that_differ_in_capitals_alone_have_names_that_differ_more() -> None:
    ids = ["ktk", "KTK", "Ktk", "ҚАЗАҚ", "Қазақ", "й", "и\u0306", "ß", "ss", "Euronews"]
    names = file_names(ids)
    assert len({unicodedata.normalize("NFC", name).casefold() for name in names.values()}) == 10
    assert {one for one in ids if names[one] == one} == {"ktk", "й", "ss", "Euronews"}


@pytest.mark.parametrize("channel", ["con", "NUL.x", "COM1", "lpt9.tar.gz", "Aux", "COM³"])
def test_no_workbook_has_the_name_of_a_device(channel: str) -> None:
    assert file_names([channel])[channel].casefold().startswith(f"_{channel.casefold()}-")


def test_what_only_begins_like_a_device_is_none() -> None:
    ids = ["console", "nullified", "com10", "Auxiliary"]
    assert file_names(ids) == dict(zip(ids, ids, strict=True))
