from __future__ import annotations

import re

import pytest

from tests.portal.visitors import (
    account,
    judged,
    schedule_of,
    signed_in,
    text_of,
    this_week,
    uploaded,
)

pytestmark = pytest.mark.usefixtures("portal")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Send to the regulator"), ("ru", "Отправить регулятору"), ("kk", "Реттеушіге жіберу")],
)
def test_a_station_sees_its_verdict_and_sends_it(language: str, words: str) -> None:
    visitor = signed_in(account(), language)
    queued = uploaded(visitor, schedule_of(this_week()))
    waiting = text_of(visitor.get(f"/uploads/{queued.id}"))
    assert 'http-equiv="refresh"' in waiting
    made = judged(visitor)
    page = text_of(visitor.get(f"/uploads/{made.id}"))
    assert words in page
    assert "A film" in page
    assert '<svg class="picture"' in page
    assert "refresh" not in page
    answer = visitor.post(f"/uploads/{made.id}/send", follow=True)
    made.refresh_from_db()
    assert made.receipt == f"{this_week()}-ktk-1"
    assert made.receipt in text_of(answer)
    assert made.sha256 in text_of(answer)
    assert words not in text_of(visitor.get(f"/uploads/{made.id}"))


def test_sent_twice_is_one_delivery_and_a_correction_is_a_new_version() -> None:
    from schedcheck.portal.models import LogEntry, check_log

    visitor = signed_in(account())
    first, second = judged(visitor), judged(visitor)
    for made in (first, first, second):
        visitor.post(f"/uploads/{made.id}/send")
    versions = {made.id: made.version for made in [*type(first).objects.all()]}
    assert versions == {first.id: 1, second.id: 2}
    assert LogEntry.objects.filter(what="sent").count() == 2
    assert check_log() is None
    assert f"{this_week()}-ktk-1" in text_of(visitor.get(f"/uploads/{second.id}"))


def test_what_is_not_yet_judged_is_not_sent() -> None:
    visitor = signed_in(account())
    made = uploaded(visitor)
    visitor.post(f"/uploads/{made.id}/send")
    made.refresh_from_db()
    assert made.version is None


def test_several_files_at_once() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from schedcheck.portal.models import Upload

    visitor = signed_in(account())
    files = [SimpleUploadedFile(f"{name}.csv", name.encode()) for name in "ab"]
    form = {"channel": "ktk", "week": this_week(), "files": files}
    assert visitor.post("/uploads", form).url == "/"
    assert sorted(one.name for one in Upload.objects.all()) == ["a.csv", "b.csv"]


