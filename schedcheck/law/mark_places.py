"""Where in a text a mark is: in brackets, alone, at the end, in running text."""

from __future__ import annotations

import re

_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">", "/": "/", "|": "|", "«": "»", '"': '"', "'": "'"}
_PAIRS |= {"“": "”“", "„": "“”", "‘": "’‘", "‚": "‘’", "”": "”"}
_ROUND = {"(": ")", "[": "]", "{": "}"}
IN_BRACKETS = frozenset({"round", "bracket", "described"})
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
        (?:[(\[][^()\[\]\n]{0,200}+[)\]]\ *+(?:[.!?]\ *+)?+){1,9}+(?:\n|\Z)
    )""",
    re.VERBOSE,
)
_SIGHT = 500  # signs around a mark among which its bracket is looked for


def place_of(text: str, start: int, stop: int) -> str:
    """``round``, ``bracket``, ``alone``, ``end`` or ``bare``: where a mark is in a folded text."""
    before, after = text[start - 1 : start], text[stop : stop + 1]
    if before in _PAIRS and after and after in _PAIRS[before]:
        return "round" if before in _ROUND else "bracket"
    left = text[max(0, start - _SIGHT) : start].rstrip(" ")[-1:]
    right = text[stop : stop + _SIGHT].lstrip(" .")[:1]
    if left in _QUOTES and right and right in _PAIRS[left]:
        return "bracket"
    if left in _LEFT and right in _RIGHT and _inside(text, start):
        return "bracket"
    if before.isalpha() or not _END.match(text, stop):
        return "bare"
    return "alone" if not left or left in _BEFORE_ALONE else "end"


def _inside(text: str, at: int) -> bool:
    seen = max(0, at - _SIGHT)
    return any(
        text.rfind(opening, seen, at) > text.rfind(closing, seen, at)
        for opening, closing in _ROUND.items()
    )
