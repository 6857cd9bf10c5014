"""The patient half of the XMLTV reader: what is not well-formed is repaired and reported."""

from __future__ import annotations

import re
from html.entities import html5
from xml.parsers import expat

from msgspec import Struct

from schedcheck.readers.xmltv.strict import ROOT, Parser, ProgrammeColumns, UndeclaredEntityError

_SHOWN = 160
_CUT = b"<programme "
_LONGEST = 16 << 20  # a programme that is longer is read in pieces
_NEXT = re.compile(rb"<(?:programme|channel)[\s>]")
_BARE_AMPERSAND = re.compile(
    rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)(\w{1,40};)?"
)
_CDATA, _CDATA_END = b"<![CDATA[", b"]]>"


class Break(Struct):
    """A place where the file is not well-formed; ``at`` counts bytes of what was held then."""

    at: int
    words: str
    line: int
    text: str
    skipped: int = 0
    before: int = 0
    kept: bool = False


class PatientReader:
    """Feeds one source to expat, and starts a new parser behind each break.

    ``held`` keeps the bytes from the programme still open onwards: a break may need them.
    """

    def __init__(self) -> None:
        self.columns = ProgrammeColumns()
        self.breaks: list[Break] = []
        self.held = b""
        self.held_at = 0  # how many bytes came before held
        self.line = 1  # the line on which held begins
        self.fed = 0  # how much of held the parser has had
        self.begun_at = -1  # the byte at which reading began again the last time
        self.parser = Parser(self.columns, 0)
        self.seeking: Break | None = None

    def take(self, chunk: bytes, *, last: bool) -> None:
        """Read ``chunk``; ``last`` closes the document."""
        self.held += chunk
        if self.seeking is None:
            self._feed(last=last)
        while self.seeking is not None and self._resume(last=last):
            self._feed(last=last)
        self._let_go()

    def _feed(self, *, last: bool) -> None:
        parser = self.parser
        # up to a programme's begin: at the end of what it is fed expat lets go of half a text
        cut = self.held.rfind(_CUT, self.fed + 1)
        end = cut if cut > 0 and not last else len(self.held)
        if end < len(self.held) or last or len(self.held) - self.fed > _LONGEST:
            self._parse(parser, end, last=last)

    def _parse(self, parser: Parser, end: int, *, last: bool) -> None:
        try:
            parser.expat.Parse(self.held[self.fed : end], last)
        except expat.ExpatError as error:
            at, words = parser.expat.ErrorByteIndex, expat.errors.messages[error.code]
        except UndeclaredEntityError as error:
            at, words = parser.expat.CurrentByteIndex, f"undefined entity &{error};"
        else:
            at, words = -1, ""
        self.fed = end
        self.columns.lines += parser.number_lines(self.held, self.held_at, self.line)
        if words:
            at = max(0, min(at + parser.first_byte - self.held_at, len(self.held)))
            self.seeking = Break(at, words, self._line_of(at), self._text_at(at))

    def _line_of(self, at: int) -> int:
        return self.line + self.held.count(b"\n", 0, at)

    def _text_at(self, at: int) -> str:
        begin = self.held.rfind(b"\n", 0, at) + 1
        end = self.held.find(b"\n", at)
        line = self.held[begin : end if end >= 0 else len(self.held)]
        shown = line[max(0, at - begin - _SHOWN // 2) :][:_SHOWN]
        return shown.decode("utf-8", errors="replace").strip()

    def _resume(self, *, last: bool) -> bool:
        """Repair what the break is in and begin again behind it; False where none is in sight."""
        fault = self.seeking
        assert fault is not None  # noqa: S101 - take() asks only then
        # behind where reading began again the last time: it would break there again
        behind = max(self.parser.open_at, self.begun_at) - self.held_at + 1
        following = _NEXT.search(self.held, max(fault.at, behind))
        if following is None and not last:
            return False
        end = following.start() if following else len(self.held)
        self._mend(self.held[max(0, self.parser.open_at - self.held_at) : end], fault)
        fault.skipped = end - fault.at
        self.breaks.append(fault)
        self.seeking = None
        self.parser.release()
        self.begun_at = self.held_at + end
        self.parser = Parser(self.columns, self.begun_at - len(ROOT))
        self.parser.expat.Parse(ROOT, False)  # noqa: FBT003 - expat takes no keywords
        self.fed = end
        return following is not None

    def _mend(self, damaged: bytes, fault: Break) -> None:
        """Read the programme that a break is in as far as it can be read."""
        if self.parser.open_at < 0:
            self.parser.finish()
            fault.before = len(self.columns.titles)
            return
        line = self.columns.drop_last()
        fault.before = len(self.columns.titles)
        mended = _mended(damaged)
        if mended is not None:
            parser = Parser(self.columns, 0)
            parser.expat.Parse(mended, True)  # noqa: FBT003 - expat takes no keywords
            parser.finish()
            parser.release()
            self.columns.lines.append(line)
            fault.kept = True

    def _let_go(self) -> None:
        """Forget what no break can need any more: all before the programme still open."""
        if self.seeking is not None:
            return
        open_at = self.parser.open_at
        gone = open_at - self.held_at if open_at >= 0 else self.fed
        gone = max(0, min(gone, self.fed))
        self.line += self.held.count(b"\n", 0, gone)
        self.held = self.held[gone:]
        self.held_at += gone
        self.fed -= gone


def _mended(damaged: bytes) -> bytes | None:
    """The first programme in ``damaged`` as a well-formed document, or None."""
    from lxml import etree

    text = mend_ampersands(damaged).decode("utf-8", errors="replace")
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(f"<tv>{text}</tv>".encode(), parser)
    except etree.XMLSyntaxError:
        return None
    programme = None if root is None else root.find(".//programme")
    if programme is None:
        return None
    for extra in programme.iter("programme"):
        if extra is not programme:
            return None
    mended = b"<tv>" + etree.tostring(programme, encoding="utf-8", with_tail=False) + b"</tv>"
    try:
        # what lxml lets pass need not be well-formed for expat
        expat.ParserCreate("utf-8").Parse(mended, True)  # noqa: FBT003 - expat takes no keywords
    except expat.ExpatError:
        return None
    return mended


def mend_ampersands(content: bytes) -> bytes:
    """``content`` (UTF-8) with entities of HTML as their characters and bare ampersands escaped."""
    parts: list[bytes] = []
    at = 0
    while True:
        opened = content.find(_CDATA, at)
        closed = content.find(_CDATA_END, opened) if opened >= 0 else -1
        if closed < 0:  # also where the last is never closed
            return b"".join([*parts, _BARE_AMPERSAND.sub(_entity, content[at:])])
        closed += len(_CDATA_END)
        # in CDATA an ampersand is one
        parts += [_BARE_AMPERSAND.sub(_entity, content[at:opened]), content[opened:closed]]
        at = closed


def _entity(match: re.Match[bytes]) -> bytes:
    name = (match[1] or b"").decode("ascii", errors="replace")
    if name in html5:
        return html5[name].replace("&", "&amp;").replace("<", "&lt;").encode()
    return b"&amp;" + (match[1] or b"")
