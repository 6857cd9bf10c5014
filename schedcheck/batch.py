"""A folder of schedules in, a workbook a channel and a summary out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from schedcheck.audit import audit
from schedcheck.errors import ConfigError
from schedcheck.folder import schedule_files
from schedcheck.messages import said
from schedcheck.reports.files import replacing
from schedcheck.reports.json_report import dumps
from schedcheck.reports.section import channel_section
from schedcheck.reports.summary import write_summary
from schedcheck.reports.summarypage import write_summary_page
from schedcheck.reports.workbook import write_workbook
from schedcheck.results import Audit, Missing
from schedcheck.roster import Roster, load_roster
from schedcheck.settings import Settings


def audit_folder(folder: str | Path, settings: Settings | None = None) -> Audit:
    """Audit every schedule in ``folder``. Raises ConfigError where there is none."""
    if not schedule_files(folder):
        raise ConfigError(said("%(folder)s: there is no file in it", folder=folder))
    return audit([folder], settings)


def run_batch(
    folder: str | Path,
    out: str | Path,
    settings: Settings | None = None,
    progress: Callable[[str], None] = lambda _name: None,
) -> Audit:
    """Audit ``folder`` and write ``out``: a workbook a channel, the summary, the findings.

    A file takes its place in one step when it is complete. Returns the audit.
    """
    settings = settings or Settings()
    result = audit_folder(folder, settings)
    channels = Path(out) / "channels"
    channels.mkdir(parents=True, exist_ok=True)
    for channel in result.channels:
        progress(channel.id)
        write_workbook(result, channel.id, channels / f"{file_name(channel.id)}.xlsx")
    told = replace(result, missing=undelivered(result, settings))
    write_summary(told, Path(out) / "summary.xlsx")
    sections = (channel_section(result, channel.id) for channel in result.channels)
    write_summary_page(told, sections, Path(out) / "summary.html")
    with replacing(Path(out) / "findings.json") as path:
        path.write_text(dumps(result), encoding="utf-8")
    return result


def undelivered(result: Audit, settings: Settings) -> tuple[Missing, ...]:
    """The television channels of the roster of which no schedule came."""
    told = settings.roster
    roster = told if isinstance(told, Roster) else load_roster(told)
    came = {channel.id for channel in result.channels}
    return tuple(
        Missing(entry.id, entry.name, entry.medium, entry.tier, entry.zone)
        for entry in roster.channels.values()
        if entry.medium == "tv" and entry.id not in came
    )


def file_name(channel: str) -> str:
    """A channel's id as a file name that every system takes, never the same for two ids."""
    plain = re.sub(r"[^\w.+-]", "_", channel).strip(". ")[:100]
    if plain == channel:
        return plain
    return f"{plain}-{hashlib.sha256(channel.encode()).hexdigest()[:8]}"
