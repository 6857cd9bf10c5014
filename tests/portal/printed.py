"""What ``check`` prints, which the verdict of the portal is compared with."""

from __future__ import annotations

import os
from pathlib import Path

from click.testing import CliRunner

from schedcheck.cli import cli


def printed(folder: Path, name: str, *options: str) -> bytes:
    """What ``check --format json`` prints of a file in a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        words = ["check", "--no-config", "--format", "json", *options, name]
        return CliRunner().invoke(cli, words).stdout_bytes
    finally:
        os.chdir(before)
