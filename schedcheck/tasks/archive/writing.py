"""What is made of all months of a store: documents, the channels, what could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from msgspec.structs import replace

from schedcheck.pipeline.judge import results_of
from schedcheck.pipeline.run import Run
from schedcheck.reports.data.json import encoded
from schedcheck.reports.files import encodable, replacing
from schedcheck.results.finding import Finding
from schedcheck.results.results import ChannelReport, Results
from schedcheck.schedule.coverage import Span
from schedcheck.tasks.archive.content import Content
from schedcheck.tasks.archive.months import MonthJob, findings_table, month_days, write_table
from schedcheck.tasks.archive.reading import ReadPart
from schedcheck.tasks.archive.store import FINDINGS, Store
from schedcheck.tasks.batch.whole_run import findings_of_faults, missing_of
from schedcheck.tasks.batch.work_folder import recall


def write_months(
    run: Run, store: Store, content: Content, jobs: Sequence[MonthJob], passed_over: Sequence[str]
) -> tuple[list[Finding], list[ChannelReport]]:
    """Write what is made of all months: documents, channels, what could not be read.

    Returns the faults, and the reports of channels and months.
    """
    faults = sorted(findings_of_faults(content.faults, run), key=lambda one: one.rank)
    write_table(findings_table(faults), store.table(FINDINGS, "", ""))
    months: dict[str, list[MonthJob]] = defaultdict(list)
    for job in jobs:
        months[job.month].append(job)
    reports: list[ChannelReport] = []
    for month, of_month in sorted(months.items()):
        results = _month(run, store, content, of_month, faults, passed_over)
        path = store.document(month)
        if not results.channels:
            path.unlink(missing_ok=True)
            continue
        reports += results.channels
        document = encoded(results)
        if not path.exists() or path.read_bytes() != document:
            with replacing(path) as part:
                part.write_bytes(document)
    for path in store.out.glob("months/*/findings.json"):
        if path.parent.name not in months:
            path.unlink()
    write_table(_channels_table(reports), store.channels_file)
    return faults, reports


def _month(  # noqa: PLR0913, PLR0917 - all that a month is made of
    run: Run,
    store: Store,
    content: Content,
    jobs: Sequence[MonthJob],
    faults: Sequence[Finding],
    passed_over: Sequence[str],
) -> Results:
    """The results of a month, as a batch of it would have them."""
    kept = [recall(store.kept(job.channel, job.month)) for job in jobs]
    reports = tuple(
        sorted((one["report"] for one in kept if one["report"]), key=lambda report: report.id)
    )
    findings = [finding for one in kept for finding in one["findings"]]
    files = {file for report in reports for file in report.files}
    parts = [_unless_known(part, content) for part in content.parts_of(files)]
    cited = {part.file for part in parts}
    findings += [one for one in faults if one.file in cited]
    came = {report.id for report in reports} | {part.source.channel for part in parts}
    return results_of(
        Results,
        run,
        parts,
        {},
        channels=reports,
        findings=tuple(sorted(findings, key=lambda one: one.rank)),
        span=jobs[0].days or Span(month_days(jobs[0].month), "schedules"),
        missing=missing_of(run, came),
        passed_over=tuple(passed_over),
    )


def _unless_known(part: ReadPart, content: Content) -> ReadPart:
    """A source of which nothing was read says nothing of a channel that other sources have."""
    if part.source.channel not in content.pieces:
        return part
    return part._replace(source=replace(part.source, channel=""))


_CHANNEL_TEXTS = ("name", "medium", "tier", "network", "zone")


def _channels_table(reports: Sequence[ChannelReport]) -> pa.Table:
    """A row a channel: what it is, from the last month, and its sums over all months."""
    by_channel: dict[str, list[ChannelReport]] = defaultdict(list)
    for report in reports:
        by_channel[report.id].append(report)
    rows = [_channel_row(channel, every) for channel, every in sorted(by_channel.items())]
    instant = pa.timestamp("ms", "UTC")
    schema = pa.schema(
        [
            ("channel", pa.string()),
            *((name, pa.string()) for name in _CHANNEL_TEXTS),
            ("first", instant),
            ("last", instant),
            *((name, pa.int64()) for name in ("programmes", "marked", "violations")),
        ]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def _channel_row(channel: str, reports: Sequence[ChannelReport]) -> Mapping[str, Any]:
    first = [report.first for report in reports if report.first]
    last = [report.last for report in reports if report.last]
    return {
        "channel": encodable(channel),
        **{name: encodable(getattr(reports[-1], name)) for name in _CHANNEL_TEXTS},
        "first": min(first, default=None),
        "last": max(last, default=None),
        **{
            name: sum(getattr(report, name) for report in reports)
            for name in ("programmes", "marked", "violations")
        },
    }
