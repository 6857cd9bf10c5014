"""The findings as JSON: contract 3, described by ``findings.schema.json`` beside this module."""

from __future__ import annotations

from schedcheck.reports.data.json_text import json_bytes
from schedcheck.results.codec import document_to_json
from schedcheck.results.results import Results


def dumps(audit: Results) -> str:
    """The results of a run as the text of a JSON document."""
    return encoded(audit).decode()


def encoded(audit: Results) -> bytes:
    """The same in UTF-8."""
    return json_bytes(document_to_json(audit))
