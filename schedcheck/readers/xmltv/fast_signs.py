"""What the signs of a piece of XMLTV must be so that no parser refuses them, by the column."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from schedcheck.readers.mark_search import holds, places_of
from schedcheck.readers.xmltv.piece import TEXT, NotPlainError

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

#: The references that need no declaration, as they begin behind the sign.
_REFERENCES = (b"amp;", b"lt;", b"gt;", b"quot;", b"apos;")
_NUMBERED = re.compile(rb"#(?:(\d{1,8})|x([0-9a-fA-F]{1,8}));")
#: A reference by number is no longer.
_LONGEST = 16
#: U+FFFE and U+FFFF, which are no characters of XML.
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_SECTION_BEGINS, _SECTION_ENDS = b"<![CDATA[", b"]]>"
_SPACES = b"\t\n\r"
_PART = 1 << 20


def without_sections(content: bytes) -> bytes:
    """``content`` with what is in CDATA sections written as other text is, its lines as they were.

    NotPlainError for a section that is not between tags, never ends, or would make one sign with
    what is beside it. What looks like one in a comment leaves the beginning of the comment, which
    is no tag.
    """
    before, *sections = content.split(_SECTION_BEGINS)
    parts = [before]
    for section in sections:
        text, ended, rest = section.partition(_SECTION_ENDS)
        if not ended or before.rfind(b"<") > before.rfind(b">"):
            raise NotPlainError
        text = text.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
        programme = b"&lt;programme" in text  # which is counted as one that was passed over
        if programme or not (_are_apart(before, text) and _are_apart(text, rest)):
            raise NotPlainError
        parts += [text, rest]
        before = rest
    return b"".join(parts) if sections else content


def _are_apart(before: bytes, behind: bytes) -> bool:
    """Whether no line end, letter or reference is begun in one text and goes on in the next."""
    return not (
        before.endswith(b"\r")
        or b"\x80" <= behind[:1] <= b"\xbf"
        or before.rfind(b"&") > before.rfind(b";")
    )


def check_signs(content: bytes, letters: npt.NDArray[np.uint8], line_ends: int) -> None:
    """NotPlainError for bytes that are no UTF-8, for what is no character of XML, and for
    references other than to characters.

    ``line_ends``: how many there are.
    """
    edges = pa.py_buffer(np.array([0, len(content)], np.int64))
    whole = pa.Array.from_buffers(TEXT, 1, [None, edges, pa.py_buffer(content)])
    try:
        whole.validate(full=True)
    except pa.ArrowInvalid as error:
        raise NotPlainError from error
    controls = _controls(letters) - line_ends
    if controls and controls > content.count(b"\t") + content.count(b"\r"):
        raise NotPlainError
    if any(holds(content, one) for one in _NO_CHARACTERS):
        raise NotPlainError
    if b"&" in content:
        _check_references(content, places_of(letters, ord("&")) + 1)


def _controls(letters: npt.NDArray[np.uint8]) -> int:
    """How many signs before the space there are."""
    # in parts that take little memory
    parts = (letters[begin : begin + _PART] for begin in range(0, len(letters), _PART))
    return sum(int(np.count_nonzero(part < ord(" "))) for part in parts)


def _check_references(content: bytes, at: Ints) -> None:
    # the eight bytes from each place on, as one number; there is a tag at the end
    words = np.ndarray((max(0, len(content) - 7),), np.dtype("<u8"), content, strides=(1,))
    if at[-1] >= len(words):
        raise NotPlainError
    names = words[at]
    known = np.zeros(len(at), np.bool_)
    for name in _REFERENCES:
        mask = np.uint64((1 << 8 * len(name)) - 1)
        known |= names & mask == int.from_bytes(name, "little")
    for one in at[~known].tolist():
        number = _NUMBERED.match(content, one, one + _LONGEST)
        if number is None or not _is_character(int(number[1]) if number[1] else int(number[2], 16)):
            raise NotPlainError


def _is_character(number: int) -> bool:
    """Whether XML allows the character of a number."""
    if number < ord(" "):
        return number in _SPACES
    return number < 0xD800 or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF
