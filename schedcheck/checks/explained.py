"""What the checks say of themselves: their docstrings, as parts."""

from __future__ import annotations

import inspect
from collections.abc import Mapping

from schedcheck.checks import CHECKS

#: The heads of the parts, as they stand in the docstrings.
HEADS = ("Why", "Example", "What to do")


def sections(docstring: str) -> dict[str, list[str]]:
    """A check's docstring as paragraphs: under "" what it finds, then one entry a head of HEADS."""
    found: dict[str, list[str]] = {"": []}
    head = ""
    for paragraph in docstring.split("\n\n"):
        text = " ".join(paragraph.split())
        for known in HEADS:
            if text.startswith(f"{known}: "):
                head, text = known, text.removeprefix(f"{known}: ")
                text = text[:1].upper() + text[1:]
                break
        found.setdefault(head, []).append(text)
    return found


def explanation(code: str) -> Mapping[str, list[str]]:
    """The parts of the explanation of a check. Raises KeyError for a code that there is not."""
    return sections(inspect.getdoc(CHECKS[code]) or "")
