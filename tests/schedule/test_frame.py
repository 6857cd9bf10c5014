from __future__ import annotations

import numpy as np
import pytest

from schedcheck.schedule.frame import COLUMNS, join, make_frame, validate


def test_columns_that_are_not_given_are_empty() -> None:
    frame = validate(make_frame({"title": ["A", None]}, 2))
    assert frame["title"].isna().tolist() == [False, True]
    assert frame.drop(columns=["title", "stop_from"]).isna().all(axis=None)
    assert frame["stop_from"].tolist() == ["unknown", "unknown"]


def test_a_column_of_another_name_is_refused() -> None:
    with pytest.raises(KeyError, match="titel"):
        make_frame({"titel": ["A"]}, 1)


def test_validate_names_what_is_wrong() -> None:
    frame = make_frame({"title": ["A"]}, 1)
    with pytest.raises(ValueError, match="columns"):
        validate(frame.drop(columns=["stop"]))
    with pytest.raises(ValueError, match="offset is"):
        validate(frame.assign(offset=np.array([1.5])))


def test_frames_are_joined_and_numbered_anew() -> None:
    one, two = make_frame({"title": ["A"]}, 1), make_frame({"title": ["B"]}, 1)
    joined = validate(join([one, make_frame({}, 0), two]))
    assert joined["title"].tolist() == ["A", "B"]
    assert joined.index.tolist() == [0, 1]
    assert list(validate(join([])).columns) == list(COLUMNS)
