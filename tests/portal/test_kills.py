"""A few of the ends at random moments that ``python -m tests.attack.portal`` tries by the dozen."""

from __future__ import annotations

import random
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.missing import missing
from tests.portal.postgresql import cluster

_KILLS = 3


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_answered_is_there_once_whenever_a_process_is_ended(
    kind: str, tmp_path: Path
) -> None:
    if sys.platform != "linux":
        missing("the processes of a site are found in /proc, on Linux alone")
    from tests.attack.portal import portal_kills

    seed = random.SystemRandom().randrange(10**6)
    with cluster() if kind == "postgresql" else nullcontext("") as url:
        assert list(portal_kills(tmp_path, _KILLS, seed, url)) == [], f"seed {seed}"
