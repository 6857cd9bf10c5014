from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.portal.api.programs import judge_all, post, program, token
from tests.portal.printed import printed
from tests.portal.visitors import account, schedule_of, signed_in, this_week

pytestmark = pytest.mark.usefixtures("portal")


@pytest.fixture(autouse=True)
def _no_wait(monkeypatch: pytest.MonkeyPatch, portal: Path) -> None:
    """No worker runs beside these tests: who waits would wait for nothing."""
    from django.conf import settings

    assert portal.exists()
    monkeypatch.setattr(settings, "API_WAIT", 0)


def test_a_delivery_has_its_receipt_at_once_and_its_verdict_when_it_is_judged() -> None:
    from schedcheck.portal.models import LogEntry

    sender = program(token())
    answer = post(sender)
    number = f"{this_week()}-ktk-1"
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"http://testserver/api/v1/deliveries/{number}"
    waiting = answer.json()
    assert list(waiting) == ["delivery"]
    assert (waiting["delivery"]["receipt"], waiting["delivery"]["state"]) == (number, "queued")
    judge_all()
    judged = sender.get(answer.headers["Location"])
    assert judged.status_code == 200
    value = judged.json()
    assert value["delivery"]["state"] == "judged"
    (found,) = [one for one in value["findings"] if one["severity"] == "violation"]
    assert (found["channel"], found["minutes"]) == ("ktk", 90)
    uploaded, sent = LogEntry.objects.filter(what__in=["uploaded", "sent"])
    assert uploaded.about["token"]
    assert sent.about["receipt"] == number


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_verdict_is_that_of_check_in_the_language_asked_for(
    language: str, tmp_path: Path
) -> None:
    sender = program(token(), language)
    number = post(sender).json()["delivery"]["number"]
    judge_all()
    value = sender.get(f"/api/v1/deliveries/{number}").json()
    del value["delivery"]
    (tmp_path / "ktk.csv").write_bytes(schedule_of(this_week()))
    options = ("--channel", "ktk", "--week", this_week(), "--lang", language)
    assert value == json.loads(printed(tmp_path, "ktk.csv", *options))
    text = sender.get(f"/api/v1/deliveries/{number}/text")
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert text.content == printed(tmp_path, "ktk.csv", *options, "--format", "text")


def test_who_waits_gets_the_verdict_in_the_first_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "API_WAIT", 60)
    monkeypatch.setattr(time, "sleep", lambda _seconds: judge_all())
    answer = post(program(token()))
    assert answer.status_code == 200
    assert answer.json()["delivery"]["receipt"]
    assert answer.json()["findings"]


def test_only_so_many_wait_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    from schedcheck.portal.api import deliveries

    taken = [deliveries._WAITING.acquire(blocking=False) for _each in range(4)]  # noqa: SLF001 - what it holds
    try:
        assert taken == [True] * 3 + [False]
        monkeypatch.setattr(settings, "API_WAIT", 60)
        assert post(program(token())).status_code == 202  # at once
    finally:
        for _each in range(3):
            deliveries._WAITING.release()  # noqa: SLF001 - the same


def test_a_self_check_is_the_stations_own_and_no_delivery() -> None:
    from schedcheck.portal.models import Upload

    who = account()
    sender = program(token(who))
    answer = post(sender, send="false").json()["delivery"]
    judge_all()
    assert (answer["receipt"], answer["version"], answer["sent_at"]) == (None, None, None)
    assert sender.get(f"/api/v1/deliveries/{answer['number']}").json()["findings"]
    assert Upload.objects.get().version is None
    assert Upload.objects.get().expires_at
    colleague = program(token(account("colleague@example.kz")))
    assert colleague.get(f"/api/v1/deliveries/{answer['number']}").status_code == 404


def test_the_same_key_and_content_give_the_same_delivery() -> None:
    from schedcheck.portal.models import Upload

    who = account()
    sender = program(token(who))
    first, again = post(sender, key="k1"), post(sender, key="k1")
    assert first.json() == again.json()
    judge_all()
    later = post(program(token(who)), key="k1")
    assert later.status_code == 200
    assert later.json()["delivery"]["number"] == first.json()["delivery"]["number"]
    assert Upload.objects.count() == 1
    assert post(sender).json()["delivery"]["version"] == 2  # without a key it is another one


def test_a_version_after_which_another_file_came_says_so() -> None:
    sender = program(token())
    other = schedule_of(this_week()).replace(b"A film", b"Another film")
    first, second = post(sender, key="k1"), post(sender, other, key="k2")

    def superseded_by(answer: Any) -> Any:
        return answer.json()["delivery"]["superseded_by"]

    assert (superseded_by(first), superseded_by(second)) == (None, None)
    assert superseded_by(post(sender, key="k1")) == f"{this_week()}-ktk-2"
    assert superseded_by(post(sender, key="k3")) is None
    # the last version has the same content
    assert superseded_by(post(sender, key="k1")) is None
    assert superseded_by(post(sender, other, key="k2")) == f"{this_week()}-ktk-3"
    assert superseded_by(post(sender, key="k4", send="false")) is None


