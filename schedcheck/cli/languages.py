"""Which language the command line speaks; imported before anything that is put into words."""

from __future__ import annotations

import os
from collections.abc import Sequence

LANGUAGES = ("kk", "ru", "en")


def environment_language() -> str:
    """The language the environment asks for, when it is one of ours; else English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return value[:2] if value[:2] in LANGUAGES else "en"
    return "en"


def asked_language(words: Sequence[str]) -> str:
    """The language that ``words`` of a command line ask for, else the environment's.

    Help texts are put into words when the commands are imported, before click has read any option.
    """
    for at, word in enumerate(words):
        option, equals, value = word.partition("=")
        if option == "--lang":
            value = value if equals else "".join(words[at + 1 : at + 2])
            if value in LANGUAGES:
                return value
    return environment_language()
