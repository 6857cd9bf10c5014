"""The correspondence about deliveries: what waits, the letters of a delivery, a letter written."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from schedcheck.messages import _
from schedcheck.portal import letters
from schedcheck.portal.access import DECIDERS, only
from schedcheck.portal.models import LETTER_LIMIT, Account, Kind, Letter, Role, Upload
from schedcheck.portal.models.letters import UNREAD, unanswered

#: The most deliveries on the page of all correspondence.
_SHOWN = 100


@require_GET
def correspondence(request: HttpRequest) -> HttpResponse:
    """The deliveries that there are letters about: first what waits, then the latest."""
    account = request.user
    to_us = Letter.objects.to(account).order_by().filter(delivery=OuterRef("id"))

    def count(letters_: QuerySet) -> Coalesce:
        counted = letters_.values("delivery").annotate(count=Count("id")).values("count")
        return Coalesce(Subquery(counted), 0)

    seen = Upload.objects.visible_to(account).filter(version__isnull=False)
    threads = (
        seen.annotate(last=Max("letters__written_at"))
        .filter(last__isnull=False)
        .annotate(unread=count(to_us.filter(UNREAD)), waiting=count(to_us.filter(unanswered())))
        .order_by("-waiting", "-unread", "-last")
        .select_related("channel")
    )
    values = {"threads": threads[:_SHOWN], "writes": letters.writes(account)}
    return render(request, "correspondence.html", values)


def _delivery(request: HttpRequest, upload_id: UUID) -> Upload:
    """The delivery; who does not see it does not see its letters either."""
    seen = Upload.objects.visible_to(request.user).filter(version__isnull=False)
    return get_object_or_404(seen.select_related("channel"), id=upload_id)


@require_GET
def thread(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The letters about a delivery, with the forms to write one."""
    delivery = _delivery(request, upload_id)
    letters.mark_read(request.user, delivery)
    return _thread(request, delivery, {"finding": request.GET.get("finding", "")})


def _thread(
    request: HttpRequest, delivery: Upload, given: dict[str, Any], wrong: str = ""
) -> HttpResponse:
    """The page; ``given`` is what was filled in and is not taken, for the reason ``wrong``."""
    account = request.user
    written = delivery.letters.select_related("author", "reading")
    offered = letters.findings_of(delivery) if letters.writes(account) else {}
    values = {
        "delivery": delivery,
        "letters": list(letters.shown(written, account)),
        "writes": letters.writes(account),
        "kind": _kind(account),
        "offered": [(one, letters.finding_words(known)) for one, known in offered.items()],
        "limit": LETTER_LIMIT,
        "form": uuid4,
        "given": {"text": "", "finding": "", "answers": "", **given},
        "wrong": wrong,
    }
    return render(request, "thread.html", values, status=400 if wrong else 200)


def _kind(account: Account) -> str:
    return Kind.OBJECTION if account.is_station else Kind.QUESTION


@require_POST
@only(Role.STATION, *DECIDERS)
def write(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Write a question, an objection, or an answer to a letter of the other side."""
    delivery, account = _delivery(request, upload_id), request.user
    given = {name: request.POST.get(name, "") for name in ("text", "finding", "answers")}
    text = given["text"].replace("\r\n", "\n").replace("\r", "\n").strip()
    finding, answers = None, None
    if given["answers"]:
        # 404 for a letter of another delivery, of one's own side, and for one that asks nothing
        asked = Letter.objects.to(account).filter(delivery=delivery).exclude(kind=Kind.ANSWER)
        answers = get_object_or_404(asked, id=_number(given["answers"]))
    elif given["finding"]:
        finding = letters.findings_of(delivery).get(given["finding"])
        if finding is None:
            return _thread(request, delivery, given, _("Choose a finding of the list."))
    wrong = letters.wrong_text(text) or letters.too_many(account)
    if wrong:
        return _thread(request, delivery, given, wrong)
    kind = Kind.ANSWER if answers else _kind(account)
    form = _form(request.POST.get("form", ""))
    letters.write(account, delivery, kind, text, form, finding=finding, answers=answers)
    return redirect("thread", delivery.id)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Http404
    return int(text)


def _form(text: str) -> UUID:
    """What names the page that the letter was written on; a new name where there is none."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
