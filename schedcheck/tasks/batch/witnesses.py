"""The titles of bound classes that the channels of a run tell each other of, kept and asked again.

What was found of a channel depends on them too, so they say whether it would be found anew.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from schedcheck.checks.marks import titles_of
from schedcheck.schedule.titles import Folded, RatedShowing, TitleIndex, gathered
from schedcheck.tasks.batch.work_folder import digest, kept_behind, recall, remember


def to_plain(index: TitleIndex) -> list[list[Any]]:
    """The witnesses of an index as lists."""
    return [[*one[:-1], list(one.folded)] for one in index.showings()]


def of_plain(told: Any) -> list[RatedShowing]:
    """The witnesses that :func:`to_plain` was given."""
    return [RatedShowing._make([*one[:-1], Folded(*one[-1])]) for one in told]


def titles_in(frame: pd.DataFrame) -> list[Folded]:
    """The titles of a classified frame, folded, each once and in order."""
    return sorted(set(titles_of(frame)))


def told_of(titles: Sequence[Folded], channel: str, index: TitleIndex) -> dict[str, str]:
    """What is kept of a channel's titles: themselves, as one text that is read back only to be
    asked, and the hash of what the index has to say of them.
    """
    return {"titles": json.dumps(titles), "heard": heard(titles, channel, index)}


def heard(titles: Iterable[Folded], channel: str, index: TitleIndex) -> str:
    """The hash of what the index has to say of a channel's titles."""
    found = [(title, index.find(title, channel)) for title in titles]
    return digest([one and (one, index.branches(one, title)) for title, one in found])


@lru_cache(maxsize=4)
def index_in(path: Path) -> TitleIndex:
    """The index whose witnesses were written to ``path``; that of none where there is no file."""
    return gathered(of_plain(recall(path) or ()))


def is_kept(
    kept: Path,
    channel: str,
    witnesses: Path,
    is_of_now: Callable[[dict[str, Any]], bool],
) -> bool:
    """Whether what would be found of a channel is ``kept``, of the same titles elsewhere too.

    ``is_of_now``: whether what is kept was made of the same else, and lies there as it was written.
    """
    known = recall(kept)
    if known is None or not is_of_now(known):
        return False
    if known["witnesses"] != witnesses.name:
        titles = itertools.starmap(Folded, json.loads(known["titles"]))
        if heard(titles, channel, index_in(witnesses)) != known["heard"]:
            return False
        remember(kept, {**known, "witnesses": witnesses.name}, kept_behind(kept))
    return True
