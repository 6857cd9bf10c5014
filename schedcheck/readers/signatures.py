"""What files of each kind begin with, and which readers may read them; none is imported for it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from schedcheck.messages import Message, msg

#: So many bytes of a source are looked at to tell what it is.
HEAD = 1 << 16
#: Workbooks from before Excel 5, by the record that they begin with.
ANCIENT = re.compile(rb"\x09[\x00\x02\x04\x08]([\x04\x06\x08])\x00", re.DOTALL)
SPREADSHEETML = "urn:schemas-microsoft-com:office:spreadsheet"
#: The first bytes of Parquet files, and of Arrow files (Feather).
PARQUET, ARROW = b"PAR1", b"ARROW1"
#: The first element of such a workbook, behind what may be before it.
XML_2003 = re.compile(
    rb"\A[\xef\xbb\xbf\s]*+(?>(?:<[?!][^>]*+>\s*+)*)<(?:\w+:)?Workbook\s[^>]*"
    + re.escape(SPREADSHEETML.encode())
)
#: TSDuck's tables in XML and in JSON: one after the other they are found in a fourth of the time.
_EIT = (r"<(?:tsduck[\s>]|EIT\s[^<>]*service_id)", r'\{\s*"#name"\s*:')
EIT = re.compile("|".join(_EIT), re.IGNORECASE)
#: The line that a table begins with in TSDuck's text: ``* EIT p/f Actual, TID 0x4E (78), …``.
EIT_TEXT = re.compile(
    r"^[ \t]*+\* (?P<name>[A-Z]{3})\b[^\n]{0,60}?, TID 0x(?P<tid>[0-9A-F]{2}) \(", re.MULTILINE
)
BXF = re.compile(r"<(?:[\w.-]+:)?BxfMessage[\s>]", re.IGNORECASE)
#: The same without and with a namespace: one after the other they are found in a third of the time.
_BXF = (r"<BxfMessage[\s>]", r":BxfMessage[\s>]")
TVA = re.compile(r"<(?:[\w.-]+:)?TVAMain[\s>]")
#: The reply to LSTE has its code before each line.
VDR_CODE = r"(?:215[- ])?"
VDR = re.compile(
    rf"\A\ufeff?\s*+{VDR_CODE}C [^\s-]++-\d++-\d++-\d++\S*+(?: [^\n]*+)?\n\s*+{VDR_CODE}[Ec]\b"
)
#: Version 1.0 is vCalendar, another format.
ICALENDAR = re.compile(
    r"\A\ufeff?\s*+BEGIN:VCALENDAR\b(?!(?:[^\n]*\n){0,9}VERSION:1\.0)", re.IGNORECASE
)
XMLTV = re.compile(r"<tv[\s>]|<programme\s")
#: What the text of a page, or of a part of one, begins with.
HTML = re.compile(
    r"\A\ufeff?\s*+(?:<\?xml[^>]*>\s*+)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body|title"
    r"|meta|table|div|p|h[1-6]|pre|center|font|style)\b",
    re.IGNORECASE | re.DOTALL,
)
#: What begins a line with a clock reading, perhaps behind a date.
_LINE_ENDS = r"\r\n\x0b\x0c\u2028\u2029"
_TIMED = (
    rf"[^0-9A-Za-z{_LINE_ENDS}]*(?:\d{{1,4}}([./-])\d{{1,2}}\1\d{{1,4}}[ \t]+)?"
    r"(?:\d{1,2}(?=[:.\shHaApP]|-\s?[\d⁰-⁹]|[^\x00-\x7f])"
    r"(?!([.-])(?:0?[1-9]|1[0-2])\2\d)|\d{4}[ \t])"
)
#: The first line and any other of that kind: a pattern that must begin with one of few signs is
#: searched for at several times the speed. Letters of two bytes each hide all lines.
TIMED_FIRST_LINE = re.compile(rf"\A{_TIMED}")
TIMED_LINE = re.compile(rf"[\0{_LINE_ENDS}](?:(?<=\0)|{_TIMED})")
#: The first bytes of markup and of other formats, which are no listing.
NO_LISTING = re.compile(rb"[\xef\xbb\xbf \t\r\n]*+(?:<|\{\\rtf|%PDF)")


class Signature(NamedTuple):
    """What files of a kind begin with or hold, and the names of the ``readers`` that may read them.

    ``seen`` says in a refusal what kind it is; None where that says nothing. ``never``: the first
    bytes with which none of the readers takes a file, so that it need not be searched.
    """

    pattern: re.Pattern[Any]
    seen: Message | None
    readers: tuple[str, ...] = ()
    never: re.Pattern[bytes] | None = None


_ZIP = msg("a zip archive or an Office document")
#: By the first bytes. Where one of the readers takes the file, no reader of texts is asked.
BINARY = (
    Signature(re.compile(rb"PK\x03\x04.{,196}opendocument\.text", re.DOTALL), _ZIP, ("odt",)),
    Signature(re.compile(rb"PK\x03\x04.*word/", re.DOTALL), _ZIP, ("docx",)),
    Signature(re.compile(rb"PK\x03\x04"), _ZIP, ("spreadsheet",)),
    Signature(
        re.compile(rb"\xd0\xcf\x11\xe0.*" + "__properties_version".encode("utf-16-le"), re.DOTALL),
        msg("a message of Outlook; save what is attached to it, or the message as text"),
    ),
    Signature(
        re.compile(rb"\xd0\xcf\x11\xe0"),
        msg("an old Microsoft Office document"),
        ("spreadsheet", "doc"),
    ),
    Signature(ANCIENT, None, ("spreadsheet",)),
    Signature(XML_2003, None, ("spreadsheet",)),
    Signature(re.compile(PARQUET + b"|" + ARROW), None, ("parquet",)),
    Signature(re.compile(rb"JTV |..\0\0", re.DOTALL), None, ("jtv",)),
    Signature(re.compile(rb"[\xef\xbb\xbf\s]*\{\\rt"), msg("an RTF document"), ("rtf",)),
    Signature(re.compile(rb".{0,1019}%PDF-", re.DOTALL), msg("a PDF document"), ("pdf",)),
    Signature(
        re.compile(rb"\x89PNG|\xff\xd8\xff|II\*\0|MM\0\*"),
        msg("a picture; ask for the schedule as text"),
    ),
)
#: By the text of the head, in the encoding that it is most likely in. A text may be of several. All
#: are looked for in each text: a pattern without a beginning of its own takes longest.
TEXTS = (
    Signature(re.compile(r"\A\ufeff?[\s\0]*[\[{]"), msg("JSON"), ("eit", "json")),
    *(Signature(re.compile(part, re.IGNORECASE), None, ("eit",)) for part in _EIT),
    Signature(re.compile("TID 0x"), None, ("eit",)),
    *(Signature(re.compile(part, re.IGNORECASE), None, ("bxf",)) for part in _BXF),
    Signature(re.compile("TVAMain"), None, ("tva",)),
    Signature(VDR, None, ("vdr",)),
    Signature(ICALENDAR, None, ("icalendar",)),
    Signature(XMLTV, None, ("xmltv",)),
    Signature(
        re.compile(r"\A\ufeff?\s*(?:<!doctype html|<html)", re.IGNORECASE), msg("an HTML page")
    ),
    Signature(HTML, None, ("html",)),
    Signature(TIMED_FIRST_LINE, None, ("listing",)),
    Signature(TIMED_LINE, None, ("listing",), NO_LISTING),
    Signature(re.compile(r"\A\ufeff?\s*[^\s<]"), None, ("csv",)),
)
