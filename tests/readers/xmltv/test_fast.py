"""The quick half of the XMLTV reader gives what reading element by element gives, or gives up."""

from __future__ import annotations

from xml.parsers import expat
from xml.sax.saxutils import quoteattr

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedcheck.readers.values.age_names import looks_marked
from schedcheck.readers.values.stamps import Stamps
from schedcheck.readers.xmltv import fast_tags
from schedcheck.readers.xmltv.fast import scan
from schedcheck.readers.xmltv.fast_tags import gathered
from schedcheck.readers.xmltv.piece import NotPlainError, Piece, Repeated
from schedcheck.readers.xmltv.strict import by_elements, parse_piece

ORDINARY = '<programme start="20240304210000 +0500" stop="20240304230000 +0500" channel="ktk">'


def told(piece: Piece) -> dict[str, object]:
    """All that a piece says, as plain values."""
    values: dict[str, object] = {}
    # marks are looked for in whole pieces alone, whichever half read them
    for name in set(piece.__struct_fields__) - {"lost_marks"}:
        value = getattr(piece, name)
        if isinstance(value, Repeated):
            values[name] = value.objects().tolist()
        elif isinstance(value, Stamps):
            parts = (value.wall.astype(str), value.offset, value.has_offset, value.bad)
            values[name] = [part.tolist() for part in parts]
        else:
            values[name] = value.tolist() if isinstance(value, np.ndarray) else value
    values["others"] = piece.others.to_pylist()
    return values


def same(content: str) -> dict[str, object]:
    """What both halves say of a piece; the quick one must not give up."""
    raw = content.encode()
    quick = told(scan(raw))
    assert quick == told(by_elements(b"<tv>", raw, b"</tv>"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast_tags, "_FEW", 0)  # as texts of large pieces are told apart
        assert told(scan(raw)) == quick
    return quick


PARTS = [*"абвқү18+ ()[]AZ\"'/=;:-", "&amp;", "&lt;", "&#1178;", "&#x4B;", "\r\n", "  "]
PARTS += ["<![CDATA[<b> & ]]>", "<![CDATA[]]>", "<![CDATA[ \r\n18+ ]]>", "]]&gt;"]
PARTS += ["\x85", "\xa0", "\u1680", "\u2003", "\u2028", "\u205f", "\u3000", "«", "“", "\n"]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=12).map("".join)
STAMPS = st.sampled_from(
    ["20240304210000 +0500", "20240304210000 -0330", "202403042100", "20240304", "", " x ",
     "20240304210000 +05:00", "20241304210000 +0500", "20240304210000 BST"]
)  # fmt: skip


@st.composite
def elements(draw: st.DrawFn) -> str:
    name = draw(
        st.sampled_from(
            ["title", "sub-title", "desc", "category", "date", "titles", "url", "keyword", "new"]
        )
    )
    language = draw(st.sampled_from(["", ' lang="ru"', " lang='kk'", ' lang="en" ']))
    if draw(st.booleans()) and draw(st.booleans()):
        return f"<{name}{language}/>"
    return f"<{name}{language}>{draw(TEXTS)}</{name}>"


@st.composite
def ratings(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(["rating", "rating", "star-rating"]))
    system = draw(st.sampled_from(["", ' system="KZ"', ' system="a:b &amp; c"', " system='RU'"]))
    icon = draw(st.sampled_from(["", '<icon src="x.png"/>', "\n"]))
    value = draw(TEXTS)
    if name == "rating" and draw(st.booleans()):
        return f"<rating{system}>{value}</rating>"
    return f"<{name}{system}>\n<value>{value}</value>{icon}</{name}>"


