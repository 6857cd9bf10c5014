"""The documents of a week as one zip, and the report on a period: asked for, looked at, fetched."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from markupsafe import Markup

from schedcheck.messages import _, current_language
from schedcheck.messages.formats import count_in_words
from schedcheck.portal import compiling, store
from schedcheck.portal.access import DECIDERS, REGULATOR, only
from schedcheck.portal.document_parts import NOT_MADE
from schedcheck.portal.models import Channel, Compilation, Decision, Reminder, Upload
from schedcheck.portal.views.board import week_of
from schedcheck.portal.weeks import DeliveryWeek, near, offered

Kind, State = Compilation.Kind, Compilation.State
#: The most weeks that a report may be about.
_MOST_WEEKS = 106


def _week(name: str) -> DeliveryWeek:
    week = week_of(name)
    if week is None:
        raise Http404
    return week


def _compiled(kind: str, first: DeliveryWeek, last: DeliveryWeek) -> dict[str, Any]:
    """The compilation that is being made, the last one that was made, and what came since then."""
    known = Compilation.objects.about(kind, first.name, last.name).select_related("asked_by")
    made = known.filter(state=State.MADE).first()
    failed = known.filter(state=State.FAILED).first()
    if failed and made and failed.asked_at < made.asked_at:
        failed = None
    return {
        "failed": failed,
        "queued": known.filter(state=State.QUEUED).first(),
        "made": made,
        "files": {file.name: file for file in made.files.all()} if made else {},
        "outdated": made is not None and _changed_since(made),
    }


def _changed_since(made: Compilation) -> bool:
    """Whether something was delivered, judged or decided since a compilation was asked for."""
    weeks, since = (made.first, made.last), made.asked_at
    sent = Upload.objects.filter(week__range=weeks, version__isnull=False)
    return (
        sent.filter(sent_at__gt=since).exists()
        or sent.filter(verdicts__made_at__gt=since).exists()
        or Decision.objects.filter(week__range=weeks, at__gt=since).exists()
    )


@require_GET
@only(*DECIDERS)
def documents(request: HttpRequest, week: str) -> HttpResponse:
    """How far the documents of a week are, and where they are to be had."""
    return _documents(request, _week(week))


def _documents(request: HttpRequest, week: DeliveryWeek, wrong: str = "") -> HttpResponse:
    values = _compiled(Kind.DOCUMENTS, week, week)
    notes = values["made"].notes if values["made"] else ()
    named = Channel.objects.in_bulk([note["channel"] for note in notes])
    missing = _("reminders to channels that have not delivered")
    why = [NOT_MADE[note["why"]] for note in notes]
    values |= {
        "week": week,
        "zip": values["files"].get(compiling.DOCUMENTS),
        "notes": [
            (named.get(note["channel"], missing), _(words))
            for note, words in zip(notes, why, strict=True)
        ],
        "reminders": Reminder.objects.filter(week=week.name).select_related("channel", "account"),
        "wrong": wrong,
    }
    return render(request, "documents.html", values, status=400 if wrong else 200)


@require_POST
@only(*DECIDERS)
def make_documents(request: HttpRequest, week: str) -> HttpResponse:
    """Have the documents of a week made by a worker."""
    of = _week(week)
    if not compiling.has_parts(of, timezone.now()):
        return _documents(request, of, _("No channel has delivered for this week yet."))
    compiling.ask(request.user, Kind.DOCUMENTS, of, of)
    return redirect("documents", of.name)


@require_GET
@only(*DECIDERS)
def documents_zip(_request: HttpRequest, week: str) -> FileResponse:
    """The documents of a week that were made last."""
    of = _week(week)
    files = _compiled(Kind.DOCUMENTS, of, of)["files"]
    return _attached(files.get(compiling.DOCUMENTS), f"documents-{of.name}.zip")


def _attached(file: Any, name: str) -> FileResponse:
    """A file of a compilation as an attachment; 404 where it is not made."""
    if file is None:
        raise Http404
    return FileResponse(
        store.path_of(file.sha256).open("rb"),
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
    )


def _span(values: Any) -> tuple[DeliveryWeek, DeliveryWeek] | None:
    """The weeks ``from`` and ``to`` of an address or a form; None where they are not right."""
    first, last = (week_of(values.get(name, "")) for name in ("from", "to"))
    if first is None or last is None or not first.monday <= last.monday:
        return None
    return (first, last) if len(list(first.to(last))) <= _MOST_WEEKS else None


@require_GET
@only(*REGULATOR)
def period(request: HttpRequest) -> HttpResponse:
    """The report on a period as a page, and the form that asks for one."""
    span = _span(request.GET)
    wrong = ""
    if span is None and ("from" in request.GET or "to" in request.GET):
        wrong = _wrong_span()
    return _period(request, span, wrong)


def _wrong_span() -> str:
    words = _("Name two weeks such as 2026-W40 and 2026-W48, at most %(most)s weeks apart.")
    return words % {"most": count_in_words(_MOST_WEEKS)}


def _period(
    request: HttpRequest, span: tuple[DeliveryWeek, DeliveryWeek] | None, wrong: str
) -> HttpResponse:
    this, _next = near(timezone.now())
    values: dict[str, Any] = {"queued": None, "made": None, "outdated": False, "files": {}}
    values["failed"] = None
    if span:
        values |= _compiled(Kind.PERIOD, *span)
    page = values["files"].get(f"period-{current_language()}.html")
    values |= {
        "span": span,
        "first": span[0].name if span else this.name,
        "last": span[1].name if span else this.name,
        # made by our own worker of our own templates, which escape what schedules say
        "page": Markup(store.path_of(page.sha256).read_text("utf-8")) if page else "",  # noqa: S704
        "workbook": values["files"].get(f"period-{current_language()}.xlsx"),
        "weeks": list(offered(timezone.now())),
        "decides": request.user.role in DECIDERS,
        "wrong": wrong,
    }
    return render(request, "period.html", values, status=400 if wrong else 200)


@require_POST
@only(*REGULATOR)
def make_period(request: HttpRequest) -> HttpResponse:
    """Have the report on a period made by a worker."""
    span = _span(request.POST)
    if span is None:
        return _period(request, None, _wrong_span())
    compiling.ask(request.user, Kind.PERIOD, *span)
    response = redirect("period")
    response["Location"] += f"?from={span[0].name}&to={span[1].name}"
    return response


@require_GET
@only(*REGULATOR)
def period_workbook(request: HttpRequest) -> FileResponse:
    """The workbook of the report that was made last, in the language of the page."""
    span = _span(request.GET)
    if span is None:
        raise Http404
    first, last = span
    files = _compiled(Kind.PERIOD, first, last)["files"]
    name = f"period-{first.name}-{last.name}.xlsx"
    return _attached(files.get(f"period-{current_language()}.xlsx"), name)
