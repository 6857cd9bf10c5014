"""Texts as a reader sees them, and where in such a text a mark is: in brackets, alone, at the end.

Signs that only look like others are made plain, invisible ones dropped. Unicode's own data decides:
the compatibility forms (NFKC: superscripts, full-width, circled and mathematical signs), the
numbers that signs represent, the format signs and combining marks that change nothing or little to
the eye, and the table of confusable signs (UTS 39).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_HIGHEST = 0x110000
_HALVES = range(0xD800, 0xE000)  # of characters cut in two: they look like nothing
#: Format signs and marks (``Cf``, ``Mn``, ``Me``) are invisible to whoever reads digits, and so
#: are these letters without a shape.
_BLANK = frozenset("\u2800")
_INVISIBLE = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0") | _BLANK
#: Blocks whose letters are left as they are. Cyrillic and Greek letters that look Latin are made
#: Latin by the patterns of the marks themselves, for they are how marks are usually printed.
_ORDINARY = (
    (0x20, 0x7F),
    (0xC0, 0x180),
    (0x370, 0x483),
    (0x48A, 0x530),
    (0x3040, 0x3100),
    (0x4E00, 0xA000),
    (0xAC00, 0xD7A4),
)
#: Signs whose plain form is another but says nothing of a mark: spaces, dashes, dots, fractions.
_PLAIN_ENOUGH = "\t\n\r\xa0ªº¨˜‑«»…№–—−’‘“”„•·°§©®™€₽¼½¾\u2009\u202f"

#: The same blocks, signs and all of ASCII as a class of RE2: a sign outside of it may be odd.
ORDINARY_CLASS = r"\x{0}-\x{7f}" + re.escape(_PLAIN_ENOUGH)
ORDINARY_CLASS += "".join(rf"\x{{{first:x}}}-\x{{{end - 1:x}}}" for first, end in _ORDINARY)

LOOK_ALIKE = str.maketrans(
    "АВЕЁКМНОРСТХУІӀӏавеёкмнорстхуіΑΒΕΗΙΚΜΝΟΡΤΧ", "ABEEKMHOPCTXYIIlabeekmhopctxyiABEHIKMNOPTX"
)
SPACES = (
    "\t\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
DASHES = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_ODD = (
    dict.fromkeys(map(ord, SPACES + UNSEEN), " ")
    | dict.fromkeys(map(ord, DASHES), "-")
    | dict.fromkeys(map(ord, "\u207a\u2795\ufe62\uff0b"), "+")
    | dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n")
)
_FOLD = _ODD | LOOK_ALIKE
#: Letters in the place of digits, in a folded text: l8+, I8+, 1B+, E l8.
_LETTERS = re.compile(
    r"(?<!\w)(?:[lIi][8B]|1B|2[lIi])(?=[ \n]{0,9}\+)"
    r"|(?<=[(\[])[|!][8B](?=[ \n]{0,9}\+)"
    r"|(?<!\w)E[ .-]{0,2}(?:[lIi][8B]|1B)(?!\w)"
    r"|\A(?:[lIi][8B]|1B|2[lIi])\Z"
)
#: A letter like a one before an eight, in a text as printed.
LIKE_18 = "[lIiІіӀӏ]8"
_INDEX = re.compile(r"(?<!\w)E[ .-]{0,2}(?:[lIi]8|1B)(?!\w)")
_GLUED = re.compile(r"(?:18|21)(?<![\w.,:+-]\d\d)\+(?=[^\W\d_]|\dK)")
#: What a text with any of them holds.
_PIECES = (
    "1 8", "2 1", "1-8", "2-1", "18+", "21+", " +", "1\xa08", "2\xa01", "1\u20098", "1\u202f8",
    "1\t8", "2\t1", "І8", "I8", "l8", "Ӏ8", "ӏ8", "і8", "i8", "1В)", "1B)",
)  # fmt: skip
#: Ordinary signs that look like those of a mark where nothing else is in a bracket, or at an end:
#: (Э18), 18t, (1.8+); what they stand for is by the name of the group.
_ALIKE = re.compile(
    r"(?<![^\s(\[:])(?P<letter>[ЭэЄєεΣ])(?=[ .-]?(?:18|21)\s?(?:[)\]]|\Z))"
    r"|(?<![\w.,+-])(?<!\d:)(?:18|21)(?P<plus>[t十])(?=\s?(?:[)\]]|\Z))"
    r"|(?<=[(\[])(?:18|21)\s?(?P<slip>[тТрРpP!])(?=\s?[)\]])"
    r"|(?:(?<=[(\[:])|\A)1(?P<gone>[.,·])8(?=\s?\+\s?(?:[)\]]|\Z))"
)
_STANDS_FOR = {"letter": "E", "plus": "+", "slip": "+", "gone": ""}
#: Odd signs that look like the letter of an index to the eye, which Unicode's table leaves out.
_LIKE_E = dict.fromkeys("\u0190\u025b\u2107\u2208\u220a\u1d07\u03f5\u2130\ua7ab", "E")
#: Words in the names of signs that look like a plus: circled plus, heavy Greek cross.
_CROSSES = frozenset(("PLUS", "CROSS"))
#: What turns the text behind it around, and ends that.
_TURN = "\u202e"
_TURNED = re.compile(f"{_TURN}([^\u202c\u202e\n]{{1,500}})")
_SHORT = 8  # signs of a text that may be a mark by itself
_AS_DIGITS = str.maketrans("lIi|!B", "111118")


@lru_cache(maxsize=8)  # several questions are asked of a text, one after the other
def fold(text: str) -> str:
    """``text`` with look-alike letters made Latin, odd spaces and dashes plain, sign by sign.

    Its length stays, so that places in it are places in the text as printed.
    """
    return text.translate(_FOLD)


#: A mark whose two digits are apart, in a folded text: «(1 8+)», «Е 1 8», «( 1 8 )», «с 1 8 лет»;
#: of the milder ages only with their plus apart too, «1 6 +», for «1 6+» is a first part of 6+.
_YEARS = "|".join(map(fold, ("лет", "жас", "года", "плюс", "plus", "years")))
_GAP = re.compile("1[ -][02468]|2[ -]1")  # in each of them, and quickly found
_SPLIT = re.compile(
    r"(?<![\w.,:])(?:E[ .-]{0,2})?(?:1(?P<gap>[ -])8|2(?P<space>[ -])1)(?=(?P<plus>[ \n]{0,2})\+)"
    r"|(?<!\w)E[ .-]{1,2}(?:1(?P<gap_alone>[ -])8|2(?P<space_alone>[ -])1)(?![\w:.,]\d|\w)"
    r"|(?<=[(\[])(?P<lead>[ ]?)"
    r"(?:1(?P<gap_round>[ ])8|2(?P<space_round>[ ])1)(?=(?P<tail>[ ]?)[)\]])"
    r"|(?<![\w.,:])(?:1(?P<gap_worded>[ ])8|2(?P<space_worded>[ ])1)"
    rf"(?=[ ]?(?:{_YEARS})(?!\w))"
    r"|(?<![\w.,:])1(?P<gap_mild>[ ])[0246](?=(?P<plus_mild>[ ])\+)",
    re.IGNORECASE,
)


def may_have_letters(text: str) -> bool:
    """Whether :func:`has_letters` may find any in ``text`` as printed; quick."""
    return "+" in text or len(text) <= _SHORT


def has_letters(folded: str) -> bool:
    """Whether letters are in a folded text where a reader sees the digits of a mark."""
    return may_have_letters(folded) and bool(_LETTERS.search(folded))


class PlainForm(NamedTuple):
    """A text with odd signs made plain, and ``folded``, with letters for digits read as digits.

    ``places``: for each sign its place in the text as printed, which is ``printed``.
    """

    printed: str
    text: str
    folded: str
    places: list[int]

    def cut(self, start: int, stop: int) -> str:
        """What is printed where ``start`` to ``stop`` are in the plain form."""
        first, last = sorted((self.places[start], self.places[stop - 1]))
        return self.printed[first : last + 1]


def has_alikes(text: str) -> bool:
    """Whether an ordinary sign in a text is where a reader sees one of a mark."""
    return _ALIKE.search(text) is not None


def plain_form(text: str) -> PlainForm:
    """The plain form of a text, whatever signs it holds."""
    plain, places = _rejoined(*_without_alikes(*revealed(text)))
    folded = _LETTERS.sub(lambda match: match[0].translate(_AS_DIGITS), fold(plain))
    return PlainForm(text, plain, folded, places)


def has_pieces(text: str) -> bool:
    """Whether the digits of a mark may be apart in a text, or letters set against it; quick."""
    if not any(piece in text for piece in _PIECES):
        return False
    folded = fold(text)
    split = _GAP.search(folded) and _SPLIT.search(folded)
    return bool(split or _GLUED.search(folded) or _INDEX.search(folded))


def _without_alikes(text: str, places: list[int]) -> tuple[str, list[int]]:
    """A text and the place of each of its signs, with the signs of marks for those like them."""
    found = {
        one.start(one.lastgroup): _STANDS_FOR[one.lastgroup]
        for one in _ALIKE.finditer(text)
        if one.lastgroup
    }
    signs = [
        (found.get(at, sign), place)
        for at, (sign, place) in enumerate(zip(text, places, strict=True))
        if found.get(at, sign)
    ]
    return "".join(sign for sign, _place in signs), [place for _sign, place in signs]


def _rejoined(text: str, places: list[int]) -> tuple[str, list[int]]:
    """A text and the place of each of its signs, digits of marks together, letters off them."""
    if not has_pieces(text):
        return text, places
    folded = fold(text)
    gone = {
        at
        for match in _SPLIT.finditer(folded)
        for name, gap in match.groupdict().items()
        if gap is not None
        for at in range(*match.span(name))
    }
    ends = {match.end() - 1 for match in _GLUED.finditer(folded)}
    signs: list[tuple[str, int]] = []
    for at, (sign, place) in enumerate(zip(text, places, strict=True)):
        signs += [(sign, place)] if at not in gone else []
        signs += [(" ", place)] if at in ends else []
    return "".join(sign for sign, _place in signs), [place for _sign, place in signs]


def revealed(text: str) -> tuple[str, list[int]]:
    """``text`` with odd signs made plain, and the place in ``text`` of each sign of the result."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in _as_seen(text):
        plain = _plain(sign)
        signs.append(plain)
        places += [place] * len(plain)
    return "".join(signs), places


