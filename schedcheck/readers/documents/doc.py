"""Binary Word documents (.doc), converted to docx by LibreOffice where it is installed."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePath

from schedcheck.messages import Message, msg
from schedcheck.readers import ole
from schedcheck.readers.base import BY_NAME, NOT_THIS, SIGNATURE, Likelihood, ReadOptions
from schedcheck.readers.census import unaccounted
from schedcheck.readers.documents import docx
from schedcheck.readers.row_faults import LIBREOFFICE_SLOW, NO_LIBREOFFICE
from schedcheck.readers.source import Source, SourceError
from schedcheck.schedule.building import make_frame
from schedcheck.schedule.reading import Fault, Reading

NAME = "doc"

#: Seconds that a conversion may take; a week's listing takes two, a first start of the program ten.
TIME_LIMIT = 120.0

#: Bytes of addresses that it may take; a week's listing takes a third.
MEMORY_LIMIT = 4 * 1024**3
#: A port of this machine that nobody listens to (discard), and what programs ask for a proxy.
_NOBODY = 9
_PROXIES = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY")


def _setting(path: str, name: str, value: str) -> str:
    return (
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
    )


#: The settings of LibreOffice: no macros, no links, no fields brought up to date, no network.
_PROFILE = "".join(
    (
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">',
        _setting("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
        _setting("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
        _setting("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
        _setting("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
        _setting("Office.Writer/Content/Update", "Link", "0"),
        _setting("Inet/Settings", "ooInetProxyType", "2"),
        *(
            _setting("Inet/Settings", f"ooInet{kind}Proxy{part}", value)
            for kind in ("HTTP", "HTTPS")
            for part, value in (("Name", "127.0.0.1"), ("Port", str(_NOBODY)))
        ),
        _setting("Inet/Settings", "ooInetNoProxy", ""),
        "</oor:items>",
    )
)
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
        converted, guard = _converted(source.read())
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
    reading.faults += unaccounted(copy, reading)  # the binary document itself cannot be searched
    reading.format = NAME
    note = msg("a binary Word document, converted to docx by LibreOffice (%(guard)s)", guard=guard)
    reading.notes.append(note)
    return reading


def _converted(data: bytes) -> tuple[bytes, Message]:
    """The document as docx, and what kept LibreOffice from the network.

    Raises SourceError where LibreOffice is missing or fails.
    """
    if not is_installed():
        raise SourceError(NO_LIBREOFFICE)
    made, guard, said_by_it = converted({"given.doc": data}, "docx")
    if "given.docx" not in made:
        raise SourceError(
            msg(
                "LibreOffice could not read this binary Word document (%(error)s); open it in "
                "Word and save it as .docx, without a password",
                error=said_by_it[-_SHOWN:],
            )
        )
    return made["given.docx"], guard


def is_installed() -> bool:
    """Whether LibreOffice is there."""
    return any(map(shutil.which, _PROGRAMS))


def converted(given: Mapping[str, bytes], form: str) -> tuple[dict[str, bytes], Message, str]:
    """Files that LibreOffice, which must be there, has made in a form (``docx``, ``pdf``).

    Each is under the name of the one given, with the ending of the form; one that could not be
    made is missing. Also what kept LibreOffice from the network, and what it said. Raises
    SourceError where it takes too long.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)))
    with tempfile.TemporaryDirectory(prefix="schedcheck-", ignore_cleanup_errors=True) as folder:
        there, made = Path(folder, "given"), Path(folder, "made")
        there.mkdir()
        for name, data in given.items():
            (there / name).write_bytes(data)
        # a profile of its own: a running LibreOffice would take the work and keep it
        profile = Path(folder, "profile")
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(
            _PROFILE, encoding="utf-8", newline="\n"
        )
        before, guard = _guards()
        words = [*before, program, f"-env:UserInstallation={profile.as_uri()}"]
        words += ["--headless", "--norestore", "--convert-to", form, "--outdir", str(made)]
        said_by_it = _run([*words, *(str(there / name) for name in given)])
        names = [f"{PurePath(name).stem}.{form}" for name in given]
        found = {name: (made / name).read_bytes() for name in names if (made / name).is_file()}
        return found, guard, said_by_it


def _guards() -> tuple[list[str], Message]:
    """The programs before LibreOffice that keep it from the network and from too much memory.

    A network of its own, in which nothing is, where the system allows one; else every request goes
    to a proxy that is not there. Of memory it may take :data:`MEMORY_LIMIT` where the system has
    a program for that.
    """
    words: list[str] = []
    limit = shutil.which("prlimit")
    if limit:
        words += [limit, f"--as={MEMORY_LIMIT}"]
    alone = shutil.which("unshare")
    if alone:
        apart = [alone, "--net", "--map-current-user"]
        if _works(*apart, "true"):
            return [*words, *apart], msg("without a network, by a namespace of its own")
    return words, msg("without a network, by a proxy that is not there")


@cache
def _works(*words: str) -> bool:
    """Whether the system allows a program; it is asked once, not for each document."""
    return subprocess.run(words, capture_output=True, check=False).returncode == 0  # noqa: S603 - no input


def _run(words: list[str]) -> str:
    """Run a program to its end and return what it said; past the limit all of it is ended."""
    with subprocess.Popen(  # noqa: S603 - a program found on the path, no shell
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        env={**os.environ, **dict.fromkeys(_PROXIES, f"http://127.0.0.1:{_NOBODY}")},
    ) as process:
        try:
            output, _errors = process.communicate(timeout=TIME_LIMIT)
        except subprocess.TimeoutExpired as error:
            _end(process)
            raise SourceError(msg(LIBREOFFICE_SLOW, seconds=TIME_LIMIT)) from error
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
