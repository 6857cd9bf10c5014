"""Archives (zip, tar, e-mail): their members, by readable names, and why some are not read."""

from __future__ import annotations

import lzma
import re
import struct
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from copy import copy
from datetime import UTC, date, datetime
from functools import partial
from typing import IO, NamedTuple

from msgspec import Struct, field

from schedcheck.messages import Message, msg
from schedcheck.readers.files import Opener, day_since
from schedcheck.readers.litter import litter_in, looks_like_schedule
from schedcheck.readers.signatures import HEAD

#: The bytes that tell a tar archive: its first header, whose checksum has to fit.
START = tarfile.BLOCKSIZE
#: What reading a damaged or cut-off archive or compression raises.
DAMAGE = (
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    lzma.LZMAError,
    struct.error,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: Zip files that are documents of their own, told by a member that each of their kind has.
_DOCUMENT_MEMBERS = frozenset({"[Content_Types].xml", "mimetype"})
_ISSUED = {
    "docProps/core.xml": re.compile(rb"<dcterms:modified[^>]*>\s*([^<\s]+)"),
    "meta.xml": re.compile(rb"<dc:date>\s*([^<\s]+)"),
}
_MOST_ISSUED = 1 << 16  # bytes of such a member that are looked at
_DEFLATES = 1032
#: So many bytes are unfolded at once: the memory for more is asked of the system each time anew.
_PIECE = 1 << 18
_ENCRYPTED = 0x1
_UTF8 = 0x800
_NOT_READ = {
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "rar",
    b"MSCF\0\0\0\0": "cab",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"LZIP": "lzip",
    b"\x1f\x9d": "Z",
}
#: Lines of an e-mail message, in the first of which only a message has one of these names.
_MAIL = re.compile(
    rb"\A[!-9;-~]{1,60}+:(?:(?!\n\r?\n).)*?(?<![^\n])(?i:MIME-Version|Message-ID|Received|Return-Path"
    rb"|Delivered-To|DKIM-Signature|Content-Type):",
    re.DOTALL,
)
_MAILBOX = re.compile(rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d")
#: What archives begin with; of tar the checksum of its first header, which then has to fit.
SIGNATURE = re.compile(
    b"|".join(map(re.escape, (*_ZIP, *_NOT_READ)))
    + rb"|.{148}[ 0-7]{5,7}[\0 ]|"
    + b"|".join(pattern.pattern for pattern in (_MAIL, _MAILBOX)),
    re.DOTALL,
)
#: Encodings of names that do not say theirs; of equals the first: DOS, as Windows writes them.
_ENCODINGS = ("cp866", "cp1251", "cp437")
_USUAL = re.compile(r"[\x20-\x7eА-яЁё№«»—–]")
_FREQUENT = re.compile(r"[оеаинтс]")
_MIXED = re.compile(r"[A-Za-z][А-яЁё]|[А-яЁё][A-Za-z]|[а-яё][А-ЯЁ]")


class Member(NamedTuple):
    """A file in an archive: its path there, and the day it was last changed, where that is known.

    ``refusal`` says why it cannot be read, as far as the archive's list tells. A refusal of a
    member without a name is of the archive itself: the list breaks off.
    """

    name: str
    modified: date | None = None
    refusal: Message | None = None


class Archive(Struct, frozen=True):
    """The members of an archive in its own order; ``open`` opens the one at a place in the list.

    ``passed_over`` are entries that are no files. ``document``: no archive but a document in the
    dress of one. ``within``: whether all members together unfold to no more than so many bytes.
    ``issued``: when a document says that it was made, ISO 8601, in UTC where it says a zone.
    """

    members: list[Member]
    open: Callable[[int], IO[bytes]]
    passed_over: list[str] = field(default_factory=list)
    document: bool = False
    within: Callable[[int], bool] = lambda _most: True
    issued: str = ""


def litter_of(member: Member, opener: Opener) -> str | None:
    """The part of the path of ``member`` that makes it no schedule; None also where its content is
    that of one.
    """
    litter = litter_in(member.name)
    if litter and not member.refusal:
        with suppress(*DAMAGE, RuntimeError), ExitStack() as stack:
            if looks_like_schedule(member.name, opener(stack).read(HEAD)):
                return None
    return litter


def is_archive(start: bytes) -> bool:
    """Whether a file that begins with these :data:`START` bytes is a zip or tar archive."""
    return start.startswith(_ZIP) or _is_tar(start)


def is_mail(start: bytes) -> bool:
    """Whether a file that begins with these :data:`START` bytes is an e-mail message."""
    return _MAIL.match(start) is not None


def unread_archive(start: bytes) -> Message | None:
    """The refusal of an archive of a kind that is not read, with the way out; else None."""
    if _MAILBOX.match(start):
        return msg("a mailbox of several messages; save each as a file of its own (eml)")
    kind = next((kind for magic, kind in _NOT_READ.items() if start.startswith(magic)), None)
    if kind is None:
        return None
    return msg(
        "an archive of the kind %(kind)s, which is not read; unpack it and give the folder, or "
        "pack it as zip",
        kind=kind,
    )


def _is_tar(start: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(start[:START], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def archive_in(stream: IO[bytes]) -> Archive:
    """The archive in ``stream``, which has to stay open as long as members are read.

    Raises one of :data:`DAMAGE` for one whose list of members cannot be read at all.
    """
    start = stream.read(START)
    stream.seek(0)
    return _zip(stream) if start.startswith(_ZIP) else _tar(stream)


def _zip(stream: IO[bytes]) -> Archive:
    archive = zipfile.ZipFile(stream)
    unsaid = [info for info in archive.infolist() if not info.flag_bits & _UTF8]
    # without a word on their encoding names come as if they were in the first PC's
    raw = [info.orig_filename.encode("cp437") for info in unsaid]
    if any(not name.isascii() for name in raw):
        archive = zipfile.ZipFile(stream, metadata_encoding=encoding_of_names(raw))
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if any(info.filename.endswith(".iwa") for info in infos):
        words = msg("a document of Numbers or Pages, which is not read; export it as xlsx or docx")
        return Archive([Member("", refusal=words)], lambda number: archive.open(infos[number]))
    members = [
        Member(
            info.filename.replace("\\", "/"),
            _day_of(info),
            msg("encrypted; unpack it first") if info.flag_bits & _ENCRYPTED else None,
        )
        for info in infos
    ]
    document = any(member.name in _DOCUMENT_MEMBERS for member in members)
    return Archive(
        members,
        lambda number: archive.open(infos[number]),
        document=document,
        within=partial(_within, archive),
        issued=_issued(archive) if document else "",
    )


def _issued(archive: zipfile.ZipFile) -> str:
    """When a document says that it was made; empty where it does not, or says what is not a time.

    Office Open XML (ECMA-376 part 2, 11) and OpenDocument each have a member for it.
    """
    for name in _ISSUED.keys() & set(archive.namelist()):
        with suppress(*DAMAGE, RuntimeError), archive.open(name) as stream:
            found = _ISSUED[name].search(stream.read(_MOST_ISSUED))
            if found:
                moment = datetime.fromisoformat(found[1].decode("ascii", "replace"))
                if moment.tzinfo is not None:
                    moment = moment.astimezone(UTC).replace(tzinfo=None)
                return moment.isoformat(timespec="seconds")
    return ""


def _within(archive: zipfile.ZipFile, most: int) -> bool:
    """Whether the members unfold to no more than ``most`` bytes, whatever the list says of them.

    Libraries unfold a member to its end. Deflate makes at most :data:`_DEFLATES` bytes of one.
    """
    infos = archive.infolist()
    if all(info.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for info in infos) and (
        sum(info.compress_size for info in infos) * _DEFLATES <= most
    ):
        return True
    left = most
    for info in infos:
        with suppress(*DAMAGE, RuntimeError):  # who reads it says what is wrong
            counted = copy(info)
            counted.file_size = sys.maxsize  # else no more is unfolded than the list says
            with archive.open(counted) as stream:
                while left >= 0 and (piece := stream.read(_PIECE)):
                    left -= len(piece)
        if left < 0:
            return False
    return True


def _day_of(info: zipfile.ZipInfo) -> date | None:
    try:
        return date(*info.date_time[:3])
    except ValueError:
        return None


def _tar(stream: IO[bytes]) -> Archive:
    archive = tarfile.open(fileobj=stream, mode="r:", encoding="utf-8")  # noqa: SIM115 - its stream is closed
    infos: list[tarfile.TarInfo] = []
    try:
        infos.extend(archive)
        # the library takes a header that is cut off or broken for the end
        stream.seek(archive.offset)
        whole = stream.read(START) == bytes(START)
    except DAMAGE:
        whole = False
    raw = [info.name.encode("utf-8", "surrogateescape") for info in infos]
    encoding = encoding_of_names(raw)
    names = [name.decode(encoding, "replace") for name in raw]
    files = [at for at, info in enumerate(infos) if info.isfile()]
    members = [Member(names[at], day_since(infos[at].mtime)) for at in files]
    if not whole:
        members.append(Member("", refusal=cut_off(members)))
    others = [
        name for name, info in zip(names, infos, strict=True) if not (info.isfile() or info.isdir())
    ]

    def open_member(number: int) -> IO[bytes]:
        opened = archive.extractfile(infos[files[number]])
        assert opened is not None  # noqa: S101 - only of what is no file
        return opened

    return Archive(members, open_member, others)


def cut_off(members: Sequence[Member]) -> Message:
    """The refusal of an archive of which no more than ``members`` could be read."""
    return msg(
        "damaged or cut off; members before that: %(count)d; ask for a new copy of the file",
        count=len(members),
    )


def encoding_of_names(names: Sequence[bytes]) -> str:
    """The encoding that the names in one archive are most likely in: it was written by one program.

    UTF-8 when they allow it, else the one in which they hold the fewest signs that no name has.
    """
    joined = b"\n".join(names)

    def oddness(encoding: str) -> tuple[int, int]:
        try:
            text = joined.decode(encoding).replace("\n", " ")
        except UnicodeDecodeError:
            return len(joined), 0
        odd = len(text) - len(_USUAL.findall(text))
        letters = sum(letter.isalpha() for letter in _USUAL.sub("", text))
        # a letter of another alphabet is less odd than a piece of a frame
        return 2 * odd - letters + 2 * len(_MIXED.findall(text)), -len(_FREQUENT.findall(text))

    try:
        joined.decode("utf-8")
    except UnicodeDecodeError:
        return min(_ENCODINGS, key=oddness)
    return "utf-8"
