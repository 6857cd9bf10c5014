"""The different texts of a column of which most rows share theirs with others."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Objects = npt.NDArray[np.object_]
#: Fewer rows are gone through by their texts.
_FEW = 1000


def distinct(texts: Objects) -> tuple[npt.NDArray[np.intp], Objects]:
    """For each row the number of its text, and the different texts in the order they come first.

    What ``pandas.factorize`` gives, -1 for what is missing; but rows that share one object are
    found by that object, which takes an eighth of the time of comparing what is in it.
    """
    if len(texts) < _FEW:
        return pd.factorize(texts)
    texts = np.ascontiguousarray(texts)
    objects = np.ndarray(len(texts), np.intp, buffer=texts)  # where each is in memory
    numbers, different = pd.factorize(objects)
    if len(different) > len(texts) // 2:
        return pd.factorize(texts)
    first = np.empty(len(different), np.intp)
    first[numbers[::-1]] = np.arange(len(texts))[::-1]
    codes, uniques = pd.factorize(texts[first])
    return codes[numbers], uniques
