"""The text of RTF for the census, found in the simplest way: without its groups and most words."""

from __future__ import annotations

import re

_RTF = re.compile(
    r"\\'([0-9a-f]{2})|\\u(-?\d{1,6})\s?(?:\\'[0-9a-f]{2}|\?)?|(\\(?:par|line|row|cell)\b\s?)"
    r"|\\[a-z]+-?\d*\s?|[{}\r\n]|\\\*",
    re.IGNORECASE,
)
_RTF_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")


def rtf_text(data: bytes) -> str:
    """The text of a document, a line for each paragraph, row and cell.

    Raises LookupError for a code page that is not known.
    """
    found = _RTF_PAGE.search(data)
    codec = f"cp{int(found[1])}" if found else "cp1252"

    def plain(match: re.Match[str]) -> str:
        if match[1]:
            return chr(0xE000 + int(match[1], 16))
        if match[2]:
            return chr(int(match[2]) % 0x10000)
        return "\n" if match[3] else ""

    text = _RTF.sub(plain, data.decode("latin-1"))
    return re.sub("[\ue000-\ue0ff]+", lambda run: _page_letters(run[0], codec), text)


def _page_letters(run: str, codec: str) -> str:
    return bytes(ord(letter) - 0xE000 for letter in run).decode(codec, "replace")
