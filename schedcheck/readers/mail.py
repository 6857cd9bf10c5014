"""E-mail messages (RFC 5322, MIME) as archives: what is attached to them, and their own text.

A page that a browser or Word saved with its pictures (``.mht``, RFC 2557) is such a message too.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date
from email import message_from_binary_file
from email.message import EmailMessage
from email.policy import EmailPolicy
from functools import lru_cache
from pathlib import PurePath
from typing import IO, Any, cast

from schedcheck.messages import Message, msg
from schedcheck.readers.archive import Archive, Member, cut_off
from schedcheck.readers.encodings import EncodingError, decode, text_encoding
from schedcheck.readers.values.age_names import has_adult_mark, says_adults

#: Parts that hold no schedule: signatures, keys, cards of people.
_NO_SCHEDULE = re.compile(
    r"application/(?:(?:x-)?pkcs7-signature|pgp-(?:signature|keys|encrypted))|text/(?:x-)?vcard"
)
_SERVES = re.compile(r"(?:image|font|audio|video)/|text/css|(?:text|application)/(?:x-)?javascript")
_ENCRYPTED = re.compile(r"application/(?:x-)?pkcs7-mime")
_LOST = "\ufffd"
_TAG = re.compile(r"<[^<>]*>")
#: A line that begins with a clock reading; one alone may be of the letter itself.
_CLOCK = re.compile(r"^\W{0,5}\d{1,2}[:.]\d\d\b", re.MULTILINE)
_FEWEST_CLOCKS = 2
_SHOWN = 120
_BODIES = {"text/html": "body.html", "text/plain": "body.txt"}


#: The headers of one part at least.
_HEADERS = 64


class _Policy(EmailPolicy):
    """Headers are parsed once: the library does it whenever one is asked for, which is often."""

    @lru_cache(maxsize=_HEADERS)  # noqa: B019 - of the one policy there is
    def header_fetch_parse(self, name: str, value: str) -> Any:
        """The header ``name`` as an object of the library."""
        return super().header_fetch_parse(name, value)


_POLICY = cast("Any", _Policy())  # the types of Python know no policy of one's own


def mail_in(stream: IO[bytes]) -> Archive:
    """The message in ``stream`` as an archive.

    Its members are the files attached, and its text where that looks like a schedule or nothing
    is attached; of a text in two forms the page. Signatures, pictures in the text and a text
    without a schedule are passed over, by name.
    """
    try:
        return _archive(message_from_binary_file(stream, policy=_POLICY))
    except RecursionError:
        words = msg("a message of parts that are too deep in one another; save its files by hand")
        return Archive([Member("", refusal=words)], lambda _number: io.BytesIO())


def _archive(message: EmailMessage) -> Archive:
    sent = _sent(message)
    members: list[Member] = []
    contents: list[bytes] = []
    passed_over: list[str] = []
    bodies: list[tuple[str, bytes]] = []
    names: Counter[str] = Counter()
    for part in _parts(message):
        name = _name(part, names)
        is_body = part.get_content_type() in _BODIES and not part.is_attachment()
        content = _text(part) if is_body else _content(part)
        if _is_furniture(part):
            passed_over.append(name)
        elif is_body and part.get_filename() is None and not _may_be_schedule(content.decode()):
            bodies.append((name, content))
        else:
            members.append(Member(name, sent, _refusal(part)))
            contents.append(content)
    if not members:
        members += [Member(name, sent) for name, _content in bodies]
        contents += [content for _name, content in bodies]
    else:
        passed_over += [name for name, _content in bodies]
    subject = " ".join(str(message["Subject"] or "").split())
    if has_adult_mark(subject) or says_adults(subject):
        words = msg(
            "the subject of the message says that something is for adults: “%(subject)s”; write "
            "the mark beside each programme",
            subject=subject[:_SHOWN],
        )
        members.append(Member("subject", refusal=words))
        contents.append(b"")
    if message.defects:  # its end is not there
        members.append(Member("", refusal=cut_off(members)))
    return Archive(members, lambda number: io.BytesIO(contents[number]), passed_over)


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts of a message that hold something, a message within it being one; of a text in two
    forms not the plain one.
    """
    if message.get_content_maintype() != "multipart":
        yield message
        return
    parts = [cast("EmailMessage", part) for part in message.iter_parts()]
    kinds = [part.get_content_type() for part in parts]
    is_page = {"text/html", "multipart/related"}.intersection(kinds)
    for part, kind in zip(parts, kinds, strict=True):
        plain = kind == "text/plain" and message.get_content_subtype() == "alternative"
        if not (plain and is_page):
            yield from _parts(part)


def _name(part: EmailMessage, names: Counter[str]) -> str:
    """What to call a part; one of a name that is there already has a number."""
    kind = part.get_content_type()
    name = part.get_filename() or _BODIES.get(kind)
    name = name or ("message.eml" if kind == "message/rfc822" else kind.replace("/", "."))
    name = " ".join(name.replace("\\", "/").split())
    names[name] += 1
    if names[name] == 1:
        return name
    path = PurePath(name)
    return str(path.with_stem(f"{path.stem} ({names[name]})"))


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return b"".join(one.as_bytes() for one in part.iter_parts())
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(part: EmailMessage) -> bytes:
    """The text of a message in UTF-8, marked as such, whatever a page says of its own encoding.

    What the message says of it is not believed where letters are lost so.
    """
    try:
        text = str(part.get_content())
    except LookupError:
        text = _LOST
    if _LOST in text:
        content = _content(part)
        with suppress(EncodingError):
            text = decode(content, text_encoding(content))
    return text.encode("utf-8-sig", "replace")


def _is_furniture(part: EmailMessage) -> bool:
    """Whether a part only serves another: what a page shows or is styled by, a signature."""
    of_page = part["Content-ID"] is not None or part["Content-Location"] is not None
    kind = part.get_content_type()
    return (of_page and _SERVES.match(kind) is not None) or _NO_SCHEDULE.fullmatch(kind) is not None


def _may_be_schedule(text: str) -> bool:
    lines = _TAG.sub("\n", text)
    adults = has_adult_mark(lines) or says_adults(lines)
    return len(_CLOCK.findall(lines)) >= _FEWEST_CLOCKS or adults


def _refusal(part: EmailMessage) -> Message | None:
    if _ENCRYPTED.fullmatch(part.get_content_type()):
        return msg("an encrypted message; save what is attached to it as files")
    if part.defects:
        return msg("damaged in the message; ask for a new copy of the file")
    return None


def _sent(message: EmailMessage) -> date | None:
    """The day in UTC on which a message was sent, where it says so."""
    moment = getattr(message["Date"], "datetime", None)
    try:
        return moment.astimezone(UTC).date() if moment is not None else None
    except (ValueError, OverflowError):
        return None
