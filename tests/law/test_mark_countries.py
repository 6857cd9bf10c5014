from __future__ import annotations

import pytest

from schedcheck.law.mark_countries import holding_elsewhere

KZ = ("KAZ", "KZ")


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
    assert holding_elsewhere(entries, KZ) == elsewhere
