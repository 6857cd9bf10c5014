"""Announcements, trailers and reviews: programmes that name a marked programme."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import numpy.typing as npt

Objects = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]


def are_promos(categories: Objects, titles: Objects, promo_words: tuple[str, ...]) -> Flags:
    """Whether the category, or the beginning of the title, is a word for announcements.

    A title in quotation marks, «Анонс», is a name and no such word.
    """
    pattern = _pattern(promo_words)
    return np.fromiter(
        (
            bool(pattern.match(title)) or any(map(pattern.match, re.split("[;,/|]", category)))
            for category, title in zip(categories, titles, strict=True)
        ),
        np.bool_,
        len(titles),
    )


@cache
def _pattern(promo_words: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(promo_words, key=len, reverse=True)))
    return re.compile(rf"\s?(?:{words or '(?!)'})(?!\w)", re.IGNORECASE)
