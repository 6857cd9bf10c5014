"""The verdicts of a run without their words, and a hash by which documents name them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from schedcheck.results.document import Document
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.identity import instant_text


class Verdict(NamedTuple):
    """A finding at its place, with what was decided by it; times are instants in UTC."""

    severity: str
    code: str
    channel: str
    start: str
    title: str
    age_class: str
    rules: tuple[str, ...]
    file: str
    place: str
    minutes: float | None
    dates: tuple[str, ...]
    dismissed: bool


def verdicts_of(
    findings: Iterable[Finding], names: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Verdict]:
    """What findings say, without their words; ``names``: folder -> what is in its place."""
    for one in findings:
        if one.severity is Severity.NOTICE:
            continue
        file = Path(one.file).as_posix()
        for folder, other in names.items():
            file = file.replace(folder, other, 1) if file.startswith(folder) else file
        minutes = None if one.minutes is None else round(float(one.minutes), 2)
        yield Verdict(
            one.severity.value,
            one.code,
            one.channel,
            instant_text(one.start) if one.start else "",
            one.title,
            one.age_class,
            (one.rule, *one.also_rules),
            file,
            one.place,
            minutes,
            tuple(f"{due.period} {due.since} {due.day}" for due in one.dates),
            one.dismissed,
        )


def findings_id(document: Document) -> str:
    """What tells the findings of a run from those of another, the same in every language.

    The SHA-256 of the verdicts, and of the files that they come from.
    """
    known = [*map(list, sorted(verdicts_of(document.findings), key=str))]
    sources = sorted((one.file, one.sha256) for one in document.sources)
    plain = json.dumps([known, sources], ensure_ascii=True)
    return f"sha256:{hashlib.sha256(plain.encode('ascii')).hexdigest()}"
