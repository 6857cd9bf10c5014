"""A draft of the file of decisions: an entry for each violation, to be filled in by people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import tomli

from schedcheck.errors import ConfigError
from schedcheck.messages import _
from schedcheck.reports.files import encodable, replacing
from schedcheck.reports.workbook.sheets import DATE, LIST, TEXT, Book, Column
from schedcheck.results.decisions_sheet import HEADINGS, OUTCOMES, SHEET, decided_rows
from schedcheck.results.document import Document
from schedcheck.results.finding import Severity
from schedcheck.results.identity import Identity, identity

#: What an entry is known by, see :mod:`schedcheck.results.decisions`.
_MEMBERS = ("code", "channel", "start", "title", "age_class")
#: The drafts: a text and a workbook, of which people fill in one.
TEXT_DRAFT, SHEET_DRAFT = "decisions.draft.toml", "decisions.draft.xlsx"
_WIDTHS = {"title": 50, "why": 50, "penalty": 40, "start": 26}


def write_drafts(document: Document, folder: Path) -> list[str]:
    """Write the violations that were not decided on as a TOML file and as a sheet.

    The names of those that people have filled in come back: they are left as they are.
    """
    kept = [name for name in (TEXT_DRAFT, SHEET_DRAFT) if _is_filled_in(folder / name)]
    if TEXT_DRAFT not in kept:
        with replacing(folder / TEXT_DRAFT) as path:
            path.write_text(draft(document), encoding="utf-8", newline="\n")
    if SHEET_DRAFT not in kept:
        _write_sheet(document, folder / SHEET_DRAFT)
    return kept


def _is_filled_in(path: Path) -> bool:
    """Whether people have written in a draft, or made something else of it."""
    if not path.is_file():
        return False
    content = path.read_bytes()
    try:
        if path.name == SHEET_DRAFT:
            return bool(decided_rows(content, path.name))
        entries = tomli.loads(content.decode("utf-8")).get("decision", [])
        return any(one.get("outcome") for one in entries)
    except (ConfigError, ValueError, AttributeError, TypeError):
        return True


def draft(document: Document) -> str:
    """The violations that were not decided on, as a TOML file whose outcomes are left open."""
    words = _(
        "Fill in outcome (confirmed or dismissed), date, and why or penalty; delete the rest."
    )
    entries = ("\n".join(_entry(one)) for one in _undecided(document))
    return "\n\n".join([f"# {words}", *entries]) + "\n"


def _undecided(document: Document) -> list[dict[str, str]]:
    """What tells apart the violations that were not decided on, each once."""
    found: dict[Identity, dict[str, str]] = {}
    for one in document.findings:
        if one.severity is Severity.VIOLATION and not one.decision and not one.outside:
            known = identity(one)
            values = known._asdict()
            if one.start is not None:
                values["start"] = one.start.isoformat(timespec="seconds")
            found.setdefault(known, {name: values[name] for name in _MEMBERS})
    return [*found.values()]


def _write_sheet(document: Document, path: Path) -> None:
    rows = [[known.get(key) for key in HEADINGS] for known in _undecided(document)]
    columns = [
        Column(str(words), DATE if key == "date" else TEXT, _WIDTHS.get(key, 14), 60)
        for key, words in HEADINGS.items()
    ]
    book = Book()
    at = "ABCDEFGHIJ"[[*HEADINGS].index("outcome")]
    cells = f"{at}2:{at}{max(2, len(rows) + 1)}"
    choice = f'"{",".join(map(str, OUTCOMES.values()))}"'
    book.table(str(SHEET), columns, rows, form=LIST._replace(choice=(cells, choice)))
    book.save(path)


def _entry(known: dict[str, str]) -> Iterator[str]:
    yield "[[decision]]"
    for name, value in known.items():
        yield f"{name} = {_text(value)}"
    yield 'outcome = ""'
    yield "# date = 2026-12-31"
    yield '# why = ""'
    yield '# penalty = ""'


def _text(value: str) -> str:
    """A text as TOML has it: as JSON, with what is no letter for TOML as a replacement."""
    return json.dumps(encodable(value), ensure_ascii=False).replace("\x7f", "\\u007f")