def test_the_same_key_with_anything_else_is_refused() -> None:
    from schedcheck.portal.models import Upload

    sender = program(token())
    post(sender, key="k1")
    for other in ({"content": b"other"}, {"send": "false"}, {"week": "2026-W01"}):
        answer = post(sender, key="k1", **other)
        assert answer.status_code == 422
        assert "used for another file" in answer.json()["detail"]
    assert Upload.objects.count() == 1
    # another station knows nothing of it
    other = program(token(account("other@example.kz")))
    assert post(other, b"other", key="k1").status_code == 202


def test_a_key_is_kept_for_a_week() -> None:
    from django.utils import timezone

    from schedcheck.portal.api import keys
    from schedcheck.portal.models import IdempotencyKey

    sender = program(token())
    post(sender, key="k1")
    old = timezone.now() - timedelta(days=7, seconds=1)
    IdempotencyKey.objects.update(made_at=old)
    assert post(sender, b"other", key="k1").json()["delivery"]["version"] == 2
    IdempotencyKey.objects.update(made_at=old)
    keys.forget_old()
    assert not IdempotencyKey.objects.exists()


def test_two_that_come_at_once_with_one_key_are_one_delivery() -> None:
    from django.db import connections

    from schedcheck.portal.models import LogEntry, Upload, check_log

    secret = token()
    together = threading.Barrier(4)

    def one(_number: int) -> Any:
        together.wait()
        try:
            answer = post(program(secret), key="k1")
            return answer.status_code, answer.json()["delivery"]["receipt"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(one, range(4)))
    assert answers == {(202, f"{this_week()}-ktk-1")}
    assert Upload.objects.count() == LogEntry.objects.filter(what="sent").count() == 1
    assert check_log() is None


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [
        ({"channel": "khabar"}, 403, "not for the channel “khabar”, but for: ktk"),
        ({"week": "2001-W01"}, 422, "a week of the list"),
        ({"file": "no file"}, 422, "file"),
        ({"key": "ключ"}, 400, "Idempotency-Key"),
        ({"key": "k" * 256}, 400, "Idempotency-Key"),
    ],
)
def test_what_is_asked_wrongly_is_a_problem(form: dict[str, Any], status: int, words: str) -> None:
    from schedcheck.portal.models import Upload

    answer = post(program(token()), **form)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    value = answer.json()
    assert (value["status"], value["type"]) == (status, "about:blank")
    assert words in value["detail"]
    assert not Upload.objects.exists()


def test_limits_are_those_of_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    sender = program(token())
    monkeypatch.setattr(settings, "UPLOAD_LIMIT", 1024**2)
    assert post(sender, bytes(1024**2 + 1)).status_code == 413
    monkeypatch.setattr(settings, "UPLOADS_PER_HOUR", 1)
    assert post(sender, key="k1").status_code == 202
    assert post(sender, key="k1").status_code == 202  # the same one
    late = post(sender, key="k2")
    assert (late.status_code, late.headers["Retry-After"]) == (429, "60")


def test_what_is_no_form_is_a_problem() -> None:
    sender = program(token())
    answer = sender.post(
        "/api/v1/deliveries", b"--x\r\n", content_type="multipart/form-data; boundary="
    )
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "токен қажет"), ("ru", "Нужен действующий токен"), ("en", "A valid token")],
)
def test_nothing_but_a_token_lets_anybody_in(language: str, words: str) -> None:
    who = account()
    browser = signed_in(who, language)
    for sender in (browser, program("", language), program("schedcheck_wrong", language)):
        for answer in (post(sender), sender.get("/api/v1/deliveries/2026-W48-ktk-1")):
            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
            assert answer.headers["Content-Language"] == language
            assert words in answer.json()["detail"]


def test_a_token_needs_no_session_and_makes_none() -> None:
    sender = program(token(), enforce_csrf_checks=True)
    answer = post(sender)
    assert answer.status_code == 202
    assert not sender.cookies
    assert sender.get("/").status_code == 302


def test_a_file_that_could_not_be_judged_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    sender = program(token())
    monkeypatch.setattr(settings, "JUDGE_PATIENCE", 0.01)
    number = post(sender).json()["delivery"]["number"]
    judge_all()
    answer = sender.get(f"/api/v1/deliveries/{number}")
    assert answer.status_code == 200
    value = answer.json()["delivery"]
    assert (value["state"], "took too long" in value["fault"]) == ("failed", True)


def test_the_description_names_what_there_is() -> None:
    answer = program().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    value = answer.json()
    delivery = "/api/v1/deliveries/{number}"
    assert sorted(value["paths"]) == ["/api/v1/deliveries", delivery, f"{delivery}/text"]
    made = value["paths"]["/api/v1/deliveries"]["post"]
    form = made["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert set(form["properties"]) == {"file", "channel", "week", "send"}
    assert {"200", "202", "401", "422", "429"} <= set(made["responses"])
    assert [one["name"] for one in made["parameters"]] == ["Idempotency-Key"]
    assert value["components"]["securitySchemes"]["BearerToken"]["scheme"] == "bearer"
    assert "<script" not in answer.content.decode()
