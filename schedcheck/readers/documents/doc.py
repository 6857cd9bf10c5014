"""Binary Word documents (.doc), converted to docx by LibreOffice where it is installed."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path, PurePath

from schedcheck.messages import msg
from schedcheck.readers import ole
from schedcheck.readers.base import BY_NAME, NOT_THIS, SIGNATURE, Likelihood, ReadOptions
from schedcheck.readers.documents import docx
from schedcheck.readers.source import Source, SourceError
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault, Reading

NAME = "doc"

#: Seconds that a conversion may take; a week's listing takes two, a first start of the program ten.
TIME_LIMIT = 120.0

_STREAM = "WordDocument"
_STREAMS = frozenset({_STREAM, "0Table", "1Table"})
_WORKBOOK_STREAMS = frozenset({"Workbook", "Book", "EncryptedPackage"})
_SECTOR = 512
_TEXT = b"\xec\xa5\xc1\x00"
_PROGRAMS = ("soffice", "libreoffice")
_SHOWN = 200


def sniff(head: bytes, name: str) -> Likelihood:
    """How likely ``head`` begins a binary Word document.

    Its streams say it, as far as the head shows them, or the block that its text begins with
    ([MS-DOC], FibBase); else its name.
    """
    if not head.startswith(ole.MAGIC):
        return NOT_THIS
    streams = ole.names_in(head)
    if streams & _STREAMS or _STREAM.encode("utf-16-le") in head:
        return SIGNATURE
    if any(head.startswith(_TEXT, at) for at in range(_SECTOR, len(head), _SECTOR)):
        return SIGNATURE
    named = PurePath(name).suffix.casefold() == ".doc"
    return BY_NAME if named and not streams & _WORKBOOK_STREAMS else NOT_THIS


def read(source: Source, options: ReadOptions) -> Reading:
    """Every programme of the document, as the reader of docx reads it; places are its own."""
    try:
        converted = _converted(source.read())
    except SourceError as error:
        return Reading(NAME, make_frame({}, 0), [Fault("unread", source.file, "", "", error.words)])
    copy = Source(
        source.file,
        source.digest,
        lambda _stack: io.BytesIO(converted),
        source.allowance,
        modified=source.modified,
    )
    reading = docx.read(copy, options)
    reading.format = NAME
    reading.notes.append(msg("a binary Word document, converted to docx by LibreOffice"))
    return reading


def _converted(data: bytes) -> bytes:
    """The document as docx. Raises SourceError where LibreOffice is missing or fails."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise SourceError(
            msg(
                "a binary Word document (.doc), which is read by way of LibreOffice, and that is "
                "not installed here; open it in Word or LibreOffice and save it as .docx"
            )
        )
    with tempfile.TemporaryDirectory(prefix="schedcheck-", ignore_cleanup_errors=True) as folder:
        given, made = Path(folder, "given.doc"), Path(folder, "made", "given.docx")
        given.write_bytes(data)
        # a profile of its own: a running LibreOffice would take the work and keep it
        profile = Path(folder, "profile").as_uri()
        words = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        words += ["--convert-to", "docx", "--outdir", str(made.parent), str(given)]
        said_by_it = _run(words)
        if not made.is_file():
            raise SourceError(
                msg(
                    "LibreOffice could not read this binary Word document (%(error)s); open it in "
                    "Word and save it as .docx, without a password",
                    error=said_by_it[-_SHOWN:],
                )
            )
        return made.read_bytes()


def _run(words: list[str]) -> str:
    """Run a program to its end and return what it said; past the limit all of it is ended."""
    with subprocess.Popen(  # noqa: S603 - a program found on the path, no shell
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            output, _errors = process.communicate(timeout=TIME_LIMIT)
        except subprocess.TimeoutExpired as error:
            _end(process)
            raise SourceError(
                msg(
                    "LibreOffice did not convert this binary Word document within %(seconds)d s; "
                    "open it in Word and save it as .docx",
                    seconds=TIME_LIMIT,
                )
            ) from error
    return " ".join(output.decode("utf-8", errors="replace").split())


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and those that it has started."""
    if sys.platform == "win32":
        tree = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(tree, capture_output=True, check=False)  # noqa: S603 - a number alone
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
