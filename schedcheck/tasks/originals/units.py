"""Text files changed in some places, whatever their encoding; the rest stays byte for byte."""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

_WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


class Units(Struct, frozen=True):
    """The bytes of a text as characters that represent them one to one.

    What is written between them is encoded as the text is; ``errors`` says what becomes of letters
    that its encoding lacks.
    """

    outer: str
    inner: str
    errors: str

    @classmethod
    def of(cls, data: bytes, encoding: str, errors: str) -> Units:
        """The units of a text in ``encoding``, a Python codec's name."""
        for mark, wide in _WIDE:
            if data.startswith(mark) or encoding == wide:
                return cls(wide, wide, errors)
        return cls("latin-1", encoding.removesuffix("-sig"), errors)

    def apart(self, data: bytes) -> str:
        """The text as units; a byte order mark stays in it."""
        return data.decode(self.outer, errors="surrogatepass" if self._wide else "strict")

    def written(self, text: str) -> str:
        """New text as units."""
        return text if self._wide else text.encode(self.inner, self.errors).decode("latin-1")

    def together(self, text: str) -> bytes:
        """Units as bytes again."""
        return text.encode(self.outer, errors="surrogatepass" if self._wide else "strict")

    @property
    def _wide(self) -> bool:
        return self.outer != "latin-1"


def lines_of(text: str) -> list[str]:
    """The lines with their ends; a lone carriage return is one too."""
    return _LINE.findall(text)


def without_end(line: str) -> tuple[str, str]:
    """A line and its end."""
    body = line.rstrip("\r\n")
    return body, line[len(body) :]
