"""Who may see each address of the portal, and what there is to be seen.

Whoever adds an address adds a line to PAGES: ``test_urls.py`` finds the addresses by itself and
fails until there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.portal.visitors import account, schedule_of, signed_in, this_week, uploaded

#: Who asks. ``owner`` has uploaded; ``colleague`` is of the same channel, ``stranger`` of another.
NOBODY, OWNER, COLLEAGUE, STRANGER = "nobody", "owner", "colleague", "stranger"
STATIONS = (OWNER, COLLEAGUE, STRANGER)
REGULATOR = ("reader", "officer", "head", "administrator")
DECIDERS = ("officer", "head")
ADMINISTRATOR = ("administrator",)
#: Who says by which rulebook weeks are judged.
RULERS = ("head", "administrator")
#: Those to whom a delivery of the channel ``ktk`` is visible.
OF_DELIVERY = (OWNER, COLLEAGUE, *REGULATOR)
SIGNED_IN = (*STATIONS, *REGULATOR)
EVERYBODY = (NOBODY, *SIGNED_IN)


@dataclass
class World:
    """What is there when somebody asks.

    ``objects``: by its kind the values of the addresses of each thing. ``secrets``: a text that is
    on no page but those of the actors named.
    """

    visitors: dict[str, Any]
    objects: dict[str, dict[str, Any]]
    secrets: dict[str, tuple[str, ...]]


#: The kinds of things that a parameter of an address may name: each needs a line in PAGES.
KINDS: Mapping[str, tuple[str, ...]] = {
    "upload_id": ("check", "delivery"),
    "token": ("invitation",),
    "channel_id": ("week",),
    "account_id": ("account",),
    "invitation_id": ("open invitation",),
    "token_id": ("token",),
}


@dataclass(frozen=True)
class Page:
    """An address: the status that each actor gets; whom no entry names is refused.

    ``of``: the kind of thing that it is of. ``form``: what is sent by POST. ``values``: the values
    in the address that the thing does not give.
    """

    name: str
    of: str = ""
    get: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    post: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    delete: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    form: Callable[[World], dict[str, Any]] = lambda _world: {}
    values: Mapping[str, Any] = field(default_factory=dict)

    def expected(self, method: str, actor: str) -> int | None:
        """The status; None where the actor is refused."""
        table: Mapping[tuple[str, ...], int] = getattr(self, method)
        return next((status for actors, status in table.items() if actor in actors), None)


_WEEK = {"week": "2026-W48"}
PAGES = [
    Page("healthz", get={EVERYBODY: 200}),
    Page("worker-healthz", get={EVERYBODY: 503}),
    Page("sign-in", get={(NOBODY,): 200, SIGNED_IN: 302}, post={(NOBODY,): 200, SIGNED_IN: 302}),
    # without the right password before, everybody is sent to the first step
    Page("second-factor", get={EVERYBODY: 302}, post={EVERYBODY: 302}),
    Page("own-account", get={SIGNED_IN: 200}),
    Page("own-password", get={SIGNED_IN: 200}, post={SIGNED_IN: 400}),
    Page("begin-factor", post={SIGNED_IN: 302}),
    Page("confirm-factor", post={SIGNED_IN: 400}),
    Page("factor-off", post={SIGNED_IN: 400}),
    Page("reset-factor", "account", post={ADMINISTRATOR: 302}),
    Page("sign-out", post={SIGNED_IN: 302}),
    Page("language", post={EVERYBODY: 302}),
    Page("invitation", "invitation", get={EVERYBODY: 200}, post={EVERYBODY: 400}),
    Page("home", get={STATIONS: 200, REGULATOR: 302}),
    Page("deliveries", get={REGULATOR: 200}),
    Page("board", get={REGULATOR: 200}),
    Page("board-week", "week", get={REGULATOR: 200}),
    Page("decide", "week", post={DECIDERS: 400}),
    Page("log", get={(*DECIDERS, "administrator"): 200}),
    Page(
        "upload",
        post={(OWNER, COLLEAGUE): 400},
        form=lambda _world: {"channel": "ktk", "week": this_week()},
    ),
    Page("show", "check", get={(OWNER,): 200}),
    Page("show", "delivery", get={OF_DELIVERY: 200}),
    Page("send", "check", post={(OWNER,): 302}),
    Page("send", "delivery", post={(OWNER,): 302}),
    Page("again", "check", post={(OWNER,): 302}),
    Page("again", "delivery", post={OF_DELIVERY: 302}),
    Page("receipt", "check"),
    Page("receipt", "delivery", get={OF_DELIVERY: 200}),
    *(
        Page("download", of, get={seen: 200}, values={"kind": kind})
        for of, seen in (("check", (OWNER,)), ("delivery", OF_DELIVERY))
        for kind in ("original", "json", "workbook", "annotated")
    ),
    Page("letters", get={SIGNED_IN: 200}),
    Page("thread", "check"),
    Page("thread", "delivery", get={OF_DELIVERY: 200}),
    Page("write", "check"),
    Page("documents", get={DECIDERS: 200}, values=_WEEK),
    Page("make-documents", post={DECIDERS: 302}, values=_WEEK),
    Page("documents-zip", values=_WEEK),
    Page("period", get={REGULATOR: 200}),
    Page("make-period", post={REGULATOR: 400}),
    Page("period-workbook"),
    Page("write", "delivery", post={(OWNER, COLLEAGUE, *DECIDERS): 400}),
    Page("accounts", get={ADMINISTRATOR: 200}),
    Page("invite", post={ADMINISTRATOR: 400}, form=lambda _world: {"role": "station"}),
    Page("account", "account", get={ADMINISTRATOR: 200}, post={ADMINISTRATOR: 404}),
    Page("switch", "account", post={ADMINISTRATOR: 302}),
    Page("renew", "account", post={ADMINISTRATOR: 200}),
    Page("withdraw", "open invitation", post={ADMINISTRATOR: 302}),
    Page("rulebooks", get={RULERS: 200}),
    Page("give-rulebook", post={RULERS: 400}),
    Page("judge-again", post={RULERS: 200}),
    Page("verdicts", "check"),
    Page("verdicts", "delivery", get={OF_DELIVERY: 200}),
    Page("verdict-file", "check", values={"kind": "json"}),
    Page("verdict-file", "delivery", get={OF_DELIVERY: 200}, values={"kind": "json"}),
    Page("verdict-file", "delivery", get={OF_DELIVERY: 200}, values={"kind": "workbook"}),
    Page("channels", get={ADMINISTRATOR: 200}),
    Page("give-roster", post={ADMINISTRATOR: 400}),
    Page("delete-deliveries", post={ADMINISTRATOR: 400}),
    Page("settings", get={ADMINISTRATOR: 200}, post={ADMINISTRATOR: 400}),
    Page("tokens", get={STATIONS: 200}, post={STATIONS: 400}),
    Page("revoke-token", "token", post={(OWNER,): 302}),
    # no session lets anybody in: the tests of the interface have tokens
    Page("api:deliveries"),
    Page("api:delivery", values={"number": "2026-W48-ktk-1"}),
    Page("api:delivery-text", values={"number": "2026-W48-ktk-1"}),
    Page("api:openapi-json", get={EVERYBODY: 200}),
    Page("api:api-root"),
]


def of_upload(upload: Any) -> dict[str, Any]:
    """The values of the addresses of an upload and of its verdict."""
    return {"upload_id": upload.id, "verdict_id": upload.verdicts.get().id}


def world() -> World:
    """Two uploads of a channel, one of them sent, and everybody who may ask for them."""
    from django.test import Client

    from schedcheck.portal.api.tokens import make_token
    from schedcheck.portal.inviting import invite
    from schedcheck.portal.jobs import work
    from schedcheck.portal.models import Invitation, WorkerLook

    people = {
        OWNER: account("owner@example.kz"),
        COLLEAGUE: account("colleague@example.kz"),
        STRANGER: account("stranger@example.kz", "station", "khabar"),
        **{role: account(f"{role}@example.kz", role) for role in REGULATOR},
    }
    visitors = {name: signed_in(who) for name, who in people.items()}
    visitors[NOBODY] = Client(headers={"accept-language": "en"})
    owner = visitors[OWNER]
    check, delivery = (
        uploaded(owner, schedule_of(this_week()), name=f"ktk secret-{name}.csv")
        for name in ("check", "delivery")
    )
    work(alone=True, once=True)
    WorkerLook.objects.all().delete()  # else its last look is younger or older than half a minute
    owner.post(f"/uploads/{delivery.id}/send")
    officer = visitors["officer"]
    officer.post(f"/uploads/{delivery.id}/letters/new", {"text": "secret-letter"})
    make_token(people[OWNER], "secret-token", list(people[OWNER].channels.all()))
    link = invite("invited@example.kz", "station", ["ktk"], 7)
    for visitor in visitors.values():
        visitor.raise_request_exception = False
    return World(
        visitors=visitors,
        objects={
            "": {},
            "check": of_upload(check),
            "delivery": of_upload(delivery),
            "week": {"channel_id": "ktk", "week": this_week()},
            "token": {"token_id": people[OWNER].tokens.get().pk},
            "invitation": {"token": link.rpartition("/")[2]},
            "open invitation": {"invitation_id": Invitation.objects.get().id},
            "account": {"account_id": people[STRANGER].id},
        },
        secrets={
            "secret-check": (OWNER,),
            "secret-delivery": OF_DELIVERY,
            "secret-token": (OWNER, *DECIDERS, "administrator"),
            "secret-letter": OF_DELIVERY,
        },
    )
