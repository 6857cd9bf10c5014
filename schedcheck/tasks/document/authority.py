"""Who signs: the file that names the monitoring authority and its official."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from schedcheck.given_files import content_of
from schedcheck.messages import msg
from schedcheck.toml_table import LANGUAGES, TomlTable, parse_toml

#: What the file may say, each in one text or one for each language.
AUTHORITY = ("name", "place", "address", "contacts")
OFFICIAL = ("position", "name")

_Words = Mapping[str, str]


class Authority(Struct, frozen=True):
    """The values by their keys, each language -> text; ``folder`` may hold templates of one's own.

    What the file does not say is left as a line to fill in.
    """

    authority: Mapping[str, _Words] = field(default_factory=dict)
    official: Mapping[str, _Words] = field(default_factory=dict)
    folder: Path | None = None


def load_authority(path: str | Path) -> Authority:
    """The authority and the official in a TOML file.

    Raises ConfigError for a file that cannot be read, and for a key that is not right.
    """
    top = parse_toml(content_of(path), str(path))
    authority = _texts(top.table("authority", {}), AUTHORITY)
    official = _texts(top.table("official", {}), OFFICIAL)
    top.done()
    return Authority(authority, official, Path(path).parent)


def _texts(table: TomlTable, keys: tuple[str, ...]) -> dict[str, _Words]:
    found = {key: _in_each(table, key) for key in keys if table.has(key)}
    table.done()
    return found


def _in_each(table: TomlTable, key: str) -> _Words:
    if isinstance(table.peek(key), str):
        return dict.fromkeys(LANGUAGES, table.text(key))
    words = table.table(key)
    given = {language: words.text(language) for language in LANGUAGES if words.has(language)}
    words.done()
    if not given:
        raise table.refuse(key, msg("is empty"))
    first = next(iter(given.values()))
    return {language: given.get(language, first) for language in LANGUAGES}
