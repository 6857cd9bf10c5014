"""What the checks say of themselves: their docstrings, as parts."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Mapping

from schedcheck.checks import CHECKS
from schedcheck.messages import N_, _

_WIDTH = 96
#: The heads of the parts, as they are in the docstrings.
HEADS = (N_("Why"), N_("Example"), N_("What to do"))
#: The part under no head: what the check finds.
SUMMARY = ""


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


def summary_of(code: str) -> str:
    """What a check finds, in one sentence of the language chosen."""
    first, *_more = explanation(code)[SUMMARY]
    return _(first)


def part_of(code: str, head: str) -> str:
    """One part of the explanation of a check, in the language chosen."""
    return " ".join(_(text) for text in explanation(code)[head])


def explained(code: str) -> str:
    """The whole explanation of a check in the language chosen, as it is read on a terminal."""
    parts = []
    for head, paragraphs in explanation(code).items():
        texts = [_(text) for text in paragraphs]
        if head:
            texts[0] = f"{_(head)}: {texts[0]}"
        parts += [textwrap.fill(text, _WIDTH) for text in texts]
    return "\n\n".join(parts)
