"""Ratings that hold for some countries alone: which country's rating counts.

TV-Anytime limits a rating with ``CountryCodes``; its reader writes the codes behind ``for``:
``MinimumAge for GBR:18``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_LIMITED = re.compile(r"\bfor ((?:[A-Za-z0-9]{2,3}+ ?)++):")


def holding_elsewhere(entries: Sequence[str], countries: Collection[str]) -> set[str]:
    """The entries (``system:value``) that hold for other countries than ``countries``.

    ``countries``: the codes of the rulebook's country. None hold elsewhere where no entry is
    limited to the rulebook's country: there the rating of another one is the best known.
    """
    limited = {
        entry: {code.upper() for code in match[1].split()}
        for entry in entries
        if (match := _LIMITED.search(entry))
    }
    abroad = {entry for entry, codes in limited.items() if codes.isdisjoint(countries)}
    return abroad if len(abroad) < len(limited) else set()
