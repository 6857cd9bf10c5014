"""The bill of materials of a release, and the hashes of its files: ``make release``.

``python -m tests.make_bom DIST`` writes ``schedcheck.cdx.json`` (CycloneDX 1.6: what
``constraints/run.txt`` pins, with its hashes) and ``SHA256SUMS`` into the folder of the wheel.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

from schedcheck import __version__
from tests.paths import ROOT

BOM, SUMS = "schedcheck.cdx.json", "SHA256SUMS"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components(pins: str) -> list[dict[str, Any]]:
    """The packages that a file of pinned requirements names, by name: version, address, hashes."""
    found: list[dict[str, Any]] = []
    for line in pins.splitlines():
        pin = _PIN.match(line)
        if pin:
            name, version = pin[1].lower().replace("_", "-"), pin[2]
            found.append(
                {
                    "type": "library",
                    "name": name,
                    "version": version,
                    "purl": f"pkg:pypi/{name}@{version}",
                    "hashes": [],
                }
            )
        if found:
            found[-1]["hashes"] += [
                {"alg": "SHA-256", "content": content} for content in _HASH.findall(line)
            ]
    return sorted(found, key=lambda one: str(one["name"]))


def bill(pins: str) -> dict[str, Any]:
    """The bill of materials: this version, and what it needs."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": "schedcheck",
                "version": __version__,
                "purl": f"pkg:pypi/schedcheck@{__version__}",
            }
        },
        "components": components(pins),
    }


def write(dist: Path) -> None:
    """Write the bill and the hashes of all files in ``dist``, in the form of ``sha256sum``."""
    pins = (ROOT / "constraints" / "run.txt").read_text(encoding="utf-8")
    (dist / BOM).write_text(json.dumps(bill(pins), indent=1) + "\n", encoding="utf-8")
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(dist.iterdir())
        if path.name != SUMS
    ]
    (dist / SUMS).write_text("".join(lines), encoding="utf-8", newline="")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
