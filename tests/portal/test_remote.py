"""The store in a storage like S3, which a server of this process is."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from schedcheck.errors import ConfigError
from tests.like_s3 import ask_it, server_like_s3
from tests.portal.api.programs import judge_all
from tests.portal.test_rejudging import new_rulebook
from tests.portal.visitors import account, judged, signed_in, uploaded

pytestmark = pytest.mark.usefixtures("bucket")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with server_like_s3() as address:
        yield address


@pytest.fixture
def bucket(
    portal: Path, server: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Any:
    """A bucket of this test; what is in it is told by ``keys``."""
    import boto3  # type: ignore[import-untyped]
    from django.conf import settings

    assert portal.exists()
    name = ask_it(server, monkeypatch, request)
    made = boto3.resource("s3").create_bucket(Bucket=name)
    monkeypatch.setattr(settings, "STORE", f"s3://{name}/the/portal")
    return made


def keys(bucket: Any) -> list[str]:
    return sorted(one.key.removeprefix("the/portal/") for one in bucket.objects.all())


def lose(portal: Path) -> None:
    """As on a machine that has no copy yet."""
    for name in ("uploads", "made"):
        shutil.rmtree(portal / name, ignore_errors=True)


def test_a_file_is_in_the_storage_before_the_database_knows_of_it(
    bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from schedcheck.portal import taking
    from schedcheck.portal.models import Upload

    seen: list[tuple[list[str], int]] = []

    def late(*_words: object, **_about: object) -> None:
        seen.append((keys(bucket), Upload.objects.count()))
        raise RuntimeError

    monkeypatch.setattr(taking, "log", late)
    with pytest.raises(RuntimeError):
        uploaded(signed_in(account()), b"a week")
    sha256 = hashlib.sha256(b"a week").hexdigest()
    assert seen == [([f"uploads/{sha256[:2]}/{sha256}"], 1)]
    assert Upload.objects.count() == 0


def test_where_the_storage_does_not_take_a_file_there_is_no_upload(
    bucket: Any,
) -> None:
    from botocore.exceptions import ClientError  # type: ignore[import-untyped]

    from schedcheck.portal.models import Upload

    bucket.delete()
    with pytest.raises(ClientError, match="NoSuchBucket"):
        uploaded(signed_in(account()))
    assert not Upload.objects.exists()


def test_another_machine_has_all_that_was_made(portal: Path, bucket: Any) -> None:
    visitor = signed_in(account())
    made = judged(visitor)
    lose(portal)
    visitor.post(f"/uploads/{made.id}/send")
    judge_all()  # the receipt is made by a machine without the file
    lose(portal)
    for kind in ("original", "json", "workbook", "annotated", "receipt"):
        answer = visitor.get(f"/uploads/{made.id}/files/{kind}")
        assert b"".join(answer.streaming_content)
    assert "A film" in visitor.get(f"/uploads/{made.id}").content.decode()
    assert f"made/{made.id.hex}/receipt-kk.pdf" in keys(bucket)


def test_a_machine_shows_what_another_one_has_judged_again(portal: Path, bucket: Any) -> None:
    from schedcheck.portal import rejudging

    assert keys(bucket) == []
    owner = signed_in(account())
    made = judged(owner)
    owner.post(f"/uploads/{made.id}/send")
    judge_all()
    store = portal / "made" / made.id.hex
    assert "A film" in owner.get(f"/uploads/{made.id}").content.decode()
    shutil.copytree(store, portal / "of this machine")
    new_rulebook()
    rejudging.start("head@example.kz")
    time.sleep(1)  # the storage says when to the second
    judge_all()
    # what this machine fetched before the other one has judged
    shutil.rmtree(store)
    (portal / "of this machine").rename(store)
    page = owner.get(f"/uploads/{made.id}").content.decode()
    assert "No violation was found" in page
    answer = owner.get(f"/uploads/{made.id}/files/json")
    assert b"".join(answer.streaming_content).decode() == made.verdicts.first().findings
    assert (store / "receipt-kk.pdf").exists()


def test_copies_of_what_another_machine_has_deleted_go_too(
    portal: Path, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from schedcheck.portal import store, sweeping
    from schedcheck.portal.models import Upload

    made = judged(signed_in(account()))
    copies = [portal / "made" / made.id.hex, store.path_of(made.sha256)]
    Upload.objects.all().delete()
    bucket.objects.all().delete()
    sweeping.sweep()
    assert all(copy.exists() for copy in copies)
    monkeypatch.setattr(store, "OLD", -60)
    sweeping.sweep()
    assert not any(copy.exists() for copy in copies)


def test_what_a_machine_has_in_part_is_made_complete(portal: Path, bucket: Any) -> None:
    from schedcheck.portal import store

    assert keys(bucket) == []
    made = judged(signed_in(account()))
    (portal / "made" / made.id.hex / "verdict.json").unlink()
    assert (store.made_of(made.id) / "verdict.json").read_bytes()
    assert not [path for path in portal.rglob("part-*") if path.exists()]


def test_a_file_that_is_nowhere_is_not_there(bucket: Any) -> None:
    from schedcheck.portal import store

    assert keys(bucket) == []
    assert not store.path_of("ab" * 32).exists()
    assert not store.is_kept("ab" * 32)


def test_files_that_no_upload_names_go_after_an_hour(
    bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import timezone

    from schedcheck.portal import jobs, store, sweeping
    from schedcheck.portal.models import Upload

    visitor = signed_in(account())
    kept, gone = judged(visitor), judged(visitor)
    orphan = store.keep([b"of a process that was ended"]).sha256
    Upload.objects.filter(id=gone.id).update(expires_at=timezone.now() - timedelta(days=1))
    assert jobs.delete_expired() == 1
    assert sweeping.sweep() == 0  # all is new
    monkeypatch.setattr(store, "OLD", -60)
    assert sweeping.sweep() == 1
    assert not store.is_kept(orphan)
    left = keys(bucket)
    assert f"uploads/{kept.sha256[:2]}/{kept.sha256}" in left
    assert f"made/{kept.id.hex}/verdict.json" in left
    assert gone.id.hex not in str(left)


@pytest.mark.parametrize("address", ["bucket", "http://bucket/a", "s3:///prefix"])
def test_an_address_that_is_not_one_is_refused(address: str) -> None:
    from schedcheck.portal.remote import Remote

    with pytest.raises(ConfigError, match="s3://bucket/prefix"):
        Remote(address)
