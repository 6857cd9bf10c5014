"""Mappings: where in the reply of a guide service the parts of its programmes are, as data.

One TOML file a service, in ``mappings/`` or of the user's own; ``docs/formats.md`` describes the
keys and the language of paths.
"""

from __future__ import annotations

from collections.abc import Mapping as Words
from functools import cache
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from schedcheck.errors import ConfigError
from schedcheck.given_files import content_of
from schedcheck.messages import msg
from schedcheck.readers.json_guides.path import JsonNode, JsonPath
from schedcheck.toml_table import TomlTable, parse_toml
from schedcheck.zones import zone as known_zone

Paths = tuple[JsonPath, ...]

#: What a time is: seconds or milliseconds since 1970; a date and time in UTC by the word of the
#: service; or a clock reading, with its date or beside one, with an offset, in a zone or in none.
FORMS = ("epoch", "epoch-ms", "utc", "clock")
#: Seconds of a number that is a duration.
UNITS: Words[str, float] = {"hours": 3600, "minutes": 60, "seconds": 1, "milliseconds": 0.001}


class TimeAt(Struct, frozen=True):
    """Where a time is and what it is: ``form`` is one of :data:`FORMS`.

    Of a clock reading: ``zone`` is its zone, ``zone_at`` where that is, and ``date`` where
    the date is that is not printed beside it.
    """

    path: Paths
    form: str
    zone: str = ""
    zone_at: Paths = ()
    date: Paths = ()


class MarkAt(Struct, frozen=True):
    """Where an age mark is: at ``path`` in each object of ``each`` (or in the entry).

    ``system`` is its system's name, ``system_at`` where that is next to it.
    """

    path: JsonPath
    system: str
    system_at: JsonPath | None = None
    each: JsonPath | None = None


class LookUp(Struct, frozen=True):
    """Objects elsewhere in the file that entries refer to: their ``key`` is the entry's ``by``."""

    list: Paths
    key: JsonPath
    by: JsonPath


class Mapping(Struct, frozen=True):
    """Where the programmes of one service are, and their parts.

    Of several paths of ``list``, ``title``, ``channel`` and ``channel_name`` the first that leads
    to something counts; of ``text`` and ``category`` all do. ``needs`` are paths that tell this
    service from others, ``where`` tells programmes from other entries by a value; ``scores`` are
    keys that look like age marks and are none.
    """

    id: str
    list: Paths
    title: Paths
    start: TimeAt
    needs: Paths = ()
    stop: TimeAt | None = None
    duration: Paths = ()
    unit: float = 1
    printed: TimeAt | None = None
    text: Paths = ()
    category: Paths = ()
    channel: Paths = ()
    channel_name: Paths = ()
    marks: tuple[MarkAt, ...] = ()
    scores: tuple[str, ...] = ()
    where: tuple[JsonPath, tuple[str, ...]] | None = None
    lookup: LookUp | None = None

    def fits(self, entry: JsonNode) -> bool:
        """Whether an entry has what tells a programme of this service."""
        if self.needs and not all(path.values(entry) for path in self.needs):
            return False
        return any(path.values(entry) for path in self.start.path) and (
            bool(self.needs) or any(path.values(entry) for path in self.title)
        )

    def known_keys(self) -> set[str]:
        """The keys that marks are read from, or that are known to hold none."""
        paths = [path for mark in self.marks for path in (mark.path, mark.each) if path]
        return {step for path in paths for step in path.steps} | set(self.scores)


@cache
def shipped_mappings() -> tuple[Mapping, ...]:
    """The mappings that come with the program, by name."""
    folder = files("schedcheck.readers.json_guides") / "mappings"
    found = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return tuple(
        parse_mapping(entry.read_bytes(), entry.name)
        for entry in found
        if entry.name.endswith(".toml")
    )


@cache
def load_mapping(path: Path) -> Mapping:
    """The mapping in a file. Raises ConfigError, with the key and the reason, for a wrong one."""
    content = content_of(path)
    return parse_mapping(content, str(path))


def parse_mapping(content: bytes, file: str) -> Mapping:
    """The mapping in ``content``; ``file`` is the name that refusals cite.

    Raises ConfigError with the dotted key and the reason.
    """
    top = parse_toml(content, file)
    start = _time(top.table("start"))
    duration = top.table("duration") if top.has("duration") else None
    if duration and top.has("stop"):
        raise top.refuse("duration", msg("given together with a stop; one of them is enough"))
    mapping = Mapping(
        id=top.take("id", str, Path(file).stem),
        list=_paths(top, "list"),
        title=_paths(top, "title"),
        start=start,
        needs=_paths(top, "needs", default=()),
        stop=_time(top.table("stop")) if top.has("stop") else None,
        duration=_paths(duration, "path") if duration else (),
        unit=UNITS[duration.choice("unit", UNITS)] if duration else 1,
        printed=_time(top.table("printed"), "clock") if top.has("printed") else None,
        text=_paths(top, "text", default=()),
        category=_paths(top, "category", default=()),
        channel=_paths(top, "channel", default=()),
        channel_name=_paths(top, "channel_name", default=()),
        marks=tuple(_mark(table) for table in top.tables("mark", empty=True)),
        scores=top.texts("scores", [], empty=True),
        where=_where(top.table("where")) if top.has("where") else None,
        lookup=_lookup(top.table("lookup")) if top.has("lookup") else None,
    )
    if duration:
        duration.done()
    top.done()
    return mapping


def _path(table: TomlTable, key: str, text: str) -> JsonPath:
    try:
        return JsonPath.parse(text)
    except ValueError as error:
        raise table.refuse(
            key, msg("“%(path)s” is not a path such as data.items[].start", path=text)
        ) from error


def _paths(table: TomlTable, key: str, default: Paths | None = None) -> Paths:
    """One path or a list of paths."""
    if default is not None and not table.has(key):
        return default
    texts = (table.text(key),) if isinstance(table.peek(key), str) else table.texts(key)
    return tuple(_path(table, key, text) for text in texts)


def _one(table: TomlTable, key: str) -> JsonPath:
    return _path(table, key, table.text(key))


def _time(table: TomlTable, form: str = "") -> TimeAt:
    path, form = _paths(table, "path"), form or table.choice("form", FORMS)
    zone = table.take("zone", str, "")
    zone_at, date = _paths(table, "zone_path", default=()), _paths(table, "date", default=())
    if form != "clock" and (zone or zone_at or date):
        raise table.refuse("form", msg("only a clock has a zone or a date"))
    if zone:
        try:
            known_zone(zone)
        except ConfigError as error:
            raise table.refuse("zone", error.words) from error
    table.done()
    return TimeAt(path, form, zone, zone_at, date)


def _mark(table: TomlTable) -> MarkAt:
    path = _one(table, "path")
    each = _one(table, "each") if table.has("each") else None
    system_at = _one(table, "system_path") if table.has("system_path") else None
    keys = [step for step in path.steps if step[0] not in "[{"]
    system = table.take("system", str, keys[-1] if keys else "mark")
    table.done()
    return MarkAt(path, system, system_at, each)


def _where(table: TomlTable) -> tuple[JsonPath, tuple[str, ...]]:
    where = _one(table, "path"), table.texts("is")
    table.done()
    return where


def _lookup(table: TomlTable) -> LookUp:
    found = LookUp(_paths(table, "list"), _one(table, "key"), _one(table, "by"))
    table.done()
    return found
