"""A station's pages: its weeks, an upload, its verdict, sending, the receipt, files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from markupsafe import Markup

from schedcheck.messages import current_language
from schedcheck.messages.formats import count_in_words
from schedcheck.portal import jobs, papers, store, taking
from schedcheck.portal.access import REGULATOR, only
from schedcheck.portal.channels import since
from schedcheck.portal.choices import choices
from schedcheck.portal.fault_words import fault_words
from schedcheck.portal.models import State, Upload, Verdict
from schedcheck.portal.shown import ShownFinding, shown
from schedcheck.portal.verdicts import found_of, history
from schedcheck.portal.weeks import DeliveryWeek, is_expected, is_late, near, offered

#: The most uploads on the page of a station, and the most digits of the number of a page.
_SHOWN, _DIGITS = 50, 6
#: The verdicts of uploads, without the findings, which are long.
_VERDICTS = Prefetch("verdicts", Verdict.objects.defer("findings"))


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The weeks to deliver, the form, and what was uploaded last; of the regulator the board."""
    return _home(request) if request.user.is_station else redirect("board")


@require_GET
@only(*REGULATOR)
def latest(request: HttpRequest) -> HttpResponse:
    """What was sent last, of all channels."""
    return _home(request)


def _home(request: HttpRequest, wrong: str = "") -> HttpResponse:
    now, account = timezone.now(), request.user
    channels = list(account.channels.all())
    weeks = near(now)
    sent = Upload.objects.filter(
        channel__in=channels, week__in=[week.name for week in weeks], version__isnull=False
    )
    last: dict[tuple[str, str], Upload] = {}
    for one in sent.order_by("version"):
        last[one.channel_id, one.week] = one
    shown = Upload.objects.visible_to(account).select_related("channel")
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isdecimal() and 0 < len(asked) <= _DIGITS else 1
    first = max(page - 1, 0) * _SHOWN
    uploads = list(shown.prefetch_related(_VERDICTS)[first : first + _SHOWN + 1])
    values = {
        "wrong": wrong,
        "channels": channels,
        "weeks": weeks,
        "last": last,
        "waits": {
            (channel, week.name): _waits(week, began, now)
            for channel, began in since(channels).items()
            for week in weeks
        },
        "offered": list(offered(now)),
        "next": weeks[1].name,
        "uploads": uploads[:_SHOWN],
        "older": f"?page={max(page, 1) + 1}" if len(uploads) > _SHOWN else "",
        "newest": page > 1,
        "megabytes": count_in_words(settings.UPLOAD_LIMIT // 1024**2),
        "limits": (
            settings.UPLOAD_LIMIT,
            settings.FORM_LIMIT,
            settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        ),
        "together": count_in_words(settings.FORM_LIMIT // 1024**2),
        "days": choices().self_check_days,
    }
    return render(request, "home.html", values, status=400 if wrong else 200)


def _waits(week: DeliveryWeek, began: datetime | None, now: datetime) -> str:
    """Whether a delivery that has not come is ``late``, ``due``, or is not expected: nothing."""
    if is_late(week, began, now):
        return "late"
    return "due" if is_expected(week, began) else ""


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take the files of the form; each is there whole, with its job, or not at all."""
    asked = request.POST.get("channel", "").replace("\0", "")  # PostgreSQL takes it in no text
    channel = request.user.channels.filter(id=asked).first()
    if channel is None:
        raise Http404
    week = request.POST.get("week", "")
    given = request.FILES.getlist("files")
    wrong = taking.refusal(request.user, week, [file.size for file in given])
    if wrong:
        return _home(request, wrong.words)
    made = [taking.take(request.user, channel, week, file) for file in given]
    return redirect("show", made[0].id) if len(made) == 1 else redirect("home")


def _visible(request: HttpRequest, upload_id: UUID) -> Upload:
    """The upload; to whom it is not visible it is as if it were not there."""
    seen = Upload.objects.visible_to(request.user).select_related("channel", "owner")
    return get_object_or_404(seen, id=upload_id)


@require_GET
def show(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The verdict of an upload; until it is judged a page that comes again by itself."""
    one = _visible(request, upload_id)
    verdict = one.verdicts.first() if one.state == State.JUDGED else None
    versions = Upload.objects.visible_to(request.user).filter(
        channel=one.channel_id, week=one.week, version__isnull=False
    )
    values = {
        "upload": one,
        "own": one.owner_id == request.user.id,
        "verdict": verdict,
        "verdicts": one.verdicts.count(),
        "decided": _decided(one, verdict) if verdict and one.version else [],
        "page": page_of(one) if verdict else "",
        "before": papers.before(one) if one.version else None,
        "difference": _html(papers.paper(one, "difference", "html")),
        "versions": list(versions.order_by("version")),
        "fault": fault_words(one.fault) if one.fault else "",
    }
    values["given_up"] = jobs.is_given_up(one) or (
        values["before"] is not None and not values["difference"] and papers.is_given_up(one)
    )
    return render(request, "show.html", values)


def page_of(one: Upload) -> Markup:
    """The verdict on an upload that was judged, as a part of a page in the language chosen."""
    return _html(store.made_of(one.id) / f"page-{current_language()}.html")


def _html(path: Path | None) -> Markup:
    """A part of a page, made by our own process of our own templates, which escape all titles."""
    return Markup(path.read_text("utf-8") if path else "")  # noqa: S704 - see above


def _decided(one: Upload, verdict: Verdict) -> list[ShownFinding]:
    """The findings of a delivery on which there is a decision in force."""
    found = found_of(verdict, history(one.channel_id, one.week))
    return shown(verdict, (each for each in found if each.decision))


@require_POST
def again(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Have what failed too often for an upload done again."""
    one = _visible(request, upload_id)
    papers.again(one, request.user.name)
    return redirect("show", one.id)


@require_POST
def send(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Make a self-check a delivery; done twice it is one delivery."""
    one = _visible(request, upload_id)
    if one.owner_id != request.user.id:
        raise Http404
    if one.state == State.QUEUED:
        return redirect("show", one.id)
    try:
        taking.deliver(one, request.user)
    except Upload.DoesNotExist:  # its time was over
        raise Http404 from None
    return redirect("receipt", one.id)


@require_GET
def receipt(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The receipt of a delivery."""
    one = _visible(request, upload_id)
    if one.version is None:
        raise Http404
    pdf = papers.paper(one, "receipt", "pdf") is not None
    values = {"upload": one, "pdf": pdf, "given_up": not pdf and papers.is_given_up(one)}
    return render(request, "receipt.html", values)


@require_GET
def download(request: HttpRequest, upload_id: UUID, kind: str) -> FileResponse:
    """A file of an upload, always as an attachment."""
    one = _visible(request, upload_id)
    name = store.plain_name(one.name)
    stem = Path(name).stem
    made, verdict = store.made_of(one.id), one.verdicts.first()
    printed = papers.paper(one, "receipt", "pdf") if kind == "receipt" else None
    if kind == "original":
        path = store.path_of(one.sha256)
    elif printed:
        path, name = printed, f"{one.receipt}.pdf"
    elif verdict is None:
        raise Http404
    elif kind == "json":
        path, name = made / "verdict.json", f"{stem}.json"
    elif kind == "workbook":
        path, name = made / f"workbook-{current_language()}.xlsx", f"{stem}-verdict.xlsx"
    elif kind == "annotated" and verdict.annotated:
        path = made / f"annotated{verdict.annotated}"
        name = f"{stem}-annotated{verdict.annotated}"
    else:
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
    )
