"""Values of a run as JSON and back: messages, faults, findings, reports.

Nothing but the kinds named here is made from what is read, so a file from elsewhere can do no harm.
What a message holds beside these, numbers and texts is kept as its text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from schedcheck.law.jurisdiction import LeftOut
from schedcheck.messages import LocalizedText, Message
from schedcheck.messages.library_errors import Reason
from schedcheck.messages.message import Place
from schedcheck.results.codec import finding_from_json, finding_to_json
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.results import ChannelReport, Day, Outside, SourceReport
from schedcheck.results.states import Version
from schedcheck.schedule.account import End, PlaceCount, Unit
from schedcheck.schedule.coverage import Coverage
from schedcheck.schedule.reading import Fault
from schedcheck.zones import local

_KINDS: Mapping[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        ChannelReport,
        Coverage,
        Day,
        Fault,
        LeftOut,
        Message,
        Outside,
        Place,
        PlaceCount,
        Reason,
        SourceReport,
        LocalizedText,
        Version,
    )
}
_MEMBERS = {kind: kind.__struct_fields__ for kind in _KINDS.values()}
_AS_IT_IS, _LISTS = (str, int, float), (list, tuple)
_SCALARS = frozenset((str, int, float, bool, type(None)))
_KIND = "@"


def dumps(value: Any) -> str:
    """``value`` as JSON; tuples, mappings, times in a zone and the kinds come back as such."""
    return json.dumps(_plain(value), separators=(",", ":"))


def loads(text: str | bytes) -> Any:
    """What :func:`dumps` was given. Raises ValueError, KeyError or TypeError for anything else."""
    return _made(json.loads(text))


def _plain(value: Any) -> Any:
    if value is None or (isinstance(value, _AS_IT_IS) and not isinstance(value, Severity)):
        return value
    if isinstance(value, _LISTS) and not isinstance(value, Finding):
        return [_plain(held) for held in value]
    if isinstance(value, date):  # a datetime is one as well
        return _plain_date(value)
    if isinstance(value, Mapping):
        items = [[_plain(key), _plain(held)] for key, held in value.items()]
        return {_KIND: "dict", "items": items}
    return _plain_object(value)


def _plain_date(value: date) -> Any:
    if not isinstance(value, datetime):
        return {_KIND: "date", "value": value.isoformat()}
    if isinstance(value.tzinfo, ZoneInfo):
        return {_KIND: "datetime", "at": value.timestamp(), "zone": value.tzinfo.key}
    return {_KIND: "reading", "value": value.isoformat()} if value.tzinfo is None else str(value)


def _plain_object(value: Any) -> Any:
    if isinstance(value, Finding):
        return {_KIND: "Finding", **finding_to_json(value, exact=_plain)}
    if isinstance(value, Severity):
        return {_KIND: "Severity", "value": value.value}
    if type(value) in _MEMBERS:
        held = {name: _plain(getattr(value, name)) for name in _MEMBERS[type(value)]}
        return {_KIND: type(value).__name__, **held}
    return value.item() if hasattr(value, "item") else str(value)


def _made(value: Any) -> Any:
    if isinstance(value, list):
        # most are texts and numbers
        return tuple([held if type(held) in _SCALARS else _made(held) for held in value])
    return _made_object(value) if isinstance(value, dict) else value


def _made_object(value: dict[str, Any]) -> Any:  # noqa: PLR0911 - a case a kind
    kind = value[_KIND]
    if kind == "Finding":
        return finding_from_json(value, words=_made)
    if kind == "dict":
        return {_made(key): _made(held) for key, held in value["items"]}
    if kind == "Severity":
        return Severity(value["value"])
    if kind == "date":
        return date.fromisoformat(value["value"])
    if kind == "reading":
        return datetime.fromisoformat(value["value"])
    if kind == "datetime":
        return local(value["at"], value["zone"])
    held = {
        name: part if type(part) in _SCALARS else _made(part)
        for name, part in value.items()
        if name != _KIND
    }
    return (_MAKERS.get(kind) or _KINDS[kind])(**held)


def _message(text: str, values: Mapping[str, object]) -> Message:
    return Message(text, MappingProxyType(dict(values)))


def _count(unit: str, end: int, **held: Any) -> PlaceCount:
    return PlaceCount(Unit(unit), End(end), **held)


#: What is not made of its members as they are.
_MAKERS: Mapping[str, Callable[..., Any]] = {"Message": _message, "PlaceCount": _count}
