"""Documents that are trees: XML as nodes that know their line, whatever their namespace.

Read strictly by expat; where that breaks, ampersands are repaired, and what then still breaks is
left to lxml, which goes on behind it. Every break is reported as a fault. Nothing is fetched and no
entity of the file's own is expanded.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from msgspec import Struct, field

from schedcheck.messages import msg
from schedcheck.messages.library_errors import Reason
from schedcheck.messages.message import line_place
from schedcheck.readers.encodings import EncodingError, encoding_of, utf8_chunks
from schedcheck.readers.source import Source, SourceError
from schedcheck.readers.xmltv.repair import mend_ampersands
from schedcheck.readers.xmltv.strict import OwnEntitiesError, UndeclaredEntityError
from schedcheck.schedule.reading import Fault

_CHUNK = 1 << 20
#: No schedule is nested so deep; libxml2 stops there too.
_DEEPEST = 256
#: Breaks reported one by one; of more only their number.
_TOLD = 20
_SHOWN = 160
_TAG = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)(?=[\s/><])")


class _TooDeepError(Exception):
    """Elements inside one another beyond all reason."""


class Node(Struct, eq=False):
    """An element: names are local and in small letters, ``text`` is what is directly in it.

    ``lost``, of a root: the programmes that begin in the file and are not in the tree.
    """

    name: str
    attributes: dict[str, str]
    line: int
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    text: str = ""
    lost: int = 0

    def get(self, *names: str) -> str:
        """The first of these attributes that is there and not blank, else an empty text."""
        for name in names:
            value = self.attributes.get(name)
            if value and (value := value.strip()):
                return value
        return ""

    def all(self, *names: str) -> list[Node]:
        """The children of these names, in order."""
        return [child for child in self.children if child.name in names]

    def by_name(self) -> dict[str, list[Node]]:
        """The children by their names."""
        found: dict[str, list[Node]] = {}
        for child in self.children:
            found.setdefault(child.name, []).append(child)
        return found

    def at(self, *path: str) -> Node | None:
        """The first node down a path of names."""
        node = self
        for name in path:
            for child in node.children:
                if child.name == name:
                    node = child
                    break
            else:
                return None
        return node

    def text_at(self, *path: str) -> str:
        """The text of the first node down a path, empty where there is none."""
        node = self.at(*path)
        return node.text.strip() if node else ""

    def walk(self, *names: str, beside: Collection[str] = ()) -> Iterator[Node]:
        """Every node of these names (or every node) below this one, in document order.

        Nodes named in ``beside`` are not gone into: a broken file may hang one programme into
        another.
        """
        stack = self.children[::-1]
        while stack:
            node = stack.pop()
            if not names or node.name in names:
                yield node
            if node.children and node.name not in beside:
                stack += node.children[::-1]

    def shown(self) -> str:
        """The element with its values on one line, as XML; names are those of the node."""
        values = "".join(f" {name}={quoteattr(one)}" for name, one in self.attributes.items())
        inner = [" ".join(escape(self.text).split()), *(one.shown() for one in self.children)]
        return f"<{self.name}{values}>{''.join(inner)}</{self.name}>"

    def above(self, *names: str) -> Node | None:
        """The nearest node of these names that this one is in."""
        node = self.parent
        while node is not None and node.name not in names:
            node = node.parent
        return node


def utf8_content(source: Source) -> bytes:
    """All of a source as UTF-8. Raises SourceError for an encoding that is not known."""
    try:
        encoding = encoding_of(source.head)
    except EncodingError as error:
        raise SourceError(error.words) from error
    with source.open() as stream:
        return b"".join(utf8_chunks(stream, encoding.name, _CHUNK))


def read_xml(
    source: Source,
    programmes: Collection[str],
    prepare: Callable[[bytes], bytes] | None = None,
) -> tuple[Node, list[Fault]]:
    """The root of the XML document in ``source``, and a ``bad-row`` fault a place that broke.

    ``programmes``: the elements that are programmes (local names, small letters), whose number is
    held against those that begin in the file. ``prepare`` makes one document of what is not one
    yet, and changes no line's number. Raises SourceError for what is not XML at all, and for a
    document that declares entities of its own or is nested beyond reason.
    """
    content = utf8_content(source)
    content = prepare(content) if prepare else content
    faults: list[Fault] = []
    try:
        return _mended(content, source.file, programmes, faults), faults
    except OwnEntitiesError as error:
        words = msg("declares entities of its own, refused for safety; save it without a DOCTYPE")
        raise SourceError(words) from error
    except _TooDeepError as error:
        words = msg("elements are nested more than %(depth)d deep", depth=_DEEPEST)
        raise SourceError(words) from error


def _mended(content: bytes, file: str, programmes: Collection[str], faults: list[Fault]) -> Node:
    strict = _strict(content)
    if isinstance(strict, Node):
        return strict
    lines = content.split(b"\n")
    plain = mend_ampersands(content)
    again = _strict(plain)
    if isinstance(again, Node):
        spoilt = [at for at, line in enumerate(lines, 1) if mend_ampersands(line) != line]
        _tell([(at, strict[1]) for at in spoilt] or [strict], lines, file, faults)
        return again
    root, breaks = _patient(plain)
    _tell([strict, *breaks], lines, file, faults)
    begun = sum(map(_begins(programmes), _TAG.finditer(plain)))
    there = sum(1 for _node in root.walk(*programmes))
    if begun > there:
        words = msg(
            "of %(begun)d programmes that begin in the file, %(there)d are left without what "
            "is broken; ask "
            "for a new copy of the file",
            begun=begun,
            there=there,
        )
        faults.append(Fault("bad-row", file, "", "", words))
        root.lost = begun - there
    return root


def _begins(names: Collection[str]) -> Any:
    known = {name.encode() for name in names}
    return lambda match: match[1].lower() in known


def _strict(content: bytes) -> Node | tuple[int, str]:
    """The root of a well-formed document, else the line and the words of its first break."""
    top = Node("", {}, 0)
    open_nodes = [top]
    begins = [0]
    texts: list[str] = []  # of each open node, from where it begins: those inside go when they end
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True

    def begin(name: str, attributes: dict[str, str]) -> None:
        if len(open_nodes) > _DEEPEST:
            raise _TooDeepError
        parent = open_nodes[-1]
        named = _folded(attributes) if attributes else attributes
        node = Node(_local(name), named, parser.CurrentLineNumber, parent, [])
        parent.children.append(node)
        open_nodes.append(node)
        begins.append(len(texts))

    def end(_name: str) -> None:
        node, begin = open_nodes.pop(), begins.pop()
        if len(texts) > begin:
            node.text = "".join(texts[begin:])
            del texts[begin:]

    def refuse(*_declaration: object) -> None:
        raise OwnEntitiesError

    def skipped(name: str, _is_parameter: bool) -> None:  # noqa: FBT001 - expat's own signature
        raise UndeclaredEntityError(name)

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = texts.append
    parser.EntityDeclHandler, parser.SkippedEntityHandler = refuse, skipped
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes no keywords
    except expat.ExpatError as error:
        return error.lineno, expat.errors.messages[error.code]
    except UndeclaredEntityError as error:
        return parser.CurrentLineNumber, f"undefined entity &{error};"
    return top.children[0]


def _patient(content: bytes) -> tuple[Node, list[tuple[int, str]]]:
    """What lxml makes of a broken document, and the line and the words of each break."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8"
    )
    try:
        element = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        element = None
    if element is None:
        raise SourceError(msg("not XML: broken from the beginning; ask for a new copy of the file"))
    top = Node("", {}, 0)
    where: dict[Any, Node] = {}
    for one in element.iter(etree.Element):
        parts: Any = one.xpath("text()")
        line: Any = one.sourceline or 0
        node = Node(
            _local(str(one.tag)),
            _folded({str(name): str(one.get(name)) for name in one.attrib}),
            line,
            where.get(one.getparent(), top),
            text="".join(map(str, parts)),
        )
        (node.parent or top).children.append(node)
        where[one] = node
    return top.children[0], [(int(one.line), str(one.message)) for one in parser.error_log]


