from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner

from schedcheck.cli import cli
from tests.portal.test_rejudging import new_rulebook, work
from tests.portal.test_rulebooks import RULEBOOK
from tests.portal.visitors import account, delivered, sent, signed_in, this_week

pytestmark = pytest.mark.usefixtures("portal")


@pytest.fixture(autouse=True)
def few_channels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two channels are to deliver, so that few reminders are written."""
    from schedcheck.portal import compiling

    monkeypatch.setattr(compiling, "expected", lambda _roster: ("ktk", "khabar"))


def compiled(kind: str, officer: Any = None) -> Any:
    """What is made of this week."""
    from schedcheck.portal import compiling, jobs
    from schedcheck.portal.models import Account
    from schedcheck.portal.views.board import week_of

    asker = officer or Account.objects.filter(role="officer").first()
    asker = asker or account("officer@example.kz", "officer")
    week = week_of(this_week())
    assert week
    made = compiling.ask(asker, kind, week, week)
    jobs.work(alone=True, once=True)
    made.refresh_from_db()
    return made


def content(file: Any) -> bytes:
    from schedcheck.portal import store

    return store.path_of(file.sha256).read_bytes()


def test_the_documents_of_a_week_are_the_same_bytes_each_time_and_nothing_is_judged_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from schedcheck.portal import jobs
    from schedcheck.portal.models import LogEntry, Verdict

    delivery = sent(signed_in(account()))
    monkeypatch.setattr(jobs, "judged", lambda *_given: pytest.fail("judged anew"))
    first, second = compiled("documents"), compiled("documents")
    assert first.id != second.id
    assert (first.state, first.notes) == ("made", [])
    assert first.files.get().sha256 == second.files.get().sha256
    assert Verdict.objects.count() == 1
    archive = zipfile.ZipFile(io.BytesIO(content(first.files.get())))
    names = set(archive.namelist())
    assert {
        f"channels/ktk/{kind}-ktk.{language}.docx"
        for kind in ("record", "letter")
        for language in ("kk", "ru")
    } < names
    assert {"channels/ktk/workbook.kk.xlsx", "channels/ktk/workbook.ru.xlsx"} < names
    assert "late/reminder-khabar.kk.docx" in names
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest["members"] == {
        name: hashlib.sha256(archive.read(name)).hexdigest()
        for name in names - {"manifest.json", "manifest.sha256"}
    }
    assert (manifest["deliveries"][0]["receipt"], manifest["missing"]) == (
        delivery.receipt, ["khabar"],
    )  # fmt: skip
    logged = LogEntry.objects.filter(what="compiled").first()
    assert logged.about["sha256"] == [first.files.get().sha256]


def test_what_was_dismissed_is_in_the_record_and_counts_nowhere() -> None:
    from schedcheck.portal import deciding
    from schedcheck.portal.verdicts import found_in

    delivery, officer = sent(signed_in(account())), account("officer@example.kz", "officer")
    verdict = delivery.verdicts.get()
    keys = [one.key for one in found_in(verdict.findings, {})
            if one.finding.severity == "violation"]  # fmt: skip
    for key in keys:
        wanted = deciding.Wanted(key, "dismissed", "It was cut.", str(verdict.id), "0")
        deciding.decide(officer, "ktk", this_week(), wanted)
    made = compiled("documents")
    archive = zipfile.ZipFile(io.BytesIO(content(made.files.get())))
    assert not [name for name in archive.namelist() if "letter" in name]
    record = docx.Document(io.BytesIO(archive.read("channels/ktk/record-ktk.ru.docx")))
    cells = " ".join(cell.text for table in record.tables for row in table.rows
                     for cell in row.cells)  # fmt: skip
    assert "It was cut." in cells + " ".join(one.text for one in record.paragraphs)
    page = content(compiled("period").files.get(name="period-en.html")).decode()
    assert "0 violations were found" in page


def test_documents_cite_the_rulebook_that_the_verdict_was_made_by() -> None:
    from schedcheck.portal import rejudging, rulebooks
    from schedcheck.portal.models import Account

    sent(signed_in(account()))
    judging = new_rulebook(RULEBOOK.replace(b"20:00", b"21:30"))
    rejudging.start("head@example.kz")
    work()
    later = RULEBOOK.replace(b"20:00", b"21:00")  # by which nothing is judged yet
    rulebooks.give_file(Account.objects.get(role="head"), judging.first, "xx.toml", later)
    made = compiled("documents")
    assert made.notes == []
    archive = zipfile.ZipFile(io.BytesIO(content(made.files.get())))
    record = docx.Document(io.BytesIO(archive.read("channels/ktk/record-ktk.ru.docx")))
    cells = " ".join(cell.text for table in record.tables for row in table.rows
                     for cell in row.cells)  # fmt: skip
    assert "xx-2010-18" in cells or "ст. 1" in cells


def test_the_last_version_counts_and_what_was_not_judged_gets_a_reminder() -> None:
    from schedcheck.portal.models import Upload

    station = signed_in(account())
    delivered(station)
    last = delivered(station)
    Upload.objects.filter(id=last.id).update(state="failed", fault="time")
    made = compiled("documents")
    assert [part.get("receipt") for part in made.plan] == [last.receipt, None]
    names = zipfile.ZipFile(io.BytesIO(content(made.files.get()))).namelist()
    assert "channels/ktk/reminder-ktk.ru.docx" in names
    assert not [name for name in names if "record" in name or "workbook" in name]


def test_what_cannot_be_made_is_named_and_the_rest_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    sent(signed_in(account()))
    monkeypatch.setattr(settings, "JUDGE_PATIENCE", 0.01)
    made = compiled("documents")
    assert made.state == "made"
    assert made.notes == [{"channel": "ktk", "why": "time"}, {"channel": "", "why": "time"}]
    names = zipfile.ZipFile(io.BytesIO(content(made.files.get()))).namelist()
    assert [name for name in names if "/" in name] == [
        "channels/ktk/workbook.kk.xlsx",
        "channels/ktk/workbook.ru.xlsx",
    ]


def test_a_part_made_by_two_workers_is_recorded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from django_tasks_db.models import DBTaskResult

    from schedcheck.portal import compiling, document_parts
    from schedcheck.portal.models import Compilation
    from schedcheck.portal.views.board import week_of

    delivered(signed_in(account()))
    week = week_of(this_week())
    assert week
    made = compiling.ask(account("officer@example.kz", "officer"), "documents", week, week)
    monkeypatch.setattr(
        document_parts, "made", lambda *_part: ({"channels/ktk/letter-a.kk.docx": b"letter"}, "")
    )
    DBTaskResult.objects.all().delete()
    slower = Compilation.objects.get()
    compiling.step.call(str(made.id))
    compiling.record(slower, {"channels/ktk/letter-b.kk.docx": b"other"}, "")
    made.refresh_from_db()
    assert made.done == 1
    assert [file.name for file in made.files.all()] == ["channels/ktk/letter-a.kk.docx"]
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize(
    ("folder", "name"), [("..", "a"), ("ktk", "../a"), ("ktk", ".."), ("/ktk", "a"), ("k\\k", "a")]
)
def test_no_entry_leaves_its_folder(folder: str, name: str) -> None:
    from schedcheck.portal.document_parts import entry_name

    with pytest.raises(ValueError, match=re.escape(name)):
        entry_name(folder, name)


def test_a_channel_is_late_after_the_deadline_alone() -> None:
    from schedcheck.portal.compiling import late
    from schedcheck.portal.views.board import week_of

    week = week_of("2026-W49")
    assert week
    deadline = week.deadline
    assert deadline == datetime(2026, 11, 27, 13, tzinfo=UTC)
    assert dict(late([week], deadline)) == {}
    after = deadline + timedelta(seconds=1)
    assert dict(late([week], after)) == {"2026-W49": ["ktk", "khabar"]}
    delivered(signed_in(account()), week="2026-W49")
    assert dict(late([week], after)) == {"2026-W49": ["khabar"]}


def test_the_report_on_a_period_is_that_of_summary(tmp_path: Path) -> None:
    delivery = sent(signed_in(account()))
    made = compiled("period")
    files = {file.name: content(file) for file in made.files.all()}
    assert set(files) == {f"period-{code}.{kind}" for code in ("kk", "ru", "en")
                          for kind in ("html", "xlsx")}  # fmt: skip
    (tmp_path / "findings.json").write_text(delivery.verdicts.get().findings, encoding="utf-8")
    words = ["summary", str(tmp_path), "--period", this_week(), "-o", str(tmp_path / "out")]
    assert CliRunner().invoke(cli, [*words, "--lang", "en"]).exit_code == 1
    printed = (tmp_path / "out" / "period.html").read_text("utf-8")
    page = files["period-en.html"].decode()
    for part in (r'<dl class="tiles".*?</dl>', r'<table[^>]*id="violations".*?</table>'):
        (theirs,) = re.findall(part, printed, re.DOTALL)
        assert "A film" in theirs or "tiles" in theirs
        assert re.findall(part, page, re.DOTALL) == [theirs]
    assert "<html" not in page
    assert "1 channel did not deliver in every week." in page


def test_compilations_go_when_their_time_is_over() -> None:
    from schedcheck.portal import compiling
    from schedcheck.portal.models import Compilation

    made = compiled("period")
    assert made.expires_at - made.made_at == timedelta(days=30)
    assert compiling.delete_expired(made.expires_at - timedelta(seconds=1)) == 0
    assert compiling.delete_expired(made.expires_at) == 1
    assert not Compilation.objects.exists()
