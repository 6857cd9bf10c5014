"""A package of evidence verified: its bytes, and whether each verdict comes out again."""

from __future__ import annotations

import errno
import os
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import Struct, field

from schedcheck._version import __version__
from schedcheck.errors import ConfigError
from schedcheck.given_files import is_special
from schedcheck.law.roster import shipped_rosters
from schedcheck.law.rulebook import load_rulebook, shipped_rulebooks
from schedcheck.messages import Message, msg
from schedcheck.messages.library_errors import Reason
from schedcheck.pipeline.run import Settings
from schedcheck.results.codec import WRONG
from schedcheck.results.document import Document
from schedcheck.results.states import Limits
from schedcheck.tasks.batch.batch import run_batch
from schedcheck.tasks.evidence.package import (
    FILES,
    FINDINGS,
    MANIFEST,
    ORIGINALS,
    SEAL,
    archive_of,
    member_of,
    of_other_findings,
    parsed_manifest,
    place_of,
    sha256,
)
from schedcheck.tasks.evidence.verdicts import Verdict, verdicts_of
from schedcheck.tasks.explain.findings_file import parse_findings
from schedcheck.zones import TZDATA

#: What reading a damaged archive raises.
_DAMAGE = (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError)


class Verified(Struct):
    """What is wrong with a package.

    ``changed``: what of its bytes is not as it was; nothing is then computed again. ``notes``: in
    what this program differs from the one that made it. ``same``: how many verdicts come out again.
    ``lost``: those in it that do not; ``new``: those that come out and are not in it.
    """

    changed: list[Message] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    same: int = 0
    lost: list[Verdict] = field(default_factory=list)
    new: list[Verdict] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """Whether nothing has changed and each verdict comes out again."""
        return not (self.changed or self.lost or self.new)


def verify(path: str | Path) -> Verified:
    """Verify a package: each byte of it, then each verdict, computed again from the originals.

    Raises ConfigError for a file that is no package at all.
    """
    if is_special(str(path)):  # it may have no end
        error = Reason.of(OSError(errno.ENODEV, os.strerror(errno.ENODEV)))
        raise ConfigError(msg("%(file)s: cannot be read: %(error)s", file=path, error=error))
    members, changed = _members(Path(path))
    result = Verified(changed)
    manifest = _manifest(members, result)
    if manifest is None:
        return result
    result.changed += _differences(manifest, members)
    if not result.changed:
        whole = archive_of(
            members[MANIFEST],
            {name: held for name, held in members.items() if name not in {MANIFEST, SEAL}},
        )
        result.changed += _structure(Path(path).read_bytes(), whole)
    if result.changed:
        return result
    document = parse_findings(members[FINDINGS].decode("utf-8"), FINDINGS)
    result.notes += [*_other_program(document), *of_other_findings(document, members)]
    before = Counter(verdicts_of(document.findings, {}))
    after = Counter(_again(document, manifest, members))
    result.same = (before & after).total()
    result.lost = sorted((before - after).elements(), key=str)
    result.new = sorted((after - before).elements(), key=str)
    return result


def _members(path: Path) -> tuple[dict[str, bytes], list[Message]]:
    """The members that can be read, and what is wrong with the others."""
    members: dict[str, bytes] = {}
    changed: list[Message] = []
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGE as error:
        words = msg("%(file)s: cannot be read: %(error)s", file=path, error=Reason.of(error))
        raise ConfigError(words) from error
    with archive:
        if sum(info.file_size for info in archive.infolist()) > path.stat().st_size:
            # ours are stored as they are: these lie over each other, and would have no end
            raise ConfigError(msg("%(file)s: its entries are larger than it is", file=path))
        for info in archive.infolist():
            name = info.filename
            parts = PurePosixPath(name).parts
            sound = info.compress_type == zipfile.ZIP_STORED and ".." not in parts
            if not sound or name in members or name.startswith("/") or set("\\:") & set(name):
                changed.append(
                    msg("%(file)s: was changed: its entry is not one of ours", file=name)
                )
                continue
            try:
                members[name] = archive.read(info)
            except _DAMAGE as error:
                why = Reason.of(error)
                changed.append(msg("%(file)s: was changed: %(error)s", file=name, error=why))
    return members, changed


