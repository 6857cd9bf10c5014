"""The JSON that TSDuck writes, as the same nodes that its XML makes.

A table is an object with ``#name`` and ``#nodes``; tables are in a list, or one on each line, or
in a root ``tsduck``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from schedcheck.messages import msg
from schedcheck.messages.library_errors import Reason
from schedcheck.messages.message import line_place
from schedcheck.readers.broadcast.xml_nodes import Node, utf8_content
from schedcheck.readers.source import Source
from schedcheck.schedule.reading import Fault

#: What may be between two tables; a root ``tsduck`` around them is passed over too.
_BETWEEN = re.compile(r'(?:[\s\[\]},\ufeff]|\{\s*"#name"\s*:\s*"tsduck"\s*,\s*"#nodes"\s*:)*')
#: The words of TSDuck's log (``--log-json-line``): before a table, and in lines of their own.
_LOG = re.compile(r'\*\ [^\n{]*(?:\n|\Z)|[^\n{\["]+(?=\{\s*"#name")')
#: Tables are written in capitals, what is in them is not.
_TABLE = re.compile(r'\{\s*"#name"\s*:\s*"[A-Z]')
_EVENT = re.compile(r'"#name"\s*:\s*"event"', re.IGNORECASE)
_SHOWN = 160
_DEEPEST = 32  # no table is nested so deep


def read_json(source: Source) -> tuple[Node, list[Fault]]:
    """All tables under one root, and a ``bad-row`` fault a place that is not JSON.

    Behind such a place reading goes on with the next table.
    """
    text = utf8_content(source).decode("utf-8", errors="replace")
    faults: list[Fault] = []
    root = Node("tsduck", {}, 1)
    for (begin, end), value in _values(text, source.file, faults):
        lines = _lines(text, begin, end)
        _hang(root, value, lines, text.count("\n", 0, begin) + 1, 0)
    return root, faults


def _values(text: str, file: str, faults: list[Fault]) -> Iterator[tuple[tuple[int, int], Any]]:
    """Each JSON value of the text, between its begin and its end."""
    decoder = json.JSONDecoder()
    at = _after(text, 0)
    while at < len(text):
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            broken = error.pos if isinstance(error, json.JSONDecodeError) else at
            following = _TABLE.search(text, max(at + 1, min(broken, len(text))))
            end = following.start() if following else len(text)
            line = text.count("\n", 0, broken) + 1
            shown = text[broken : broken + _SHOWN].partition("\n")[0].strip()
            words = msg(
                "not well-formed JSON (%(error)s); characters skipped: %(skipped)d; the table "
                "there is lost",
                error=Reason(getattr(error, "msg", type(error).__name__)),
                skipped=end - at,
            )
            faults.append(Fault("bad-row", file, line_place(line), shown, words))
        else:
            yield (at, end), value
        at = _after(text, end)


def _after(text: str, at: int) -> int:
    while True:
        match = _BETWEEN.match(text, at)
        at = match.end() if match else at
        logged = _LOG.match(text, at)
        if logged is None:
            return at
        at = logged.end()


def _lines(text: str, begin: int, end: int) -> Iterator[int]:
    """The line of each event, in order."""
    line, at = text.count("\n", 0, begin) + 1, begin
    for match in _EVENT.finditer(text, begin, end):
        line += text.count("\n", at, match.start())
        at = match.start()
        yield line


def _hang(parent: Node, value: Any, lines: Iterator[int], line: int, depth: int) -> None:
    """Hang what a JSON value tells under ``parent``, the way the XML has it."""
    if isinstance(value, str):
        parent.text += value
        return
    if not isinstance(value, dict) or not isinstance(value.get("#name"), str) or depth > _DEEPEST:
        return
    name = value["#name"].lower()
    attributes = {
        key.lower(): _printed(one) for key, one in value.items() if not key.startswith("#")
    }
    here = next(lines, line) if name == "event" else line
    node = Node(name, attributes, here, parent)
    parent.children.append(node)
    inner = value.get("#nodes")
    for one in inner if isinstance(inner, list) else ():
        _hang(node, one, lines, here, depth + 1)


def _printed(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) else ""
