"""Decisions in a sheet of a workbook: a row for each finding, as a spreadsheet program saves it.

The headings are the keys of ``decisions.toml``, or their names in one of the languages. A row that
nothing was decided in is left out; anything else becomes the same table as an entry of that file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from schedcheck.errors import ConfigError
from schedcheck.messages import Message, language, msg
from schedcheck.messages.library_errors import Reason
from schedcheck.results.finding import Outcome
from schedcheck.toml_table import LANGUAGES, TomlTable

#: The name of the sheet, the headings by the keys that they stand for, and the outcomes.
SHEET = msg("Decisions")
HEADINGS: Mapping[str, Message] = {
    "code": msg("Code"),
    "channel": msg("Channel ID"),
    "start": msg("Start with offset"),
    "title": msg("Title"),
    "age_class": msg("Class"),
    "outcome": msg("Decision"),
    "date": msg("Day of the decision"),
    "why": msg("Reason"),
    "penalty": msg("Penalty"),
    "rule": msg("Rule"),
}
OUTCOMES: Mapping[Outcome, Message] = {
    Outcome.CONFIRMED: msg("confirmed"),
    Outcome.DISMISSED: msg("dismissed"),
}
#: What people fill in; the rest says of which finding.
FILLED_IN = ("outcome", "date", "why", "penalty", "rule")
_BEGIN = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_DAYS = ("%Y-%m-%d", "%d.%m.%Y")


def is_workbook(content: bytes) -> bool:
    """Whether a file is a workbook and no text."""
    return content.startswith(_BEGIN)


def decided_rows(content: bytes, file: str) -> list[TomlTable]:
    """The rows of the sheet of decisions in which something is filled in, each as a table.

    The sheet is the one of that name, or the only one. Raises ConfigError for what is no workbook,
    has no such sheet, or has a heading that is not known.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        name = _sheet(book.sheet_names, file)
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        words = msg("%(file)s: cannot be read: %(error)s", file=file, error=Reason.of(error))
        raise ConfigError(words) from error
    return [*_tables(rows, name, file)]


def _tables(rows: Sequence[Sequence[Any]], name: str, file: str) -> Iterator[TomlTable]:
    names = _names(HEADINGS)
    keys: list[str] = []
    for number, row in enumerate(rows, 1):
        texts = [_text(cell) for cell in row]
        if not keys:
            if any(texts):
                place = TomlTable({}, f"{name}!{number}", file)
                keys = [_key(text, names, place) for text in texts]
            continue
        values = {key: _value(key, cell) for key, cell in zip(keys, row, strict=False) if key}
        if any(values.get(key) for key in FILLED_IN):
            given = {key: value for key, value in values.items() if value}
            yield TomlTable(given, f"{name}!{number}", file)


def _sheet(names: Sequence[str], file: str) -> str:
    wanted = {text.casefold() for text in _in_all(SHEET)}
    found = [name for name in names if name.strip().casefold() in wanted] or [*names]
    if len(found) != 1:
        words = msg("%(file)s: it has no sheet “%(sheet)s”", file=file, sheet=SHEET)
        raise ConfigError(words)
    return found[0]


def _key(text: str, names: Mapping[str, str], place: TomlTable) -> str:
    if text and text.casefold() not in names:
        raise place.refuse(text, msg("unknown key"))
    return names.get(text.casefold(), "")


def _value(key: str, cell: Any) -> Any:
    """A cell as the TOML file has it."""
    text = _text(cell)
    if key == "outcome":
        return _names(OUTCOMES).get(text.casefold(), text)
    if key == "date":
        if isinstance(cell, date):
            return date(cell.year, cell.month, cell.day)
        for form in _DAYS:
            with suppress(ValueError):
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    return text


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def _names(messages: Mapping[Any, Message]) -> dict[str, str]:
    """Each of the words for a value, in any language, and the value itself -> the value."""
    found = {str(value).casefold(): str(value) for value in messages}
    return found | {
        text.casefold(): str(value) for value, words in messages.items() for text in _in_all(words)
    }


def _in_all(words: Message) -> list[str]:
    found = []
    for name in LANGUAGES:
        with language(name):
            found.append(str(words))
    return found
