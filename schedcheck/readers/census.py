"""A second look at a source, independent of its reader: each adult mark must be accounted for.

The text of the source is taken apart in the simplest way (tags and parts of a package, no
grammar) and searched for marks of 18 and 21. A mark with the word before it must come back in a
programme, a fault, a note or a name; else it is reported with its place.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator

from schedcheck.messages import Message, msg
from schedcheck.readers.encodings import EncodingError, decode, text_encoding
from schedcheck.readers.source import Source
from schedcheck.readers.values.leading_times import ADULT
from schedcheck.schedule.reading import Fault, Reading

#: Who writes the comments of an annotated copy, which repeat the marks that were found.
ANNOTATOR = "schedcheck"
_AUTHOR = re.compile(r"<(?:\w+:)?author>([^<]*)<")
_COMMENT = re.compile(
    r"<((?:\w+:)?comment)\b([^<>]*)>[^<]*+(?:<(?!/?(?:\w+:)?comment\b)[^<]*+)*+</\1>"
)
_ADDED = re.compile(rf"{ANNOTATOR}: [^<]*")
#: So many marks of one source are reported one by one.
_MOST = 20
_SHOWN = 200
#: The word before a mark, by which it is found again.
_WORD = re.compile(r"([^\W\d_]{1,20})[\W_]*\Z")
#: A larger source, or part of one, is a guide or no schedule.
_LARGEST = 64 << 20
_TEXTS = ("title", "other_text", "category", "mark_text")
#: Parts of packages that hold no text of the schedule.
_FURNITURE = re.compile(r"(?:^|/)(?:styles|theme\d*|fontTable|settings|webSettings|app)\.xml$")
_UNSEEN = re.compile(
    r"<(script|style|del|s|strike)\b[^<]*+(?:<(?!/?\1\b)[^<]*+)*+</\1\s*+>", re.IGNORECASE
)
#: Where one text ends and another begins, in packages of documents and workbooks and in pages.
_BLOCK = re.compile(
    r"</(?:[\w.-]+:)?(?:p|comment|si|is|c|f|h|div|li|tr|td|th|h\d|option|title)\s*>"
    r"|<br\b[^<>]*>|<!--|-->",
    re.IGNORECASE,
)
_LINE = re.compile(r"\r\n|[\r\n]")
_CELL = re.compile(r"[;\t|,]")
_NUMBER = re.compile(r"[1１2２](?:[8８1１]|&)|&#|\N{NO ONE UNDER EIGHTEEN SYMBOL}")
_TAG = re.compile(r"<[^<>]*>")
_SIGNS = re.compile(r"[^\w+]|_")

_UNACCOUNTED = msg(
    "an adult mark in the file that no programme which was read has; look at the place, and "
    "write the mark next to its programme"
)


def unaccounted(source: Source, reading: Reading) -> list[Fault]:
    """A fault ``unaccounted`` for each adult mark of a text or package that the reading lacks.

    ``reading`` is what a reader made of ``source``. Never raises for what stands in the source.
    """
    if not len(reading.frame):
        return []  # that is reported by itself
    found: dict[str, tuple[str, str]] = {}
    for place, text in _texts(source.read()):
        for mark in ADULT.finditer(text):
            word = _WORD.search(text, 0, mark.start())
            key = _plain((word[1] if word else "") + mark[0])
            found.setdefault(key, (place, text))
    if not found:
        return []
    known = _plain("\n".join(_accounted(reading)))
    missing = dict.fromkeys(where for key, where in found.items() if key not in known)
    return [
        Fault("unaccounted", source.file, place, " ".join(text.split())[:_SHOWN], _UNACCOUNTED)
        for place, text in list(missing)[:_MOST]
    ]


def _plain(text: str) -> str:
    """The letters, digits and plus signs of a text."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _accounted(reading: Reading) -> Iterator[str]:
    """All texts that a reading has of its source."""
    for column in _TEXTS:
        yield from reading.frame[column].dropna().unique()
    for fault in reading.faults:
        yield fault.text
        yield from _words(fault.reason)
    for note in reading.notes:
        yield from _words(note)
    yield from reading.names.values()


def _words(message: Message) -> Iterator[str]:
    """The values in a message, those of messages in it too."""
    for value in message.values.values():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Message):
                yield from _words(one)
            elif isinstance(one, str):
                yield one


def _texts(data: bytes) -> Iterator[tuple[str, str]]:
    """The texts of a source with their places: the lines of a text, the parts of a package."""
    if len(data) > _LARGEST:
        return
    if data.startswith(b"PK"):
        yield from _package_texts(data)
        return
    try:
        encoding = text_encoding(data)
    except EncodingError:
        return
    text = decode(data, encoding)
    if "\0" in text:
        return
    line = 1
    for block in _LINE.split(_UNSEEN.sub(lambda match: "\n" * match[0].count("\n"), text)):
        for cell in _CELL.split(block):
            yield from ((f"line {line}", one) for one in _blocks(cell))
        line += 1


def _package_texts(data: bytes) -> Iterator[tuple[str, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in package.infolist():
                name = part.filename
                if not name.endswith((".xml", ".vml")) or _FURNITURE.search(name):
                    continue
                if part.file_size > _LARGEST:
                    continue
                text = package.read(part).decode("utf-8", "replace")
                if "comment" in name:
                    text = _without_annotations(text)
                yield from ((name, one) for one in _blocks(text))
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError):
        return


def _without_annotations(text: str) -> str:
    """The comments of a document or workbook without those that ``schedcheck annotate`` wrote."""
    authors = _AUTHOR.findall(text)
    ours = {f'author="{ANNOTATOR}"'}
    ours |= {f'authorId="{at}"' for at, name in enumerate(authors) if name == ANNOTATOR}

    def kept(comment: re.Match[str]) -> str:
        return "" if any(one in comment[2] for one in ours) else comment[0]

    return _ADDED.sub("", _COMMENT.sub(kept, text))


def _blocks(text: str) -> Iterator[str]:
    """The texts between the tags that part them, where an adult mark may stand."""
    for block in _BLOCK.split(text):
        plain = _TAG.sub("", block) if "<" in block else block
        if _NUMBER.search(plain):
            yield unicodedata.normalize("NFKC", html.unescape(plain))
