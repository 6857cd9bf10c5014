from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from schedcheck.checks import CHECKS
from tests.checks.audited import programme
from tests.cli.test_check import program, run


@pytest.fixture
def document(tmp_path: Path) -> dict[str, Any]:
    path = tmp_path / "guide.xml"
    rows = [
        programme("20:30", "23:00", "Ночь (18+)", channel="ktk"),
        programme("23:00", "23:30", "Түн", channel="ktk"),
    ]
    path.write_text("<tv>\n" + "\n".join(rows) + "</tv>", "utf-8")
    plain: dict[str, Any] = json.loads(run("check", path, "--format", "json").output)
    return plain


def explained(value: object, *arguments: str) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    result = run("explain", "-", "--lang", "en", *arguments, stdin=text.encode("utf-8"))
    assert result.exit_code == 0, result.output
    return result.output


def test_everything_is_told_that_a_person_asks(document: dict[str, Any]) -> None:
    text = explained(document)
    for part in (
        "Finding 1 of 2",
        "“Ночь (18+)” on KTK begins on Mon 4 Mar 2024 20:30",
        "kz-2019-info forbids from Mon 4 Mar 2024 06:00 to Mon 4 Mar 2024 22:00",
        "on air inside from 20:30 to 22:00: 90 min",
        "The finding says 90 min: that is right.",
        "art. 17(1)",
        "since 11 Jan 2019",
        "Not verified:",
        "line 2",
        "The zone Asia/Almaty is the one that the roster has",
        "its hash is the same",
        "later: Mon 4 Mar 2024 22:00",
        "1 notice is not explained here",
    ):
        assert part in text, part
    assert "MISMATCH" not in text


def test_a_finding_alone_and_the_nth_of_a_document(document: dict[str, Any]) -> None:
    alone = explained(document["findings"][0])
    assert "90 min" in alone
    assert "Finding 1" not in alone
    text = explained(document, "--nth", "2")
    assert "unmarked" in text
    assert "What to do" in text
    assert "90 min" not in text
    assert program("explain", "-", "--nth", "3").returncode == 2


@pytest.mark.parametrize(
    ("member", "value", "words"),
    [
        ("minutes", 30.0, "the finding says 30 min"),
        ("start", "2024-03-04T21:30:00+05:00", "give 30 min"),
        ("zone", "Asia/Tokyo", "MISMATCH"),
        ("rule", "kz-1999", "is not in the rulebook"),
        ("nearest", {"earlier": None, "later": "2024-03-04T21:00:00+05:00"}, "the finding says –"),
    ],
)
def test_what_was_changed_is_told(
    document: dict[str, Any], member: str, value: object, words: str
) -> None:
    document["findings"][0][member] = value
    text = explained(document["findings"][0])
    assert "MISMATCH" in text
    assert words in text


def test_another_rulebook_and_a_file_that_has_changed_are_told(
    document: dict[str, Any], tmp_path: Path
) -> None:
    document["rulebook"]["sha256"] = "0" * 64
    (tmp_path / "guide.xml").write_text("<tv/>", "utf-8")
    text = explained(document)
    assert "MISMATCH: it was judged by another rulebook" in text
    assert "MISMATCH: the file has changed" in text


def test_an_unknown_end_and_two_clocks_are_told() -> None:
    text = explained(
        {
            "code": "watershed-elsewhere",
            "channel": "ktk",
            "title": "Кино",
            "start": "2017-02-06T22:00:00+06:00",
            "stop": "2017-02-06T23:30:00+06:00",
            "zone": "Asia/Almaty",
            "age_class": "E18",
            "rule": "kz-2012-harm",
            "minutes": 60,
        }
    )
    assert "No minute of it lies in forbidden time" in text
    assert "On the clock of Asia/Oral, which receives it too" in text
    assert "60 min: that is right" in text
    endless = {
        "code": "watershed",
        "channel": "nobody",
        "start": "2024-03-04T21:30:00+05:00",
        "zone": "Asia/Almaty",
        "age_class": "E18",
        "rule": "kz-2019-info",
    }
    text = explained(endless)
    assert "its end is unknown" in text
    assert "in no roster" in text


@pytest.mark.parametrize("code", CHECKS)
def test_a_finding_of_every_code_is_explained_with_nothing_but_its_code(code: str) -> None:
    assert code in explained({"code": code})


def test_what_is_no_finding_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    for content in (b"{", b"\xff\xfe\x00"):
        path.write_bytes(content)
        done = program("explain", path)
        assert done.returncode == 2
        assert len(done.stderr.decode().splitlines()) == 1
    assert program("explain", tmp_path / "missing.json").returncode == 2
