from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.portal.visitors import PASSWORD, account, judged, signed_in, uploaded

pytestmark = pytest.mark.usefixtures("portal")


def aged(sha256: str) -> Path:
    """The file with a hash, made older than any that is being recorded."""
    from schedcheck.portal import store

    path = store.path_of(sha256)
    os.utime(path, (0, 0))
    return path


def test_files_that_no_upload_names_go_after_an_hour() -> None:
    from schedcheck.portal import store, sweeping

    named = aged(uploaded(signed_in(account())).sha256)
    new = store.path_of(store.keep([b"being recorded"]).sha256)
    orphan = aged(store.keep([b"of a process that was ended"]).sha256)
    assert sweeping.sweep() == 1
    assert (named.exists(), new.exists(), orphan.exists()) == (True, True, False)


def test_a_file_goes_with_the_last_upload_that_names_it() -> None:
    from django.utils import timezone

    from schedcheck.portal import jobs, sweeping
    from schedcheck.portal.models import Upload

    visitor = signed_in(account())
    first, second = uploaded(visitor), uploaded(visitor)
    path = aged(first.sha256)
    for one, there in ((first, True), (second, False)):
        Upload.objects.filter(id=one.id).update(expires_at=timezone.now() - timedelta(days=1))
        assert jobs.delete_expired() == 1
        sweeping.sweep()
        assert path.exists() is there


def test_what_was_made_of_no_upload_goes_after_an_hour() -> None:
    from schedcheck.portal import store, sweeping

    there, gone = judged(signed_in(account())), uuid4()
    store.made_of(gone).mkdir()
    for one in (there.id, gone):
        os.utime(store.made_of(one), (0, 0))
    sweeping.sweep()
    assert store.made_of(there.id).exists()
    assert not store.made_of(gone).exists()


def test_a_file_stored_again_is_new() -> None:
    from schedcheck.portal import store, sweeping

    path = aged(store.keep([b"same"]).sha256)
    store.keep([b"same"])
    assert sweeping.sweep() == 0
    assert path.exists()


def test_a_file_swept_before_its_upload_is_recorded_is_stored_once_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from schedcheck.portal import store, sweeping

    swept: list[int] = []
    keep = store.keep

    def late(pieces: Any) -> store.Stored:
        """As if the process had stopped for two hours between storing and recording."""
        stored = keep(pieces)
        if not swept:
            aged(stored.sha256)
            swept.append(sweeping.sweep())
        return stored

    monkeypatch.setattr(store, "keep", late)
    made = uploaded(signed_in(account()))
    assert swept == [1]
    assert store.path_of(made.sha256).read_bytes()


def test_the_same_bytes_uploaded_while_their_last_self_check_expires_are_there() -> None:
    from django.db import connections
    from django.utils import timezone

    from schedcheck.portal import jobs, store, sweeping
    from schedcheck.portal.models import Upload

    who = account()

    def upload(number: int) -> None:
        uploaded_by_thread(who, number)
        connections.close_all()

    def expire(_number: int) -> None:
        Upload.objects.filter(name="old.csv").update(expires_at=timezone.now())
        jobs.delete_expired()
        sweeping.sweep()
        connections.close_all()

    for number in range(5):
        sha256 = uploaded_by_thread(who, number, "old.csv").sha256
        aged(sha256)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda do, number=number: do(number), (upload, expire)))
        assert store.path_of(sha256).exists(), number


def uploaded_by_thread(who: Any, number: int, name: str = "new.csv") -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from schedcheck.portal import taking
    from tests.portal.visitors import this_week

    file = SimpleUploadedFile(name, f"same {number}".encode())
    return taking.take(who, who.channels.get(), this_week(), file)


def test_attempts_to_sign_in_and_sessions_are_not_kept_for_ever() -> None:
    from axes.models import AccessAttempt, AccessLog
    from django.contrib.sessions.models import Session
    from django.test import Client
    from django.utils import timezone

    from schedcheck.portal import sweeping

    who = account()
    for name in (who.name, "nobody@example.kz"):
        Client().post("/sign-in", {"username": name, "password": "wrong"})
    for _each in range(2):
        Client().post("/sign-in", {"username": who.name, "password": PASSWORD})
    kept = (AccessAttempt, AccessLog, Session)
    assert [model.objects.count() for model in kept] == [2, 2, 2]
    sweeping.sweep()
    assert [model.objects.count() for model in kept] == [2, 2, 2]
    ago = timezone.now() - timedelta(days=91)
    for model in (AccessAttempt, AccessLog):
        model.objects.filter(id=model.objects.last().id).update(attempt_time=ago)
    Session.objects.filter(pk=Session.objects.first().pk).update(expire_date=ago)
    sweeping.sweep()
    assert [model.objects.count() for model in kept] == [1, 1, 1]
