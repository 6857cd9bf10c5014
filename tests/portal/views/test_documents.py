from __future__ import annotations

from typing import Any

import pytest

from tests.portal.visitors import account, delivered, signed_in, text_of, this_week

pytestmark = pytest.mark.usefixtures("portal")


def an_officer() -> Any:
    return signed_in(account("inga@example.kz", "officer"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts are made in no time."""
    from schedcheck.portal import compiling, document_parts

    monkeypatch.setattr(compiling, "expected", lambda _roster: ("ktk",))
    made = {"channels/ktk/letter-ktk.kk.docx": b"letter"}, ""
    monkeypatch.setattr(document_parts, "made", lambda *_part: made)


@pytest.mark.usefixtures("quick")
def test_documents_are_asked_for_once_made_by_a_worker_and_fetched() -> None:
    from schedcheck.portal.jobs import work
    from schedcheck.portal.models import Compilation

    delivered(signed_in(account()))
    work(alone=True, once=True)
    officer, page = an_officer(), f"/weeks/{this_week()}/documents"
    assert "Make the documents" in text_of(officer.get(page))
    assert officer.get(f"{page}.zip").status_code == 404
    for _again in range(2):
        assert officer.post(f"{page}/new").url == page
    assert Compilation.objects.count() == 1
    waiting = text_of(officer.get(page))
    assert "part 1 of 2, asked for by inga@example.kz" in waiting
    assert 'http-equiv="refresh"' in waiting
    work(alone=True, once=True)
    file = Compilation.objects.get().files.get()
    text = text_of(officer.get(page))
    assert file.sha256 in text
    assert "refresh" not in text
    answer = officer.get(f"{page}.zip")
    assert b"letter" in b"".join(answer.streaming_content)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "delivered, judged or decided since" not in text
    from django.utils import timezone

    again = delivered(signed_in(account("second@example.kz")))
    type(again).objects.filter(id=again.id).update(sent_at=timezone.now())
    assert "delivered, judged or decided since" in text_of(officer.get(page))


def test_there_are_no_documents_of_a_week_that_nothing_is_due_for() -> None:
    from django.utils import timezone

    from schedcheck.portal.models import Compilation
    from schedcheck.portal.weeks import offered

    officer, last = an_officer(), next(offered(timezone.now())).name
    answer = officer.post(f"/weeks/{last}/documents/new")
    assert answer.status_code == 400
    assert "No channel has delivered" in text_of(answer)
    assert not Compilation.objects.exists()
    for wrong in ("2026-W99", "2026", "2026-W1", "x"):
        assert officer.get(f"/weeks/{wrong}/documents").status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_report_is_asked_for_and_shown_in_the_language_of_its_reader(language: str) -> None:
    from schedcheck.portal.jobs import work

    reader = signed_in(account("reader@example.kz", "reader"), language)
    form = {"from": "2026-W01", "to": "2026-W02"}
    address = reader.post("/period/new", form).url
    assert address == "/period?from=2026-W01&to=2026-W02"
    work(alone=True, once=True)
    page = text_of(reader.get(address))
    assert '<dl class="tiles"' in page
    assert "<style" not in page
    for words in ("Report on", "Make the report", "Asked for"):
        assert words not in page
    workbook = b"".join(reader.get(address.replace("?", ".xlsx?")).streaming_content)
    assert workbook.startswith(b"PK")
    assert reader.get("/period.xlsx?from=2026-W01&to=2026-W03").status_code == 404


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-W02", "2026-W01"), ("2026-W02", ""), ("2020-W01", "2026-W01"), ("2026-W54", "x")],
)
def test_a_wrong_span_of_weeks_is_refused(first: str, last: str) -> None:
    from schedcheck.portal.models import Compilation

    reader = signed_in(account("reader@example.kz", "reader"))
    answers = [
        reader.get(f"/period?from={first}&to={last}"),
        reader.post("/period/new", {"from": first, "to": last}),
    ]
    for answer in answers:
        assert answer.status_code == 400
        assert "Name two weeks" in text_of(answer)
    assert not Compilation.objects.exists()
