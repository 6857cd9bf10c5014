"""Ages under names that may be those of marks, and names of marks in the words of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from schedcheck.pipeline.audit import audit
from schedcheck.readers.xmltv.fast import scan
from schedcheck.readers.xmltv.piece import NotPlainError

GUIDE = """<?xml version="1.0" encoding="UTF-8"?>
<tv><channel id="ktk"><display-name>КТК</display-name></channel>
<programme start="20240304120000 +0500" stop="20240304130000 +0500" channel="ktk"{other}>
<title>Новости</title>{others}<rating system="KZ"><value>12+</value></rating></programme>
<programme start="20240304130000 +0500" stop="20240304140000 +0500" channel="ktk"{attribute}>
<title>Фильм</title>{inner}</programme>
</tv>
"""


def codes(
    folder: Path, *, attribute: str = "", inner: str = "", other: str = "", others: str = ""
) -> set[str]:
    path = folder / "a.xml"
    text = GUIDE.format(attribute=attribute, inner=inner, other=other, others=others)
    path.write_text(text, encoding="utf-8")
    return {finding.code for finding in audit([path]).findings} - {"gap", "unmarked"}


@pytest.mark.parametrize(
    "name", ["возраст", "vozrast", "жас", "zhas", "ageLimit", "age_from", "fsk", "RARS", "рейтинг"]
)
def test_an_age_under_a_name_of_ages_is_a_mark(tmp_path: Path, name: str) -> None:
    assert codes(tmp_path, attribute=f' {name}="18"') == {"watershed"}
    assert codes(tmp_path, inner=f"<{name}>18</{name}>") == {"watershed"}
    assert codes(tmp_path, attribute=f' {name}="6"') == set()


@pytest.mark.parametrize("name", ["adult", "isAdult", "explicit", "nsfw", "mature", "age18"])
def test_a_yes_under_a_name_for_adults_is_a_mark(tmp_path: Path, name: str) -> None:
    for yes, no in (("1", "0"), ("true", "false"), ("да", "нет")):
        assert codes(tmp_path, attribute=f' {name}="{yes}"') == {"foreign-mark"}
        assert codes(tmp_path, inner=f"<{name}>{yes}</{name}>") == {"foreign-mark"}
        assert codes(tmp_path, attribute=f' {name}="{no}"') == set()
        assert codes(tmp_path, inner=f"<{name}>{no}</{name}>") == set()


@pytest.mark.parametrize(
    "inner",
    [
        "<adult/>", "<adult></adult>", "<adult />", "<adults-only/>", "<isAdult/>", "<nsfw/>",
        "<age18/>", "<r18/>", "<для-взрослых/>", "<flags><adult/></flags>", "<x18>yes</x18>",
        "<category><adult/></category>", "<rating><adult/></rating>",
        "<rating system='a'><r18/></rating>", "<video><adult/></video>",
        "<adult system='a'>1</adult>",
    ],
)  # fmt: skip
def test_an_element_whose_very_name_is_a_mark_is_one(tmp_path: Path, inner: str) -> None:
    assert codes(tmp_path, inner=inner) == {"foreign-mark"}


@pytest.mark.parametrize(
    "inner",
    ["<adult>0</adult>", "<adult value='0'/>", "<adult a=''>no</adult>", "<age/>", "<rating/>"],
)
def test_a_no_and_an_empty_field_of_ages_are_no_marks(tmp_path: Path, inner: str) -> None:
    assert codes(tmp_path, inner=inner) == set()


@pytest.mark.parametrize("name", ["restricted", "isRestricted", "watershed", "pin-required"])
def test_what_is_not_for_everyone_is_unclear(tmp_path: Path, name: str) -> None:
    for inner in (f"<{name}/>", f"<{name}>true</{name}>", f"<a><{name}>1</{name}></a>"):
        assert codes(tmp_path, inner=inner) == {"unclear-mark"}
    assert codes(tmp_path, attribute=f' {name}="1"') == {"unclear-mark"}
    assert codes(tmp_path, attribute=f' {name}="KZ"', inner=f"<{name}>no</{name}>") == set()
    assert codes(tmp_path, attribute=f' {name}=""') == set()
    assert codes(tmp_path, inner="<familyFriendly>false</familyFriendly>") == {"unclear-mark"}
    assert codes(tmp_path, inner="<familyFriendly>true</familyFriendly>") == set()


def test_a_word_for_adults_in_an_attribute_is_searched(tmp_path: Path) -> None:
    for words in ("adult", "Для взрослых"):
        assert codes(tmp_path, attribute=f' flags="{words}"') == {"unclear-mark"}
        assert codes(tmp_path, inner=f'<category type="{words}">Кино</category>') == {
            "unclear-mark"
        }
    quiet = '<credits><actor role="Adult">Иван</actor></credits>'
    assert codes(tmp_path, attribute=' x18="yes"', inner=quiet) == {"foreign-mark"}
    assert codes(tmp_path, attribute=' x18="no"', inner=quiet) == set()


@pytest.mark.parametrize(
    ("stars", "found"),
    [
        ('<star-rating system="age"><value>18</value></star-rating>', {"watershed"}),
        ('<star-rating system="возраст"><value>18+</value></star-rating>', {"watershed"}),
        ('<star-rating system="age"><value>18/18</value></star-rating>', {"watershed"}),
        (
            '<star-rating system="FSK"><value>18/21</value></star-rating>',
            {"unclear-mark", "unknown-mark"},
        ),
        ('<star-rating system="IMDB"><value>18/20</value></star-rating>', set()),
        ("<star-rating><value>18/20</value></star-rating>", set()),
    ],
)
def test_stars_of_a_system_of_ages_are_a_rating(
    tmp_path: Path, stars: str, found: set[str]
) -> None:
    assert codes(tmp_path, inner=stars) == found


@pytest.mark.parametrize(
    "rating",
    [
        '<rating system="18+"/>',
        '<rating system="18+"></rating>',
        '<rating system="18+"><value/></rating>',
    ],
)
def test_a_mark_in_the_place_of_the_system_is_the_value(tmp_path: Path, rating: str) -> None:
    assert codes(tmp_path, inner=rating) == {"watershed"}


def test_the_quick_half_leaves_stars_of_ages_to_the_other() -> None:
    guide = '<programme start="20240304120000 +0500" channel="ktk"><title>A</title>%b</programme>'
    stars = '<star-rating system="age"><value>18</value></star-rating>'
    with pytest.raises(NotPlainError):
        scan(guide.replace("%b", stars).encode())
    scan(guide.replace("%b", stars.replace("age", "IMDB")).encode())


@pytest.mark.parametrize(
    "parts",
    [
        {"attribute": ' limit="18"'},
        {"attribute": " pr='18'", "other": " pr='12'"},
        {"attribute": ' class="21"'},
        {"inner": "<keyword>18</keyword>"},
        {"inner": '<category lang="ru">18</category>', "others": "<category>6</category>"},
        {"inner": "<label>18</label>"},
        {"inner": "<desc>18</desc>", "others": '<desc lang="ru">12</desc>'},
        {"inner": "<desc>18</desc>", "others": "<desc>Новости за 25 минут</desc>"},
        {"inner": "<note>21</note>"},
        {"inner": '<limit v="18"/>', "others": '<limit v="6"/>'},
        {"inner": "<limit unit='years' value = '18'></limit>"},
    ],
)
def test_a_bare_age_where_it_may_be_a_mark_is_reported(
    tmp_path: Path, parts: dict[str, str]
) -> None:
    assert codes(tmp_path, **parts) == {"unaccounted"}


@pytest.mark.parametrize(
    "parts",
    [
        {"attribute": ' limit="25"'},
        {"attribute": ' limit="18"', "other": ' limit="25"'},
        {"attribute": ' id="18" episode="18"'},
        {"inner": '<limit v="18"/>', "others": '<limit v="25"/>'},
        {"inner": '<part v="18"/>'},
        {"inner": "<desc>18</desc>", "others": "<desc>25</desc>"},
        {"inner": "<desc>18 серий</desc>"},
        {"inner": '<limit unit="500" v="25"/>', "attribute": ' limit="18"'},
        {"inner": '<keyword>18</keyword><rating system="KZ"><value>7+</value></rating>'}
        | {"others": "<keyword>500</keyword>"},
        {"inner": "<sub-title>18</sub-title><episode-num>18</episode-num><date>18</date>"},
        {"inner": '<length units="minutes">18</length>'},
    ],
)
def test_other_numbers_are_not_reported(tmp_path: Path, parts: dict[str, str]) -> None:
    assert codes(tmp_path, **parts) == set()


def test_a_bare_age_beside_its_mark_is_not_reported(tmp_path: Path) -> None:
    for mark in ("<rating><value>18</value></rating>", "<desc>Фильм (18+)</desc>"):
        assert codes(tmp_path, inner=f"<keyword>18</keyword>{mark}") == {"watershed"}
