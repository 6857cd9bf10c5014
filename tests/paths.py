"""Where things of the project lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "schedcheck"
DOCS = ROOT / "docs"
SAMPLES = ROOT / "samples"
#: The JSON Schema of ``findings.json``.
SCHEMA = PACKAGE / "reports" / "data" / "findings.schema.json"
