"""The texts of a source for the census, found in the simplest way: lines, parts and strings.

No reader takes part: a text is cut at the ends of lines and cells, XML and HTML at their tags,
JSON at its quotation marks; what a binary workbook holds is searched as it lies there. Only what
may hold an adult mark, or of running text begin with a clock reading, is given.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator

from schedcheck.messages.message import line_place, page_place
from schedcheck.readers import ole
from schedcheck.readers.encodings import EncodingError, decode, text_encoding
from schedcheck.readers.source import Source

#: Who writes the comments of an annotated copy, which repeat the marks that were found.
ANNOTATOR = "schedcheck"
_AUTHOR = re.compile(r"<(?:\w+:)?author>([^<]*)<")
_COMMENT = re.compile(
    r"<((?:\w+:)?comment)\b([^<>]*)>[^<]*+(?:<(?!/?(?:\w+:)?comment\b)[^<]*+)*+</\1>"
)
_ADDED = re.compile(rf"{ANNOTATOR}: [^<]*")
#: A larger source, or part of one, is no schedule.
_LARGEST = 256 << 20
#: Parts of packages that hold no text of the schedule.
_FURNITURE = re.compile(
    r"/(?:styles|theme\d*|fontTable|settings|webSettings|app)\.xml$|^settings\.xml$"
)
_UNSEEN = re.compile(
    r"<(script|style|del|s|strike)\b[^<]*+(?:<(?!/?\1\b)[^<]*+)*+</\1\s*+>", re.IGNORECASE
)
#: Where one text ends and another begins, in packages of documents and workbooks and in pages.
_BLOCK = re.compile(
    r"</(?:[\w.-]+:)?(?:p|comment|si|is|c|f|h|div|li|tr|td|th|h\d|option|title|data)\s*>"
    r"|<(?:\w+:)?(?:br|cr|line-break)\b[^<>]*>|<!--|-->",
    re.IGNORECASE,
)
_LINE = re.compile(r"\r\n|[\r\n\x0b\x0c\u2028\u2029]")
_CELL = re.compile(r"[;\t|,]")
_DIGITS = r"[1１2２](?:[8８1１]|&)|&#|\N{NO ONE UNDER EIGHTEEN SYMBOL}"
_NUMBER = re.compile(_DIGITS)
_AGES = "(?:[1１][8８]|[2２][1１])"
#: The same with what makes a mark of it: a large table has many numbers that are none.
_LIKELY = re.compile(
    rf"{_AGES}\s?[+＋пpжлy)\]）］]|[EЕ+＋(\[（［][\s-]?{_AGES}(?![0-9])|&(?:#|plus)"
    r"|\N{NO ONE UNDER EIGHTEEN SYMBOL}",
    re.IGNORECASE,
)
#: How a text with a clock reading at its head begins.
_HEAD = re.compile(r"[^\w<&]{0,4}\d")
#: A mark in a file that is searched as it lies there is not far from what belongs to it.
_AROUND = 60
_AGE = re.compile(r"(?<!\d)(?:18|21)(?!\d)")
_LETTERS = re.compile(r"[^\W\d_]{2}")
#: What ends the length of a text and its kind before a text of two or three letters.
_LENGTHS = "\0\1"
_TAG = re.compile(r"<[^<>]*>")
_XML = re.compile(r"\A\ufeff?\s*<")
_JSON = re.compile(r"\A\ufeff?\s*[\[{]")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_SPACE = re.compile(r"[^\w\s()+\[\].,:;«»“”\"'-]+")
_RTF = re.compile(
    r"\\'([0-9a-f]{2})|\\u(-?\d{1,6})\s?(?:\\'[0-9a-f]{2}|\?)?|(\\(?:par|line|row|cell)\b\s?)"
    r"|\\[a-z]+-?\d*\s?|[{}\r\n]|\\\*",
    re.IGNORECASE,
)
_RTF_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_GUIDES = frozenset({"eit", "tva", "bxf"})

Texts = Iterator[tuple[str, str]]


def texts_of(source: Source, kind: str, *, lined: bool) -> Texts:
    """The texts of ``source``, which the reader ``kind`` read, with their places.

    ``lined``: it is running text, whose lines may begin with clock readings. Nothing is given of a
    source that cannot be searched, and nothing is raised for what stands in it.
    """
    data = source.read()
    if len(data) > _LARGEST:
        return
    texts = _texts(data, kind, lined=lined)
    for place, text in texts:
        yield place, unicodedata.normalize("NFKC", text)


def _texts(data: bytes, kind: str, *, lined: bool) -> Texts:
    if data.startswith(b"PK"):
        yield from _package_texts(data, lined=lined)
    elif data.startswith(ole.MAGIC):
        yield from _binary_texts(data, "")
    elif kind == "pdf":
        yield from _pdf_texts(data, lined=lined)
    elif kind == "rtf":
        yield from _rtf_texts(data, lined=lined)
    else:
        yield from _plain_texts(data, kind, lined=lined)


def _plain_texts(data: bytes, kind: str, *, lined: bool) -> Texts:
    try:
        text = decode(data, text_encoding(data))
    except EncodingError:
        return
    if "\0" in text:
        return
    if kind in _GUIDES and _XML.match(text):
        yield from _around_numbers(text, _element)
    elif _JSON.match(text):
        yield from _around_numbers(text, _string)
    elif _XML.match(text) or "</" in text:
        yield from _page_texts(text, lined=lined)
    else:
        yield from _lines(text, lined=lined)


def _may_count(text: str, *, lined: bool) -> bool:
    return _NUMBER.search(text) is not None or (lined and _HEAD.match(text) is not None)


def _lines(text: str, *, lined: bool) -> Texts:
    """The lines of a running text; of another the cells in which numbers are."""
    if lined:
        for at, line in enumerate(_LINE.split(text), 1):
            if _may_count(line, lined=True):
                yield line_place(at), line
        return
    for place, line in _around_numbers(text, _whole_line):
        for cell in _CELL.split(line):
            if _NUMBER.search(cell):
                yield place, cell


def _around_numbers(text: str, bounds: Callable[[str, int], tuple[int, int]]) -> Texts:
    """What stands around each number that may be a mark: between the ``bounds`` of its place."""
    line, counted, end = 1, 0, 0
    for number in _LIKELY.finditer(text):
        if number.start() < end:
            continue
        begin, end = bounds(text, number.start())
        end = max(end, number.end())
        line += text.count("\n", counted, number.start())
        counted = number.start()
        yield line_place(line), html.unescape(text[begin:end])


def _whole_line(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def _element(text: str, at: int) -> tuple[int, int]:
    """From tag to tag, or an attribute's value inside one."""
    opened, closed = text.rfind("<", 0, at), text.rfind(">", 0, at)
    if opened > closed:
        return _string(text, at)
    end = text.find("<", at)
    return closed + 1, len(text) if end < 0 else end


