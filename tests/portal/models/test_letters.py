from __future__ import annotations

from typing import Any

import pytest

from tests.portal.visitors import account, delivered, signed_in

pytestmark = pytest.mark.usefixtures("portal")


def a_letter(**more: Any) -> Any:
    from schedcheck.portal.models import Letter, Upload

    delivery = Upload.objects.first() or delivered(signed_in(account()))
    values = {"author": delivery.owner, "role": "station", "from_station": True, "text": "Why?"}
    return Letter.objects.create(delivery=delivery, **{**values, "kind": "objection", **more})


def test_a_letter_is_not_changed_and_not_deleted() -> None:
    from schedcheck.portal.models import AppendOnlyError, Letter

    letter = a_letter()
    letter.text = "Else"
    for change in (
        letter.save,
        letter.delete,
        Letter.objects.all().delete,
        lambda: Letter.objects.filter(id=letter.id).update(text="Else"),
    ):
        with pytest.raises(AppendOnlyError):
            change()
    assert Letter.objects.get().text == "Why?"


def test_letters_go_with_their_delivery() -> None:
    from schedcheck.portal.models import Letter, Reading

    first = a_letter()
    a_letter(kind="answer", answers=first, from_station=False)
    Reading.objects.create(letter=first, account=first.author)
    first.delivery.delete()
    assert not Letter.objects.exists()
    assert not Reading.objects.exists()


@pytest.mark.parametrize(("kind", "to_one"), [("answer", False), ("question", True)])
def test_an_answer_is_to_a_letter_and_nothing_else_is(kind: str, *, to_one: bool) -> None:
    from django.db import IntegrityError

    first = a_letter()
    with pytest.raises(IntegrityError):
        a_letter(kind=kind, answers=first if to_one else None)


def test_what_waits_is_counted_for_each_side() -> None:
    from schedcheck.portal.models import Letter, Reading

    first = a_letter()
    station, officer = first.author, account("officer@example.kz", "officer")
    assert Letter.objects.mail(officer) == (1, 1)
    assert Letter.objects.mail(station) == (0, 0)
    Reading.objects.create(letter=first, account=officer)
    assert Letter.objects.mail(officer) == (0, 1)
    a_letter(kind="answer", answers=first, from_station=False, author=officer, role="officer")
    assert Letter.objects.mail(officer) == (0, 0)
    assert Letter.objects.mail(station) == (1, 0)
    assert Letter.objects.mail(account("other@example.kz", "station", "khabar")) == (0, 0)