def _as_seen(text: str) -> Iterable[tuple[int, str]]:
    """The signs of a text with their places, in the order in which they are shown: behind
    U+202E from right to left.
    """
    signs = list(enumerate(text))
    for turned in _TURNED.finditer(text) if _TURN in text else ():
        first, last = turned.span(1)
        signs[first:last] = signs[first:last][::-1]
    return signs


def odd_signs(text: str) -> list[str]:
    """The signs in ``text`` that have another plain form; quick, also for long texts."""
    if text.isascii():
        return []
    ordinary = _ordinary()
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    odd = []
    for point in np.unique(points[~ordinary[points]]).tolist():
        if _plain(chr(point)) == chr(point):
            ordinary[point] = True  # looked up once
        else:
            odd.append(chr(point))
    return odd


@cache
def _ordinary() -> npt.NDArray[np.bool_]:
    """For each code point whether it is known to be its own plain form."""
    ordinary = np.zeros(_HIGHEST, np.bool_)
    for first, end in _ORDINARY:
        ordinary[first:end] = True
    ordinary[_HALVES.start : _HALVES.stop] = True
    ordinary[[ord(sign) for sign in _PLAIN_ENOUGH]] = True
    return ordinary


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    """The plain form of one sign: itself, ASCII that it represents, or nothing."""
    if sign.isascii() or _is_ordinary(sign):
        return sign
    kind = unicodedata.category(sign)
    if kind in {"Cf", "Mn", "Me"} or sign in _INVISIBLE:
        return " " if sign in _BLANK else ""
    form = unicodedata.normalize("NFKC", sign)
    if form != sign:
        return "".join(map(_plain, form))
    number = unicodedata.numeric(sign, -1)
    if number >= 0 and number == int(number) and number < 100:
        return str(int(number))
    if _CROSSES.intersection(unicodedata.name(sign, "").split()):
        return "+"
    return _confusables().get(sign, sign)


