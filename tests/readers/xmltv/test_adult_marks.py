from __future__ import annotations

from pathlib import Path

import pytest

from schedcheck.pipeline.audit import audit

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
