from __future__ import annotations

import pytest

from tests.portal.visitors import WEEK, account

pytestmark = pytest.mark.usefixtures("portal")


def test_a_decision_is_never_changed_or_deleted_and_its_number_is_given_once() -> None:
    from django.db import IntegrityError, transaction

    from schedcheck.portal.models import AppendOnlyError, Decision

    officer = account("officer@example.kz", "officer")
    values = {
        "channel_id": "ktk",
        "week": WEEK,
        "finding": "0:1",
        "number": 1,
        "version": 1,
        "reason": "",
        "evidence": '{"title": "A film"}',
        "by": officer,
    }
    made = Decision.objects.create(**values, outcome="confirmed")
    assert (made.dismisses, made.found) == (False, {"title": "A film"})
    made.outcome = "dismissed"
    rows = Decision.objects.all()
    for way in (made.save, made.delete, rows.delete, lambda: rows.update(outcome="dismissed")):
        with pytest.raises(AppendOnlyError):
            way()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**values, outcome="dismissed")
    assert [one.outcome for one in Decision.objects.all()] == ["confirmed"]
