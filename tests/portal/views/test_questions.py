from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from tests.portal.visitors import account, delivered, sent, signed_in, text_of, uploaded

pytestmark = pytest.mark.usefixtures("portal")


def write(visitor: Any, delivery: Any, text: str, **more: str) -> Any:
    form = {"text": text, "form": str(uuid4()), **more}
    return visitor.post(f"/uploads/{delivery.id}/letters/new", form, follow=True)


def waiting(visitor: Any, address: str = "/") -> list[str]:
    """What the head of a page says of letters that wait."""
    head = text_of(visitor.get(address, follow=True)).partition("</nav>")[0]
    return re.findall(r'<span class="flag open">([^<]+)</span>', head)


def test_an_officer_asks_a_station_answers_objects_and_is_answered() -> None:
    from schedcheck.portal.models import Letter, LogEntry, check_log

    station, officer = signed_in(account()), signed_in(account("inga@example.kz", "officer"))
    delivery = delivered(station)
    page = text_of(write(officer, delivery, "Why at 20:30?"))
    assert "Question 1" in page
    assert "inga@example.kz" in page
    assert waiting(station) == ["1 to answer", "1 unread"]
    page = text_of(station.get(f"/uploads/{delivery.id}/letters"))
    assert "Officer of the regulator" in page
    assert "inga@example.kz" not in page
    assert waiting(station) == ["1 to answer"]
    question = Letter.objects.get()
    page = text_of(write(station, delivery, "A mistake.", answers=str(question.id)))
    assert "answer to letter 1" in page
    assert waiting(station) == []
    page = text_of(write(station, delivery, "It was cut."))
    assert "Objection 3" in page
    assert waiting(officer) == ["1 to answer", "2 unread"]
    page = text_of(officer.get(f"/uploads/{delivery.id}/letters"))
    assert "station@example.kz" not in page.partition("<article")[2]
    write(officer, delivery, "Accepted.", answers=str(Letter.objects.get(kind="objection").id))
    assert waiting(officer) == []
    logged = LogEntry.objects.exclude(what__in=("uploaded", "sent")).values_list("who", "what")
    assert [(who[0], what) for who, what in logged if what != "begun"] == [
        ("i", "asked"), ("s", "read"), ("s", "answered"), ("s", "objected"), ("i", "read"),
        ("i", "answered"),
    ]  # fmt: skip
    assert check_log() is None


def test_a_letter_may_be_about_one_finding() -> None:
    from schedcheck.portal.letters import findings_of
    from schedcheck.portal.models import Letter

    station, officer = signed_in(account()), signed_in(account("inga@example.kz", "officer"))
    delivery = sent(station)
    key = next(iter(findings_of(delivery)))
    page = text_of(officer.get(f"/uploads/{delivery.id}/letters?finding={key}"))
    assert f'<option value="{key}" selected>' in page
    page = text_of(write(officer, delivery, "Why?", finding=key))
    assert re.search(r"About: [^<]*20:30[^<]* · A film · [^<]*\(watershed\) · line 2", page)
    assert Letter.objects.get().finding["key"] == key
    assert write(officer, delivery, "Why?", finding="other").status_code == 400


@pytest.mark.parametrize(
    ("text", "words"),
    [(" \r\n", "Write a text"), ("a" * 5001, "5,000 characters"), ("a\0b", "cannot be printed")],
)
def test_what_is_not_taken_as_a_letter_is_kept_in_the_form(text: str, words: str) -> None:
    from schedcheck.portal.models import Letter

    officer = signed_in(account("inga@example.kz", "officer"))
    delivery = delivered(signed_in(account()))
    answer = write(officer, delivery, text)
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert not Letter.objects.exists()
    assert write(officer, delivery, "a" * 5000).status_code == 200
    assert Letter.objects.count() == 1


def test_a_page_sent_twice_is_one_letter() -> None:
    from schedcheck.portal.models import Letter, LogEntry

    officer = signed_in(account("inga@example.kz", "officer"))
    delivery = delivered(signed_in(account()))
    form = str(uuid4())
    for _again in range(2):
        write(officer, delivery, "Why?", form=form)
    assert Letter.objects.count() == LogEntry.objects.filter(what="asked").count() == 1


