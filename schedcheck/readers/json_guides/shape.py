"""The shape of JSON that no mapping knows: where programmes are, if that is evident.

It is evident where the replies have one list of objects, or are one themselves, and in these one
start, in stamps that mean one instant, and one title. The mapping that follows is written as TOML,
as a person would: it is what is read, and what ``--draft-mapping`` writes down.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from schedcheck.readers.json_guides.lengths import unit_named, unit_of
from schedcheck.readers.json_guides.path import JsonNode
from schedcheck.readers.values.age_names import names_an_age
from schedcheck.readers.values.iso8601 import parse_date_time

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_PLAIN_KEY = re.compile(r"[^.\[\]{}^$&@\s]+")
_STARTS = frozenset(("start", "starts", "begin", "begins", "since", "airing", "air"))
_STOPS = frozenset(("stop", "stops", "end", "ends", "finish", "until", "to"))
_TIMES = frozenset(("time", "date", "datetime", "timestamp", "ts", "at"))
_LENGTHS = frozenset(("duration", "length", "runtime"))
_TITLES = frozenset(("title", "name", "programme", "program", "caption", "label", "show"))
#: Words of names that are not those of the programme itself.
_NOT_TITLES = frozenset(
    ("sub", "subtitle", "episode", "series", "season", "original", "channel", "station", "network")
)
_CHANNELS = frozenset(("channel", "station", "service", "network"))
_GENRES = frozenset(("genre", "genres", "category", "categories"))
#: What names the system of a mark beside its value.
_SYSTEMS = frozenset(("body", "system", "scheme", "country", "source"))
_FIRST, _LAST = 946_684_800, 4_102_444_800  # 2000 to 2100
_DEEPEST = 12
_SAMPLE = 500  # entries that decide
_NAMED = 8  # paths named in a message
_BASE64 = re.compile(r"[A-Za-z0-9+/]{8,}={0,2}")

Step = str
Path = tuple[Step, ...]


class EntryList(Struct):
    """Objects that are in one list: ``path`` leads there, ``entries`` are those that decide.

    ``values``: what is at each path inside of them; ``count``: of all of them. ``above``: the
    objects that the list is in, from the nearest outwards, by how many levels.
    """

    path: Path
    count: int = 0
    entries: list[dict[str, Any]] = field(default_factory=list)
    above: list[dict[str, Any]] = field(default_factory=list)
    values: dict[Path, list[Any]] = field(default_factory=dict)

    def note(self) -> None:
        """Gather the values of the entries by their path."""
        for entry in self.entries:
            for path, value in _leaves(entry, ()):
                self.values.setdefault(path, []).append(value)

    def starts(self) -> dict[Path, str]:
        """The paths of what may be a start, and the form of each (empty: no one instant)."""
        known = self._times()
        named = {path: form for path, form in known.items() if _words(path) & _STARTS}
        plain = {path: form for path, form in known.items() if _words(path[-1:]) & _TIMES}
        found = named or plain
        return {path: form for path, form in found.items() if not _words(path) & _STOPS}

    def stops(self) -> dict[Path, str]:
        """The paths of what may be an end, and the form of each."""
        return {path: form for path, form in self._times().items() if _words(path) & _STOPS}

    def _times(self) -> dict[Path, str]:
        """The paths of times that each entry has at most one of, and their forms."""
        times = {path: _form(values) for path, values in self.values.items() if "[]" not in path}
        return {path: form for path, form in times.items() if form is not None}

    def titles(self) -> list[Path]:
        """The paths of what may be the title."""
        found = [
            path
            for path, values in self.values.items()
            if "[]" not in path
            and _words(path[-1:]) & _TITLES
            and not _words(path) & _NOT_TITLES
            and _are_texts(values)
        ]
        exact = [path for path in found if path[-1].lower() == "title"]
        return exact or found

    @property
    def evident(self) -> bool:
        """Whether the list has one start, which means one instant, and one title, nearly always."""
        starts, titles = self.starts(), self.titles()
        if len(starts) != 1 or len(titles) != 1 or not all(starts.values()):
            return False
        enough = 0.9 * len(self.entries)
        return min(len(self.values[path]) for path in (*starts, *titles)) >= enough


def entry_lists(replies: Sequence[JsonNode]) -> list[EntryList]:
    """The lists of objects in ``replies`` that have what may be a start; those with most first.

    Where there is none, several replies that are objects may be one themselves: a programme a line.
    """
    found: dict[Path, EntryList] = {}
    for reply in replies:
        _find(reply.value, (), [], found)
    return _timed(found.values()) or _timed(_lines(replies))


def _lines(replies: Sequence[JsonNode]) -> Iterator[EntryList]:
    objects = [reply.value for reply in replies if isinstance(reply.value, dict)]
    if len(objects) > 1:
        yield EntryList(("$",), len(objects), objects[:_SAMPLE])


def _timed(lists: Iterable[EntryList]) -> list[EntryList]:
    every = list(lists)
    for one in every:
        one.note()
    return sorted((one for one in every if one.starts()), key=lambda one: -one.count)


def _find(
    value: Any, path: Path, above: list[dict[str, Any]], found: dict[Path, EntryList]
) -> None:
    if len(path) > _DEEPEST:
        return
    if isinstance(value, list):
        here = (*path, "[]")
        objects = [one for one in value if isinstance(one, dict)]
        if objects:
            entry_list = found.setdefault(here, EntryList(here, above=above))
            entry_list.count += len(objects)
            entry_list.entries += objects[: _SAMPLE - len(entry_list.entries)]
        for one in value:
            _find(one, here, above, found)
    elif isinstance(value, dict):
        keyed = _is_keyed(value)
        for key, one in value.items():
            if not keyed and not _PLAIN_KEY.fullmatch(key):
                continue
            step = "{}" if keyed else key
            _find(one, (*path, step), [value, *above], found)


def _is_keyed(value: dict[str, Any]) -> bool:
    """Whether an object holds lists of objects of one kind, each under a key of its own."""
    kinds = {
        frozenset(one[0]) if isinstance(one, list) and one and isinstance(one[0], dict) else None
        for one in value.values()
    }
    return len(value) > 1 and len(kinds) == 1 and None not in kinds


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Each text, number or truth value in an entry, with its path; null is nothing."""
    if len(path) > _DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if _PLAIN_KEY.fullmatch(key):
                yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, (*path, "[]"))
    elif value is not None and value != "":
        yield path, value


