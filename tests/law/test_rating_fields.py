"""What a classification scheme says of its terms."""

from __future__ import annotations

import pytest

from schedcheck.law.marks import classify
from schedcheck.law.rating_fields import Meaning, holding_elsewhere, meaning
from schedcheck.law.rulebook import load_rulebook
from schedcheck.schedule.building import make_frame

KZ = load_rulebook("kz")
DVB = "dvb ParentalGuidanceCS 2007"
DTG = "dtg DTGContentWarningCS 2011"


def read(mark_text: str) -> tuple[str, str, str]:
    row = classify(make_frame({"mark_text": [mark_text]}, 1), KZ).iloc[0]
    return row["age_class"], row["level"], row["unknown_mark"]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (f"{DVB}:term 19.1.6", ("E18", "equal")),
        (f"{DVB}:term 10.1.5", ("E18", "equal")),
        (f"{DVB}:21.1.5", ("E18", "equal")),
        (f"{DVB}:17.1.6", ("E18", "equal")),
        (f"{DVB}:18.1.5", ("E18", "equal")),
        (f"{DVB}:17.1.4", ("12+", "likely")),
        (f"{DVB}:20.1.5", ("E18", "likely")),
        (f"{DVB}:1.2.3", ("0+", "likely")),
        (f"{DVB}:18", ("E18", "unclear")),  # Sweden, or a printed name
        (f"{DVB}:18+", ("E18", "equal")),  # a printed name
        ("urn:dvb:metadata:cs:ParentalGuidanceCS:2007:19.1.6", ("E18", "equal")),
        (f"{DTG}:W", ("E18", "likely")),
        ("urn:dvb:iptv:guidance:2014:W", ("E18", "likely")),
        ("urn:dvb:iptv:rating:2014:15", ("E18", "equal")),
        ("dvb iptv rating 2014:term 9", ("12+", "equal")),
        ("http://bbfc.org.uk/BBFCRatingCS/2002#18", ("E18", "equal")),
        ("http://bbfc.org.uk/BBFCRatingCS/2002#PG", ("7+", "likely")),
        ("fvc ContentRatingCS 2014-07:15", ("14+", "likely")),
        ("urn:fvc:metadata:cs:ContentRatingCS:2014-07:eighteen", ("E18", "equal")),
        ("urn:fvc:metadata:cs:ContentRatingCS:2014-07:no_parental_controls", ("0+", "likely")),
    ],
)
def test_a_term_means_what_its_system_says(entry: str, expected: tuple[str, str]) -> None:
    assert read(entry)[:2] == expected


@pytest.mark.parametrize(
    "entry",
    [
        f"{DTG}:G",
        f"{DVB}:19.1.99",
        f"{DVB}:19.1",
        "tva ContentAlertCS 2005:18",
        "dvb iptv guidance 2014:G",
    ],
)
def test_what_a_system_does_not_define_is_unknown(entry: str) -> None:
    assert read(entry) == ("", "", entry)


def test_the_same_letter_in_a_field_without_a_scheme_is_what_it_was() -> None:
    assert read(":G") == ("0+", "likely", "")
    assert read("MPAA:G") == ("0+", "likely", "")
    assert meaning("KZ:18+") is None
    assert meaning(f"{DVB}:Suitable for all") is None
    assert meaning(f"{DVB}:19.1.6") == Meaning("18")


def test_each_mark_of_the_tables_is_known_to_the_rulebook() -> None:
    for first in range(1, 22):
        for term in [f"{first}.1.{last}" for last in range(1, 9)]:
            told = meaning(f"{DVB}:{term}")
            assert told is not None
            if told.mark:
                assert read(f"{DVB}:{term}")[2] == ""


COUNTRIES = ("KAZ", "KZ")


@pytest.mark.parametrize(
    ("entries", "elsewhere"),
    [
        (["MinimumAge for GBR:18", "MinimumAge for KAZ:12"], {"MinimumAge for GBR:18"}),
        (["MinimumAge for gbr kz:18", "MinimumAge for FRA:16"], {"MinimumAge for FRA:16"}),
        (["MinimumAge for GBR:18", "MinimumAge for FRA:16"], set()),
        (["MinimumAge for GBR:18", "MinimumAge:12"], set()),
        (["DVB GBR:18", "DVB KAZ:12"], set()),
        (["ParentalRating for :18"], set()),
    ],
)
def test_a_rating_of_the_own_country_counts_before_others(
    entries: list[str], elsewhere: set[str]
) -> None:
    assert holding_elsewhere(entries, COUNTRIES) == elsewhere


@pytest.mark.parametrize(
    "value",
    ["18 жасқа шыққандарға", "гр. 18", "0/18", "D18", "до 18", "18!", "6-18", "NC-18", "из 18"],
)
def test_a_value_that_is_not_known_and_holds_a_bound_age_is_unclear(value: str) -> None:
    assert read(f"Возраст:{value}") == ("E18", "unclear", f"Возраст:{value}")


@pytest.mark.parametrize("value", ["18 жасқа толғандарға", "кат. 18", "с 18"])
def test_an_age_in_the_words_of_a_rating_is_a_mark(value: str) -> None:
    assert read(f"Возраст:{value}") == ("E18", "equal", "")


@pytest.mark.parametrize("value", ["18:00", "18:00:00", "18 days, 0:00:00", "0.18", "0.21"])
def test_what_an_age_becomes_in_a_cell_of_times_or_shares_is_unclear(value: str) -> None:
    mark = ("NA21" if value == "0.21" else "E18", "unclear", f"Возраст:{value}")
    assert read(f"Возраст:{value}") == mark


@pytest.mark.parametrize(
    "value", ["до 16", "18%", "2018", "18.5", "7.18", "18:30", "12:00", "6:00:00", "XZ-7"]
)
def test_other_values_that_are_not_known_stay_so(value: str) -> None:
    assert read(f"Возраст:{value}") == ("", "", f"Возраст:{value}")


@pytest.mark.parametrize(
    ("value", "age"),
    [("12+ (18+)", "E18"), ("18+ (2)", "E18"), ("6+ [16+]", "16+"), ("12+ (повтор)", "12+")],
)
def test_the_stricter_mark_may_be_in_brackets(value: str, age: str) -> None:
    assert read(f"Возраст:{value}")[:2] == (age, "equal")
