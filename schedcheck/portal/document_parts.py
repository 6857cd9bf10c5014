"""The parts of the documents of a week: of a delivery its workbooks, records and letters."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from schedcheck.messages import N_
from schedcheck.portal import own_process, store
from schedcheck.portal.channels import put_roster
from schedcheck.portal.fault_words import fault_words
from schedcheck.portal.judge_process import LAW, OUT
from schedcheck.portal.models import State, Upload, Verdict
from schedcheck.portal.pages import CAPITAL
from schedcheck.portal.rulebooks import put_judging
from schedcheck.portal.verdicts import found_in, history, is_decided_on
from schedcheck.results.codec import decision_to_json
from schedcheck.results.finding import Decision, Outcome
from schedcheck.tasks.batch.work_folder import DOCUMENT_NAMES
from schedcheck.tasks.document.documents import LANGUAGES

#: A name in the zip: a file in a folder or two; no part begins with a dot.
_ENTRY = re.compile(r"(?:[\w+-][\w.+-]*/){1,2}[\w+-][\w.+-]*")
#: The folders in the zip: with a folder for each channel, and of reminders to those that are late.
_CHANNELS, _LATE = "channels", "late"
#: Why documents were not made, as ``notes`` of a compilation have it.
NOT_MADE = {
    "time": N_("it took too long"),
    "ended": N_("the program that makes them has failed; its messages are in the worker's output"),
    "waiting": N_("the delivery is not judged yet"),
}


def entry_name(folder: str, name: str) -> str:
    """The name of a file in the zip. Raises ValueError for one that could leave its folder."""
    entry = f"{folder}/{name}"
    if not _ENTRY.fullmatch(entry):
        raise ValueError(entry)
    return entry


def made(week: str, part: dict[str, Any], folder: Path) -> tuple[dict[str, bytes], str]:
    """The files of a part by their names in the zip, and why its documents were not made, if so.

    ``folder`` is empty; the documents are made in it.
    """
    for name in (OUT, LAW):
        (folder / name).mkdir()
    if "channel" not in part:
        asked = {"week": week, "missing": part["missing"]}
        return _documents(asked, folder, _LATE)
    upload = Upload.objects.get(id=UUID(part["upload"]))
    name = f"{_CHANNELS}/{part['folder']}"
    if upload.state == State.QUEUED:
        return {}, "waiting"
    asked = {"week": week, "channel": upload.channel_id, **_given(upload, folder)}
    files, note = _documents(asked, folder, name)
    for language in LANGUAGES if upload.state == State.JUDGED else ():
        workbook = store.made_of(upload.id) / f"workbook-{language}.xlsx"
        files[entry_name(name, f"workbook.{language}.xlsx")] = workbook.read_bytes()
    return files, note


def _given(upload: Upload, folder: Path) -> dict[str, Any]:
    """What the process is given of a delivery: its file, and the verdict in each language."""
    verdict = upload.verdicts.first()
    name = own_process.put_file(upload, folder)
    if verdict is None:
        why = {language: fault_words(upload.fault, language) for language in LANGUAGES}
        return {"file": name, "why": why}
    put_judging(verdict.rulebook, folder / LAW)
    verdicts = {}
    for language in LANGUAGES:
        verdicts[language] = f".verdict-{language}.json"
        text = verdict_in(verdict, upload, language)
        (folder / verdicts[language]).write_text(text, encoding="utf-8", newline="\n")
    return {"file": name, "verdicts": verdicts}


def verdict_in(verdict: Verdict, upload: Upload, language: str) -> str:
    """The JSON of a verdict with the decisions in force on its findings.

    It is in the words of ``language`` where these were kept of this rulebook.
    """
    path = store.made_of(upload.id) / f"verdict-{language}.json"
    content = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if content.get("rulebook", {}).get("sha256") != verdict.rulebook:
        content = json.loads(verdict.findings)
    decided = history(upload.channel_id, upload.week)
    for value, found in zip(
        filter(is_decided_on, content["findings"]), found_in(verdict.findings, decided), strict=True
    ):
        decision = found.decision
        if decision is not None:
            day = decision.at.astimezone(CAPITAL).date()
            outcome = Outcome(decision.outcome)
            value["decision"] = decision_to_json(Decision(outcome, day, decision.reason))
    return json.dumps(content, ensure_ascii=False)


def _documents(asked: dict[str, Any], folder: Path, name: str) -> tuple[dict[str, bytes], str]:
    """What a process of its own writes of what is ``asked``, and why it did not, if so."""
    asked |= put_roster(folder / LAW)
    if settings.AUTHORITY_FILE:
        asked["authority"] = str(Path(settings.AUTHORITY_FILE).absolute())
    fault = own_process.run("document_process", json.dumps(asked), folder=folder)
    if fault:
        return {}, fault
    return {
        entry_name(name, path.name): path.read_bytes()
        for path in sorted((folder / OUT).iterdir())
        if DOCUMENT_NAMES.fullmatch(path.name)
    }, ""
