"""How a source was read, as JSON: what its reader decided, and as what its places ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schedcheck.messages import as_printed
from schedcheck.results.results import SourceReport
from schedcheck.schedule.account import End, PlaceCount, Unit

#: As what a place of a source ended.
ENDS = {end: end.name.lower().replace("_", "-") for end in End}


def source_to_json(source: SourceReport) -> dict[str, Any]:
    """How a source was read, as plain values: also what its reader decided, and why."""
    return {
        "file": source.file,
        "sha256": source.sha256,
        "format": source.format,
        "programmes": source.programmes,
        "faults": source.faults,
        "encoding": source.encoding,
        **({"encoding_from": source.encoding_from} if source.encoding_from else {}),
        "notes": list(dict.fromkeys(map(str, source.notes))),
        "runners_up": list(map(str, source.runners_up)),
        "account": [count_to_json(one) for one in source.account],
        **({"channel": source.channel} if source.channel else {}),
    }


def count_to_json(one: PlaceCount) -> dict[str, Any]:
    """How many places of a source ended alike, as plain values."""
    name = "" if one.name is None else str(one.name)
    return {"unit": one.unit.value, "end": ENDS[one.end], "name": name, "count": one.count}


def count_from_json(value: Mapping[str, Any]) -> PlaceCount:
    """What :func:`count_to_json` was given; raises one of ``codec.WRONG`` for anything else."""
    end = next(end for end, name in ENDS.items() if name == value["end"])
    name = as_printed(value["name"]) if value["name"] else None
    return PlaceCount(Unit(value["unit"]), end, int(value["count"]), name)


def source_from_json(value: Mapping[str, Any]) -> SourceReport:
    """What :func:`source_to_json` was given; raises one of ``codec.WRONG`` for anything else."""
    texts = {name: tuple(map(as_printed, value.get(name, ()))) for name in ("notes", "runners_up")}
    account = tuple(map(count_from_json, value.get("account", ())))
    return SourceReport(**{**value, **texts, "account": account})
