from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.portal.visitors import account, judged, signed_in

pytestmark = pytest.mark.usefixtures("portal")


def old_delivery() -> Any:
    """A delivery that was sent six years ago."""
    from django.utils import timezone

    owner = signed_in(account())
    made = judged(owner)
    owner.post(f"/uploads/{made.id}/send")
    made.refresh_from_db()
    made.sent_at = timezone.now() - timedelta(days=6 * 366)
    made.save()
    return made


def administrator() -> Any:
    return signed_in(account("admin@example.kz", "administrator"))


def test_a_delivery_is_deleted_by_the_administrators_act_alone_and_the_log_says_so() -> None:
    from schedcheck.portal import store
    from schedcheck.portal.jobs import work
    from schedcheck.portal.models import LogEntry, Upload, check_log

    made, visitor = old_delivery(), administrator()
    other = judged(signed_in(made.owner))
    work(alone=True, once=True)
    assert Upload.objects.filter(id=made.id).exists()
    assert "1 delivery was sent longer ago" in visitor.get("/settings").content.decode()
    for wrong in ("", "0", "2"):
        assert visitor.post("/settings/delete", {"count": wrong}).status_code == 400
    assert "1 delivery was deleted" in visitor.post(
        "/settings/delete", {"count": "1"}
    ).content.decode()  # fmt: skip
    assert list(Upload.objects.all()) == [other]
    assert not store.made_of(made.id).exists()
    entry = LogEntry.objects.get(what="delivery deleted")
    assert entry.about == {"receipt": made.receipt, "sha256": made.sha256}
    assert check_log() is None
    assert visitor.post("/settings/delete", {"count": "0"}).status_code == 200


def test_a_delivery_under_an_open_question_stays() -> None:
    from schedcheck.portal.models import Letter, Upload

    made = old_delivery()
    officer = signed_in(account("officer@example.kz", "officer"))
    officer.post(f"/uploads/{made.id}/letters/new", {"text": "Why?"})
    visitor = administrator()
    assert "longer ago" not in visitor.get("/settings").content.decode()
    visitor.post("/settings/delete", {"count": "0"})
    assert Upload.objects.filter(id=made.id).exists()
    letter = Letter.objects.get()
    signed_in(made.owner).post(
        f"/uploads/{made.id}/letters/new", {"text": "Because.", "answers": letter.id}
    )
    assert Letter.objects.count() == 2
    visitor.post("/settings/delete", {"count": "1"})
    assert not Upload.objects.exists()
