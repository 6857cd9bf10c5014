"""Adult marks in small sources, text by text: in those of an archive the same texts come again."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from schedcheck.readers.mark_search import SIGN_BYTES, adult_marks

#: Larger contents are searched at once, and longer texts are not remembered.
_SMALL, _LONGEST = 1 << 18, 200
#: So many texts are remembered with the marks in them.
_REMEMBERED = 1 << 14
#: Signs that are written as references and escapes: a mark may go on behind the end of its text.
_WRITTEN = re.compile(rb"&\S|\\")
_AGES = (b"18", b"21", SIGN_BYTES)

_known: dict[bytes, tuple[str, ...]] = {}


def marks_in(content: bytes, ends: bytes = b"\n") -> Iterable[str]:
    """What :func:`adult_marks` finds in ``content``, without the places and in no order."""
    written = b"\\" in content or (b"&" in content and _WRITTEN.search(content))
    if written or len(content) > _SMALL:
        return adult_marks(content, ends)
    found: dict[bytes, tuple[str, ...]] = {}
    new: list[bytes] = []
    for text in _texts_with_ages(content, ends):
        known = _known.get(text)
        if known is None:
            new.append(text)
        else:
            found[text] = known
    if new:
        read = _read(new)
        found |= read
        if len(_known) > _REMEMBERED:
            _known.clear()
        _known.update((text, marks) for text, marks in read.items() if len(text) <= _LONGEST)
    return {mark for marks in found.values() for mark in marks}


def _texts_with_ages(content: bytes, ends: bytes) -> Iterable[bytes]:
    """The texts that may have a mark in them, each once."""
    content = content.translate(bytes.maketrans(ends, b"\n" * len(ends)))
    texts: dict[bytes, None] = {}
    for sign in _AGES:
        at = content.find(sign)
        while at >= 0:
            begin, end = content.rfind(b"\n", 0, at) + 1, content.find(b"\n", at)
            end = end if end >= 0 else len(content)
            texts[content[begin:end]] = None
            at = content.find(sign, end)
    return texts


def _read(texts: list[bytes]) -> dict[bytes, tuple[str, ...]]:
    """The marks in each of some texts, which are searched at once."""
    content = b"\n".join([b"", *texts, b""])
    begins = np.cumsum([1, *(len(text) + 1 for text in texts)])
    found: dict[bytes, tuple[str, ...]] = dict.fromkeys(texts, ())
    for mark, places in adult_marks(content).items():
        for at in set(np.searchsorted(begins, places, "right").tolist()):
            found[texts[at - 1]] += (mark,)
    return found
