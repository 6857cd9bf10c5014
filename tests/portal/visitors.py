"""Accounts and visitors of the portal that tests make."""

from __future__ import annotations

from html import unescape
from typing import Any

PASSWORD = "a-long-pass-phrase"  # noqa: S105 - of the tests
WEEK = "2026-W48"
SCHEDULE = (
    b"date;start;stop;title;age\n"
    b"2026-11-24;20:30;22:10;A film;18+\n"
    b"2026-11-24;22:10;23:00;News;0+\n"
)


def account(name: str = "station@example.kz", role: str = "station", *channels: str) -> Any:
    """An account; a station has the channel ``ktk`` where no other is named."""
    from schedcheck.portal.models import Account

    own = channels or (("ktk",) if role == "station" else ())
    return Account.objects.create_account(name, PASSWORD, role, own)


def signed_in(who: Any, language: str = "en") -> Any:
    """A browser in which an account is signed in, with the check of forged forms in force."""
    from django.test import Client

    visitor = Client(headers={"accept-language": language})
    visitor.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return visitor


def uploaded(visitor: Any, content: bytes = SCHEDULE, name: str = "ktk.csv", **more: str) -> Any:
    """The upload that a visitor makes by the form, not yet judged."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from schedcheck.portal.models import Upload

    form = {"channel": "ktk", "week": this_week(), **more}
    known = set(Upload.objects.values_list("id", flat=True))
    answer = visitor.post("/uploads", {**form, "files": [SimpleUploadedFile(name, content)]})
    assert answer.status_code == 302, answer.content.decode()
    (made,) = Upload.objects.exclude(id__in=known)
    return made


def this_week() -> str:
    """The name of this week."""
    from django.utils import timezone

    from schedcheck.portal.weeks import near

    return near(timezone.now())[0].name


def schedule_of(week: str) -> bytes:
    """A schedule with one violation on the Tuesday of a week."""
    from schedcheck.schedule.week import DAY, parse_week

    day = (parse_week(week).first + DAY).isoformat().encode()
    return SCHEDULE.replace(b"2026-11-24", day)


def judged(visitor: Any, **more: Any) -> Any:
    """An upload of this week with a violation, judged by a worker."""
    from schedcheck.portal.jobs import work

    made = uploaded(visitor, schedule_of(this_week()), **more)
    work(alone=True, once=True)
    made.refresh_from_db()
    return made


def delivered(visitor: Any, **more: Any) -> Any:
    """A delivery of this week that is not yet judged, where its verdict does not matter."""
    made = uploaded(visitor, **more)
    known = type(made).objects.filter(channel=made.channel_id, week=made.week)
    made.version = known.filter(version__isnull=False).count() + 1
    made.receipt = f"{made.week}-{made.channel_id}-{made.version}"
    made.sent_at, made.expires_at = made.uploaded_at, None
    made.save()
    return made


def sent(visitor: Any, **more: Any) -> Any:
    """A delivery of this week with a violation, judged and then sent as a station does."""
    made = judged(visitor, **more)
    visitor.post(f"/uploads/{made.id}/send")
    made.refresh_from_db()
    return made


def verdict_text(content: bytes, week: str, channel: str = "ktk") -> str:
    """The JSON of ``check`` on a schedule of ``channel`` for ``week``, made in this process."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from schedcheck.pipeline.audit import audit
    from schedcheck.pipeline.run import Settings
    from schedcheck.reports.forms import dumps

    with TemporaryDirectory() as folder:
        path = Path(folder, "schedule.csv")
        path.write_bytes(content)
        return dumps(audit([path], Settings().replace(channel=channel, week=week)), "json")


def delivered_with(owner: Any, week: str, text: str, channel: str = "ktk", **more: Any) -> Any:
    """The next version of a channel's delivery, with ``text`` as its verdict, without its files."""
    from django.utils import timezone

    from schedcheck.portal.models import State, Upload
    from schedcheck.portal.verdicts import record

    version = Upload.objects.filter(channel=channel, week=week, version__isnull=False).count() + 1
    made = Upload.objects.create(
        **{
            "owner": owner,
            "channel_id": channel,
            "week": week,
            "name": "schedule.csv",
            "sha256": "0" * 64,
            "size": 1,
            "state": State.JUDGED,
            "version": version,
            "sent_at": timezone.now(),
            "receipt": f"{week}-{channel}-{version}",
            **more,
        }
    )
    record(made, text)
    return made


def text_of(answer: Any) -> str:
    """A page as it was sent."""
    return str(answer.content.decode())


def words_of(answer: Any) -> str:
    """A page with its character references as the characters that a reader sees."""
    return unescape(text_of(answer))
