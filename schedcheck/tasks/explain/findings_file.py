"""Findings that come back as JSON: a whole document, one finding, or a line of one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from schedcheck.errors import ConfigError, unknown_name
from schedcheck.messages import msg
from schedcheck.messages.library_errors import Reason
from schedcheck.results.finding import CODES
from schedcheck.zones import zone


@dataclass(frozen=True, slots=True)
class ParsedFinding:
    """A finding as it was told. ``nearest`` is None where it told none; times are in ``zone``.

    ``stop_from`` is empty where it did not tell where the end comes from.
    """

    code: str
    channel: str
    title: str
    start: datetime | None
    stop: datetime | None
    stop_from: str
    zone: str
    age_class: str
    mark: str
    mark_from: str
    minutes: float | None
    rule: str
    message: str
    file: str
    place: str
    nearest: tuple[datetime | None, datetime | None] | None


@dataclass(frozen=True, slots=True)
class Document:
    """What was given: the findings in order, and of a whole document what it rests on.

    ``rulebook`` and ``tzdata`` are empty where a finding came alone. ``sources``: file -> sha256.
    """

    findings: tuple[ParsedFinding, ...]
    rulebook: str = ""
    tzdata: str = ""
    sources: Mapping[str, str] | None = None


def parse_findings(text: str, name: str) -> Document:
    """The findings in ``text``; ``name`` is what refusals cite.

    Taken are a document of ``--format json``, a list of findings, one finding, and findings one a
    line. Raises ConfigError for anything else, with the finding and the member that is not right.
    """
    try:
        values = [json.loads(text)]
    except ValueError:
        values = list(_lines(text, name))
    whole = values[0] if len(values) == 1 and isinstance(values[0], dict) else {}
    if "findings" in whole:
        values = whole["findings"]
    elif len(values) == 1 and isinstance(values[0], list):
        values = values[0]
    if not isinstance(values, list):
        raise ConfigError(msg("%(file)s: no findings stand in it", file=name))
    findings = tuple(_told(value, name, number) for number, value in enumerate(values, 1))
    book, sources = whole.get("rulebook"), whole.get("sources")
    return Document(
        findings,
        str(book.get("sha256", "")) if isinstance(book, dict) else "",
        str(whole.get("tzdata", "")),
        {str(one.get("file")): str(one.get("sha256")) for one in sources if isinstance(one, dict)}
        if isinstance(sources, list)
        else {},
    )


def _lines(text: str, name: str) -> Iterator[Any]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                # a line out of an indented document ends with a comma
                yield json.loads(line.strip().rstrip(","))
            except ValueError as error:
                values = {"file": name, "line": number, "error": Reason.of(error)}
                words = msg("%(file)s: line %(line)d: not JSON: %(error)s", **values)
                raise ConfigError(words) from error


def _told(value: Any, name: str, number: int) -> ParsedFinding:
    if not isinstance(value, dict) or "code" not in value:
        words = msg(
            "%(file)s: finding %(number)d is none: it has no code", file=name, number=number
        )
        raise ConfigError(words)
    if value["code"] not in CODES:
        raise unknown_name(msg("%(file)s: code", file=name), str(value["code"]), CODES)
    member = ""
    try:
        texts = {}
        for member in ("channel", "title", "zone", "age_class", "mark", "mark_from", "rule"):
            texts[member] = str(value.get(member) or "")
        for member in ("message", "file", "place", "stop_from"):
            texts[member] = str(value.get(member) or "")
        member = "zone"
        place = zone(texts["zone"]) if texts["zone"] else None
        times: dict[str, datetime | None] = {}
        near = value.get("nearest")
        for member, text in (
            ("start", value.get("start")),
            ("stop", value.get("stop")),
            ("earlier", near and near.get("earlier")),
            ("later", near and near.get("later")),
        ):
            times[member] = _moment(text, place) if text else None
        member = "minutes"
        minutes = None if value.get("minutes") is None else float(value["minutes"])
    except (TypeError, ValueError, AttributeError) as error:
        values = {"file": name, "number": number, "member": member, "error": Reason.of(error)}
        words = msg("%(file)s: finding %(number)d: %(member)s is not right: %(error)s", **values)
        raise ConfigError(words) from error
    return ParsedFinding(
        code=value["code"],
        start=times["start"],
        stop=times["stop"],
        minutes=minutes,
        nearest=(times["earlier"], times["later"]) if near else None,
        **texts,
    )


def _moment(text: str, place: ZoneInfo | None) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text}: without an offset")
    return moment.astimezone(place) if place else moment