def _manifest(members: Mapping[str, bytes], result: Verified) -> dict[str, Any] | None:
    """The manifest, if it is the one that was sealed."""
    named = {str(message.values.get("file")) for message in result.changed}
    for name in (MANIFEST, SEAL):
        if name not in members and name not in named:
            result.changed.append(msg("%(file)s: is missing", file=name))
    if MANIFEST not in members or SEAL not in members:
        return None
    seal = f"{sha256(members[MANIFEST])}  {MANIFEST}\n".encode("ascii")
    if members[SEAL] != seal:
        words = msg("%(file)s or %(other)s: was changed", file=MANIFEST, other=SEAL)
        result.changed.append(words)
        return None
    try:
        return parsed_manifest(members[MANIFEST])
    except WRONG as error:
        raise ConfigError(msg("%(file)s: not a manifest of schedcheck", file=MANIFEST)) from error


def _differences(manifest: Mapping[str, Any], members: Mapping[str, bytes]) -> Iterator[Message]:
    known = manifest["members"]
    for name, sha in known.items():
        if name not in members:
            yield msg("%(file)s: is missing or cannot be read", file=name)
        elif sha256(members[name]) != sha:
            yield msg("%(file)s: was changed: its hash is not that of the manifest", file=name)
    for name in members:
        if name not in known and name not in {MANIFEST, SEAL}:
            yield msg("%(file)s: was added: the manifest does not have it", file=name)


def _structure(found: bytes, whole: bytes) -> Iterator[Message]:
    """Where the archive differs from the one that its members make."""
    if found != whole:
        pairs = zip(found, whole, strict=False)
        at = next((n for n, (one, other) in enumerate(pairs) if one != other), len(whole))
        yield msg("the archive itself was changed, at byte %(number)d of it", number=at)


def _other_program(document: Document) -> Iterator[Message]:
    """In what this program is not the one that judged."""
    if document.tzdata != TZDATA:
        yield msg(
            "Judged with the time zone data %(old)s, verified with %(new)s.",
            old=document.tzdata,
            new=TZDATA,
        )
    if document.program != __version__:
        yield msg(
            "Judged by schedcheck %(old)s, verified by %(new)s.",
            old=document.program,
            new=__version__,
        )
    book = document.rulebook
    if book in shipped_rulebooks() and load_rulebook(book).sha256 != document.sha256:
        yield msg("The rulebook %(id)s of this program is another edition.", id=book)


def _again(
    document: Document, manifest: Mapping[str, Any], members: Mapping[str, bytes]
) -> list[Verdict]:
    """The verdicts that this program finds in the originals."""
    with TemporaryDirectory(prefix="schedcheck-") as made:
        folder = Path(made)
        # a channel may be named for its file, whatever bytes that name has
        places = {
            name: place_of(about["file"]) if member_of(about["file"]) == name else name
            for name, about in manifest["originals"].items()
        }
        for name, content in members.items():
            target = folder / "in" / places.get(name, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        for name, about in manifest["originals"].items():
            os.utime(folder / "in" / places[name], (about["modified"], about["modified"]))
        settings = _settings(document, manifest, folder / "in")
        results = run_batch(folder / "in" / ORIGINALS, folder / "out", settings)
        # an original is named as it was given
        names = {
            (folder / "in" / places[name]).as_posix(): Path(about["file"]).as_posix()
            for name, about in manifest["originals"].items()
        }
        return [*verdicts_of(results.findings, names)]


def _settings(document: Document, manifest: Mapping[str, Any], folder: Path) -> Settings:
    """The settings of the run, its files taken from the package."""
    asked = dict(document.settings)
    packed = manifest["settings"]
    shipped = {"roster": shipped_rosters(), "rulebook": shipped_rulebooks()}
    for name in FILES:
        if name in packed:
            asked[name] = str(folder / packed[name])
        elif name in asked and asked[name] not in shipped.get(name, ()):
            raise ConfigError(
                msg(
                    "%(name)s: the file is not in the package: %(file)s",
                    name=name,
                    file=asked[name],
                )
            )
    shares = {name: asked.pop(f"least-{name}", None) for name in ("covered", "marked")}
    usual = Limits()
    limits = Limits(
        **{
            name: getattr(usual, name) if share is None else share / 100
            for name, share in shares.items()
        }
    )
    changes = {name.replace("-", "_"): value for name, value in asked.items()}
    return Settings(limits=limits).replace(**changes)
