"""The texts of a source for the census, found in the simplest way: pages in which texts have ends.

No reader takes part: a text ends with its line or cell, in XML and HTML at the tags, in JSON at a
quotation mark; a binary workbook is searched as it lies there.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from schedcheck.messages.message import entry_place, line_place, page_place
from schedcheck.readers import ole
from schedcheck.readers.census_binary import (
    comments_of_xls,
    comments_of_xlsb,
    texts_around_ages,
)
from schedcheck.readers.census_rtf import rtf_text
from schedcheck.readers.encodings import EncodingError, text_encoding
from schedcheck.readers.mark_search import holds
from schedcheck.readers.source import Source

_CONDITION, _CONDITION_END = b"<conditionalFormatting", b"</conditionalFormatting>"
#: A larger source, or part of one, is no schedule.
_LARGEST = 256 << 20
#: So many bytes of a text tell XML and JSON from others.
_HEAD_SIZE = 16
#: Parts of packages that hold no text of the schedule.
_FURNITURE = re.compile(
    r"/(?:styles|theme\d*|fontTable|settings|webSettings|app)\.xml$|^settings\.xml$"
)
_UNSEEN = re.compile(
    r"<(script|style|del|s|strike)\b[^<]*+(?>(?:<(?!/?\1\b)[^<]*+)*)</\1\s*+>", re.IGNORECASE
)
#: Where one text ends and another begins, in packages of documents and workbooks and in pages.
_BLOCK = re.compile(
    r"</(?:[\w.-]+:)?(?:p|comment|si|is|c|f|h|div|li|tr|td|th|h\d|option|title|data)\s*>"
    r"|<(?:\w+:)?(?:br|cr|line-break)\b[^<>]*>|<!--|-->",
    re.IGNORECASE,
)
_LINE = re.compile(r"\r\n|[\r\n\x0b\x0c\u2028\u2029]")
_OTHER_LINE_ENDS = "\r\x0b\x0c\u2028\u2029"
#: The signs that end a text: of lines, of cells in lines, of blocks that are in one line.
_LINE_END, _CELL_ENDS, _BLOCK_END = b"\n", b"\n\r;\t|,", "\x1f"
_TAG_ENDS, _VALUE_ENDS, _STRING_ENDS = b"\n<>", b'\n<>"', b'\n"'
_QUOTED_ENDS = b"\n'"
#: Inside the tags of documents: a text that is cut into runs goes over them.
_RUN, _PREFIXED_RUN, _SPAN = b"</r>", b":r>", b":span>"
_PREFIXED = re.compile(rb"<\w+:\w")
#: Attributes of workbooks and documents that a reader sees, beside a cell or on a picture.
_ATTRIBUTES = (b"tooltip=", b"prompt", b"error=", b"errorTitle=", b"descr=")
_SAID = re.compile(
    rb"""[\s:](?:tooltip|prompt|promptTitle|error|errorTitle|descr)\s*=\s*"""
    rb"""(?:"([^"<>]*)"|'([^'<>]*)')"""
)
_CELLS_END = b"</sheetData>"
_MARKS, _ALL_MARKS = re.compile(r"(?<!\d)\d{1,2}\s?\+"), 3
#: No tag or formula is longer.
_REACH = 8192
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >]")
_FORMULAS = re.compile(r"<((?:\w+:)?f)\b[^<>]*>[^<]*</\1>")
#: Digits and signs of a mark that are written as references or escapes.
_REFERENCES = re.compile(
    rb"&#(?:0*(?:4[013]|5[06]|49|9[13]|128286)|x0*(?:2[89b]|3[128]|5[bd]|1f51e))(?![0-9a-f]);?",
    re.IGNORECASE,
)
_ESCAPES = re.compile(rb"\\u00(?:2[89b]|3[128]|5[bd])|\\ud83d\\udd1e", re.IGNORECASE)
#: Wide digits and signs all begin so in UTF-8.
_WIDE = b"\xef\xbc"
#: A text of which more is references than this holds letters so, and digits as they are.
_MANY = 0.01
#: How a text with a clock reading at its head begins.
_HEAD = re.compile(r"[^\w<&]{0,4}\d")
_TAG, _TAGS = re.compile(r"<[^<>]*>"), re.compile(r"(?>(?:<[^<>]*+>)+)")
_XML = re.compile(r"\A\ufeff?\s*<")
_JSON = re.compile(r"\A\ufeff?\s*[\[{]")
_GUIDES = frozenset({"eit", "tva", "bxf"})
#: TSDuck's text prints each number twice, and says what a rating is.
_EXPLAINED = re.compile(r"(0x[0-9A-F]{2,8}) \((?:\d{1,10}|min\. 18 years)\)")


