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


def test_an_uncertain_stricter_mark_never_silences_a_certain_one() -> None:
    row = programme("15:00", "16:00", "21+ причина уйти (18+)")
    assert len(found("watershed", row)) == 1
    (finding,) = found("mark-conflict", row)
    assert "21+" in finding.message
    assert finding.age_class == "E18"


def test_a_term_that_its_scheme_does_not_define_is_told() -> None:
    row = (
        '<programme start="20240304150000 +0500" stop="20240304160000 +0500" channel="test">'
        '<title>Ночь</title><rating system="urn:dtg:metadata:cs:DTGContentWarningCS:2011">'
        "<value>G</value></rating></programme>"
    )
    assert len(found("unknown-mark", row)) == 1
    assert len(found("foreign-mark", row.replace(">G<", ">W<"))) == 1