def _words(path: Iterable[Step]) -> set[str]:
    return {word.lower() for step in path for word in _WORD.findall(step)}


def _form(values: Sequence[Any]) -> str | None:
    """The form of a time that all ``values`` have; empty for clock readings without an offset."""
    forms = {_form_of(value) for value in values}
    if forms == {"clock", ""}:
        return ""
    return forms.pop() if len(forms) == 1 else None


def _form_of(value: Any) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        if not value.isdecimal():
            try:
                _moment, offset = parse_date_time(value)
            except ValueError:
                return None
            return "" if offset is None else "clock"
        value = int(value[:18])
    if not isinstance(value, (int, float)):
        return None
    if _FIRST <= value < _LAST:
        return "epoch"
    return "epoch-ms" if _FIRST * 1000 <= value < _LAST * 1000 else None


def _are_texts(values: Sequence[Any]) -> bool:
    """Whether ``values`` are texts that people read, and not addresses or coded bytes."""
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) < len(values) or any("://" in text for text in texts):
        return False
    return not all(_BASE64.fullmatch(text) and len(text) % 4 == 0 for text in texts)


def printed(path: Path) -> str:
    """A path as mappings write it: ``data.items[].start``."""
    text = ""
    for step in path:
        text += step if step in {"[]", "{}"} else f".{step}" if text else step
    return text


def candidates(lists: Sequence[EntryList]) -> dict[str, str]:
    """What may be the programmes, their starts and titles, as paths in one line each."""
    starts = [path for one in lists for path in one.starts()]
    titles = [path for one in lists for path in one.titles()]
    return {
        "lists": _in_line(one.path for one in lists),
        "starts": _in_line(starts),
        "titles": _in_line(titles),
    }


def _in_line(paths: Iterable[Path]) -> str:
    texts = [printed(path) for path in dict.fromkeys(paths)]
    return ", ".join(texts[:_NAMED]) + (" …" if len(texts) > _NAMED else "") or "–"


