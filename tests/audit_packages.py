"""Known vulnerabilities of the packages that the program needs: ``make audit``.

Looks up what ``constraints/run.txt`` pins in the advisories of the package index, by pip-audit.
Exit code 1 where one has a known vulnerability. Where the service does not answer, or does not know
the packages (as mirrors of the index), a line says so, and the exit code is 0: that nothing was
found is said only of packages that were looked up.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from tests.paths import ROOT

PINS = ROOT / "constraints" / "run.txt"
_COMMAND = (
    *(sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--format", "json"),
    *("--progress-spinner", "off", "--desc", "off", "--requirement", str(PINS)),
)
_SECONDS = 300
_LONGEST = 200


def report(answer: str, complaint: str) -> tuple[int, list[str]]:
    """The exit code, and what is to be said of what pip-audit wrote."""
    try:
        packages: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = (complaint.strip().splitlines() or ["no answer"])[-1]
        return 0, [f"audit: the vulnerability service cannot be reached ({last[-_LONGEST:]})"]
    unknown = [one["name"] for one in packages if "skip_reason" in one]
    known = len(packages) - len(unknown)
    if not known:
        words = f"audit: the vulnerability service knows none of {len(packages)} packages here"
        return 0, [f"{words}; nothing was looked up"]
    found = list(_vulnerabilities(packages))
    if unknown:
        found.append(f"audit: not known to the service: {', '.join(unknown)}")
    bad = sum(bool(one.get("vulns")) for one in packages)
    return int(bad > 0), [*found, f"audit: {known} packages looked up, {bad} vulnerable"]


def _vulnerabilities(packages: list[dict[str, Any]]) -> Iterator[str]:
    for one in packages:
        for fault in one.get("vulns", ()):
            mended = ", ".join(fault.get("fix_versions", ())) or "no version yet"
            yield f"audit: {one['name']} {one['version']}: {fault['id']}, mended in {mended}"


def main() -> None:
    """Ask, and say what came of it."""
    try:
        done = subprocess.run(
            _COMMAND, capture_output=True, text=True, check=False, timeout=_SECONDS, cwd=ROOT
        )
        code, lines = report(done.stdout, done.stderr)
    except subprocess.TimeoutExpired:
        code, lines = report("", f"no answer within {_SECONDS} s")
    print("\n".join(lines))  # noqa: T201 - a script
    sys.exit(code)


if __name__ == "__main__":
    main()
