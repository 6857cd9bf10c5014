"""Where something is in JSON: the small language of paths that mappings are written in.

``a.b`` is the value of keys, ``a[]`` each element of a list, ``a{}`` each value of an object,
``a[0]`` one element. A path begins at the entry that is read; ``^`` goes up to the element in
which it lies (``^^`` once more), ``$`` is the whole reply, ``&`` the object that was looked up for
the entry, and ``@`` the key under which an element of ``{}`` is. ``docs/formats.md`` describes
it for users.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

_PATH = re.compile(r"(?![.])(\^+|[$&])?((?:\.?[^.\[\]{}^$&@\s]+|\[\d*\]|\{\})*)(@?)")
_STEP = re.compile(r"[^.\[\]{}]+|\[\d*\]|\{\}")


class JsonNode(Struct):
    """A reply, or an element in it: the ``key`` it is under, its ``place`` (``$.epg[3]``).

    ``up`` is the element in which it lies, None for the reply; ``found`` the object that was
    looked up for it.
    """

    value: Any
    place: str = "$"
    key: str = ""
    up: JsonNode | None = None
    found: Any = None


class JsonPath(Struct, frozen=True):
    """A path as it is written, and its parts: where it begins, its steps, whether it asks a key."""

    text: str
    base: str
    steps: tuple[str, ...]
    of_key: bool

    @classmethod
    def parse(cls, text: str) -> JsonPath:
        """The path that ``text`` writes. Raises ValueError for anything else."""
        match = _PATH.fullmatch(text)
        if match is None or not text or (match[3] and match[2]):
            raise ValueError(text)
        return cls(text, match[1] or "", tuple(_STEP.findall(match[2])), bool(match[3]))

    def elements(self, reply: JsonNode, misfits: list[JsonNode]) -> list[JsonNode]:
        """What the path leads to from ``reply``, each with the elements in which it lies.

        ``misfits`` takes what is where a list or an object should, and is none.
        """
        at = [(reply, JsonNode(reply.value, reply.place))]
        for step in self.steps:
            if step in {"[]", "{}"}:
                at = [
                    (inner, inner)
                    for element, here in at
                    for inner in _inside(element, here, step, misfits)
                ]
            else:
                suffix = step if step.startswith("[") else _suffix(step)
                at = [
                    (element, JsonNode(value, here.place + suffix))
                    for element, here in at
                    for value in _below(here.value, step)
                ]
        for element, here in at:
            here.up = here.up if here is element else element
        return [here for _element, here in at]

    def values(self, spot: JsonNode) -> list[Any]:
        """What is at the path from ``spot``; null is nothing."""
        start = self._begin(spot)
        if start is None:
            return []
        if self.of_key:
            return [start.key] if start.key else []
        found = [start.found if self.base == "&" else start.value]
        for step in self.steps:
            found = [below for value in found for below in _below(value, step)]
        return [value for value in found if value is not None]

    def _begin(self, spot: JsonNode) -> JsonNode | None:
        """The node that the path leads on from, seen from ``spot``; None where there is none."""
        start: JsonNode | None = spot
        if self.base == "$":
            while start is not None and start.up is not None:
                start = start.up
        elif self.base != "&":
            for _up in self.base:
                start = start and start.up
        return start

    def place(self, spot: JsonNode) -> str:
        """Where the path leads from ``spot``, for people: ``$.programs[3].start``."""
        if self.base or self.of_key:
            return f"{spot.place} ({self.text})"
        return spot.place + "".join(
            step if step[0] in "[{" else _suffix(step) for step in self.steps
        )


def _below(value: Any, step: str) -> list[Any]:
    """What is one step below ``value``."""
    if step == "{}":
        return list(value.values()) if isinstance(value, dict) else []
    if step.startswith("["):
        if not isinstance(value, list):
            return []
        return value if step == "[]" else value[int(step[1:-1]) :][:1]
    return [value[step]] if isinstance(value, dict) and step in value else []


def _inside(
    element: JsonNode, here: JsonNode, step: str, misfits: list[JsonNode]
) -> Iterator[JsonNode]:
    """The elements of the list or the object that is ``here``, in ``element``."""
    if step == "{}" and isinstance(here.value, dict):
        for key, value in here.value.items():
            yield JsonNode(value, here.place + _suffix(key), key, element)
    elif step == "[]" and isinstance(here.value, list):
        for at, value in enumerate(here.value):
            yield JsonNode(value, f"{here.place}[{at}]", "", element)
    elif here.value is not None:
        misfits.append(here)


def _suffix(key: str) -> str:
    plain = key.isidentifier()
    return f".{key}" if plain else f"[{json.dumps(key, ensure_ascii=False)}]"
