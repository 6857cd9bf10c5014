"""Why nothing is known of a file that the program, the machine or another one's writing failed."""

from __future__ import annotations

from schedcheck.messages import N_, Message, msg
from schedcheck.messages.library_errors import Reason
from schedcheck.readers.row_faults import LIBREOFFICE_SLOW, NO_LIBREOFFICE

_NO_MEMORY = N_(
    "reading it takes more memory than one file may take; split the file, or if it is right so, "
    "raise the limit with --memory-limit"
)
_CHANGED = N_(
    "the file was changed while it was read: what was judged may be of both; run it again when it "
    "is complete"
)
_FAILED = N_("the program failed on it (%(kind)s: %(error)s); please report it with the file")
_OF_THE_MACHINE = {_NO_MEMORY, _FAILED, _CHANGED, NO_LIBREOFFICE.text, LIBREOFFICE_SLOW}


def failed_words(error: Exception) -> Message:
    """Why nothing is known of a file over which the program raised ``error``."""
    if isinstance(error, MemoryError):
        return msg(_NO_MEMORY)
    return msg(_FAILED, kind=type(error).__name__, error=Reason.of(error))


def changed_words() -> Message:
    """Why a file that was replaced or written to while it was read is not read."""
    return msg(_CHANGED)


def from_outside(words: Message) -> bool:
    """Whether a fault is of the machine or the program, and another run may read the file."""
    reasons = (one for one in dict(words.values).values() if isinstance(one, Reason))
    return words.text in _OF_THE_MACHINE or any(one.number for one in reasons)
