"""A TOML table on its way into a value: each key is asked for once, what is left is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final, TypeVar, cast

import tomli

from schedcheck.errors import ConfigError
from schedcheck.messages import Message, msg
from schedcheck.messages.library_errors import Reason

T = TypeVar("T")

LANGUAGES = ("kk", "ru", "en")

_MISSING: Final = object()
_KINDS: Mapping[type, Message] = {
    str: msg("a text"),
    int: msg("a whole number"),
    bool: msg("true or false"),
    date: msg("a date (2019-01-11)"),
    datetime: msg("a time with its date (2026-11-24T20:30:00+05:00)"),
    list: msg("a list"),
    dict: msg("a table"),
}


def parse_toml(content: bytes, file: str) -> TomlTable:
    """The top table of a TOML file; ``file`` is the name that refusals cite.

    Raises ConfigError for text that is not UTF-8 or not TOML, with the line.
    """
    try:
        return TomlTable(tomli.loads(content.decode("utf-8-sig")), "", file)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(
            msg("%(file)s: line %(line)d: the text is not UTF-8", file=file, line=line)
        ) from error
    except (tomli.TOMLDecodeError, RecursionError) as error:
        # The parser's own words end in “(at line 3, column 7)”.
        raise ConfigError(
            msg("%(file)s: not TOML: %(error)s", file=file, error=Reason.of(error))
        ) from error


class TomlTable:
    """The keys of one table, its dotted path, and the refusals that name both."""

    def __init__(self, values: Mapping[str, Any], path: str, file: str) -> None:
        self._values = dict(values)
        self.path = path
        self.file = file

    def refuse(self, key: str, reason: Message) -> ConfigError:
        """The error that names ``key`` of this table (or the table itself) and the reason."""
        path = f"{self.path}.{key}" if self.path and key else self.path or key
        return ConfigError(
            msg("%(file)s: %(key)s: %(reason)s", file=self.file, key=path, reason=reason)
        )

    def keys(self) -> tuple[str, ...]:
        """The keys that were not taken yet, in the order of the file."""
        return tuple(self._values)

    def has(self, key: str) -> bool:
        """Whether ``key`` is there and was not taken yet."""
        return key in self._values

    def peek(self, key: str) -> object:
        """The value of ``key`` as it is, None where there is none; it is not taken."""
        return self._values.get(key)

    def inner(self, key: str, values: Mapping[str, Any]) -> TomlTable:
        """The table ``values`` that is at ``key``."""
        return TomlTable(values, f"{self.path}.{key}" if self.path else key, self.file)

    def take(self, key: str, kind: type[T], default: Any = _MISSING) -> T:
        """The value of ``key``, which must be of exactly this ``kind``.

        Raises ConfigError where it is missing without a default, or of another kind.
        """
        if key not in self._values and default is not _MISSING:
            return cast("T", default)
        if key not in self._values:
            raise self.refuse(key, msg("is missing"))
        value = self._values.pop(key)
        # Exactly, for a bool is an int to Python and a date with a time is a date.
        if type(value) is not kind:
            raise self.refuse(key, msg("must be %(kind)s", kind=_KINDS[kind]))
        return value

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self.take(key, str)
        if not value.strip():
            raise self.refuse(key, msg("is empty"))
        return value

    def choice(self, key: str, allowed: Iterable[str], default: Any = _MISSING) -> str:
        """One of the ``allowed`` words."""
        value = self.take(key, str, default)
        if value not in allowed:
            raise self.refuse(key, one_of(value, allowed))
        return value

    def texts(self, key: str, default: Any = _MISSING, *, empty: bool = False) -> tuple[str, ...]:
        """A list of texts, none of them empty; the list itself only where ``empty`` allows it."""
        values = self.take(key, list, default)
        if not values and not empty:
            raise self.refuse(key, msg("is empty"))
        for number, value in enumerate(values):
            if not isinstance(value, str) or not value:
                raise self.refuse(f"{key}[{number}]", msg("must be a text that is not empty"))
        return tuple(values)

    def words(self, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """A list of some of the ``allowed`` words, not empty."""
        values = self.texts(key)
        for number, value in enumerate(values):
            if value not in allowed:
                raise self.refuse(f"{key}[{number}]", one_of(value, allowed))
        return values

    def table(self, key: str, default: Any = _MISSING) -> TomlTable:
        """The table under ``key``."""
        return self.inner(key, self.take(key, dict, default))

    def tables(self, key: str, *, empty: bool = False) -> list[TomlTable]:
        """The tables of the list under ``key``, numbered from 0 in their paths."""
        values = self.take(key, list, [] if empty else _MISSING)
        if not values and not empty:
            raise self.refuse(key, msg("is empty"))
        for number, value in enumerate(values):
            if type(value) is not dict:
                raise self.refuse(f"{key}[{number}]", msg("must be a table"))
        return [self.inner(f"{key}[{number}]", value) for number, value in enumerate(values)]

    def done(self) -> None:
        """Refuse the first key that nobody asked for."""
        for key in self._values:
            raise self.refuse(key, msg("unknown key"))


def in_languages(table: TomlTable, key: str, default: Any = _MISSING) -> Mapping[str, str]:
    """One text in each of :data:`LANGUAGES`; ``default`` where the key is not there."""
    if default is not _MISSING and not table.has(key):
        return dict(default)
    words = table.table(key)
    found = {language: words.text(language) for language in LANGUAGES}
    words.done()
    return found


def one_of(value: str, allowed: Iterable[str]) -> Message:
    """The reason for a word that is not among those allowed."""
    return msg(
        "“%(value)s” is not one of %(allowed)s", value=value, allowed=", ".join(sorted(allowed))
    )
