from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.portal.test_rejudging import sent, work
from tests.portal.test_rulebooks import RULEBOOK, head
from tests.portal.visitors import account, signed_in, text_of, words_of

pytestmark = pytest.mark.usefixtures("portal")


def given(visitor: Any, content: bytes | None, name: str = "xx.toml", **form: str) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = {} if content is None else {"file": SimpleUploadedFile(name, content)}
    return visitor.post("/rulebooks/give", {"first": "2020-01-06", **form, **file})


def test_the_head_gives_a_rulebook_and_has_old_weeks_judged_by_it() -> None:
    made, visitor = sent(), signed_in(head())
    assert "all weeks before" in text_of(visitor.get("/rulebooks"))
    assert given(visitor, RULEBOOK).status_code == 302
    page = text_of(visitor.get("/rulebooks"))
    assert "xx – Trial" in page
    assert made.receipt in page
    assert "1 delivery is judged again" in text_of(visitor.post("/rulebooks/judge-again"))
    work()
    assert made.receipt not in text_of(visitor.get("/rulebooks"))
    page = text_of(visitor.get(f"/uploads/{made.id}"))
    assert f"/uploads/{made.id}/verdicts" in page
    page = text_of(visitor.get(f"/uploads/{made.id}/verdicts"))
    assert page.index("in force") < page.index("earlier")
    assert "Found by the earlier one alone" in page
    assert "A film" in page
    old = made.verdicts.get(kept__isnull=False)
    answer = visitor.get(f"/uploads/{made.id}/verdicts/{old.id}/json")
    assert b"".join(answer.streaming_content).decode() == old.findings
    assert "attachment" in answer.headers["Content-Disposition"]
    assert visitor.get(f"/uploads/{made.id}/verdicts/{old.id}/other").status_code == 404
    assert visitor.get(f"/uploads/{made.id}/verdicts/{old.id + 99}/json").status_code == 404


@pytest.mark.parametrize(
    ("content", "form", "said"),
    [
        (RULEBOOK, {"first": "soon"}, "Give the date"),
        (RULEBOOK, {"first": "1066-10-14"}, "Give the date"),
        (RULEBOOK, {"shipped": "kz"}, "not both"),
        (None, {}, "not both"),
        (None, {"shipped": "kx"}, "did you mean"),
        (b"id = 3", {}, "xx.toml: id: must be a text"),
    ],
)
def test_what_is_not_taken_is_said(content: bytes | None, form: dict[str, str], said: str) -> None:
    from schedcheck.portal.models import RulebookVersion

    answer = given(signed_in(account("a@example.kz", "administrator")), content, **form)
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert not RulebookVersion.objects.exists()


def test_names_and_titles_of_a_rulebook_are_texts() -> None:
    visitor = signed_in(head())
    mark = b"<script>alert(1)</script>"
    given(visitor, RULEBOOK.replace(b"Trial", mark), "<img src=x>.toml")
    page = text_of(visitor.get("/rulebooks"))
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "alert(1)" in page


def test_the_name_of_a_rulebook_is_never_a_path(tmp_path: Path) -> None:
    from schedcheck.portal.models import RulebookVersion

    path = tmp_path / "own.toml"
    path.write_bytes(RULEBOOK)
    visitor = signed_in(head())
    for name in (str(path), "/etc/hostname", "../rulebooks/kz.toml"):
        answer = visitor.post("/rulebooks/give", {"first": "2026-11-30", "shipped": name})
        assert answer.status_code == 400
        assert "is not known" in words_of(answer)
    assert not RulebookVersion.objects.exists()