def draft(entries: EntryList) -> str:
    """A mapping for the objects of ``entries`` as TOML; where it is in doubt, all are named."""
    starts, titles, stops = entries.starts(), entries.titles(), entries.stops()
    start = next(iter(starts))
    taken = {start, *titles[:1]}
    lines = ["# Drawn up from the file itself: check every line.", ""]
    lines.append(f"list = {_quoted(entries.path)}")
    lines.append(f"title = {_quoted(titles[0])}" if titles else 'title = "?"')
    lines += [f"# or: title = {_quoted(path)}" for path in titles[1:]]
    lines += _channel_lines(entries, taken)
    lines.append(f"start = {_time(start, starts[start])}")
    lines += [f"# or: start = {_time(path, form)}" for path, form in list(starts.items())[1:]]
    length = _length_line(entries)
    for path, form in list(stops.items())[:1]:
        lines.append(f"stop = {_time(path, form)}")
        taken.add(path)
        length = ""
    lines += [length] if length else []
    ages = [path for path in entries.values if names_an_age("_".join(path))]
    marks = [path for path in ages if path[-1].lower() not in _SYSTEMS]
    genres = [path for path in entries.values if _words(path) & _GENRES and path not in marks]
    known = taken | set(ages) | set(genres) | set(starts) | set(stops)
    texts = [
        path
        for path, values in entries.values.items()
        if path not in known and any(map(_may_be_text, values))
    ]
    lines += [f"category = [{', '.join(map(_quoted, genres))}]"] if genres else []
    lines += [f"text = [{', '.join(map(_quoted, texts))}]"] if texts else []
    for path in marks:
        lines += ["", "[[mark]]", f"path = {_quoted(path)}"]
    return "\n".join(lines) + "\n"


def _quoted(path: Path) -> str:
    return json.dumps(printed(path), ensure_ascii=False)


def _time(path: Path, form: str) -> str:
    return f'{{ path = {_quoted(path)}, form = "{form or "clock"}" }}'


def _may_be_text(value: Any) -> bool:
    return isinstance(value, str) and "://" not in value and any(map(str.isalpha, value))


def lengths_unread(entries: EntryList) -> Path:
    """The path of durations of which nothing says the unit; empty where there is none, or ends."""
    if entries.stops():
        return ()
    return next((path for path, unit in _lengths(entries) if not unit), ())


def _length_line(entries: EntryList) -> str:
    """The line of a duration; without its unit a comment, empty where there is none."""
    known = sorted(_lengths(entries), key=lambda one: not one[1])
    for path, unit in known[:1]:
        line = f'duration = {{ path = {_quoted(path)}, unit = "{unit or "?"}" }}'
        return line if unit else f"# or: {line}"
    return ""


def _lengths(entries: EntryList) -> Iterator[tuple[Path, str]]:
    """The paths of durations that are numbers, and the unit of each; empty if nothing says it."""
    starts = next(iter(entries.starts()), ())
    for path, values in entries.values.items():
        words = _words(path)
        if words & _LENGTHS and "[]" not in path and all(map(_is_number, values)):
            each = [[_at(entry, one) for entry in entries.entries] for one in (path, starts)]
            yield path, unit_named(words) or unit_of(*each)


def _is_number(value: Any) -> bool:
    text = isinstance(value, str) and value.isdecimal()
    return text or (isinstance(value, (int, float)) and not isinstance(value, bool))


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _channel_lines(entries: EntryList, taken: set[Path]) -> list[str]:
    """The lines of the channel: in the entries, else in what is around them."""
    own = [
        path
        for path, values in entries.values.items()
        if _words(path) & _CHANNELS and path not in taken and all(map(_is_name, values))
    ]
    if own:
        return [f"channel = [{', '.join(map(_quoted, own))}]"]
    if entries.path[-2:-1] == ("{}",):
        return ['channel = "^@"']
    containers = [at for at, step in enumerate(entries.path[:-1]) if step in {"[]", "{}"}]
    inner = entries.path[containers[-1] + 1 if containers else 0 : -1]
    base = "^" if containers else "$"
    for level, around in enumerate(entries.above[: max(1, len(inner))], 1):
        keys = [
            key
            for key, value in around.items()
            if _is_name(value)
            and _PLAIN_KEY.fullmatch(key)
            and _words((key,)) & (_CHANNELS | _TITLES | {"id"})
        ]
        if keys:
            paths = [".".join((base, *inner[:-level], key)) for key in keys]
            return [f"channel = [{', '.join(map(json.dumps, paths))}]"]
    return []


def _is_name(value: Any) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)
