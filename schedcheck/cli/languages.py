"""Which language the command line speaks; imported before anything that is put into words."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from schedcheck.messages import current_language
from schedcheck.messages.language import catalogue

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


#: The modules of click that put something into words, in all its versions from 8.2 on.
_OF_CLICK = (
    "_termui_impl",
    "core",
    "decorators",
    "exceptions",
    "formatting",
    "parser",
    "shell_completion",
    "termui",
    "types",
    "utils",
)


def translate_click() -> None:
    """Have click say its own words as our catalogues have them, in the language of the context.

    Its modules call ``gettext`` of the standard library, which knows one language a process, that
    of the environment; they call ours in its place. Only the command line does this.
    """
    windows = ("_winconsole",) if sys.platform == "win32" else ()
    for name in (*_OF_CLICK, *windows):
        module = import_module(f"click.{name}")
        for called, ours in (("_", _gettext), ("ngettext", _ngettext)):
            if hasattr(module, called):
                setattr(module, called, ours)


def _gettext(text: str) -> str:
    if current_language() == "en":
        return gettext.gettext(text)
    return catalogue().gettext(text)


def _ngettext(one: str, many: str, count: int) -> str:
    if current_language() == "en":
        return gettext.ngettext(one, many, count)
    return catalogue().ngettext(one, many, count)
