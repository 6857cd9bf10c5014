"""JSON on its way from text to values: one reply, several one after the other, or one a line."""

from __future__ import annotations

import json
import re
from typing import Any

from schedcheck.messages import Message, msg
from schedcheck.messages.library_errors import Reason
from schedcheck.messages.message import line_place, reply_place
from schedcheck.readers.json_guides.path import JsonNode
from schedcheck.schedule.reading import Fault

_LINE = re.compile(r"\s*[\[{].*[\]}],?\s*")
_BETWEEN = " \t\r\n,\x1e"  # RFC 7464 begins each document with 0x1E
_SHOWN = 80


class _Decoder(json.JSONDecoder):
    """The decoder of the library, which also notes keys that are in one object twice."""

    def __init__(self) -> None:
        super().__init__(object_pairs_hook=self._object)
        self.twice: dict[str, None] = {}

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            self.twice |= {key: None for key, value in pairs if made[key] != value}
        return made


class _NotJsonError(Exception):
    """What is not JSON: where in the text, and why."""

    def __init__(self, at: int, words: Message) -> None:
        super().__init__(at)
        self.at = at
        self.words = words


def replies(text: str, file: str) -> tuple[list[JsonNode], list[Fault]]:
    """The replies in ``text`` and what is wrong with it.

    Places begin with the line of a reply where there are several. What is not JSON is reported with
    line and column: of one reply a line that line alone is lost, else all from there on.
    """
    decoder = _Decoder()
    found: list[JsonNode] = []
    faults: list[Fault] = []
    by_line = _is_by_line(text) and not _spans_lines(decoder, text)
    at, end = len(text) - len(text.lstrip(_BETWEEN)), len(text)
    line, counted = 1, 0  # lines are counted on, not each time from the beginning
    while at < end:
        line, counted = line + text.count("\n", counted, at), at
        stop = text.find("\n", at) if by_line else end
        stop = end if stop < 0 else stop
        try:
            value, after = _decoded_part(decoder, text, at, stop)
        except _NotJsonError as error:
            line_there = line + text.count("\n", at, error.at)
            faults.append(_fault(text, file, error, line_there, "bad-row" if by_line else "unread"))
            if not by_line:
                break
            after = stop
        else:
            found.append(JsonNode(value, reply_place(line)))
        while after < end and text[after] in _BETWEEN:
            after += 1
        at = after
    if len(found) == 1 and not faults:
        found[0].place = "$"
    for key in decoder.twice:
        words = msg("this key is given twice in one object; only the last counts")
        faults.append(Fault("bad-row", file, "", key, words))
    return found, faults


def _is_by_line(text: str) -> bool:
    """Whether each line that is not blank is a reply of its own."""
    lines = text.splitlines()
    return len(lines) > 1 and all(_LINE.fullmatch(line) for line in lines if line.strip())


def _spans_lines(decoder: _Decoder, text: str) -> bool:
    """Whether the text begins with one well-formed value over several lines."""
    begin = len(text) - len(text.lstrip(_BETWEEN))
    try:
        _value, end = _decoded(decoder, text, begin)
    except _NotJsonError:
        return False
    return "\n" in text[begin:end]


def _decoded(decoder: _Decoder, text: str, at: int) -> tuple[Any, int]:
    try:
        return decoder.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise _NotJsonError(error.pos, msg("%(error)s", error=Reason(error.msg))) from error
    except RecursionError as error:
        raise _NotJsonError(at, msg("nested too deep")) from error
    except ValueError as error:  # a number of more digits than Python takes
        raise _NotJsonError(at, msg("%(error)s", error=Reason.of(error))) from error


def _decoded_part(decoder: _Decoder, text: str, at: int, stop: int) -> tuple[Any, int]:
    """What is decoded of ``text`` from ``at``, not beyond ``stop``; only that part is copied."""
    if stop == len(text):
        return _decoded(decoder, text, at)
    try:
        value, after = _decoded(decoder, text[at:stop], 0)
    except _NotJsonError as error:
        raise _NotJsonError(at + error.at, error.words) from error
    return value, at + after


def _fault(text: str, file: str, error: _NotJsonError, line: int, code: Any) -> Fault:
    begin = text.rfind("\n", 0, error.at) + 1
    first = max(begin, error.at - _SHOWN // 2)
    shown = text[first : first + _SHOWN].split("\n", 1)[0]
    words = msg(
        "not JSON from line %(line)d, column %(column)d on (%(error)s); ask for a new "
        "copy of the file",
        line=line,
        column=error.at - begin + 1,
        error=error.words,
    )
    return Fault(code, file, line_place(line), shown.strip(), words)
