from __future__ import annotations

from random import Random

from tests.fuzz import GROUND, PER_MB, attempt, too_slow
from tests.mutations import mutated, seeds


def test_the_same_seed_gives_the_same_mutations() -> None:
    content = bytes(range(256)) * 20
    first, again = (mutated(content, Random("1/7")) for _time in range(2))  # noqa: S311 - no secret
    assert first == again != content


def test_a_few_mutated_files_raise_nothing() -> None:
    """The slow part of the suite is ``make fuzz``: 20,000 of them."""
    tried = [attempt(number, seed=3) for number in range(40)]
    assert not [one for one in tried if one.failure]
    assert len({one.seed for one in tried}) == min(40, len(seeds()))
    assert len({one.format for one in tried}) > 3


def test_what_takes_longer_than_its_bytes_allow_has_failed() -> None:
    assert not too_slow(GROUND + 0.9 * PER_MB, 1_000_000)
    assert "the bound is" in too_slow(GROUND + 1.1 * PER_MB, 1_000_000)
    assert too_slow(GROUND + 0.1, 1000)