@st.composite
def programmes(draw: st.DrawFn) -> str:
    attributes = {
        "start": draw(STAMPS),
        "stop": draw(STAMPS),
        "channel": draw(st.sampled_from(["ktk", "a &amp; b", "x\ny", "канал", ""])),
        "clumpidx": draw(st.sampled_from(["0/1", "1/2"])),
        "showview": "start",
    }
    names = draw(st.permutations(list(attributes)))[: draw(st.integers(1, 5))]
    join = draw(st.sampled_from([" ", " ", " ", "  ", "\n"]))
    end = draw(st.sampled_from([">", ">", " >", "\n>"]))
    quote = draw(st.sampled_from(['"', '"', '"', "'"]))
    printed = join.join(f"{name}={quote}{attributes[name]}{quote}" for name in names)
    inside = draw(st.lists(st.one_of(elements(), ratings()), max_size=6))
    space = draw(st.sampled_from(["", "\n    ", "\r\n\t"]))
    return f"<programme {printed}{end}{space}{space.join(inside)}{space}</programme>\n"


@given(st.lists(programmes(), min_size=1, max_size=6).map("".join))
def test_both_halves_say_the_same(content: str) -> None:
    same(content)


def test_nothing_is_lost_of_what_is_plain() -> None:
    values = same(
        f'{ORDINARY}<title lang="ru">Кино &amp; ко (18+)</title><title>Екінші</title>'
        "<sub-title>часть</sub-title><desc>о чём</desc><category>a</category><category>b</category>"
        '<rating system="KZ"><value>18+</value></rating><rating system="RU">16+</rating>'
        "<star-rating><value>7/10</value></star-rating></programme>"
    )
    assert values["titles"] == ["Кино & ко (18+)"]
    assert values["others"] == ["Екінші / часть / о чём"]
    assert values["categories"] == ["a; b"]
    assert values["marks"] == ["KZ:18+; RU:16+"]


@pytest.mark.parametrize(
    "inside",
    [
        "<!-- note --><title>x</title>",
        "<![CDATA[x]]><title>x</title>",
        "<!-- <![CDATA[ --><title>x</title><!-- ]]> -->",
        "<title>x</title><?a <![CDATA[ ]]> ?>",
        "<?php x ?><title>x</title>",
        "<title>x <b>18+</b></title>",
        "<title>x</title> (18+)",
        "(18+)<title>x</title>",
        "<title>a > b</title>",
        "<rating><value>16+</value><value>18+</value></rating>",
        "<rating><value>1<b>8+</b></value></rating>",
        "<title>x</title></programme><channel id='b'/><programme>",
        "<age>18+</age>",
        "<title age='18'>x</title>",
        "<icon src='img/18plus.png'/>",
        "<icon src='img/18%2B.png'/>",
        "<extra note='18+'/>",
        "<rating><value>6+</value><icon src='e18.png'/></rating>",
        "<rating><value>6+</value><note>18+</note></rating>",
        "<rating value='18'/>",
    ],
)
def test_what_is_not_plain_is_read_element_by_element(inside: str) -> None:
    content = f"{ORDINARY}{inside}</programme>".encode()
    with pytest.raises(NotPlainError):
        scan(content)
    piece = parse_piece(b"<tv>" + content + b"</tv>", first=True, last=True)
    assert told(piece) == told(by_elements(b"", b"<tv>" + content + b"</tv>", b""))


def test_an_attribute_far_to_the_right_is_found() -> None:
    long = quoteattr("x" * 300)
    values = same(
        f'<programme id={long} start="20240304210000 +0500" channel="ktk"><title>t</title>'
        "</programme>"
    )
    assert values["channels"] == ["ktk"]
    assert values["bad_starts"] == {}


def test_lines_and_channels_of_a_whole_file() -> None:
    content = f'<tv>\n<channel id="ktk">\n<display-name>КТК</display-name></channel>\n{ORDINARY}\n'
    piece = parse_piece(f"{content}</programme>\n</tv>".encode(), first=True, last=True)
    assert piece.names == {"ktk": "КТК"}
    assert piece.lines.tolist() == [4]
    assert piece.line_ends == 5