class Page(NamedTuple):
    """A source or a part of one: UTF-8 in which each of ``ends`` ends a text.

    ``place``: of the part, empty where the number of a line says where a text is, by ``number``.
    ``tagged``: texts are between tags, and what is in the tags or is a formula is none.
    ``remarks``: its texts are remarks on the schedule, such as comments of cells.
    """

    content: bytes
    place: str = ""
    ends: bytes = _LINE_END
    tagged: bool = False
    number: Callable[[int], str] = line_place
    remarks: bool = False

    def all_texts(self) -> Iterator[str]:
        """Each of its texts."""
        for text in re.split(f"[{re.escape(self.ends.decode())}]", self.content.decode()):
            yield html.unescape(text)

    def place_at(self, at: int) -> str:
        """The place of what is at a byte."""
        return self.place or self.number(self.content.count(b"\n", 0, at) + 1)

    def text_at(self, at: int) -> str:
        """The text that a byte is part of."""
        begin = max(self.content.rfind(bytes([end]), 0, at) for end in self.ends) + 1
        stops = (self.content.find(bytes([end]), at) for end in self.ends)
        end = min((stop for stop in stops if stop >= 0), default=len(self.content))
        return html.unescape(self.content[begin:end].decode(errors="replace"))

    def is_text(self, at: int) -> bool:
        """Whether what is at a byte is text, and not part of a tag or a formula."""
        if not self.tagged:
            return True
        begin = max(at - _REACH, 0)
        opened, closed = (self.content.rfind(sign, begin, at) for sign in (b"<", b">"))
        return opened <= closed and not (opened >= 0 and _FORMULA.match(self.content, opened))

    def lines(self) -> Iterator[tuple[str, str]]:
        """The texts of running text, each with its place."""
        for number, line in enumerate(self.content.decode(errors="replace").split("\n"), 1):
            for text in line.split(_BLOCK_END):
                if _HEAD.match(text):
                    yield self.place or line_place(number), text


Pages = Iterator[Page]


def pages_of(source: Source, kind: str, *, lined: bool, encoding: str = "") -> Pages:
    """The pages of ``source``, which the reader ``kind`` read.

    ``lined``: it is running text, whose lines may begin with clock readings. ``encoding``: that in
    which a listing has days. Nothing is given of a source that cannot be searched or raised for it.
    """
    data = source.read()
    if len(data) > _LARGEST:
        return
    if data.startswith(b"PK"):
        yield from _package_pages(data, lined=lined)
    elif data.startswith(ole.MAGIC):
        yield _binary_page(data, "")
        for place, text in comments_of_xls(data):
            yield _remarks([text], place)
    elif kind == "pdf":
        yield from _pdf_pages(data)
    elif kind == "rtf":
        yield from _rtf_pages(data)
    elif kind == "parquet":
        yield from _table_pages(data)
    else:
        content = _utf8(data, encoding if kind == "listing" else "")
        yield from _plain_pages(content, kind, lined=lined)


def _page(
    text: str | bytes, place: str = "", ends: bytes = _LINE_END, *, tagged: bool = False
) -> Page:
    """A page whose digits and signs are all written plainly."""
    content = text if isinstance(text, bytes) else text.encode(errors="replace")
    if holds(content, _WIDE):
        text = unicodedata.normalize("NFKC", content.decode(errors="replace"))
        content = text.encode(errors="replace")
    begin = content[:1_000_000]
    if begin.count(b"&#") <= _MANY * len(begin) and holds(content, b"&#"):
        content = _REFERENCES.sub(lambda one: html.unescape(one[0].decode()).encode(), content)
    if ends == _STRING_ENDS and b"\\" in content:
        content = content.replace(b'\\"', b"'")
        content = _ESCAPES.sub(_unescaped, content)
    return Page(content, place, ends, tagged)


