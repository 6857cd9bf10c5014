"""One schedule given twice: sheets of a workbook that hold the same programmes in two languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from msgspec import Struct

from schedcheck.messages import Message, msg
from schedcheck.readers.values.cells import Texts, objects
from schedcheck.readers.values.words import normalise
from schedcheck.schedule.building import long_texts
from schedcheck.schedule.frame import LONG_TEXT, TEXT

#: So many of the starts of two sheets must be the same, and of their lengths.
_SAME = 0.97
#: So many titles must contain each other, or go together each time they are given.
_ALIKE, _TOGETHER = 0.3, 0.9
#: Fewer programmes say nothing.
_FEWEST = 10
#: Starts that are not on the half hour; fewer may be the same by chance.
_UNEVEN = 20
_HALF_HOUR = 1800


class Sheet(Struct):
    """A sheet's name and its schedule frame."""

    name: str
    frame: pd.DataFrame


def fold_twins(sheets: Sequence[Sheet]) -> tuple[list[pd.DataFrame], list[Message]]:
    """The frames of the sheets, those that give one schedule in two languages as one, and notes.

    Two sheets are one schedule when their channels, starts and lengths are the same and their
    titles go together: one contains the other, or the same title is next to the same other one
    each time, and the starts are too uneven to be the same by chance. The first sheet's programmes
    stay; titles, texts and marks of the other are added to theirs.
    """
    kept: list[Sheet] = []
    notes: list[Message] = []
    for sheet in sheets:
        for one in kept:
            rows = _matched(one.frame, sheet.frame)
            if rows is None or not _titles_agree(one.frame, sheet.frame, rows):
                continue
            alone = np.setdiff1d(np.arange(len(sheet.frame)), rows)
            notes.append(_note(one, sheet, rows, len(alone)))
            both = _merged(one.frame, sheet.frame, rows)
            one.frame = pd.concat([both, sheet.frame.iloc[alone]], ignore_index=True)
            break
        else:
            kept.append(Sheet(sheet.name, sheet.frame))
    return [sheet.frame for sheet in kept], notes


def _matched(first: pd.DataFrame, second: pd.DataFrame) -> npt.NDArray[np.intp] | None:
    """For each row of ``first`` the one of ``second`` with the same channel and start, -1 for none.

    None where too few match, or where their lengths contradict.
    """
    if len(first) < _FEWEST or not _SAME <= len(first) / max(len(second), 1) <= 1 / _SAME:
        return None
    places = {key: at for at, key in reversed(list(enumerate(_keys(second))))}
    rows = np.array([places.get(key, -1) for key in _keys(first)], np.intp)
    there = rows >= 0
    if there.sum() < _SAME * len(first) or len(set(rows[there].tolist())) < there.sum():
        return None
    stops = first["wall_stop"].to_numpy()[there]
    others = second["wall_stop"].to_numpy()[rows[there]]
    known = ~np.isnat(stops) & ~np.isnat(others)
    return rows if (stops == others)[known].sum() >= _SAME * known.sum() else None


def _keys(frame: pd.DataFrame) -> list[tuple[str, object, str]]:
    offsets = frame["offset"].to_numpy(object, na_value="")
    starts = frame["wall_start"].to_numpy()
    channels = frame["channel"].to_numpy(object, na_value="")
    return list(zip(channels, starts.tolist(), map(str, offsets), strict=True))


def _titles_agree(first: pd.DataFrame, second: pd.DataFrame, rows: npt.NDArray[np.intp]) -> bool:
    there = rows >= 0
    titles = [normalise(title) for title in first["title"].to_numpy(object)[there]]
    others = [normalise(title) for title in second["title"].to_numpy(object)[rows[there]]]
    pairs = list(zip(titles, others, strict=True))
    alike = sum(title in other or other in title for title, other in pairs)
    if alike >= _ALIKE * len(pairs):
        return True
    seconds = first["wall_start"].to_numpy()[there].astype("datetime64[s]").astype(np.int64)
    uneven = int((seconds % _HALF_HOUR != 0).sum())
    return uneven >= _UNEVEN and _go_together(pairs) and _go_together([(b, a) for a, b in pairs])


def _go_together(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether a title that is given several times is next to the same other title each time."""
    counted = Counter(title for title, _other in pairs)
    together = Counter(pairs)
    usual: dict[str, int] = {}
    for (title, _other), count in together.items():
        usual[title] = max(usual.get(title, 0), count)
    again = [title for title, count in counted.items() if count > 1]
    total = sum(counted[title] for title in again)
    return total > 0 and sum(usual[title] for title in again) >= _TOGETHER * total


def _merged(first: pd.DataFrame, second: pd.DataFrame, rows: npt.NDArray[np.intp]) -> pd.DataFrame:
    """``first`` with what the matching rows of ``second`` say besides."""
    there = rows >= 0

    def of(frame: pd.DataFrame, name: str) -> Texts:
        return frame[name].to_numpy(object, na_value="")

    def beside(name: str) -> Texts:
        return np.where(there, of(second, name)[rows], "")

    other = [
        " / ".join(dict.fromkeys(text for text in texts if text and text != printed))
        for printed, *texts in zip(
            of(first, "title"),
            of(first, "other_text"),
            beside("title"),
            beside("other_text"),
            strict=True,
        )
    ]
    marks, categories = (
        [
            "; ".join(dict.fromkeys(filter(None, [*own.split("; "), *text.split("; ")])))
            for own, text in zip(of(first, name), beside(name), strict=True)
        ]
        for name in ("mark_text", "category")
    )
    return first.assign(
        other_text=pd.array(long_texts(other), dtype=LONG_TEXT),
        mark_text=pd.array(objects(marks), dtype=TEXT),
        category=pd.array(objects(categories), dtype=TEXT),
    )


def _note(first: Sheet, second: Sheet, rows: npt.NDArray[np.intp], alone: int) -> Message:
    count = int((rows >= 0).sum())
    return msg(
        "the sheets “%(first)s” and “%(second)s” give one schedule twice (programmes at the same "
        "times: %(count)d): judged once, the titles of both searched for age marks; programmes on "
        "only one of them: %(alone)d",
        first=first.name.strip(),
        second=second.name.strip(),
        count=count,
        alone=alone + len(rows) - count,
    )