@lru_cache(maxsize=4096)  # a format has few names
def _local(name: str) -> str:
    """The name without its namespace: expat prints its prefix, lxml itself in braces."""
    return sys.intern(name.rpartition("}")[2].rpartition(":")[2].lower())


def _folded(attributes: dict[str, str]) -> dict[str, str]:
    local = _locals(tuple(attributes))
    return attributes if local is None else dict(zip(local, attributes.values(), strict=True))


@lru_cache(maxsize=4096)  # nor has it many kinds of elements
def _locals(names: tuple[str, ...]) -> tuple[str, ...] | None:
    """The names without their namespaces; None where they are so already."""
    local = tuple(map(_local, names))
    return None if local == names else local


def _tell(
    breaks: list[tuple[int, str]], lines: list[bytes], file: str, faults: list[Fault]
) -> None:
    """A fault a broken line, as far as they are not too many."""
    words_of = dict(reversed(breaks))
    for line, words in islice(sorted(words_of.items()), _TOLD):
        raw = lines[line - 1] if 0 < line <= len(lines) else b""
        shown = raw.decode("utf-8", errors="replace").strip()[:_SHOWN]
        reason = msg(
            "not well-formed XML (%(error)s); what is there is kept as far as it can be read",
            error=Reason(words.strip()),
        )
        faults.append(Fault("bad-row", file, line_place(line), shown, reason))
    if len(words_of) > _TOLD:
        reason = msg(
            "not well-formed XML in more places (%(count)d); ask for a new copy of the file",
            count=len(words_of) - _TOLD,
        )
        faults.append(Fault("bad-row", file, "", "", reason))
