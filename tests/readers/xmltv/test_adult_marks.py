from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.pipeline.audit import audit
from schedcheck.readers.mark_search import likely_marks
from schedcheck.readers.xmltv import adult_marks as module
from schedcheck.readers.xmltv.adult_marks import owners_of_marks
from schedcheck.readers.xmltv.piece import TEXT

#: The night has the same mark, so that it is in the texts that were read.
GUIDE = """<?xml version="1.0" encoding="UTF-8"?>
<tv><channel id="ktk"><display-name>КТК</display-name></channel>
<programme start="20240304130000 +0500" stop="20240304140000 +0500" channel="ktk"{attribute}>
<title>Фильм</title>{inner}<rating system="KZ"><value>12+</value></rating></programme>
<programme start="20240304230000 +0500" stop="20240304235900 +0500" channel="ktk">
<title>Ночь</title>{night}<rating system="KZ"><value>18+</value></rating></programme>
</tv>
"""


def codes(folder: Path, inner: str, attribute: str = "", night: str = "") -> set[str]:
    path = folder / "a.xml"
    path.write_text(GUIDE.format(inner=inner, attribute=attribute, night=night), encoding="utf-8")
    return {finding.code for finding in audit([path]).findings} - {"gap"}


@pytest.mark.parametrize(
    "inner",
    [
        "<country>18+</country>",
        "<country>🔞</country>",
        "<country>18 лет</country>",
        "<country>18 plus</country>",
        "<country>18&#43;</country>",
        "<country><![CDATA[18+]]></country>",
        "<orig-language>18+</orig-language>",
        "<credits><actor>Ахметов (18+)</actor></credits>",
        "<url>Фильм (18+)</url>",
        "<date>18+</date>",
        "<length>18+</length>",
        "<episode-num>18+</episode-num>",
        '<previously-shown start="18+"/>',
        "<!-- 18+ -->",
        "<!-- <b>E18</b> -->",
        "<?age 18+?>",
    ],
)
def test_a_mark_in_what_is_not_searched_is_told(tmp_path: Path, inner: str) -> None:
    assert "unaccounted" in codes(tmp_path, inner)


@pytest.mark.parametrize(
    ("inner", "attribute"),
    [
        ("<keyword>18+</keyword>", ""),
        ('<credits><actor role="18+">A</actor></credits>', ""),
        ("<review>18+</review>", ""),
        ("<x-limit>18+</x-limit>", ""),
        ('<note text="18+"/>', ""),
        ('<icon src="a.png" title="18+"/>', ""),
        ("", ' audience="18+"'),
    ],
)
def test_a_mark_in_other_elements_and_attributes_is_judged(
    tmp_path: Path, inner: str, attribute: str
) -> None:
    assert codes(tmp_path, inner, attribute) & {"watershed", "unclear-mark", "foreign-mark"}


@pytest.mark.parametrize(
    "inner",
    [
        "<url>http://tv.example/18+</url>",
        "<episode-num>S1 E18</episode-num>",
        '<icon src="http://tv.example/E18.png"/>',
        "<!-- 18 марта -->",
        "<country>KZ</country><date>2018</date>",
    ],
)
def test_addresses_and_numbers_are_no_lost_marks(tmp_path: Path, inner: str) -> None:
    assert "unaccounted" not in codes(tmp_path, inner, night=inner)


def test_an_age_and_a_sign_of_different_texts_make_no_mark() -> None:
    texts = ["a 1", "8+ b", "x 18", "+ y", "2", "", "18+", "🔞 18+", "1", "18+"]
    assert owners_of_marks(pa.array(texts, TEXT)).tolist() == [6, 7, 7, 9]


@given(st.lists(st.text("128+ eл🔞"), max_size=20), st.integers(0, 5))
def test_texts_searched_as_one_hold_the_marks_of_each(texts: list[str], first: int) -> None:
    owners = owners_of_marks(pa.array(texts, TEXT)[first:])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_FEW", 0)  # as in large pieces
        assert owners_of_marks(pa.array(texts, TEXT)[first:]).tolist() == owners.tolist()
    alone = [len(likely_marks(f"\n{text}\n".encode())) for text in texts[first:]]
    assert np.bincount(owners, minlength=len(alone)).tolist() == alone