def _unescaped(escape: re.Match[bytes]) -> bytes:
    units = escape[0].split(b"\\u")[1:]
    return b"".join(bytes.fromhex(one.decode()) for one in units).decode("utf-16-be").encode()


def _plain_pages(content: bytes, kind: str, *, lined: bool) -> Pages:
    begun = content.lstrip()[:_HEAD_SIZE].decode(errors="replace")
    if b"\0" in content:
        return
    if kind in _GUIDES and _XML.match(begun):
        yield _page(content, "", _VALUE_ENDS)
    elif _JSON.match(begun):
        yield _page(content, "", _STRING_ENDS)
    elif _XML.match(begun) or b"</" in content:
        seen = _UNSEEN.sub(_line_ends, _by_lines(content.decode(errors="replace")))
        yield _page(_blocks(seen, numbered=True), "", _ends(lined=lined) + _BLOCK_END.encode())
    elif kind == "eit":
        text = _EXPLAINED.sub(r"\1", content.decode(errors="replace"))
        yield _page(text, "", _ends(lined=lined))
    elif lined or b"\n" not in content:
        text = content.decode(errors="replace")
        yield _page(_by_lines(text), "", _ends(lined=lined))
    else:
        yield _page(content, "", _ends(lined=lined))


def _utf8(data: bytes, name: str) -> bytes:
    """A text in the encoding ``name``, else in its own, as UTF-8; nothing where none is known."""
    try:
        name = name or text_encoding(data).name
    except EncodingError:
        return b""
    text = "" if name == "utf-8" else data.decode(name, "replace").removeprefix("\ufeff")
    return text.encode(errors="replace") or data


def _ends(*, lined: bool) -> bytes:
    return _LINE_END if lined else _CELL_ENDS


def _by_lines(text: str) -> str:
    return _LINE.sub("\n", text) if any(one in text for one in _OTHER_LINE_ENDS) else text


def _line_ends(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _blocks(text: str, *, numbered: bool) -> str:
    """The text between the tags, with an end of block where one of those that part texts was.

    ``numbered``: the ends of lines in tags are kept too.
    """
    if "<!--" in text:
        parted = _BLOCK.sub(partial(_end_of_block, numbered=numbered), text)
        return html.unescape(_TAG.sub(_line_ends if numbered else "", parted))
    known: dict[str, str] = {}

    def between(found: re.Match[str]) -> str:
        tags = found[0]
        if tags not in known:
            parted = _BLOCK.sub(partial(_end_of_block, numbered=numbered), tags)
            known[tags] = _TAG.sub(_line_ends if numbered else "", parted)
        return known[tags]

    return html.unescape(_TAGS.sub(between, text))


def _end_of_block(tag: re.Match[str], *, numbered: bool) -> str:
    return _BLOCK_END + (_line_ends(tag) if numbered else "")


def _package_pages(data: bytes, *, lined: bool) -> Pages:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in filter(is_searched, package.infolist()):
                yield from part_pages(package.read(part), part.filename, lined=lined)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError):
        return


def is_searched(part: zipfile.ZipInfo) -> bool:
    """Whether a part of a package may hold texts of the schedule."""
    named = part.filename.endswith((".bin", ".xml", ".vml", ".rels"))
    return named and part.file_size <= _LARGEST and not _FURNITURE.search(part.filename)


def part_pages(content: bytes, name: str, *, lined: bool) -> Pages:
    """The pages of a part of a package."""
    if name.endswith(".rels"):
        yield from _remark_pages(content, name)
    elif name.endswith(".bin"):
        yield _binary_page(content, name)
        yield from [_remarks(comments_of_xlsb(content), name)] if "omment" in name else []
    else:
        yield _part_page(content, name, lined=lined)
        yield from _remark_pages(content, name)
        yield from _attribute_pages(content, name)


