"""What is no schedule by its name (hidden, a lock, a by-product, still on its way), and whether it
is one by its content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path, PurePosixPath

from schedcheck.readers.encodings import head_text
from schedcheck.readers.signatures import HEAD, XMLTV

_SETTINGS = "schedcheck.toml"
#: What file managers and office programs leave behind, and this program's own settings.
_LITTER = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "icon\r", _SETTINGS})
_LITTER_STARTS = (".", "~$")
#: What a download or a copy is called before it is whole.
_PARTIAL = (".part", ".partial", ".filepart", ".tmp", ".crdownload", ".download")
#: A file that rsync is writing: a dot, the name, and six letters.
_BY_RSYNC = re.compile(r"\..+\.\w{6}")
#: So many files of a folder are looked at.
_MOST = 200
#: A workbook or a document: in a zip archive, or an old one.
_OFFICE = re.compile(rb"PK\x03\x04.{0,3000}?(?:xl/|word/|opendocument)|\xd0\xcf\x11\xe0", re.DOTALL)
#: A line of a listing or a table: a clock reading at its head, or beside a sign between cells.
_ROW = re.compile(
    rb"^(?:[^\r\n]{0,80}?[;,\t])?\s{0,4}\"?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\"?[;,\t]| [^\d\s\[])",
    re.MULTILINE,
)
_ROWS = 4


def is_litter(name: str) -> bool:
    """Whether a file or folder of this name is none of a schedule's: hidden, a lock, a by-product,
    or a part of what is still on its way.

    ``name`` is without folders.
    """
    folded = name.casefold()
    return name.startswith(_LITTER_STARTS) or folded in _LITTER or folded.endswith(_PARTIAL)


def litter_in(name: str) -> str | None:
    """The part of a path inside an archive that makes it litter, from its beginning; else None.

    ``__MACOSX`` for ``__MACOSX/week/._ktk.xml``.
    """
    parts = PurePosixPath(name.lstrip("/")).parts
    for at, part in enumerate(parts, 1):
        if part != ".." and is_litter(part):
            return "/".join(parts[:at])
    return None


def looks_like_schedule(name: str, head: bytes) -> bool:
    """Whether a file that is passed over by its ``name`` is a schedule by its ``head``.

    Thumbs.db is an old Office file too, by its first bytes: one of these names has to be a text.
    """
    name = name.rpartition("/")[2].casefold()
    if name == _SETTINGS:
        return False
    office = name not in _LITTER and _OFFICE.match(head) is not None
    return office or len(_ROW.findall(head)) >= _ROWS or bool(XMLTV.search(head_text(head)))


def schedules_in(path: Path) -> Iterator[Path]:
    """What is a schedule by its content of what is passed over by its name: a file, or the first
    ones of a folder.
    """
    files = islice(path.rglob("*"), _MOST) if path.is_dir() else [path]
    for file in files:
        with suppress(OSError):
            if file.is_file() and not _is_on_its_way(file.name):
                with file.open("rb") as stream:
                    head = stream.read(HEAD)
                if looks_like_schedule(file.name, head):
                    yield file


def _is_on_its_way(name: str) -> bool:
    return name.casefold().endswith(_PARTIAL) or _BY_RSYNC.fullmatch(name) is not None