def test_too_many_letters_within_an_hour_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from schedcheck.portal import letters

    monkeypatch.setattr(letters, "_PER_HOUR", 1)
    officer = signed_in(account("inga@example.kz", "officer"))
    delivery = delivered(signed_in(account()))
    codes = [write(officer, delivery, "Why?").status_code for _again in range(2)]
    assert codes == [200, 400]


def test_who_does_not_see_a_delivery_does_not_see_its_letters_and_readers_write_none() -> None:
    from schedcheck.portal.models import Letter

    owner = signed_in(account())
    delivery, check = delivered(owner), uploaded(owner)
    officer = signed_in(account("inga@example.kz", "officer"))
    write(officer, delivery, "A secret")
    other = signed_in(account("other@example.kz", "station", "khabar"))
    for role in ("reader", "administrator"):
        reader = signed_in(account(f"{role}@example.kz", role))
        page = text_of(reader.get(f"/uploads/{delivery.id}/letters"))
        assert "A secret" in page
        assert "<textarea" not in page
        assert write(reader, delivery, "Why?").status_code == 403
        assert waiting(reader) == []
    assert waiting(owner) == ["1 to answer", "1 unread"]  # readers are not the side asked
    assert other.get(f"/uploads/{delivery.id}/letters").status_code == 404
    assert write(other, delivery, "Why?").status_code == 404
    assert delivery.receipt not in text_of(other.get("/letters"))
    # a self-check has no letters
    assert owner.get(f"/uploads/{check.id}/letters").status_code == 404
    assert write(owner, check, "Why?").status_code == 404
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("answers", ["own", "answer", "other", "nonsense"])
def test_only_what_the_other_side_asks_about_a_delivery_is_answered(answers: str) -> None:
    from schedcheck.portal.models import Letter

    station, officer = signed_in(account()), signed_in(account("inga@example.kz", "officer"))
    delivery, second = delivered(station), delivered(station)
    write(officer, delivery, "Why?")
    question = Letter.objects.get()
    write(station, delivery, "So.", answers=str(question.id))
    write(officer, second, "And this?")
    ids = {
        "own": (station, None),
        "answer": (officer, Letter.objects.get(kind="answer").id),
        "other": (station, second.letters.get().id),
        "nonsense": (station, "²"),
    }
    write(station, delivery, "No.")
    who, number = ids[answers]
    number = number or Letter.objects.get(kind="objection").id
    assert write(who, delivery, "It is", answers=str(number)).status_code == 404


def test_the_number_of_queries_does_not_grow_with_letters() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    station, officer = signed_in(account()), signed_in(account("inga@example.kz", "officer"))
    counts = []
    for _round in range(2):
        delivery = delivered(station)
        for _more in range(3):
            write(officer, delivery, "Why?")
        for address in ("/", "/letters", f"/uploads/{delivery.id}/letters"):
            officer.get(address)
            with CaptureQueriesContext(connection) as queries:
                officer.get(address)
            counts.append(len(queries))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 10


def test_what_waits_is_first_on_the_page_of_all_letters() -> None:
    station, officer = signed_in(account()), signed_in(account("inga@example.kz", "officer"))
    first, second = delivered(station), delivered(station)
    write(station, first, "No!")
    write(officer, second, "Why?")
    page = text_of(officer.get("/letters"))
    assert page.index(first.receipt) < page.index(second.receipt)
    assert "1 to answer" in page.partition("<table")[2]


def test_the_text_of_a_letter_is_text() -> None:
    station = signed_in(account())
    delivery = delivered(station)
    page = text_of(write(station, delivery, "<script>alert(1)</script>\r\nand more"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\nand more" in page


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_pages_are_in_the_language_of_their_reader(language: str) -> None:
    officer = signed_in(account("inga@example.kz", "officer"), language)
    delivery = delivered(signed_in(account()))
    pages = text_of(write(officer, delivery, "?")) + text_of(officer.get("/letters"))
    for words in ("Question", "Ask the station", "not answered yet", "Deliveries with"):
        assert words not in pages