HIDDEN = ["age", "ageRating", "series-desc", "b", "value", "premiere", "rating", "title", "credits"]


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> str:
    name = draw(st.sampled_from(HIDDEN))
    key = draw(st.sampled_from(["lang", "age", "system", "value", "src", "note"]))
    value = draw(st.sampled_from(["18+", "18plus.png", "ru", "18", "a+b", "image=1"]))
    attribute = f" {key}='{value}'" if draw(st.booleans()) else ""
    inner = draw(st.lists(trees(depth - 1), max_size=2)) if depth else []
    text = draw(st.sampled_from(["", "18+", "x"]))
    return f"<{name}{attribute}>{text}{''.join(inner)}</{name}>"


@given(st.lists(st.one_of(trees(), elements(), ratings()), max_size=5).map("".join))
def test_strange_elements_are_read_the_same_by_both_halves(inside: str) -> None:
    content = f"{ORDINARY}{inside}</programme>".encode()
    piece = parse_piece(b"<tv>" + content + b"</tv>", first=True, last=True)
    assert told(piece) == told(by_elements(b"", b"<tv>" + content + b"</tv>", b""))


def test_texts_are_gathered_from_where_they_are() -> None:
    begins, ends = np.array([0, 1, 0, 5, 5]), np.array([0, 3, 0, 5, 7])
    assert gathered(b"abcdefgh", begins, ends).to_pylist() == ["", "bc", "", "", "fg"]
    assert gathered(b"", begins[:0], ends[:0]).to_pylist() == []


def well_formed(content: bytes) -> bool:
    """Whether expat takes a piece."""
    parser = expat.ParserCreate("utf-8")
    try:
        parser.Parse(b"<tv>" + content + b"</tv>", True)  # noqa: FBT003 - expat takes no keywords
    except expat.ExpatError:
        return False
    return True


def never_takes_more_than_expat(content: bytes) -> bool:
    """Whether the quick half takes a piece; what it takes is well-formed and read the same."""
    try:
        quick = scan(content)
    except NotPlainError:
        return False
    assert well_formed(content)
    assert told(quick) == told(by_elements(b"<tv>", content, b"</tv>"))
    return True


SIGNS = [b"<", b">", b"/", b"&", b";", b'"', b"'", b"=", b" ", b"!", b"?", b"-", b"]]>", b"\0"]
SIGNS += [b"\x0b", b"\x1f", b"\x7f", b"\x80", b"\xc2", b"\xc0\x80", b"\xed\xa0\x80", b"\xff"]
SIGNS += [b"\xef\xbf\xbe", b"\xef\xbf\xbf", b"\xf4\x90\x80\x80", b"\xf0\x9f\x94\x9e", b"18+"]
SIGNS += [b"&#0;", b"&#x1F;", b"&#xD800;", b"&#xFFFE;", b"&#1114112;", b"&#9;", b"&#x;", b"&nbsp;"]
SIGNS += [b"<title>", b"</title>", b"<b/>", b"</programme>", b"<programme >", b"<!--", b"-->"]
SIGNS += [
    b"<![CDATA[",
    b"<![CDATA[x]]>",
    b"</tv>",
    b"<tv>",
    b' a="1"',
    b" lang='x'",
    b"\r",
    b"\n",
    b"\t",
    b"<1>",
]


@given(
    st.lists(programmes(), min_size=1, max_size=3).map("".join),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 3), st.sampled_from([b"", *SIGNS])),
        min_size=1,
        max_size=3,
    ),
)
def test_nothing_that_expat_refuses_is_taken(
    content: str, changes: list[tuple[float, int, bytes]]
) -> None:
    changed = content.encode()
    for where, length, sign in changes:
        at = int(where * len(changed))
        changed = changed[:at] + sign + changed[at + length :]
    never_takes_more_than_expat(changed)


