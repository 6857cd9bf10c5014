"""The words of press-office listings (``listing.toml``), as patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from schedcheck.readers.values.words import words_to_number

_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SMALL_MINUTES = re.compile(r"(?<=\d)[⁰¹²³⁴⁵⁶⁷⁸⁹]{2}(?![⁰¹²³⁴⁵⁶⁷⁸⁹])")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@cache
def words(table: str) -> tuple[str, ...]:
    """The entries of a table of ``listing.toml``."""
    text = (files("schedcheck.readers.values") / "listing.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)[table])


def one_of(entries: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first; ``*`` is any ending."""
    longest_first = sorted(set(entries), key=lambda entry: (-len(entry), entry))
    inner = "|".join(
        re.escape(entry.removesuffix("*")).replace(r"\ ", r"\s+")
        + (r"\w*" if entry.endswith("*") else "")
        for entry in longest_first
    )
    return rf"(?<![^\W\d_])(?:{inner})(?![^\W\d_])"


@cache
def pattern(table: str) -> re.Pattern[str]:
    """Any word of a table of ``listing.toml``, in a folded text."""
    return re.compile(one_of(words(table)))


@cache
def months() -> str:
    """A pattern for the names of months in all languages."""
    return one_of(words_to_number("months"))


def fold(text: str) -> str:
    """``text`` as words are compared, sign by sign: its length stays."""
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text).replace(
        "ё", "е"
    )


def tidy(text: str) -> str:
    """``text`` without signs that are not seen, small minutes (6³⁰) as 6:30, tabs as bars."""
    text = _SMALL_MINUTES.sub(lambda m: ":" + m[0].translate(_SUPERSCRIPT), _UNSEEN.sub("", text))
    pieces = (" ".join(piece.split()) for piece in text.split("\t"))
    return "\t".join(filter(None, pieces))
