"""Records, letters and reminders written: for each channel what its results call for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from schedcheck.errors import ConfigError
from schedcheck.law.roster import Roster, load_roster
from schedcheck.law.rulebook import Rulebook, load_rulebook
from schedcheck.messages import language, msg
from schedcheck.messages.formats import days_in_words
from schedcheck.reports.files import replacing
from schedcheck.results.codec import document_to_json
from schedcheck.results.document import ChannelRecord, Document, document_from_json
from schedcheck.results.finding import Finding, Severity
from schedcheck.results.results import Missing, NotUnderstood, Results
from schedcheck.tasks.batch.judging import file_names
from schedcheck.tasks.batch.work_folder import DOCUMENT_NAMES
from schedcheck.tasks.document.authority import Authority
from schedcheck.tasks.document.draft import write_drafts
from schedcheck.tasks.document.facsimile import Facsimiles
from schedcheck.tasks.document.pdf import pdf_maker, pdfs
from schedcheck.tasks.document.template import filled
from schedcheck.tasks.document.values import (
    UNUSABLE,
    Material,
    letter_values,
    record_values,
    reminder_values,
)
from schedcheck.tasks.document.weeks import in_weeks, week_name
from schedcheck.tasks.evidence.verdicts import findings_id

#: The languages that there are templates in.
LANGUAGES = ("kk", "ru")


class Written(NamedTuple):
    """What was written: the names of the files, and what made the PDF (empty where nothing did).

    ``kept``: drafts of decisions that people have filled in, and that were left as they are.
    ``unseen``: sources whose rows could not be shown, as they are gone or have changed.
    """

    names: tuple[str, ...]
    pdf: str
    kept: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()


def write_documents(  # noqa: PLR0913 - results, where to, and what they were made with
    documents: Sequence[tuple[str, Document]],
    folder: str | Path,
    authority: Authority | None = None,
    *,
    rulebook: Rulebook | None = None,
    roster: Roster | None = None,
    alone: bool = False,
) -> Written:
    """Write the documents of results to ``folder``, as .docx and where possible as PDF.

    Beside them lie drafts of the file of decisions.

    ``documents``: the results in each language asked for, ``kk`` or ``ru``. ``rulebook`` and
    ``roster``: those that the run used, else they are looked up by what the results say. ``alone``:
    take away documents in ``folder`` that these results do not have, of an earlier run. Raises
    ConfigError for a template that is not right and where docxtpl or pikepdf is missing, OSError
    where ``folder`` cannot be written.
    """
    if not (find_spec("docxtpl") and find_spec("pikepdf")):
        words = msg("documents need more packages: pip install docxtpl pikepdf")
        raise ConfigError(words)
    made: dict[str, bytes] = {}
    unseen: set[str] = set()
    for name, document in documents:
        material = Material(
            document,
            rulebook or _rulebook(document),
            roster or load_roster(document.settings.get("roster", "kz")),
            authority or Authority(),
            Facsimiles({one.file: one for one in document.sources}),
        )
        with language(name):
            made |= dict(_made(material, name))
        unseen |= material.facsimiles.unseen
    # they have nothing of the language of a document
    kept = write_drafts(documents[0][1], Path(folder))
    maker = pdf_maker()
    _write(made, folder)  # whatever becomes of the PDF
    drawn = pdfs(made, maker) if maker else {}
    drawn = {name.removesuffix("docx") + "pdf": content for name, content in drawn.items()}
    _write(drawn, folder)
    if alone:
        for path in Path(folder).iterdir():
            if DOCUMENT_NAMES.fullmatch(path.name) and path.name not in {*made, *drawn}:
                path.unlink()
    return Written(tuple(sorted([*made, *drawn])), maker, tuple(kept), tuple(sorted(unseen)))


def _write(made: Mapping[str, bytes], folder: str | Path) -> None:
    for name, content in made.items():
        with replacing(Path(folder) / name) as path:
            path.write_bytes(content)


def in_languages(results: Results) -> list[tuple[str, Document]]:
    """The results as documents of findings in each language, all their words included."""
    found = []
    for name in LANGUAGES:
        with language(name):
            found.append((name, document_from_json(document_to_json(results))))
    return found


def _rulebook(document: Document) -> Rulebook:
    """The rulebook that the results were judged by."""
    book = load_rulebook(document.settings.get("rulebook", document.rulebook or "kz"))
    if document.sha256 and book.sha256 != document.sha256:
        words = msg(
            "%(id)s: the findings were judged by another edition of this rulebook; run the check "
            "again, or name the rulebook with --rulebook",
            id=document.rulebook,
        )
        raise ConfigError(words)
    return book


def _accuses(finding: Finding) -> bool:
    return finding.severity is Severity.VIOLATION


def _made(material: Material, name: str) -> Iterator[tuple[str, bytes]]:
    """The documents of one language by their names."""
    results = material.document
    usable = [
        one
        for one in results.channels
        if one.state not in UNUSABLE or any(map(_accuses, material.of_channel(one.id)))
    ]
    unusable: list[ChannelRecord | Missing | NotUnderstood] = [
        one for one in results.channels if one.state in UNUSABLE
    ]
    unusable += [*results.missing, *results.not_understood]
    files = file_names(dict.fromkeys(one.id for one in (*usable, *unusable)))
    folder, findings = material.authority.folder, findings_id(results)

    def document(kind: str, of: str, values: Mapping[str, Any]) -> tuple[str, bytes]:
        return f"{kind}-{of}.{name}.docx", filled(kind, name, values, folder, findings)

    for channel in usable:
        file, periods = files[channel.id], []
        weeks = [*in_weeks(results, channel)]
        spans = [week for week, _part, _only in weeks if week]
        for week, part, only in weeks:
            of_week = replace(material, document=part)
            of = f"{file}-{week_name(week)}" if week and len(weeks) > 1 else file
            if only.days or any(one.start for one in of_week.of_channel(channel.id)):
                values = record_values(of_week, only)
                periods.append(values["period"])
                yield document("record", of, values)
            elif channel.state not in UNUSABLE:  # such have one reminder for all days
                yield document("reminder", of, reminder_values(of_week, only))
        values = record_values(material, channel)
        if len(periods) > 1 and spans:
            values["period"] = days_in_words(spans[0].first, spans[-1].last)
        if values["violations"]:
            yield document("letter", file, letter_values(material, channel, values, periods))
    for absent in unusable:
        yield document("reminder", files[absent.id], reminder_values(material, absent))