def _part_page(content: bytes, name: str, *, lined: bool) -> Page:
    """A part of a package, whose texts end at tags unless they may be cut into runs."""
    remarks = "comment" in name
    content = _without_conditions(content)
    if not lined and not remarks and not _has_runs(content, name):
        return _page(content, name, _TAG_ENDS, tagged=True)
    text = content.decode(errors="replace")
    if remarks:
        from schedcheck.readers.census_remarks import without_annotations

        text = without_annotations(text)
    text = _FORMULAS.sub("", text) if name.startswith("xl/") else text
    return _page(_blocks(text, numbered=False), name, _LINE_END + _BLOCK_END.encode())


def _remark_pages(content: bytes, name: str) -> Pages:
    """What a part of a package says beside its schedule, such as comments, each as one text."""
    if b"annotation" in content or "omment" in name or _has_page_lines(content, name):
        from schedcheck.readers.census_remarks import remarks_in

        texts = remarks_in(content, name)
        yield from [_remarks(texts, name)] if texts else []


def _has_page_lines(content: bytes, name: str) -> bool:
    """Whether a part of a package has, or is, lines above or below its pages, or has links."""
    if name.endswith(".rels"):
        return b"/hyperlink" in content
    if "sheets/" in name:
        return content.find(b"eaderFooter", max(content.rfind(_CELLS_END), 0)) >= 0
    return name.startswith("word/footer") or (
        name == "styles.xml" and (b"<style:footer" in content or b"<style:header" in content)
    )


def _attribute_pages(content: bytes, name: str) -> Pages:
    """What a part of a package says in attributes, if anything: tips, messages, texts of pictures.

    Messages that name every mark are of those who fill in the table, and say nothing of one row.
    """
    # in a sheet all of them are behind its cells
    tail = content[max(content.rfind(_CELLS_END), 0) :] if "sheets/" in name else content
    if any(sign in tail for sign in _ATTRIBUTES):
        raws = (one[1] or one[2] or b"" for one in _SAID.finditer(tail))
        said = [html.unescape(raw.decode(errors="replace")) for raw in raws]
        texts = [text for text in said if len(set(_MARKS.findall(text))) < _ALL_MARKS]
        yield _page("\n".join(" ".join(text.split()) for text in texts), name)


def _has_runs(content: bytes, name: str) -> bool:
    """Whether a text of a part may be cut into runs."""
    # looked for from the end, where bytes are compared from the first, which is the rarer one
    if content.rfind(_RUN) >= 0 or (not name.startswith("xl/") and content.rfind(_SPAN) >= 0):
        return True
    return _PREFIXED.search(content[:_REACH]) is not None and content.rfind(_PREFIXED_RUN) >= 0


def _without_conditions(content: bytes) -> bytes:
    """A sheet without the conditions under which cells look different: what they name is a value
    of cells, and no text.
    """
    first, *others = content.split(_CONDITION)
    return first + b"".join(part.partition(_CONDITION_END)[2] for part in others)


def _binary_page(data: bytes, name: str) -> Page:
    return Page("\n".join(texts_around_ages(data)).encode(errors="replace"), name)


def _remarks(texts: Iterable[str], place: str) -> Page:
    """A page of remarks, each in a line."""
    lines = "\n".join(" ".join(text.split()) for text in texts)
    return _page(lines, place)._replace(remarks=True)


def _pdf_pages(data: bytes) -> Pages:
    import pypdfium2  # type: ignore[import-untyped]

    from schedcheck.readers.documents.pdf_annotations import comments_in, make_part_of_pages

    try:
        document = pypdfium2.PdfDocument(data)
        for place, text in comments_in(document):
            yield _page(_by_lines(text), place)._replace(remarks=True)
        make_part_of_pages(document)
        for number in range(len(document)):
            text = document[number].get_textpage().get_text_range()
            yield _page(_by_lines(text), page_place(number + 1))
        document.close()
    except pypdfium2.PdfiumError:
        return


def _table_pages(data: bytes) -> Pages:
    from schedcheck.readers.tables.parquet import texts_in

    lines = (_BLOCK_END.join(map(_value, row)).replace("\n", " ") for row in texts_in(data))
    page = _page("\n".join(lines), "", _QUOTED_ENDS + _BLOCK_END.encode())
    yield page._replace(number=entry_place)


def _value(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def _rtf_pages(data: bytes) -> Pages:
    try:
        yield _page(rtf_text(data))
    except LookupError:
        return
