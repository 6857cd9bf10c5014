"""JSON as this program writes it."""

from __future__ import annotations

import json
from typing import Any

import orjson


def json_text(value: Any) -> str:
    """Plain values as JSON: two spaces of indent, letters as they are, a line end at the end.

    Half a surrogate pair (from a damaged source) has no UTF-8, and stays an escape. A number that
    is none (NaN) becomes ``null``.
    """
    return json_bytes(value).decode()


def json_bytes(value: Any) -> bytes:
    """The same in UTF-8: a large text takes long to be made of it and to be made it again."""
    try:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:
        text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
        return text.encode("utf-8", "backslashreplace") + b"\n"
