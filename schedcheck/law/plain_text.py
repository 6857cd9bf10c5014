"""Texts as a reader sees them: signs that only look like others made plain, invisible ones dropped.

Unicode's own data decides: the compatibility forms (NFKC: superscripts, full-width, circled and
mathematical signs), the numbers that signs stand for, the format signs and combining marks that
change nothing or little to the eye, and the table of confusable signs (UTS 39).
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import orjson

_HIGHEST = 0x110000
_HALVES = range(0xD800, 0xE000)  # of signs cut in two: they look like nothing
#: Format signs and marks (``Cf``, ``Mn``, ``Me``) are invisible to whoever reads digits, and so
#: are these letters without a shape.
_INVISIBLE = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_BLANK = frozenset("\u2800")
#: Blocks whose letters are left as they are. Cyrillic and Greek letters that look Latin are made
#: Latin by the patterns of the marks themselves, for they are how marks are usually printed.
_ORDINARY = ((0x20, 0x7F), (0xC0, 0x180), (0x370, 0x483), (0x48A, 0x530), (0x3040, 0x3100))
_ORDINARY += ((0x4E00, 0xA000), (0xAC00, 0xD7A4))
#: Signs whose plain form is another but says nothing of a mark: spaces, dashes, dots, fractions.
_PLAIN_ENOUGH = "\t\n\r\xa0«»…№–—−’‘“”„•·°§©®™€₽¼½¾\u2009\u202f"


def revealed(text: str) -> tuple[str, list[int]]:
    """``text`` with odd signs made plain, and the place in ``text`` of each sign of the result."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = _plain(sign)
        signs.append(plain)
        places += [place] * len(plain)
    return "".join(signs), places


def has_odd(text: str) -> bool:
    """Whether a sign of ``text`` has another plain form; quick, also for long texts."""
    if text.isascii():
        return False
    ordinary = _ordinary()
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    left = points[~ordinary[points]]
    if not len(left):
        return False
    odd = False
    for point in np.unique(left).tolist():
        if _plain(chr(point)) == chr(point):
            ordinary[point] = True  # looked up once
        else:
            odd = True
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
    """The plain form of one sign: itself, ASCII that it stands for, or nothing."""
    if sign.isascii() or sign in _PLAIN_ENOUGH or ord(sign) in _HALVES:
        return sign
    if any(first <= ord(sign) < end for first, end in _ORDINARY):
        return sign
    if sign in _BLANK:
        return " "
    kind = unicodedata.category(sign)
    if kind in {"Cf", "Mn", "Me"} or sign in _INVISIBLE:
        return ""
    form = unicodedata.normalize("NFKC", sign)
    if form != sign:
        return "".join(_alike(part) for part in form)
    number = unicodedata.numeric(sign, -1)
    if number >= 0 and number == int(number) and number < 100:
        return str(int(number))
    return _alike(sign)


def _alike(sign: str) -> str:
    return sign if sign.isascii() else _confusables().get(sign, sign)


@cache
def _confusables() -> dict[str, str]:
    """Sign -> the ASCII sign that it looks like, by Unicode's table."""
    table = files("confusable_homoglyphs").joinpath("confusables.json").read_bytes()
    # A sign that looks like a simpler one has that one alone; the simple ones have them all.
    return {
        sign: alike[0]["c"]
        for sign, alike in orjson.loads(table).items()
        if len(alike) == 1 and not sign.isascii() and len(alike[0]["c"]) == 1
        if alike[0]["c"].isascii()
    }
