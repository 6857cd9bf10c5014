from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import schedcheck
from tests.attack.kinds import KINDS


@pytest.mark.parametrize(("make", "size"), KINDS.values(), ids=list(KINDS))
def test_a_hostile_file_is_read_or_is_a_fault(
    make: Callable[[int], tuple[str, bytes]], size: int, tmp_path: Path
) -> None:
    """A small one of each kind; ``make attack`` tries the large ones, with bounds."""
    file, content = make(size // 20)
    path = tmp_path / file
    path.write_bytes(content)
    audit = schedcheck.audit([path])
    assert len(audit.faults) or len(audit.schedule)
