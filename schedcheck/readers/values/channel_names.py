"""The channel that is above a schedule: «Программа передач телеканала «ТВ3»» and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from schedcheck.readers.values.words import fold, pattern, words

#: A longer text is none that names a channel.
_LONGEST = 200
_QUOTED = re.compile(r"[«\"“„]([^«»\"“”„]{1,60})[»\"”“]")
_QUOTED_LAST = re.compile(_QUOTED.pattern + r"$")
_WORD = re.compile(r"[\w+-]+")
#: Here a name ends that is in no quotation marks.
_END = re.compile(r"[.,;:|()\n«»\"“”„]|\s[–—-]\s|\d{1,2}[./-]\d")
#: Words of a name, beside the word for a channel.
_MOST = 4


def channel_in(texts: Sequence[str], known: Callable[[str], bool]) -> str:
    """The channel that texts above a schedule name, empty where none does.

    ``known`` says whether a name is that of a channel: then it counts wherever it may be. Any
    other counts only in quotation marks beside the word for a channel, or behind it in capitals.
    """
    above = [text.strip() for text in texts if text.strip() and len(text) <= _LONGEST]
    if above and known(above[0]):
        return above[0]
    for text in above:
        for name in _candidates(text):
            if known(name):
                return name
    return next(filter(None, map(_plain_name, above)), "")


def _candidates(text: str) -> Iterator[str]:
    """What may be a name in a text that speaks of a channel or of its programmes."""
    folded = fold(text)
    if not pattern("channel").search(folded) and not pattern("programme").search(folded):
        return
    yield from _QUOTED.findall(text)
    for match in pattern("channel").finditer(folded):
        before = _WORD.findall(re.split(_END, text[: match.start()])[-1])[-_MOST:]
        after = _WORD.findall(_unquoted(text[match.end() :]))[:_MOST]
        line = [*before, text[match.start() : match.end()], *after]
        # the longest first: «Первый канал Евразия» is another than «Евразия»
        for many in range(len(line), 0, -1):
            for first in range(len(line) - many + 1):
                yield " ".join(line[first : first + many])


def _plain_name(text: str) -> str:
    """A name in quotation marks beside the word for a channel, or in capitals behind it."""
    folded = fold(text)
    for match in pattern("channel").finditer(folded):
        behind = _QUOTED.match(text[match.end() :].lstrip(" :"))
        ahead = _QUOTED_LAST.search(text[: match.start()].rstrip())
        quoted = behind or ahead
        if quoted:
            return quoted[1]
        rest = _unquoted(text[match.end() :])
        for form in words("feeds"):
            rest = re.split(form, rest, maxsplit=1, flags=re.IGNORECASE)[0]
        names = rest.split()
        if 0 < len(names) < _MOST and all(name[0].isupper() or name[0].isdigit() for name in names):
            return " ".join(names)
    return ""


def _unquoted(text: str) -> str:
    """What follows the word for a channel, up to the end of a name."""
    return re.split(_END, text.lstrip(" :"), maxsplit=1)[0]
