from __future__ import annotations

import numpy as np
import pytest

from schedcheck.schedule.building import make_frame
from schedcheck.schedule.frame import validate


def test_validate_names_what_is_wrong() -> None:
    frame = make_frame({"title": ["A"]}, 1)
    with pytest.raises(ValueError, match="columns"):
        validate(frame.drop(columns=["stop"]))
    with pytest.raises(ValueError, match="offset is"):
        validate(frame.assign(offset=np.array([1.5])))
