from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.portal.test_rulebooks import RULEBOOK, head
from tests.portal.visitors import account, judged, schedule_of, signed_in, this_week, uploaded

pytestmark = pytest.mark.usefixtures("portal")


def sent() -> Any:
    """A delivery of this week that was judged and has a violation."""
    owner = signed_in(account())
    made = judged(owner)
    owner.post(f"/uploads/{made.id}/send")
    work()
    made.refresh_from_db()
    return made


def new_rulebook(content: bytes = RULEBOOK) -> Any:
    from schedcheck.portal import rulebooks
    from schedcheck.schedule.week import parse_week

    first = parse_week(this_week()).first - timedelta(weeks=2)
    return rulebooks.give_file(head(), first, "xx.toml", content)


def work() -> None:
    from schedcheck.portal.jobs import work

    work(alone=True, once=True)


def test_the_old_verdict_stays_beside_the_new_with_its_files() -> None:
    from schedcheck.portal import rejudging, store
    from schedcheck.portal.models import LogEntry, check_log

    made, version = sent(), None
    assert rejudging.due() == []
    version = new_rulebook()
    assert rejudging.due() == [made]
    assert rejudging.start("head@example.kz") == 1
    work()
    new, old = made.verdicts.order_by("-made_at")
    assert (old.violations, new.violations) == (1, 0)
    assert new.rulebook == version.rulebook
    assert rejudging.last_verdict(made) == new == made.verdicts.first()
    assert (store.made_of(made.id) / "receipt-kk.pdf").exists()
    for verdict, folder in ((new, made.id), (old, old.kept)):
        text = (store.made_of(folder) / "verdict.json").read_text("utf-8")
        assert text == verdict.findings
        assert (store.made_of(folder) / "workbook-kk.xlsx").exists()
    differs = rejudging.difference(old, new)
    assert [found.finding.title for found in differs.gone] == ["A film"]
    assert (differs.appeared, differs.changed, rejudging.due()) == ((), (), [])
    rejudging.rejudge.call(str(made.id))
    assert made.verdicts.count() == 2
    done = [entry.what for entry in LogEntry.objects.all()][-3:]
    assert done == ["rulebook given", "judging again", "judged again"]
    assert check_log() is None


def test_other_minutes_are_a_change_and_an_upload_is_judged_by_the_rulebook_of_its_week() -> None:
    from schedcheck.portal import rejudging

    made = sent()
    version = new_rulebook(RULEBOOK.replace(b"06:00-20:00", b"06:00-21:00"))
    rejudging.start("head@example.kz")
    work()
    new, old = made.verdicts.order_by("-made_at")
    (found,) = rejudging.difference(old, new).changed
    assert found.value["minutes"] == 30
    owner = signed_in(made.owner)
    other = uploaded(owner, schedule_of(this_week()))
    work()
    assert other.verdicts.get().rulebook == version.rulebook


def test_a_job_that_was_ended_in_between_is_done_as_a_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from schedcheck.portal import rejudging, store

    made = sent()
    version = new_rulebook()
    keep = store.keep_made
    calls: list[object] = []

    def ended(upload: Any, folder: Any) -> None:
        calls.append(upload)
        if upload == made.id:
            raise KeyboardInterrupt
        keep(upload, folder)

    monkeypatch.setattr(store, "keep_made", ended)
    with pytest.raises(KeyboardInterrupt):
        rejudging.rejudge.call(str(made.id))
    monkeypatch.undo()
    assert len(calls) == 2
    rejudging.rejudge.call(str(made.id))
    text = (store.made_of(made.id) / "verdict.json").read_text("utf-8")
    assert json.loads(text)["rulebook"]["sha256"] == version.rulebook
    assert made.verdicts.count() == 2


def test_back_to_an_earlier_rulebook_its_verdict_is_in_force_again() -> None:
    from schedcheck.law.rulebook import load_rulebook
    from schedcheck.portal import rejudging, rulebooks, store

    made = sent()
    version = new_rulebook()
    rejudging.rejudge.call(str(made.id))
    rulebooks.give_shipped(made.owner, version.first, "kz")
    rejudging.rejudge.call(str(made.id))
    last = rejudging.last_verdict(made)
    assert last is not None
    assert (last.rulebook, last.violations) == (load_rulebook("kz").sha256, 1)
    text = (store.made_of(made.id) / "verdict.json").read_text("utf-8")
    assert text == last.findings
    assert made.verdicts.count() == 2


def test_kept_files_are_not_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    from schedcheck.portal import rejudging, store, sweeping

    made = sent()
    new_rulebook()
    rejudging.rejudge.call(str(made.id))
    (old,) = made.verdicts.filter(kept__isnull=False)
    monkeypatch.setattr(store, "OLD", -3600)
    sweeping.sweep()
    assert (store.made_of(old.kept) / "verdict.json").exists()


def test_a_self_check_is_not_judged_again() -> None:
    from schedcheck.portal import rejudging

    made = judged(signed_in(account()))
    new_rulebook()
    assert rejudging.due() == []
    rejudging.rejudge.call(str(made.id))
    assert made.verdicts.count() == 1
