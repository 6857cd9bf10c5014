"""Why an upload could not be judged, in words."""

from __future__ import annotations

from schedcheck.messages import N_, _, current_language, language

_FAULTS = {
    "time": N_("Judging this file took too long. Split it, or save it in another format."),
    "ended": N_("This file could not be judged: it took more memory or time than allowed."),
}


def fault_words(fault: str, name: str = "") -> str:
    """The words for the ``fault`` of an upload, in the language of ``name``, else the present."""
    with language(name or current_language()):
        return _(_FAULTS[fault])