def _is_ordinary(sign: str) -> bool:
    return (
        sign in _PLAIN_ENOUGH
        or ord(sign) in _HALVES
        or any(first <= ord(sign) < end for first, end in _ORDINARY)
    )


@cache
def _confusables() -> dict[str, str]:
    """Sign -> the ASCII sign that it looks like, by Unicode's table."""
    import orjson

    table = files("confusable_homoglyphs").joinpath("confusables.json").read_bytes()
    # A sign that looks like a simpler one has that one alone; the simple ones have them all.
    return _LIKE_E | {
        sign: alike[0]["c"]
        for sign, alike in orjson.loads(table).items()
        if len(alike) == 1 and not sign.isascii() and len(alike[0]["c"]) == 1
        if alike[0]["c"].isascii()
    }


_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">", "/": "/", "|": "|", "«": "»", '"': '"', "'": "'"}
_PAIRS |= {"“": "”“", "„": "“”", "‘": "’‘", "‚": "‘’", "”": "”"}
_ROUND = {"(": ")", "[": "]", "{": "}"}
IN_BRACKETS = frozenset({"round", "item", "bracket", "described"})
#: Signs that set a text apart like brackets where they are directly at it: /18/, |18|, <18>.
_BARS = frozenset("/|<")
_SEPARATORS = frozenset(",;/|·•")
_QUOTES = frozenset("«“„")
#: What is beside one of several things in one bracket: «(18+, драма)».
_LEFT = _SEPARATORS | _ROUND.keys()
_RIGHT = _SEPARATORS | frozenset(_ROUND.values())
_BEFORE_ALONE = frozenset('.!?…\n;|•·»”")]-')
#: What may follow a mark that closes a bracket, a title, a line or a sentence.
#: Possessive, and bounded but for blanks and dots: it is tried at every mark of a text.
_END = re.compile(
    r"""\ *+(?: [)\]}]
      | ["'»”’]?+\ *+(?:[|•·]|\n|\Z)
      | ["'»”’]?+[.!?…]++["'»”’)]?+\ *+(?:\n|\Z|(?<=\ )(?![a-zа-яёәіңғүұқөһ]))
      | [.!?]?+\ *+
        (?>(?:[(\[][^()\[\]\n]{0,200}+[)\]]\ *+(?>(?:[.!?]\ *+)?)){1,9})(?:\n|\Z)
    )""",
    re.VERBOSE,
)
_SIGHT = 500  # characters around a mark among which its bracket is looked for
_AT_ENDS = frozenset({"alone", "end"})
#: What sets the first words of a title apart: «18 лет - Фильм», «К18 | Фильм».
_SET_APART = re.compile(r" ?[:|/•·] ?(?=[^\W\d]|[«\"“„])| - (?=[^\W\d]|[«\"“„])")
_AFTER_START = " :|"  # what may be between a mark at the start of a text and the text


