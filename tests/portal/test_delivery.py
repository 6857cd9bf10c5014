from __future__ import annotations

import json

import pytest

from schedcheck.portal.delivery import delivery_state
from tests.portal.visitors import SCHEDULE, WEEK, verdict_text

HOURS = [
    f"2026-11-{day};{hour:02}:00;{hour + 1:02}:00;A;0+"
    for day in range(23, 30)
    for hour in range(23)
]
WHOLE = "\n".join(["date;start;stop;title;age", *HOURS])


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (SCHEDULE, "judged in part"),
        (WHOLE.encode(), "judged"),
        (WHOLE.replace("0+", "").encode(), "not judgeable"),
        (WHOLE.replace("2026-11", "2026-09").encode(), "other days"),
        (b"nothing\nof a schedule", "not understood"),
    ],
)
def test_the_state_of_a_delivery_is_that_of_the_reports(content: bytes, state: str) -> None:
    assert delivery_state(json.loads(verdict_text(content, WEEK)), "ktk") == state


def test_of_a_file_of_another_channel_nothing_came() -> None:
    value = json.loads(verdict_text(SCHEDULE, WEEK, "khabar"))
    assert delivery_state(value, "ktk") == "missing"
