from __future__ import annotations

import io
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from schedcheck.messages import msg
from schedcheck.readers.documents import doc
from schedcheck.readers.registry import read_source
from schedcheck.readers.source import open_sources
from schedcheck.readers.workbooks import reader as spreadsheet
from tests.fixtures.documents import ole_document
from tests.fixtures.papers import docx_of
from tests.fixtures.tables import NO_OPTIONS, notes, source_of, told, walls
from tests.missing import libreoffice
from tests.shared_data import shared_data

DOCUMENT = ole_document(WordDocument=b"w" * 5000)
REAL = "spreadsheets/30 11 - 06 12  2009.doc"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of the path, for a stand-in of LibreOffice."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def stand_in(folder: Path, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def convert_to(data: bytes, folder: Path, kept: Path) -> None:
    """A stand-in that makes a document of ``data`` of any that it is given."""
    (kept / "ready.docx").write_bytes(data)
    stand_in(
        folder,
        f'echo "$@" > {kept}/told; while [ "$1" != --outdir ]; do shift; done; '
        f'/bin/mkdir "$2"; /bin/cp {kept}/ready.docx "$2/given.docx"',
    )


def test_the_streams_tell_what_it_is() -> None:
    assert doc.sniff(DOCUMENT, "a.xls")
    assert not spreadsheet.sniff(DOCUMENT, "a.xls")
    assert not doc.sniff(ole_document(Workbook=b"w" * 5000), "a.doc")
    assert not doc.sniff(b"text", "a.doc")
    # the name of the stream stands in the second sector of the directory, or past the head
    late = ole_document(a=b"1" * 4096, b=b"2" * 4096, c=b"3", WordDocument=b"w" * 5000)
    assert doc.sniff(late, "a")
    begun = ole_document(a=b"\xec\xa5\xc1\x00".ljust(5000, b"\0"))
    assert doc.sniff(begun, "a")


def test_without_libreoffice_it_is_refused_with_the_way_out(office: Path) -> None:
    assert not list(office.iterdir())
    reading = doc.read(source_of(DOCUMENT, "a.doc"), NO_OPTIONS)
    assert [fault[0] for fault in told(reading)] == ["unread"]
    assert "save it as .docx" in str(reading.faults[0].reason)


def test_the_real_one_is_refused_without_libreoffice(office: Path) -> None:
    assert not list(office.iterdir())
    (source,) = open_sources(shared_data(REAL))
    reading = read_source(source, NO_OPTIONS)
    assert not len(reading.frame)
    assert "save it as .docx" in str(reading.faults[0].reason)


def test_the_guards_are_tried_once_for_all_documents(office: Path) -> None:
    for name in ("unshare", "prlimit"):
        program = office / name
        program.write_text(f'#!/bin/sh\necho "$@" >> {office}/asked\nexit 1\n')
        program.chmod(0o755)
    stand_in(office, "exit 1")
    for _again in range(3):
        doc.read(source_of(DOCUMENT, "a.doc"), NO_OPTIONS)
    asked = (office / "asked").read_text().splitlines()
    assert [line for line in asked if line.endswith("true")] == ["--net --map-current-user true"]


def test_what_is_converted_is_read_and_nothing_is_left_behind(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    convert_to(docx_of(["12.12.2022", "6.00 Ән"]), office, tmp_path)
    reading = doc.read(source_of(DOCUMENT, "a.doc"), NO_OPTIONS)
    assert (reading.format, walls(reading)) == ("doc", ["2022-12-12 06:00"])
    assert "LibreOffice (without a network, by a proxy that is not there)" in notes(reading)
    words = (tmp_path / "told").read_text()
    assert "--headless" in words
    assert "UserInstallation=file:///" in words
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("schedcheck-")]


def test_what_is_converted_is_searched_for_marks_that_were_not_read(
    office: Path, tmp_path: Path
) -> None:
    data = io.BytesIO(docx_of(["12.12.2022", "6.00 Ән", "15.00 Кино*"]))
    with zipfile.ZipFile(data, "a") as package:
        package.writestr("word/footer1.xml", "<w:ftr><w:p><w:t>* — 18+</w:t></w:p></w:ftr>")
    convert_to(data.getvalue(), office, tmp_path)
    reading = doc.read(source_of(DOCUMENT, "a.doc"), NO_OPTIONS)
    assert [(one.code, one.place) for one in reading.faults] == [
        ("unaccounted", "word/footer1.xml")
    ]


def test_a_conversion_that_fails_is_told(office: Path) -> None:
    stand_in(office, "echo source file could not be loaded; exit 0")
    reading = doc.read(source_of(DOCUMENT, "a.doc"), NO_OPTIONS)
    assert "could not be loaded" in str(reading.faults[0].reason)


def test_a_conversion_without_end_is_ended_with_all_it_started(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doc, "TIME_LIMIT", 0.3)
    stand_in(office, f"(/bin/sleep 2; echo late > {tmp_path}/late) & wait")
    begun = time.monotonic()
    reading = doc.read(source_of(DOCUMENT, "a.doc"), NO_OPTIONS)
    assert time.monotonic() - begun < 1.5
    assert "did not convert" in str(reading.faults[0].reason)
    time.sleep(2)
    assert not (tmp_path / "late").exists()


def test_the_real_one_is_read_with_libreoffice() -> None:
    libreoffice()
    (source,) = open_sources(shared_data(REAL))
    reading = read_source(source, NO_OPTIONS)
    assert (reading.format, reading.faults, len(reading.frame)) == ("doc", [], 178)
    assert (walls(reading)[0], walls(reading)[-1]) == ("2009-11-30 06:00", "2009-12-07 01:50")


@contextmanager
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine, and what has come to it."""
    came: list[bytes] = []
    ended = threading.Event()

    def listen(server: socket.socket) -> None:
        while not ended.is_set():
            with suppress(TimeoutError):
                caller, _address = server.accept()
                with caller:
                    came.append(caller.recv(100))

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        thread = threading.Thread(target=listen, args=(server,))
        thread.start()
        try:
            yield server.getsockname()[1], came
        finally:
            ended.set()
            thread.join()


@pytest.mark.parametrize("guard", ["as here", "proxy", "none"])
def test_libreoffice_reaches_no_network(guard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last case shows that it would: what is named doc may be a page that links elsewhere."""
    libreoffice()
    if guard != "as here":
        monkeypatch.setattr(doc, "_guards", lambda: ([], msg("by a proxy that is not there")))
    if guard == "none":
        monkeypatch.setattr(doc, "_PROXIES", ())
        monkeypatch.setattr(doc, "_PROFILE", _NO_SETTINGS)
    with listener() as (port, came):
        page = (
            f'<html><body><p>15.00 Кино</p><img src="http://127.0.0.1:{port}/x.png"></body></html>'
        )
        source = source_of(DOCUMENT, "a.doc")
        monkeypatch.setattr(source, "opener", lambda _stack: io.BytesIO(page.encode()))
        doc.read(source, NO_OPTIONS)
    assert bool(came) == (guard == "none")


_NO_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry"></oor:items>'
)