def place_of(text: str, start: int, stop: int) -> str:
    """Where a mark is in a folded text.

    ``round``, ``item`` (of a list in brackets), ``bracket`` (in quotation marks), ``alone``,
    ``end``, ``start`` (of the whole text, with more behind it) or ``bare``.
    """
    before, after = text[start - 1 : start], text[stop : stop + 1]
    if before in _PAIRS and after and after in _PAIRS[before]:
        return "round" if before in _ROUND or before in _BARS else "bracket"
    left = text[max(0, start - _SIGHT) : start].rstrip(" ")[-1:]
    right = text[stop : stop + _SIGHT].lstrip(" .")[:1]
    if right and right == _ROUND.get(left):
        return "round"
    if left in _QUOTES and right and right in _PAIRS[left]:
        return "bracket"
    if left in _LEFT and right in _RIGHT and _inside(text, start):
        return "item"
    if before.isalpha() or not _END.match(text, stop):
        behind = text[stop : stop + _SIGHT].lstrip(_AFTER_START)[:1]
        # digits behind it make a telephone or a sum of it
        begins = not left and after in _AFTER_START and not behind.isdigit()
        return "start" if begins else "bare"
    return "alone" if not left or left in _BEFORE_ALONE else "end"


def place_in_title(text: str, start: int, stop: int, place: str) -> str:
    """What more a mark in a folded title is by its ``place``: ``title_end``, at the end of it;
    ``title_start``, at its start with a sign behind it that sets it apart; else empty.
    """
    led = text[max(0, start - _SIGHT) : start].strip(" ")
    if place in _AT_ENDS and led:
        return "title_end"
    return "title_start" if not led and _SET_APART.match(text, stop) else ""


def _inside(text: str, at: int) -> bool:
    seen = max(0, at - _SIGHT)
    return any(
        text.rfind(opening, seen, at) > text.rfind(closing, seen, at)
        for opening, closing in _ROUND.items()
    )
