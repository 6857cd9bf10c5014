"""What differs between two deliveries, as text, JSON, HTML and a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from schedcheck._version import __version__
from schedcheck.messages import Message, _, in_language, msg, plural
from schedcheck.messages.formats import moment_in_words
from schedcheck.messages.message import place_in_words, where_in_words
from schedcheck.reports.files import replacing
from schedcheck.reports.html.listed import ListedFinding, Remark, articles_of
from schedcheck.reports.html.pages import page, rendered
from schedcheck.reports.wording import one_line, single_line
from schedcheck.reports.workbook import sheets
from schedcheck.reports.workbook.finding_sheets import naive
from schedcheck.reports.workbook.sheets import Book, Column, Shown
from schedcheck.reports.workbook.streaming import Value
from schedcheck.results.codec import finding_to_json
from schedcheck.results.finding import Finding
from schedcheck.results.source_json import source_to_json
from schedcheck.tasks.diff.difference import Change, Difference, Programme, Verdict, What

WHAT: Mapping[What, Message] = {
    What.MOVED: msg("moved"),
    What.CHANGED: msg("changed"),
    What.ADDED: msg("added"),
    What.DROPPED: msg("dropped"),
}
VERDICTS: Mapping[Verdict, Message] = {
    Verdict.NEW: msg("new"),
    Verdict.MENDED: msg("mended"),
    Verdict.UNCHANGED: msg("unchanged"),
}


def text(told: Difference) -> Iterator[str]:
    """The lines for a terminal: each violation, each change, and at the end the sums."""
    for verdict in Verdict:
        for finding in told.verdicts(verdict):
            yield "  ".join(
                [
                    _("Violation, %(what)s:") % {"what": VERDICTS[verdict]},
                    told.labels.get(finding.channel, finding.channel),
                    moment_in_words(finding.start) if finding.start else "",
                    one_line(finding.title),
                    one_line(finding.mark),
                    *([_("in doubt")] if finding.in_doubt else []),
                    one_line(where_in_words(finding.file, finding.place)),
                ]
            )
    for change in told.changes:
        yield "  ".join(
            [
                f"{str(WHAT[change.what]).capitalize()}:",
                told.labels.get(change.channel, change.channel),
                " → ".join(_moments(change)),
                " → ".join(dict.fromkeys(map(one_line, _values(change, "title")))),
                " → ".join(_marks(change)),
            ]
        ).rstrip()
    yield from sums(told)


def sums(told: Difference) -> Iterator[str]:
    """How many programmes and violations differ, and what could not be read."""
    yield _(
        "Programmes: moved %(moved)d, changed %(changed)d, added %(added)d, dropped %(dropped)d, "
        "unchanged %(unchanged)d."
    ) % {**{what.value: len(told.of(what)) for what in What}, "unchanged": told.unchanged}
    yield _("Violations: new %(new)d, mended %(mended)d, unchanged %(unchanged)d.") % {
        verdict.value: len(told.verdicts(verdict)) for verdict in Verdict
    }
    faults = sum(told.faults)
    if faults:
        yield plural(
            "%(count)d fault: what could not be read is in no comparison.",
            "%(count)d faults: what could not be read is in no comparison.",
            faults,
        )


def _values(change: Change, name: str) -> list[str]:
    return [str(getattr(one, name)) for one in (change.old, change.new) if one is not None]


def _moments(change: Change) -> list[str]:
    """The start before and now, once where they are the same; with the end where that differs."""
    both = [one for one in (change.old, change.new) if one is not None]
    with_end = change.what is What.CHANGED and both[0].stop != both[-1].stop
    return list(dict.fromkeys(_moment(one, with_end=with_end) for one in both))


def _moment(one: Programme, *, with_end: bool) -> str:
    words = moment_in_words(one.start)
    return f"{words}–{one.stop:%H:%M}" if with_end and one.stop else words


def _marks(change: Change) -> list[str]:
    marks = [one_line(mark) or "–" for mark in _values(change, "mark")]
    return list(dict.fromkeys(marks)) if set(marks) != {"–"} else []


def to_json(told: Difference) -> str:
    """The difference as JSON, which ``reports/data/diff.schema.json`` describes.

    Times of programmes are readings of the clock judged by.
    """
    plain = {
        "schedcheck": __version__,
        **{
            name: {
                "sources": [source_to_json(one) for one in audit.sources],
            }
            for name, audit in (("old", told.old), ("new", told.new))
        },
        "programmes": {
            "unchanged": told.unchanged,
            **{what.value: [_plain(one) for one in told.of(what)] for what in What},
        },
        "violations": {
            verdict.value: [finding_to_json(one) for one in told.verdicts(verdict)]
            for verdict in Verdict
        },
    }
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def _plain(change: Change) -> dict[str, Any]:
    return {
        "channel": change.channel,
        "old": _programme(change.old),
        "new": _programme(change.new),
    }


def _programme(one: Programme | None) -> dict[str, Any] | None:
    if one is None:
        return None
    times = {"start": one.start.isoformat(), "stop": one.stop.isoformat() if one.stop else None}
    return {**one._asdict(), **times}


def to_html(told: Difference) -> str:
    """The difference as a page of its own."""
    book = told.new.rulebook
    made = {"tzdata": told.new.tzdata, "rulebook": book.id, "sha256": book.sha256}
    return "".join(page("diff.html", _shown(told), made))


def to_content(told: Difference) -> str:
    """The same without head and foot, for a page of another make."""
    return rendered("diff.html", _shown(told)).encode("utf-8", "backslashreplace").decode("utf-8")


def _shown(told: Difference) -> dict[str, Any]:
    return {
        "sums": list(sums(told)),
        "graver": bool(told.verdicts(Verdict.NEW) or told.verdicts(Verdict.UNCHANGED)),
        "open": bool(sum(told.faults)),
        "changes": [
            {
                "what": str(WHAT[one.what]),
                "channel": told.labels.get(one.channel, one.channel),
                "times": _cells(one, "start"),
                "ends": _cells(one, "stop"),
                "title": one_line(_values(one, "title")[-1]),
                "marks": " → ".join(_marks(one)),
            }
            for one in told.changes
        ],
        "violations": [_listed(told, verdict, one) for verdict, one in told.violations],
        "files": [
            (_("Before"), [one.file for one in told.old.sources]),
            (_("Now"), [one.file for one in told.new.sources]),
        ],
    }


def _listed(told: Difference, verdict: Verdict, one: Finding) -> ListedFinding:
    """A violation as the table of the page shows it."""
    book = told.new.rulebook
    citations = {rule.id: in_language(rule.citations) for rule in book.rules}
    tone = "" if verdict is Verdict.MENDED else "violation"
    return ListedFinding(
        one,
        told.labels.get(one.channel, one.channel),
        str(book.label(one.age_class)),
        articles_of(one, citations),
        [Remark(str(VERDICTS[verdict]), tone)],
    )


def _cells(change: Change, name: str) -> tuple[str, str]:
    moments = [one and getattr(one, name) for one in (change.old, change.new)]
    before, now = (moment_in_words(moment) if moment else "–" for moment in moments)
    return before, now


def write_book(told: Difference, path: Path) -> None:
    """Write the difference as a workbook. Raises OSError when ``path`` cannot be written."""
    book = Book()
    columns = [
        Column(_("Violation"), sheets.CENTRED, 10, 14),
        Column(_("Channel"), sheets.TEXT, 10, 18),
        Column(_("Start"), sheets.MOMENT, 15, 16),
        Column(_("End"), sheets.MOMENT, 15, 16),
        Column(_("Title"), sheets.TEXT, 18, 36),
        Column(_("Mark"), sheets.CENTRED, 6, 10),
        Column(_("Minutes in the forbidden window"), sheets.MINUTES, 9, 12),
        Column(_("In doubt"), sheets.CENTRED, 8, 10),
        Column(_("Rule"), sheets.TEXT, 9, 16),
        *sheets.place_columns(),
    ]
    found = [_violation(told, verdict, one) for verdict, one in told.violations]
    book.table(_("Violations"), columns, found)
    columns = [
        Column(_("Programme"), sheets.CENTRED, 10, 14),
        Column(_("Channel"), sheets.TEXT, 10, 18),
        Column(_("Start before"), sheets.MOMENT, 15, 16),
        Column(_("End before"), sheets.MOMENT, 15, 16),
        Column(_("Start now"), sheets.MOMENT, 15, 16),
        Column(_("End now"), sheets.MOMENT, 15, 16),
        Column(_("Title"), sheets.TEXT, 18, 36),
        Column(_("Mark before"), sheets.CENTRED, 8, 10),
        Column(_("Mark now"), sheets.CENTRED, 8, 10),
    ]
    book.table(_("Programmes"), columns, [_row(told, one) for one in told.changes])
    files: list[Sequence[Value | Shown]] = [
        [words, one.file, one.sha256, one.programmes, one.faults]
        for words, audit in ((_("Before"), told.old), (_("Now"), told.new))
        for one in audit.sources
    ]
    columns = [
        Column(_("Delivery"), sheets.TEXT, 10, 14),
        Column(_("File"), sheets.TEXT, 18, 40),
        Column("SHA-256", sheets.TEXT, 40, 66),
        Column(_("Programmes"), sheets.COUNT, 8, 14),
        Column(_("Faults"), sheets.COUNT, 8, 12),
    ]
    book.table(_("Files"), columns, files)
    book.save(path)


def _violation(told: Difference, verdict: Verdict, one: Finding) -> list[Value | Shown]:
    return [
        str(VERDICTS[verdict]),
        told.labels.get(one.channel, one.channel),
        naive(one.start),
        naive(one.stop),
        one.title,
        one.mark,
        one.minutes,
        _("in doubt") if one.in_doubt else None,
        "\n".join(filter(None, (one.rule, *one.also_rules))),
        one.file,
        place_in_words(one.place),
    ]


def _row(told: Difference, change: Change) -> list[Value | Shown]:
    old, new = change.old, change.new
    return [
        str(WHAT[change.what]),
        told.labels.get(change.channel, change.channel),
        old.start if old else None,
        old.stop if old else None,
        new.start if new else None,
        new.stop if new else None,
        _values(change, "title")[-1],
        old.mark if old else None,
        new.mark if new else None,
    ]


def write(told: Difference, form: str, path: Path) -> None:
    """Write the difference to ``path`` in a form. Raises OSError when it cannot be written."""
    if form == "xlsx":
        write_book(told, path)
        return
    with replacing(path) as part:
        part.write_text(dumps(told, form), encoding="utf-8", newline="")


def dumps(told: Difference, form: str) -> str:
    """The difference as a text in one of the forms ``text``, ``json`` and ``html``."""
    if form == "json":
        return to_json(told)
    if form == "html":
        return to_html(told)
    return "".join(f"{single_line(line)}\n" for line in text(told))
