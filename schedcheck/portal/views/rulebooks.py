"""The rulebooks with the dates they begin at, and the verdicts of a delivery by each."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from schedcheck.errors import ConfigError
from schedcheck.law.rulebook import shipped_rulebooks
from schedcheck.messages import _, current_language, in_language
from schedcheck.portal import law_files, rejudging, rulebooks, store
from schedcheck.portal.access import only
from schedcheck.portal.models import Role, RulebookVersion, Upload, Verdict
from schedcheck.portal.shown import shown
from schedcheck.portal.weeks import near

#: Who says by which rulebook weeks are judged.
_WHO = (Role.HEAD, Role.ADMINISTRATOR)
#: No week before television is judged, and none that nobody now lives in.
_YEARS = range(1990, 2100)


@require_GET
@only(*_WHO)
def list_rulebooks(request: HttpRequest) -> HttpResponse:
    """The rulebooks, and what is to be judged again by them."""
    return _rulebooks(request)


def _rulebooks(request: HttpRequest, wrong: str = "", started: int = 0) -> HttpResponse:
    known = rulebooks.versions()
    this, _next = near(timezone.now())
    values = {
        "rows": [{"version": one, **_described(one)} for one in known],
        "usual": _described(None),
        "now": rulebooks.valid_for(this.name, known),
        "shipped": [(name, _named(name)) for name in shipped_rulebooks()],
        "due": rejudging.due(),
        "given": request.POST,
        "wrong": wrong,
        "started": started,
    }
    return render(request, "rulebooks.html", values, status=400 if wrong else 200)


def _described(version: RulebookVersion | None) -> dict[str, str]:
    """What the page says of a rulebook."""
    book = rulebooks.rulebook_of(version)
    return {"id": book.id, "country": in_language(book.names), "sha256": book.sha256}


def _named(name: str) -> str:
    book = rulebooks.rulebook_of(RulebookVersion(shipped=name))
    return f"{name} – {in_language(book.names)}"


@require_POST
@only(*_WHO)
def give(request: HttpRequest) -> HttpResponse:
    """Have weeks from a date on judged by a rulebook of the program, or of a file."""
    file, shipped = request.FILES.get("file"), request.POST.get("shipped", "")
    try:
        first = _date(request.POST.get("first", ""))
    except ValueError:
        return _rulebooks(request, _("Give the date from which it is used."))
    if (file is None) == (not shipped):
        return _rulebooks(request, _("Choose a rulebook of the list, or a file, and not both."))
    try:
        if file is None:
            rulebooks.give_shipped(request.user, first, shipped)
        else:
            content = file.read(law_files.LIMIT + 1)
            rulebooks.give_file(request.user, first, str(file.name), content)
    except ConfigError as error:
        return _rulebooks(request, str(error))
    return redirect("rulebooks")


def _date(text: str) -> date:
    """A date as a browser sends it. Raises ValueError for another text."""
    found = date.fromisoformat(text)
    if found.year not in _YEARS:
        raise ValueError(text)
    return found


@require_POST
@only(*_WHO)
def judge_again(request: HttpRequest) -> HttpResponse:
    """Have every delivery judged again that was judged by another rulebook than is in force."""
    return _rulebooks(request, started=rejudging.start(request.user.name))


def _delivery(request: HttpRequest, upload_id: UUID) -> Upload:
    seen = Upload.objects.visible_to(request.user).select_related("channel")
    return get_object_or_404(seen, id=upload_id, version__isnull=False)


@require_GET
def verdicts(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Every verdict on a delivery, the one in force first, and what differs between them."""
    upload = _delivery(request, upload_id)
    made = list(upload.verdicts.order_by("-made_at", "-id"))
    rows: list[dict[str, Any]] = []
    for number, verdict in enumerate(made):
        row: dict[str, Any] = {"verdict": verdict, "in_force": number == 0}
        if number:
            differs = rejudging.difference(verdict, made[0])
            row["appeared"] = shown(made[0], differs.appeared)
            row["gone"] = shown(verdict, differs.gone)
            row["changed"] = shown(made[0], differs.changed)
        rows.append(row)
    return render(request, "verdicts.html", {"upload": upload, "rows": rows})


@require_GET
def verdict_file(request: HttpRequest, upload_id: UUID, verdict_id: int, kind: str) -> FileResponse:
    """The JSON or the workbook of a verdict that may no longer be in force."""
    upload = _delivery(request, upload_id)
    verdict = get_object_or_404(upload.verdicts, id=verdict_id)
    stem = Path(store.plain_name(upload.name)).stem
    names = {"json": "verdict.json", "workbook": f"workbook-{current_language()}.xlsx"}
    if kind not in names:
        raise Http404
    path = _folder(verdict) / names[kind]
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{stem}-{verdict.rulebook[:8]}{path.suffix}",
        content_type="application/octet-stream",
    )


def _folder(verdict: Verdict) -> Path:
    """Where the files of a verdict are."""
    return store.made_of(verdict.kept or verdict.upload_id)
