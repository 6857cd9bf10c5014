"""Legends: texts that say which programmes are for adults by a sign, a colour or a kind of letters.

What they say is of no one programme, and which programmes have the sign or colour is not read.
"""

from __future__ import annotations

import re

from schedcheck.messages import msg
from schedcheck.readers.values.age_names import has_adult_mark, says_adults
from schedcheck.readers.values.words import fold, pattern

LEGEND = msg(
    "may say which programmes are for adults by a sign, a colour or their titles; write the mark "
    "beside each of them"
)
#: Of a text above programmes.
FOR_ADULTS = msg(
    "may announce that the programmes under it are for adults; write the mark beside each of them"
)
_LONGEST_BLOCK = 6
#: An age at the end of a legend, which is so long at most: «Розовый: возрастная категория 18».
_LONGEST = 60
_AGE = re.compile(
    r"(?:возраст|огранич|категор|рейтинг|ценз|жас|шектеу|санат|\bage|rating|rated)[^\n:]{0,30}"
    r"(?<![\d.,:])\W(?:18|21)\W{0,3}(?:лет|жас|years)?\W{0,3}\Z"
)
#: A sign that other lines refer to, with what it means; or a mark, and what has it.
_SIGN = re.compile(
    r"\s*+[\u25a0-\u25ff\u2605\u2606\u2b1b-\u2b55\U0001f534-\U0001f7eb]\ufe0f?\s?[:=—–-]"
    r"|\s*+(?:[*†‡#✱∗⁎※¹²³⁴-⁹]|\(\*+\)|\d\s?\))|\W*+(?:18|21)\s?\+\W{0,3}?\s?[:=—–-]\W{0,3}\w"
)
#: A colour at the head of a text, and what it means: «Красный: 18 лет и старше».
_COLOUR = re.compile(r"\W*+[^\W\d_]+(?: [^\W\d_]+)?\s?[:=—–-]")


def is_legend(text: str) -> bool:
    """Whether a text says what a sign, a colour or a kind of letters means."""
    folded = fold(text)
    begun = _COLOUR.match(folded)
    return (
        _SIGN.match(text) is not None
        or pattern("legend").search(folded) is not None
        or (begun is not None and pattern("colours").search(begun[0]) is not None)
    )


def announces_adults(text: str) -> bool:
    """Whether a short text says that a block, a programme or the evening is for adults."""
    folded = fold(text)
    block = len(folded.split()) <= _LONGEST_BLOCK and pattern("block").search(folded)
    return bool(block and pattern("adults").search(folded))


def is_adult_legend(text: str) -> bool:
    """Whether a text is a legend that says what is for adults."""
    named = len(text) <= _LONGEST and _AGE.search(fold(text)) is not None
    return (has_adult_mark(text) or says_adults(text) or named) and is_legend(text)
