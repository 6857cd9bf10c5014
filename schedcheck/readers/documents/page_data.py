"""What a page holds beside its text: pages inside it, and JSON of which a script makes its list.

Such JSON is read by the same rule as a file of it: where its shape is evident.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from itertools import islice
from typing import Any

import pandas as pd
from msgspec.structs import replace

from schedcheck.messages import msg
from schedcheck.messages.message import line_place
from schedcheck.readers.base import ReadOptions
from schedcheck.readers.json_guides import reader as json_reader
from schedcheck.readers.mark_search import plain
from schedcheck.readers.row_faults import LOST_MARK
from schedcheck.readers.source import Source
from schedcheck.readers.values.age_names import has_adult_mark
from schedcheck.schedule.building import join
from schedcheck.schedule.reading import Fault, Reading

#: Where JSON may begin in a script: as all of it, or behind the sign that gives it a name.
_BEGIN = re.compile(r"(?:\A|[=(])\s*(?=[\[{]\s*[\[{\"])")
#: Shorter JSON holds no schedule, and a script with more of it is looked at no further.
_LEAST, _MOST = 60, 20
_ADULT = re.compile(r"(?<!\d)(?:18|21)(?!\d)")
_SHOWN, _AROUND = 20, 60
#: Marks and clock readings in the texts of a script.
_MARK = re.compile(r"(?<![\w.])(?:18|21)\s?\+(?=\s?\\?[\"'`)<])")
_CLOCK = re.compile(r"[\"'`T ][012]?\d:[0-5]\d(?=[\"'`\\:+Z ])")
#: So much of a script on either side of a mark is its entry, and so many marks are looked at; one
#: clock reading alone is no schedule.
_ENTRY, _MARKS, _CLOCKS = 400, 1000, 2
_OPEN, _CLOSE = "{([", "})]"
_STRING = re.compile(r"[\"'`]([^\"'`\\]{3,200})\\*[\"'`]")
_LETTERS = re.compile(r"[^\W\d_]{3}")
_READ = msg(
    "the page shows no programme; those of the data in it, of which a script makes its list"
)


def pages_inside(root: Any) -> Any:
    """The element of a page with the pages that are written into its frames in their places."""
    from lxml import etree, html

    for frame in list(root.iter("iframe")):
        if not frame.get("srcdoc", "").strip():
            continue
        try:
            inner = html.fragment_fromstring(frame.get("srcdoc"), create_parent="div")
        except (etree.LxmlError, ValueError):
            continue
        inner.tail = frame.tail
        frame.getparent().replace(frame, inner)
    return root


def with_data(reading: Reading, root: Any, source: Source, options: ReadOptions) -> Reading:
    """A reading of a page with what its data says: the programmes where the page shows none, else
    a fault for each programme with an adult mark that is not among those shown.
    """
    own = [] if root is None else list(_readings(root, source, options))
    if not own:
        reading.faults += _unread_marks(reading, root, source.file)
        return reading
    if not len(reading.frame):
        reading.frame = join(one.frame for _line, one in own)
        reading.faults += [fault for _line, one in own for fault in one.faults]
        reading.names |= {key: name for _line, one in own for key, name in one.names.items()}
        reading.notes += [_READ, *(note for _line, one in own for note in one.notes)]
        return reading
    shown = plain("\n".join(reading.frame["title"]))
    lost = [
        Fault("unaccounted", source.file, line_place(line), title, LOST_MARK)
        for line, one in own
        for title, text, marks in _texts(one.frame)
        if plain(title) not in shown and (_ADULT.search(marks) or has_adult_mark(f"{title} {text}"))
    ]
    reading.faults += lost[:_SHOWN]
    return reading


def _unread_marks(reading: Reading, root: Any, file: str) -> Iterator[Fault]:
    """A fault for the first adult mark in a script with clock readings, which is not read, that no
    programme shown with such a mark accounts for: by the texts beside it in the script.
    """
    frame = reading.frame
    if root is None or not len(frame):
        return
    marked = [" ".join(texts) for texts in _texts(frame) if has_adult_mark(" ".join(texts))]
    known = plain("\n".join(marked))
    for script in root.iter("script"):
        text = script.text or ""
        if len(_CLOCK.findall(text)) < _CLOCKS:
            continue
        for mark in islice(_MARK.finditer(text), _MARKS):
            if known and _is_known(text, mark, known):
                continue
            around = text[max(mark.start() - _AROUND, 0) : mark.end()]
            yield Fault("unaccounted", file, line_place(script.sourceline or 1), around, LOST_MARK)
            return


def _is_known(script: str, mark: re.Match[str], known: str) -> bool:
    """Whether a mark in a script is of a programme in ``known`` (:func:`plain`), or of none: with
    neither a clock reading nor a title beside it, between the brackets around it.
    """
    before = script[max(mark.start() - _ENTRY, 0) : mark.start()]
    behind = script[mark.end() : mark.end() + _ENTRY]
    entry = _inside(before[::-1], _OPEN, _CLOSE)[::-1] + " " + _inside(behind, _CLOSE, _OPEN)
    titles = [plain(one[1]) for one in _STRING.finditer(entry) if _LETTERS.search(one[1])]
    if not titles or not _CLOCK.search(entry):
        return True
    return any(title in known for title in titles)


def _inside(text: str, ending: str, other: str) -> str:
    """A text up to the bracket that ends what is around it; those that close again are inside."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign in other) - (sign in ending)
        if depth < 0:
            return text[:at]
    return text


def _texts(frame: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    yield from zip(*(frame[name] for name in ("title", "other_text", "mark_text")), strict=True)


def _readings(root: Any, source: Source, options: ReadOptions) -> Iterator[tuple[int, Reading]]:
    """The JSON in the scripts of a page that holds programmes, as read, each with its line."""
    for script in root.iter("script"):
        for text in _json_in(script.text or ""):
            inner = replace(source, opener=partial(_opened, text.encode()), _head=None)
            reading = json_reader.read(inner, options)
            if len(reading.frame):
                yield script.sourceline or 1, reading


def _opened(data: bytes, _stack: ExitStack) -> io.BytesIO:
    return io.BytesIO(data)


def _json_in(script: str) -> Iterator[str]:
    """The values of JSON in a script."""
    decoder, end = json.JSONDecoder(), 0
    for number, begin in enumerate(_BEGIN.finditer(script)):
        if begin.end() < end or number > _MOST:
            continue
        try:
            _value, end = decoder.raw_decode(script, begin.end())
        except (ValueError, RecursionError):
            continue
        if end - begin.end() >= _LEAST:
            yield script[begin.end() : end]
