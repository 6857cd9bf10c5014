"""The JSON that the program writes."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schedcheck.reports.data.json_text import json_text

_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
)


@given(_VALUES)
def test_what_is_written_comes_back(value: Any) -> None:
    assert json.loads(json_text(value)) == value


def test_it_is_laid_out_for_reading() -> None:
    text = json_text({"channel": "Жетінші", "findings": [{"minutes": 60.0}], "missing": []})

    assert text == (
        '{\n  "channel": "Жетінші",\n  "findings": [\n    {\n      "minutes": 60.0\n    }\n  ],\n'
        '  "missing": []\n}\n'
    )


def test_half_a_surrogate_pair_stays_an_escape() -> None:
    text = json_text({"title": "кино \ud83d"})

    assert text == '{\n  "title": "кино \\ud83d"\n}\n'
