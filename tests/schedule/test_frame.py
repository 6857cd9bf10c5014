from __future__ import annotations

import numpy as np
import pytest

from schedcheck.schedule.building import join, make_frame, text_chunks
from schedcheck.schedule.frame import validate


def test_validate_names_what_is_wrong() -> None:
    frame = make_frame({"title": ["A"]}, 1)
    with pytest.raises(ValueError, match="columns"):
        validate(frame.drop(columns=["stop"]))
    with pytest.raises(ValueError, match="offset is"):
        validate(frame.assign(offset=np.array([1.5])))


def test_long_texts_are_kept_but_for_halves_of_characters() -> None:
    frame = make_frame({"other_text": ["a\ud83d", None, "ө", ""]}, 4)
    texts = [one.to_pylist() for one in text_chunks(frame["other_text"])]
    assert texts == [["a\ufffd", "", "ө", ""]]
    assert frame["other_text"].isna().tolist() == [False, True, False, False]


def test_the_long_texts_of_joined_frames_are_one_column() -> None:
    frame = join(make_frame({"other_text": [text]}, 1) for text in ("a", "b"))
    whole = [text for one in text_chunks(frame["other_text"]) for text in one.to_pylist()]
    assert whole == ["a", "b"]
