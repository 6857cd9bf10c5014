"""Findings that come back as JSON: a whole document, one finding, or a line of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from schedcheck.errors import ConfigError, unknown_name
from schedcheck.given_files import content_of, json_value
from schedcheck.messages import msg
from schedcheck.messages.library_errors import Reason
from schedcheck.results.codec import WRONG, MemberError, finding_from_json
from schedcheck.results.document import Document, document_from_json
from schedcheck.results.finding import CODES, Finding


def parse_findings(text: str, name: str) -> Document:
    """The findings in ``text``; ``name`` is what refusals cite.

    Taken are a document of ``--format json``, a list of findings, one finding, and findings one a
    line. Raises ConfigError for anything else, with the finding and the member that is not right.
    """
    try:
        values = [json_value(text)]
    except ValueError:
        values = list(_lines(text, name))
    whole = values[0] if len(values) == 1 and isinstance(values[0], dict) else {}
    if "findings" in whole:
        values = whole["findings"]
    elif len(values) == 1 and isinstance(values[0], list):
        values = values[0]
    if not isinstance(values, list):
        raise ConfigError(msg("%(file)s: it contains no findings", file=name))
    findings = tuple(_finding(value, name, number) for number, value in enumerate(values, 1))
    if "findings" not in whole:
        return Document(findings=findings)
    try:
        return replace(document_from_json({**whole, "findings": ()}), findings=findings)
    except WRONG as error:
        words = msg("%(file)s: an entry is not right: %(error)s", file=name, error=Reason.of(error))
        raise ConfigError(words) from error


def load_findings(path: str) -> Document:
    """The document of findings in a file. Raises ConfigError for anything else."""
    try:
        text = content_of(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(msg("%(file)s: the text is not UTF-8", file=path)) from error
    return parse_findings(text, path)


def _lines(text: str, name: str) -> Iterator[Any]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                # a line out of an indented document ends with a comma
                yield json_value(line.strip().rstrip(","))
            except ValueError as error:
                values = {"file": name, "line": number, "error": Reason.of(error)}
                words = msg("%(file)s: line %(line)d: not JSON: %(error)s", **values)
                raise ConfigError(words) from error


def _finding(value: Any, name: str, number: int) -> Finding:
    if not isinstance(value, dict) or "code" not in value:
        words = msg(
            "%(file)s: entry %(number)d is not a finding: it has no code", file=name, number=number
        )
        raise ConfigError(words)
    if value["code"] not in CODES:
        raise unknown_name(msg("%(file)s: code", file=name), str(value["code"]), CODES)
    try:
        return finding_from_json(value)
    except MemberError as wrong:
        error = Reason.of(wrong.error)
        values = {"file": name, "number": number, "member": wrong.member, "error": error}
        words = msg("%(file)s: finding %(number)d: %(member)s is not right: %(error)s", **values)
        raise ConfigError(words) from wrong