def _string(text: str, at: int) -> tuple[int, int]:
    """From quotation mark to quotation mark."""
    end = text.find('"', at)
    return text.rfind('"', 0, at) + 1, len(text) if end < 0 else end


def _page_texts(text: str, *, lined: bool) -> Texts:
    seen = _UNSEEN.sub(lambda match: "\n" * match[0].count("\n"), text)
    for at, line in enumerate(_LINE.split(seen), 1):
        for cell in [line] if lined else _CELL.split(line):
            yield from ((line_place(at), one) for one in _blocks(cell, lined=lined))


def _package_texts(data: bytes, *, lined: bool) -> Texts:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in package.infolist():
                name = part.filename
                if part.file_size > _LARGEST or _FURNITURE.search(name):
                    continue
                if name.endswith(".bin"):
                    yield from _binary_texts(package.read(part), name)
                elif name.endswith((".xml", ".vml")):
                    text = package.read(part).decode("utf-8", "replace")
                    text = _without_annotations(text) if "comment" in name else text
                    yield from ((name, one) for one in _blocks(text, lined=lined))
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


def _blocks(text: str, *, lined: bool) -> Iterator[str]:
    """The texts between the tags that part them, as far as they may count."""
    for block in _BLOCK.split(text):
        plain = _TAG.sub("", block) if "<" in block else block
        if _may_count(plain, lined=lined):
            yield html.unescape(plain)


def _binary_texts(data: bytes, name: str) -> Texts:
    """What stands around numbers in a binary workbook, whose strings are of one or two bytes."""
    for codec, begin in (("latin-1", 0), ("utf-16-le", 0), ("utf-16-le", 1)):
        text = data[begin:].decode(codec, "replace")
        for number in _AGE.finditer(text):
            first = max(number.start() - _AROUND, 0)
            before = _SPACE.split(text[first : number.start()])[-1]
            after = _SPACE.split(text[number.start() : number.end() + _AROUND])[0]
            # what else lies there may look like a mark, but has no length of a text before it
            if _LETTERS.search(before) or (not before and text[number.start() - 1] in _LENGTHS):
                yield name, before + after


def _pdf_texts(data: bytes, *, lined: bool) -> Texts:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(data)
        for number in range(len(document)):
            text = document[number].get_textpage().get_text_range()
            for line in _LINE.split(text):
                if _may_count(line, lined=False):
                    yield page_place(number + 1), line
        document.close()
    except pypdfium2.PdfiumError:
        return
    del lined  # a clock reading and its title may be far from each other there


def _rtf_texts(data: bytes, *, lined: bool) -> Texts:
    found = _RTF_PAGE.search(data)
    codec = f"cp{int(found[1])}" if found else "cp1252"

    def plain(match: re.Match[str]) -> str:
        if match[1]:
            return chr(0xE000 + int(match[1], 16))
        if match[2]:
            return chr(int(match[2]) % 0x10000)
        return "\n" if match[3] else ""

    try:
        text = _RTF.sub(plain, data.decode("latin-1"))
        text = re.sub("[\ue000-\ue0ff]+", lambda run: _page_letters(run[0], codec), text)
    except LookupError:
        return
    for at, line in enumerate(text.split("\n"), 1):
        if _may_count(line, lined=lined):
            yield line_place(at), line


def _page_letters(run: str, codec: str) -> str:
    return bytes(ord(letter) - 0xE000 for letter in run).decode(codec, "replace")
