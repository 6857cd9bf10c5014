"""What other programs and libraries say of an error, as far as it is known, in words of ours.

A parser or the operating system says in English why it could not read a file. The usual reasons
are listed here and said in the language chosen; what is not listed is as it was said.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping

from msgspec import Struct

from schedcheck.messages.message import N_, _

#: errno -> why the operating system did not do it.
_SYSTEM: Mapping[int, str] = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("it is not permitted"),
    errno.EPERM: N_("it is not permitted"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("it is not a folder"),
    errno.EEXIST: N_("it is there already"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EFBIG: N_("the file would be larger than is permitted"),
    errno.EROFS: N_("the disk is read-only"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.ELOOP: N_("it is a link; name the file or folder itself"),
    errno.ENODEV: N_("it is a device, a pipe or a socket"),
    errno.ETIMEDOUT: N_("nothing came for too long"),
    errno.EIO: N_("the disk or the network failed"),
    errno.EINVAL: N_("the operating system refuses it"),
}
#: What is said -> what is meant; groups of the pattern are the places of the message.
_SAID: Mapping[str, str] = {
    # the codecs of Python
    r"'utf-?8' codec can't decode .*": N_("letters that are not UTF-8"),
    r"'(?P<name>[\w-]+)' codec can't decode .*": N_("letters that are not %(name)s"),
    # expat
    r"syntax error": N_("it does not begin as XML does"),
    r"no element found": N_("it ends too early"),
    r"not well-formed \(invalid token\)": N_("a character that is not allowed here"),
    r"unclosed token": N_("it ends inside a tag"),
    r"partial character": N_("it ends inside a letter"),
    r"mismatched tag": N_("an end tag that fits no start tag"),
    r"duplicate attribute": N_("an attribute is given twice"),
    r"junk after document element": N_("there is something after the end"),
    r"undefined entity": N_("an entity that is not declared"),
    r"undefined entity &(?P<name>[^;]+);?": N_("the entity “%(name)s” is not declared"),
    r"unclosed CDATA section": N_("a CDATA section that does not end"),
    r"unbound prefix": N_("a prefix that is not declared"),
    r"XML declaration not well-formed": N_("the XML declaration is not right"),
    r"unknown encoding": N_("the encoding is not known"),
    r"encoding specified in XML declaration is incorrect": N_("the encoding is another"),
    r"reference to invalid character number": N_("not the number of a character"),
    # libxml2
    r"Opening and ending tag mismatch: (?P<opened>\S+) line (?P<line>\d+) and (?P<closed>[^,]+).*":
        N_("the tag “%(opened)s” of line %(line)s is ended by “%(closed)s”"),
    r"Premature end of data in tag (?P<opened>\S+) line (?P<line>\d+).*":
        N_("it ends before the tag “%(opened)s” of line %(line)s does"),
    r"EntityRef: expecting ';'.*": N_("an & that begins no entity"),
    r"xmlParseEntityRef: no name.*": N_("an & that begins no entity"),
    r"Entity '(?P<name>[^']+)' not defined.*": N_("the entity “%(name)s” is not declared"),
    r"Extra content at the end of the document.*": N_("there is something after the end"),
    r"Start tag expected, '<' not found.*": N_("it does not begin as XML does"),
    r"Document is empty.*": N_("it is empty"),
    r"StartTag: invalid element name.*": N_("a < that begins no tag"),
    r"AttValue: .*": N_("an attribute without quotation marks, or with one that does not end"),
    r"Specification mandates? value for attribute (?P<name>\S+).*":
        N_("the attribute “%(name)s” has no value"),
    r"Unescaped '<' not allowed in attributes values.*": N_("a < inside an attribute"),
    r"Couldn't find end of Start Tag (?P<opened>\S+).*": N_("the tag “%(opened)s” does not end"),
    r"(?:PCDATA|CData section|xmlSAX2Characters).*invalid Char value.*":
        N_("a character that is not allowed here"),
    r"Input is not proper UTF-8.*": N_("letters that are not UTF-8"),
    r"Attribute (?P<name>\S+) redefined.*": N_("an attribute is given twice"),
    # json
    r"maximum recursion depth exceeded.*|TOML .* more than the allowed \d+ (?:levels|parts)":
        N_("it is nested too deep"),
    r"Exceeds the limit \(\d+ digits\).*": N_("a number of too many digits"),
    r"Expecting value": N_("a value is missing"),
    r"Expecting property name enclosed in double quotes.*":
        N_("a key in quotation marks is missing"),
    r"Expecting '(?P<sign>.)' delimiter": N_("a “%(sign)s” is missing"),
    r"Extra data": N_("there is something after the end"),
    r"Unterminated string starting at": N_("a text that does not end"),
    r"Invalid control character at": N_("a character that is not allowed here"),
    r"Invalid \\+\w*\s?escape.*": N_("a backslash that begins nothing known"),
    r"Illegal trailing comma.*": N_("a comma before the end"),
    # tomli
    r"Invalid value": N_("a value is missing"),
    r"Invalid statement": N_("a line that says nothing"),
    r"Expected '=' after a key in a key/value pair": N_("a “=” is missing"),
    r"Expected newline or end of document after a statement":
        N_("there is something after the value"),
    r"Expected ['\"](?P<sign>.+)['\"]": N_("a “%(sign)s” is missing"),
    r"Invalid initial character for a key part": N_("a key is missing"),
    r"Unclosed array": N_("a list that does not end"),
    r"Unclosed inline table": N_("a table that does not end"),
    r"Unterminated string": N_("a text that does not end"),
    r"(?:Illegal|Found invalid) character .*": N_("a character that is not allowed here"),
    r"Unescaped '\\+' in a string|Invalid hex value|Escaped character is not a Unicode .*":
        N_("a backslash that begins nothing known"),
    r"Cannot (?:overwrite a value|declare .* twice|(?:mutate immutable|redefine) namespace .*)":
        N_("given twice"),
    r"Duplicate inline table key .*": N_("given twice"),
    r"Expected '\]+' at the end of .* declaration": N_("a “]” is missing"),
    # pdfium
    r"Failed to load document \(PDFium: (?:Data format|File access) "
        r"error\)\.": N_("it is not a PDF"),
    r"Failed to load page\.?": N_("a page is damaged"),
    # zipfile, gzip, lzma, bz2
    r"File is not a zip file": N_("it is not a zip archive"),
    r"Bad magic number for .*": N_("it is damaged"),
    r"Bad CRC-32 for file .*": N_("its checksum is not right"),
    r"CRC check failed.*": N_("its checksum is not right"),
    r"Error -\d+ while decompressing data.*": N_("it is damaged"),
    r"Compressed file ended before the end-of-stream marker was reached": N_("it ends too early"),
    r"Not a gzipped file.*": N_("it is not a gzip file"),
    # calamine
    r"(?:(?:Zip|Xml|Cfb|Xlsx|Xls|Xlsb|Ods) error: ).*": N_("it is damaged"),
    r"Corrupt input data": N_("it is damaged"),
    r"Input format not supported by decoder": N_("it is damaged"),
    r"Invalid data stream": N_("it is damaged"),
    r"unexpected end of data": N_("it ends too early"),
}  # fmt: skip
#: Where json and tomli say that it is.
_AT = (
    r"(?s:(?P<what>.*?)(?:: line (?P<line>\d+) column (?P<column>\d+) \(char \d+\)"
    r"| \(at line (?P<line2>\d+), column (?P<column2>\d+)\)| \(at end of document\)))"
)
_WHERE = N_("%(what)s (line %(line)s, column %(column)s)")


class Reason(Struct, frozen=True):
    """What was said from outside, in a message: said in the language in which the message is."""

    text: str
    number: int = 0

    @classmethod
    def of(cls, error: BaseException | str) -> Reason:
        """What ``error`` says; what an error without words is called."""
        if isinstance(error, OSError) and error.errno is not None:
            return cls(error.strerror or str(error), error.errno)
        return cls(str(error) or type(error).__name__)

    def __str__(self) -> str:
        if self.number in _SYSTEM:
            return _(_SYSTEM[self.number])
        at = re.fullmatch(_AT, self.text)
        if at is None:
            return _known(self.text)
        line, column = at["line"] or at["line2"], at["column"] or at["column2"]
        what = _known(at["what"])
        return _(_WHERE) % {"what": what, "line": line, "column": column} if line else what


def _known(text: str) -> str:
    for pattern, words in _SAID.items():
        found = re.fullmatch(pattern, text.strip())
        if found:
            return _(words) % found.groupdict()
    return text
