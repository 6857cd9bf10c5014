"""The report on a period, joined from stored verdicts as ``schedcheck summary`` joins runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from schedcheck.messages import _, language
from schedcheck.portal import stored
from schedcheck.portal.channels import roster_in_force
from schedcheck.portal.document_parts import NOT_MADE, verdict_in
from schedcheck.portal.fault_words import fault_words
from schedcheck.portal.models import Compilation, State, Upload
from schedcheck.portal.store import plain_name
from schedcheck.results.document import Document
from schedcheck.schedule.week import Week, parse_week
from schedcheck.tasks.explain.findings_file import parse_findings
from schedcheck.tasks.period.period import join
from schedcheck.tasks.period.report import period_content, write_period
from schedcheck.toml_table import LANGUAGES


def made(held: Compilation, plan: dict[str, Any], folder: Path) -> dict[str, bytes]:
    """The page and the workbook of the report in each language; ``folder`` is empty."""
    first, last = (parse_week(week) for week in (held.first, held.last))
    days = Week(first.first, last.last)
    uploads = [UUID(one) for one in plan["uploads"]]
    files: dict[str, bytes] = {}
    for name in LANGUAGES:
        with language(name):
            runs = list(_with_missing(_runs(uploads, name), plan["missing"]))
            period = join(runs, days)
            write_period(period, folder / name)
            files[f"period-{name}.html"] = period_content(period).encode()
        files[f"period-{name}.xlsx"] = (folder / name / "period.xlsx").read_bytes()
    return files


def _runs(uploads: list[UUID], name: str) -> Iterator[tuple[str, Document]]:
    """Each delivery as a run: its week, and what was found; and what it says of other channels."""
    roster = roster_in_force()
    sent: dict[str, set[str]] = {}
    for week, channel in Upload.objects.filter(id__in=uploads).values_list("week", "channel_id"):
        sent.setdefault(week, set()).add(channel)
    for upload_id in uploads:
        one = Upload.objects.prefetch_related("verdicts").get(id=upload_id)
        verdict, why = next(iter(one.verdicts.all()), None), ""
        if verdict is not None:
            document = parse_findings(verdict_in(verdict, one, name), one.receipt)
        else:
            document = stored.of_nothing(one.week)
            waits = NOT_MADE["waiting"]
            why = _(waits) if one.state == State.QUEUED else fault_words(one.fault, name)
        document = stored.delivered(document, one.channel_id, plain_name(one.name), roster, why)
        written = one.sent_at.timestamp()
        own, others = stored.apart(document, one.channel_id, sent[one.week])
        yield one.week, replace(own, file=one.receipt, written=written)
        if others.channels:
            yield "", replace(others, file=one.receipt)


def _with_missing(
    runs: Iterator[tuple[str, Document]], absent: dict[str, list[str]]
) -> Iterator[Document]:
    """The runs; the first one of each week says which channels did not deliver for it."""
    left, roster = dict(absent), roster_in_force()
    for week, run in runs:
        yield stored.missing(run, left.pop(week, ()), roster)
    for week, channels in left.items():  # nobody has delivered
        yield stored.missing(stored.of_nothing(week), channels, roster)
