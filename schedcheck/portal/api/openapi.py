"""What the description of the interface (OpenAPI) says of its answers."""

from __future__ import annotations

from typing import Any

DESCRIPTION = (
    "Deliver weekly schedules and read their verdicts. A token of the station is needed: it is "
    "made in the portal, and sent as `Authorization: Bearer TOKEN`. Texts are in the language of "
    "`Accept-Language` (kk, ru, en)."
)
_TEXT: dict[str, Any] = {"type": "string"}
_TEXT_OR_NULL: dict[str, Any] = {"type": ["string", "null"]}
_DELIVERY: dict[str, Any] = {
    "type": "object",
    "properties": {
        "number": {**_TEXT, "description": "The receipt; of a self-check what it is asked for by"},
        "receipt": _TEXT_OR_NULL,
        "version": {"type": ["integer", "null"]},
        "channel": _TEXT,
        "week": _TEXT,
        "file": _TEXT,
        "sha256": _TEXT,
        "uploaded_at": {**_TEXT, "format": "date-time"},
        "sent_at": {**_TEXT_OR_NULL, "format": "date-time"},
        "superseded_by": {
            **_TEXT_OR_NULL,
            "description": "The receipt of the last version, where that has another content",
        },
        "state": {"enum": ["queued", "judged", "failed"]},
        "fault": {**_TEXT_OR_NULL, "description": "Why the file could not be judged"},
        "address": {**_TEXT, "format": "uri", "description": "Where to ask for it again"},
    },
}
_VERDICT: dict[str, Any] = {
    "type": "object",
    "description": (
        "What `schedcheck check --format json` prints of the file, with one member more. Where "
        "`state` is not `judged`, that member is all there is."
    ),
    "properties": {"delivery": _DELIVERY, "findings": {"type": "array"}},
    "required": ["delivery"],
}
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
    },
}


def _answer(words: str, schema: dict[str, Any], kind: str) -> dict[str, Any]:
    return {"description": words, "content": {kind: {"schema": schema}}}


#: The answers by their status.
RESPONSES: dict[str, Any] = {
    "200": _answer("Judged, or it could not be judged", _VERDICT, "application/json"),
    "202": _answer("Not yet judged: ask again at `address`", _VERDICT, "application/json"),
} | {
    code: _answer(words, _PROBLEM, "application/problem+json")
    for code, words in (
        ("400", "The request cannot be read"),
        ("401", "No valid token"),
        ("403", "The token is not for this channel"),
        ("404", "No such delivery for this token"),
        ("413", "The file is too large"),
        ("422", "A field is not right, or the key was used for another request"),
        ("429", "Too many files within an hour"),
    )
}
#: The answers where a verdict is asked for as a text.
TEXT: dict[str, Any] = {
    "200": _answer("The verdict, UTF-8", _TEXT, "text/plain"),
    **{code: RESPONSES[code] for code in ("401", "404")},
}
