"""What became of one delivery, by the JSON of its verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schedcheck.results.states import State


def delivery_state(verdict: Mapping[str, Any], channel: str) -> State:
    """The state of a delivery of ``channel``; of a file of other channels alone nothing came."""
    for one in verdict["channels"]:
        if one["id"] == channel:
            return State(one["state"])
    unread = any(one["id"] == channel for one in verdict["not_understood"])
    return State.MISSING if verdict["channels"] and not unread else State.NOT_UNDERSTOOD