def test_what_is_not_taken_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django_tasks_db.models import DBTaskResult

    from schedcheck.portal.models import Upload

    visitor = signed_in(account())
    monkeypatch.setattr(settings, "UPLOAD_LIMIT", 1024**2)
    form = {"channel": "ktk", "week": this_week()}
    large = SimpleUploadedFile("a.csv", bytes(1024**2 + 1))
    answers = [
        visitor.post("/uploads", {**form, "files": [large]}),
        visitor.post("/uploads", form),
        visitor.post("/uploads", {**form, "week": "2001-W01"}),
    ]
    assert [answer.status_code for answer in answers] == [400] * 3
    assert "1 MB at most" in text_of(answers[0])
    for other in ("khabar", "khabar\0", "\0"):
        assert visitor.post("/uploads", {**form, "channel": other}).status_code == 404
    uploaded(visitor)
    monkeypatch.setattr(settings, "UPLOADS_PER_HOUR", 1)
    small = SimpleUploadedFile("a.csv", b"a")
    assert "within an hour" in text_of(visitor.post("/uploads", {**form, "files": [small]}))
    assert Upload.objects.count() == DBTaskResult.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "At most 20 files"),
        ("ru", "За один раз можно загрузить не более 20 файлов."),
        ("kk", "Бірден 20 файлдан артық жүктеуге болмайды."),
    ],
)
def test_too_many_files_at_once_are_said_to_be_too_many(language: str, words: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from schedcheck.portal.models import Upload

    visitor = signed_in(account(), language)
    files = [SimpleUploadedFile(f"{number}.csv", b"a") for number in range(21)]
    form = {"channel": "ktk", "week": this_week()}
    answer = visitor.post("/uploads", {**form, "files": files})
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert visitor.post("/uploads", {**form, "files": files[:20]}).status_code == 302
    assert Upload.objects.count() == 20


def test_files_that_are_too_large_together_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile

    from schedcheck.portal.models import Upload

    visitor = signed_in(account())
    monkeypatch.setattr(settings, "FORM_LIMIT", 1024**2)
    half = bytes(1024**2 // 2 + 1)
    files = [SimpleUploadedFile(f"{number}.csv", half) for number in range(2)]
    form = {"channel": "ktk", "week": this_week()}
    answer = visitor.post("/uploads", {**form, "files": files})
    assert "The files together may have 1 MB at most" in text_of(answer)
    assert not Upload.objects.exists()


def test_a_request_that_cannot_be_read_is_answered_in_the_language_of_the_page() -> None:
    for visitor in (signed_in(account(), "ru"), signed_in(account("b@example.kz"), "kk")):
        visitor.raise_request_exception = False
        answers = [
            visitor.post("/uploads", {f"field {number}": "" for number in range(1100)}),
            visitor.get("/", headers={"host": "evil.example"}),
        ]
        for answer in answers:
            assert answer.status_code == 400
            page = text_of(answer)
            assert "Bad Request" not in page
            assert "evil" not in page
            assert '<html lang="ru">' in page or '<html lang="kk">' in page


def test_an_upload_that_cannot_be_recorded_leaves_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    from django_tasks_db.models import DBTaskResult

    from schedcheck.portal import taking
    from schedcheck.portal.models import Upload

    def broken(*_words: object, **_about: object) -> None:
        raise RuntimeError

    visitor = signed_in(account())
    monkeypatch.setattr(taking, "log", broken)
    with pytest.raises(RuntimeError):
        uploaded(visitor)
    assert Upload.objects.count() == DBTaskResult.objects.count() == 0


def test_files_are_attachments_whose_names_are_plain() -> None:
    visitor = signed_in(account())
    made = judged(visitor, name="..\\..\\<b>ktk;x.csv")
    for kind in ("original", "json", "workbook", "annotated"):
        answer = visitor.get(f"/uploads/{made.id}/files/{kind}")
        assert b"".join(answer.streaming_content)
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith("attachment;")
        assert not set("\r\n<>\\/") & set(disposition)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Type"] == "application/octet-stream"
    assert visitor.get(f"/uploads/{made.id}/files/other").status_code == 404


def test_titles_and_names_with_markup_are_texts() -> None:
    visitor = signed_in(account())
    mark = "<script>alert(1)</script>"
    content = schedule_of(this_week()).replace(b"A film", mark.encode())
    from schedcheck.portal.jobs import work

    made = uploaded(visitor, content, name="<img src=x>.csv")
    work(alone=True, once=True)
    for address in ("/", f"/uploads/{made.id}"):
        page = text_of(visitor.get(address))
        assert mark not in page
        assert "<img src=x>" not in page
        assert not re.search(r"<(script|style)[^>]*>[^<]|\son\w+=|\sstyle=", page)
    assert "alert(1)" in page


@pytest.mark.parametrize("role", ["station", "reader"])
def test_what_was_sent_long_ago_is_found_behind_what_came_since(role: str) -> None:
    from tests.portal.visitors import delivered

    owner = signed_in(account())
    first = delivered(owner, name="the first one.csv")
    for number in range(51):
        delivered(owner, name=f"{number}.csv")
    visitor = owner if role == "station" else signed_in(account("r@example.kz", role))
    place = "/" if role == "station" else "/deliveries"
    newest = text_of(visitor.get(place))
    assert first.name not in newest
    assert "50.csv" in newest
    assert '<a href="?page=2">Older uploads</a>' in newest
    assert "The newest uploads" not in newest
    older = text_of(visitor.get(f"{place}?page=2"))
    assert first.name in older
    assert "50.csv" not in older
    assert "Older uploads" not in older
    assert "The newest uploads" in older
    for other in ("0", "-1", "x", "٣", "9" * 30, "\0"):
        assert visitor.get(place, {"page": other}).status_code == 200


def test_the_number_of_queries_does_not_grow_with_uploads() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    visitor = signed_in(account())
    counts = []
    for _round in range(2):
        for _more in range(3):
            uploaded(visitor)
        with CaptureQueriesContext(connection) as queries:
            visitor.get("/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
