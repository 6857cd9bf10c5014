"""Which way a file is annotated: by the reader that read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from schedcheck.messages import msg
from schedcheck.readers.source import SourceError, open_sources
from schedcheck.reports.files import replacing
from schedcheck.results.results import Audit
from schedcheck.tasks.annotate import csvtext, docx, xlsx, xmltv
from schedcheck.tasks.annotate.notes import Note, notes_of, refused

_TEXTS: Mapping[str, Callable[[bytes, Mapping[str, Note]], tuple[bytes, set[str]]]] = {
    "csv": csvtext.annotate,
    "xmltv": xmltv.annotate,
}
_PACKAGES: Mapping[str, Callable[[Path, Mapping[str, Note], Path], set[str]]] = {
    "spreadsheet": xlsx.annotate,
    "docx": docx.annotate,
}


def annotate_original(audit: Audit, path: Path, out: Path) -> list[str]:
    """Write the file at ``path``, which ``audit`` is about, to ``out`` with its findings in it.

    Returns the places whose findings could not be written there. A compressed text is written
    unfolded. Raises AnnotateError for files that cannot be annotated, with the way out, and
    OSError when ``out`` cannot be written.
    """
    if len(audit.sources) != 1:
        raise refused(str(path), msg("it holds several schedules; annotate them one by one"))
    (source,) = audit.sources
    notes = notes_of(audit.findings)
    if source.format in _PACKAGES:
        told = _PACKAGES[source.format](path, notes, out)
    elif source.format in _TEXTS:
        try:
            (opened,) = open_sources(path)
            content, told = _TEXTS[source.format](opened.read(), notes)
        except SourceError as error:
            raise refused(str(path), error.words) from error
        with replacing(out) as beside:
            beside.write_bytes(content)
    else:
        raise refused(
            str(path),
            msg(
                "files of the kind “%(kind)s” take no notes; save it as xlsx, docx or CSV",
                kind=source.format or msg("not read"),
            ),
        )
    return sorted(set(notes) - told)
