"""A package of evidence: what a batch wrote, the original files, and a manifest of hashes.

It is a zip archive without compression and without times, so that its bytes follow from its
members alone: whoever has the members can make the archive again and compare every byte.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from schedcheck._version import __version__
from schedcheck.errors import ConfigError
from schedcheck.given_files import content_of, json_value
from schedcheck.messages import Message, msg
from schedcheck.readers.files import INDEX, TITLES, ending, file_of, is_half, other_half
from schedcheck.reports.data.json_text import json_text
from schedcheck.reports.files import refuse_read, replacing
from schedcheck.results.document import Document
from schedcheck.tasks.document.template import findings_named
from schedcheck.tasks.evidence.verdicts import findings_id
from schedcheck.tasks.explain.findings_file import load_findings

#: The version of the manifest, and the members of every package.
VERSION = 1
MANIFEST, SEAL, FINDINGS = "manifest.json", "manifest.sha256", "findings.json"
ORIGINALS, SETTINGS = "originals", "settings"
#: Settings that may name a file.
FILES = ("roster", "rulebook", "mapping", "decisions")
#: What of a batch is packed, as far as it is there.
_WRITTEN = ("summary.xlsx", "summary.html", "channels/*.xlsx", "documents/*")
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class Packed(NamedTuple):
    """What was packed: the number of originals, and what is to be said of the documents."""

    originals: int
    notes: tuple[Message, ...]


def pack(out: str | Path, path: str | Path) -> Packed:
    """Pack what batch wrote to ``out`` into the file ``path``.

    Raises ConfigError for a folder that batch did not write, where an original is missing or is
    not the file that was judged, and for a ``path`` that is one of the files packed; OSError when
    ``path`` cannot be written.
    """
    folder = Path(out)
    if not (folder / FINDINGS).is_file():
        raise ConfigError(
            msg("%(path)s: not a folder that batch wrote: it has no findings.json", path=out)
        )
    document = load_findings(str(folder / FINDINGS))
    written = [folder / FINDINGS]
    written += [file for pattern in _WRITTEN for file in sorted(folder.glob(pattern))]
    refuse_read(path, written)
    members = {file.relative_to(folder).as_posix(): content_of(file) for file in written}
    originals = dict(_originals(document))
    members |= {name: content for name, (content, _file, _changed) in originals.items()}
    settings = {}
    for option in FILES:
        value = document.settings.get(option)
        if value and Path(value).is_file():
            settings[option] = f"{SETTINGS}/{option}-{Path(value).name}"
            members[settings[option]] = content_of(Path(value))
            refuse_read(path, [value])
    refuse_read(path, (file for _content, file, _changed in originals.values()))
    manifest = json_text(
        {
            "schedcheck_package": VERSION,
            "schedcheck": __version__,
            "tzdata": document.tzdata,
            "rulebook": {"id": document.rulebook, "sha256": document.sha256},
            "settings": settings,
            "originals": {
                name: {"file": file, "modified": changed}
                for name, (_content_, file, changed) in originals.items()
            },
            "members": {name: sha256(content) for name, content in sorted(members.items())},
        }
    ).encode("utf-8")
    with replacing(Path(path)) as part:
        part.write_bytes(archive_of(manifest, members))
    return Packed(len(originals), tuple(of_other_findings(document, members)))


def of_other_findings(document: Document, members: Mapping[str, bytes]) -> Iterator[Message]:
    """A message for each document among the members that was made from other findings."""
    known = findings_id(document)
    for name, content in sorted(members.items()):
        if name.startswith("documents/") and name.endswith(".docx"):
            found = findings_named(content)
            if found and found != known:
                yield msg(
                    "%(file)s: made from other findings than those in findings.json; write the "
                    "documents again",
                    file=name,
                )


_NO_LETTERS = re.compile("[\ud800-\udfff]")


def archive_of(manifest: bytes, members: Mapping[str, bytes]) -> bytes:
    """The bytes of a package: the manifest, its hash, and the members by their names."""
    made = io.BytesIO()
    seal = f"{sha256(manifest)}  {MANIFEST}\n".encode("ascii")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in [(MANIFEST, manifest), (SEAL, seal), *sorted(members.items())]:
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return made.getvalue()


def sha256(content: bytes) -> str:
    """The hash of some bytes."""
    return hashlib.sha256(content).hexdigest()


def member_of(file: str) -> str:
    """The name in a package of an original that is given as ``file``.

    Bytes that are no letters are as in an address; the manifest has the name as it was.
    """
    return _NO_LETTERS.sub(lambda found: f"%{ord(found[0]) & 0xFF:02X}", place_of(file))


def place_of(file: str) -> str:
    """Where an original that is given as ``file`` is put to be read again: never outside."""
    parts = [part for part in PurePosixPath(Path(file).as_posix()).parts if part not in {"/", ".."}]
    return "/".join([ORIGINALS, *(part.replace(":", "_") for part in parts)])


def _originals(document: Document) -> Iterator[tuple[str, tuple[bytes, str, int]]]:
    """Each original: its name in the package, content, the file as given, when it was changed.

    When it was changed says which version counts, and the year where a schedule prints none.
    """
    known: dict[str, str] = {}
    for source in document.sources:
        given = file_of(source.file)
        if given is None:
            raise ConfigError(
                msg(
                    "%(file)s: the original is not there; run this from the folder from which "
                    "batch was run",
                    file=source.file,
                )
            )
        other = other_half(given) if is_half(given.name) else None
        # read once: what is packed is what was looked at
        contents = {path: content_of(path) for path in ((given, other) if other else (given,))}
        if source.sha256 and source.sha256 not in _hashes(given, contents):
            raise ConfigError(
                msg("%(file)s: not the file that was judged: its hash is another", file=given)
            )
        for path, content in contents.items():
            name = member_of(str(path))
            if known.setdefault(name, str(path)) != str(path):
                raise ConfigError(
                    msg("%(file)s and %(other)s have one name", file=path, other=known[name])
                )
            yield name, (content, str(path), int(path.stat().st_mtime))


def _hashes(given: Path, contents: Mapping[Path, bytes]) -> Iterator[str]:
    """The hash of a file, and that of both where it is one of two: the index comes first."""
    yield sha256(contents[given])
    if len(contents) > 1:
        by_ending = {ending(path.name): content for path, content in contents.items()}
        yield sha256(by_ending[INDEX] + by_ending[TITLES])


def parsed_manifest(content: bytes) -> dict[str, Any]:
    """The manifest of a package.

    Raises ConfigError for one of another version, with the program that made it, and ValueError for
    anything else.
    """
    value = json_value(content)
    if not isinstance(value, dict) or "schedcheck_package" not in value:
        raise ValueError(MANIFEST)
    if value["schedcheck_package"] != VERSION:
        words = msg(
            "the package is of version %(version)s, made by schedcheck %(program)s, and this one "
            "knows version %(known)d: verify it with schedcheck %(program)s",
            version=value["schedcheck_package"],
            program=value.get("schedcheck", "?"),
            known=VERSION,
        )
        raise ConfigError(words)
    return value
