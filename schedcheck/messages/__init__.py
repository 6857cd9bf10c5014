"""What people read: language, messages, and how numbers, days and places are written."""

from __future__ import annotations

from schedcheck.messages.language import current_language, language, use_language
from schedcheck.messages.message import (
    N_,
    LocalizedText,
    Message,
    _,
    in_language,
    msg,
    plural,
    said,
)

__all__ = [
    "N_",
    "LocalizedText",
    "Message",
    "_",
    "current_language",
    "in_language",
    "language",
    "msg",
    "plural",
    "said",
    "use_language",
]
