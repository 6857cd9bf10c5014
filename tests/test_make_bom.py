from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.make_bom import BOM, SUMS, components, write
from tests.paths import ROOT


def test_every_pinned_package_is_in_the_bill_with_its_hashes(tmp_path: Path) -> None:
    wheel = tmp_path / "a.whl"
    wheel.write_bytes(b"a wheel")
    write(tmp_path)
    bill = json.loads((tmp_path / BOM).read_text())
    pins = (ROOT / "constraints" / "run.txt").read_text()
    assert len(bill["components"]) == pins.count("==") > 5
    assert all(one["hashes"] for one in bill["components"])
    sums = dict(line.split("  ")[::-1] for line in (tmp_path / SUMS).read_text().splitlines())
    assert sums["a.whl"] == hashlib.sha256(b"a wheel").hexdigest()
    assert set(sums) == {"a.whl", BOM}


def test_a_pin_is_read_with_extras_and_marker() -> None:
    text = f"A_b[c]==1.0 ; python_version > '3' \\\n    --hash=sha256:{'0' * 64}\n"
    (one,) = components(text)
    assert (one["name"], one["version"]) == ("a-b", "1.0")
    assert one["hashes"] == [{"alg": "SHA-256", "content": "0" * 64}]
