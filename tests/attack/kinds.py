"""All hostile kinds by their names, and about how many bytes of each are tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.attack.packages import PACKAGES
from tests.attack.papers import PAPERS
from tests.attack.texts import TEXTS, File

KINDS: Mapping[str, tuple[Callable[[int], File], int]] = {
    make.__name__: (make, size) for make, size in (*TEXTS, *PACKAGES, *PAPERS)
}
