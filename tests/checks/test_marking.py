from __future__ import annotations

import pytest

from tests.checks.audited import audited, found, programme


def test_field_and_title_that_disagree() -> None:
    row = programme("23:00", "23:50", "Ночь (18+)", rating="16+")
    (finding,) = found("mark-conflict", row)
    assert "E18" in finding.message
    assert len(found("watershed", programme("12:00", "13:00", "Ночь (18+)", rating="16+"))) == 1


@pytest.mark.parametrize("rating", ["18+", ""])
def test_field_and_title_that_agree(rating: str) -> None:
    assert not found("mark-conflict", programme("23:00", "23:50", "Ночь (18+)", rating=rating))


def test_marks_below_the_bound_classes_may_differ() -> None:
    assert not found("mark-conflict", programme("12:00", "13:00", "Утро (12+)", rating="16+"))


def test_unmarked_programmes_are_told_once_a_channel_with_their_number() -> None:
    rows = [
        programme("10:00", "11:00", "A"),
        programme("11:00", "12:00", "B"),
        programme("12:00", "13:00", "C", rating="12+"),
    ]
    (finding,) = found("unmarked", *rows)
    assert finding.message.startswith("2 of 3 programmes")
    (channel,) = audited(*rows).channels
    assert (channel.marked, channel.unmarked) == (1, 2)


def test_an_unknown_value_in_the_rating_field_is_told_once() -> None:
    rows = [
        programme("10:00", "11:00", "A", rating="XZ-7"),
        programme("11:00", "12:00", "B", rating="XZ-7"),
    ]
    (finding,) = found("unknown-mark", *rows)
    assert "XZ-7" in finding.message
    assert finding.message.endswith("on the channel: 2")
