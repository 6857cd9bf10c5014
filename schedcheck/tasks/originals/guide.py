"""The programmes of an XMLTV guide by the lines that they begin on."""

from __future__ import annotations

import re

#: The opening tag of a programme.
OPENING = re.compile(r"<programme\b(?>(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*)>")


def line_begins(text: str) -> list[int]:
    """Where each line of a text begins, and behind them where the text ends."""
    return [0, *(found.end() for found in re.finditer("\n", text)), len(text)]