@pytest.mark.parametrize("sign", SIGNS)
def test_no_sign_is_taken_anywhere_that_expat_refuses_there(sign: bytes) -> None:
    content = (
        f'{ORDINARY}<title lang="ru">а&amp;b</title><rating system="KZ"><value>6+</value></rating>'
        "<icon src='p12.png' /></programme>\n"
    ).encode()
    assert never_takes_more_than_expat(content)
    for at in range(len(content) + 1):
        never_takes_more_than_expat(content[:at] + sign + content[at:])
        never_takes_more_than_expat(content[:at] + sign + content[at + 1 :])


@pytest.mark.parametrize(
    "content",
    [
        "<programme a='1' a='2'></programme>",
        "<programme a='1'b='2'></programme>",
        "<programme><title></desc></programme>",
        "<programme><credits><title></credits></title></programme>",
        "<programme></programme></tv><tv>",
        "</tv><tv>",
        "<programme>",
        "</programme>",
        "<programme ><title>&<![CDATA[amp;]]></title></programme>",
        "<programme ><title>&am<![CDATA[p;]]></title></programme>",
        "<programme ><title a='<![CDATA[x]]>'></title></programme>",
        "<programme ><tit<![CDATA[le>]]></title></programme>",
        "<programme ><title><![CDATA[x</title></programme>",
        "<programme ><title><![CDATA[<programme >]]></title></programme>",
        "<programme ><title>\r<![CDATA[\n]]></title></programme>",
        "<programme></programme> x",
        "<programme></programme><title>x</title>",
        "",
    ],
)
def test_what_is_no_row_of_programmes_is_not_plain(content: str) -> None:
    assert not never_takes_more_than_expat(content.encode())


ADDRESSES = ["a1b2.png", "Ж&amp;x.png", "18plus.png", "p18+.png", "18%2B.png", "%D0.png", "e18.png"]


@st.composite
def pictures(draw: st.DrawFn) -> str:
    address = draw(st.sampled_from([*ADDRESSES, 'a"b', "a<b", "a' age='18", 'a" age="18']))
    more = draw(st.sampled_from(["", " ", ' width="10"', ' width="10" height="5"', ' age="18"']))
    end = draw(st.sampled_from(["/>", "></icon>", "\n/>", ">x</icon>", "</icon>"]))
    head = draw(
        st.sampled_from(['<icon src="', "<icon src='", '<icon  src="', '<icon width="1" src="'])
    )
    return f"{head}{address}{head[-1]}{more}{end}"


@given(st.lists(pictures(), min_size=1, max_size=4), st.booleans())
def test_pictures_are_told_apart_by_what_may_be_a_mark(icons: list[str], rated: bool) -> None:  # noqa: FBT001 - drawn
    inside = "".join(icons)
    inside = f"<rating><value>6+</value>{inside}</rating>" if rated else inside
    never_takes_more_than_expat(f"{ORDINARY}{inside}</programme>".encode())


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_of_pictures_do_not_make_a_guide_less_plain(address: str) -> None:
    marked = bool(looks_marked(address))
    content = f'{ORDINARY}<icon src="{address}" /></programme>'.encode()
    assert never_takes_more_than_expat(content) != marked


def test_no_letter_goes_on_in_a_section() -> None:
    for half, other in ((b"\xd0", b"\x90"), (b"\xef\xbf", b"\xbe")):
        for title in (
            half + b"<![CDATA[" + other + b"]]>",
            b"<![CDATA[" + half + b"]]>" + other,
            b"<![CDATA[" + half + b"]]><![CDATA[" + other + b"]]>",
        ):
            content = ORDINARY.encode() + b"<title>" + title + b"</title></programme>"
            assert not never_takes_more_than_expat(content)


@given(
    st.lists(
        st.sampled_from(
            [b"<![CDATA[", b"]]>", b"&", b"amp;", b"\r", b"\n", b"\xd0", b"\x90", b"<b>", b"x"]
        ),
        max_size=10,
    ).map(b"".join)
)
def test_sections_are_taken_only_as_expat_takes_them(title: bytes) -> None:
    content = ORDINARY.encode() + b"<title>" + title + b"</title></programme>"
    never_takes_more_than_expat(content)
