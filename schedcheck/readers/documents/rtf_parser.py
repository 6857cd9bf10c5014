"""The text of RTF documents, as blocks (Rich Text Format Specification 1.9.1).

Our own and not a library's: those at hand leave out the code page of a font, deletions under
review or raised minutes, and give no tables.
"""

from __future__ import annotations

import codecs
import re

from msgspec import Struct, field
from msgspec.structs import replace

from schedcheck.messages.message import paragraph_place, row_place, table_place
from schedcheck.readers.documents.document import Block, DocumentTable
from schedcheck.readers.documents.hidden_text import PALE, Content
from schedcheck.readers.documents.merged_cells import aligned
from schedcheck.readers.documents.office_xml import raised
from schedcheck.readers.listings.lines import Line

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+"
    rb"|([^\\{}\r\n]+)",
    re.DOTALL,
)
#: Groups that hold no text of the document.
_UNSEEN = frozenset(
    b"fonttbl colortbl stylesheet info pict object header footer headerl headerr headerf footerl "
    b"footerr footerf footnote annotation generator listtable listoverridetable rsidtbl themedata "
    b"datastore latentstyles fldinst xmlnstbl mmathPr nonshppict operator revtbl filetbl".split()
)
_SIGNS = {
    b"line": "\n", b"tab": "\t", b"emdash": "—",
    b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"bullet": "•", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
_SYMBOLS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
#: \fcharsetN of a font -> codec.
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


class _GroupState(Struct):
    """What a group has set: the codec of its font, how many letters represent one in Unicode."""

    seen: bool = True
    codec: str = ""
    skip: int = 1
    high: bool = False
    struck: bool = False
    fonts: bool = False
    vanished: bool = False
    white: bool = False
    small: bool = False
    shaded: bool = False

    @property
    def hidden(self) -> bool:
        """Whether text is not shown, too small to see, or in white on white."""
        return self.vanished or self.small or (self.white and not self.shaded)


class _Layout(Struct):
    """The cells of a row: their right edges, and whether each goes on from the left and above."""

    edges: list[int] = field(default_factory=list)
    goes_on: list[tuple[bool, bool]] = field(default_factory=list)
    left: bool = False
    above: bool = False

    def edge(self, number: int) -> None:
        """End a cell at its right edge."""
        self.edges.append(number)
        self.goes_on.append((self.left, self.above))
        self.left = self.above = False


class _Reader(Struct):
    """Goes through the tokens of a document and gathers its paragraphs and rows."""

    codec: str = "cp1252"
    codecs: dict[int, str] = field(default_factory=dict)
    font: int = 0
    state: _GroupState = field(default_factory=_GroupState)
    stack: list[_GroupState] = field(default_factory=list)
    owed: int = 0
    pending: bytes = b""
    text: str = ""
    cells: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    layout: _Layout = field(default_factory=_Layout)
    layouts: list[_Layout] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    paragraphs: int = 0
    in_table: bool = False
    gone: str = ""
    struck: list[Line] = field(default_factory=list)
    apart: bool = False
    white: frozenset[int] = frozenset()
    unseen: str = ""
    hidden: list[Block] = field(default_factory=list)

    def put(self, text: str) -> None:
        """Add text that is shown."""
        self.flush()
        if self.state.seen and not self.state.fonts:
            self._shown(text)

    def byte(self, data: bytes) -> None:
        """Add bytes in the code page of the font, which may take two for a letter."""
        if self.state.seen and not self.state.fonts:
            self.pending += data

    def flush(self) -> None:
        """Decode the bytes that wait."""
        if self.pending:
            data, self.pending = self.pending, b""
            self._shown(data.decode(self.state.codec or self.codec, errors="replace"))

    def _shown(self, text: str) -> None:
        if self.state.struck:
            self.gone += text
        elif self.apart and self.state.hidden:
            self.unseen += text
        else:
            self.text += raised(text) if self.state.high else text

    def _end_apart(self, place: str) -> None:
        """Note what was struck through or hidden up to here."""
        if self.gone:
            self.struck.append(Line(place, _whole(self.gone)))
        if self.unseen:
            self.hidden.append(Line(place, _whole(self.unseen)))
        self.gone = self.unseen = ""

    def taken(self) -> str:
        """The text gathered; letters that RTF writes as two numbers are one again."""
        self.flush()
        text, self.text = self.text, ""
        return _whole(text)

    def paragraph(self) -> None:
        """End a paragraph: a line of the document, or of the cell that it is in."""
        self.flush()
        if self.in_table:
            self.text += "\n"
            return
        self.table()
        self.paragraphs += 1
        place = paragraph_place(self.paragraphs)
        self.blocks.append(Line(place, self.taken()))
        self._end_apart(place)

    def cell(self) -> None:
        """End a cell."""
        self.cells.append(self.taken().strip("\n"))

    def row(self) -> None:
        """End a row."""
        self._end_apart(row_place(table_place(self._tables() + 1), len(self.rows) + 1))
        self.rows.append(self.cells)
        self.layouts.append(self.layout)
        self.cells, self.in_table = [], False

    def table(self) -> None:
        """End a table, when one is open."""
        if self.rows:
            edges = [layout.edges for layout in self.layouts]
            rows, merged = aligned(self.rows, edges, [layout.goes_on for layout in self.layouts])
            self.blocks.append(DocumentTable(table_place(self._tables() + 1), rows, merged))
            self.rows, self.layouts = [], []

    def _tables(self) -> int:
        return sum(isinstance(block, DocumentTable) for block in self.blocks)


def _whole(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def content_of(data: bytes, *, apart: bool) -> Content:
    """The paragraphs and tables of an RTF document, in their order, and what is struck through;
    what is hidden is ``apart`` or in its place.
    """
    reader = _Reader(apart=apart, white=_white_colours(data))
    for match in _TOKEN.finditer(data):
        word, number, code, symbol, brace, plain = match.groups()
        if brace == b"{":
            reader.flush()
            reader.stack.append(replace(reader.state))
        elif brace:
            reader.flush()
            reader.state = reader.stack.pop() if reader.stack else _GroupState()
        elif code is not None:
            if reader.owed:
                reader.owed -= 1
            else:
                reader.byte(bytes.fromhex(code.decode()))
        elif plain is not None:
            kept = plain[reader.owed :]
            reader.owed = max(reader.owed - len(plain), 0)
            reader.byte(kept)
        elif symbol is not None:
            _symbol(reader, symbol)
        elif word is not None:
            _control(reader, word, None if number is None else int(number))
    reader.flush()
    if reader.text or reader.cells:
        reader.in_table = False
        reader.text = "\t".join([*reader.cells, reader.text])
        reader.paragraph()
    reader.table()
    return Content(reader.blocks, reader.struck, [reader.hidden])


def _symbol(reader: _Reader, symbol: bytes) -> None:
    if symbol == b"*":
        reader.state.seen = False
    elif symbol in b"\r\n":
        reader.paragraph()
    elif symbol in _SYMBOLS:
        reader.put(_SYMBOLS[symbol])


#: Words that end something.
_ENDS = {
    b"par": _Reader.paragraph,
    b"sect": _Reader.paragraph,
    b"page": _Reader.paragraph,
    b"cell": _Reader.cell,
    b"nestcell": _Reader.cell,
    b"row": _Reader.row,
    b"nestrow": _Reader.row,
}


def _control(reader: _Reader, word: bytes, number: int | None) -> None:
    state = reader.state
    if word == b"u" and number is not None:
        _unicode(reader, number)
    elif word in _UNSEEN:
        reader.flush()
        state.seen, state.fonts = word == b"fonttbl", word == b"fonttbl"
    elif word == b"deleted":
        reader.flush()
        state.seen = number == 0
    elif not state.seen:
        return
    elif word in _ENDS:
        _ENDS[word](reader)
    elif word in _SIGNS:
        reader.put(_SIGNS[word])
    else:
        _format(reader, word, number)


def _format(reader: _Reader, word: bytes, number: int | None) -> None:
    """What paragraphs and letters look like, as far as it says what they mean."""
    state = reader.state
    if word in _LAYOUT:
        _layout(reader, word, number)
    elif word == b"intbl":
        reader.in_table = True
    elif word == b"pard":
        reader.flush()
        reader.in_table = False
    elif word in {b"super", b"up", b"nosupersub", b"plain"}:
        reader.flush()
        state.high = word in {b"super", b"up"} and number != 0
        state.codec = "" if word == b"plain" else state.codec
        if word == b"plain":
            state.struck = state.vanished = state.white = state.small = state.shaded = False
    elif word in {b"strike", b"striked"}:
        reader.flush()
        state.struck = number != 0
    elif word in _COLOURS:
        reader.flush()
        _COLOURS[word](reader, number)
    else:
        _fonts(reader, word, number)


def _vanish(reader: _Reader, number: int | None) -> None:
    reader.state.vanished = number != 0


def _colour(reader: _Reader, number: int | None) -> None:
    reader.state.white = (number or 0) in reader.white


def _size(reader: _Reader, number: int | None) -> None:
    reader.state.small = number is not None and number <= _TOO_SMALL


def _shade(reader: _Reader, number: int | None) -> None:
    reader.state.shaded = (number or 0) not in {0, *reader.white}


#: Words that say whether text is seen; sizes are in half points.
_COLOURS = {
    b"v": _vanish,
    b"cf": _colour,
    b"fs": _size,
    b"cb": _shade,
    b"highlight": _shade,
    b"chcbpat": _shade,
    b"clcbpat": _shade,
    b"cbpat": _shade,
}
_TOO_SMALL = 2
_COLOUR_TABLE = re.compile(rb"\{\\colortbl([^{}]{0,9999})\}")
_CHANNEL = re.compile(rb"\\(?:red|green|blue)(\d{1,3})")


def _white_colours(data: bytes) -> frozenset[int]:
    """The numbers of the white colours in the table of colours of a document."""
    table = _COLOUR_TABLE.search(data)
    entries = [_CHANNEL.findall(entry) for entry in table[1].split(b";")] if table else []
    return frozenset(
        number
        for number, channels in enumerate(entries)
        if channels and all(int(value) >= PALE for value in channels)
    )


#: Words that say where the cells of a row end and which go on.
_LAYOUT = frozenset({b"trowd", b"cellx", b"clmrg", b"clvmrg"})


def _layout(reader: _Reader, word: bytes, number: int | None) -> None:
    """The cells of a row; the definition holds until the next."""
    if word == b"trowd":
        reader.layout = _Layout()
    elif word == b"cellx":
        reader.layout.edge(number or 0)
    elif word == b"clmrg":
        reader.layout.left = True
    else:
        reader.layout.above = True


def _unicode(reader: _Reader, number: int) -> None:
    """A letter by its number, negative above 32767; what represents it elsewhere is passed over."""
    reader.put(chr(number % 65536))
    reader.owed = reader.state.skip


def _fonts(reader: _Reader, word: bytes, number: int | None) -> None:
    """Code pages: of the document, and of the fonts that it uses."""
    state, value = reader.state, number or 0
    if word == b"ansicpg":
        reader.codec = _known(f"cp{value}") or reader.codec
    elif word == b"uc":
        state.skip = value
    elif word == b"f":
        reader.flush()
        reader.font = value
        if not state.fonts:
            state.codec = reader.codecs.get(value, "")
    elif state.fonts and word == b"fcharset" and value in _CHARSETS:
        reader.codecs[reader.font] = _CHARSETS[value]
    elif state.fonts and word == b"cpg":
        reader.codecs[reader.font] = _known(f"cp{value}") or ""


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""
