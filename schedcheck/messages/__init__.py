"""What people read: language, messages, and how numbers, days and places are written.

The catalogues are in ``locale``. Imports nothing else of the package; a message knows its English
text and its values, and its language only when it is printed.
"""

from __future__ import annotations

from schedcheck.messages.language import current_language, language, use_language
from schedcheck.messages.message import (
    N_,
    LocalizedText,
    Message,
    _,
    as_printed,
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
    "as_printed",
    "current_language",
    "in_language",
    "language",
    "msg",
    "plural",
    "said",
    "use_language",
]
