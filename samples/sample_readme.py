"""The tables of the samples' README."""

# ruff: noqa: INP001 - a part of make_samples.py, which is run as a script

from __future__ import annotations

from collections.abc import Iterable

from sample_stations import Sample


def table(heads: str, rows: Iterable[Iterable[object]]) -> list[str]:
    """A table of Markdown, its ``heads`` divided by ``|``."""
    return [
        f"| {heads} |",
        "|" + "---|" * len(heads.split("|")),
        *(f"| {' | '.join(map(str, row))} |" for row in rows),
        "",
    ]


def files(sample: Sample) -> list[str]:
    """The files of a week."""
    rows = (
        (name, ", ".join(channels), what)
        for name, (what, channels, _writer) in sorted(sample.files.items())
    )
    return table("file | channels | what it is", rows)


def planted(sample: Sample, heads: str) -> list[str]:
    """What is planted in a week; the ``heads`` are its parts."""
    names = heads.split(" | ")
    rows = ([getattr(one, name) for name in names] for one in sample.list_of_planted())
    return table(heads, rows)


def lawful(sample: Sample) -> list[str]:
    """What is in a week that looks like a violation and is none."""
    rows = (
        (week.channel, one.title, sample.local(week, one.start), why)
        for week, one, why in sample.lawful
    )
    return table("channel | title | start | why", rows)
