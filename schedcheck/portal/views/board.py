"""The regulator's pages: the board, a channel's week with its findings, decisions on them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import quote, urlencode

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from schedcheck.errors import ConfigError
from schedcheck.messages import Message, _, msg, plural
from schedcheck.portal.access import DECIDERS, REGULATOR, only
from schedcheck.portal.board import (
    NOTHING_DUE,
    SHOWN,
    ChannelWeek,
    board,
    channel_week,
    deliveries,
    weeks_until,
)
from schedcheck.portal.channels import since
from schedcheck.portal.deciding import LONGEST_REASON, RefusedDecision, Wanted, decide
from schedcheck.portal.models import Channel, Upload, Verdict
from schedcheck.portal.shown import decided_words, shown
from schedcheck.portal.verdicts import current, found_of, history, no_longer_found, of_channel
from schedcheck.portal.views.uploads import page_of
from schedcheck.portal.weeks import NOT_EXPECTED, NOT_YET, DeliveryWeek, near
from schedcheck.reports.overview import SIGNS, STATES, Cell
from schedcheck.results.states import State
from schedcheck.schedule.week import parse_week

#: How many weeks a board can have; the first is the usual number.
WEEKS = (6, 13, 26)
_WEEK = re.compile(r"20[0-9]{2}-W[0-9]{2}")
#: What the channels shown have in common.
_FILTERS: dict[str, Message] = {
    "": msg("all channels"),
    "late": msg("late"),
    "violations": msg("with violations"),
    "undecided": msg("with undecided violations"),
}


def week_of(name: str) -> DeliveryWeek | None:
    """The week of a name such as ``2026-W48``; None for anything else."""
    try:
        return DeliveryWeek(parse_week(name).first) if _WEEK.fullmatch(name) else None
    except ConfigError:
        return None


def words_of(one: ChannelWeek) -> str:
    """What became of a channel's week, in words."""
    if one.state is not None:
        parts = [str(STATES[one.state])]
    else:
        waits = NOT_YET if one.expected else NOT_EXPECTED
        parts = [_("being judged") if one.delivered else str(waits)]
    if one.violations:
        parts.append(plural("%(count)d violation", "%(count)d violations", one.violations))
    if one.undecided:
        parts.append(plural("%(count)d undecided", "%(count)d undecided", one.undecided))
    if one.late:
        parts.append(_("late"))
    return ", ".join(parts)


@require_GET
@only(*REGULATOR)
def show_board(request: HttpRequest) -> HttpResponse:
    """The channels by weeks: each week of a channel leads to its own page."""
    now = timezone.now()
    last = week_of(request.GET.get("until", "")) or near(now)[1]
    asked = request.GET.get("weeks", "")
    count = next((one for one in WEEKS if str(one) == asked), WEEKS[0])
    kind = request.GET.get("show", "")
    kind = kind if kind in SHOWN else ""
    whole = board(weeks_until(last, count), now)
    part = whole.only(kind)
    step = timedelta(weeks=count)
    base = reverse("board")
    values = {
        "board": part,
        "rows": [
            (
                channel,
                [
                    (f"{base}/{quote(channel.id)}/{week.name}", one, words_of(one))
                    for week, one in zip(part.weeks, row, strict=True)
                ],
            )
            for channel, row in part.rows
        ],
        "sums": part.sums,
        "channels": len(whole.rows),
        "last": last,
        "count": count,
        "counts": WEEKS,
        "kind": kind,
        "filters": _FILTERS,
        "earlier": _address(last.monday - step, count, kind),
        "later": _address(last.monday + step, count, kind),
        "nothing_due": NOTHING_DUE,
        "legend": [
            (SIGNS[state], Cell(state, 0).tone, str(STATES[state]), part.states[state])
            for state in reversed(State)
        ],
    }
    return render(request, "board.html", values)


def _address(monday: date, count: int, kind: str) -> str:
    until = DeliveryWeek(monday).name
    return "?" + urlencode({"until": until, "weeks": count, "show": kind})


@require_GET
@only(*REGULATOR)
def show_week(request: HttpRequest, channel_id: str, week: str) -> HttpResponse:
    """A channel's week: its versions, and each finding of the last one with its decision."""
    return _week_page(request, channel_id, week)


@require_POST
@only(*DECIDERS)
def decide_on(request: HttpRequest, channel_id: str, week: str) -> HttpResponse:
    """Confirm or dismiss a finding; what is refused is said above the finding, with the reason."""
    _channel_and_week(channel_id, week)
    names = ("finding", "outcome", "reason", "verdict", "seen")
    wanted = Wanted(*(request.POST.get(name, "") for name in names))
    try:
        decide(request.user, channel_id, week, wanted)
    except RefusedDecision as refused:
        return _week_page(request, channel_id, week, refused, wanted)
    address = reverse("board-week", args=[channel_id, week])
    return HttpResponseRedirect(f"{address}#finding-{quote(wanted.finding)}")


def _week_page(
    request: HttpRequest,
    channel_id: str,
    name: str,
    refused: RefusedDecision | None = None,
    wanted: Wanted | None = None,
) -> HttpResponse:
    channel, week = _channel_and_week(channel_id, name)
    verdicts = Prefetch("verdicts", Verdict.objects.defer("findings"))
    sent = Upload.objects.filter(channel=channel, week=name, version__isnull=False)
    versions = sent.select_related("owner").prefetch_related(verdicts).order_by("-version")
    decided = history(channel.id, name)
    verdict = current(channel.id, name)
    all_found = found_of(verdict, decided) if verdict else []
    found = of_channel(all_found, channel.id)
    last = verdict.upload if verdict else None
    versions_sent = list(deliveries([name], channel.id))
    here = channel_week(week, versions_sent, timezone.now(), since([channel])[channel.id])
    values = {
        "channel": channel,
        "week": week,
        "here": here,
        "words": words_of(here),
        "versions": versions,
        "verdict": verdict,
        "last": last,
        "others": len(all_found) - len(found),
        "found": shown(verdict, found) if verdict else [],
        "gone": [(decided_words(one), one) for one in no_longer_found(all_found, decided)],
        "page": _page(last) if last else "",
        "decides": request.user.role in DECIDERS,
        "refused": refused,
        "wanted": wanted,
        "limit": LONGEST_REASON,
        "before": DeliveryWeek(week.monday - timedelta(weeks=1)).name,
        "after": DeliveryWeek(week.monday + timedelta(weeks=1)).name,
    }
    return render(request, "board_week.html", values, status=refused.status if refused else 200)


def _channel_and_week(channel_id: str, name: str) -> tuple[Channel, DeliveryWeek]:
    """What an address names; raises Http404 where there is no such channel or week."""
    week = week_of(name)
    if week is None or "\0" in channel_id:  # which PostgreSQL takes in no text
        raise Http404
    return get_object_or_404(Channel, id=channel_id), week


def _page(upload: Upload) -> str:
    """The verdict as its page; decisions are made without it, where its file is gone."""
    try:
        return page_of(upload)
    except FileNotFoundError:
        return ""
