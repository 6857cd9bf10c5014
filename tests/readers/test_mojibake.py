from __future__ import annotations

import ftfy  # its codecs are those of programs that leave no byte out
import pytest

from schedcheck.readers.mojibake import mend
from schedcheck.readers.registry import read_source
from schedcheck.schedule.reading import Reading
from tests.fixtures.tables import NO_OPTIONS, source_of

TITLES = ["Ночной гость (18+)", "Жаңалықтар", "Ән мен әуен. Е 18"]


def reading_of(*titles: str) -> Reading:
    programmes = "".join(
        f'<programme start="202611242{hour}0000 +0500" channel="a"><title>{title}</title>'
        "</programme>"
        for hour, title in enumerate(titles)
    )
    return read_source(source_of(f"<tv>{programmes}</tv>".encode(), "a.xml"), NO_OPTIONS)


@pytest.mark.parametrize("page", ["sloppy-windows-1251", "sloppy-windows-1252", "latin-1"])
def test_letters_that_went_through_a_wrong_page_are_mended_and_noted(page: str) -> None:
    assert ftfy
    broken = [title.encode().decode(page) for title in (*TITLES, "Е 18")]
    reading = reading_of(
        *[title.translate({code: f"&#{code};" for code in range(128, 160)}) for title in broken]
    )
    assert reading.frame["title"].tolist() == [*TITLES, "Е 18"]
    assert any("wrong encoding" in str(note) for note in reading.notes)


@pytest.mark.parametrize(
    "title",
    ["«Ночной» гость — Ёлка", "РСФСР", "Српски Њујорк", "Їжак і Ґава", "Noël à São Paulo", "Р•"],
)
def test_what_is_right_stays_as_it_is(title: str) -> None:
    reading = reading_of(title, *TITLES)
    assert reading.frame["title"].tolist() == [title, *TITLES]
    assert not reading.notes
    mend(reading)
    assert reading.frame["title"].tolist() == [title, *TITLES]
