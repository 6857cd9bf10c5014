"""The titles of JTV (.pdt): where each begins, and what letters they are in."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator

from msgspec import Struct

from schedcheck.messages import Message, msg
from schedcheck.readers.encodings import cyrillic_page

#: ``JTV 3.x TV Program Data`` and three bytes, 0x0A or 0xA0, whose writers do not agree.
HEADER = 26
MAGIC = b"JTV "
#: The index has two bytes for a place: a title at 70,000 is recorded as one at 4,464.
_LAP = 1 << 16
_SURE = 4  # letters of several bytes that are not there by chance


class Titles(Struct, frozen=True):
    """The records of one file of titles: where each begins -> its bytes.

    ``cut``: where the last one begins, if the file ends before it does, else -1.
    """

    records: dict[int, bytes]
    size: int
    cut: int

    @classmethod
    def of(cls, data: bytes, places: set[int]) -> Titles:
        """The titles in ``data``, to which an index points at ``places``.

        The length before a title counts bytes; where the places say so, letters of UTF-8.
        """
        by_bytes = cls._walk(data, letters=False)
        if by_bytes.hold(places) or data.isascii():
            return by_bytes
        by_letters = cls._walk(data, letters=True)
        return by_letters if by_letters.hold(places) else by_bytes

    @classmethod
    def _walk(cls, data: bytes, *, letters: bool) -> Titles:
        records: dict[int, bytes] = {}
        at, cut = HEADER, -1
        while at + 2 <= len(data):
            length = int.from_bytes(data[at : at + 2], "little")
            if letters:
                length = _bytes_of(data, at + 2, length)
            records[at] = data[at + 2 : at + 2 + length]
            if len(records[at]) < length:
                cut = at
            at += 2 + length
        return cls(records, len(data), cut)

    def hold(self, offsets: Iterable[int]) -> bool:
        """Whether a title begins at each of ``offsets``."""
        return self.records.keys() >= set(offsets)

    def places(self, offsets: list[int]) -> Iterator[tuple[int, ...]]:
        """Where the titles of an index begin: for each offset one place, none, or several.

        Titles are written in the order of the index, so the place behind all titles so far is the
        right one of several; titles that are alike may share an earlier one.
        """
        following = HEADER
        laps = {
            offset: tuple(at for at in range(offset, self.size, _LAP) if at in self.records)
            for offset in set(offsets)
        }
        for offset in offsets:
            known = laps[offset]
            if following in known:
                known = (following,)
                following += 2 + len(self.records[following])
            yield known

    def fault(self, known: tuple[int, ...], offset: int) -> Message | None:
        """What is wrong with a title that :meth:`places` found at ``known``, if anything is."""
        if len(known) > 1:
            return msg(
                "it cannot be known which of %(count)d titles is meant (an index knows places only "
                "up to 65,536); the first was taken, the others are searched for marks",
                count=len(known),
            )
        if known == (self.cut,):
            return msg("the file of titles ends within this title; ask for a new copy")
        if known:
            return None
        if offset >= self.size:
            return msg(
                "the title is missing: the file of titles is cut off after %(size)d bytes; ask "
                "for a new copy",
                size=self.size,
            )
        return msg("no title begins where the index points; ask for new copies of both files")


def _bytes_of(data: bytes, at: int, letters: int) -> int:
    """How many bytes so many letters of UTF-8 take up, from ``at`` on."""
    text = data[at : at + 4 * letters].decode("utf-8", errors="replace")
    return len(text[:letters].encode("utf-8", errors="replace"))


class Letters:
    """Reads the titles of one channel: each that is UTF-8 as such, the others in one page."""

    def __init__(self, titles: list[bytes]) -> None:
        self._utf8 = {title: _utf8(title) for title in titles}
        others = [title for title in titles if self._utf8[title] is None]
        # among others a short one may be UTF-8 by chance, as «Ні» is in cp1251
        self._least = _SURE if others else 1
        self._page = cyrillic_page(b"".join(others))
        utf8 = any(not title.isascii() and self._in_utf8(title) for title in titles)
        #: What the titles are in; empty where ASCII leaves it open.
        self.name = " + ".join(["UTF-8"] * utf8 + [self._page] * bool(others))

    def _in_utf8(self, title: bytes) -> str | None:
        text = self._utf8[title]
        if text is None or text.isascii() or self._least == 1:
            return text
        return text if sum(not letter.isascii() for letter in text) >= self._least else None

    def text(self, title: bytes) -> str:
        """One of the titles; letters that are wrong or cut off become U+FFFD."""
        text = self._in_utf8(title)
        return title.decode(self._page, errors="replace") if text is None else text


def _utf8(title: bytes) -> str | None:
    """``title`` as UTF-8, its last letter perhaps cut off; None where it is not."""
    try:
        text, size = codecs.utf_8_decode(title)
    except UnicodeDecodeError:
        return None
    if size == len(title):
        return text
    # a lone letter of cp1251 looks like the beginning of one of UTF-8
    return None if text.isascii() else text + "\ufffd"
