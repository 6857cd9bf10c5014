"""The receipt as PDF, and what differs from the version before."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pdfplumber
import pytest

from schedcheck.portal.paper_process import receipt_pdf, write_difference
from tests.portal.api.programs import judge_all
from tests.portal.visitors import (
    SCHEDULE,
    WEEK,
    account,
    judged,
    schedule_of,
    signed_in,
    this_week,
    uploaded,
)

FACTS = [("Арна", "ҚТК «Қазақстан»"), ("SHA-256", "ab" * 32)]


def words_of(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return " ".join(page.extract_text() for page in opened.pages)


def test_the_receipt_says_what_it_is_given_in_the_same_bytes_again() -> None:
    made = receipt_pdf("Түбіртек 2026-W48-ktk-1", FACTS, ["Бір сөйлем."])
    assert made == receipt_pdf("Түбіртек 2026-W48-ktk-1", FACTS, ["Бір сөйлем."])
    words = words_of(made)
    for text in ("Түбіртек 2026-W48-ktk-1", "Арна", "ҚТК «Қазақстан»", "Бір сөйлем."):
        assert text in words
    assert "ab" * 32 in "".join(words.split())


def test_the_difference_is_that_of_diff_in_each_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, content in (("old", SCHEDULE), ("new", SCHEDULE.replace(b"20:30", b"22:30"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ktk.csv").write_bytes(content)
    old, new = tmp_path / "old" / "ktk.csv", tmp_path / "new" / "ktk.csv"
    monkeypatch.chdir(tmp_path)  # it goes into the folders of the files
    write_difference(old, new, tmp_path, {"channel": "ktk", "week": WEEK})
    for language, moved in (("en", "moved 1"), ("ru", "перенесено 1"), ("kk", "1")):
        page = (tmp_path / f"difference-{language}.html").read_text("utf-8")
        assert moved in page
        assert "A film" in page
        assert str(tmp_path) not in page
        assert "<html" not in page


@pytest.mark.usefixtures("portal")
def test_a_delivery_gets_its_receipt_once() -> None:
    from schedcheck.portal import papers, store

    visitor = signed_in(account())
    made = judged(visitor)
    assert visitor.get(f"/uploads/{made.id}/files/receipt").status_code == 404
    visitor.post(f"/uploads/{made.id}/send")
    address = f"/uploads/{made.id}/receipt"
    assert "is being made" in visitor.get(address).content.decode()
    judge_all()
    assert f"/uploads/{made.id}/files/receipt" in visitor.get(address).content.decode()
    answer = visitor.get(f"/uploads/{made.id}/files/receipt")
    content = b"".join(answer.streaming_content)
    assert f"{this_week()}-ktk-1.pdf" in answer.headers["Content-Disposition"]
    words = words_of(content)
    for text in (f"{this_week()}-ktk-1", "station@example.kz", "Violations 1", "ktk.csv"):
        assert text in words
    assert made.sha256 in "".join(words.split())
    path = store.made_of(made.id) / "receipt-kk.pdf"
    before = (path.stat().st_mtime_ns, path.read_bytes())
    assert "Түбіртек" in words_of(before[1])
    papers.make_papers.call(str(made.id))
    assert (path.stat().st_mtime_ns, path.read_bytes()) == before


@pytest.mark.usefixtures("portal")
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "since version 1"), ("ru", "с версии 1"), ("kk", "1-нұсқадан")],
)
def test_a_correction_shows_what_has_changed(language: str, words: str) -> None:
    visitor = signed_in(account(), language)
    first = judged(visitor)
    corrected = schedule_of(this_week()).replace(b"20:30;22:10", b"22:10;23:50")
    second = uploaded(visitor, corrected)
    judge_all()
    for one in (first, second):
        visitor.post(f"/uploads/{one.id}/send")
    waiting = visitor.get(f"/uploads/{second.id}").content.decode()
    assert words in waiting
    assert "violations-compared" not in waiting
    judge_all()
    page = visitor.get(f"/uploads/{second.id}").content.decode()
    assert 'id="violations-compared"' in page
    assert page.count('id="violations"') == 1
    assert words not in visitor.get(f"/uploads/{first.id}").content.decode()


@pytest.mark.usefixtures("portal")
def test_a_delivery_that_is_not_judged_yet_gets_its_papers_later() -> None:
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from schedcheck.portal import papers
    from schedcheck.portal.taking import deliver

    made = uploaded(signed_in(account()), schedule_of(this_week()))
    deliver(made, made.owner)
    papers.make_papers.call(str(made.id))
    now = timezone.now()
    later = DBTaskResult.objects.filter(run_after__range=(now, now + timedelta(minutes=1)))
    assert later.count() == 1
    assert papers.paper(made, "receipt", "pdf", "ru") is None
    judge_all()
    assert papers.paper(made, "receipt", "pdf", "ru")


@pytest.mark.usefixtures("portal")
def test_the_receipt_is_there_even_where_the_versions_cannot_be_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from schedcheck.portal import own_process, papers

    visitor = signed_in(account())
    first, second = judged(visitor), judged(visitor)
    for one in (first, second):
        visitor.post(f"/uploads/{one.id}/send")

    def broken(_module: str, *, folder: Path) -> str:
        (folder / "out" / "receipt-en.pdf").write_bytes(b"%PDF")
        return "ended"

    monkeypatch.setattr(own_process, "run", broken)
    with pytest.raises(papers.PapersError):
        papers.make_papers.call(str(second.id))
    assert papers.paper(second, "receipt", "pdf", "en")
