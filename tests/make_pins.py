"""Write the pinned versions in ``constraints/``: ``make pins``.

Each file names one version of every package, with the hashes of all its files, for every Python
and every platform that the project allows; none names an address.

- ``build.txt``: what puts the package itself into an environment
- ``run.txt``: what the program needs
- ``portal.txt``: what it needs with the extra ``portal``
- ``dev.txt``: both, and what tests, checks and documentation need
- ``audit.txt``: what ``make audit`` needs, in an environment of its own
- ``lowest.txt``: the lowest version that ``pyproject.toml`` allows of each package the program
  needs, with the tests' own tools as in ``dev.txt``
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterable
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.paths import ROOT

PINS = ROOT / "constraints"
#: For some of the program's work alone; the tests need all.
EXTRAS = ("--extra=documents", "--extra=archive", "--extra=cluster", "--extra=portal", "--extra=s3")
#: One version for all Pythons, so that what passes on one is what runs on the others.
_OPTIONS = (
    *("--universal", "--fork-strategy=fewest", "--generate-hashes", "--upgrade"),
    *("--no-header", "--no-annotate", "--quiet"),
    "--system-certs",  # as pip does
)


def project() -> dict[str, Any]:
    """What ``pyproject.toml`` says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


#: What extras bring.
OPTIONAL = {
    canonicalize_name(Requirement(need).name)
    for extra, needs in project()["project"]["optional-dependencies"].items()
    if extra != "all"
    for need in needs
}


def required(group: str) -> list[Requirement]:
    """What a group of ``pyproject.toml`` asks for, with the groups that it includes."""
    needs: list[Requirement] = []
    for entry in project()["dependency-groups"][group]:
        if isinstance(entry, str):
            needs.append(Requirement(entry))
        else:
            needs += required(entry["include-group"])
    return needs


def pins(name: str) -> dict[str, str]:
    """Package -> version in one of the files, on the lowest Python; names in canonical form."""
    python = {"python_version": "3.11", "python_full_version": "3.11.0"}
    lines = (PINS / name).read_text("utf-8").splitlines()
    pinned = [Requirement(line.rstrip(" \\")) for line in lines if line[:1].isalnum()]
    return {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in pinned
        if pin.marker is None or pin.marker.evaluate(python)
    }


def resolve(name: str, *words: str, needs: Iterable[str] = ()) -> None:
    """Write ``constraints/name``: what uv finds for ``words``, where "-" is the list ``needs``."""
    command = [sys.executable, "-m", "uv", "pip", "compile", f"--output-file=constraints/{name}"]
    text = "\n".join(needs).encode()
    subprocess.run([*command, *_OPTIONS, *words], cwd=ROOT, input=text, check=True)
    print(f"constraints/{name}: {len(pins(name))} packages")  # noqa: T201 - a script


def main() -> None:
    """Write every file anew."""
    PINS.mkdir(exist_ok=True)
    resolve("dev.txt", "pyproject.toml", *EXTRAS, "--group=dev")
    as_in_dev = "--constraint=constraints/dev.txt"
    resolve("run.txt", "pyproject.toml", as_in_dev)
    resolve("portal.txt", "pyproject.toml", "--extra=portal", as_in_dev)
    resolve("build.txt", "-", as_in_dev, needs=map(str, required("build")))
    resolve("audit.txt", "-", needs=map(str, required("audit")))
    known = pins("dev.txt")
    tools = {canonicalize_name(tool.name) for tool in required("test")} - OPTIONAL
    needs = [f"{tool}=={known[tool]}" for tool in sorted(tools)]
    lowest = ("pyproject.toml", *EXTRAS, "--resolution=lowest-direct")
    resolve("lowest.txt", "-", *lowest, needs=needs)


if __name__ == "__main__":
    main()
