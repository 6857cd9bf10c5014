"""What the tests of tree formats share: a file written and read."""

from __future__ import annotations

from pathlib import Path

from schedcheck.readers.base import Reader, ReadOptions
from schedcheck.readers.source import open_sources
from schedcheck.schedule.frame import Reading, validate


def read_content(
    folder: Path, content: str | bytes, reader: Reader, options: ReadOptions | None = None
) -> Reading:
    """What ``reader`` makes of a file with this content, which must look like its own to it."""
    path = folder / "a file"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (source,) = open_sources(path)
    assert reader.sniff(source.head, "a file")
    reading = reader.read(source, options or ReadOptions())
    validate(reading.frame)
    return reading


def rows(reading: Reading, *columns: str) -> list[tuple[str, ...]]:
    """Columns of the frame as texts, one tuple a row."""
    return [tuple(map(str, row)) for row in reading.frame[list(columns)].itertuples(index=False)]
