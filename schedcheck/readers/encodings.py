"""The encoding of a text, and its bytes as UTF-8."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from schedcheck.messages import Message, msg
from schedcheck.schedule.reading import EncodingFrom

_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']")
#: Longest first: the mark of UTF-32 begins with that of UTF-16.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Letters of KZ-1048 in whose place cp1251 has none of Russian, Ukrainian or Belarusian, and those
#: in whose place it has Ukrainian or Belarusian ones.
_KAZAKH_ALONE = tuple(letter.encode("kz1048") for letter in "ҚқӘәҢңҺһ")
_SHARED = tuple(letter.encode("kz1048") for letter in "ҒғҮүӨөҰұ")
_ASCII = bytes(range(128))
#: Of Russian they are half of all letters, of Kazakh nearly half; those at the end of the alphabet
#: are one in twenty, and not in Hebrew.
_FREQUENT, _LAST = "аеинотры".encode("cp1251"), "ыья".encode("cp1251")
#: Fewer letters tell nothing.
_ENOUGH = 100
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0e-\x1f]")
#: The same as bytes, which all pages of one byte a letter have in common.
_CONTROL_BYTES = bytes(code for code in range(256) if _CONTROLS.match(chr(code)))
#: One control character in so many is a slip, more are not text.
_SLIPS = 1000
#: One in so many is no damaged text either: of random bytes it is one in ten.
_NOISE = 20
#: Texts of two bytes a letter have more zero bytes than one in so many: spaces and line ends.
_ZEROS = 100
#: Letters that tell the code pages of Central (cp1250) and Western Europe (cp1252) apart.
_CENTRAL = frozenset("ěřłąźżňőšžĚŘŁĄŻŠŽ".encode("cp1250"))
_WESTERN = frozenset("àêñåãûÀÊÑÅÃ".encode("cp1252"))
#: Letters of the upper half beside their like, and beside those that all code pages share.
_TWO_UPPER = re.compile(rb"[\xc0-\xff]{2}")
_BESIDE_ASCII = re.compile(rb"[A-Za-z][\xc0-\xff]|[\xc0-\xff][A-Za-z]")
_WESTERN_PAGES = frozenset({"iso8859-1", "cp1252", "iso8859-15"})
#: Wrong bytes as the decoder keeps them, and all letters beyond ASCII.
_ESCAPED = re.compile("[\udc80-\udcff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
#: So many letters of two bytes and more make a wrong byte a slip.
_LETTERS_TO_A_SLIP = 8
_CYRILLIC = ("cp1251", "kz1048", "koi8_r", "mac_cyrillic", "ptcp154", "cp866", "iso8859_5")


class EncodingError(Exception):
    """Text in an encoding that is not known; ``words`` says which and the way out."""

    def __init__(self, words: Message) -> None:
        super().__init__(words)
        self.words = words


class Encoding(NamedTuple):
    """A Python codec's name, and what says that a text is in it.

    ``declared``: the encoding that the text declares, where its bytes show another.
    """

    name: str
    found: EncodingFrom
    declared: str = ""

    @property
    def guessed(self) -> bool:
        """Whether nothing says so but the letters that it gives."""
        return self.found is EncodingFrom.LETTERS


def encoding_of(head: bytes) -> Encoding:
    """The encoding of a text that begins with ``head``.

    By byte order mark, else by an XML declaration, else UTF-8 when the bytes allow it, else a
    guess. Raises EncodingError for a declared encoding that no codec knows.
    """
    for bom, name in _BOMS:
        if head.startswith(bom):
            return Encoding(name, EncodingFrom.MARK)
    for name in ("utf-16-le", "utf-16-be"):
        # no mark, but "<?" with a zero byte to each letter
        if head.startswith("<?xml".encode(name)):
            return Encoding(name, EncodingFrom.BYTES)
    match = _DECLARED.match(head)
    declared = codec_named(match[1].decode("ascii")) if match else ""
    if declared not in {"", "utf-8"}:
        return as_declared(declared, head)
    if not is_utf8(head):
        return Encoding(guess(head), EncodingFrom.LETTERS, declared)
    return Encoding("utf-8", EncodingFrom.DECLARED if declared else EncodingFrom.BYTES)


def as_declared(name: str, text: bytes) -> Encoding:
    """The encoding of a text that declares ``name``, or the one that its bytes show instead.

    Bytes that are UTF-8 throughout are nothing else; and a page of Western Europe, which programs
    declare without a thought, has letters of the upper half beside those of ASCII, and not beside
    each other as a Cyrillic page has.
    """
    if not name.startswith("utf") and not text.isascii():
        if is_utf8(text):
            return Encoding("utf-8", EncodingFrom.BYTES, declared=name)
        if name in _WESTERN_PAGES and looks_cyrillic(text):
            return Encoding(cyrillic_page(text), EncodingFrom.BYTES, declared=name)
    return Encoding(name, EncodingFrom.DECLARED)


def looks_cyrillic(text: bytes) -> bool:
    """Whether a text of one byte a letter is Cyrillic rather than Latin, in cp1251 or its like."""
    return len(_TWO_UPPER.findall(text)) > len(_BESIDE_ASCII.findall(text))


#: The same of the head of a file, of at most so many bytes, which readers ask for in turn.
encoding_of_head, _HEAD = lru_cache(1)(encoding_of), 1 << 16


def codec_named(name: str) -> str:
    """The codec of a declared encoding; EncodingError where none decodes text by that name."""
    try:
        # some codecs of Python are not encodings of text, or take no wrong bytes
        b"a".decode(name, errors="replace")
    except (LookupError, UnicodeError) as error:
        raise EncodingError(
            msg("declares the encoding %(name)s, which is not known; save as UTF-8", name=name)
        ) from error
    return codecs.lookup(name).name


@lru_cache(1)
def head_text(head: bytes) -> str:
    """The beginning of a text for telling its format; never an error."""
    try:
        return head.decode(encoding_of_head(head).name, errors="replace")
    except EncodingError:
        return head.decode("latin-1")


def is_utf8(head: bytes) -> bool:
    """Whether ``head`` is UTF-8, but for a last letter that may be cut off.

    A wrong byte among many letters that are right is a slip and not another encoding: in a page of
    one byte a letter hardly two of its letters side by side are UTF-8 by chance.
    """
    decoder = codecs.getincrementaldecoder("utf-8")
    try:
        head.decode()  # half as long as by a decoder
    except UnicodeDecodeError:
        pass
    else:
        return True
    try:
        decoder().decode(head)
    except UnicodeDecodeError:
        text = decoder("surrogateescape").decode(head)
        wrong = len(_ESCAPED.findall(text))
        letters = len(_NOT_ASCII.findall(text)) - wrong
        return letters > wrong * _LETTERS_TO_A_SLIP
    return True


def notes_on(encoding: Encoding, text: str = "") -> list[Message]:
    """What is to be said of an encoding, and of bytes that are wrong in one that is not guessed.

    ``text`` is what :func:`decode` gave.
    """
    notes = []
    if encoding.declared:
        notes.append(
            msg(
                "declares the encoding %(declared)s, but its bytes are not that; read as %(name)s",
                declared=encoding.declared,
                name=encoding.name,
            )
        )
    elif encoding.guessed:
        notes.append(
            msg(
                "the encoding is not declared; guessed from the letters: %(name)s",
                name=encoding.name,
            )
        )
    count = 0 if encoding.guessed else text.count("\ufffd")
    if count:
        notes.append(
            msg(
                "lost letters, whose bytes are wrong in %(name)s: %(count)d (the first on line "
                "%(line)d)",
                count=count,
                name=encoding.name,
                line=text.count("\n", 0, text.index("\ufffd")) + 1,
            )
        )
    return notes


def guess(head: bytes) -> str:
    """The eight-bit encoding that ``head`` is most likely in.

    Charset-normalizer tells scripts apart but not cp1251 from kz1048, its Kazakh sister, and
    sometimes gives up, as over what is no text: then cp1251, the encoding of the region
    (formats.md, section 7).
    """
    if is_binary(head):
        return "cp1251"
    if is_plain_cyrillic(head):
        return cyrillic_page(head)
    from charset_normalizer import from_bytes

    best = from_bytes(head).best()
    name = best.encoding if best else "cp1251"
    if name not in ("cp1251", "kz1048", "ptcp154", "mac_cyrillic"):
        return name
    return cyrillic_page(head)


def is_plain_cyrillic(text: bytes) -> bool:
    """Whether the upper half of a text is what Russian or Kazakh is in cp1251 or kz1048.

    In no other page do the bytes of the frequent small letters come so often: there they are
    capitals, or letters that are rare. Greek and Hebrew come nearest.
    """
    upper = text.translate(None, _ASCII)
    frequent, last = (len(upper) - len(upper.translate(None, some)) for some in (_FREQUENT, _LAST))
    plain = frequent * 8 > len(upper) * 3 and last * 50 > len(upper) >= _ENOUGH
    return plain and looks_cyrillic(text)


def cyrillic_page(text: bytes) -> str:
    """Which of two sisters a Cyrillic text is in: ``kz1048`` or ``cp1251``.

    Where one has ғ, ү, ө and ұ the other has the Ukrainian є, ї and ґ and the Belarusian ў, so
    that these decide nothing; but a Kazakh text also has қ, ә, ң and һ, for which cp1251 has
    letters of the southern Slavs.
    """
    kazakh = sum(map(text.count, _KAZAKH_ALONE))
    return "kz1048" if kazakh * 4 > sum(map(text.count, _SHARED)) else "cp1251"


def text_encoding(data: bytes) -> Encoding:
    """The encoding of a table or a listing; Western code pages are those that Europe uses."""
    begun = data[:4096]
    if b"\0" in begun and not begun.startswith((b"\xff\xfe", b"\xfe\xff")):
        # UTF-16 without its mark: every other byte is 0 in Latin letters and digits, 4 in Cyrillic
        for name, highs in (("utf-16-le", begun[1::2]), ("utf-16-be", begun[::2])):
            if (highs.count(0) + highs.count(4)) * 2 > len(highs):
                return Encoding(name, EncodingFrom.LETTERS)
    # of a small file the head is all there is
    encoding = encoding_of_head(data) if len(data) <= _HEAD else encoding_of(data)
    if not encoding.guessed or encoding.name in _CYRILLIC:
        return encoding
    central = sum(byte in _CENTRAL for byte in data) > sum(byte in _WESTERN for byte in data)
    return Encoding("cp1250" if central else "cp1252", EncodingFrom.LETTERS)


def decode(data: bytes, encoding: Encoding) -> str:
    """The text without its mark; bytes that are wrong become U+FFFD."""
    return data.decode(encoding.name, errors="replace").removeprefix("\ufeff")


def is_binary(data: bytes) -> bool:
    """Whether ``data`` is no text in any page of one byte a letter, nor in UTF-16 without its mark.

    It tells before anything is decoded; what is less plain is left to :func:`is_text`.
    """
    odd = len(data) - len(data.translate(None, _CONTROL_BYTES))
    return odd * _NOISE > len(data) and data.count(0) * _ZEROS <= len(data)


def is_text(text: str, encoding: Encoding) -> bool:
    """Whether it is text: hardly any control characters and wrong bytes among its letters."""
    begun = text[:65536]
    odd = len(_CONTROLS.findall(begun)) + begun.count("\0") // 2
    if encoding.guessed:
        # else the text itself holds them: what it was made from was damaged
        odd += begun.count("\ufffd")
    return bool(begun.strip()) and odd * _SLIPS <= max(len(begun), _SLIPS)


def utf8_chunks(stream: BinaryIO, encoding: str, size: int) -> Iterator[bytes]:
    """The rest of ``stream`` in pieces of about ``size`` bytes, as UTF-8 without a mark.

    Bytes that are wrong in ``encoding`` become U+FFFD; UTF-8 passes through untouched, so that
    who parses it can say where it is wrong.
    """
    name = codecs.lookup(encoding).name
    if name in ("utf-8", "utf-8-sig"):
        first = stream.read(max(size, len(codecs.BOM_UTF8)))
        yield first.removeprefix(codecs.BOM_UTF8)
        while chunk := stream.read(size):
            yield chunk
        return
    decoder = codecs.getincrementaldecoder(name)(errors="replace")
    while chunk := stream.read(size):
        yield decoder.decode(chunk).encode("utf-8", errors="replace")
    yield decoder.decode(b"", final=True).encode("utf-8", errors="replace")
